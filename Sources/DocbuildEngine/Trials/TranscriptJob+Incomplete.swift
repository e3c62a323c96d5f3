import DocbuildCore

extension TranscriptJob {
  /// Reports the commands of a document that are not complete, for which nothing of it was run.
  ///
  /// - Parameter commands: each with the number of its block, its own number there, and why it is not.
  func noteIncomplete(
    _ commands: [(block: Int, command: Int, why: String)], _ runs: [Bool],
    _ result: inout Result
  ) {
    for (index, command, why) in commands {
      guard let found = blocks[index].transcript?.commands[command] else { continue }
      result.cases[index].outcome = .failed
      result.diagnostics.append(
        Diagnostic(
          .incompleteCommand, "the command is not complete: \(why)",
          at: document.place(found.lines.lowerBound, of: blocks[index]),
          notes: [
            .init("nothing of '\(document.name)' was run"),
            .init("a line with '>' continues a command"),
          ]))
    }
    for index in runs.indices where runs[index] && result.cases[index].outcome != .failed {
      result.cases[index].outcome = .skipped("a command in the document is not complete")
    }
  }
}
