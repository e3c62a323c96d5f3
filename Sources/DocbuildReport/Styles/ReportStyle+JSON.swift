import DocbuildCore

extension ReportStyle {
  /// One object, `{"problems": […], "omitted": 0}`: lines and columns count from 1, columns in bytes.
  package static let json = ReportStyle(
    name: "json", summary: "one JSON object", audience: .program
  ) { report, _ in
    JSONValue.object([
      "problems": .list(report.problems.map(value)), "omitted": .number(report.omitted),
    ]).text
  }
}

private func value(_ problem: Diagnostic) -> JSONValue {
  .object([
    "id": .text(problem.id.rawValue),
    "severity": .text(problem.severity.rawValue),
    "message": .text(shortened(problem.message)),
    // Nothing for what concerns no file.
    "location": problem.place.name.isEmpty ? nil : value(problem.place),
    "notes": .list(
      problem.notes.map { note in
        .object([
          "message": .text(shortened(note.message)), "location": note.place.map(value),
        ])
      }),
    // What should stand in place of the marked bytes.
    "replacement": problem.fixIt.map { .text($0.text.text) },
  ])
}

private func value(_ place: Place) -> JSONValue {
  let columns = place.line > 0 ? place.columns(in: .bytes) : nil
  return .object([
    "file": .text(place.name),
    "line": columns.map { _ in .number(place.line) },
    "column": columns.map { .number($0.lowerBound) },
    "endColumn": columns.map { .number($0.upperBound) },
  ])
}
