/// What stands behind a directive that owns a block: blank lines, a fenced block, blank lines, the end mark.
package struct OwnedBlock: Sendable {
  /// A line of the document.
  struct Line: Sendable {
    /// Without its line end.
    let range: Range<Int>
    /// From 1.
    let number: Int
  }

  /// The fenced block that is there already.
  package struct Fence: Sendable {
    /// From the start of the opening line to behind the line end of the closing one.
    package internal(set) var range: Range<Int>
    /// The number of the opening line, from 1, and how many lines there are with the closing one.
    let line: Int
    /// How many lines it has, its fences included.
    package internal(set) var lineCount = 1
    let character: UInt8
    let length: Int
    /// The info string, without white space at its ends.
    let info: Range<Int>
    /// Whether it stands in the directive's own container.
    let isInPlace: Bool
    /// The lines between opening and closing fence as they stand in the document.
    var content: Range<Int>
    /// Those lines as CommonMark reads them, when that is something else: without the marks of containers and without
    /// the fence's own indentation.
    var literal: Bytes?
    /// What shows that the fence which closes the block is not its own.
    var doubt: Doubt?
  }

  /// A sign that a block has lost its closing fence.
  struct Doubt: Sendable {
    enum Sign: Sendable {
      /// A line inside the block opens another.
      case opening
      /// The end mark stands inside the block.
      case mark
      /// A directive stands inside the block, and no end mark behind it that must be its own.
      case directive
      /// Behind the block opening and closing fences have changed places.
      case followers
    }

    let sign: Sign
    let line: Line
  }

  /// The line `<!-- /embed -->`.
  struct Mark: Sendable {
    /// From the start of the line to behind its line end.
    let range: Range<Int>
    /// From 1.
    let line: Int
    /// Whether it stands in the directive's own container.
    let isInPlace: Bool
  }

  /// The fenced block; nil when there is none yet.
  package internal(set) var fence: Fence?
  var mark: Mark?
  /// The line below the fenced block that says where it comes from.
  var caption: Line?
  /// Of a directive that makes blocks of the page: all between its line and the mark.
  var free: Range<Int>?
  /// The first line in front of the mark that neither is blank nor part of the fenced block; only with a mark.
  var stranger: Line?
  /// Whether blank lines stand between the directive and the fenced block.
  var hasGap = false
}

extension OwnedBlock {
  /// The lines (from 1) from its opening fence to its closing one, or to the mark behind it; nil for a block that is not
  /// there yet.
  package var lines: ClosedRange<Int>? {
    guard let fence else { return mark.map { $0.line...$0.line } }
    return fence.line...max(fence.line + fence.lineCount - 1, mark?.line ?? 0)
  }

  /// What stands alone on the line that ends a block.
  package static let endMark = Bytes("<!-- /embed -->".utf8)

  /// How long a fence must be around text whose longest run that opens or closes a fence is `run` long: longer than
  /// that, and longer once more around an end mark. So a shorter fence around such text has lost its end.
  static func fenceLength(longestRun run: Int, holdsMark: Bool) -> Int {
    max(3, run + 1) + (holdsMark ? 1 : 0)
  }
}

extension Directive {
  /// The line that ends its block, in comments like its own.
  func endMark(in bytes: Bytes) -> Bytes {
    CommentStyle.at(prefix.upperBound, in: bytes).written(OwnedBlock.endMark)
  }
}

extension ArraySlice<UInt8> {
  /// Whether this is the mark `<!-- /embed -->` or `{/* /embed */}`.
  var isEndMark: Bool {
    [CommentStyle.html, .braces].contains { style in
      guard has(style.opening, at: startIndex) else { return false }
      var word = startIndex + style.width
      while word < endIndex, self[word].isBlank { word += 1 }
      guard has("/embed", at: word) else { return false }
      let end = self[(word + 6)...].trimmed()
      return end.count == 3 && end.has(style.closing, at: end.startIndex)
    }
  }
}

extension Bytes {
  /// Whether the end mark stands alone on the line `range`, white space and `>` in front of it left aside.
  func isEndMark(_ range: Range<Int>) -> Bool {
    var at = range.lowerBound
    while at < range.upperBound, self[at].isBlank || self[at] == UInt8(ascii: ">") { at += 1 }
    return self[at..<range.upperBound].isEndMark
  }
}
