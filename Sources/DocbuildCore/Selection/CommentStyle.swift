/// How a page writes the comments that directives stand in.
struct CommentStyle {
  let opening: StaticString
  let closing: StaticString

  static let html = CommentStyle(opening: "<!--", closing: "-->")
  /// MDX has no other: an expression that holds nothing but a comment.
  static let braces = CommentStyle(opening: "{/*", closing: "*/}")

  /// How many bytes open a comment.
  var width: Int { opening.utf8CodeUnitCount }

  /// The style of the comment at `offset`.
  static func at(_ offset: Int, in bytes: Bytes) -> CommentStyle {
    bytes.has(braces.opening, at: offset) ? .braces : .html
  }

  /// A comment of HTML in this style.
  func written(_ comment: Bytes) -> Bytes {
    let html = CommentStyle.html
    guard width != html.width, comment.has(html.opening, at: 0), comment.count >= 7 else {
      return comment
    }
    return Bytes("\(opening)".utf8) + comment.dropFirst(html.width).dropLast(3)
      + Bytes("\(closing)".utf8)
  }
}

extension Bytes {
  /// The next `<!--` at or behind `start`.
  func nextComment(from start: Int) -> Int? {
    var comments = Comments(in: self)
    return comments.next(from: start)
  }
}

/// Looks for the comments of a text in order; each byte is looked at once.
struct Comments {
  private let bytes: Bytes
  private var html = Found.unknown
  private var braces: Found

  private enum Found {
    case unknown, none
    case at(Int)
  }

  /// - Parameter inBraces: whether `{/*` opens one, too.
  init(in bytes: Bytes, inBraces: Bool = false) {
    self.bytes = bytes
    braces = inBraces ? .unknown : .none
  }

  /// The next comment's opening at or behind `start`, which never goes back.
  mutating func next(from start: Int) -> Int? {
    look(for: .html, UInt8(ascii: "<"), from: start, &html)
    look(for: .braces, UInt8(ascii: "{"), from: start, &braces)
    switch (html, braces) {
    case (.at(let html), .at(let braces)): return min(html, braces)
    case (.at(let offset), _), (_, .at(let offset)): return offset
    default: return nil
    }
  }

  private func look(for style: CommentStyle, _ first: UInt8, from start: Int, _ found: inout Found)
  {
    switch found {
    case .none: return
    case .at(let offset) where offset >= start: return
    default: break
    }
    var from = start
    while from < bytes.count, let at = bytes.firstOffset(of: first, in: from..<bytes.count) {
      if bytes.has(style.opening, at: at) {
        found = .at(at)
        return
      }
      from = at + 1
    }
    found = .none
  }
}
