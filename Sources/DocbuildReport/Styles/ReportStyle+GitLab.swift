import DocbuildCore

extension ReportStyle {
  /// GitLab's Code Quality report (<https://docs.gitlab.com/ci/testing/code_quality/>, "Code Quality report format").
  package static let gitlab = ReportStyle(
    name: "gitlab", summary: "GitLab's Code Quality report", audience: .program,
    namesFilesFromTop: true
  ) { report, setting in
    let prints = fingerprints(of: report.problems, setting.digest)
    var issues = zip(report.problems, prints).map { issue($0, $1, setting) }
    if report.omitted > 0 {
      let text = notShown(report.omitted)
      issues.append(
        issue(
          text, check: "omitted", severity: "info", setting.digest(Bytes(text.utf8)), file: ".",
          line: 1))
    }
    return JSONValue.list(issues).text
  }
}

private func issue(_ problem: Diagnostic, _ print: String, _ setting: ReportSetting) -> JSONValue {
  let severity =
    switch problem.severity {
    case .error: "major"
    case .warning: "minor"
    }
  let place = problem.place
  return issue(
    ([problem.message] + problem.remarks { location($0, setting) }).map(readable)
      .joined(separator: "\n"),
    check: problem.id.rawValue, severity: severity, print,
    // An issue must have a place.
    file: place.name.isEmpty ? "." : setting.nameInRepository(place.name), line: max(1, place.line))
}

private func issue(
  _ text: String, check: String, severity: String, _ print: String, file: String, line: Int
) -> JSONValue {
  .object([
    "description": .text(text), "check_name": .text(check), "fingerprint": .text(print),
    "severity": .text(severity),
    "location": .object([
      "path": .text(file), "lines": .object(["begin": .number(line)]),
    ]),
  ])
}
