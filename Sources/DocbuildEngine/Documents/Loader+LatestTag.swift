import DocbuildCore

/// `rev=latest-tag`, which stands for a tag.
extension Loader {
  /// Puts the tag that is the nearest in the place of `latest-tag`, where there is one.
  func nameLatestTags(in template: inout Template, _ folders: [Folder]) {
    for index in template.directives.indices
    where template.directives[index].names(revision: GitRevisions.latestTag) {
      guard let folder = folders.first,
        let path = locate(template.directives[index].target, in: folder)?.path.folded,
        let tag = reader.latestTag(forFile: path)
      else { continue }
      template.setRevision(tag, ofDirective: index)
    }
  }
}

extension SourceReader {
  /// The nearest tag in the repository that a file lies in; nil where there is none.
  fileprivate func latestTag(forFile path: RootPath) -> Bytes? {
    // No path holds a NUL; with one in it the key is forgotten with the repository's revisions.
    let found = once([0] + Bytes("git latest-tag ".utf8) + path.folder.bytes) {
      let revisions = GitRevisions(project: project, interrupt: interrupt)
      return revisions.latestTag(forFile: path)
        .mapError { failure($0, of: path.bytes, at: GitRevisions.latestTag) }
        .map { SourceFacts(Source(name: "latest-tag", bytes: $0)) }
    }
    return try? found.get().source.bytes
  }
}
