import DocbuildCore

extension TestSuite {
  /// What a tool found, where the user sees it.
  func diagnostic(_ finding: ToolFinding, of tool: Tool, _ job: ToolJob) -> Diagnostic {
    var made: Diagnostic
    let message = "\(tool.name): \(finding.message)"
    switch job.site {
    case .source(let source, _, let places):
      made = Diagnostic(
        .toolFinding, message, at: place(of: finding, tool.columnUnit, in: source))
      made.notes = places.prefix(3).map { .init("shown here", at: $0) }
      if places.count > 3 { made.notes.append(.init("shown in \(places.count - 3) more places")) }
    case .block(let index, let block):
      let line = max(0, min(finding.line - 1, block.lines.count - 1))
      let text = block.lines[line]
      let column = finding.byteColumn(counting: tool.columnUnit, in: text)
      let start = column > 0 && column <= text.count ? column - 1 : 0
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

  private func place(
    of finding: ToolFinding, _ unit: Place.ColumnUnit, in source: Source
  ) -> Place {
    guard finding.line >= 1, !source.lines.isEmpty else { return Place(file: source.name) }
    let line = min(finding.line, source.lines.count)
    let range = source.line(line - 1)
    let column = finding.byteColumn(counting: unit, in: source.bytes[range])
    guard column >= 1, column <= range.count + 1 else {
      return source.place(ofLine: line - 1)
    }
    let start = range.lowerBound + column - 1
    return source.place(at: start..<start + 1, line: line)
  }
}

extension ToolFinding {
  /// Its column in bytes, from 1; 0 where it is not known.
  ///
  /// - Parameter unit: what the tool counts, in the line that it means.
  func byteColumn(counting unit: Place.ColumnUnit, in line: some Collection<UInt8>) -> Int {
    guard column > 1, unit != .bytes else { return column }
    var left = column - 1
    var bytes = 0
    for scalar in String(decoding: line, as: UTF8.self).unicodeScalars {
      guard left > 0 else { break }
      left -= unit == .utf16 ? UTF16.width(scalar) : 1
      bytes += UTF8.width(scalar)
    }
    // Behind the line's end a tool may name what is missing there.
    return bytes + max(0, left) + 1
  }
}
