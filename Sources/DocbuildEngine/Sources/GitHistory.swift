import DocbuildCore

/// What a file was in the commits that changed it.
struct GitHistory: Sendable {
  /// The file as a commit left it.
  struct Version: Sendable {
    /// When it was committed, in seconds since 1970.
    let time: Int
    let bytes: Bytes
  }

  /// How far back is looked.
  static let mostVersions = 60

  let project: Project
  let interrupt: Interrupt

  /// The versions of the file at `path`, a real one, the newest first; none where there is no repository, no
  /// git, or nothing committed.
  func versions(of path: RootPath) -> [Version] {
    guard !path.bytes.contains(UInt8(ascii: "\n")),
      case .success(let git) = Git.around(project, interrupt),
      case .success(let list) = git.run(
        [
          "rev-list", "--timestamp", "--max-count=\(GitHistory.mostVersions)", "HEAD", "--",
          path.text,
        ], in: project.root.path), list.status == 0
    else { return [] }
    let commits = list.output.text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      return words.count == 2 ? Int(words[0]).map { (time: $0, commit: words[1]) } : nil
    }
    guard !commits.isEmpty else { return [] }
    let whole = (project.root.path.below(git.top) ?? []).joined(path.bytes)
    let names = commits.map { Bytes("\($0.commit):".utf8) + whole }
    guard
      case .success(let reply) = git.run(
        ["cat-file", "--batch"], in: git.top,
        input: names.reduce(into: []) { $0 += $1 + [UInt8(ascii: "\n")] }, limit: 1 << 26),
      reply.status == 0
    else { return [] }
    return zip(commits, GitBatch.blobs(reply.output, names)).compactMap { commit, blob in
      blob.map { Version(time: commit.time, bytes: normalised($0)) }
    }
  }
}
