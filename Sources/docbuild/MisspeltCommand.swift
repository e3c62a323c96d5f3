import ArgumentParser
import DocbuildCore
import DocbuildEngine

/// What to say of a word that stands where a command or a file could and is neither; nil for anything else. What has a
/// dot or a slash in it is a path.
func misspeltCommand(_ word: String) -> String? {
  let isWord = word.utf8.allSatisfy { byte in
    (byte | 0x20) >= UInt8(ascii: "a") && (byte | 0x20) <= UInt8(ascii: "z")
      || byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") || "-_".utf8.contains(byte)
  }
  let commands =
    ["help"] + Docbuild.configuration.subcommands.map { "\($0)".lowercased() }
  let isCalled = commandWords.dropFirst().contains("weave")
  guard isWord, word.utf8.first != UInt8(ascii: "-"), !isCalled, !commands.contains(word),
    !Bytes(word.utf8).exists
  else { return nil }
  let said = "docbuild: error: '\(escaped(word))' is neither a file nor a command"
  guard let meant = nearest(to: word, among: commands, count: 1).first else {
    return said + "\ndocbuild: note: 'docbuild --help' lists the commands"
  }
  return said + "\ndocbuild: note: the nearest command is '\(meant)'"
}
