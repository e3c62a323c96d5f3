import DocbuildCore

extension TestSuite {
  /// What a tool found, where the user sees it.
  func diagnostic(_ finding: ToolFinding, of tool: Tool, _ job: ToolJob) -> Diagnostic {
    var made: Diagnostic
    let message = "\(tool.name): \(finding.message)"
    switch job.site {
    case .source(let source, _, let places):
      made = Diagnostic(.toolFinding, message, at: place(of: finding, in: source))
      made.notes = places.prefix(3).map { .init("shown here", at: $0) }
      if places.count > 3 { made.notes.append(.init("shown in \(places.count - 3) more places")) }
    case .block(let index, let block):
      let line = max(0, min(finding.line - 1, block.lines.count - 1))
      let text = block.lines[line]
      let start = finding.column > 0 && finding.column <= text.count ? finding.column - 1 : 0
      made = Diagnostic(
        .toolFinding, message,
        at: documents[index].place(
          of: Bytes(text[start...]), line: block.openLine + 1 + line, column: start + 1))
    }
    made.severity = finding.severity
    return made
  }

  /// How a tool's test is called.
  func name(of tool: Tool, on job: ToolJob) -> String {
    if case .block(let document, let block) = job.site {
      return "\(tool.name) on the block at line \(documents[document].place(0, of: block).line)"
    }
    return tool.name
  }

  private func place(of finding: ToolFinding, in source: Source) -> Place {
    guard finding.line >= 1, !source.lines.isEmpty else { return Place(file: source.name) }
    let line = min(finding.line, source.lines.count)
    let range = source.line(line - 1)
    guard finding.column >= 1, finding.column <= range.count + 1 else {
      return source.place(ofLine: line - 1)
    }
    let start = range.lowerBound + finding.column - 1
    return source.place(at: start..<start + 1, line: line)
  }
}
