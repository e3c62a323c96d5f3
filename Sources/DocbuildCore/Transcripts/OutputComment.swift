/// What `<!-- output(COMMAND…) -->` before a fenced block says: the block is what the command prints.
///
/// Options of directives narrow and shape what is shown, those of `test` say how the command runs.
package struct OutputComment: Sendable {
  /// What the shell is given.
  package private(set) var command: Bytes = []
  /// The comment as it is written.
  package let text: Bytes
  /// The status that the command should end with.
  package private(set) var status = 0
  /// Whether what it writes to standard error is shown as well.
  package private(set) var showsErrors = false
  /// How it runs.
  package private(set) var options = TestOptions()
  private var writtenIn: String?
  /// Where the comment begins in the page's bytes.
  private let start: Int
  private var recipe = Recipe()

  /// The options of its own, with what each takes.
  package static let options: [(key: String, form: String, summary: String)] = [
    ("exit", "exit=2", "the status that the command ends with, 0 where it is not said"),
    ("stderr", "stderr", "standard error is shown too, as it comes"),
    ("language", "language=json", "what the output is written in, for options that must know"),
  ]

  /// The options of directives that make no sense for what a command prints.
  private static let excluded: Set<String> = [
    "fence", "info", "rev", "weave", "strip", "section", "markdown", "headings", "level", "table",
    "diff", "since", "encoding", "highlight", "numbers", "caption", "link", "with", "context",
  ]

  /// Reads the comment at `range` of `bytes`; nil when it is a comment like any other.
  init?(comment: Range<Int>, in bytes: Bytes) throws(TestTrouble) {
    let range = bytes.firstLine(of: comment)
    let style = CommentStyle.at(range.lowerBound, in: bytes)
    var cursor = TokenCursor(
      bytes, range.lowerBound + style.width, end: range.upperBound, closing: style.closing)
    guard cursor.skipBlanks(), bytes.has("output(", at: cursor.at) else { return nil }
    cursor.at += 7
    text = Bytes(bytes[range].trimmed())
    start = range.lowerBound
    let whole = text.isEmpty ? range : range.lowerBound..<range.lowerBound + text.count
    var shaping: [DirectiveOption] = []
    if try readCommand(&cursor, whole) {
      _ = cursor.skipBlanks()
      guard bytes.has(cursor.closing, at: cursor.at) else {
        throw TestTrouble(message: "expected '\(cursor.closing)' behind the ')'", range: whole)
      }
    } else {
      for option in try cursor.commentOptions(of: whole) where try !take(option) {
        shaping.append(option)
      }
    }
    guard !command.isEmpty else {
      throw TestTrouble(
        message: "expected a command, as in output(\"make --version\")", range: whole)
    }
    let source = Source(name: "", bytes: bytes)
    let problems = recipe.read(
      shaping, of: [], in: source, line: 1, isEmbed: false, isInFence: true, cures: true)
    if let problem = problems.first {
      let option = shaping.first { source.place(at: $0.range, line: 1) == problem.place }
      throw TestTrouble(
        message: problem.message, range: option?.range ?? whole, fixIt: problem.fixIt?.text.text)
    }
  }

  /// The command: in quotes, or the words up to the first option. Whether the parenthesis closed behind it.
  private mutating func readCommand(_ cursor: inout TokenCursor, _ whole: Range<Int>)
    throws(TestTrouble) -> Bool
  {
    _ = cursor.skipBlanks()
    if cursor.peek == UInt8(ascii: "\"") {
      guard let quoted = cursor.quoted() else {
        throw TestTrouble(message: "the quoted command is never closed", range: whole)
      }
      command = Bytes(quoted.trimmed())
      guard cursor.peek == UInt8(ascii: ")") else { return false }
      cursor.at += 1
      return true
    }
    while let next = cursor.peek, !cursor.bytes.has(cursor.closing, at: cursor.at) {
      let before = cursor.at
      if next == UInt8(ascii: ")"), cursor.closes(at: cursor.at) {
        cursor.at += 1
        return true
      }
      let run: Range<Int>
      var isLast = false
      switch cursor.run() {
      case .open(let range): run = range
      case .closed(let range): (run, isLast) = (range, true)
      case .unspaced: throw TestTrouble(message: "expected a space before '-->'", range: whole)
      }
      let word = cursor.bytes[run]
      if !command.isEmpty, Self.isOption(word) {
        cursor.at = before
        return false
      }
      command += (command.isEmpty ? [] : [.space]) + word
      if isLast { return true }
      _ = cursor.skipBlanks()
    }
    return false
  }

  private static func isOption(_ word: ArraySlice<UInt8>) -> Bool {
    let key = word.prefix { $0 != UInt8(ascii: "=") }
    let isFlag = key.count == word.count
    let name = key.text
    if isFlag { return ["stderr", "fresh", "elide"].contains(name) }
    return options.contains { $0.key == name } || TestOptions.all.contains { $0.name == name }
      || OptionRule.all.contains { $0.key == name }
  }

  /// Takes an option of its own or of `test`; false for one that shapes what is shown.
  private mutating func take(_ option: DirectiveOption) throws(TestTrouble) -> Bool {
    switch (option.key, option.value) {
    case ("stderr", .none): showsErrors = true
    case ("exit", .text(let text)):
      guard let found = Int(text.text), (0...255).contains(found) else {
        throw TestTrouble(message: "'exit' takes a status from 0 to 255", range: option.range)
      }
      status = found
    case ("language", .text(let text)):
      guard let found = Language.named(text.text)?.name else {
        throw TestTrouble(message: "there is no language '\(text.text)'", range: option.range)
      }
      writtenIn = found
    case ("exit", _), ("stderr", _), ("language", _):
      let form = Self.options.first { $0.key == option.key }?.form ?? ""
      throw TestTrouble(
        message: "'\(option.key)' is written '\(form)'", range: option.range)
    default:
      if Self.excluded.contains(option.key) {
        throw TestTrouble(
          message:
            "'\(option.key)' is not for what a command prints; an argument of the command stands in its quotes",
          range: option.range)
      }
      if OptionRule.all.contains(where: { $0.key == option.key }) { return false }
      try options.take(option)
      if let trouble = options.badPattern { throw trouble }
    }
    return true
  }
}

extension OutputComment {
  /// The one command, whose expected output are all lines of the block.
  func transcript(_ lines: [Bytes], vary: [Pattern]) -> Transcript {
    var transcript = Transcript()
    // A line feed before the brace ends a comment or a background command as well.
    let text =
      showsErrors
      ? command : Bytes("{\n".utf8) + command + Bytes("\n} 2>/dev/null".utf8)
    transcript.commands = [
      .init(
        prompt: Transcript.ownPrompt, text: text, lines: 0..<0, expectedLines: 0..<lines.count,
        expected: lines.map { ExpectedLine(verbatim: $0, vary: vary) }, status: status,
        statusLine: nil, name: command)
    ]
    return transcript
  }

  /// Of the lines that the command printed those that are shown.
  ///
  /// - Throws: what keeps them from being chosen, at the option that is to choose them.
  package func shown(_ printed: [Bytes]) throws(OutputTrouble) -> [Bytes] {
    guard !recipe.isVerbatim else { return printed }
    let name = command.text
    let ending = writtenIn.flatMap { name in
      Language.all.first { $0.name == name }?.extensions.split(separator: " ").first
    }
    var bytes: Bytes = []
    for line in printed { bytes += line + [.lineFeed] }
    let source = Source(
      name: name, bytes: bytes, path: Bytes("output.\(ending.map(String.init) ?? "txt")".utf8))
    let comment = Source(name: "", bytes: text)
    let made = makeExcerpt(
      of: SourceFacts(source), by: recipe, target: comment.place(at: 0..<text.count, line: 1)
    ) { range in
      comment.place(at: range.lowerBound - start..<range.upperBound - start, line: 1)
    }
    switch made {
    case .success(let excerpt):
      let lines = Bytes(excerpt.bytes[excerpt.range]).split(
        separator: .lineFeed, omittingEmptySubsequences: false)
      return lines.dropLast(excerpt.addsLineFeed ? 0 : 1).map { Bytes($0) }
    case .failure(let trouble):
      let problem = trouble.diagnostics.first
      let places = problem.map { [$0.place] + $0.notes.compactMap(\.place) } ?? []
      let option = places.first { $0.name == comment.name }
      throw OutputTrouble(
        id: problem?.id ?? .emptyExcerpt,
        message: problem?.message ?? "nothing of \(name) is left",
        text: option.map { Bytes(text[($0.column - 1)...].prefix($0.length)) } ?? text,
        column: option?.column ?? 1)
    }
  }
}

/// Why nothing of what a command printed can be shown.
package struct OutputTrouble: Error {
  /// What kind of problem it is.
  package let id: DiagnosticID
  /// As a message says it.
  package let message: String
  /// The option that is to choose them, as it is written, or the whole comment.
  package let text: Bytes
  /// Where that begins in the comment, from 1, in bytes.
  package let column: Int
}
