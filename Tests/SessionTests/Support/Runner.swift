import Foundation
import Glibc

/// A program to run, with everything that surrounds it.
struct Command {
  /// What the program finds on its standard input.
  enum Input {
    case bytes([UInt8])
    case file(String)
    /// A pipe that never ends.
    case endless
    /// Not open at all (`<&-`).
    case closed
  }

  /// Where its standard output goes.
  enum Output {
    case captured
    /// The pipe's reader goes away after so many bytes (`| head -c N`).
    case readerLeaves(after: Int)
    case file(String)
    /// Not open at all (`>&-`).
    case closed
  }

  var program: String
  var arguments: [String] = []
  var input = Input.bytes([])
  var output = Output.captured
  /// Whether standard error is not open at all.
  var closesErrors = false
  var folder: String?
  /// The whole environment.
  var environment: [String: String] = ["PATH": "/usr/local/bin:/usr/bin:/bin", "LC_ALL": "C.UTF-8"]
  /// The folder that must not go away before the program has run.
  var keeps: Folder?
  /// Seconds until the program and what it started are killed, far more than any takes: on a busy machine waiting for
  /// its turn counts too.
  var limit = 120.0
}

/// What became of a program.
struct Outcome {
  /// The exit status; 128 and the signal's number when a signal ended it.
  let status: Int
  let output: [UInt8]
  let errors: [UInt8]
  let timedOut: Bool
  let seconds: Double
  /// How many bytes it read by system calls, of files and pipes.
  let bytesRead: Int

  var text: String { String(decoding: output, as: UTF8.self) }
  var messages: String { String(decoding: errors, as: UTF8.self) }
}

struct RunnerTrouble: Error { let message: String }

/// A program that runs.
final class Running {
  let process: pid_t
  private var input: Int32
  private var output: Int32
  private var errors: Int32
  private let command: Command
  private let start = ContinuousClock.now
  private var reaped: (status: Int32, bytesRead: Int)?

  /// Starts it in a process group of its own with default signals and no descriptors but the standard ones.
  init(_ command: Command) throws {
    _ = usualMask
    self.command = command
    var actions = posix_spawn_file_actions_t()
    posix_spawn_file_actions_init(&actions)
    defer { posix_spawn_file_actions_destroy(&actions) }
    var closing: [Int32] = []
    defer { for number in closing { close(number) } }
    input = -1
    output = -1
    errors = -1
    switch command.input {
    case .bytes, .endless:
      let (reader, writer) = try pipePair()
      closing.append(reader)
      input = writer
      posix_spawn_file_actions_adddup2(&actions, reader, 0)
    case .file(let path): posix_spawn_file_actions_addopen(&actions, 0, path, O_RDONLY, 0)
    case .closed: posix_spawn_file_actions_addclose(&actions, 0)
    }
    switch command.output {
    case .captured, .readerLeaves:
      let (reader, writer) = try pipePair()
      closing.append(writer)
      output = reader
      posix_spawn_file_actions_adddup2(&actions, writer, 1)
    case .file(let path):
      posix_spawn_file_actions_addopen(&actions, 1, path, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    case .closed: posix_spawn_file_actions_addclose(&actions, 1)
    }
    if command.closesErrors {
      posix_spawn_file_actions_addclose(&actions, 2)
    } else {
      let (reader, writer) = try pipePair()
      closing.append(writer)
      errors = reader
      posix_spawn_file_actions_adddup2(&actions, writer, 2)
    }
    if let folder = command.folder { _ = addFolder(&actions, folder) }

    _ = addClosing(&actions, from: 3)

    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var all = sigset_t()
    sigfillset(&all)
    posix_spawnattr_setsigdefault(&attributes, &all)
    var none = sigset_t()
    sigemptyset(&none)
    posix_spawnattr_setsigmask(&attributes, &none)
    posix_spawnattr_setpgroup(&attributes, 0)
    posix_spawnattr_setflags(
      &attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETPGROUP))

    let words = ([command.program] + command.arguments).map { strdup($0) } + [nil]
    let variables = command.environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for pointer in words + variables { free(pointer) } }
    var started: pid_t = 0
    let code = posix_spawn(&started, command.program, &actions, &attributes, words, variables)
    process = started
    guard code == 0 else {
      for number in [input, output, errors] where number >= 0 { close(number) }
      throw RunnerTrouble(
        message: "cannot start '\(command.program)': \(String(cString: strerror(code)))")
    }
    for number in [input, output, errors] where number >= 0 {
      _ = fcntl(number, F_SETFL, fcntl(number, F_GETFL) | O_NONBLOCK)
    }
  }

  func signal(_ number: Int32) { kill(process, number) }

  /// Feeds and reads it until it ends, or is killed because its time is up.
  func finish() -> Outcome {
    var given = [UInt8]()
    if case .bytes(let bytes) = command.input { given = bytes }
    var at = 0
    var gathered: (output: [UInt8], errors: [UInt8]) = ([], [])
    var timedOut = false
    func closeInput() {
      if input >= 0 { close(input) }
      input = -1
    }
    func endOfInput() -> Bool {
      if case .bytes = command.input { return at >= given.count }
      return false
    }
    var leaves = Int.max
    if case .readerLeaves(let count) = command.output { leaves = count }
    func drain(_ descriptor: inout Int32, _ bytes: inout [UInt8]) {
      guard descriptor >= 0 else { return }
      var room = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let got = read(descriptor, &room, min(room.count, leaves))
        if got > 0 {
          bytes += room[..<got]
          if leaves < Int.max { return }
        } else if got == 0 {
          close(descriptor)
          descriptor = -1
          return
        } else {
          return
        }
      }
    }
    while true {
      if endOfInput() { closeInput() }
      var waits = [
        pollfd(fd: output, events: Int16(POLLIN), revents: 0),
        pollfd(fd: errors, events: Int16(POLLIN), revents: 0),
        pollfd(fd: at < given.count ? input : -1, events: Int16(POLLOUT), revents: 0),
      ]
      _ = poll(&waits, 3, 10)
      if waits[0].revents != 0 { drain(&output, &gathered.output) }
      if waits[1].revents != 0 { drain(&errors, &gathered.errors) }
      if gathered.output.count >= leaves, output >= 0 {
        close(output)
        output = -1
      }
      if waits[2].revents != 0, input >= 0 {
        let put = writeQuietly(input, given[at...])
        if put > 0 { at += put } else if put < 0 { at = given.count }
      }
      if ended() { break }
      if seconds(since: start) > command.limit {
        timedOut = true
        kill(-process, SIGKILL)
        while !ended() { usleep(1000) }
        break
      }
    }
    closeInput()
    drain(&output, &gathered.output)
    drain(&errors, &gathered.errors)
    for number in [output, errors] where number >= 0 { close(number) }
    let status = reaped?.status ?? 0
    return Outcome(
      status: Int(status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)),
      output: gathered.output,
      errors: gathered.errors, timedOut: timedOut, seconds: seconds(since: start),
      bytesRead: reaped?.bytesRead ?? 0)
  }

  private func ended() -> Bool {
    var info = siginfo_t()
    guard waitid(P_PID, id_t(process), &info, WEXITED | WNOHANG | WNOWAIT) == 0,
      info.si_signo == SIGCHLD
    else {
      return false
    }
    // What it did is told as long as nobody has waited for it.
    let account = (try? String(contentsOfFile: "/proc/\(process)/io", encoding: .utf8)) ?? ""
    let line = account.split(separator: "\n").first { $0.hasPrefix("rchar: ") }
    var status: Int32 = 0
    guard waitpid(process, &status, 0) == process else { return false }
    reaped = (status, line.flatMap { Int($0.dropFirst(7)) } ?? 0)
    return true
  }
}

func run(_ command: Command) throws -> Outcome { try Running(command).finish() }

private func seconds(since start: ContinuousClock.Instant) -> Double {
  let duration = ContinuousClock.now - start
  return Double(duration.components.seconds) + Double(duration.components.attoseconds) / 1e18
}

private func pipePair() throws -> (reader: Int32, writer: Int32) {
  var ends: [Int32] = [0, 0]
  guard pipe2(&ends, O_CLOEXEC) == 0 else {
    throw RunnerTrouble(message: "no pipe: errno \(errno)")
  }
  // A child must not lose an end that is one of its standard descriptors already.
  for index in 0...1 where ends[index] < 3 {
    let moved = fcntl(ends[index], F_DUPFD_CLOEXEC, 3)
    close(ends[index])
    ends[index] = moved
  }
  return (ends[0], ends[1])
}

/// Writes without SIGPIPE; 0 when it would block, negative when the reader is gone.
private func writeQuietly(_ descriptor: Int32, _ bytes: ArraySlice<UInt8>) -> Int {
  _ = ignoresBrokenPipes
  let put = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
  return put >= 0 ? put : errno == EAGAIN || errno == EINTR ? 0 : -1
}

private let ignoresBrokenPipes: Void = { _ = Glibc.signal(SIGPIPE, SIG_IGN) }()

/// What tests make has the usual rights, whatever mask the tests were started with.
let usualMask: mode_t = umask(0o022)

/// Whether the system tells how much a child has read; some hide `/proc/PID/io` from all but root.
let readsAreCounted: Bool = {
  let command = Command(program: "/bin/cat", arguments: ["/proc/self/status"])
  return ((try? run(command))?.bytesRead ?? 0) > 0
}()
