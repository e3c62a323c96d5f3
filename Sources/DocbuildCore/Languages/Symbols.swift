/// One definition that a parser found in a source.
package struct Symbol: Sendable, Hashable {
  /// The name with those of what it stands in, outermost first: `["Server", "start"]`.
  package let path: [String]
  /// The lines of the whole definition, from 0, half-open.
  package let lines: Range<Int>

  /// A prototype, an abstract member: it counts only where nothing defines the name.
  package let isDeclaration: Bool

  /// Whether the parser met something at its bounds that it could not read.
  package let touchesError: Bool
  /// Whether it met such a thing anywhere in the file.
  package let isAmongErrors: Bool

  /// A symbol of a source, as its language's rules found it.
  package init(
    path: [String], lines: Range<Int>, isDeclaration: Bool = false, touchesError: Bool = false,
    isAmongErrors: Bool = false
  ) {
    self.path = path
    self.lines = lines
    self.isDeclaration = isDeclaration
    self.touchesError = touchesError
    self.isAmongErrors = isAmongErrors
  }

  /// The name as a directive writes it.
  package var name: String { path.joined(separator: ".") }
}

/// The definitions of one source, or why there are none.
package enum SymbolTable: Sendable {
  case found([Symbol])
  /// The parser could not work; the cure is part of the message.
  case failed(DiagnosticID, message: String, note: String)
}
