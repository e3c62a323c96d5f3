import DocbuildCore

extension TranscriptJob {
  /// Says what does not hold of what was run. Of failures that only follow from an earlier one the lines alone are named,
  /// at that one.
  func judge(_ outcome: TranscriptSession.Outcome, _ result: inout Result) {
    var captures = Captures()
    var causes = FailureCauses()
    var hasSucceeded = false
    for (index, block) in blocks.enumerated() {
      if block.options.isFresh { causes.forget() }
      guard let done = outcome.blocks[index] else {
        captures.skip(block.lines)
        continue
      }
      result.cases[index].commands = done.commands.count
      if done.isLeftOut { result.cases[index].outcome = .skipped("an earlier block did not end") }
      if let unmet = done.unmet { result.cases[index].outcome = .skipped(unmet) }
      var failures: [Failure] = []
      if let failed = done.failedSetup { failures.append(failure(ofSetup: failed, in: block)) }
      for (command, ran) in zip(block.transcript?.commands ?? [], done.commands) {
        let alignment = captures.align(command, ran.output)
        var found = problems(of: command, ran, alignment, in: block, captures)
        // What may differ nobody knows.
        if block.options.hasBadPattern { found.removeAll { $0.id == .outputMismatch } }
        guard !found.isEmpty else {
          hasSucceeded = hasSucceeded || !ran.output.isEmpty
          continue
        }
        failures.append(Failure(found, of: command, ran, alignment))
        failures[failures.count - 1].isBehindSuccess = hasSucceeded
        hasSucceeded = false
      }
      if let trouble = shellTrouble(done, in: block) { failures.append(trouble) }
      guard !failures.isEmpty else { continue }
      result.cases[index].outcome = .follows(causes.line)
      for var failure in failures where !causes.explains(failure) {
        result.cases[index].outcome = .failed
        if result.diagnostics.isEmpty { noteStanding(&failure) }
        if let left = noteLeftOut(failure, done, in: block) {
          failure.problems[failure.problems.count - 1].notes.append(left)
        }
        causes.take(failure, at: result.diagnostics.count)
        result.diagnostics += failure.problems
      }
    }
    causes.tell(in: &result.diagnostics)
  }

  /// Says where the shell of a document's first failure stands.
  private func noteStanding(_ failure: inout Failure) {
    guard let standing = failure.standing, !failure.problems.isEmpty else { return }
    let isOwn = document.starts?.isSaid == false && !document.document.path.folder.isRoot
    failure.problems[0].notes.append(
      .init(
        "its shell stands in \(standing.text)"
          + (standing.isStart && isOwn
            ? "; '<!-- test(in=\"/\") -->' before the first block starts it at the root" : "")))
  }

  private func noteLeftOut(
    _ failure: Failure, _ done: TranscriptSession.BlockResult, in block: PageTests.Block
  ) -> Diagnostic.Note? {
    let left = (block.transcript?.commands.count ?? 0) - done.commands.count
    guard failure.endsBlock, left > 0 else { return nil }
    return .init(
      left == 1
        ? "a command of the block was not run" : "\(left) commands of the block were not run")
  }

  private func failure(
    ofSetup failed: TranscriptSession.CommandResult, in block: PageTests.Block
  ) -> Failure {
    let why =
      switch failed.ending {
      case .status(let status): "ended with status \(status)"
      case .shellEnded(let status): "has ended the shell, with status \(status)"
      case .timedOut: "was still running when the block's time was over"
      case .interrupted: "was interrupted"
      case .tooMuchOutput: "prints more than \(Shell.mostOutput >> 20) MiB"
      }
    let problem = Diagnostic(
      .setupFailed, "the set-up '\(block.options.setup ?? "")' \(why)",
      at: document.placeOfComment(of: block), notes: failed.tail.map { .init($0) })
    return Failure([problem], standing: failed.standing, endsBlock: true)
  }

  private func shellTrouble(
    _ result: TranscriptSession.BlockResult, in block: PageTests.Block
  ) -> Failure? {
    let commands = block.transcript?.commands ?? []
    guard let trouble = result.shellTrouble, result.commands.count < commands.count else {
      return nil
    }
    let command = commands[result.commands.count]
    var notes: [Diagnostic.Note] = []
    if let shell = project.configuration.prompts[command.prompt] {
      notes.append(.init("'prompts' in docbuild.toml starts it by '\(shell)'"))
    }
    let problem = Diagnostic(
      .shellEnded, "the shell behind the prompt '\(command.prompt)' can't be used: \(trouble)",
      at: document.place(command.lines.lowerBound, of: block), notes: notes)
    return Failure([problem], standing: nil, endsBlock: true)
  }
}
