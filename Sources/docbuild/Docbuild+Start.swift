import ArgumentParser
import Glibc

extension Docbuild {
  /// Runs the command that `arguments`, without the program's name, ask for and ends the process. What is wrong with the command line is said like any
  /// other problem: it may hold a file's name, and a file's name anything.
  static func start(_ arguments: [String]) -> Never {
    do {
      var command = try parseAsRoot(arguments)
      try command.run()
      Glibc.exit(ExitCode.clean)
    } catch {
      let code = exitCode(for: error)
      // Help is asked for, and goes to standard output.
      if code == .success { exit(withError: error) }
      let text = fullMessage(for: error)
      if !text.isEmpty { complain(text) }
      Glibc.exit(code.rawValue)
    }
  }
}
