/// What a block of a page is by its looks: only code is looked for in sources.
package enum BlockNature: Sendable, Equatable {
  case code
  /// Commands behind prompts, perhaps with their output.
  case transcript(commands: Int)
  /// What a program prints when it is asked for help; the program's name, where that stands there.
  case help(String)
  case difference
  /// Too few lines to tell anything by.
  case short
}

extension PastedBlock {
  /// What it is. A `--flag` alone makes no help text: most of those are commands.
  package var nature: BlockNature {
    let texts = lines.map { $0.trimmed().text }.filter { !$0.isEmpty }
    if let commands = promptCount(texts) { return .transcript(commands: commands) }
    if ["diff", "patch"].contains(infoWord) || isDifference(texts) { return .difference }
    if isText, let name = helpName(texts) { return .help(name) }
    return texts.count < 2 ? .short : .code
  }

  private var isText: Bool {
    ["", "text", "txt", "plain", "plaintext", "console", "output", "sh", "bash", "shell"].contains(
      infoWord.lowercased())
  }

  /// How many lines begin with a prompt; nil when it is no transcript.
  private func promptCount(_ texts: [String]) -> Int? {
    let isConsole = ["console", "shell-session", "shellsession", "terminal", "pycon", "irb"]
      .contains(infoWord.lowercased())
    let count = texts.count { BlockNature.isPrompt($0) }
    guard let first = texts.first, count > 0 || isConsole else { return nil }
    return isConsole || BlockNature.isPrompt(first) ? count : nil
  }

  private func isDifference(_ texts: [String]) -> Bool {
    guard let first = texts.first else { return false }
    if first.hasPrefix("diff --git ") || first.hasPrefix("@@ -") { return true }
    return first.hasPrefix("--- ") && texts.dropFirst().first?.hasPrefix("+++ ") ?? false
  }

  private func helpName(_ texts: [String]) -> String? {
    let heads = texts.filter { line in
      let lower = line.lowercased()
      return lower.hasPrefix("usage:")
        || ["usage", "options:", "flags:", "commands:", "available commands:", "arguments:"]
          .contains(lower)
    }
    let flags = texts.count { $0.hasPrefix("-") }
    guard let head = heads.first, flags > 1 || heads.count > 1 else { return nil }
    guard head.lowercased().hasPrefix("usage:") else { return "" }
    let word = head.dropFirst(6).split(separator: " ").first.map(String.init) ?? ""
    return word.utf8.allSatisfy { $0.isWord || "./-".utf8.contains($0) } ? word : ""
  }
}

extension BlockNature {
  /// Whether a line begins with a prompt that no program is written with.
  fileprivate static func isPrompt(_ line: String) -> Bool {
    if ["$ ", ">>> ", "❯ ", "➜ ", "irb", "PS C:\\", "mysql> ", "postgres=# ", "sqlite> "]
      .contains(where: { line.hasPrefix($0) })
    {
      return !line.hasPrefix("irb") || line.contains("> ")
    }
    guard let end = line.firstIndex(where: { $0 == "$" || $0 == "#" }),
      line.index(after: end) < line.endIndex, line[line.index(after: end)] == " "
    else { return false }
    let prompt = line[..<end]
    return prompt.contains("@") && prompt.contains(":") && !prompt.contains(" ")
  }
}
