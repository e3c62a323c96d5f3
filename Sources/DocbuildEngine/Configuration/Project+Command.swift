import DocbuildCore

extension Project {
  /// The program `name` outside the project's work tree; see `ChildProcess.find`.
  func program(_ name: String) -> String? {
    ChildProcess.find(name, outside: root.path, environment)
  }

  /// The command line that does `command` to the document at `path` under the options of this run: for a
  /// person in the current folder.
  func command(_ command: String, _ path: RootPath) -> String {
    var words = ["docbuild", command]
    let defaults = Options()
    if let root = options.root { words += ["--root", root.quotedForShell(.double).text] }
    if let base = options.base { words += ["--base", base.quotedForShell(.double).text] }
    if options.allowsURLs { words.append("--allow-url") }
    if options.maxSourceBytes != defaults.maxSourceBytes {
      words += ["--max-source-bytes", "\(options.maxSourceBytes)"]
    }
    if options.limits.outputBytes != defaults.limits.outputBytes {
      words += ["--max-output-bytes", "\(options.limits.outputBytes)"]
    }
    let name = self.name(of: path)
    let word = name.first == UInt8(ascii: "-") ? Bytes("./".utf8) + name : name
    words.append(word.quotedForShell(.double).text)
    return words.joined(separator: " ")
  }
}
