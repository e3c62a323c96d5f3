package import DocbuildCore

/// Who reads the pages that fit a pattern, as the configuration says.
package struct ReaderSetting: Sendable {
  /// Of pages, by their paths below the root.
  package let pattern: String
  /// With what the configuration says of it.
  package var reader: Reader
  /// Relative to the root; nil to look for the generator's own settings above the page.
  package var roots: [ContentRoot]?
  /// Beginnings of routes that lead to other sites.
  package var siblings: [String] = []

  /// A key of a reader's table.
  typealias Key = ConfigurationKey<ReaderSetting>

  /// What the keys behind it say counts more than the preset.
  private static let keys: [Key] = [
    Key(
      name: "preset", takes: "the name of a reader, as in preset = \"hugo\"", schema: names
    ) { (made, value) throws(DiagnosticError) in made.reader = try value.reader() },
    Key(
      name: "roots",
      takes: "a list of folders, or a table from routes to folders",
      schema: .table([
        ("description", "The folders below which routes lead, relative to the root."),
        (
          "anyOf",
          [
            .strings("Folders that routes from '/' on lead to.", example: "docs"),
            .table("Folders by the routes that lead to them.", of: .anyString),
          ]
        ),
      ])
    ) { (made, value) throws(DiagnosticError) in
      if value.isList {
        made.roots = try value.strings().map { ContentRoot(folder: $0) }
      } else {
        made.roots = try value.stringTable().sorted { $0.key < $1.key }.map {
          ContentRoot(route: $0.key, folder: $0.value)
        }
      }
    },
    .strings(
      "leave-out", "What routes leave out of a file's path.", example: ".md"
    ) { $0.reader.leavesOut = $1 },
    .strings(
      "siblings", "Beginnings of routes that lead to other sites.", example: "/api/"
    ) { $0.siblings = $1 },
    .strings(
      "heading-ids", "How headings may end with an id of their own.", example: "{#id}"
    ) { $0.reader.writtenIDs = $1 },
    .strings(
      "shortcodes", "Shortcodes and tags whose content is not Markdown.", example: "highlight"
    ) { $0.reader.shortcodes = $1 },
  ]

  private static var names: SchemaValue {
    .table([
      ("description", "A reader, and what is known of its sites."),
      ("enum", .list(Reader.all.map { .text($0.name) })),
    ])
  }

  /// The part of the JSON schema.
  static var schema: SchemaValue {
    .table([
      ("description", "Who reads the pages: GitHub's visitors, or those of a site."),
      (
        "anyOf",
        [
          names,
          .table(
            "Readers by patterns of pages; the longest pattern that fits decides.",
            of: .table([
              (
                "anyOf",
                [
                  names,
                  .table(nil, keys: keys),
                ]
              )
            ])),
        ]
      ),
    ])
  }

  /// Reads what stands for a pattern.
  fileprivate static func read(
    _ value: ConfigurationValue, pattern: String
  ) throws(DiagnosticError) -> ReaderSetting {
    guard value.isTable else {
      return ReaderSetting(pattern: pattern, reader: try value.reader())
    }
    var made = ReaderSetting(pattern: pattern, reader: .site)
    try value.fill(&made, by: keys)
    return made
  }
}

extension ReaderSetting.Key {
  fileprivate static func strings(
    _ name: String, _ description: String, example: String,
    _ put: @escaping @Sendable (inout ReaderSetting, [String]) -> Void
  ) -> Self {
    Self(
      name: name, takes: "a list, as in \(name) = [\"\(example)\"]",
      schema: .strings(description, example: example)
    ) { (made, value) throws(DiagnosticError) in put(&made, try value.strings()) }
  }
}

extension ConfigurationValue {
  /// The readers of pages, by patterns.
  func readers() throws(DiagnosticError) -> [ReaderSetting] {
    guard isTable else { return [try ReaderSetting.read(self, pattern: "**")] }
    return try namedTable { (name, entry) throws(DiagnosticError) in
      try ReaderSetting.read(entry, pattern: name)
    }
  }

  /// A reader by its name.
  fileprivate func reader() throws(DiagnosticError) -> Reader {
    let name = try text()
    guard let found = Reader.named(name) else {
      throw unknown("reader", name, Reader.all.map(\.name))
    }
    return found
  }
}
