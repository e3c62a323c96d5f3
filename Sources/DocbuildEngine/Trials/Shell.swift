import CKernel
import CSupervisor
import DocbuildCore
import Glibc

/// A shell that runs a transcript's commands one after the other and keeps its state between them.
final class Shell {
  enum Ending: Sendable, Equatable {
    case status(Int)
    /// The shell itself ended with that status.
    case shellEnded(Int)
    case timedOut
    /// docbuild itself was asked to end.
    case interrupted
    /// More output than `Shell.mostOutput`.
    case tooMuchOutput
  }

  private let supervisor: Supervisor
  private let interrupt: Interrupt
  private let number: Int
  private let input: Descriptor
  private let output: Descriptor
  private var marks: any ShellMarks
  /// Behind the last command's output.
  private var rest: Bytes = []
  private(set) var hasEnded = false
  /// The folder that it stood in behind the last command; nil where it does not say.
  private(set) var folder: Bytes?

  /// The bytes that one command may print.
  static let mostOutput = 4 << 20

  /// Starts a shell by `command`, for a prompt of the configuration: it reads from its standard input.
  init(
    _ command: String, in folder: AbsolutePath, of supervisor: Supervisor,
    until interrupt: Interrupt
  ) throws(SystemError) {
    let (theirInput, input) = try Shell.pipe()
    let (output, theirOutput) = try Shell.pipe()
    _ = docbuild_set_nonblocking(input.number)
    _ = docbuild_set_nonblocking(output.number)
    self.supervisor = supervisor
    self.interrupt = interrupt
    self.input = input
    self.output = output
    marks = PrintedMarks()
    number = try supervisor.startShell(
      command, in: folder, input: theirInput.number, output: theirOutput.number)
  }

  /// Starts a bash of our own, which reads from a FIFO in `parent` and starts in `folder`.
  init(
    bashIn folder: AbsolutePath, reportingIn parent: AbsolutePath, of supervisor: Supervisor,
    until interrupt: Interrupt
  ) throws(SystemError) {
    let reports = try ReportedMarks(in: parent, startingIn: folder)
    let (output, theirOutput) = try Shell.pipe()
    _ = docbuild_set_nonblocking(output.number)
    guard
      case .success(let nothing) = Descriptor.open(
        AbsolutePath(trusted: Bytes("/dev/null".utf8)), flags: O_RDONLY)
    else { throw SystemError("cannot open", "/dev/null") }
    self.supervisor = supervisor
    self.interrupt = interrupt
    self.output = output
    input = reports.script
    marks = reports
    number = try supervisor.startShell(
      ReportedMarks.command, in: reports.folder, input: nothing.number,
      output: theirOutput.number)
  }

  private static func pipe() throws(SystemError) -> (reader: Descriptor, writer: Descriptor) {
    var reader: Int32 = -1
    var writer: Int32 = -1
    let code = docbuild_pipe(&reader, &writer)
    if code != 0 { throw SystemError("cannot make", "a pipe", code) }
    return (Descriptor(reader), Descriptor(writer))
  }

  /// Runs `command` and waits for it at most until `deadline` (of `Clock.now`).
  ///
  /// - Parameter isBroken: whether bash does not understand it, so that it must not take what follows for a part of it.
  func run(_ command: Bytes, isBroken: Bool = false, until deadline: Int) -> (
    output: Bytes, ending: Ending
  ) {
    let script = marks.script(for: command, isBroken: isBroken)
    var sent = 0
    var got = rest
    rest = []
    marks.begin()
    while true {
      if let end = marks.end(in: got) {
        // What was printed before the report is in the pipe.
        while end.isReported, take(into: &got), got.count <= Shell.mostOutput {}
        folder = end.folder
        let output = end.isReported ? got[...] : got[..<end.output]
        rest = end.isReported ? [] : Bytes(got[end.next...])
        return (marks.clean(Bytes(output)), .status(end.status))
      }
      if got.count > Shell.mostOutput { return (got, .tooMuchOutput) }
      if interrupt.isSet { return (got, .interrupted) }
      let left = deadline - Clock.now
      if left <= 0 { return (got, .timedOut) }
      var watched = [
        pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: supervisor.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: sent < script.count ? input.number : -1, events: Int16(POLLOUT), revents: 0),
        pollfd(fd: marks.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      poll(&watched, nfds_t(watched.count), Int32(min(left, 500)))
      if watched[2].revents != 0 {
        let put = script[sent...].withUnsafeBytes {
          docbuild_put(input.number, $0.baseAddress, $0.count)
        }
        if put > 0 { sent += put } else if put == -Int(EPIPE) { sent = script.count }
      }
      if watched[3].revents != 0 { marks.read() }
      if watched[0].revents != 0 { _ = take(into: &got) }
      if watched[1].revents != 0, let status = supervisor.status(ofShell: number) {
        hasEnded = true
        // What it printed last is still in the pipe.
        while take(into: &got), got.count <= Shell.mostOutput {}
        marks.read()
        if let end = marks.end(in: got) {
          let output = end.isReported ? got[...] : got[..<end.output]
          return (marks.clean(Bytes(output)), .status(end.status))
        }
        return (marks.clean(got), .shellEnded(status))
      }
    }
  }

  /// Waits until `isEnough` says so of what came and comes behind a command's output; at most until `deadline`.
  func more(than output: Bytes, until deadline: Int, isEnough: (Bytes) -> Bool) -> Bytes {
    var got = output + rest
    rest = []
    while !isEnough(got), got.count <= Shell.mostOutput, !interrupt.isSet {
      let left = deadline - Clock.now
      if left <= 0 { break }
      var watched = [
        pollfd(fd: self.output.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: interrupt.descriptor, events: Int16(POLLIN), revents: 0),
      ]
      poll(&watched, nfds_t(watched.count), Int32(min(left, 500)))
      guard watched[0].revents != 0 else { continue }
      // The other end is closed.
      if !take(into: &got) { break }
    }
    return got
  }

  /// Reads what is there; false when that is nothing.
  private func take(into got: inout Bytes) -> Bool { output.take(into: &got) }
}

extension Descriptor {
  /// Reads what is there without waiting; false when that is nothing.
  func take(into got: inout Bytes) -> Bool {
    let old = got.count
    let room = 1 << 16
    got += Bytes(repeating: 0, count: room)
    let count = got.withUnsafeMutableBytes { all in
      Glibc.read(number, all.baseAddress.map { $0 + old }, room)
    }
    got.removeLast(room - max(0, count))
    return count > 0
  }
}

/// A clock that only goes forward.
enum Clock {
  /// In milliseconds.
  static var now: Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return time.tv_sec * 1000 + time.tv_nsec / 1_000_000
  }
}
