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
  /// What they did before, where nothing has changed that concerns them.
  let earlier: Result?

  struct Result: Sendable {
    var diagnostics: [Diagnostic] = []
    var cases: [TestCase] = []
    /// Why the kernel did not grant a sandbox.
    var refusedSandbox: String?
    /// What the commands of each block did; nil for blocks that were not run.
    var outcome: TranscriptSession.Outcome?
    /// What it rests on; nil where nothing was to be run.
    var key: Hash?
    /// Whether nothing was run for it: it is known.
    var isKnown = false
    /// A trouble of the machine, for exit code 2.
    var trouble: String?
  }

  var blocks: [PageTests.Block] { document.transcripts }

  /// For each block the folder whose copy it starts in.
  private var starts: [RootPath] { document.starts?.folders ?? [] }

  /// Runs what is to be run, unless it is known to pass, and says what does not hold.
  func run() -> Result {
    if let earlier { return earlier.known }
    let isChosen = settings.choice.runs(blocks, of: document)
    var result = run(isChosen)
    result.cases = zip(result.cases, isChosen).filter(\.1).map(\.0)
    return result
  }

  private func run(_ isChosen: [Bool]) -> Result {
    var result = Result()
    let reasons = blocks.map(reasonToSkip)
    for (block, reason) in zip(blocks, reasons) {
      result.cases.append(
        TestCase(
          kind: .transcript, name: caseName(block), outcome: reason.map { .skipped($0) } ?? .passed)
      )
    }
    let runs = zip(reasons, isChosen).map { $0 == nil && $1 }
    guard runs.contains(true) else { return result }
    let key = key(runs)
    result.key = key
    if let same = settings.earlier?.result(of: document.document.path, resting: key) {
      return same.known
    }
    if settings.usesCache, passed.holds(key) {
      result.isKnown = true
      for index in runs.indices where runs[index] { result.cases[index].outcome = .kept }
      return result
    }
    guard let supervisor = settings.supervisor else {
      preconditionFailure("who runs console blocks hands in a supervisor")
    }
    let session = TranscriptSession(
      supervisor: supervisor, project: project, starts: starts, contents: contents,
      prompts: project.configuration.prompts, sandbox: settings.wantsSandbox ? sandbox(runs) : nil,
      interrupt: interrupt)
    var unshown: [Int: Diagnostic] = [:]
    do {
      var outcome = try session.run(blocks, runs: runs)
      unshown = showOutputs(&outcome)
      result.diagnostics += unshown.sorted { $0.key < $1.key }.map(\.value)
      result.outcome = outcome
      result.trouble = outcome.remains
      if !outcome.incomplete.isEmpty {
        noteIncomplete(outcome.incomplete, runs, &result)
        return result
      }
      judge(outcome, &result)
    } catch let refusal as SandboxRefused {
      result.refusedSandbox = refusal.reason
    } catch {
      result.trouble = (error as? SystemError)?.message ?? "\(error)"
    }
    for index in runs.indices where runs[index] && result.outcome?.blocks[index] == nil {
      result.cases[index].outcome = unshown[index] == nil ? .notRun : .failed
      result.cases[index].commands = unshown[index] == nil ? 0 : 1
    }
    // What needs something that may come is tried again.
    let isWhole = result.outcome?.blocks.allSatisfy { $0?.unmet == nil } ?? false
    if result.diagnostics.isEmpty, !result.cases.contains(where: { $0.outcome == .notRun }),
      result.trouble == nil, isWhole
    {
      passed.add(key)
    }
    return result
  }

  func reasonToSkip(_ block: PageTests.Block) -> String? {
    if let reason = block.options.skip { return reason }
    let missing = block.options.needs.filter { need in
      need == "root"
        ? geteuid() != 0 : !TestOptions.isCondition(need) && project.program(need) == nil
    }
    return missing.isEmpty ? nil : "needs \(missing.joined(separator: ", "))"
  }

  private func caseName(_ block: PageTests.Block) -> String {
    let kind =
      block.isHidden ? "hidden block" : block.output == nil ? "console block" : "output"
    return block.options.name ?? "the \(kind) at line \(document.place(0, of: block).line)"
  }

  // MARK: what a result depends on

  /// What the result of those blocks depends on.
  func key(_ runs: [Bool]) -> Hash {
    var key = KeyWriter()
    key.add("transcripts")
    key.add(docbuildVersion)
    key.add("\(geteuid()) \(settings.wantsSandbox)")
    let root = project.root.path
    key.add("\(project.configuration.test.vary(in: document.document.path))")
    key.add(root.bytes)
    key.add(document.document.path)
    for (name, value) in transcriptEnvironment(of: project).sorted(by: { $0.key < $1.key }) {
      key.add("\(name)=\(value)")
      if name == "PATH" { key.add(contents.programs(on: value).bytes) }
    }
    if let reads = reads(runs) {
      for start in Set(starts).sorted() {
        key.add(start)
        key.add(contents.digest(of: start).bytes)
      }
      for path in reads { key.add(contents.everything(at: path).bytes) }
    } else {
      key.add(contents.everything(at: .root).bytes)
    }
    for ((block, start), isRun) in zip(zip(blocks, starts), runs) {
      key.add("\(isRun) \(block.options)")
      key.add(start)
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

  /// What of the project the transcripts can read; nil for all of it.
  ///
  /// They share a shell, so each must say what it reads, and without a sandbox nothing keeps them to it.
  private func reads(_ runs: [Bool]) -> [RootPath]? {
    guard settings.wantsSandbox, project.root.path != .top else { return nil }
    var paths = project.configuration.test.reads(of: document.document.path)
    let said = zip(blocks, runs).filter(\.1).map(\.0.options.reads)
    if paths != nil || !said.contains(where: { $0 == nil }) {
      paths = (paths ?? []) + said.compactMap { $0 }.flatMap { $0 }
    }
    // A shell of the project's own must be there.
    let own = shells(runs).compactMap { $0.shell.split(separator: " ").first.map(String.init) }
      .filter { $0.contains("/") && TestOptions.isBelowRoot($0) }
    guard let named = paths.map({ ($0 + own).compactMap { RootPath(folding: Bytes($0.utf8)) } }),
      !named.contains(.root)
    else { return nil }
    return Set(named).sorted()
  }
}
