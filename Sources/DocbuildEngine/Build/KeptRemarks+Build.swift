import DocbuildCore

extension KeptRemarks {
  /// Makes documents stale that are up to date but for their warnings, whose names hold elsewhere.
  func revise(
    _ verdicts: inout [StalenessPlanner.Verdict], of documents: [ProjectDocument],
    in project: Project
  ) {
    if isEmpty { return }
    let origin = project.name(of: RootPath.root)
    for index in documents.indices where !verdicts[index].isStale {
      guard areForeign(of: documents[index].path, to: origin) else { continue }
      verdicts[index] = .stale("it has warnings, which were reported from another folder")
    }
  }

  /// Adds the warnings of documents that are up to date to the results.
  func tellAgain(in results: inout [BuildResult]) {
    if isEmpty { return }
    for index in results.indices where results[index].reason == nil {
      results[index].diagnostics += diagnostics(of: results[index].document.path)
    }
  }

  /// What holds after a build.
  func updated(by results: [BuildResult], in project: Project) -> KeptRemarks {
    var made = self
    let origin = project.name(of: RootPath.root)
    for result in results where result.reason != nil {
      let isWhole = [.written, .unchanged, .noDocument].contains(result.outcome)
      made.keep(
        isWhole ? result.diagnostics : [], of: result.document.path, origin: origin)
    }
    made.keepOnly { project.root.exists($0) }
    return made
  }
}
