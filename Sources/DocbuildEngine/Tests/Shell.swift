import CKernel
import CSupervisor
import DocbuildCore
import Glibc

/// A shell that runs a transcript's commands one after the other and keeps its state between them.
///
/// Each command is handed over as `eval '…' </dev/null`, so that it can read nothing of what follows, and behind it a
/// line that prints a mark with the exit status; what comes before the mark is the command's output.
final class Shell {
  enum Ending: Sendable, Equatable {
    case status(Int)
    /// The shell itself ended with that status.
    case shellEnded(Int)
    case timedOut
    /// docbuild itself was told to end.
    case interrupted
    /// More output than `Shell.mostOutput`.
    case tooMuchOutput
  }

  private let supervisor: Supervisor
  private let number: Int
  private let input: Descriptor
  private let output: Descriptor
  private let mark: String
  /// Behind the last mark.
  private var rest: Bytes = []
  private(set) var hasEnded = false

  /// The bytes that one command may print.
  static let mostOutput = 4 << 20

  /// Starts a shell by `command`.
  init(_ command: String, in folder: Bytes, of supervisor: Supervisor) throws(SystemError) {
    self.supervisor = supervisor
    let (theirInput, input) = try Shell.pipe()
    let (output, theirOutput) = try Shell.pipe()
    _ = docbuild_set_nonblocking(input.number)
    _ = docbuild_set_nonblocking(output.number)
    self.input = input
    self.output = output
    var generator = SystemRandomNumberGenerator()
    mark = "docbuild-" + String(generator.next(), radix: 36)
    number = try supervisor.startShell(
      command, in: folder, input: theirInput.number, output: theirOutput.number)
  }

  private static func pipe() throws(SystemError) -> (reader: Descriptor, writer: Descriptor) {
    var reader: Int32 = -1
    var writer: Int32 = -1
    let code = docbuild_pipe(&reader, &writer)
    if code != 0 { throw SystemError("cannot make", "a pipe", code) }
    return (Descriptor(reader), Descriptor(writer))
  }

  /// Runs `command` and waits for it at most until `deadline` (of `Clock.now`).
  func run(_ command: Bytes, until deadline: Int) -> (output: Bytes, ending: Ending) {
    var script = Bytes("eval '".utf8)
    for byte in command {
      if byte == UInt8(ascii: "'") { script += Bytes("'\\''".utf8) } else { script.append(byte) }
    }
    // In two parts, so that a shell that traces its commands does not print the mark; the braces keep the trace out.
    let (first, second) = (mark.prefix(8), mark.dropFirst(8))
    script += Bytes(
      "' </dev/null\n{ printf '%s%s:%d\\n' '\(first)' '\(second)' \"$?\"; } 2>/dev/null\n".utf8)
    return exchange(script, until: deadline)
  }

  private func exchange(_ script: Bytes, until deadline: Int) -> (output: Bytes, ending: Ending) {
    var sent = 0
    var got = rest
    rest = []
    var searched = 0
    while true {
      if let found = endOfOutput(in: got, from: &searched) {
        rest = Bytes(got[found.next...])
        return (Bytes(got[..<found.end]), .status(found.status))
      }
      if got.count > Shell.mostOutput { return (got, .tooMuchOutput) }
      if docbuild_caught_signal() != 0 { return (got, .interrupted) }
      let left = deadline - Clock.now
      if left <= 0 { return (got, .timedOut) }
      var watched = [
        pollfd(fd: output.number, events: Int16(POLLIN), revents: 0),
        pollfd(fd: supervisor.descriptor, events: Int16(POLLIN), revents: 0),
        pollfd(fd: sent < script.count ? input.number : -1, events: Int16(POLLOUT), revents: 0),
      ]
      poll(&watched, 3, Int32(min(left, 500)))
      if watched[2].revents != 0 {
        let put = script[sent...].withUnsafeBytes {
          write(input.number, $0.baseAddress, $0.count)
        }
        if put > 0 { sent += put } else if errno == EPIPE { sent = script.count }
      }
      if watched[0].revents != 0 { _ = take(into: &got) }
      if watched[1].revents != 0, let status = supervisor.status(ofShell: number) {
        hasEnded = true
        // What it printed last is still in the pipe.
        while take(into: &got), got.count <= Shell.mostOutput {}
        if let found = endOfOutput(in: got, from: &searched) {
          return (Bytes(got[..<found.end]), .status(found.status))
        }
        return (got, .shellEnded(status))
      }
    }
  }

  /// Reads what is there; false when that is nothing.
  private func take(into got: inout Bytes) -> Bool {
    let old = got.count
    let room = 1 << 16
    got += Bytes(repeating: 0, count: room)
    let count = got.withUnsafeMutableBytes { all in
      read(output.number, all.baseAddress.map { $0 + old }, room)
    }
    got.removeLast(room - max(0, count))
    return count > 0
  }

  /// Where the output ends and the next begins, when the mark has come.
  private func endOfOutput(in got: Bytes, from searched: inout Int) -> (
    end: Int, next: Int, status: Int
  )? {
    let wanted = Bytes((mark + ":").utf8)
    while searched + wanted.count < got.count {
      guard
        let at = got.firstOffset(of: wanted[0], in: searched..<got.count - wanted.count)
      else {
        searched = got.count - wanted.count
        return nil
      }
      searched = at
      if got[at..<at + wanted.count].elementsEqual(wanted) {
        let digits = at + wanted.count
        guard let feed = got.firstOffset(of: UInt8(ascii: "\n"), in: digits..<got.count) else {
          return nil
        }
        return (at, feed + 1, Int(got[digits..<feed].text) ?? 0)
      }
      searched += 1
    }
    return nil
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
