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

private let commandNames = ["help"] + Docbuild.commands.map(\.name)

private func problem(_ what: String, with word: String) -> String {
  let said = "docbuild: error: \(what)"
  guard let meant = nearest(to: word, among: commandNames, count: 1).first else {
    return said + "\ndocbuild: note: 'docbuild --help' lists the commands"
  }
  return said + "\ndocbuild: note: the nearest command is '\(meant)'"
}
