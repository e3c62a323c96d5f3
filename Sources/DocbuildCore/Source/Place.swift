/// A place in a file, with the line's own text, so that it can be shown without the file.
package struct Place: Hashable, Sendable {
  /// The file's name as the user would write it, `<stdin>` for standard input.
  package let name: String
  /// From 1; 0 for a place that is a whole file.
  package let line: Int
  /// From 1, in UTF-8 bytes.
  package let column: Int
  /// How many bytes are meant, all on this line; at least 1.
  package let length: Int
  /// The columns that are meant, counted in UTF-16 code units and in Unicode code points.
  package let utf16Columns: Range<Int>
  /// The columns in code points, from 1, half-open.
  package let codePointColumns: Range<Int>
  /// A piece of the line around the column, at most `Place.shown` bytes.
  package let excerpt: Bytes
  /// How many bytes of the line were left out before `excerpt`.
  package let cut: Int
  /// The git revision whose file is meant; nil for the file of today, where alone the place can be looked up.
  package let revision: String?

  /// What columns count: each reader has a unit of its own.
  package enum ColumnUnit: CaseIterable, Sendable {
    /// UTF-8 bytes, as compilers do.
    case bytes
    /// UTF-16 code units, as editors do
    /// (<https://microsoft.github.io/language-server-protocol/>, "Position").
    case utf16
    /// Unicode code points, as SARIF can.
    case codePoints
  }

  /// The columns that are meant, from 1. What is not UTF-8 counts as it is decoded: a U+FFFD for each maximal part of a
  /// character (Unicode 3.9, "U+FFFD Substitution of Maximal Subparts").
  package func columns(in unit: ColumnUnit) -> Range<Int> {
    switch unit {
    case .bytes: column..<column + length
    case .utf16: utf16Columns
    case .codePoints: codePointColumns
    }
  }

  /// The most bytes of a line that are kept to be shown.
  static let shown = 240

  init(
    name: String, line: Int, column: Int, length: Int, lineBytes: ArraySlice<UInt8>,
    revision: String? = nil
  ) {
    self.revision = revision
    self.name = name
    self.line = line
    self.column = column
    self.length = length
    let text = lineBytes.last == .carriageReturn ? lineBytes.dropLast() : lineBytes
    var start = 0
    if text.count > Place.shown { start = max(0, min(column - 1 - 60, text.count - Place.shown)) }
    while start > 0, text[text.startIndex + start] & 0xC0 == 0x80 { start -= 1 }
    cut = start
    let before = text.prefix(max(0, column - 1)).decoded
    let marked = text.dropFirst(max(0, column - 1)).prefix(length).decoded
    func columns(_ before: Int, _ marked: Int) -> Range<Int> {
      1 + before..<1 + before + max(1, marked)
    }
    utf16Columns = columns(before.utf16.count, marked.utf16.count)
    codePointColumns = columns(before.unicodeScalars.count, marked.unicodeScalars.count)
    excerpt = Bytes(text.dropFirst(start).prefix(Place.shown))
  }

  /// A place that was taken apart to be stored.
  package init(
    name: String, line: Int, column: Int, length: Int, utf16Columns: Range<Int>,
    codePointColumns: Range<Int>, excerpt: Bytes, cut: Int
  ) {
    revision = nil
    self.name = name
    self.line = line
    self.column = column
    self.length = length
    self.utf16Columns = utf16Columns
    self.codePointColumns = codePointColumns
    self.excerpt = excerpt
    self.cut = cut
  }

  /// A whole file.
  package init(file name: String) {
    self.init(name: name, line: 0, column: 0, length: 1, lineBytes: [])
  }
}
