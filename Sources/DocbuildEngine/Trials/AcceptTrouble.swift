import DocbuildCore

/// Why what a command did is never a new expectation, or only when asked for: what follows its title, and a cure.
struct AcceptTrouble {
  let message: String
  let cure: String

  /// Nil when it can be accepted.
  ///
  /// - Parameters:
  ///   - status: how the command ended.
  ///   - output: the lines that it printed.
  ///   - alignment: how they lie beside the expected ones.
  ///   - takesStatus: whether `--status` is given.
  ///   - isOfOutput: whether the command stands in an `output` comment.
  init?(
    _ command: Transcript.Command, _ status: Int, _ output: [Bytes], _ alignment: Alignment,
    takesStatus: Bool, isOfOutput: Bool
  ) {
    if status != command.status, status == 126 || status == 127 {
      message = "ended with status \(status), which is never a new expectation"
      let meant = isOfOutput ? "say 'exit=\(status)' in the comment" : "write '[\(status)]' by hand"
      cure = "a program is missing or can't be run: install it, or \(meant)"
    } else if takesStatus {
      return nil
    } else if status != 0, command.status == 0 {
      message = "ended with status \(status), expected 0"
      cure = "'--status' makes it the new expectation"
    } else if let failure = AcceptTrouble.newFailure(alignment, output) {
      message = "ended with status \(status), but prints '\(failure.prefix(100))'"
      cure = "a program in it failed: mend that, or '--status' makes it the new expectation"
    } else {
      return nil
    }
  }

  /// A line, not expected so far, that says that a program failed, which a pipe may keep from the status.
  private static func newFailure(_ alignment: Alignment, _ output: [Bytes]) -> String? {
    for case .unexpected(let index) in alignment.steps {
      let line = output[index].text
      let isOfShell = ["bash", "sh", "env", "timeout", "nohup", "nice", "xargs", "sudo", "time"]
        .contains { line.hasPrefix("\($0): ") }
      let isMissing = [
        "command not found", "not found", "No such file or directory", "Permission denied",
        "Is a directory", "Exec format error", "unexpected end of file",
      ].contains { line.hasSuffix(": \($0)") || line.hasSuffix(": syntax error: \($0)") }
      if isOfShell && isMissing || isOfInterpreter(line) { return line }
    }
    return nil
  }

  /// Whether an interpreter says that it could not begin, or that the program ended by an error that nobody caught.
  private static func isOfInterpreter(_ line: String) -> Bool {
    line == "Traceback (most recent call last):" || line.hasPrefix("Error: Cannot find module '")
      || line.hasPrefix("Error: Could not find or load main class ")
      || line.hasPrefix("Can't locate ") && line.contains(" in @INC ")
      || line.hasPrefix("Can't open perl script ")
      || line.contains("python") && line.contains(": No module named ")
      || line.contains("python") && line.contains(": can't open file ")
  }
}
