/// What `<!-- test(…) -->` before a fenced block says of how it is tested.
package struct TestOptions: Sendable, Equatable {
  /// Why the block is not run; nil when it is.
  package var skip: String?
  /// The milliseconds that the block may take.
  package var timeout = 60_000
  /// Programs that must be there, or `root`; without one of them the block is skipped.
  package var needs: [String] = []
  /// Whether it runs in a new shell and a new folder.
  package var isFresh = false
  /// What reports call it.
  package var name: String?
  /// The files and folders that it reads, below the root; nil when it may read all of the project.
  package var reads: [String]?
  /// A pattern for what may differ in the lines that commands print.
  package var vary: Bytes?

  /// What holds where no comment says otherwise.
  package init() {}

  /// The options, with what each takes.
  package static let all: [(name: String, takes: String)] = [
    ("skip", "why the block is not run, as in skip=\"needs a camera\""),
    ("timeout", "how long the block may take, as in timeout=90s, 2m or 500ms"),
    ("needs", "programs that must be there, or root, as in needs=docker,root"),
    ("fresh", "nothing: the block runs in a new shell and a new folder"),
    ("name", "what reports call the block, as in name=\"first start\""),
    ("vary", "a pattern for what may differ in output, as in vary=/[0-9.]+s/"),
    ("reads", "files and folders below the root, as in reads=\"src/ build/tool\""),
  ]

  /// Whether a path is relative and leads nowhere but below.
  package static func isBelowRoot(_ path: String) -> Bool {
    let components = path.utf8.split(separator: UInt8(ascii: "/"))
    return !components.isEmpty && path.utf8.first != UInt8(ascii: "/")
      && !components.contains { $0.elementsEqual("..".utf8) } && !path.utf8.contains(0)
  }
}

/// What is wrong with a `test` comment, at a range of the page's bytes.
struct TestTrouble: Error {
  let message: String
  let range: Range<Int>
  var fixIt: String?
}

extension TokenCursor {
  /// The options up to the parenthesis that closes them; the cursor stands at the comment's end afterwards.
  ///
  /// - Parameter whole: where what is wrong with the list is reported.
  mutating func commentOptions(of whole: Range<Int>) throws(TestTrouble) -> [DirectiveOption] {
    var options: [DirectiveOption] = []
    var isClosed = false
    while !isClosed {
      _ = skipBlanks()
      guard let next = peek, !bytes.has(closing, at: at) else { break }
      if next == UInt8(ascii: ")") {
        at += 1
        isClosed = true
        break
      }
      switch option() {
      case .trouble(let message): throw TestTrouble(message: message, range: whole)
      case .option(let option, let closed):
        options.append(option)
        isClosed = closed
      }
    }
    _ = skipBlanks()
    guard isClosed, bytes.has(closing, at: at) else {
      throw TestTrouble(
        message: "expected ' ) \(closing)' at the end of the options", range: whole)
    }
    return options
  }
}

extension TestOptions {
  /// Whether the whole of `comment` is a `test` comment with nothing wrong about it.
  static func isSound(_ comment: Bytes) -> Bool {
    do { return try TestOptions(comment: 0..<comment.count, in: comment) != nil } catch {
      return false
    }
  }

  /// Reads the comment at `range` of `bytes`; nil when it is a comment like any other.
  init?(comment range: Range<Int>, in bytes: Bytes) throws(TestTrouble) {
    self.init()
    let style = CommentStyle.at(range.lowerBound, in: bytes)
    var cursor = TokenCursor(
      bytes, range.lowerBound + style.width, end: range.upperBound, closing: style.closing)
    let isSpaced = cursor.skipBlanks()
    let name = cursor.at
    guard bytes.has("test", at: name), name + 4 < range.upperBound else { return nil }
    cursor.at += 4
    let isApart = cursor.skipBlanks()
    guard cursor.peek == UInt8(ascii: "(") else { return nil }
    let whole = range.lowerBound..<Self.end(of: range, in: bytes)
    guard isSpaced, !isApart else {
      throw TestTrouble(
        message: isSpaced ? "expected '(' right after 'test'" : "expected a space before 'test'",
        range: whole)
    }
    cursor.at += 1
    _ = cursor.skipBlanks()
    var seen: [String] = []
    for option in try cursor.commentOptions(of: whole) {
      if seen.contains(option.key) {
        throw TestTrouble(message: "'\(option.key)' is there twice", range: option.range)
      }
      seen.append(option.key)
      try take(option)
    }
    let rest = bytes[cursor.at + 3..<range.upperBound].trimmed()
    guard rest.isEmpty else {
      throw TestTrouble(
        message: "expected nothing behind '\(style.closing)'",
        range: rest.startIndex..<rest.endIndex)
    }
  }

  mutating func take(_ option: DirectiveOption) throws(TestTrouble) {
    let text: String? =
      switch option.value {
      case .text(let bytes): bytes.text
      case .pattern(let bytes) where option.key == "vary": bytes.text
      case .pattern, .none: nil
      }
    guard let takes = Self.all.first(where: { $0.name == option.key })?.takes else {
      let guess = nearest(to: option.key, among: Self.all.map(\.name), count: 1).first
      throw TestTrouble(
        message: "unknown option '\(option.key)' of 'test'"
          + (guess == nil ? ": expected \(Self.all.map(\.name).joined(separator: ", "))" : ""),
        range: option.range.lowerBound..<option.range.lowerBound + option.key.utf8.count,
        fixIt: guess)
    }
    let wrong = TestTrouble(message: "'\(option.key)' takes \(takes)", range: option.range)
    switch (option.key, text) {
    case ("fresh", nil):
      guard case .none = option.value else { throw wrong }
      isFresh = true
    case ("skip", let text?) where !text.isEmpty: skip = text
    case ("name", let text?) where !text.isEmpty: name = text
    case ("reads", let text?):
      let paths = text.split { $0 == " " || $0 == "," }.map(String.init)
      if !paths.allSatisfy(Self.isBelowRoot) { throw wrong }
      reads = paths
    case ("needs", let text?):
      needs = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if needs.contains(where: { $0.isEmpty || $0.contains("/") }) { throw wrong }
    case ("vary", let text?):
      let pattern = Bytes(text.utf8)
      guard case .pattern = option.value, Pattern.varying(pattern) != nil else { throw wrong }
      vary = pattern
    case ("timeout", let text?):
      guard let time = Self.milliseconds(text) else { throw wrong }
      timeout = time
    default: throw wrong
    }
  }

  /// `30s`, `2m`, `500ms`; up to a day.
  private static func milliseconds(_ text: String) -> Int? {
    for (unit, factor) in [("ms", 1), ("s", 1000), ("m", 60_000)] where text.hasSuffix(unit) {
      guard let number = Int(text.dropLast(unit.count)), number > 0, number <= 86_400_000 / factor
      else { return nil }
      return number * factor
    }
    return nil
  }

  /// The end of the comment in `range`, or of the range.
  private static func end(of range: Range<Int>, in bytes: Bytes) -> Int {
    let style = CommentStyle.at(range.lowerBound, in: bytes)
    var at = range.lowerBound
    while at + 3 <= range.upperBound {
      if bytes.has(style.closing, at: at) { return at + 3 }
      at += 1
    }
    return range.upperBound
  }
}
