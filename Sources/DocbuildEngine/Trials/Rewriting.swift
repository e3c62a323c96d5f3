import DocbuildCore

/// New expectations for the transcripts of one document, in its own text.
///
/// Every edit stands for whole lines, those of one command's expectation or of a fence, so no two of them touch.
struct Rewriting {
  /// What the author asked for.
  let settings: AcceptSettings
  let document: TestedDocument
  /// The prompts of the configuration.
  let prompts: [String]
  /// Commands that did something else the second time, by the page's line (from 1) that they begin on.
  private let unsteady: [Int: UnsteadyCommand]
  /// Paths that are others in each run.
  private var hidden: [Bytes] = []
  /// What is changed, a command each.
  private(set) var changes: [AcceptedChange] = []
  /// What can't be accepted, and why.
  private(set) var refusals: [Diagnostic] = []
  /// New lines in place of a range of the document's own lines (from 0), without line ends.
  private var edits: [(lines: Range<Int>, text: [Bytes])] = []
  /// What named patterns stand for so far.
  private var captures = Captures()
  /// The lines that each block must have on the page when it is read back.
  private(set) var wanted: [[Bytes]]

  init(
    _ document: TestedDocument, prompts: [String], _ settings: AcceptSettings,
    _ unsteady: [Int: UnsteadyCommand] = [:]
  ) {
    self.unsteady = unsteady
    self.document = document
    self.prompts = prompts
    self.settings = settings
    wanted = document.blocks.map(\.lines)
  }

  /// Takes what the commands did.
  mutating func take(_ outcome: TranscriptSession.Outcome) {
    hidden = outcome.temporaryPaths
    let blocks = document.blocks.indices.filter { document.blocks[$0].isTranscript }
    for (index, done) in zip(blocks, outcome.blocks) {
      let block = document.blocks[index]
      guard let done, let transcript = block.transcript else {
        captures.skip(block.lines)
        continue
      }
      var changed: [(old: Range<Int>, new: [Bytes])] = []
      for (command, result) in zip(transcript.commands, done.commands) {
        let alignment = captures.align(command, result.output)
        if settings.choice.takes(block, of: document), !block.options.hasBadPattern,
          let lines = take(command, result, alignment, in: block)
        {
          changed.append((command.expectedLines, lines))
          captures.forget(captures.lost(by: command, alignment))
        }
      }
      guard !changed.isEmpty else { continue }
      for change in changed.reversed() {
        wanted[index].replaceSubrange(change.old, with: change.new)
      }
      lengthenFence(of: block, around: wanted[index])
    }
  }

  /// The lines of the page that are to stand for a command's output and status; nil when they stay.
  private mutating func take(
    _ command: Transcript.Command, _ result: TranscriptSession.CommandResult,
    _ alignment: Alignment, in block: PageTests.Block
  ) -> [Bytes]? {
    guard let status = result.status else { return nil }
    guard !alignment.isMatch || status != command.status else { return nil }
    let place = document.place(command.lines.lowerBound, of: block)
    func refuse(_ why: String, _ notes: [String]) -> [Bytes]? {
      refusals.append(
        Diagnostic(
          .notAccepted, "'\(command.title)' \(why)", at: place,
          notes: notes.map { Diagnostic.Note($0) }))
      return nil
    }
    if let (why, cures) = objection(to: command, result, status, alignment, in: block) {
      return refuse(why, result.tail + cures)
    }
    guard
      let own = block.lines.isEmpty
        ? emptyPlace(of: block)
        : ownLines(command.lines.lowerBound..<command.expectedLines.upperBound, of: block)
    else {
      return refuse(
        "prints something else, and this transcript is not the document's own text", result.tail)
    }
    let pageLine = block.openLine + 1 + command.lines.lowerBound
    if let found = unsteady[pageLine] { return refuse(found.message, found.notes) }
    let lines = expectation(alignment, command, result.output, status, in: block)
    let first = own.first + command.lines.count
    edits.append(
      (
        first..<first + command.expectedLines.count,
        lines.map { line in
          if line.isEmpty { return own.prefix.withoutBlanksAtEnd }
          // A quote's mark takes a blank with it.
          let mark: Bytes =
            own.prefix.last == UInt8(ascii: ">") && line[0].isBlank ? Bytes(" ".utf8) : []
          return own.prefix + mark + (document.document.kind.form(of: line) ?? line)
        }
      ))
    changes.append(
      AcceptedChange(
        place: place, command: command.title, old: Array(block.lines[command.expectedLines]),
        new: lines, pageLine: pageLine,
        replaced: replaced(alignment, command, in: block)))
    return lines
  }

  /// The lines that now stand for the command's output and status.
  private func expectation(
    _ alignment: Alignment, _ command: Transcript.Command, _ output: [Bytes], _ status: Int,
    in block: PageTests.Block
  ) -> [Bytes] {
    // A line that says what another gave goes with that one.
    let lost = captures.lost(by: command, alignment)
    /// What stays, or what is written for a line of output.
    var found: [(kept: Bytes?, output: Bytes)] = []
    for step in alignment.steps {
      switch step {
      case .keep(let expected, let actual):
        let line = command.expected[expected]
        found.append((line.refers(to: lost) ? nil : line.text, output[actual]))
      case .anyLines(let expected, _): found.append((command.expected[expected].text, []))
      case .missing: break
      case .unexpected(let actual): found.append((nil, output[actual]))
      }
    }
    if block.output != nil {
      let last = output.lastIndex { !$0.allSatisfy(\.isBlank) } ?? -1
      return output[...last].map(\.withoutBlanksAtEnd)
    }
    let padding = block.transcript?.padding ?? []
    let kind = document.document.kind
    var lines = found.enumerated().map { index, line in
      let isTaken = { (text: Bytes) in
        Transcript.isTaken(
          text, prompts: prompts, isFirst: index == 0,
          isLast: index == found.count - 1 && status == 0)
      }
      // What is kept may have another meaning where it stands now.
      if let kept = line.kept, !isTaken(kept) { return kept }
      return ExpectedLine.writing(line.output, hiding: hidden) {
        isTaken($0) || kind.form(of: $0) == nil || captures.areNamed(in: $0)
      }
    }
    if status != 0 { lines.append(Bytes("[\(status)]".utf8)) }
    // Blank lines before the next command stay.
    let old = block.lines[command.expectedLines]
    let last = old.lastIndex { !$0.allSatisfy(\.isBlank) } ?? old.startIndex - 1
    return lines.map { $0.isEmpty ? [] : padding + $0 } + old[(last + 1)...]
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

  /// Where the lines of a block go that has none: behind its opening fence, and behind what stands before that.
  private func emptyPlace(of block: PageTests.Block) -> (first: Int, prefix: Bytes)? {
    guard let page = document.page, block.isClosed,
      let open = page.origins(ofLine: block.openLine).first, open.source === page.template.source
    else { return nil }
    let line = open.source.bytes[open.source.line(open.line - 1)]
    return (open.line, Bytes(line.prefix { $0.isBlank || $0 == UInt8(ascii: ">") }))
  }

  /// Makes the block's fence longer, once, when a line in it would close it.
  private mutating func lengthenFence(of block: PageTests.Block, around lines: [Bytes]) {
    guard let page = document.page else { return }
    let source = page.template.source
    guard let open = page.origins(ofLine: block.openLine).first?.line, open <= source.lines.count
    else { return }
    let opening = Bytes(source.bytes[source.line(open - 1)].trimmedEnd)
    guard
      let start = opening.firstIndex(where: { $0 == UInt8(ascii: "`") || $0 == UInt8(ascii: "~") })
    else { return }
    let mark = opening[start]
    let length = opening[start...].prefix { $0 == mark }.count
    let longest =
      lines.map { line in line.drop(while: \.isBlank).prefix { $0 == mark }.count }.max() ?? 0
    guard longest >= length else { return }
    let longer = Bytes(repeating: mark, count: longest + 1)
    edits.append((open - 1..<open, [opening[..<start] + longer + opening[(start + length)...]]))
    guard block.isClosed,
      let close = page.origins(ofLine: block.openLine + 1 + block.lines.count).first?.line,
      close > open, close <= source.lines.count
    else { return }
    let closing = Bytes(source.bytes[source.line(close - 1)].trimmedEnd)
    guard let run = closing.firstIndex(of: mark) else { return }
    let behind = closing[run...].drop { $0 == mark }
    if closing.count - run - behind.count <= longest {
      edits.append((close - 1..<close, [closing[..<run] + longer + behind]))
    }
  }

  /// The document with the edits in place; nil when it is no longer what was read, or an edit would touch another.
  func made(from bytes: Bytes) -> Bytes? {
    guard let page = document.page else { return nil }
    // The file as it is: a template's CRLF and BOM stay.
    let own = Source(name: document.name, bytes: bytes)
    guard own.lines.count == page.template.source.lines.count else { return nil }
    guard
      edits.allSatisfy({
        $0.lines.upperBound <= own.lines.count && ($0.lines.lowerBound > 0 || !$0.lines.isEmpty)
      })
    else { return nil }
    return TextEdit.applying(
      edits.map { edit in
        var text = edit.text.flatMap { $0 + own.lineEnd(at: edit.lines) }
        if isBehindTheEnd(edit.lines, of: own), !text.isEmpty {
          text = own.lineEnd(at: edit.lines) + text
        }
        return TextEdit(file: own.name, lines: edit.lines, text: text)
      }, to: own)
  }

  /// Whether something is added behind a last line that stays and has no end.
  private func isBehindTheEnd(_ lines: Range<Int>, of own: Source) -> Bool {
    lines.lowerBound == own.lines.count && own.bytes.last != UInt8(ascii: "\n")
      && !edits.contains { $0.lines.upperBound == own.lines.count && !$0.lines.isEmpty }
  }
}

extension Source {
  /// How new lines in place of `range` (from 0) end: as the first of them did, or the line before.
  fileprivate func lineEnd(at range: Range<Int>) -> Bytes {
    let model = range.isEmpty ? range.lowerBound - 1 : range.lowerBound
    let end = line(model).upperBound
    let isCRLF = end > 0 && end < bytes.count && bytes[end - 1] == UInt8(ascii: "\r")
    return Bytes((isCRLF ? "\r\n" : "\n").utf8)
  }
}

extension Collection<UInt8> where Self: BidirectionalCollection {
  /// Without a carriage return at the end.
  fileprivate var trimmedEnd: SubSequence {
    last == UInt8(ascii: "\r") ? dropLast() : self[startIndex..<endIndex]
  }
}
