import DocbuildCore

/// Which pages without directives are looked at.
struct PageChoice: Sendable {
  private let options: CheckOptions
  private let pass: ProjectPass
  private let patterns: GlobSet

  init(_ options: CheckOptions, _ pass: ProjectPass) {
    self.options = options
    self.pass = pass
    patterns = GlobSet(pass.project.configuration.check.pages ?? [])
  }

  var project: Project { pass.project }

  func takes(_ path: RootPath) -> Bool {
    options.pages || pass.names(path) || patterns.matches(path)
  }

  /// What the pass goes over with the pages in its scope that the configuration does not call documents, in the order
  /// of their paths.
  func addingPages() -> [ProjectDocument] {
    let scope = options.scope
    let asked = pass.pages.filter { path in
      (scope.paths.isEmpty
        || scope.paths.contains { $0.isRoot || path.lies(at: $0) && path != $0 })
        && scope.shard?.contains(path) ?? true
    }
    if asked.isEmpty { return pass.documents }
    return (pass.documents + asked.map { ProjectDocument(page: $0) })
      .sorted { $0.path < $1.path }
  }
}
