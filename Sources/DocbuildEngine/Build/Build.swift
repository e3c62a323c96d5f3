package import DocbuildCore

/// What `docbuild build` is asked for.
package struct BuildOptions: Sendable {
  /// Which documents are built.
  package var scope = Scope()
  /// Whether outputs that were edited by hand are overwritten.
  package var force = false
  /// Whether only to say what would be done.
  package var dryRun = false
  /// How many threads work at once.
  package var threads = 1
  /// What an earlier build of this process has seen; nil to look at everything.
  package var earlier: EarlierBuild?
  /// What is done once when another build of the project runs, which is then waited for; nil to fail at once.
  package var waits: (@Sendable () -> Void)?

  /// What holds where nothing is said.
  package init() {}
}

/// What became of a document.
package struct BuildResult: Sendable {
  /// What became of a document.
  package enum Outcome: Sendable {
    case upToDate
    /// Woven again, with the same result.
    case unchanged
    case written
    case failed
    /// Markdown that holds no directive, which is none of docbuild's business.
    case noDocument
  }

  /// Which document it is about.
  package let document: ProjectDocument
  /// What became of it.
  package var outcome: Outcome
  /// Why it was woven; nil when it was not.
  package let reason: String?
  /// What is wrong with it, in order.
  package var diagnostics: [Diagnostic]
}

/// What became of a project.
package struct BuildReport: Sendable {
  /// In the order of the documents.
  package var results: [BuildResult] = []
  /// What concerns no single document.
  package var diagnostics: [Diagnostic] = []
  /// Whether a log was there that could not be used.
  package var ignoredLog = false
  /// For the next build of the same process; nil when it must look at everything.
  package var seen: EarlierBuild?

  /// Whether nothing is an error.
  package var isSound: Bool {
    !(diagnostics + results.flatMap(\.diagnostics)).contains { $0.severity == .error }
  }
}

/// Brings the outputs and in-place documents of a project up to date: all or nothing for each document, and every
/// problem of all of them.
///
/// - Throws: `Interrupted` when it is asked to end before anything is put in place; then nothing is. A `SystemError` for
///   the machine's trouble.
package func build(
  _ session: Session, _ options: BuildOptions, progress: ((Int, Int) -> Void)? = nil
) throws -> BuildReport {
  let frame = try BuildState.Frame(session, options)
  defer { frame.workspace?.clear() }
  switch try BuildState.Read(frame).planned() {
  case .misconfigured(let report): return report
  case .planned(let planned): return try planned.worked(progress).installed().stored()
  }
}
