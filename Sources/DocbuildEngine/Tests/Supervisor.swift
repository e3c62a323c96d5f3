import CSupervisor
import DocbuildCore
import Glibc

/// The process that keeps the shells of a document's transcripts and ends all that they started.
///
/// It is this program again, started with `Supervisor.argument`. The type owns it: when the value goes away, the
/// processes are gone too.
final class Supervisor {
  /// Whether the processes have namespaces of their own, and why not.
  enum Confinement: Equatable {
    case sandbox
    case none
    /// The system's reason to refuse it.
    case refused(String)
  }

  let confinement: Confinement
  private let process: pid_t
  private let socket: Int32
  /// The reports about shells that nobody has asked for yet.
  private var started: [Int: Int32] = [:]
  private var ended: [Int: Int32] = [:]
  private var shells = 0

  /// What the program is started with to be a supervisor.
  static let argument = "--docbuild-supervisor"

  /// Starts a supervisor whose shells have just this environment, and which removes `folder` at its end.
  init(environment: [String: String], folder: Bytes, wantsSandbox: Bool) throws(SystemError) {
    let (process, socket) = try Supervisor.start(environment, folder, sandbox: wantsSandbox)
    let answer = Supervisor.answer(on: socket)
    if answer == 0 || answer == -1 {
      confinement = answer == 0 ? .sandbox : .none
      self.process = process
      self.socket = socket
      return
    }
    close(socket)
    waitpid(process, nil, 0)
    (self.process, self.socket) = try Supervisor.start(environment, folder, sandbox: false)
    confinement = .refused(answer.map(systemMessage) ?? "it ended")
    guard Supervisor.answer(on: self.socket) == -1 else {
      throw SystemError("cannot start", "the supervisor of the tests", ECHILD)
    }
  }

  deinit {
    close(socket)
    while waitpid(process, nil, 0) < 0, errno == EINTR {}
  }

  private static func start(_ environment: [String: String], _ folder: Bytes, sandbox: Bool)
    throws(SystemError) -> (
      pid_t, Int32
    )
  {
    var socket: Int32 = -1
    let variables = environment.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    let words = ["docbuild", argument, sandbox ? "sandbox" : "plain", folder.text]
    let process = withCStrings(words) { arguments in
      withCStrings(variables) { variables in
        docbuild_start_supervisor("/proc/self/exe", arguments, variables, &socket)
      }
    }
    guard process > 0 else {
      throw SystemError("cannot start", "the supervisor of the tests", -process)
    }
    return (process, socket)
  }

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
  func startShell(_ command: String, in folder: Bytes, input: Int32, output: Int32)
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

/// Becomes a supervisor, never to return, when the program was started as one.
package func superviseIfAsked() {
  guard CommandLine.argc == 4, let first = CommandLine.unsafeArgv[1],
    strcmp(first, Supervisor.argument) == 0, let kind = CommandLine.unsafeArgv[2],
    let folder = CommandLine.unsafeArgv[3]
  else { return }
  docbuild_supervise(strcmp(kind, "sandbox") == 0 ? 1 : 0, folder)
}
