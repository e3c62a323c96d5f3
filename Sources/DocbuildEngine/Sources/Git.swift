import DocbuildCore

/// The repository around a project, and the git that is asked about it; all that docbuild starts of git starts here.
///
/// A stranger may have made the tree: a folder that looks like a bare repository, a `.git` that came in an archive, a
/// configuration that names commands. So git is given by name the repository that it works in, and looks for none. The
/// user's configuration and the machine's aren't read, nor is any `GIT_…` of the caller: a hook that exports them means
/// the same repository. Of the repository's own configuration all that could start a program or open a connection is
/// overridden, and only `ls-files`, `ls-tree`, `cat-file`, `diff-index --cached`, `config`, `rev-list`, `rev-parse` and
/// `describe` (without `--dirty`) are asked, which need nothing of the kind: none of them reads a file of the work tree, for
/// which git would run the repository's filters.
struct Git: Sendable {
  /// The program's path.
  let program: String
  /// The top of the work tree, which holds `.git`: a folder, or a file where it is a submodule or an added work tree.
  let top: AbsolutePath
  /// Ends what git does.
  private let interrupt: Interrupt

  /// Why git can't be asked.
  enum Missing: Error { case repository, program }

  init(program: String, top: AbsolutePath, interrupt: Interrupt) {
    self.program = program
    self.top = top
    self.interrupt = interrupt
  }

  /// git for the work tree that the project lies in.
  static func around(_ project: Project, _ interrupt: Interrupt) -> Result<Git, Missing> {
    guard project.root.memory == nil, let top = project.root.path.workTree else {
      return .failure(.repository)
    }
    guard let program = project.program("git") else { return .failure(.program) }
    return .success(Git(program: program, top: top, interrupt: interrupt))
  }

  /// What overrides the repository's own configuration.
  private static let settings = [
    "core.fsmonitor=false", "core.untrackedCache=false", "core.hooksPath=/dev/null",
    "core.sshCommand=false", "core.gitProxy=false", "core.askPass=false",
    "core.alternateRefsCommand=false", "credential.helper=", "diff.external=",
    "protocol.allow=never", "submodule.recurse=false", "gc.auto=0", "maintenance.auto=false",
  ]

  /// All that git finds in its environment. `GIT_ALLOW_PROTOCOL` overrides every `protocol.…` of the repository; an
  /// object that a partial clone lacks is missing, whoever promised it.
  private static let environment = [
    "GIT_ALLOW_PROTOCOL": "none", "GIT_ATTR_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": "/dev/null",
    "GIT_CONFIG_NOSYSTEM": "1", "GIT_LITERAL_PATHSPECS": "1", "GIT_NO_LAZY_FETCH": "1",
    "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0", "HOME": "/nonexistent", "LC_ALL": "C",
  ]

  /// Runs git in `folder`, which lies in the work tree.
  func run(
    _ arguments: [String], in folder: AbsolutePath, input: Bytes = [], limit: Int = 1 << 28
  ) -> Result<ChildProcess.Outcome, ChildProcess.Failure> {
    ChildProcess.run(
      program,
      ["--git-dir=\(top.joined(Bytes(".git".utf8)).text)", "--work-tree=\(top.text)"]
        + ["--no-pager", "--no-replace-objects"] + Git.settings.flatMap { ["-c", $0] } + arguments,
      environment: Git.environment, folder: folder.text, input: input, limit: limit,
      until: interrupt)
  }
}
