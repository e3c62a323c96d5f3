import DocbuildCore

extension ReportStyle {
  /// Workflow commands, which GitHub Actions shows beside the code
  /// (<https://docs.github.com/actions/reference/workflow-commands-for-github-actions>).
  package static let github = ReportStyle(
    name: "github", summary: "commands that GitHub Actions shows beside the code", audience: .log,
    namesFilesFromTop: true
  ) { report, setting in
    report.problems.flatMap { [$0] + $0.atSources }.map { command($0, setting) + "\n" }.joined()
      + (report.omitted > 0 ? "::notice::\(notShown(report.omitted))\n" : "")
  }
}

extension Diagnostic {
  /// The same at the lines of sources that made an output stale: whoever changed one sees it there, too.
  fileprivate var atSources: [Diagnostic] {
    guard id == .staleOutput else { return [] }
    return notes.compactMap { note in
      guard let place = note.place, place.name != self.place.name else { return nil }
      var made = Diagnostic(id, "'\(self.place.name)' shows this line, and is stale", at: place)
      made.severity = severity
      return made
    }
  }
}

private func command(_ problem: Diagnostic, _ setting: ReportSetting) -> String {
  let place = problem.place
  func property(_ name: String, _ value: String) -> String {
    "\(name)=\(Escaping.workflowProperty(value))"
  }
  var properties =
    place.name.isEmpty ? [] : [property("file", setting.nameInRepository(place.name))]
  if place.line > 0 {
    let columns = place.columns(in: .bytes)
    properties += [
      "line=\(place.line)", "col=\(columns.lowerBound)", "endColumn=\(columns.upperBound)",
    ]
  }
  properties.append(property("title", "docbuild \(problem.id.rawValue)"))
  // A log shows the text alone, so it says where, too.
  let message =
    place.name.isEmpty ? problem.message : "\(location(place, setting)): \(problem.message)"
  let text = ([message] + problem.remarks { location($0, setting) }).map {
    Escaping.workflowMessage(shortened($0))
  }.joined(separator: "%0A")
  return "::\(problem.severity.rawValue) \(properties.joined(separator: ","))::\(text)"
}
