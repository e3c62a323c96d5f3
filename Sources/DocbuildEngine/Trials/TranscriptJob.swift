import DocbuildCore
import Glibc

/// The transcripts of a document, to be run.
struct TranscriptJob: Sendable {
  let document: TestedDocument
  let project: Project
  let settings: TestSettings
  let contents: Contents
  let passed: PassedLog
  let interrupt: Interrupt

  struct Result: Sendable {
    var diagnostics: [Diagnostic] = []
    var cases: [TestCase] = []
    /// Why the kernel did not grant a sandbox.
    var refusedSandbox: String?
    /// What the commands of each block did; nil for blocks that were not run.
    var outcome: TranscriptSession.Outcome?
    /// A trouble of the machine, for exit code 2.
    var trouble: String?
  }

  var blocks: [PageTests.Block] { document.transcripts }

  /// Runs what is to be run, unless it is known to pass, and says what does not hold.
  func run() -> Result {
    var result = Result()
    let reasons = blocks.map(reasonToSkip)
    for (block, reason) in zip(blocks, reasons) {
      result.cases.append(
        TestCase(
          kind: .transcript, name: caseName(block), outcome: reason.map { .skipped($0) } ?? .passed)
      )
    }
    let runs = reasons.map { $0 == nil }
    guard runs.contains(true) else { return result }
    let key = key(runs)
    if settings.usesCache, passed.holds(key) {
      for index in runs.indices where runs[index] { result.cases[index].outcome = .kept }
      return result
    }
    let folder = document.document.path.folder
    guard let supervisor = settings.supervisor else {
      preconditionFailure("who runs console blocks hands in a supervisor")
    }
    let session = TranscriptSession(
      supervisor: supervisor, project: project, folder: folder, files: contents.files(in: folder),
      prompts: project.configuration.prompts, sandbox: settings.wantsSandbox ? sandbox(runs) : nil,
      interrupt: interrupt)
    do {
      var outcome = try session.run(blocks, runs: runs)
      result.diagnostics += showOutputs(&outcome)
      result.outcome = outcome
      result.trouble = outcome.remains
      if !outcome.incomplete.isEmpty {
        noteIncomplete(outcome.incomplete, runs, &result)
        return result
      }
      for (index, block) in blocks.enumerated() {
        guard let done = outcome.blocks[index] else { continue }
        let found = diagnostics(of: done, in: block)
        result.diagnostics += found
        result.cases[index].commands = done.commands.count
        if !found.isEmpty { result.cases[index].outcome = .failed }
        if done.isLeftOut { result.cases[index].outcome = .skipped("an earlier block did not end") }
      }
    } catch let refusal as SandboxRefused {
      result.refusedSandbox = refusal.reason
    } catch {
      result.trouble = (error as? SystemError)?.message ?? "\(error)"
    }
    for index in runs.indices where runs[index] && result.outcome?.blocks[index] == nil {
      result.cases[index].outcome = .notRun
    }
    if result.diagnostics.isEmpty, !result.cases.contains(where: { $0.outcome == .notRun }),
      result.trouble == nil
    {
      passed.add(key)
    }
    return result
  }

  private func reasonToSkip(_ block: PageTests.Block) -> String? {
    if let reason = block.options.skip { return reason }
    let missing = block.options.needs.filter { need in
      need == "root" ? geteuid() != 0 : project.program(need) == nil
    }
    return missing.isEmpty ? nil : "needs \(missing.joined(separator: ", "))"
  }

  private func caseName(_ block: PageTests.Block) -> String {
    block.options.name
      ?? "the \(block.output == nil ? "console block" : "output") at line \(document.place(0, of: block).line)"
  }

  // MARK: what a result depends on

  private func key(_ runs: [Bool]) -> Hash {
    var key = KeyWriter()
    key.add("transcripts")
    key.add(docbuildVersion)
    key.add("\(geteuid()) \(settings.wantsSandbox)")
    let root = project.root.path
    key.add("\(project.configuration.test.vary)")
    key.add(root.bytes)
    key.add(document.document.path)
    for (name, value) in transcriptEnvironment(of: project).sorted(by: { $0.key < $1.key }) {
      key.add("\(name)=\(value)")
      if name == "PATH" { key.add(contents.programs(on: value).bytes) }
    }
    if let reads = reads(runs) {
      key.add(contents.digest(of: document.document.path.folder).bytes)
      for path in reads { key.add(contents.everything(at: path).bytes) }
    } else {
      key.add(contents.everything(at: []).bytes)
    }
    for (block, isRun) in zip(blocks, runs) {
      key.add("\(isRun) \(block.options)")
      if let output = block.output { key.add(output.text) }
      for line in block.lines { key.add(line) }
      for need in block.options.needs {
        if let program = project.program(need) { key.add(program: program) }
      }
    }
    for (prompt, shell) in shells(runs) {
      key.add(prompt)
      key.add(shell)
    }
    return key.hash
  }

  private func sandbox(_ runs: [Bool]) -> Sandbox {
    let needs = zip(blocks, runs).filter(\.1).flatMap(\.0.options.needs)
    return Sandbox(of: project, reads: reads(runs), keepsRoot: needs.contains("root"))
  }

  /// The prompts of the blocks that are run, with the commands that serve them.
  private func shells(_ runs: [Bool]) -> [(prompt: String, shell: String)] {
    let prompts = zip(blocks, runs).filter(\.1).flatMap { $0.0.transcript?.commands ?? [] }
      .map(\.prompt)
    return Set(prompts).sorted().compactMap { prompt in
      project.configuration.prompts[prompt].map { (prompt, $0) }
    }
  }

  /// What of the project the transcripts can read, below the root; nil for all of it.
  ///
  /// They share a shell, so each must say what it reads, and without a sandbox nothing keeps them to it.
  private func reads(_ runs: [Bool]) -> [Bytes]? {
    guard settings.wantsSandbox, project.root.path != .top else { return nil }
    var paths = project.configuration.test.reads(of: document.document.path)
    let said = zip(blocks, runs).filter(\.1).map(\.0.options.reads)
    if paths != nil || !said.contains(where: { $0 == nil }) {
      paths = (paths ?? []) + said.compactMap { $0 }.flatMap { $0 }
    }
    // A shell of the project's own must be there.
    let own = shells(runs).compactMap { $0.shell.split(separator: " ").first.map(String.init) }
      .filter { $0.contains("/") && TestOptions.isBelowRoot($0) }
    guard let named = paths.map({ ($0 + own).map { Bytes($0.utf8).folded } }),
      !named.contains([])
    else { return nil }
    return Set(named).sorted { $0.comesBefore($1) }
  }

  // MARK: what does not hold

  private func diagnostics(of result: TranscriptSession.BlockResult, in block: PageTests.Block)
    -> [Diagnostic]
  {
    let commands = block.transcript?.commands ?? []
    var found: [Diagnostic] = []
    for (command, done) in zip(commands, result.commands) {
      found += problems(of: command, done, in: block)
    }
    if let trouble = result.shellTrouble, result.commands.count < commands.count {
      let command = commands[result.commands.count]
      var notes: [Diagnostic.Note] = []
      if let shell = project.configuration.prompts[command.prompt] {
        notes.append(.init("'prompts' in docbuild.toml starts it by '\(shell)'"))
      }
      found.append(
        Diagnostic(
          .shellEnded, "the shell behind the prompt '\(command.prompt)' can't be used: \(trouble)",
          at: document.place(command.lines.lowerBound, of: block), notes: notes))
    }
    return found
  }

  private func problems(
    of command: Transcript.Command, _ done: TranscriptSession.CommandResult,
    in block: PageTests.Block
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
          notes: last + [.init("'<!-- test(timeout=…) -->' before the block gives it more time")])
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
    let alignment = Alignment(command.expected, done.output)
    if !alignment.isMatch {
      found.append(mismatch(command, status, done.output, alignment, in: block))
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
    in block: PageTests.Block
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
    let isPrompt = missing.map { Transcript.looksLikeCommand(command.expected[$0].text) } ?? false
    let trouble = AcceptTrouble(command, status, output, alignment, takesStatus: false)
    notes.append(
      .init(
        isPrompt
          ? "if this is a command: 'prompts' in docbuild.toml names the prompts"
          : trouble.map { "'docbuild accept' leaves this alone: \($0.cure)" }
            ?? "'docbuild accept \(document.name)' makes what it prints the new expectation"))
    return Diagnostic(.outputMismatch, message, at: place, notes: notes)
  }

  /// A line of output for a message, with its controls written out.
  private func shown(_ line: Bytes) -> String { (line.withEscapedControls ?? line).text }
}
