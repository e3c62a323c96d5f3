import DocbuildCore

/// The files that are there and that git ignores.
struct IgnoredFiles: Sendable {
  /// Files, and folders of which all is ignored.
  private let paths: Set<Bytes>

  /// Asks git once for all; nothing is ignored where there is no repository.
  init(of project: Project, _ interrupt: Interrupt) {
    guard case .success(let git) = Git.around(project, interrupt),
      case .success(let done) = git.run(
        ["ls-files", "-z", "--others", "--ignored", "--exclude-standard", "--directory"],
        in: project.root.path), done.status == 0, !done.output.isEmpty
    else {
      paths = []
      return
    }
    paths = Set(
      done.output.split(separator: 0).map { Bytes($0.last == Bytes.slash ? $0.dropLast() : $0) })
  }

  /// Whether a path is ignored, or lies in a folder that is.
  func hold(_ file: RootPath) -> Bool {
    let path = file.bytes
    guard !paths.isEmpty, !path.isEmpty else { return false }
    if paths.contains(path) { return true }
    var at = 0
    while let slash = path.firstOffset(of: Bytes.slash, in: at..<path.count) {
      if paths.contains(Bytes(path[..<slash])) { return true }
      at = slash + 1
    }
    return false
  }
}
