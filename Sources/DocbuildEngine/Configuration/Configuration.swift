package import DocbuildCore

/// What `docbuild.toml` at the root says; every key is optional, and so is the file.
package struct Configuration: Sendable {
  /// Patterns (`Glob`) of templates; `**/*.src` when left out.
  package var templates: [String]?
  /// Patterns of in-place documents; when left out, every `.md` that holds an `embed` or embedmd command.
  package var inPlace: [String]?
  /// Patterns of files and folders that are left out.
  package var exclude: [String]?
  /// From a template to its output, where that is not `NAME.md` beside it; both below the root.
  package var outputs: [String: String]?
  /// Which rules pages have for blocks, by patterns of their paths; what none names is known by its name and its text.
  package var dialects: [String: Dialect] = [:]
  /// Patterns of files that would be refused as secrets and are read all the same.
  package var allow: [String]?
  /// Where the repository is shown on the web; nil when that is not said.
  package var host: RepositoryHost?
  /// The options of directives that do not say otherwise, by patterns of documents; the longest pattern last.
  package var defaults: [(pattern: Glob, options: DirectiveDefaults)] = []
  /// Ways to mark regions beside those in use everywhere, in the order of their names.
  package var regionDialects: [RegionDialect] = []
  /// Folders below the root by the names that targets have for them.
  package var paths: [String: String] = [:]
  /// What `<!-- value(NAME) -->` stands for, by the names.
  package var values: [String: ValueSetting] = [:]
  /// How much what is found counts.
  package var checks = Severities()
  /// What `check` looks at, and for whom.
  package var check = CheckConfiguration()
  /// From the prompt of a transcript to the command whose shell serves it.
  package var prompts: [String: String] = [:]
  /// What is said of transcripts.
  package var test = TestConfiguration()
  /// What is said of the tools of `docbuild test`, by name.
  package var tools: [ToolSetting] = []
  private var outputsValue: ConfigurationValue?
  fileprivate var patternPlaces: [String: Place] = [:]

  /// What holds where there is no `docbuild.toml`.
  package init() {}

  /// Where `outputs` names that template; nil when it does not.
  func place(ofOutput template: String) -> Place? {
    outputsValue?.value(template, takes: "")?.place
  }

  /// Where the key of that name lists its patterns; nil when it is not there.
  func place(ofPatterns key: String) -> Place? { patternPlaces[key] }

  /// Where the file lies.
  package static let name = RootPath(trusted: Bytes("docbuild.toml".utf8))

  /// A key at the top of the file.
  package typealias Key = ConfigurationKey<Configuration>

  /// The keys, in the manual's order.
  package static let keys: [Key] = [
    .patterns("templates", "docs/**/*.src", "Templates, instead of every *.src.", \.templates),
    .patterns(
      "in-place", "README.md", "In-place documents, instead of every .md with a directive.",
      \.inPlace),
    .patterns("exclude", "vendor/", "Files and folders that are left out.", \.exclude),
    Key(
      name: "outputs", takes: "a table from templates to outputs, as in \"a.src\" = \"site/a.md\"",
      schema: .table(
        "Outputs that are not NAME.md beside their template; by pattern, as \"docs/**/*.src\" = \"site/**/*.md\".",
        of: .anyString)
    ) { (made, value) throws(DiagnosticError) in
      made.outputs = try value.outputs()
      made.outputsValue = value
    },
    Key(
      name: "dialect",
      takes:
        "\(Dialect.allCases.map { "\"\($0.rawValue)\"" }.joined(separator: ", ")), or a table from patterns to them",
      schema: .dialect
    ) { (made, value) throws(DiagnosticError) in made.dialects = try value.dialects() },
    .patterns(
      "allow", "examples/.env", "Files that are read although they look like secrets.", \.allow),
    Key(
      name: "paths", takes: "a table from names to folders, as in book = \"examples/book\"",
      schema: .table(
        "Folders below the root, for targets such as 'book:ch1/main.rs'.", of: .filled("A folder."),
        keys: .table([("pattern", "^[A-Za-z][A-Za-z0-9_-]+$")]))
    ) { (made, value) throws(DiagnosticError) in made.paths = try value.folders() },
    Key(
      name: "defaults",
      takes: "a table from patterns of documents to options, as in \"docs/**\" = \"rev=v1 fence\"",
      schema: .table(
        "Options that directives have which do not say otherwise, by pattern of documents.",
        of: .filled("Options, as a directive writes them, and 'path'."))
    ) { (made, value) throws(DiagnosticError) in made.defaults = try value.defaults() },
    Key(
      name: "regions",
      takes:
        "a table from names to marks, as in shop = { open = \"@begin {}\", close = \"@end {}\" }",
      schema: .regionDialects
    ) { (made, value) throws(DiagnosticError) in
      made.regionDialects = try value.regionDialects()
    },
    Key(
      name: "link",
      takes: "a table with 'repository', as in repository = \"https://github.com/OWNER/NAME\"",
      schema: .host
    ) { (made, value) throws(DiagnosticError) in made.host = try value.host() },
    Key(
      name: "values",
      takes:
        "a table from names to texts, { file = \"PATH\", match = 'PATTERN' } or { git = \"describe\" }",
      schema: .values
    ) { (made, value) throws(DiagnosticError) in made.values = try value.values() },
    Key(
      name: "checks", takes: "a table from checks to \"error\", \"warning\" or \"off\"",
      schema: .checks
    ) { (made, value) throws(DiagnosticError) in made.checks = try value.checks() },
    Key(
      name: "check",
      takes:
        "a table with \(CheckConfiguration.keys.map { "'\($0.name)'" }.joined(separator: ", "))",
      schema: CheckConfiguration.schema
    ) { (made, value) throws(DiagnosticError) in made.check = try value.check() },
    Key(
      name: "prompts",
      takes: "a table from prompts to commands, as in \"root@a:~#\" = \"ssh root@a\"",
      schema: .table(
        "Which command's shell serves a prompt of a transcript.", of: .filled("A command."),
        keys: SchemaValue.filledKey)
    ) { (made, value) throws(DiagnosticError) in made.prompts = try value.prompts() },
    Key(
      name: "test",
      takes:
        "a table with \(TestConfiguration.keys.map { "'\($0.name)'" }.joined(separator: ", "))",
      schema: TestConfiguration.schema
    ) { (made, value) throws(DiagnosticError) in made.test = try value.test() },
    Key(
      name: "tools", takes: "a table from tools to \"off\", a command, or a table with 'command'",
      schema: .tools
    ) { (made, value) throws(DiagnosticError) in made.tools = try value.tools() },
  ]

  /// Reads a configuration.
  ///
  /// - Parameter checks: the ids that `checks` may name.
  /// - Throws: a diagnostic at the line and column of what is wrong: syntax, an unknown key, a wrong type.
  package static func parse(
    _ source: Source, checks: [DiagnosticID] = []
  ) throws(DiagnosticError) -> Configuration {
    let top = try ConfigurationValue(source, checks: checks)
    var made = Configuration()
    try top.fill(&made, by: keys)
    return made
  }
}

extension Configuration.Key {
  /// A key that takes a list of patterns.
  fileprivate static func patterns(
    _ name: String, _ example: String, _ description: String,
    _ member: any WritableKeyPath<Configuration, [String]?> & Sendable
  ) -> Self {
    Self(
      name: name, takes: "a list of patterns, as in \(name) = [\"\(example)\"]",
      schema: .strings(description, example: example)
    ) { (made, value) throws(DiagnosticError) in
      made[keyPath: member] = try value.patterns()
      made.patternPlaces[name] = value.place
    }
  }
}

extension Configuration {
  /// What a target such as `book:ch1/main.rs` names, as a path that begins at the root; nil for any other target.
  func path(named target: Bytes) -> Bytes? {
    guard !paths.isEmpty, let colon = target.firstIndex(of: UInt8(ascii: ":")),
      let folder = paths[target[..<colon].text]
    else { return nil }
    return Bytes("/\(folder)/".utf8) + target[(colon + 1)...]
  }
}

extension Configuration {
  /// The options of directives in a document, by its path, that do not say otherwise.
  package func defaults(of document: RootPath) -> DirectiveDefaults {
    defaults.filter { $0.pattern.matches(document) }.reduce(DirectiveDefaults()) {
      $0.merging($1.options)
    }
  }
}

extension ConfigurationValue {
  /// Options by patterns of documents.
  fileprivate func defaults() throws(DiagnosticError) -> [(
    pattern: Glob, options: DirectiveDefaults
  )] {
    let texts = try table { (entry) throws(DiagnosticError) in
      let text = try entry.text()
      do throws(DefaultsFault) { return try DirectiveDefaults(text) } catch {
        throw problem(error.message, entry.place)
      }
    }
    return texts.sorted { ($0.key.utf8.count, $0.key) < ($1.key.utf8.count, $1.key) }.map {
      (Glob($0.key), $0.value)
    }
  }
}
