import DocbuildCore
import Glibc

/// How the end of each command is known, and its status.
protocol ShellMarks {
  /// The descriptor that reports come from; -1 for none.
  var descriptor: Int32 { get }

  /// What the shell is fed with for a command.
  mutating func script(for command: Bytes, isBroken: Bool) -> Bytes

  /// Called before the script is sent.
  mutating func begin()

  /// Reads the reports that are there.
  mutating func read()

  /// The end of the command, when it has come; `got` is what was printed so far.
  mutating func end(in got: Bytes) -> CommandEnd?

  /// What the command printed, without what these marks did.
  func clean(_ output: Bytes) -> Bytes
}

/// Where a command's output ends.
struct CommandEnd {
  let status: Int
  /// Whether it was reported apart from the output, so that all of that is the command's.
  var isReported = false
  /// The folder that the shell stands in, by its own word; nil where it is not asked.
  var folder: Bytes?
  /// The offsets at which the output ends and the next begins.
  var output = 0
  var next = 0
}

/// Marks that a shell prints behind each command, since there is no other way to it than its two streams.
///
/// Each command is handed over as `eval '…' </dev/null`, so that it can read nothing of what follows.
struct PrintedMarks: ShellMarks {
  private let mark = "docbuild-" + random()
  private var searched = 0
  /// The status of the command before.
  private var last = 0

  let descriptor: Int32 = -1
  mutating func read() {}
  func clean(_ output: Bytes) -> Bytes { output }
  mutating func begin() { searched = 0 }

  mutating func script(for command: Bytes, isBroken: Bool) -> Bytes {
    // In two parts, so that a shell that traces its commands does not print the mark; the braces keep the trace out.
    let (first, second) = (mark.prefix(8), mark.dropFirst(8))
    let before = last == 0 ? "" : "(exit \(last)) && (exit 0)\n"
    return Bytes("\(before)eval ".utf8) + command.quotedForShell()
      + Bytes(
        " </dev/null\n{ printf '%s%s:%d\\n' '\(first)' '\(second)' \"$?\"; } 2>/dev/null\n".utf8)
  }

  mutating func end(in got: Bytes) -> CommandEnd? {
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
        last = Int(got[digits..<feed].text) ?? 0
        return CommandEnd(status: last, output: at, next: feed + 1)
      }
      searched += 1
    }
    return nil
  }
}

/// Reports of our own bash, in which a command can see, print or change nothing.
///
/// It reads its script from a FIFO, which bash keeps at a descriptor that no command inherits; standard input is empty.
/// The commands are lines of that script, as they are. Behind each stands a subshell that writes the statuses to
/// another FIFO, opened by name just for that: an expansion that fails with a message, so that no command is looked
/// up, traced or trapped. Before the next, subshells that end with the same statuses give `$?` and `PIPESTATUS` back; in
/// POSIX mode no function is taken for `exit`. Neither changes `$_`.
struct ReportedMarks: ShellMarks {
  /// Holds the FIFOs.
  let folder: AbsolutePath
  /// Where the script is written to.
  let script: Descriptor
  private let reports: Descriptor
  /// A variable that is never set.
  private let name = "docbuild_" + random()
  private let report: Bytes
  private var restore: Bytes = []
  /// What of this was sent last.
  private var sent: Bytes = []
  private var got: Bytes = []
  /// What stands before the first command.
  private var prelude: Bytes

  /// The script is called `bash`, as messages then begin.
  static let command = "exec bash --noprofile --norc bash"

  /// Makes the FIFOs in a new folder in `parent`.
  init(in parent: AbsolutePath, startingIn start: AbsolutePath) throws(SystemError) {
    folder = parent.joined(Bytes(".\(name)".utf8))
    guard folder.withCString({ mkdir($0, 0o700) }) == 0 else {
      throw SystemError("cannot make", folder.text)
    }
    script = try Self.pipe(folder.joined(Bytes("bash".utf8)))
    reports = try Self.pipe(folder.joined(Bytes("end".utf8)))
    report =
      Bytes(
        "! ( ${\(name)_:=\"$? ${PIPESTATUS[@]} $SHELLOPTS ${PWD-}\"}${\(name):?\"$\(name)_\"} ) 2>|"
          .utf8)
      + folder.joined(Bytes("end".utf8)).bytes.quotedForShell() + Bytes(" >&2\n".utf8)
    prelude =
      Bytes("cd -- ".utf8) + start.bytes.quotedForShell() + Bytes("; unset OLDPWD; true\n".utf8)
  }

  /// Makes a FIFO and opens it both ways, so that neither end waits for the other.
  private static func pipe(_ path: AbsolutePath) throws(SystemError) -> Descriptor {
    guard path.withCString({ mkfifo($0, 0o600) }) == 0 else {
      throw SystemError("cannot make", path.text)
    }
    switch Descriptor.open(path, flags: O_RDWR | O_NONBLOCK | O_CLOEXEC) {
    case .success(let opened): return opened
    case .failure(let error): throw SystemError("cannot open", path.text, error.code)
    }
  }

  var descriptor: Int32 { reports.number }

  mutating func script(for command: Bytes, isBroken: Bool) -> Bytes {
    defer { (prelude, sent) = ([], restore) }
    return prelude + restore
      + (isBroken ? Bytes("\\eval ".utf8) + command.quotedForShell() : command)
      + [UInt8(ascii: "\n")] + report
  }

  mutating func begin() { got = [] }

  mutating func read() { while reports.take(into: &got) {} }

  mutating func end(in output: Bytes) -> CommandEnd? {
    guard !got.isEmpty else { return nil }
    // bash: line 3: NAME: STATUS PIPESTATUS… OPTIONS FOLDER
    guard let line = got.parts(around: Bytes("\(name): ".utf8)).dropFirst().first,
      let end = line.firstIndex(of: UInt8(ascii: "\n"))
    else { return nil }
    let words = line[..<end].split(
      separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
    let statuses = words.prefix { $0.first?.isDigit ?? false }.compactMap { Int($0.text) }
    guard let status = statuses.first else { return nil }
    let rest = words.dropFirst(statuses.count)
    let isStrict = Bytes(rest.first ?? []).parts(around: Bytes("pipefail".utf8)).count > 1
    restore = restoring(status, Array(statuses.dropFirst()), pipefail: isStrict)
    return CommandEnd(
      status: status, isReported: true,
      folder: Bytes(rest.dropFirst().joined(separator: [UInt8(ascii: " ")])))
  }

  /// Commands that end with `status` and leave those of the pipeline.
  private func restoring(_ status: Int, _ pipeline: [Int], pipefail: Bool) -> Bytes {
    func ending(_ status: Int) -> String {
      "(POSIXLY_CORRECT=1; \\exit \(status)) >/dev/null 2>&1 {BASH_XTRACEFD}>&1"
    }
    let whole = pipeline.map(ending).joined(separator: " | ")
    let result = (pipefail ? pipeline.last { $0 != 0 } : pipeline.last) ?? 0
    let isOwn = result == status
    let isInverted = !isOwn && (result == 0) == (status == 1) && status < 2
    let line =
      pipeline.isEmpty || !isOwn && !isInverted ? ending(status) : isOwn ? whole : "! \(whole)"
    // So that neither `set -e` nor a trap takes it for a failure.
    return Bytes("\(line)\(status == 0 || isInverted ? "" : " && \(ending(0))") # \(name)\n".utf8)
  }

  /// `set -v` prints what bash reads.
  func clean(_ output: Bytes) -> Bytes {
    [report, sent].reduce(output) { text, line in
      line.isEmpty ? text : Bytes(text.parts(around: line).joined())
    }
  }
}

/// Something that nobody can guess.
private func random() -> String {
  var generator = SystemRandomNumberGenerator()
  return String(generator.next(), radix: 36)
}
