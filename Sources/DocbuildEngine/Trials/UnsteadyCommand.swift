import DocbuildCore

/// A command that did something else when it was run a second time, and so is no expectation.
struct UnsteadyCommand {
  /// What follows its title in a message.
  let message: String
  /// What it did, each time.
  let notes: [String]

  /// - Parameter second: what it did the second time; nil where it was not run again.
  init(_ first: TranscriptSession.CommandResult, _ second: TranscriptSession.CommandResult?) {
    guard let second, let status = second.status else {
      message = "did not end when it was run a second time"
      notes = second?.tail ?? []
      return
    }
    if let before = first.status, before != status {
      message = "ended with status \(before), and with \(status) when it was run a second time"
      notes = second.tail
      return
    }
    message = "prints something else each time that it is run"
    let count = max(first.output.count, second.output.count)
    let index = (0..<count).first { first.line(at: $0) != second.line(at: $0) } ?? 0
    notes = [
      "it printed: \(first.shown(at: index))", "the second time: \(second.shown(at: index))",
      "'vary=/re/' in the comment before the block says which part may differ",
    ]
  }
}

extension TranscriptSession.CommandResult {
  fileprivate func line(at index: Int) -> Bytes? { index < output.count ? output[index] : nil }

  fileprivate func shown(at index: Int) -> String {
    guard let line = line(at: index) else { return "(nothing)" }
    return (line.withEscapedControls ?? line).text
  }
}
