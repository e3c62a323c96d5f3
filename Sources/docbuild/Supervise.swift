import CSupervisor
import DocbuildEngine
import Glibc

extension SupervisorProgram {
  /// The first word after the program's name, when it is to be a supervisor.
  private static let word = "--docbuild-supervisor"

  /// This program once more.
  static let itself = SupervisorProgram(path: "/proc/self/exe", words: ["docbuild", word])

  /// Becomes a supervisor, never to return, when the program was started as one.
  static func superviseIfAsked() {
    guard CommandLine.argc >= 4, let first = CommandLine.unsafeArgv[1],
      strcmp(first, word) == 0, let kind = CommandLine.unsafeArgv[2],
      let folder = CommandLine.unsafeArgv[3]
    else { return }
    docbuild_supervise(
      strcmp(kind, "sandbox") == 0 ? 1 : 0, folder, CommandLine.unsafeArgv + 4,
      CommandLine.argc - 4)
  }
}
