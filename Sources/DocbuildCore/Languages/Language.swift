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
    if let found = first(with: file, in: \.files) ?? variant(of: file) { return found }
    if let dot = file.utf8.lastIndex(of: UInt8(ascii: ".")), dot != file.utf8.startIndex,
      let found = first(
        with: file[file.utf8.index(after: dot)...].lowercased(), in: \.extensions)
    {
      return found
    }
    return interpreter(of: firstLine).flatMap { first(with: $0, in: \.interpreters) }
  }

  /// The language of one of several files of a kind: `Dockerfile.dev`, `Makefile-arm`.
  private static func variant(of file: String) -> Language? {
    let stem = String(file.prefix { $0 != "." && $0 != "-" && $0 != "_" })
    return ["Containerfile", "Dockerfile", "Jenkinsfile", "Makefile"].contains(stem)
      ? first(with: stem, in: \.files) : nil
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

  /// The row that has `word` in one of its lists. Files are few beside what it would take to make a dictionary of all words
  /// at every start.
  private static func first(with word: String, in list: KeyPath<Language, String>) -> Language? {
    for row in all where holds(row[keyPath: list].utf8Span.span, word.utf8Span.span) { return row }
    return nil
  }

  /// Whether `word` is among `words`, which blanks separate.
  private static func holds(_ words: Span<UInt8>, _ word: Span<UInt8>) -> Bool {
    guard !word.isEmpty else { return false }
    var start = 0
    while start + word.count <= words.count {
      var at = start
      while at < words.count, words[at] != UInt8.space { at += 1 }
      if at - start == word.count {
        var same = 0
        while same < word.count, words[start + same] == word[same] { same += 1 }
        if same == word.count { return true }
      }
      start = at + 1
    }
    return false
  }
}

extension Language {
  /// The language that an info string calls `name`: by its own name, a file name's ending, or what people call it.
  package static func named(_ name: String) -> Language? {
    let lower = name.lowercased()
    let meant = aliases[lower] ?? lower
    return all.first { $0.name == meant } ?? first(with: meant, in: \.extensions)
  }

  private static let aliases = [
    "shell": "bash", "golang": "go", "c++": "cpp", "docker": "dockerfile",
    "containerfile": "dockerfile",
    "node": "javascript", "python3": "python", "gitignore": "ignore", "jinja2": "jinja",
    "restructuredtext": "rst", "objc": "objective-c", "objectivec": "objective-c",
    "terraform": "hcl", "vb": "vbnet",
  ]
}
