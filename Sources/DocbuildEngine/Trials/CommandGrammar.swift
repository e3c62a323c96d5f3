import DocbuildCore

/// What bash says of commands before any is run.
struct CommandGrammar {
  /// The commands that are not complete, by block and command, with bash's reason.
  var incomplete: [(block: Int, command: Int, why: String)] = []
  /// For a block the commands that bash does not understand.
  var broken: [Int: Set<Int>] = [:]
}

extension CommandGrammar {
  /// Asks a shell to read, not to run, those commands of our own prompt that may be more than words.
  init(of blocks: [PageTests.Block], _ runs: [Bool], by shell: () -> Shell?) {
    var reader: Shell?
    for (number, (block, isWanted)) in zip(blocks, runs).enumerated() where isWanted {
      for (index, command) in (block.transcript?.commands ?? []).enumerated()
      where command.prompt == Transcript.ownPrompt && !command.isPlain
        && command.text.count < Self.longest
      {
        reader = reader ?? shell()
        let script =
          Bytes("bash --noprofile --norc -n -c ".utf8) + command.text.quotedForShell()
          + Bytes(" 2>&1".utf8)
        guard let done = reader?.run(script, until: Clock.now + Self.patience) else { return }
        let text = done.output.text
        if Self.signs.contains(where: text.contains) {
          let why = text.split(separator: "\n").first.map(Self.reason) ?? ""
          incomplete.append((number, index, why))
        } else if done.ending != .status(0) {
          broken[number, default: []].insert(index)
        }
      }
    }
  }

  /// What bash says of a text that ends too early.
  private static let signs = [
    "unexpected EOF", "unexpected end of file", "delimited by end-of-file",
  ]
  /// Linux takes no argument that is longer than 128 KiB.
  private static let longest = 100_000
  /// In milliseconds.
  private static let patience = 20_000

  /// Bash's message without its own name and lines.
  private static func reason(_ line: Substring) -> String {
    var text = line
    while let colon = text.firstIndex(of: ":"),
      text[..<colon] == "bash" || text[..<colon] == "-c" || text[..<colon] == "warning"
        || text[..<colon].hasPrefix("line ")
    {
      text = text[text.index(after: colon)...].drop { $0 == " " }
    }
    return String(text)
  }
}
