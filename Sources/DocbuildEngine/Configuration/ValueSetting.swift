package import DocbuildCore

/// Where a value of `[values]` in `docbuild.toml` comes from.
package enum ValueSetting: Sendable {
  /// It stands there.
  case text(Bytes)
  /// It stands in a file, by its path below the root: the whole of it, or what a pattern matches.
  case file(Bytes, match: Pattern?)
  /// git says it.
  case git(GitValue)
}

/// What git says of the commit that is checked out.
package enum GitValue: String, CaseIterable, Sendable {
  /// The nearest tag, with the distance to it.
  case describe
  /// The nearest tag.
  case tag
  /// The commit's whole name.
  case commit
  /// The commit's name, as short as it is unambiguous.
  case shortCommit = "short-commit"

  /// How git is asked. None of these reads the work tree, so no filter of the repository is run.
  var arguments: [String] {
    switch self {
    case .describe: ["describe", "--tags", "--always"]
    case .tag: ["describe", "--tags", "--abbrev=0"]
    case .commit: ["rev-parse", "--verify", "HEAD^{commit}"]
    case .shortCommit: ["rev-parse", "--short", "--verify", "HEAD^{commit}"]
    }
  }
}

extension ConfigurationValue {
  /// The table of values, by their names.
  func values() throws(DiagnosticError) -> [String: ValueSetting] {
    try table { (entry) throws(DiagnosticError) in try entry.valueSetting() }
  }

  private func valueSetting() throws(DiagnosticError) -> ValueSetting {
    guard isTable else {
      let text = Bytes(try text().utf8)
      if let fault = ValueText.fault(of: text) {
        throw problem("it can't stand in a sentence: \(fault)", place)
      }
      return .text(text)
    }
    try expectKeys(among: ["file", "match", "git"], "key")
    let takes = "takes { file = \"PATH\", match = 'PATTERN' } or { git = \"describe\" }"
    let file = try value("file", takes: "'file' takes a path below the root")?.text()
    let git = value("git", takes: "'git' takes \(GitValue.names)")
    let match = value("match", takes: "'match' takes a pattern in RE2's syntax")
    guard (file == nil) != (git == nil), git == nil || match == nil else {
      throw problem("a value \(takes)", place)
    }
    if let git {
      guard let value = GitValue(rawValue: try git.text()) else {
        throw problem("'git' takes \(GitValue.names)", git.place)
      }
      return .git(value)
    }
    var pattern: Pattern?
    if let match {
      let text = try match.text()
      do throws(PatternFault) {
        pattern = try Pattern.compile(setting: text)
      } catch {
        throw problem(error.message, match.place)
      }
    }
    return .file(Bytes((file ?? "").utf8).folded, match: pattern)
  }
}

extension GitValue {
  fileprivate static var names: String {
    allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")
  }
}

extension SchemaValue {
  /// The table of values.
  static var values: SchemaValue {
    let path = SchemaValue.filled("A file below the root.")
    let pattern = SchemaValue.filled(
      "What the value is in it, or its first group; all of it if left out.")
    let git = SchemaValue.table([
      ("description", "What git says of the commit that is checked out."),
      ("enum", .list(GitValue.allCases.map { .text($0.rawValue) })),
    ])
    func object(_ members: [(String, SchemaValue)], required: SchemaValue) -> SchemaValue {
      .table([
        ("type", "object"), ("additionalProperties", false), ("required", required),
        ("properties", .table(members)),
      ])
    }
    return .table(
      "What '<!-- value(NAME) -->' stands for.",
      of: .table([
        (
          "anyOf",
          [
            .filled("The value."),
            object([("file", path), ("match", pattern)], required: ["file"]),
            object([("git", git)], required: ["git"]),
          ]
        )
      ]))
  }
}
