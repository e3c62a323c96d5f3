import ArgumentParser
import Glibc

extension Docbuild {
  /// Runs the command that `arguments`, without the program's name, ask for and ends the process. What is wrong with the command line is said like any
  /// other problem: it may hold a file's name, and a file's name anything.
  static func start(_ arguments: [String]) -> Never {
    do {
      var command = try parsedAlone(arguments) ?? parseAsRoot(arguments)
      try command.run()
      Glibc.exit(ExitCode.clean)
    } catch let code as ArgumentParser.ExitCode {
      // Asked for the code, ArgumentParser would make the help first, which takes as long as the parsing.
      Glibc.exit(code.rawValue)
    } catch {
      let code = exitCode(for: error)
      // Help is asked for, and goes to standard output.
      if code == .success { Glibc.exit(printOut(fullMessage(for: error) + "\n")) }
      let text = fullMessage(for: error)
      if !text.isEmpty { complain(text) }
      Glibc.exit(code.rawValue)
    }
  }

  /// The command that `arguments` ask for, parsed by itself: to make all commands known to ArgumentParser takes ten times
  /// as long. Nil where more than the command has a say: help, the version, completions, and what is wrong with the command line.
  private static func parsedAlone(_ arguments: [String]) -> (any ParsableCommand)? {
    guard let first = arguments.first, first != "help" else { return nil }
    let named = commands.first { $0.name == first }
    let type = named?.type ?? Weave.self
    let own = named == nil ? arguments : Array(arguments.dropFirst())
    // With `--help` another command comes back.
    let parsed = try? type.parseAsRoot(own)
    return parsed.flatMap { Swift.type(of: $0) == type ? $0 : nil }
  }
}
