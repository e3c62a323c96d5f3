import DocbuildCore

extension TranscriptJob {
  /// What does not hold of a command.
  func problems(
    of command: Transcript.Command, _ done: TranscriptSession.CommandResult,
    _ alignment: Alignment, in block: PageTests.Block, _ captures: Captures
  ) -> [Diagnostic] {
    let place = document.place(command.lines.lowerBound, of: block)
    let last = done.tail.map { Diagnostic.Note($0) }
    let status: Int
    switch done.ending {
    case .timedOut:
      let time = block.options.timeout
      let shown = time % 1000 == 0 ? "\(time / 1000) s" : "\(time) ms"
      return [
        Diagnostic(
          .timedOut, "'\(command.title)' was still running when the block's \(shown) were over",
          at: place,
          notes: last + [
            .init(
              block.output == nil
                ? "'<!-- test(timeout=…) -->' before the block gives it more time"
                : "'timeout=…' in its comment gives it more time")
          ])
      ]
    case .tooMuchOutput:
      return [
        Diagnostic(
          .timedOut, "'\(command.title)' prints more than \(Shell.mostOutput >> 20) MiB", at: place)
      ]
    case .interrupted:
      return [Diagnostic(.timedOut, "'\(command.title)' was interrupted", at: place)]
    case .status(let ended), .shellEnded(let ended): status = ended
    }
    var found: [Diagnostic] = []
    if !alignment.isMatch {
      found.append(mismatch(command, status, done.output, alignment, in: block, captures))
    }
    if status != command.status {
      found.append(
        Diagnostic(
          .statusMismatch,
          "'\(command.title)' ended with status \(status), expected \(command.status)",
          at: command.statusLine.map { document.place($0, of: block) } ?? place,
          notes: alignment.isMatch ? last : []))
    }
    return found
  }

  /// The problem at the first line that differs, with the lines around it as a difference.
  private func mismatch(
    _ command: Transcript.Command, _ status: Int, _ output: [Bytes], _ alignment: Alignment,
    in block: PageTests.Block, _ captures: Captures
  ) -> Diagnostic {
    let first = command.lines.upperBound
    let steps = alignment.steps
    let start = steps.firstIndex { !$0.holds } ?? 0
    var missing: Int?
    var unexpected: Int?
    switch steps[start] {
    case .missing(let index):
      missing = index
      if start + 1 < steps.count, case .unexpected(let other) = steps[start + 1] {
        unexpected = other
      }
    case .unexpected(let index): unexpected = index
    case .keep, .anyLines: break
    }
    var notes = steps.compactMap { step -> Diagnostic.Note? in
      switch step {
      case .keep, .anyLines: nil
      case .missing(let index): .init("- \(command.expected[index].text.text)")
      case .unexpected(let index): .init("+ \(shown(output[index]))")
      }
    }
    let message: String
    let place: Place
    switch (missing, unexpected) {
    case (let missing?, let unexpected?):
      message =
        "expected '\(command.expected[missing].text.text)', found '\(shown(output[unexpected]))'"
      place = document.place(first + missing, of: block)
    case (let missing?, nil):
      message =
        "expected '\(command.expected[missing].text.text)', which '\(command.title)' did not print"
      place = document.place(first + missing, of: block)
    case (nil, let unexpected):
      let line = unexpected.map { shown(output[$0]) } ?? ""
      message = "'\(command.title)' printed '\(line)', which is not expected"
      place = document.place(command.lines.lowerBound, of: block)
    }
    let more = notes.count - 12
    // One line in place of another is said already.
    notes = notes.count == 2 && missing != nil && unexpected != nil ? [] : Array(notes.prefix(12))
    if more > 0 { notes.append(.init("\(more) more lines differ")) }
    if let missing, let unexpected,
      let difference = hiddenDifference(
        between: command.expected[missing].text.text, and: shown(output[unexpected]))
    {
      notes.append(.init(difference))
    }
    notes += missing.map { meanings(of: command.expected[$0], captures) } ?? []
    let trouble = AcceptTrouble(
      command, status, output, alignment, takesStatus: false, isOfOutput: block.output != nil)
    notes.append(.init(cure(missing.map { command.expected[$0] }, trouble, block)))
    return Diagnostic(.outputMismatch, message, at: place, notes: notes)
  }

  /// What helps where a line is missing, or one too many is there.
  private func cure(_ missing: ExpectedLine?, _ trouble: AcceptTrouble?, _ block: PageTests.Block)
    -> String
  {
    if let missing, Transcript.looksLikeCommand(missing.text) {
      return "if this is a command: 'prompts' in docbuild.toml names the prompts"
    }
    if block.isHidden { return "what stands in a comment is written by hand" }
    let isAuthors = block.output != nil || document.isAuthors(block)
    guard let page = isAuthors ? document.name : document.part(holding: block, in: project) else {
      return "'docbuild accept' changes only what stands in the document itself: correct it there"
    }
    return trouble.map { "'docbuild accept' leaves this alone: \($0.cure)" }
      ?? "'docbuild accept \(page)' makes what it prints the new expectation"
  }

  /// What the names in a line stand for.
  private func meanings(of line: ExpectedLine, _ captures: Captures) -> [Diagnostic.Note] {
    captures.meaning(of: line).map {
      .init("'[\($0.name.text)]' stands for '\(shown($0.value))' here")
    }
  }

  /// A line of output for a message, with its controls written out.
  private func shown(_ line: Bytes) -> String { (line.withEscapedControls ?? line).text }
}
