package import DocbuildCore

/// What `docbuild.toml` says of what `check` looks at, below `[check]`; every key is optional.
package struct CheckConfiguration: Sendable {
  /// Patterns of Markdown without directives that is looked at as well; nil when left out.
  package var pages: [String]?
  /// Who reads which pages; empty when nobody says so.
  package var readers: [ReaderSetting] = []
  /// Patterns of links that are left alone, as they are written.
  package var ignoredLinks: [String] = []
  /// Where those stand; nil when left out.
  package var placeOfIgnoredLinks: Place?
  /// What the repository is called on GitHub, as `owner/name`; nil to ask git's remotes.
  package var repository: String?

  /// What holds where the configuration does not say.
  package init() {}

  /// A key below `[check]`.
  typealias Key = ConfigurationKey<CheckConfiguration>

  /// The keys, in the manual's order.
  static let keys: [Key] = [
    Key(
      name: "pages", takes: "a list of patterns, as in pages = [\"**/*.md\"]",
      schema: .strings("Markdown without directives.", example: "**/*.md")
    ) { (made, value) throws(DiagnosticError) in made.pages = try value.strings() },
    Key(
      name: "reader",
      takes: "a reader, as in reader = \"mkdocs\", or a table from patterns of pages to readers",
      schema: ReaderSetting.schema
    ) { (made, value) throws(DiagnosticError) in made.readers = try value.readers() },
    Key(
      name: "ignore-links", takes: "a list of patterns, as in ignore-links = [\"/api/**\"]",
      schema: .strings("Links that are left alone, as they are written.", example: "/api/**")
    ) { (made, value) throws(DiagnosticError) in
      made.ignoredLinks = try value.strings()
      made.placeOfIgnoredLinks = value.place
    },
    Key(
      name: "repository", takes: "a name, as in repository = \"owner/name\"",
      schema: .table([
        ("description", "What the repository is called on GitHub; git's remotes if left out."),
        ("type", "string"), ("pattern", #"^[^/\s]+/[^/\s]+$"#),
      ])
    ) { (made, value) throws(DiagnosticError) in
      let name = try value.text()
      let parts = name.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count == 2, !parts.contains(where: \.isEmpty), !name.contains(" ") else {
        throw DiagnosticError(
          diagnostic: Diagnostic(
            .invalidConfiguration, "expected OWNER/NAME, found '\(name)'", at: value.place))
      }
      made.repository = name
    },
  ]

  /// The part of the JSON schema.
  static var schema: SchemaValue {
    .table("What 'docbuild check' looks at, and for whom.", keys: keys)
  }
}

extension ConfigurationValue {
  /// The table `[check]`.
  func check() throws(DiagnosticError) -> CheckConfiguration {
    var made = CheckConfiguration()
    try fill(&made, by: CheckConfiguration.keys)
    return made
  }
}
