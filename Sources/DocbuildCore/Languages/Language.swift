/// What docbuild knows of a language: how to tell a file's, how to name it in an info string, how it
/// writes comments, and what the symbol parser calls it. A language is a row of `Language.all`.
package struct Language: Sendable, Hashable {
  /// How a comment is written.
  package struct Comment: Sendable, Hashable {
    /// What begins the comment.
    package let open: String
    /// Empty for comments that end with the line.
    package let close: String

    static func line(_ open: String) -> Comment { Comment(open: open, close: "") }
    static func block(_ open: String, _ close: String) -> Comment {
      Comment(open: open, close: close)
    }

    /// `text` as a comment on a line of its own.
    func around(_ text: String) -> String {
      close.isEmpty ? "\(open) \(text)" : "\(open) \(text) \(close)"
    }
  }

  /// The name for an info string: what GitHub's highlighter calls the language.
  package let name: String
  /// Without the dot, in lower case, with blanks between them; compared without regard to ASCII case.
  let extensions: String
  /// Whole file names, with blanks between them.
  let files: String
  /// What stands on the `#!` line, without version numbers, with blanks between them.
  let interpreters: String
  /// The comment of a line of its own; nil for languages without comments.
  package let comment: Comment?
  /// What ast-grep calls the language; nil when it can't find its symbols.
  package let parser: String?

  init(
    _ name: String, _ extensions: String, files: String = "", run: String = "", comment: Comment?,
    parser: String? = nil
  ) {
    self.name = name
    self.extensions = extensions
    self.files = files
    interpreters = run
    self.comment = comment
    self.parser = parser
  }

  /// Languages are told apart by their names.
  package static func == (a: Language, b: Language) -> Bool { a.name == b.name }
  /// By the name alone.
  package func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Language {
  /// The language of the file at `path`: by its whole name, its extension, or its `#!` line; nil if unknown.
  static func of(path: Bytes, firstLine: ArraySlice<UInt8>) -> Language? {
    let file = path[((path.lastIndex(of: UInt8(ascii: "/")) ?? -1) + 1)...].text
    if let found = byFile[file].map({ all[$0] }) ?? variant(of: file) { return found }
    if let dot = file.utf8.lastIndex(of: UInt8(ascii: ".")), dot != file.utf8.startIndex,
      let found = byExtension[file[file.utf8.index(after: dot)...].lowercased()]
    {
      return all[found]
    }
    return interpreter(of: firstLine).flatMap { byInterpreter[$0] }.map { all[$0] }
  }

  /// The language of one of several files of a kind: `Dockerfile.dev`, `Makefile-arm`.
  private static func variant(of file: String) -> Language? {
    for stem in ["Containerfile", "Dockerfile", "Jenkinsfile", "Makefile"]
    where file.utf8.starts(with: stem.utf8) {
      let next = file.utf8.dropFirst(stem.utf8.count).first
      if next.map({ ".-_".utf8.contains($0) }) ?? false {
        return byFile[stem].map { all[$0] }
      }
    }
    return nil
  }

  /// The program that a `#!` line names, without folder and version: `python` for `#!/usr/bin/env python3.11`.
  private static func interpreter(of text: ArraySlice<UInt8>) -> String? {
    guard text.starts(with: [0x23, 0x21]) else { return nil }
    let line = text.dropFirst(2).prefix { $0 != .lineFeed }
    var words = line.split { $0.isBlank || $0 == .carriageReturn }.map { word in
      word[((word.lastIndex(of: UInt8(ascii: "/")) ?? word.startIndex - 1) + 1)...].text
    }
    if words.first == "env" || words.first == "busybox" {
      words.removeFirst()
      words = Array(words.drop { $0.hasPrefix("-") || $0.contains("=") })
    }
    guard let program = words.first else { return nil }
    let bare = program.reversed().drop { $0.isNumber || $0 == "." }
    return String(bare.reversed())
  }

  private static let byFile = index { $0.files }
  private static let byExtension = index { $0.extensions }
  private static let byInterpreter = index { $0.interpreters }

  /// The numbers of languages in `all` by the words of one of their lists.
  private static func index(_ list: (Language) -> String) -> [String: Int] {
    var made: [String: Int] = [:]
    made.reserveCapacity(512)
    for number in all.indices {
      let words = list(all[number])
      var start = words.utf8.startIndex
      while start < words.utf8.endIndex {
        let end = words.utf8[start...].firstIndex(of: .space) ?? words.utf8.endIndex
        made[String(words[start..<end])] = number
        if end == words.utf8.endIndex { break }
        start = words.utf8.index(after: end)
      }
    }
    return made
  }
}

extension Language {
  /// The language that an info string calls `name`: by its own name, a file name's ending, or what people call it.
  package static func named(_ name: String) -> Language? {
    let lower = name.lowercased()
    let meant = aliases[lower] ?? lower
    return all.first { $0.name == meant } ?? byExtension[meant].map { all[$0] }
  }

  private static let aliases = [
    "shell": "bash", "golang": "go", "c++": "cpp", "docker": "dockerfile",
    "containerfile": "dockerfile",
    "node": "javascript", "python3": "python", "gitignore": "ignore", "jinja2": "jinja",
    "restructuredtext": "rst", "objc": "objective-c", "objectivec": "objective-c",
    "terraform": "hcl", "vb": "vbnet",
  ]
}
