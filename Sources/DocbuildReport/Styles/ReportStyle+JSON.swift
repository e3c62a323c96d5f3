package import DocbuildCore

extension ReportStyle {
  /// One object, `{"problems": […], "omitted": 0}`, with what a command prints beside its problems: lines and columns count
  /// from 1, columns in bytes.
  package static let json = ReportStyle(
    name: "json", summary: "one JSON object", audience: .program
  ) { report, setting in
    let told: [String: JSONValue?] = [
      "problems": .list(report.problems.map(value)), "omitted": .number(report.omitted),
    ]
    return JSONValue.object(told.merging(setting.members) { told, _ in told }).text
  }
}

private func value(_ problem: Diagnostic) -> JSONValue {
  .object([
    "id": .text(problem.id.rawValue),
    "severity": .text(problem.severity.rawValue),
    "message": .text(shortened(problem.message)),
    // Nothing for what concerns no file.
    "location": problem.place.name.isEmpty ? nil : JSONValue(problem.place),
    "notes": .list(
      problem.notes.map { note in
        .object([
          "message": .text(shortened(note.message)), "location": note.place.map { JSONValue($0) },
        ])
      }),
    // What should stand in place of the marked bytes.
    "replacement": problem.fixIt.map { .text($0.text.text) },
  ])
}

extension JSONValue {
  /// A place, without a line where it is a whole file.
  package init(_ place: Place) {
    let columns = place.line > 0 ? place.columns(in: .bytes) : nil
    self = .object([
      "file": .text(place.name),
      "line": columns.map { _ in .number(place.line) },
      "column": columns.map { .number($0.lowerBound) },
      "endColumn": columns.map { .number($0.upperBound) },
    ])
  }
}
