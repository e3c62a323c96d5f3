import DocbuildCore

/// What bash says of commands before any is run.
struct CommandGrammar {
  /// The commands that are not complete, by block and command, nil for the block's set-up, with bash's reason.
  var incomplete: [(block: Int, command: Int?, why: String)] = []
  /// For a block the commands that bash does not understand.
  var broken: [Int: Set<Int>] = [:]
}

extension CommandGrammar {
  /// Asks a shell to read, not to run, those commands of our own prompt that may be more than words, and set-ups.
  init(of blocks: [PageTests.Block], _ runs: [Bool], by shell: () -> Shell?) {
    var reader: Shell?
    func ask(_ text: Bytes) -> (isSound: Bool, why: String?)? {
      reader = reader ?? shell()
      let script =
        Bytes("bash --noprofile --norc -n -c ".utf8) + text.quotedForShell() + Bytes(" 2>&1".utf8)
      guard let done = reader?.run(script, until: Clock.now + Self.patience) else { return nil }
      let said = done.output.text
      let isOpen = Self.signs.contains(where: said.contains)
      return (
        done.ending == .status(0),
        isOpen ? said.split(separator: "\n").first.map(Self.reason) ?? "" : nil
      )
    }
    for (number, (block, isWanted)) in zip(blocks, runs).enumerated() where isWanted {
      if let setup = block.options.setup, let why = ask(Bytes(setup.utf8))?.why {
        incomplete.append((number, nil, why))
      }
      for (index, command) in (block.transcript?.commands ?? []).enumerated()
      where command.prompt == Transcript.ownPrompt && !command.isPlain
        && command.text.count < Self.longest
      {
        guard let answer = ask(command.text) else { return }
        if let why = answer.why {
          incomplete.append((number, index, why))
        } else if !answer.isSound {
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
