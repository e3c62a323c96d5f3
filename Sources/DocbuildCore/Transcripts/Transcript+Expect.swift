extension Transcript {
  /// Puts notation that stands in a comment in the place of the lines that it fits, which readers see; `...` makes all
  /// output of the block count for nothing.
  ///
  /// - Returns: what is wrong with the notation.
  mutating func take(_ expect: [Bytes], vary: [Pattern]) -> [(id: DiagnosticID, message: String)] {
    var troubles: [(id: DiagnosticID, message: String)] = []
    var lines: [ExpectedLine] = []
    for text in expect {
      do {
        lines.append(try ExpectedLine(text, vary: vary))
      } catch { troubles.append((.invalidPattern, error.message)) }
    }
    let isAny = lines.contains(where: \.isAnyLines)
    var used = Set(lines.indices.filter { lines[$0].isAnyLines })
    for index in commands.indices {
      let new = commands[index].expected.map { line in
        guard let found = lines.firstIndex(where: { !$0.isAnyLines && $0.fits(line.text) }) else {
          return line
        }
        used.insert(found)
        return ExpectedLine(line.text, meaning: lines[found])
      }
      commands[index] = commands[index].expecting(new)
      if isAny { commands[index].takesAnyOutput = true }
    }
    for index in lines.indices where !used.contains(index) {
      troubles.append(
        (.invalidTest, "'expect=\"\(lines[index].text.text)\"' fits no line of the block"))
    }
    return troubles
  }
}

extension Transcript.Command {
  /// The same command with other expected lines.
  fileprivate func expecting(_ lines: [ExpectedLine]) -> Self {
    var made = Self(
      prompt: prompt, text: text, lines: self.lines, expectedLines: expectedLines, expected: lines,
      status: status, statusLine: statusLine)
    made.name = name
    made.takesAnyOutput = takesAnyOutput
    return made
  }
}
