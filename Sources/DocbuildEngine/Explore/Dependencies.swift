package import DocbuildCore

/// What the outputs of a project are made from.
package struct ProjectDependencies: Sendable {
  /// In the order of the documents; in-place documents too.
  package let rows: [DependencyRow]
  /// For each document, why it could not be woven.
  package let diagnostics: [[Diagnostic]]

  /// Weaves the documents below `paths`, all when empty, without the proof, and notes what they read.
  package static func find(
    in project: Project, paths: [Bytes], threads: Int, _ interrupt: Interrupt = Interrupt()
  ) throws -> ProjectDependencies {
    var options = BuildOptions()
    options.paths = paths
    let scan = try ProjectDocuments.scan(project, interrupt)
    if scan.isMisconfigured {
      return ProjectDependencies(rows: [], diagnostics: [scan.diagnostics])
    }
    let table = scan.table(in: project)
    let documents = try scan.asked(by: options, of: table, in: project, interrupt)
    let reader = SourceReader(project, documents: table, interrupt: interrupt)
    let work = ParallelJobs.run(documents.count, threads: threads) {
      index -> (row: DependencyRow?, diagnostics: [Diagnostic]) in
      let document = documents[index]
      switch Input.document(document, in: project) {
      case .failure(let problem): return (nil, [problem.diagnostic])
      case .success(nil): return (nil, [])
      case .success(let input?):
        let woven = weave(input, with: reader, prover: nil)
        guard woven.isDocument else { return (nil, []) }
        let row = DependencyRow(
          output: project.name(of: document.output), template: project.name(of: document.path),
          sources: woven.dependencies.map(\.name))
        return (row, woven.diagnostics)
      }
    }
    let found = work ?? []
    return ProjectDependencies(rows: found.compactMap(\.row), diagnostics: found.map(\.diagnostics))
  }
}
