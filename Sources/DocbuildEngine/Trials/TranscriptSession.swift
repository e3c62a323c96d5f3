import DocbuildCore
import Glibc
import Synchronization

/// Runs the transcripts of one document in order.
struct TranscriptSession {
  /// What keeps the shells.
  let supervisor: SupervisorProgram
  let project: Project
  /// For each block the folder, below the root, whose copy it starts in.
  let starts: [RootPath]
  /// Knows the files of folders, which are copied.
  let contents: Contents
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
    /// Where its shell stood before it, for a message; nil where the shell does not say.
    var standing: Standing?

    /// The status that it ended with; nil when it was ended.
    var status: Int? {
      switch ending {
      case .status(let status), .shellEnded(let status): status
      case .timedOut, .interrupted, .tooMuchOutput: nil
      }
    }

    /// Its last lines, for a message.
    var tail: [String] {
      let last = output.lastIndex { !$0.allSatisfy(\.isBlank) } ?? -1
      return output[..<(last + 1)].suffix(3).map {
        "it printed: \(($0.withEscapedControls ?? $0).text)"
      }
    }
  }

  /// What became of one block: a result for each command that was run, in order.
  struct BlockResult: Sendable {
    var commands: [CommandResult] = []
    /// Why it is skipped after all: a command of `needs` did not succeed.
    var unmet: String?
    /// What became of its set-up where that failed: then none of its commands was run.
    var failedSetup: CommandResult?
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
    /// The commands that are not complete, by block and command, nil for its set-up: nothing was run.
    var incomplete: [(block: Int, command: Int?, why: String)] = []
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
    var isOver = false
    var isFresh = false
    var captures = Captures()
    // Before anything runs: a command that is not complete would swallow the next.
    let first = try RunningFolder(self, starts[runs.firstIndex(of: true) ?? 0])
    let grammar = first.grammar(of: blocks, runs)
    outcome.incomplete = grammar.incomplete
    guard outcome.incomplete.isEmpty else {
      outcome.remains = first.end()
      return outcome
    }
    var running: RunningFolder? = first
    // What cleans up runs in any case.
    let lastShown = blocks.indices.last { runs[$0] && !blocks[$0].isHidden } ?? -1
    for (number, (block, isWanted)) in zip(blocks, runs).enumerated() {
      if block.options.isFresh { (isFresh, isOver) = (true, false) }
      guard isWanted, let transcript = block.transcript else {
        captures.skip(block.lines)
        outcome.blocks.append(nil)
        continue
      }
      if isFresh, running.map({ $0.isUsed || $0.start != starts[number] }) ?? false {
        outcome.remains = running?.end() ?? outcome.remains
        running = nil
      }
      isFresh = false
      if isOver, number < lastShown || !block.isHidden || interrupt.isSet {
        outcome.blocks.append(BlockResult(isLeftOut: true))
        continue
      }
      let here = try running ?? RunningFolder(self, starts[number])
      running = here
      for path in here.paths where !outcome.temporaryPaths.contains(path) {
        outcome.temporaryPaths.append(path)
      }
      let result = try here.run(
        block, transcript, broken: grammar.broken[number] ?? [], &captures)
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
    return switch failedSetup?.ending ?? commands.last?.ending {
    case .timedOut, .interrupted, .tooMuchOutput: true
    default: false
    }
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
