import DocbuildCore

extension Project {
  /// The command line that does `command` to the document at `path`, below the root, under the options of this run: for a
  /// person in the current folder.
  func command(_ command: String, _ path: Bytes) -> String {
    var words = ["docbuild", command]
    let defaults = Options()
    if let root = options.root { words += ["--root", quoted(root)] }
    if let base = options.base { words += ["--base", quoted(base)] }
    if options.allowsURLs { words.append("--allow-url") }
    if options.maxSourceBytes != defaults.maxSourceBytes {
      words += ["--max-source-bytes", "\(options.maxSourceBytes)"]
    }
    if options.limits.outputBytes != defaults.limits.outputBytes {
      words += ["--max-output-bytes", "\(options.limits.outputBytes)"]
    }
    let name = self.name(of: path)
    words.append(quoted(name.first == UInt8(ascii: "-") ? Bytes("./".utf8) + name : name))
    return words.joined(separator: " ")
  }

  /// A word of a shell's command line.
  private func quoted(_ word: Bytes) -> String {
    let plain = Set("/._-+,:@%=".utf8)
    func isPlain(_ byte: UInt8) -> Bool {
      byte >= 0x80 || plain.contains(byte) || byte.isLetterOrDigit
    }
    if !word.isEmpty, word.allSatisfy(isPlain) { return word.text }
    let special = Set("\"\\$`".utf8)
    let inside = word.reduce(into: Bytes()) { made, byte in
      if special.contains(byte) { made.append(UInt8(ascii: "\\")) }
      made.append(byte)
    }
    return "\"\(inside.text)\""
  }
}

extension UInt8 {
  fileprivate var isLetterOrDigit: Bool {
    let small = self | 0x20
    return small >= UInt8(ascii: "a") && small <= UInt8(ascii: "z")
      || self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9")
  }
}
