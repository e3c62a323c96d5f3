import DocbuildCore

/// What `docbuild.toml` says of transcripts, below `[test]`; every key is optional.
package struct TestConfiguration: Sendable {
  /// Patterns (`Glob`) of documents whose transcripts run unasked though they have no directive and no `test` comment.
  package var documents: [String] = []
  /// What transcripts may change and connect to beside their own folders, as it stands in the file: absolute, with `~/`
  /// for the user's home folder, or below the root.
  package var writes: [String] = []
  /// What the transcripts of documents that fit a pattern read, below the root.
  package var reads: [(pattern: String, paths: [String])] = []
  /// Patterns in RE2's syntax for what may differ in the lines that commands of documents that fit a pattern print.
  package var vary: [(pattern: String, patterns: [String])] = []
  /// The folder, below the root, whose copy the transcripts of documents that fit a pattern start in.
  package var folders: [(pattern: String, folder: String)] = []

  /// What holds where the configuration does not say.
  package init() {}

  /// A key below `[test]`.
  typealias Key = ConfigurationKey<TestConfiguration>

  /// The keys, in the manual's order.
  static let keys: [Key] = [
    Key(
      name: "documents", takes: "a list of patterns, as in documents = [\"docs/**\"]",
      schema: .strings(
        "Documents whose console blocks run though they have no directive and no 'test' comment.",
        example: "docs/**")
    ) { (made, value) throws(DiagnosticError) in made.documents = try value.strings() },
    Key(
      name: "writes", takes: "a list of files and folders, as in writes = [\"~/.cargo/registry\"]",
      schema: .strings(
        "Files, folders and sockets that console blocks may change or connect to in their sandbox.",
        example: "/run/docker.sock", pattern: #"^(/|~(/|$)|(?!(.*/)?\.\.(/|$))[^/])"#)
    ) { (made, value) throws(DiagnosticError) in
      made.writes = try value.paths { path in
        path.hasPrefix("/") || path == "~" || path.hasPrefix("~/") || isBelowRoot(path)
      }
    },
    Key(
      name: "reads",
      takes:
        "a list of files and folders below the root, or a table from patterns of documents to such lists",
      schema: .lists(
        "What console blocks read of the project, by pattern of documents; the rest is hidden from them.",
        of: "Files and folders.", example: "build/tool", pattern: belowRoot)
    ) { (made, value) throws(DiagnosticError) in
      made.reads = try value.byPattern { (entry) throws(DiagnosticError) in
        try entry.paths(where: isBelowRoot)
      }
    },
    Key(
      name: "vary",
      takes:
        "a list of patterns in RE2's syntax, as in vary = [\"[0-9.]+s\"], or a table from patterns of documents to such lists",
      schema: .lists(
        "What may differ in the lines that commands print, by pattern of documents.",
        of: "Patterns in RE2's syntax.", example: "[0-9.]+s", pattern: nil)
    ) { (made, value) throws(DiagnosticError) in
      made.vary = try value.byPattern { (entry) throws(DiagnosticError) in
        let patterns = try entry.strings()
        for pattern in patterns where Pattern.varying(Bytes(pattern.utf8)) == nil {
          throw DiagnosticError(
            diagnostic: Diagnostic(
              .invalidConfiguration, "bad pattern '\(pattern)'", at: entry.place))
        }
        return patterns
      }
    },
    Key(
      name: "folder",
      takes:
        "a folder below the root, as in folder = \".\", or a table from patterns of documents to folders",
      schema: .table([
        (
          "description",
          "The folder whose copy console blocks start in, by pattern of documents; their own when left out."
        ),
        (
          "anyOf",
          [
            folderSchema, .table("For documents that fit a pattern.", of: folderSchema),
          ]
        ),
      ])
    ) { (made, value) throws(DiagnosticError) in
      made.folders =
        value.isTable
        ? try value.table { (entry) throws(DiagnosticError) in try entry.folder() }
          .sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }
          .map { ($0.key, $0.value) }
        : [("**", try value.folder())]
    },
  ]

  /// The part of the JSON schema.
  static var schema: SchemaValue {
    .table("What 'docbuild test' runs, and what that may touch.", keys: keys)
  }

  /// Whether a document is listed.
  func lists(_ document: RootPath) -> Bool {
    documents.contains { Glob($0).matches(document) }
  }

  /// What may differ in what a document's commands print.
  func vary(in document: RootPath) -> [String] {
    vary.filter { Glob($0.pattern).matches(document) }.flatMap(\.patterns)
  }

  /// The folder below the root whose copy a document's transcripts start in; nil where nothing is said of it. The longest
  /// pattern that fits counts.
  func folder(of document: RootPath) -> String? {
    folders.last { Glob($0.pattern).matches(document) }?.folder
  }

  /// What a document's transcripts read of the project; nil when nothing is said of it.
  func reads(of document: RootPath) -> [String]? {
    let found = reads.filter { Glob($0.pattern).matches(document) }
    return found.isEmpty ? nil : found.flatMap(\.paths)
  }
}

/// A folder below the root, or the root.
private let folderSchema = SchemaValue.table([
  ("type", "string"), ("pattern", .text(#"^(?!(.*/)?\.\.(/|$))[^/]"#)),
])

extension SchemaValue {
  /// A list of strings for all documents, or lists by patterns of documents; paths may stand in one string.
  fileprivate static func lists(
    _ description: String, of members: String, example: String, pattern: String?
  ) -> SchemaValue {
    let list = SchemaValue.strings(members, example: example, pattern: pattern)
    let entry = pattern == nil ? list : .table([("anyOf", .list([list, .anyString]))])
    return .table([
      ("description", .text(description)),
      (
        "anyOf",
        .list([list, .table("For documents that fit a pattern.", of: entry)])
      ),
    ])
  }
}

/// The same as a pattern: relative, without `..` as a component.
private let belowRoot = #"^(?!(.*/)?\.\.(/|$))[^/]"#

private let isBelowRoot: @Sendable (String) -> Bool = { TestOptions.isBelowRoot($0) }

extension ConfigurationValue {
  /// Whether it is a list of strings.
  var isList: Bool { (try? strings()) != nil }

  /// The table `[test]`.
  func test() throws(DiagnosticError) -> TestConfiguration {
    var made = TestConfiguration()
    try fill(&made, by: TestConfiguration.keys)
    return made
  }

  /// What `read` reads, for all documents, or by patterns of documents in the patterns' order.
  fileprivate func byPattern<Value>(_ read: (Self) throws(DiagnosticError) -> Value)
    throws(DiagnosticError) -> [(String, Value)]
  {
    if isList { return [("**", try read(self))] }
    return try table(read).sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// A folder below the root.
  fileprivate func folder() throws(DiagnosticError) -> String {
    let path = try text()
    guard isBelowRoot(path) else {
      throw DiagnosticError(
        diagnostic: Diagnostic(
          .invalidConfiguration, "'\(path)' is not a folder below the root", at: place))
    }
    return path
  }

  /// A list of paths, or paths with blanks between them.
  func paths(where isValid: (String) -> Bool) throws(DiagnosticError) -> [String] {
    let paths: [String]
    if isList {
      paths = try strings()
    } else {
      paths = try text().split(separator: " ").map(String.init)
    }
    for path in paths where !isValid(path) {
      throw DiagnosticError(
        diagnostic: Diagnostic(
          .invalidConfiguration, "'\(path)' is not a path below the root", at: place))
    }
    return paths
  }
}
