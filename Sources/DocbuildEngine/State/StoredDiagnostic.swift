import DocbuildCore

/// A diagnostic in a state file: the texts of its severity, id and message; its place; its notes, each with a message and
/// a list of no or one place; a list of no or one edit.
extension StateWriter {
  mutating func diagnostic(_ value: Diagnostic) {
    text(value.severity.rawValue)
    text(value.id.rawValue)
    text(value.message)
    place(value.place)
    list(value.notes) { writer, note in
      writer.text(note.message)
      writer.list(note.place.map { [$0] } ?? []) { $0.place($1) }
    }
    list(value.fixIt.map { [$0] } ?? []) { $0.edit($1) }
  }

  /// The name as text; line, column, length, the two other ranges of columns and what was cut, as numbers; the excerpt.
  private mutating func place(_ value: Place) {
    text(value.name)
    for number in [
      value.line, value.column, value.length, value.utf16Columns.lowerBound,
      value.utf16Columns.upperBound, value.codePointColumns.lowerBound,
      value.codePointColumns.upperBound, value.cut,
    ] {
      self.number(number)
    }
    string(value.excerpt)
  }

  /// The file as text; line and column of where the range begins, and of where it ends; the text.
  private mutating func edit(_ value: TextEdit) {
    text(value.file)
    for position in [value.range.lowerBound, value.range.upperBound] {
      number(position.line)
      number(position.column)
    }
    string(value.text)
  }
}

extension StateReader {
  mutating func diagnostic() -> Diagnostic? {
    guard let severity = text().flatMap(Diagnostic.Severity.init(rawValue:)),
      let id = text().flatMap(DiagnosticID.init(rawValue:)), let message = text(),
      let place = place(),
      let notes = list({ reader -> Diagnostic.Note? in
        guard let message = reader.text(), let place = reader.list({ $0.place() }) else {
          return nil
        }
        return Diagnostic.Note(message, at: place.first)
      }), let edits = list({ $0.edit() })
    else { return nil }
    var made = Diagnostic(id, message, at: place, notes: notes)
    made.severity = severity
    made.fixIt = edits.first
    return made
  }

  private mutating func place() -> Place? {
    guard let name = text(), let line = coordinate(), let column = coordinate(),
      let length = coordinate(), let utf16Columns = columns(), let codePointColumns = columns(),
      let cut = coordinate(), let excerpt = string()
    else { return nil }
    return Place(
      name: name, line: line, column: column, length: length, utf16Columns: utf16Columns,
      codePointColumns: codePointColumns, excerpt: Bytes(excerpt), cut: cut)
  }

  private mutating func edit() -> TextEdit? {
    guard let file = text(), let start = position(), let end = position(), start <= end,
      let text = string()
    else { return nil }
    return TextEdit(file: file, range: start..<end, text: Bytes(text))
  }

  private mutating func position() -> TextPosition? {
    guard let line = coordinate(), let column = coordinate() else { return nil }
    return TextPosition(line: line, column: column)
  }

  private mutating func columns() -> Range<Int>? {
    guard let start = coordinate(), let end = coordinate(), start <= end else { return nil }
    return start..<end
  }

  /// A number that lines and columns may have: whoever shows it may add such numbers.
  private mutating func coordinate() -> Int? {
    number().flatMap { 0...Int(Int32.max) ~= $0 ? $0 : nil }
  }
}
