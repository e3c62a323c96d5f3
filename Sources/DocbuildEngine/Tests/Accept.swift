import CKernel
import DocbuildCore
import Glibc

/// Runs the console blocks and writes what they print as the new expectation (`docbuild accept`). Only what no longer
/// matches is changed; patterns that still do are kept.
///
/// The report's diagnostics are what can't be mended so: commands that don't end, shells that don't start.
package func accept(
  _ project: Project, _ settings: TestSettings, progress: ((Int, Int) -> Void)? = nil
) throws -> (report: TestReport, changed: [String]) {
  var settings = settings
  settings.usesCache = false
  let suite = try TestSuite(project, settings)
  docbuild_catch_signals()
  signal(SIGPIPE, SIG_IGN)
  var report = TestReport()
  report.diagnostics = suite.projectDiagnostics
  var results = suite.results
  let jobs = suite.transcriptJobs
  let work = ParallelJobs.run(
    jobs.count, threads: settings.build.threads,
    progress: progress.map { tell in { tell($0, jobs.count) } }
  ) { index in
    docbuild_caught_signal() == 0 ? jobs[index].job.run() : TranscriptJob.Result()
  }
  report.signal = docbuild_caught_signal()
  var changed: [String] = []
  for (job, done) in zip(jobs, work ?? []) {
    results[job.document].cases = done.cases
    if let why = done.refusedSandbox {
      report.refuseSandbox(why, to: results[job.document].name)
    }
    if let trouble = done.trouble {
      report.diagnostics.append(
        Diagnostic(.toolFailed, trouble, at: Place(file: results[job.document].name)))
    }
    let mendable: [DiagnosticID] = [.outputMismatch, .statusMismatch]
    results[job.document].diagnostics += done.diagnostics.filter { !mendable.contains($0.id) }
    guard report.signal == 0, let outcome = done.outcome,
      done.diagnostics.contains(where: { mendable.contains($0.id) })
    else { continue }
    var rewriting = Rewriting(suite.documents[job.document], project)
    rewriting.take(outcome)
    results[job.document].diagnostics += rewriting.refusals
    if try rewriting.write() { changed.append(results[job.document].name) }
  }
  report.results = results
  return (report, changed)
}

/// New expectations for the transcripts of one document, in its own text.
private struct Rewriting {
  private let document: TestedDocument
  private let project: Project
  /// New lines in place of a range of the document's own lines (from 0), without line ends.
  private var edits: [(lines: Range<Int>, text: [Bytes])] = []
  private(set) var refusals: [Diagnostic] = []

  init(_ document: TestedDocument, _ project: Project) {
    self.document = document
    self.project = project
  }

  mutating func take(_ outcome: TranscriptSession.Outcome) {
    let blocks = document.blocks.filter { $0.language == PageTests.transcriptLanguage }
    for (block, done) in zip(blocks, outcome.blocks) {
      guard let done, let transcript = block.transcript else { continue }
      for (command, result) in zip(transcript.commands, done.commands) {
        take(command, result, in: block)
      }
    }
  }

  private mutating func take(
    _ command: Transcript.Command, _ result: TranscriptSession.CommandResult,
    in block: PageTests.Block
  ) {
    let status: Int
    switch result.ending {
    case .status(let ended), .shellEnded(let ended): status = ended
    case .timedOut, .interrupted, .tooMuchOutput: return
    }
    let alignment = Alignment(command.expected, result.output)
    guard !alignment.isMatch || status != command.status else { return }
    var lines = expectation(alignment, command, result.output, status)
    let old = command.expectedLines
    // Blank lines before the next command stay.
    let blank = block.lines[old].reversed().prefix { $0.allSatisfy(\.isBlank) }.count
    lines += block.lines[old.upperBound - blank..<old.upperBound]
    guard let place = ownLines(command.lines.lowerBound..<old.upperBound, of: block) else {
      refusals.append(
        Diagnostic(
          .outputMismatch,
          "'\(command.title)' prints something else, and this transcript is not the document's own text",
          at: document.place(command.lines.lowerBound, of: block)))
      return
    }
    let prefix = place.prefix
    let first = place.first + command.lines.count
    edits.append(
      (
        first..<first + old.count,
        lines.map { line in
          line.isEmpty ? Bytes(prefix.reversed().drop { $0.isBlank }.reversed()) : prefix + line
        }
      ))
    lengthenFence(of: block, around: lines)
  }

  /// The lines that now stand for the command's output and status.
  private func expectation(
    _ alignment: Alignment, _ command: Transcript.Command, _ output: [Bytes], _ status: Int
  ) -> [Bytes] {
    let prompts = Array(project.configuration.prompts.keys)
    var lines: [Bytes] = []
    for step in alignment.steps {
      switch step {
      case .keep(let expected, _), .anyLines(let expected, _):
        lines.append(command.expected[expected].text)
      case .missing: break
      case .unexpected(let actual):
        let isLast = actual == output.count - 1 && status == 0
        lines.append(
          ExpectedLine.writing(output[actual]) { line in
            Transcript.isTaken(line, prompts: prompts, isFirst: actual == 0, isLast: isLast)
          })
      }
    }
    return status == 0 ? lines : lines + [Bytes("[\(status)]".utf8)]
  }

  /// Where lines of a block stand in the document's own text: the first one's index (from 0), and what stands before
  /// the block's text on each; nil when they come from elsewhere.
  private func ownLines(_ range: Range<Int>, of block: PageTests.Block) -> (
    first: Int, prefix: Bytes
  )? {
    guard let page = document.page else { return nil }
    let source = page.template.source
    var first: Int?
    for index in range {
      let origins = page.origins(ofLine: block.openLine + 1 + index)
      guard origins.count == 1, let origin = origins.first, origin.source === source else {
        return nil
      }
      if let first, origin.line - 1 != first + index - range.lowerBound { return nil }
      if first == nil { first = origin.line - 1 }
    }
    guard let first else { return nil }
    let whole = Bytes(source.bytes[source.line(first)].trimmedEnd)
    let text = block.lines[range.lowerBound]
    guard whole.count >= text.count, whole.suffix(text.count).elementsEqual(text) else {
      return nil
    }
    return (first, Bytes(whole.dropLast(text.count)))
  }

  /// Output that would close the block's fence needs a longer one.
  private mutating func lengthenFence(of block: PageTests.Block, around lines: [Bytes]) {
    guard let page = document.page else { return }
    let source = page.template.source
    guard let open = page.origins(ofLine: block.openLine).first?.line,
      let close = page.origins(ofLine: block.openLine + 1 + block.lines.count).first?.line,
      open <= source.lines.count, close <= source.lines.count
    else { return }
    let opening = Bytes(source.bytes[source.line(open - 1)])
    guard
      let start = opening.firstIndex(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") })
    else { return }
    let mark = opening[start]
    let length = opening[start...].prefix { $0 == mark }.count
    let longest =
      lines.map { line in line.drop(while: \.isBlank).prefix { $0 == mark }.count }.max() ?? 0
    guard longest >= length else { return }
    let more = Bytes(repeating: mark, count: longest + 1 - length)
    let closing = Bytes(source.bytes[source.line(close - 1)])
    guard let end = closing.firstIndex(of: mark) else { return }
    edits.append(
      (open - 1..<open, [Bytes((opening[..<start] + more + opening[start...]).trimmedEnd)]))
    edits.append(
      (close - 1..<close, [Bytes((closing[..<end] + more + closing[end...]).trimmedEnd)]))
  }

  /// Writes the document if anything changes; whether it did.
  func write() throws -> Bool {
    guard let page = document.page, !edits.isEmpty else { return false }
    // The file as it is: a template's CRLF and BOM stay.
    let file = project.root.path.joined(document.document.path)
    guard
      case .success(let bytes) = project.root.read(document.document.path, limit: 1 << 30)
    else { throw SystemError("cannot read", document.name) }
    let source = page.template.source
    let own = Source(name: document.name, bytes: bytes)
    guard own.lines.count == source.lines.count else { return false }
    let usesCRLF =
      own.lines.count > 0
      && bytes[..<(own.lines.count > 1 ? own.lines[1] : bytes.count)]
        .dropLast().last == UInt8(ascii: "\r")
    let end: Bytes = usesCRLF ? Bytes("\r\n".utf8) : Bytes("\n".utf8)
    var made: Bytes = []
    var line = 0
    for edit in edits.sorted(by: { $0.lines.lowerBound < $1.lines.lowerBound }) {
      made += own.slice(line..<edit.lines.lowerBound)
      for text in edit.text { made += text + end }
      line = edit.lines.upperBound
    }
    made += own.slice(line..<own.lines.count)
    guard made != bytes else { return false }
    return try OutputFile.replace(file, withBytes: made)
  }
}

extension Source {
  /// Whole lines (from 0) with their ends.
  fileprivate func slice(_ range: Range<Int>) -> ArraySlice<UInt8> {
    func start(_ index: Int) -> Int { index < lines.count ? lines[index] : bytes.count }
    return bytes[start(range.lowerBound)..<max(start(range.lowerBound), start(range.upperBound))]
  }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  /// Without a carriage return at the end.
  fileprivate var trimmedEnd: SubSequence {
    last == UInt8(ascii: "\r") ? dropLast() : self[startIndex..<endIndex]
  }
}
