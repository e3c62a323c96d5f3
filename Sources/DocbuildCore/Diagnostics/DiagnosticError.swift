/// The author's trouble where nothing else can be done: problems that are thrown, and reported like any others.
package struct DiagnosticError: Error, Sendable {
  /// What is wrong.
  package var diagnostic: Diagnostic
  /// What else is.
  package var others: [Diagnostic] = []

  /// A problem to be thrown.
  package init(diagnostic: Diagnostic) { self.diagnostic = diagnostic }

  /// Several at once; nil where there is none.
  package init?(_ diagnostics: [Diagnostic]) {
    guard let first = diagnostics.first else { return nil }
    diagnostic = first
    others = Array(diagnostics.dropFirst())
  }

  /// All that is wrong.
  package var diagnostics: [Diagnostic] { [diagnostic] + others }
}
