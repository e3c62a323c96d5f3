import DocbuildCore
import Glibc
import Synchronization

/// Runs the transcripts of one document in order.
struct TranscriptSession {
  /// What keeps the shells.
  let supervisor: SupervisorProgram
  let project: Project
  /// The document's folder below the root, and the files of it that are copied.
  let folder: Bytes
  let files: [Bytes]
  /// From a prompt to the command that starts its shell.
  let prompts: [String: String]
  /// What the shells are kept in; nil for none.
  let sandbox: Sandbox?
  /// Ends the command that runs, and with it the session.
  let interrupt: Interrupt

  /// What became of one command.
  struct CommandResult: Sendable {
    /// The lines that it printed, as a terminal shows them.
    let output: [Bytes]
    let ending: Shell.Ending

    /// The status that it ended with; nil when it was ended.
    var status: Int? {
      switch ending {
      case .status(let status), .shellEnded(let status): status
      case .timedOut, .interrupted, .tooMuchOutput: nil
      }
    }

    /// Its last lines, for a message.
    var tail: [String] {
      output.reversed().drop { $0.allSatisfy(\.isBlank) }.prefix(3).reversed().map {
        "it printed: \(($0.withEscapedControls ?? $0).text)"
      }
    }
  }

  /// What became of one block: a result for each command that was run, in order.
  struct BlockResult: Sendable {
    var commands: [CommandResult] = []
    /// Why its shell could not be had; for the command behind the last result.
    var shellTrouble: String?
    /// Whether it was not run because an earlier block ended the session.
    var isLeftOut = false
  }

  struct Outcome: Sendable {
    /// For each block, in order; nil for those that are skipped.
    var blocks: [BlockResult?] = []
    /// What the session could not take away at its end.
    var remains: String?
    /// The folders that were made for the run, those inside others first.
    var temporaryPaths: [Bytes] = []
    /// The commands that are not complete, by block and command: nothing was run.
    var incomplete: [(block: Int, command: Int, why: String)] = []
  }

  /// Without namespaces of their own documents could take each other's ports, so they run one at a time.
  private static let turn = Mutex(())

  /// Runs those of `blocks` that `runs` names.
  func run(_ blocks: [PageTests.Block], runs: [Bool]) throws -> Outcome {
    if sandbox != nil { return try runInTurn(blocks, runs) }
    return try Self.turn.withLock { _ in
      do { return Result<Outcome, any Error>.success(try runInTurn(blocks, runs)) } catch {
        return .failure(error)
      }
    }.get()
  }

  private func runInTurn(_ blocks: [PageTests.Block], _ runs: [Bool]) throws -> Outcome {
    var outcome = Outcome()
    var running: RunningFolder?
    var isOver = false
    // Before anything runs: a command that is not complete would swallow the next.
    let first = try RunningFolder(self)
    let grammar = first.grammar(of: blocks, runs)
    outcome.incomplete = grammar.incomplete
    guard outcome.incomplete.isEmpty else {
      outcome.remains = first.end()
      return outcome
    }
    running = first
    for (number, (block, isWanted)) in zip(blocks, runs).enumerated() {
      guard isWanted, let transcript = block.transcript else {
        outcome.blocks.append(nil)
        continue
      }
      if block.options.isFresh, running?.isUsed ?? true {
        outcome.remains = running?.end() ?? outcome.remains
        running = nil
        isOver = false
      }
      if isOver {
        outcome.blocks.append(BlockResult(isLeftOut: true))
        continue
      }
      let here: RunningFolder
      if let running { here = running } else { here = try RunningFolder(self) }
      running = here
      for path in here.paths where !outcome.temporaryPaths.contains(path) {
        outcome.temporaryPaths.append(path)
      }
      let result = try here.run(
        transcript, milliseconds: block.options.timeout, broken: grammar.broken[number] ?? [])
      outcome.blocks.append(result)
      if result.endsSession {
        outcome.remains = here.end() ?? outcome.remains
        (running, isOver) = (nil, true)
      }
    }
    outcome.remains = running?.end() ?? outcome.remains
    return outcome
  }
}

extension TranscriptSession.BlockResult {
  /// Whether its shells are of no more use.
  fileprivate var endsSession: Bool {
    if shellTrouble != nil { return true }
    return switch commands.last?.ending {
    case .timedOut, .interrupted, .tooMuchOutput: true
    default: false
    }
  }
}

/// A fresh folder with the shells that work in it.
private final class RunningFolder {
  private let session: TranscriptSession
  private let folder: FreshFolder
  private let supervisor: Supervisor
  private var shells: [String: Shell] = [:]
  /// Whether commands have been run in it.
  private(set) var isUsed = false

  init(_ session: TranscriptSession) throws {
    self.session = session
    folder = try FreshFolder(
      copying: session.files, of: session.folder, in: session.project)
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
    CommandGrammar(of: blocks, runs) {
      try? Shell(
        bashIn: folder.home, reportingIn: folder.top, of: supervisor,
        until: session.interrupt)
    }
  }

  /// The folders that were made for the commands, those inside others first.
  var paths: [Bytes] {
    [folder.work, folder.home, folder.temporary, folder.top].map(\.bytes)
  }

  func run(_ transcript: Transcript, milliseconds: Int, broken: Set<Int>) throws
    -> TranscriptSession.BlockResult
  {
    isUsed = true
    var result = TranscriptSession.BlockResult()
    let deadline = Clock.now + milliseconds
    for (index, command) in transcript.commands.enumerated() {
      let shell: Shell
      if let known = shells[command.prompt], !known.hasEnded {
        shell = known
      } else {
        shell = try start(command.prompt)
        let hello = shell.run(Bytes("true".utf8), until: deadline)
        guard hello.ending == .status(0) else {
          result.shellTrouble = trouble(hello)
          return result
        }
        shells[command.prompt] = shell
      }
      var done = shell.run(command.text, isBroken: broken.contains(index), until: deadline)
      if case .status = done.ending, command.startsInBackground {
        // What it is expected to print may come later.
        done.output = shell.more(than: done.output, until: deadline) {
          Alignment(command.expected, ShownText.lines(of: $0)).isMatch
        }
      }
      result.commands.append(
        .init(output: ShownText.lines(of: done.output), ending: done.ending))
      switch done.ending {
      case .status, .shellEnded: continue
      case .timedOut, .interrupted, .tooMuchOutput: return result
      }
    }
    return result
  }

  private func start(_ prompt: String) throws -> Shell {
    guard let command = session.prompts[prompt] else {
      return try Shell(
        bashIn: folder.work, reportingIn: folder.top, of: supervisor,
        until: session.interrupt)
    }
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

  private func trouble(_ hello: (output: Bytes, ending: Shell.Ending)) -> String {
    let last = ShownText.lines(of: hello.output).last { !$0.isEmpty }?.text
    let why =
      switch hello.ending {
      case .status(let status), .shellEnded(let status): "it ended with status \(status)"
      case .timedOut: "it did not answer in time"
      case .interrupted: "docbuild was interrupted"
      case .tooMuchOutput: "it prints without end"
      }
    return why + (last.map { ": \($0)" } ?? "")
  }
}

/// What the commands find in their environment: the same on every machine, but for the programs on PATH. What lies in
/// a fresh folder is left out.
func transcriptEnvironment(of project: Project) -> [String: String] {
  func value(_ name: String) -> String? { project.environment[name] }
  var path = (value("PATH") ?? "").split(separator: ":").map(String.init)
  for system in ["/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin"]
  where !path.contains(system) { path.append(system) }
  var made = [
    "PATH": path.joined(separator: ":"), "DOCBUILD_ROOT": project.root.path.text, "LANG": "C.UTF-8",
    "LC_ALL": "C.UTF-8", "TZ": "UTC",
    "TERM": "dumb", "COLUMNS": "80", "SHELL": "/bin/bash",
  ]
  for name in ["USER", "LOGNAME"] { made[name] = value(name) }
  // What programs only keep to be faster may be shared.
  made["XDG_CACHE_HOME"] = value("XDG_CACHE_HOME") ?? value("HOME").map { $0 + "/.cache" }
  return made
}
