import DocbuildCore

extension PassedLog {
  /// What has passed in a project. Where git tracks any of `.docbuild`, whoever committed it has made it: then nothing is
  /// believed.
  static func believed(in project: Project, _ interrupt: Interrupt) -> PassedLog {
    let root = project.root
    guard case .success(let git) = Git.around(project, interrupt) else {
      return PassedLog(in: root)
    }
    let listed = git.run(
      ["ls-files", "-z", "--cached", "--", StateFile.folder.text], in: root.path)
    guard case .success(let done) = listed, done.status == 0, done.output.isEmpty else {
      return PassedLog()
    }
    return PassedLog(in: root)
  }
}
