import DocbuildCore

extension ReportStyle {
  /// A SARIF 2.1.0 log (<https://docs.oasis-open.org/sarif/sarif/v2.1.0/>), as GitHub's code scanning takes it
  /// (<https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>).
  /// Columns count Unicode code points.
  package static let sarif = ReportStyle(
    name: "sarif", summary: "SARIF 2.1.0, for code scanning", audience: .program,
    namesFilesFromTop: true
  ) { report, setting in
    JSONValue.object([
      "version": .text("2.1.0"),
      "$schema": .text("https://json.schemastore.org/sarif-2.1.0.json"),
      "runs": .list([run(report, setting)]),
    ]).text
  }
}

private func run(_ report: Report, _ setting: ReportSetting) -> JSONValue {
  // What concerns no file is a notification: a result must have a place.
  let placed = report.problems.filter { !$0.place.name.isEmpty }
  var notifications = report.problems.filter(\.place.name.isEmpty).map {
    notification($0.severity.rawValue, readable($0.message))
  }
  if report.omitted > 0 { notifications.append(notification("note", notShown(report.omitted))) }
  let prints = lineFingerprints(of: placed, setting)
  return .object([
    "columnKind": .text("unicodeCodePoints"),
    "tool": .object([
      "driver": .object([
        "name": .text("docbuild"), "semanticVersion": .text(setting.version),
        "rules": .list(DiagnosticRule.all.map(described)),
      ])
    ]),
    "results": .list(zip(placed, prints).map { result($0, $1, setting) }),
    "invocations": .list([
      .object([
        "executionSuccessful": .flag(!report.problems.contains { $0.id.isMachineTrouble }),
        "toolExecutionNotifications": .list(notifications),
      ])
    ]),
  ])
}

private func message(_ text: String) -> JSONValue { .object(["text": .text(text)]) }

private func notification(_ level: String, _ text: String) -> JSONValue {
  .object(["level": .text(level), "message": message(text)])
}

/// A kind of problem, whether it occurred or not: what a reader of results shows beside them.
private func described(_ rule: DiagnosticRule) -> JSONValue {
  .object([
    "id": .text(rule.id.rawValue),
    "shortDescription": message(rule.summary),
    "fullDescription": message(rule.cause),
    "help": .object([
      "text": .text("\(rule.cause)\n\(rule.cure)"), "markdown": .text(rule.markdown),
    ]),
    "defaultConfiguration": .object([
      "enabled": .flag(rule.level != .off),
      "level": .text(rule.level == .warning ? "warning" : "error"),
    ]),
  ])
}

private func result(_ problem: Diagnostic, _ print: String, _ setting: ReportSetting) -> JSONValue {
  let cures = problem.fixIt.map { [cure($0)] } ?? []
  let unplaced = problem.notes.filter { $0.place == nil }.map(\.message)
  return .object([
    "ruleId": .text(problem.id.rawValue),
    "ruleIndex": DiagnosticRule.all.firstIndex { $0.id == problem.id }.map { .number($0) },
    "level": .text(problem.severity.rawValue),
    "message": message(
      ([problem.message] + cures + unplaced).map(readable).joined(separator: "\n")),
    "locations": .list([location(problem.place, nil, setting)]),
    "relatedLocations": .list(
      problem.notes.compactMap { note in
        note.place.map { location($0, readable(note.message), setting) }
      }),
    "partialFingerprints": .object(["primaryLocationLineHash": .text(print)]),
  ])
}

private func location(_ place: Place, _ text: String?, _ setting: ReportSetting) -> JSONValue {
  .object([
    "physicalLocation": .object([
      "artifactLocation": .object(["uri": .text(uri(setting.nameInRepository(place.name)))]),
      "region": region(place),
    ]),
    "message": text.map(message),
  ])
}

/// A whole file's region is its first line's beginning: GitHub shows nothing that has no region.
private func region(_ place: Place) -> JSONValue {
  let columns = place.line > 0 ? place.columns(in: .codePoints) : 1..<1
  let line = JSONValue.number(max(1, place.line))
  return .object([
    "startLine": line, "startColumn": .number(columns.lowerBound), "endLine": line,
    "endColumn": .number(columns.upperBound),
  ])
}

/// A path as a relative URI reference (RFC 3986, 4.2).
private func uri(_ path: String) -> String {
  Bytes(shownAs: path).percentEncoded { byte in
    !byte.isLetter && !byte.isDigit && !"-._~/".utf8.contains(byte)
  }.text
}
