import DocbuildCore
import DocbuildEngine
import DocbuildReport

/// What a command over a project reports when it is done: `watch` does it again and again.
struct Round {
  /// Nil where it could not be opened.
  let project: Project?
  let documents: [ReportedDocument]
  /// What concerns no single document.
  var general: [Diagnostic]
  /// A line for a person.
  let summary: String
  /// Whether pages were written, or tests run.
  let hasWritten: Bool
  /// Of a build, for the next one.
  var seen: EarlierBuild?

  /// All that is wrong, in the order in which it is reported.
  var problems: [Diagnostic] { documents.flatMap(\.diagnostics) + general }
}
