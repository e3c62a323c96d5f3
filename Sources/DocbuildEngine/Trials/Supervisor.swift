import CKernel
import CSupervisor
import DocbuildCore
import Glibc

/// The process that keeps the shells of a document's transcripts and ends all that they started.
///
/// The type owns it: when the value goes away, the processes are gone too.
final class Supervisor {
  private let process: pid_t
  private var socket: Int32
  /// The reports about shells that nobody has asked for yet.
  private var started: [Int: Int32] = [:]
  private var ended: [Int: Int32] = [:]
  private var shells = 0

  /// Starts a supervisor whose shells have just this environment, and which removes `folder` at its end.
  ///
  /// - Parameter sandbox: what its shells are kept in; nil for none.
  /// - Throws: `SandboxRefused` where the kernel does not grant it, or a `SystemError`.
  init(
    _ program: SupervisorProgram, environment: [String: String], folder: AbsolutePath,
    sandbox: Sandbox?
  ) throws {
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let words =
      program.words.map { Bytes($0.utf8) }
      + [Bytes((sandbox == nil ? "plain" : "sandbox").utf8), folder.bytes] + (sandbox?.words ?? [])
    var socket: Int32 = -1
    let process = withCStrings(words) { arguments in
      withCStrings(variables) { variables in
        docbuild_start(
          program.path, arguments, variables, 1, DOCBUILD_SUPERVISOR_SOCKET, 1, &socket)
      }
    }
    self.process = process
    self.socket = socket
    guard process > 0 else {
      throw SystemError("cannot start", "the supervisor of the tests", -process)
    }
    let answer = Self.answer(on: socket)
    guard answer != (sandbox == nil ? -1 : 0) else { return }
    end()
    guard sandbox != nil else {
      throw SystemError("cannot start", "the supervisor of the tests", ECHILD)
    }
    throw SandboxRefused(reason: answer.map(systemMessage) ?? "it ended")
  }

  deinit { end() }

  /// Ends the shells with all that they have started; what can't be killed is left, and said.
  @discardableResult
  func end() -> String? {
    guard socket >= 0 else { return nil }
    close(socket)
    socket = -1
    guard process > 0, docbuild_await_child(process, Self.patience) == 0 else { return nil }
    // Much may have to be taken away; a process that stays where no signal reaches it is another matter.
    var stuck: (process: pid_t, times: Int) = (0, 0)
    var name = [CChar](repeating: 0, count: 64)
    for _ in 0..<Self.mostSeconds where stuck.times < 3 {
      if docbuild_await_child(process, 1000) != 0 { return nil }
      let found = docbuild_find_unkilled(process, &name, name.count)
      stuck = found > 0 ? (found, found == stuck.process ? stuck.times + 1 : 1) : (0, 0)
    }
    docbuild_leave_child(process)
    let said = Bytes(name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }).text
    return stuck.times > 0
      ? "the process \(stuck.process) ('\(said)') can't be killed, and is left running"
      : "what the commands have started does not end, and is left running"
  }

  /// The milliseconds that killed processes have to go.
  private static let patience: Int32 = 3000
  /// How long it may take until all is taken away.
  private static let mostSeconds = 120

  /// The first report's value: 0 in a sandbox, -1 without, else an errno; nil when the supervisor is gone.
  private static func answer(on socket: Int32) -> Int32? {
    var report = docbuild_supervisor_report()
    while true {
      switch docbuild_take_report(socket, &report) {
      case 1 where report.kind == Kind.ready: return report.value
      case 1: continue
      case 0: return nil
      default:
        var watched = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        poll(&watched, 1, 10_000)
        if watched.revents == 0 { return nil }
      }
    }
  }

  private enum Kind {
    static let ready = Int32(UInt8(ascii: "U"))
    static let started = Int32(UInt8(ascii: "S"))
    static let ended = Int32(UInt8(ascii: "X"))
  }

  /// The descriptor to poll for news.
  var descriptor: Int32 { socket }

  /// Starts `command` by `/bin/sh -c` in `folder`; returns the shell's number.
  func startShell(_ command: String, in folder: AbsolutePath, input: Int32, output: Int32)
    throws(SystemError) -> Int
  {
    let shell = shells
    shells += 1
    let code = folder.withCString { folder in
      docbuild_ask_for_shell(socket, Int32(shell), folder, command, input, output)
    }
    if code != 0 { throw SystemError("cannot start", command, code) }
    return shell
  }

  /// The status that the shell ended with; nil while it runs. A supervisor that is gone has ended all of them.
  func status(ofShell shell: Int) -> Int? {
    var report = docbuild_supervisor_report()
    var isGone = false
    while !isGone {
      switch docbuild_take_report(socket, &report) {
      case 1 where report.kind == Kind.started && report.value != 0:
        ended[Int(report.shell)] = 126
      case 1 where report.kind == Kind.ended: ended[Int(report.shell)] = report.value
      case 1: break
      case 0:
        isGone = true
      default: return ended[shell].map(Int.init)
      }
    }
    return ended[shell].map(Int.init) ?? 137
  }
}

/// The kernel does not grant a sandbox.
struct SandboxRefused: Error {
  /// The system's word for it.
  let reason: String
}
