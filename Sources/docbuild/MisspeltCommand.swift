import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport

/// What to say of a word that stands where a command or a file could and is neither; nil for anything else. What has a
/// dot or a slash in it is a path.
func misspeltCommand(_ word: String) -> String? {
  let isWord = word.utf8.allSatisfy { byte in
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || "-_".utf8.contains(byte)
  }
  let isCalled = commandWords.dropFirst().contains("weave")
  guard isWord, word.utf8.first != UInt8(ascii: "-"), !isCalled, !commandNames.contains(word),
    !leadsSomewhere(Bytes(word.utf8))
  else { return nil }
  return problem("'\(escaped(word))' is neither a file nor a command", with: word)
}

/// What to say of `docbuild help WORD` where no command has that name; nil for anything else.
func helpOfNoCommand(_ arguments: [String]) -> String? {
  guard arguments.count == 2, arguments[0] == "help", arguments[1].utf8.first != UInt8(ascii: "-"),
    !commandNames.contains(arguments[1])
  else { return nil }
  return problem("'\(escaped(arguments[1]))' is not a command", with: arguments[1])
}

/// What to say of a command line whose options stand before the command, with the one that works; nil for anything else.
/// A file of a command's name is a file.
func commandBehindOptions(_ arguments: [String]) -> String? {
  guard arguments.first?.utf8.first == UInt8(ascii: "-") else { return nil }
  for (index, word) in arguments.prefix(while: { $0 != "--" }).enumerated() {
    guard let command = Docbuild.commands.first(where: { $0.name == word }),
      !leadsSomewhere(Bytes(word.utf8))
    else { continue }
    let others = Array(arguments[..<index] + arguments[(index + 1)...])
    // An option may take such a word, too.
    if let weave = try? Weave.parseAsRoot(arguments) as? Weave, weave.file?.bytes.text != word {
      continue
    }
    guard let parsed = try? command.type.parseAsRoot(others), type(of: parsed) == command.type
    else { continue }
    let shown = others.map { Bytes($0.utf8).quotedForShell().text }.joined(separator: " ")
    return "docbuild: error: the command '\(word)' stands before its options"
      + "\ndocbuild: note: write 'docbuild \(word) \(escaped(shown))'"
  }
  return nil
}

private let commandNames = ["help"] + Docbuild.commands.map(\.name)

private func problem(_ what: String, with word: String) -> String {
  let said = "docbuild: error: \(what)"
  guard let meant = nearest(to: word, among: commandNames, count: 1).first else {
    return said + "\ndocbuild: note: 'docbuild --help' lists the commands"
  }
  return said + "\ndocbuild: note: the nearest command is '\(meant)'"
}
