/// A console session: commands behind prompts, each with the output and the exit status that it should have.
package struct Transcript: Sendable {
  /// A command with what it is expected to do.
  package struct Command: Sendable {
    /// The prompt that it stands behind, without the space: `$`, or one that the configuration names.
    package let prompt: String
    /// What the shell is given; continuation lines are joined with line feeds.
    package let text: Bytes
    /// The block's lines (from 0) of the command, and of what is expected: output, blank lines, a status.
    package let lines: Range<Int>
    /// The lines of its expected output, indices from 0 in the block.
    package let expectedLines: Range<Int>
    /// Its expected output, line by line.
    package let expected: [ExpectedLine]
    /// The status that it should end with, and the block's line (from 0) that says so.
    package let status: Int
    /// The line that holds the status, from 0; nil where none does, which means 0.
    package let statusLine: Int?
    /// What messages call it; nil for its text.
    var name: Bytes?
    /// Whether what it prints does not count.
    package internal(set) var takesAnyOutput = false

    /// Whether it leaves something running: an `&` that is not part of another operator.
    package var startsInBackground: Bool {
      var quote: UInt8?
      var at = 0
      while at < text.count {
        let byte = text[at]
        if byte == UInt8(ascii: "\\"), quote != UInt8(ascii: "'") {
          at += 2
          continue
        }
        if let open = quote {
          if byte == open { quote = nil }
        } else if byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
          quote = byte
        } else if byte == UInt8(ascii: "&") {
          let before = at > 0 ? text[at - 1] : .space
          let after = at + 1 < text.count ? text[at + 1] : .space
          if !"&<>|".utf8.contains(before), !"&>".utf8.contains(after) { return true }
        }
        at += 1
      }
      return false
    }

    /// Whether no shell could take it for the beginning of something longer: words alone.
    package var isPlain: Bool {
      let first = text.prefix { $0 != .space }.text
      let words = [
        "if", "then", "elif", "else", "fi", "for", "while", "until", "do", "done", "case", "esac",
        "select", "function", "time", "coproc",
      ]
      return !words.contains(first)
        && text.allSatisfy { $0.isWord || " ./=:,@%+-$~?*".utf8.contains($0) }
    }

    /// Its first line, shortened, for messages.
    package var title: String {
      let text = name ?? self.text
      let first = text.prefix { $0 != .lineFeed }.text
      let isWhole = first.utf8.count == text.count
      return first.count > 60 || !isWhole ? String(first.prefix(60)) + "…" : first
    }
  }

  /// In the order of the block.
  package internal(set) var commands: [Command] = []
  /// The blanks that every line of the block begins with.
  package internal(set) var padding: Bytes = []

  /// The prompt of a user's own shell, which needs no configuration.
  package static let ownPrompt = "$"
}

/// What is wrong with a transcript, at a line of its block (from 0).
struct TranscriptTrouble {
  let id: DiagnosticID
  let message: String
  let line: Int
}

extension Transcript {
  /// Reads the lines of a `console` block.
  ///
  /// - Parameters:
  ///   - prompts: those that the configuration names.
  ///   - vary: what may differ in lines that are not patterns.
  init(
    _ lines: [Bytes], prompts: [String], vary: [Pattern] = [],
    troubles: inout [TranscriptTrouble]
  ) {
    let known = ([Self.ownPrompt] + prompts).sorted { $0.utf8.count > $1.utf8.count }
    var at = lines.firstIndex { !$0.allSatisfy(\.isBlank) } ?? lines.count
    var lines = lines
    if at < lines.count, Self.command(on: Bytes(lines[at].drop(while: \.isBlank)), known) != nil {
      padding = Bytes(lines[at].prefix(while: \.isBlank))
      lines = lines.map { $0.withoutPadding(padding) }
    }
    if at < lines.count, Self.command(on: lines[at], known) == nil {
      troubles.append(
        TranscriptTrouble(
          id: .unknownPrompt,
          message: "expected a prompt: "
            + known.reversed().map { "'\($0) '" }.joined(separator: ", ")
            + (PromptCure.prompt(of: lines[at]).map { ", found '\($0) '" } ?? ""),
          line: at))
      at = lines[at...].firstIndex { Self.command(on: $0, known) != nil } ?? lines.count
    }
    while at < lines.count, let (prompt, first) = Self.command(on: lines[at], known) {
      let start = at
      var text = Bytes(first)
      at += 1
      while at < lines.count, let more = Self.continuation(on: lines[at]) {
        text += [.lineFeed] + more
        at += 1
      }
      let end = at
      while at < lines.count, Self.command(on: lines[at], known) == nil { at += 1 }
      let body = Self.body(of: lines, in: end..<at)
      var expected: [ExpectedLine] = []
      for line in body.output {
        do {
          expected.append(try ExpectedLine(lines[line], vary: vary))
        } catch {
          troubles.append(
            TranscriptTrouble(id: .invalidPattern, message: error.message, line: line))
          expected.append(ExpectedLine(unreadable: lines[line]))
        }
      }
      if text.endsInBackslash {
        troubles.append(
          TranscriptTrouble(
            id: .incompleteCommand,
            message: "the command is not complete: it ends with '\\', and no '>' line follows",
            line: end - 1))
      }
      commands.append(
        Command(
          prompt: prompt, text: text, lines: start..<end, expectedLines: end..<at,
          expected: expected,
          status: body.status, statusLine: body.statusLine))
    }
  }

  /// What stands behind a command in `range`: its output, without blank lines at the end, and its status with the line
  /// that says it.
  private static func body(of lines: [Bytes], in range: Range<Int>) -> (
    output: Range<Int>, status: Int, statusLine: Int?
  ) {
    func end(before end: Int) -> Int {
      var last = end
      while last > range.lowerBound, lines[last - 1].allSatisfy(\.isBlank) { last -= 1 }
      return last
    }
    let last = end(before: range.upperBound)
    guard last > range.lowerBound, let found = status(on: lines[last - 1]) else {
      return (range.lowerBound..<last, 0, nil)
    }
    return (range.lowerBound..<end(before: last - 1), found, last - 1)
  }

  /// The prompt and the command on a line; nil when no prompt stands there.
  private static func command(on line: Bytes, _ prompts: [String]) -> (String, ArraySlice<UInt8>)? {
    for prompt in prompts where line.starts(with: prompt.utf8) {
      let rest = line.dropFirst(prompt.utf8.count)
      if rest.isEmpty { return (prompt, rest) }
      if rest.first == .space { return (prompt, rest.dropFirst()) }
    }
    return nil
  }

  /// Whether a line is a command behind one of these prompts, or our own.
  static func isCommand(_ line: Bytes, prompts: [String]) -> Bool {
    command(on: line, [ownPrompt] + prompts) != nil
  }

  private static func continuation(on line: Bytes) -> ArraySlice<UInt8>? {
    guard line.first == UInt8(ascii: ">") else { return nil }
    let rest = line.dropFirst()
    return rest.isEmpty ? rest : rest.first == .space ? rest.dropFirst() : nil
  }

  /// The status that a line such as `[3]` expects.
  private static func status(on line: Bytes) -> Int? {
    guard line.first == UInt8(ascii: "["), line.last == UInt8(ascii: "]"), line.count <= 5,
      line.count > 2, line.dropFirst().dropLast().allSatisfy(\.isDigit)
    else { return nil }
    return Int(line.dropFirst().dropLast().text)
  }

  /// Whether a line of output, as it is, would be read as something else at this place of a transcript.
  package static func isTaken(_ line: Bytes, prompts: [String], isFirst: Bool, isLast: Bool) -> Bool
  {
    command(on: line, [ownPrompt] + prompts) != nil || isFirst && continuation(on: line) != nil
      || isLast && (status(on: line) != nil || line.allSatisfy(\.isBlank))
  }

  /// Whether a line looks like a command behind a prompt that is not known: `user@host:~$ ls`.
  package static func looksLikeCommand(_ line: Bytes) -> Bool {
    guard let end = line.firstIndex(of: .space), end > 1 else { return false }
    let word = line[..<end]
    guard let mark = word.last, "$#%>".utf8.contains(mark) else { return false }
    if word.elementsEqual(">>>".utf8) { return true }
    return word.contains(UInt8(ascii: "@")) || word.contains(UInt8(ascii: ":"))
  }
}

extension Bytes {
  /// Whether its last line is to be continued.
  fileprivate var endsInBackslash: Bool {
    reversed().prefix { $0 == UInt8(ascii: "\\") }.count % 2 == 1
  }

  /// Without the blanks that `padding` has, as far as they are there.
  fileprivate func withoutPadding(_ padding: Bytes) -> Bytes {
    if starts(with: padding) { return Bytes(dropFirst(padding.count)) }
    return allSatisfy(\.isBlank) ? [] : self
  }
}
