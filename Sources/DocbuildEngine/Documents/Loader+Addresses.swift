import DocbuildCore

/// Links to sources at their repository's host.
extension Loader {
  /// The addresses of the sources that are linked to at a commit, by the number of the directive, and how lines are named in
  /// others. Where there is none, the directive's target fails.
  func addresses(
    of template: Template, paths folders: [Folder], _ targets: inout [BoundTemplate.Target]
  ) -> [Int: SourceAddress] {
    var found: [Int: SourceAddress] = [:]
    let host = reader.project.configuration.host
    for index in template.directives.indices {
      guard template.directives[index].linksToCommit else {
        found[index] = host.map { SourceAddress(file: nil, anchor: $0.forge) }
        continue
      }
      let directive = template.directives[index]
      guard case .source(let facts) = targets[index], let folder = folders.first,
        let (written, name) = locate(directive.target, in: folder), let path = written.folded
      else { continue }
      switch address(of: path, name: name, facts, directive.recipe) {
      case .success(let address): found[index] = address
      case .failure(let failure):
        targets[index] = .failed(
          Diagnostic(
            failure.id, failure.message,
            at: template.source.place(at: directive.targetRange, line: directive.line),
            notes: failure.notes.map { .init($0) }))
      }
    }
    return found
  }

  private func address(
    of path: RootPath, name: Bytes, _ facts: SourceFacts, _ recipe: Recipe
  ) -> Result<SourceAddress, FileFailure> {
    guard let host = reader.project.configuration.host else {
      return .failure(
        FileFailure(
          id: .conflictingOptions, message: "'link=rev' needs to know the repository's address",
          notes: [
            "'repository = \"https://github.com/OWNER/NAME\"' below [link] in docbuild.toml says it"
          ]))
    }
    return reader.permalink(
      to: path, name: name, at: recipe.revision, showing: facts, recipe.encoding
    ).map { address(of: reader.realPath(of: path), at: $0, host) }
  }

  private func address(of path: RootPath, at commit: Bytes, _ host: RepositoryHost) -> SourceAddress
  {
    let project = reader.project
    // The repository may begin above the root.
    let top = project.root.path.workTree
    let inside = top.flatMap { project.root.path.path(below: $0) } ?? .root
    let whole = (commit + Bytes("/".utf8) + inside.joined(path).bytes).percentEncoded {
      $0 <= 0x20 || $0 >= 0x7F || "()<>\"%?#\\[]".utf8.contains($0)
    }
    let file = Bytes("\(host.repository)\(host.forge.folder)/".utf8) + whole
    return SourceAddress(file: file, anchor: host.forge)
  }
}

extension LineAnchor {
  /// What stands between a repository's address and a commit.
  fileprivate var folder: String {
    switch self {
    case .github: "/blob"
    case .gitlab: "/-/blob"
    case .bitbucket: "/src"
    case .gitea: "/src/commit"
    }
  }
}
