import DocbuildCore

/// Repositories that git lists as one entry of the repository around them.
enum Submodule {
  /// The files of the submodule at `path`, and of those in it, as git knows them: by their paths in the project. None where there is no submodule, or none that was fetched.
  static func files(at path: RootPath, in project: Project, _ interrupt: Interrupt) -> [RootPath] {
    let folder = project.root.path.joined(path)
    guard folder.isFolder, folder.joined(Bytes(".git".utf8)).exists,
      let (git, real) = Git.nested(above: path, in: project, interrupt),
      case .success(let done) = git.run(
        ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], in: real),
      done.status == 0
    else { return [] }
    var seen: Set<RootPath> = []
    return done.output.split(separator: 0).flatMap { name -> [RootPath] in
      // Unmerged files come once for each stage.
      guard let file = path.resolving(Bytes(name)), seen.insert(file).inserted else { return [] }
      return [file] + files(at: file, in: project, interrupt)
    }
  }
}
