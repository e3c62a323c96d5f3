/// A page as Python-Markdown reads it: tabs reach to stops of four, and lines of nothing but white space are empty.
///
/// https://python-markdown.github.io/ (`NormalizeWhitespace`); a front matter is left out, as MkDocs does.
struct PythonText {
  let bytes: Bytes
  /// The lines without their ends.
  let ranges: [Range<Int>]
  /// What stands on them; empty for the lines of a front matter.
  var lines: [Bytes]
  /// How many lines the front matter has.
  let first: Int

  init(_ bytes: Bytes) {
    self.bytes = bytes
    let start = bytes.endOfFrontMatter
    var ranges: [Range<Int>] = []
    var lines: [Bytes] = []
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    var first = 0
    while at < bytes.count {
      let feed = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count)
      var end = feed ?? bytes.count
      let next = feed.map { $0 + 1 } ?? bytes.count
      if end > at, bytes[end - 1] == .carriageReturn { end -= 1 }
      ranges.append(at..<end)
      if at < start {
        first += 1
        lines.append([])
      } else {
        lines.append(PythonText.expanded(bytes[at..<end]))
      }
      at = next
    }
    self.ranges = ranges
    self.lines = lines
    self.first = first
  }

  private static func expanded(_ line: ArraySlice<UInt8>) -> Bytes {
    if line.allSatisfy({ $0.isBlank }) { return [] }
    guard line.contains(.tab) else { return Bytes(line) }
    var made: Bytes = []
    // Of a character that takes more than one byte, the first one counts.
    var column = 0
    for byte in line {
      if byte == .tab {
        let width = 4 - column % 4
        made += repeatElement(.space, count: width)
        column += width
      } else {
        made.append(byte)
        if byte & 0xC0 != 0x80 { column += 1 }
      }
    }
    return made
  }

  /// Where the text behind so many columns of margin begins, in the page's bytes, and how many columns of a tab that they
  /// reach into are left.
  func place(onLine line: Int, behind columns: Int) -> (blanks: Int, start: Int) {
    var at = ranges[line].lowerBound
    var column = 0
    while column < columns, at < ranges[line].upperBound {
      column += bytes[at] == .tab ? 4 - column % 4 : 1
      at += 1
    }
    return (max(0, column - columns), at)
  }
}

extension Bytes {
  /// Whether so many spaces stand at `column`.
  func isIndented(by count: Int, at column: Int) -> Bool {
    column + count <= self.count && self[column..<column + count].allSatisfy { $0 == .space }
  }

  /// How many spaces stand at `column`.
  func indent(at column: Int) -> Int {
    Swift.min(column, count) == column ? self[column...].prefix { $0 == .space }.count : 0
  }
}
