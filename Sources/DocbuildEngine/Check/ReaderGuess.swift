package import DocbuildCore

/// A site that a project seems to have, told by the files of its generator.
package struct ReaderGuess: Sendable, Hashable {
  /// What the configuration calls its readers.
  package let reader: String
  /// The file, or the folder with a slash at its end, that says so, below the root.
  package let sign: Bytes
  /// Patterns of its pages: the content roots that are there.
  package let patterns: [String]

  /// The sites of a project, in the order of their signs: of `mkdocs.yml`, `book.toml`, `docusaurus.config.*`,
  /// `.vitepress/`, `hugo.toml`, `_config.yml` and the like.
  ///
  /// - Throws: when the project's files can't be listed.
  package static func sites(in session: Session) throws -> [ReaderGuess] {
    let files = try ProjectDocuments.files(
      of: session.project, endings: [[]], session.interrupt)
    return sites(among: files, in: session.project)
  }

  /// The same of files that are listed already.
  static func sites(among files: [RootPath], in project: Project) -> [ReaderGuess] {
    var found: [ReaderGuess] = []
    var seen: Set<Bytes> = []
    for file in files {
      for reader in Reader.all {
        for sign in reader.signs.map({ Bytes($0.utf8) }) {
          guard let folder = file.bytes.folder(ofSign: sign),
            seen.insert(folder + [0] + Bytes(reader.name.utf8)).inserted,
            let layout = SiteLayout(reader, around: RootPath(trusted: folder), in: project.root, [])
          else { continue }
          let all = Set(layout.mounts.map(\.folder))
          // What lies in another root has the other's pattern.
          let folders = all.filter { folder in
            !all.contains { $0 != folder && !$0.isEmpty && folder.lies(at: $0) }
          }.map(\.text).sorted()
          found.append(
            ReaderGuess(
              reader: reader.name, sign: folder.joined(sign),
              patterns: folders.map { $0.isEmpty ? "**" : $0 + "/" }))
        }
      }
    }
    return found
  }
}

extension Bytes {
  /// The folder that this path, a file's, lies in as `sign` says; nil when it is no such file.
  fileprivate func folder(ofSign sign: Bytes) -> Bytes? {
    if sign.last == Bytes.slash {
      let name = [Bytes.slash] + sign
      if starts(with: sign) { return [] }
      guard let last = name.last, count > name.count else { return nil }
      for at in 0...(count - name.count) where self[at] == Bytes.slash {
        if self[at + name.count - 1] == last, self[at..<at + name.count].elementsEqual(name) {
          return Bytes(self[..<at])
        }
      }
      return nil
    }
    if self == sign { return [] }
    return ends(with: [Bytes.slash] + sign) ? Bytes(dropLast(sign.count + 1)) : nil
  }
}
