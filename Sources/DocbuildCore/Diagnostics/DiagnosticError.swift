/// The author's trouble where nothing else can be done: a problem that is thrown, and reported like any other.
package struct DiagnosticError: Error, Sendable {
  /// What is wrong.
  package var diagnostic: Diagnostic

  /// A problem to be thrown.
  package init(diagnostic: Diagnostic) { self.diagnostic = diagnostic }
}
