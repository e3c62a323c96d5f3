import DocbuildCore
import DocbuildEngine
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

/// Writes a line to standard error; there is nobody to tell when that fails.
func complain(_ text: String) {
  let bytes = Array((text + "\n").utf8)
  _ = write(STDERR_FILENO, bytes, bytes.count)
}

/// Says what the machine's trouble is; returns the exit code for it.
func report(_ error: any Error) -> Int32 {
  switch error {
  case let trouble as SystemError:
    if trouble.code == EPIPE { return ExitCode.brokenPipe }
    complain("docbuild: error: \(escaped(trouble.message))")
  case let problem as ConfigurationProblem:
    Reporter(style: .full, color: .auto, limit: 0).report([problem.diagnostic])
    return ExitCode.problems
  default: complain("docbuild: error: \(error)")
  }
  return ExitCode.trouble
}

/// Writes text to standard output; returns the exit code.
func printOut(_ text: String) -> Int32 {
  let bytes = Array(text.utf8)
  var at = 0
  while at < bytes.count {
    let put = bytes[at...].withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
    if put >= 0 {
      at += put
    } else if errno != EINTR {
      return report(SystemError("cannot write to", "<stdout>"))
    }
  }
  return ExitCode.clean
}
