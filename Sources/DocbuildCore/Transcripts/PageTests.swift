/// What of a page can be tested: its fenced blocks, with the transcripts among them.
package struct PageTests: Sendable {
  /// A fenced block.
  package struct Block: Sendable {
    /// The info string's first word, empty when there is none; `console` for every spelling of it.
    package let language: String
    /// What the `test` comment before it says; the usual without one.
    package let options: TestOptions
    /// The lines inside, without their ends.
    package let lines: [Bytes]
    /// The opening line's number in the page, from 1; line `i` of the block (from 0) is at `openLine + 1 + i`.
    package let openLine: Int
    /// False when only the end of the page, or of its container, ends it.
    package let isClosed: Bool
    /// Set for `console` blocks, and for what a command prints.
    package let transcript: Transcript?
    /// What the `output` comment before it says: then the block is what a command prints.
    package var output: OutputComment?
    /// The comment that says how it is tested, or that it is itself: its first line, and that line's number in the page, from 1.
    package var comment: (text: Bytes, line: Int)?

    /// Whether it stands in a comment, so that no reader sees it.
    package var isHidden: Bool { options.isHidden }

    /// Whether commands belong to it: a `console` block, or one that is what a command prints.
    package var isTranscript: Bool {
      output != nil || language == PageTests.transcriptLanguage
    }
  }

  /// In the order of the page.
  package private(set) var blocks: [Block] = []
  /// What is wrong with `test` comments and transcripts, in order of place.
  package private(set) var findings: [Finding] = []
  /// Whether the page has a `test` comment, a faulty one included.
  package private(set) var hasComments = false

  /// Something wrong, at its place on the page.
  package struct Finding: Sendable {
    /// What kind of problem it is.
    package let id: DiagnosticID
    /// What is wrong.
    package let message: String
    /// What is wrong, as it stands on the page.
    package let text: Bytes
    /// In the page, from 1.
    package let line: Int
    /// From 1, in bytes.
    package let column: Int
    /// What would mend it, in place of the text.
    package var fixIt: String?
  }

  /// The language of transcripts.
  package static let transcriptLanguage = "console"

  /// The names that GitHub's highlighter has for transcripts, in lower case.
  private static let transcriptNames = [
    "console", "shell-session", "shellsession", "sh-session", "bash-session", "bash session",
  ]

  /// The language of a fenced block by its info string; `transcriptLanguage` for all names of transcripts.
  package static func languageName(of info: some Collection<UInt8>) -> String {
    let own = Bytes(info.prefix { $0 != UInt8(ascii: "{") }).trimmed().text
    let first = String(own.prefix { $0 != " " && $0 != "\t" })
    let names =
      [own, first] + (own.isEmpty ? attributes(of: info) : [])
      + [String(first.prefix { $0 != "," })]
    return names.contains { transcriptNames.contains($0.lowercased()) } ? transcriptLanguage : first
  }

  /// The words of an info string that is attributes in braces, such as `{.console title="x"}`, without their dots.
  private static func attributes(of info: some Collection<UInt8>) -> [String] {
    Bytes(info).text.split { " \t{}".contains($0) }.map { word in
      String(word.first == "." ? word.dropFirst() : word[...])
    }
  }

  /// Reads the page of Markdown in `bytes`.
  ///
  /// - Parameters:
  ///   - prompts: those that the configuration names.
  ///   - vary: patterns of the configuration for what may differ in output.
  ///   - dialect: which rules the page's reader has for blocks.
  package init(
    _ bytes: Bytes, prompts: [String], vary: [Pattern] = [], dialect: Dialect = .commonMark
  ) {
    let (fences, loose) = pageFences(bytes, dialect: dialect)
    for fence in fences { add(fence, prompts, vary, bytes) }
    for comment in loose where !addHidden(comment, prompts, vary, bytes) {
      let isOutput = output(comment.range, line: comment.line, bytes) != nil
      guard isOutput || options(comment.range, line: comment.line, bytes) != nil else { continue }
      findings.append(
        Finding(
          id: .invalidTest,
          message: isOutput
            ? "no fenced block follows this 'output': put an empty one there for 'docbuild accept'"
            : "no fenced block follows this 'test'",
          text: Bytes(bytes[comment.range]), line: comment.line, column: 1))
    }
    blocks.sort { $0.openLine < $1.openLine }
    findings.sort { ($0.line, $0.column) < ($1.line, $1.column) }
  }

  private mutating func add(
    _ fence: PageFence, _ prompts: [String], _ vary: [Pattern], _ bytes: Bytes
  ) {
    let language = Self.languageName(of: fence.info)
    let comment = fence.comment.flatMap { addHidden($0, prompts, vary, bytes) ? nil : $0 }
    let output = comment.flatMap { self.output($0.range, line: $0.line, bytes) }
    let options =
      output?.options ?? comment.flatMap { self.options($0.range, line: $0.line, bytes) }
    var troubles: [TranscriptTrouble] = []
    let own = options?.vary.flatMap { Pattern.varying($0) }
    let allVary = vary + (own.map { [$0] } ?? [])
    let isLost =
      (output != nil || language == Self.transcriptLanguage) && options?.skip == nil
      && noteLostFence(of: fence, bytes)
    var transcript =
      isLost
      ? nil
      : output.map { $0.options.skip == nil ? $0.transcript(fence.lines, vary: allVary) : nil }
        ?? (language == Self.transcriptLanguage && options?.skip == nil
          ? Transcript(
            fence.lines, prompts: prompts, vary: allVary, troubles: &troubles) : nil)
    note(troubles, in: fence.lines, from: fence.openLine + 1)
    if let comment, let expect = options?.expect, !expect.isEmpty {
      let first = firstLine(comment, bytes)
      for trouble in transcript?.take(expect, vary: allVary) ?? [] {
        findings.append(
          Finding(
            id: trouble.id, message: trouble.message, text: first.text, line: first.line, column: 1)
        )
      }
    }
    blocks.append(
      Block(
        language: language, options: options ?? TestOptions(), lines: fence.lines,
        openLine: fence.openLine, isClosed: fence.isClosed, transcript: transcript,
        output: output, comment: options == nil ? nil : comment.map { firstLine($0, bytes) }))
  }

  /// Notes that a block has no end of its own, or holds a line that could begin another: then whatever follows would pass for
  /// what a command prints.
  private mutating func noteLostFence(of fence: PageFence, _ bytes: Bytes) -> Bool {
    let opening = bytes[fence.open...].prefix { $0 != .lineFeed }
    let run = opening.drop { $0 != UInt8(ascii: "`") && $0 != UInt8(ascii: "~") }
    guard let mark = run.first else { return false }
    let length = run.prefix { $0 == mark }.count
    let inner = fence.lines.firstIndex { line in
      let text = line.drop { $0.isBlank }
      let marks = text.prefix { $0 == mark }.count
      return line.count - text.count <= 3 && marks >= length && marks < text.count
        && !text.dropFirst(marks).contains(mark)
    }
    guard inner != nil || fence.isOpenAtEnd else { return false }
    let message =
      inner.map {
        "the block of this transcript has lost its end, or needs a longer fence: line \(fence.openLine + 1 + $0) could open another"
      } ?? "the block of this transcript is never closed"
    findings.append(
      Finding(
        id: .unclosedFence, message: message, text: Bytes(Bytes(opening).trimmed()),
        line: fence.openLine, column: 1))
    return true
  }

  /// Adds the block that a comment is itself; false where it is another comment.
  private mutating func addHidden(
    _ comment: (range: Range<Int>, line: Int), _ prompts: [String], _ vary: [Pattern],
    _ bytes: Bytes
  ) -> Bool {
    guard let script = TestOptions.script(of: comment.range, in: bytes) else { return false }
    guard let options = options(comment.range, line: comment.line, bytes), options.isHidden else {
      return true
    }
    let block = HiddenBlock(script, of: comment.range, in: bytes)
    var troubles: [TranscriptTrouble] = []
    let own = options.vary.flatMap { Pattern.varying($0) }
    let transcript =
      options.skip == nil
      ? block.transcript(
        prompts: prompts, vary: vary + (own.map { [$0] } ?? []), troubles: &troubles) : nil
    note(troubles, in: block.lines, from: comment.line + block.first)
    let first = firstLine(comment, bytes)
    if block.lines.isEmpty {
      findings.append(
        Finding(
          id: .invalidTest, message: "no command stands in this 'test(run)'", text: first.text,
          line: comment.line, column: 1))
    }
    blocks.append(
      Block(
        language: Self.transcriptLanguage, options: options, lines: block.lines,
        openLine: comment.line + block.first - 1, isClosed: true, transcript: transcript,
        comment: first))
    return true
  }

  private func firstLine(_ comment: (range: Range<Int>, line: Int), _ bytes: Bytes) -> (
    text: Bytes, line: Int
  ) {
    let text = bytes[comment.range].prefix { $0 != .lineFeed }
    return (Bytes(text.trimmed()), comment.line)
  }

  private mutating func note(_ troubles: [TranscriptTrouble], in lines: [Bytes], from line: Int) {
    for trouble in troubles {
      findings.append(
        Finding(
          id: trouble.id, message: trouble.message, text: lines[trouble.line],
          line: line + trouble.line, column: 1))
    }
  }

  private mutating func output(_ range: Range<Int>, line: Int, _ bytes: Bytes) -> OutputComment? {
    do {
      let output = try OutputComment(comment: range, in: bytes)
      if output != nil { hasComments = true }
      return output
    } catch {
      note(error, line: line, bytes)
      return nil
    }
  }

  private mutating func options(_ range: Range<Int>, line: Int, _ bytes: Bytes) -> TestOptions? {
    do {
      let options = try TestOptions(comment: range, in: bytes)
      if options != nil { hasComments = true }
      if let trouble = options?.badPattern { note(trouble, line: line, bytes) }
      return options
    } catch {
      note(error, line: line, bytes)
      return nil
    }
  }

  private mutating func note(_ trouble: TestTrouble, line: Int, _ bytes: Bytes) {
    hasComments = true
    var start = trouble.range.lowerBound
    while start > 0, bytes[start - 1] != .lineFeed { start -= 1 }
    findings.append(
      Finding(
        id: .invalidTest, message: trouble.message, text: Bytes(bytes[trouble.range]), line: line,
        column: trouble.range.lowerBound - start + 1, fixIt: trouble.fixIt))
  }
}
