import DocbuildCore

extension TranscriptJob {
  /// Reports the commands of a document that are not complete, for which nothing of it was run.
  ///
  /// - Parameter commands: each with the number of its block, its own number there, nil for the set-up, and why it is not.
  func noteIncomplete(
    _ commands: [(block: Int, command: Int?, why: String)], _ runs: [Bool],
    _ result: inout Result
  ) {
    for (index, command, why) in commands {
      let block = blocks[index]
      let place = command.map {
        document.place(block.transcript?.commands[$0].lines.lowerBound ?? 0, of: block)
      }
      result.cases[index].outcome = .failed
      result.diagnostics.append(
        Diagnostic(
          .incompleteCommand,
          "the \(command == nil ? "set-up" : "command") is not complete: \(why)",
          at: place ?? document.placeOfComment(of: block),
          notes: [.init("nothing of '\(document.name)' was run")]
            + (command == nil ? [] : [.init("a line with '>' continues a command")])))
    }
    for index in runs.indices where runs[index] && result.cases[index].outcome != .failed {
      result.cases[index].outcome = .skipped("a command in the document is not complete")
    }
  }
}
