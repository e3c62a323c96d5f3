import DocbuildCore
import Glibc

/// A fresh folder with the shells that work in it.
final class RunningFolder {
  /// The folder of the project of which it is a copy.
  let start: RootPath
  private let session: TranscriptSession
  private let folder: FreshFolder
  private let supervisor: Supervisor
  private var shells: [String: Shell] = [:]
  /// What is known of commands that must succeed: why one does not; nil where it does.
  private var conditions: [String: String?] = [:]
  /// Whether commands have been run in it.
  private(set) var isUsed = false

  init(_ session: TranscriptSession, _ start: RootPath) throws {
    self.session = session
    self.start = start
    folder = try FreshFolder(
      copying: session.contents.files(in: start), of: start, in: session.project)
    var environment = transcriptEnvironment(of: session.project)
    environment["HOME"] = folder.home.text
    environment["TMPDIR"] = folder.temporary.text
    if session.sandbox != nil {
      let cache =
        Sandbox.cache(session.project.environment) ?? folder.home.joined(Bytes(".cache".utf8))
      environment["XDG_CACHE_HOME"] = cache.text
    }
    supervisor = try Supervisor(
      session.supervisor, environment: environment, folder: folder.top, sandbox: session.sandbox)
  }

  /// Ends what runs and takes the folder away; says what can't be.
  func end() -> String? {
    if let left = supervisor.end() { return left }
    return folder.remove()
  }

  /// What bash says of the commands before any is run.
  func grammar(of blocks: [PageTests.Block], _ runs: [Bool]) -> CommandGrammar {
    CommandGrammar(of: blocks, runs) { try? bash(in: folder.home) }
  }

  /// The folders that were made for the commands, those inside others first.
  var paths: [Bytes] {
    [folder.work, folder.home, folder.temporary, folder.top].map(\.bytes)
  }

  /// Runs a block, unless something that it needs is not there.
  func run(
    _ block: PageTests.Block, _ transcript: Transcript, broken: Set<Int>,
    _ captures: inout Captures
  ) throws -> TranscriptSession.BlockResult {
    isUsed = true
    var result = TranscriptSession.BlockResult()
    for condition in block.options.conditions {
      if let why = try whyNot(condition, within: block.options.timeout) {
        result.unmet = why
        return result
      }
    }
    let deadline = Clock.now + block.options.timeout
    if let setup = block.options.setup {
      guard let shell = try shell(behind: Transcript.ownPrompt, until: deadline, &result) else {
        return result
      }
      let standing = standing(of: shell)
      let done = shell.run(Bytes(setup.utf8), isBroken: true, until: deadline)
      if done.ending != .status(0) {
        result.failedSetup = .init(
          output: ShownText.lines(of: done.output), ending: done.ending, standing: standing)
        return result
      }
    }
    try run(transcript, broken: broken, until: deadline, &captures, &result)
    return result
  }

  private func run(
    _ transcript: Transcript, broken: Set<Int>, until deadline: Int, _ captures: inout Captures,
    _ result: inout TranscriptSession.BlockResult
  ) throws {
    for (index, command) in transcript.commands.enumerated() {
      guard let shell = try shell(behind: command.prompt, until: deadline, &result) else { return }
      let standing = standing(of: shell)
      var done = shell.run(command.text, isBroken: broken.contains(index), until: deadline)
      if case .status = done.ending, command.startsInBackground {
        // What it is expected to print may come later.
        done.output = shell.more(than: done.output, until: deadline) { [captures] in
          var captures = captures
          return captures.align(command, ShownText.lines(of: $0)).isMatch
        }
      }
      let output = ShownText.lines(of: done.output)
      _ = captures.align(command, output)
      result.commands.append(.init(output: output, ending: done.ending, standing: standing))
      switch done.ending {
      case .status, .shellEnded: continue
      case .timedOut, .interrupted, .tooMuchOutput: return
      }
    }
  }

  /// The shell of a prompt, which is started if it is not there; nil when it can't be had, which the result says.
  private func shell(
    behind prompt: String, until deadline: Int, _ result: inout TranscriptSession.BlockResult
  ) throws -> Shell? {
    if let known = shells[prompt], !known.hasEnded { return known }
    let shell = try start(prompt)
    let hello = shell.run(Bytes("true".utf8), until: deadline)
    guard hello.ending == .status(0) else {
      result.shellTrouble = trouble(hello)
      return nil
    }
    shells[prompt] = shell
    return shell
  }

  private func bash(in folder: AbsolutePath) throws -> Shell {
    try Shell(
      bashIn: folder, reportingIn: self.folder.top, of: supervisor, until: session.interrupt)
  }

  private func start(_ prompt: String) throws -> Shell {
    guard let command = session.prompts[prompt] else { return try bash(in: folder.work) }
    // A path in the command is one of the project.
    let words = command.split(separator: " ", omittingEmptySubsequences: false)
    let first = words.first.map(String.init) ?? ""
    let isPath = first.contains("/") && !first.hasPrefix("/")
    let whole =
      isPath
      ? (["\"$DOCBUILD_ROOT\"/\(first)"] + words.dropFirst().map(String.init))
        .joined(separator: " ") : command
    return try Shell(
      whole, in: folder.work, of: supervisor,
      until: session.interrupt)
  }

  private func standing(of shell: Shell) -> Standing? {
    shell.folder.map { Standing($0, in: folder, copying: start) }
  }

  private func trouble(_ hello: (output: Bytes, ending: Shell.Ending)) -> String {
    let last = ShownText.lines(of: hello.output).last { !$0.isEmpty }?.text
    return Self.why(hello.ending) + (last.map { ": \($0)" } ?? "")
  }

  private static func why(_ ending: Shell.Ending) -> String {
    switch ending {
    case .status(let status), .shellEnded(let status): "it ended with status \(status)"
    case .timedOut: "it did not answer in time"
    case .interrupted: "docbuild was interrupted"
    case .tooMuchOutput: "it prints without end"
    }
  }

  /// Why a command that must succeed does not; nil when it does. It is run in a shell of its own, once.
  private func whyNot(_ condition: String, within milliseconds: Int) throws -> String? {
    if let known = conditions[condition] { return known }
    let shell = try bash(in: folder.work)
    let script = Bytes("bash --noprofile --norc -c ".utf8) + Bytes(condition.utf8).quotedForShell()
    let done = shell.run(script, until: Clock.now + milliseconds)
    let why: String? =
      done.ending == .status(0) ? nil : "needs '\(condition)': \(Self.why(done.ending))"
    conditions[condition] = .some(why)
    return why
  }
}
