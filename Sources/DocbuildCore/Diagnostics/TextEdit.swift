/// A change of a file's text: what mends a problem, what `accept` writes.
///
/// It goes by lines and columns, not by offsets, so that it means the same in a template that was read without its
/// carriage returns and in the file as it is.
package struct TextEdit: Hashable, Sendable {
  /// The file's name as the user would write it.
  package let file: String
  /// What is replaced; empty where only something is added.
  package let range: Range<TextPosition>
  /// What stands there afterwards.
  package let text: Bytes

  /// Puts `text` in place of what stands in `range`.
  package init(file: String, range: Range<TextPosition>, text: Bytes) {
    self.file = file
    self.range = range
    self.text = text
  }

  /// `text` in place of the bytes that a place marks.
  package init(at place: Place, _ text: String) {
    let start = TextPosition(line: place.line, column: place.column)
    let end = TextPosition(line: place.line, column: place.column + place.length)
    self.init(file: place.name, range: start..<end, text: Bytes(text.utf8))
  }

  /// `text` in place of whole lines (from 0) with their ends.
  package init(file: String, lines: Range<Int>, text: Bytes) {
    let start = TextPosition(line: lines.lowerBound + 1, column: 1)
    let end = TextPosition(line: lines.upperBound + 1, column: 1)
    self.init(file: file, range: start..<end, text: text)
  }

  /// A file's text after all of `edits`, in whatever order they come; those at one place follow each other as in the list.
  ///
  /// - Returns: nil when one of them reaches out of the text, or two of them would change the same bytes.
  package static func applying(_ edits: [TextEdit], to source: Source) -> Bytes? {
    let ordered = edits.enumerated().sorted { one, other in
      let (a, b) = (one.element.range, other.element.range)
      return (a.lowerBound, a.upperBound, one.offset) < (b.lowerBound, b.upperBound, other.offset)
    }
    var made: Bytes = []
    var done = 0
    for (_, edit) in ordered {
      guard let start = source.offset(of: edit.range.lowerBound),
        let end = source.offset(of: edit.range.upperBound), start >= done
      else { return nil }
      made += source.bytes[done..<start] + edit.text
      done = end
    }
    return made + source.bytes[done...]
  }
}

extension Source {
  /// Where a position is; nil when the text has none such. The line behind the last one is the end of the text.
  fileprivate func offset(of position: TextPosition) -> Int? {
    let index = position.line - 1
    guard index >= 0, position.column >= 1, index <= lines.count else { return nil }
    if index == lines.count { return position.column == 1 ? bytes.count : nil }
    let offset = lines[index] + position.column - 1
    return offset <= line(index).upperBound ? offset : nil
  }
}
