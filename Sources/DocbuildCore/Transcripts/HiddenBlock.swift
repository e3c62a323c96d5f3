/// The commands in a comment: `<!-- test(run)`, a line feed, a transcript or a script, `-->`.
///
/// A fence around them is left out. Where the first line has no prompt, all of it is one command, which must succeed.
struct HiddenBlock {
  /// Without the marks of what the comment stands in, and without the blank lines around them.
  private(set) var lines: [Bytes]
  /// How many lines below the comment's first one the first stands.
  private(set) var first = 0

  /// Reads what stands in `script`, a part of the comment at `comment`.
  init(_ script: Range<Int>, of comment: Range<Int>, in bytes: Bytes) {
    var start = comment.lowerBound
    while start > 0, bytes[start - 1] != .lineFeed { start -= 1 }
    let quotes = bytes[start..<comment.lowerBound].count { $0 == UInt8(ascii: ">") }
    let parts = bytes[script].split(separator: .lineFeed, omittingEmptySubsequences: false)
    lines = parts.enumerated().map { index, line in
      var rest = line.last == .carriageReturn ? line.dropLast() : line
      guard index > 0 else { return Bytes(rest.trimmed()) }
      for _ in 0..<quotes {
        let inner = rest.drop(while: \.isBlank)
        guard inner.first == UInt8(ascii: ">") else { break }
        rest = inner.dropFirst()
        if rest.first == .space { rest = rest.dropFirst() }
      }
      return Bytes(rest)
    }
    dropBlankEnds()
    dropFence()
  }

  private mutating func dropBlankEnds() {
    while let line = lines.last, line.allSatisfy(\.isBlank) { lines.removeLast() }
    while let line = lines.first, line.allSatisfy(\.isBlank) {
      lines.removeFirst()
      first += 1
    }
  }

  private mutating func dropFence() {
    guard lines.count > 1, let open = lines.first?.trimmed(), let close = lines.last?.trimmed(),
      let mark = open.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~"),
      open.prefix(while: { $0 == mark }).count >= 3, close.count >= 3,
      close.allSatisfy({ $0 == mark })
    else { return }
    lines = Array(lines.dropFirst().dropLast())
    first += 1
    dropBlankEnds()
  }

  /// The commands. What those print counts only where something is written below them.
  func transcript(prompts: [String], vary: [Pattern], troubles: inout [TranscriptTrouble])
    -> Transcript
  {
    let text = lines.first.map { Bytes($0.drop(while: \.isBlank)) } ?? []
    var transcript = Transcript()
    guard !lines.isEmpty, !Transcript.isCommand(text, prompts: prompts) else {
      transcript = Transcript(lines, prompts: prompts, vary: vary, troubles: &troubles)
      for index in transcript.commands.indices {
        transcript.commands[index].takesAnyOutput = transcript.commands[index].expected.isEmpty
      }
      return transcript
    }
    transcript.commands = [
      Transcript.Command(
        prompt: Transcript.ownPrompt, text: Bytes(lines.joined(separator: [.lineFeed])),
        lines: 0..<lines.count, expectedLines: lines.count..<lines.count, expected: [], status: 0,
        statusLine: nil)
    ]
    transcript.commands[0].takesAnyOutput = true
    return transcript
  }
}
