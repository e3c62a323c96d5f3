import DocbuildCore

/// Puts new expectations into documents, where nothing is lost by it and what is written passes.
struct Acceptance {
  let project: Project
  let settings: AcceptSettings
  let interrupt: Interrupt

  /// Takes what the commands of a document did; returns what was changed, and why something was not.
  func accept(_ outcome: TranscriptSession.Outcome, of document: TestedDocument) throws -> (
    document: AcceptedDocument?, refusals: [Diagnostic]
  ) {
    var rewriting = Rewriting(
      document, prompts: Array(project.configuration.prompts.keys), settings)
    rewriting.take(outcome)
    var refusals = rewriting.refusals
    guard !rewriting.changes.isEmpty else { return (nil, refusals) }
    guard case .success(let bytes) = project.root.read(document.document.path, limit: 1 << 30)
    else { throw SystemError("cannot read", document.name) }
    let text = document.document.kind == .template ? normalised(bytes) : bytes
    guard text == document.page?.template.source.bytes, let made = rewriting.made(from: bytes)
    else {
      refusals.append(refusal("the document has changed meanwhile", rewriting))
      return (nil, refusals)
    }
    guard made != bytes else { return (nil, refusals) }
    if let why = faultReading(made, back: rewriting, outcome) {
      refusals.append(
        refusal(
          "what the commands print can't be written so that it is read back: \(why)", rewriting))
      return (nil, refusals)
    }
    var accepted = AcceptedDocument(name: document.name, changes: rewriting.changes)
    var keepsCopy = false
    switch settings.force
      ? .held : Recovery(project, interrupt).verdict(on: rewriting.changes, in: document)
    {
    case .held: break
    case .unknown: keepsCopy = true
    case .lost(let change):
      refusals.append(
        Diagnostic(
          .notAccepted,
          "the text below '\(change.command)' was never committed, and would be lost",
          at: change.place,
          notes: [.init("commit the document first, or '--force' replaces it all the same")]))
      return (nil, refusals)
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
  func faultReading(
    _ made: Bytes, back rewriting: Rewriting, _ outcome: TranscriptSession.Outcome
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
    let changed = Set(rewriting.changes.map(\.pageLine))
    var results = outcome.blocks[...]
    var captures = Captures()
    for (block, old) in zip(read.blocks, document.blocks)
    where block.isTranscript {
      let done = results.popFirst() ?? nil
      if done == nil { captures.skip(block.lines) }
      guard let transcript = block.transcript, let before = old.transcript else { continue }
      guard transcript.commands.map(\.text) == before.commands.map(\.text),
        transcript.commands.map(\.prompt) == before.commands.map(\.prompt)
      else { return "other commands would be run" }
      for (index, result) in (done?.commands ?? []).enumerated()
      where index < transcript.commands.count {
        let command = before.commands[index]
        let alignment = captures.align(transcript.commands[index], result.output)
        guard changed.contains(old.openLine + 1 + command.lines.lowerBound) else { continue }
        guard transcript.commands[index].status == result.status,
          alignment.isMatch
        else { return "'\(command.title)' would not match" }
        var others = captures
        let elsewhere = result.output.map { $0.inAnotherRun(outcome.temporaryPaths) }
        guard others.align(transcript.commands[index], elsewhere).isMatch else {
          return
            "'\(command.title)' prints a path that is another in each run; 'vary=/re/' says what may differ"
        }
      }
    }
    return nil
  }
}

extension Bytes {
  /// The line as another run would print it, whose folders have other names.
  fileprivate func inAnotherRun(_ paths: [Bytes]) -> Bytes {
    paths.filter { !$0.isEmpty }.reduce(self) { line, path in
      let other =
        path.dropLast() + [path.last == UInt8(ascii: "0") ? UInt8(ascii: "1") : UInt8(ascii: "0")]
      return Bytes(line.parts(around: path).joined(separator: other))
    }
  }
}
