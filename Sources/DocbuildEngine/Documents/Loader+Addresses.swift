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
    for (index, directive) in template.directives.enumerated() {
      guard directive.recipe.linksToCommit else {
        found[index] = host.map { SourceAddress(file: nil, anchor: $0.forge) }
        continue
      }
      guard case .source = targets[index], let folder = folders.first,
        let (path, _) = locate(directive.target, in: folder)
      else { continue }
      switch address(of: path.folded, at: directive.recipe.revision) {
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

  private func address(of path: Bytes, at revision: Bytes?) -> Result<SourceAddress, FileFailure> {
    let project = reader.project
    guard let host = project.configuration.host else {
      return .failure(
        FileFailure(
          id: .conflictingOptions, message: "'link=rev' needs to know the repository's address",
          notes: [
            "'repository = \"https://github.com/OWNER/NAME\"' below [link] in docbuild.toml says it"
          ]))
    }
    let commit: Bytes
    if let revision {
      commit = revision
    } else {
      switch reader.gitValue(.commit) {
      case .success(let facts): commit = Bytes(facts.source.bytes.trimmed { $0 > 0x20 })
      case .failure(let failure): return .failure(failure)
      }
    }
    // The repository may begin above the root.
    let top = project.root.path.workTree
    let inside = top.flatMap { project.root.path.below($0) } ?? []
    let whole = (commit + Bytes("/".utf8) + inside.joined(path).folded).percentEncoded {
      $0 <= 0x20 || $0 >= 0x7F || "()<>\"%?#\\[]".utf8.contains($0)
    }
    let file = Bytes("\(host.repository)\(host.forge.folder)/".utf8) + whole
    return .success(SourceAddress(file: file, anchor: host.forge))
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

extension Bytes {
  /// From the first to the last byte that `isKept` takes.
  fileprivate func trimmed(_ isKept: (UInt8) -> Bool) -> ArraySlice<UInt8> {
    guard let first = firstIndex(where: isKept), let last = lastIndex(where: isKept) else {
      return []
    }
    return self[first...last]
  }
}
