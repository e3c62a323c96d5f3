package import DocbuildCore

/// What the outputs of a project are made from.
package struct ProjectDependencies: Sendable {
  /// In the order of the documents; in-place documents too.
  package let rows: [DependencyRow]
  /// What is wrong with the project, then with each document.
  package let diagnostics: [[Diagnostic]]

  /// Weaves the documents below `paths`, all when empty, without the proof, and notes what they read.
  package static func find(
    in session: Session, paths: [RootPath], threads: Int
  ) throws -> ProjectDependencies {
    let project = session.project
    let pass = try ProjectPass(
      over: Scope(paths: paths), in: session, followsReaders: false, proves: false,
      threads: threads)
    let found = try pass.run { [pass = pass.pass] turn -> DependencyRow? in
      guard let woven = turn.woven, woven.isDocument else { return nil }
      let document = turn.document
      return DependencyRow(
        output: project.name(of: document.output), template: project.name(of: document.path),
        sources: woven.dependencies.map(\.name), lookedThrough: pass.lookedThrough(for: woven))
    }
    return ProjectDependencies(
      rows: found.compactMap(\.made), diagnostics: [pass.problems] + found.map(\.problems))
  }
}
