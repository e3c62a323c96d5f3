import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

/// How a run ends; wrong usage (64) is ArgumentParser's.
enum ExitCode {
  static let clean: Int32 = 0
  /// Problems in the documents.
  static let problems: Int32 = 1
  /// docbuild could not do its work.
  static let trouble: Int32 = 2
  static let usage: Int32 = 64
  /// Standard output was closed by its reader.
  static let brokenPipe: Int32 = 128 + SIGPIPE

  static func of(_ diagnostics: [Diagnostic]) -> Int32 {
    let errors = diagnostics.filter { $0.severity == .error }
    if errors.contains(where: { $0.id.isMachineTrouble }) { return trouble }
    return errors.isEmpty ? clean : problems
  }
}

/// A closed standard input, output or error must fail when it is used, and no file opened later may take its number.
func openMissingStandardFiles() {
  for (number, flags) in [
    (STDIN_FILENO, O_WRONLY), (STDOUT_FILENO, O_RDONLY), (STDERR_FILENO, O_WRONLY),
  ]
  where fcntl(number, F_GETFD) < 0 {
    _ = open("/dev/null", flags)
  }
}

/// Writes lines for a person to standard error, whatever they hold.
func complain(_ text: String) { printError(escapedLines(text) + "\n") }

/// Writes text that is safe to be read to standard error; there is nobody to report to when that fails.
func printError(_ text: String) {
  try? OutputFile.write(Bytes(text.utf8), to: STDERR_FILENO, named: "<stderr>")
}

/// Says what the machine's trouble is; returns the exit code for it.
func report(_ error: any Error) -> Int32 {
  switch error {
  case let trouble as SystemError:
    if trouble.code == EPIPE { return ExitCode.brokenPipe }
    complain("docbuild: error: \(shortened(trouble.message))")
  case let problem as DiagnosticError:
    Reporter(style: .full, color: .auto, limit: 0).report([problem.diagnostic])
    return ExitCode.problems
  default: complain("docbuild: error: \(shortened("\(error)"))")
  }
  return ExitCode.trouble
}

/// Writes text to standard output; returns the exit code.
func printOut(_ text: String) -> Int32 { printOut(Bytes(text.utf8)) }

/// The same for bytes, which may be names that are not UTF-8.
func printOut(_ bytes: Bytes) -> Int32 {
  do throws(SystemError) {
    try OutputFile.write(bytes, to: STDOUT_FILENO, named: "<stdout>")
    return ExitCode.clean
  } catch {
    return report(error)
  }
}
