/// A point in a text: before the byte at `column` of `line`, both from 1, or at the line's end.
package struct TextPosition: Hashable, Comparable, Sendable {
  /// From 1.
  package let line: Int
  /// In UTF-8 bytes.
  package let column: Int

  /// A position by its line and column, both from 1.
  package init(line: Int, column: Int) {
    self.line = line
    self.column = column
  }

  /// Whether it comes first, by line, then by column.
  package static func < (one: TextPosition, other: TextPosition) -> Bool {
    (one.line, one.column) < (other.line, other.column)
  }
}
