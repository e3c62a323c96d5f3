import DocbuildCore

/// Repositories that git lists as one entry of the repository around them.
enum Submodule {
  /// The files of the submodule at `path` below the root, and of those in it, as git knows them: below the root of the
  /// project. None where there is no submodule, or none that was fetched.
  static func files(at path: Bytes, in project: Project, _ interrupt: Interrupt) -> [Bytes] {
    let folder = project.root.path.joined(path)
    guard folder.isFolder, folder.joined(Bytes(".git".utf8)).exists,
      let (git, real) = Git.nested(above: path, in: project, interrupt),
      case .success(let done) = git.run(
        ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], in: real),
      done.status == 0
    else { return [] }
    var seen: Set<Bytes> = []
    return done.output.split(separator: 0).flatMap { name -> [Bytes] in
      // Unmerged files come once for each stage.
      let file = path.joined(Bytes(name))
      guard seen.insert(file).inserted else { return [] }
      return [file] + files(at: file, in: project, interrupt)
    }
  }
}
