import DocbuildCore

/// Puts new expectations into documents, where nothing is lost by it and what is written passes.
struct Acceptance {
  let project: Project
  let settings: AcceptSettings
  let interrupt: Interrupt

  /// Whether what the commands of a document did would change it.
  func changes(_ outcome: TranscriptSession.Outcome, of document: TestedDocument) -> Bool {
    !rewriting(of: document, outcome, [:]).changes.isEmpty
  }

  private func rewriting(
    of document: TestedDocument, _ outcome: TranscriptSession.Outcome,
    _ unsteady: [Int: UnsteadyCommand]
  ) -> Rewriting {
    var made = Rewriting(
      document, prompts: Array(project.configuration.prompts.keys), settings, unsteady)
    made.take(outcome)
    return made
  }

  /// Takes what the commands of a document did; returns what was changed, and why something was not.
  ///
  /// - Parameter second: what they did when they were run once more; nil where that did not come about.
  func accept(
    _ outcome: TranscriptSession.Outcome, and second: TranscriptSession.Outcome?,
    of document: TestedDocument
  ) throws -> (document: AcceptedDocument?, refusals: [Diagnostic]) {
    guard case .success(let bytes) = project.root.read(document.document.path, limit: 1 << 30)
    else { throw SystemError("cannot read", document.name) }
    let text = document.document.kind == .template ? normalised(bytes) : bytes
    var unsteady: [Int: UnsteadyCommand] = [:]
    var rewriting: Rewriting
    var made: Bytes
    repeat {
      rewriting = self.rewriting(of: document, outcome, unsteady)
      guard !rewriting.changes.isEmpty else { return (nil, rewriting.refusals) }
      guard text == document.page?.template.source.bytes, let new = rewriting.made(from: bytes)
      else {
        return (
          nil,
          rewriting.refusals + [refusal("the document has changed meanwhile", rewriting)]
        )
      }
      made = new
      guard made != bytes else { return (nil, rewriting.refusals) }
      let known = unsteady.count
      if let why = faultReading(made, back: rewriting, outcome, second, &unsteady) {
        return (
          nil,
          rewriting.refusals + [
            refusal(
              "what the commands print can't be written so that it is read back: \(why)", rewriting)
          ]
        )
      }
      if unsteady.count == known { break }
    } while true
    var refusals = rewriting.refusals
    var accepted = AcceptedDocument(name: document.name, changes: rewriting.changes)
    var keepsCopy = false
    switch Recovery(project, interrupt).verdict(on: rewriting.changes, in: document) {
    case .held: break
    case .unknown: keepsCopy = true
    case .lost(let change):
      guard settings.force else {
        refusals.append(
          Diagnostic(
            .notAccepted,
            "the text below '\(change.command)' was never committed, and would be lost",
            at: change.place,
            notes: [.init("commit the document first, or '--force' replaces it and keeps a copy")]))
        return (nil, refusals)
      }
      keepsCopy = true
    }
    if !settings.dryRun {
      if keepsCopy { accepted.copy = try Recovery(project, interrupt).keep(bytes, of: document) }
      try OutputFile.replace(project.root.path.joined(document.document.path), withBytes: made)
      try Recovery(project, interrupt).note(rewriting.changes)
    }
    return (accepted, refusals)
  }

  private func refusal(_ message: String, _ rewriting: Rewriting) -> Diagnostic {
    Diagnostic(
      .notAccepted, message,
      at: rewriting.changes.first?.place ?? Place(file: rewriting.document.name),
      notes: [.init("the document is left as it was")])
  }

  /// Reads the new text as `docbuild test` does; why it is not what was meant, or does not match what was printed.
  ///
  /// - Parameter unsteady: takes the commands that would not match what they did the second time.
  func faultReading(
    _ made: Bytes, back rewriting: Rewriting, _ outcome: TranscriptSession.Outcome,
    _ second: TranscriptSession.Outcome?, _ unsteady: inout [Int: UnsteadyCommand]
  ) -> String? {
    let document = rewriting.document
    let name = project.name(of: document.document.path)
    let input = Input(
      name: name, bytes: made, kind: document.document.kind, base: name.folder,
      defaults: project.configuration.defaults(of: document.document.path))
    var settings = TestSettings()
    settings.scope.paths = [document.document.path]
    let read = TestedDocument.read(
      input, of: document.document, in: project, settings, interrupt)
    if read.isBroken, let first = read.diagnostics.first(where: { $0.severity == .error }) {
      return first.message
    }
    guard read.blocks.map(\.language) == document.blocks.map(\.language),
      read.blocks.map(\.options) == document.blocks.map(\.options)
    else { return "the page would have other blocks" }
    for (index, block) in read.blocks.enumerated() {
      guard block.lines.map(\.withoutBlankEnd) == rewriting.wanted[index].map(\.withoutBlankEnd)
      else { return "a line would be another" }
    }
    for (block, old) in zip(read.blocks, document.blocks) where block.isTranscript {
      guard let transcript = block.transcript, let before = old.transcript else { continue }
      guard transcript.commands.map(\.text) == before.commands.map(\.text),
        transcript.commands.map(\.prompt) == before.commands.map(\.prompt)
      else { return "other commands would be run" }
    }
    let changed = Set(rewriting.changes.map(\.pageLine))
    let now = comparisons(of: read, document, with: outcome).filter { changed.contains($0.line) }
    if let wrong = now.first(where: { !$0.isMatch }) {
      return "'\(wrong.command.title)' would not match"
    }
    let then = comparisons(of: read, document, with: second ?? TranscriptSession.Outcome())
    for command in now {
      let other = then.first { $0.line == command.line }
      if other?.isMatch ?? false { continue }
      unsteady[command.line] = UnsteadyCommand(command.result, other?.result)
    }
    return nil
  }

  /// A command of a page that was written anew, beside what was done by it.
  private struct Comparison {
    /// The old page's line (from 1) that it begins on.
    let line: Int
    let command: Transcript.Command
    let result: TranscriptSession.CommandResult
    let isMatch: Bool
  }

  private func comparisons(
    of read: TestedDocument, _ document: TestedDocument, with outcome: TranscriptSession.Outcome
  ) -> [Comparison] {
    var found: [Comparison] = []
    var results = outcome.blocks[...]
    var captures = Captures()
    for (block, old) in zip(read.blocks, document.blocks) where block.isTranscript {
      let done = results.popFirst() ?? nil
      if done == nil { captures.skip(block.lines) }
      guard let transcript = block.transcript, let before = old.transcript else { continue }
      let commands = zip(transcript.commands, before.commands)
      for ((command, before), result) in zip(commands, done?.commands ?? []) {
        let alignment = captures.align(command, result.output)
        found.append(
          Comparison(
            line: old.openLine + 1 + before.lines.lowerBound, command: before, result: result,
            isMatch: command.status == result.status && alignment.isMatch))
      }
    }
    return found
  }
}
