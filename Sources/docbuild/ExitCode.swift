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

/// Says on standard error what the machine's trouble is; returns the exit code for it.
func report(
  _ error: any Error, by reporter: Reporter = Reporter(style: .full, color: .auto, limit: 0)
) -> Int32 {
  if let trouble = error as? SystemError, trouble.code == EPIPE { return ExitCode.brokenPipe }
  let problems: [Diagnostic]
  if let found = error as? DiagnosticError {
    problems = found.diagnostics
  } else {
    let text = (error as? SystemError)?.message ?? "\(error)"
    if reporter.style.isForPeople {
      complain("docbuild: error: \(shortened(text))")
      return ExitCode.trouble
    }
    problems = [Diagnostic(.machineTrouble, text, at: Place(file: ""))]
  }
  return reporter.report(
    [ReportedDocument(name: "", diagnostics: problems)], toStandardOutput: false)
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
