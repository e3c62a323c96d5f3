import DocbuildCore

extension Rewriting {
  /// Why what a command did is not taken, and what helps; nil where it is.
  func objection(
    to command: Transcript.Command, _ result: TranscriptSession.CommandResult, _ status: Int,
    _ alignment: Alignment, in block: PageTests.Block
  ) -> (why: String, cures: [String])? {
    if let trouble = AcceptTrouble(
      command, status, result.output, alignment, takesStatus: settings.takesStatus,
      isOfOutput: block.output != nil)
    {
      return (trouble.message, [trouble.cure])
    }
    if block.isHidden {
      return (
        "does something else than the comment that it stands in says",
        ["what stands in a comment is written by hand"]
      )
    }
    if block.output != nil, status != command.status {
      return ("ended with status \(status)", ["'exit=\(status)' says that it is meant"])
    }
    return nil
  }

  /// The runs of lines that are no longer there.
  func replaced(
    _ alignment: Alignment, _ command: Transcript.Command, in block: PageTests.Block
  ) -> [[Bytes]] {
    var runs: [[Bytes]] = []
    var last = -2
    for case .missing(let index) in alignment.steps {
      let line = block.lines[command.lines.upperBound + index]
      if index == last + 1 { runs[runs.count - 1].append(line) } else { runs.append([line]) }
      last = index
    }
    return runs
  }
}
