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
  /// Patterns in RE2's syntax for what may differ in the lines that commands print.
  package var vary: [String] = []

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
      schema: .table([
        (
          "description",
          "What console blocks read of the project, by pattern of documents; the rest is hidden from them."
        ),
        (
          "anyOf",
          [
            .strings("For all documents.", example: "build/tool", pattern: belowRoot),
            .table(
              "For documents that fit a pattern.",
              of: .table([
                (
                  "anyOf",
                  [
                    .strings("Files and folders.", example: "build/tool", pattern: belowRoot),
                    .anyString,
                  ]
                )
              ])),
          ]
        ),
      ])
    ) { (made, value) throws(DiagnosticError) in
      if value.isList {
        made.reads = [("**", try value.paths(where: isBelowRoot))]
      } else {
        made.reads = try value.table { (entry) throws(DiagnosticError) in
          try entry.paths(where: isBelowRoot)
        }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
      }
    },
    Key(
      name: "vary", takes: "a list of patterns in RE2's syntax, as in vary = [\"[0-9.]+s\"]",
      schema: .strings("What may differ in the lines that commands print.", example: "[0-9.]+s")
    ) { (made, value) throws(DiagnosticError) in
      let patterns = try value.strings()
      for pattern in patterns where Pattern.varying(Bytes(pattern.utf8)) == nil {
        throw DiagnosticError(
          diagnostic: Diagnostic(
            .invalidConfiguration, "bad pattern '\(pattern)'", at: value.place))
      }
      made.vary = patterns
    },
  ]

  /// The part of the JSON schema.
  static var schema: SchemaValue {
    .table("What 'docbuild test' runs, and what that may touch.", keys: keys)
  }

  /// Whether a document is listed, by its path below the root.
  func lists(_ document: Bytes) -> Bool {
    documents.contains { Glob($0).matches(document) }
  }

  /// What a document's transcripts read of the project; nil when nothing is said of it.
  func reads(of document: Bytes) -> [String]? {
    let found = reads.filter { Glob($0.pattern).matches(document) }
    return found.isEmpty ? nil : found.flatMap(\.paths)
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
