import DocbuildCore

extension ReportStyle {
  /// A line for each problem: for editors and `grep`.
  package static let line = ReportStyle(
    name: "line", summary: "a line for each problem, for editors and grep", audience: .editor
  ) { report, _ in
    report.problems.map { problem in
      "\(location(problem.place)): \(problem.severity.rawValue): \(readable(problem.message)) [\(problem.id.rawValue)]\n"
    }.joined() + (report.omitted > 0 ? "\(notShown(report.omitted))\n" : "")
  }
}
