import DocbuildCore

extension Configuration {
  /// The JSON schema of `docbuild.toml` (draft 7, which editors of TOML read): it accepts what `parse` accepts.
  package static func schema() -> String {
    let properties = keys.map { ($0.name, $0.schema()) }
    let schema = SchemaValue.table([
      ("$schema", "http://json-schema.org/draft-07/schema#"),
      ("title", "docbuild.toml"),
      ("description", "What docbuild is to know of a project; every key is optional."),
      ("type", "object"),
      ("additionalProperties", false),
      ("properties", .table(properties)),
    ])
    return schema.json + "\n"
  }
}

/// A part of a JSON schema, its keys in the order in which people read them.
enum SchemaValue: Sendable, ExpressibleByStringLiteral, ExpressibleByBooleanLiteral,
  ExpressibleByArrayLiteral
{
  case text(String)
  case flag(Bool)
  case number(Int)
  case list([SchemaValue])
  case table([(String, SchemaValue)])

  init(stringLiteral text: String) { self = .text(text) }
  init(booleanLiteral flag: Bool) { self = .flag(flag) }
  init(arrayLiteral items: SchemaValue...) { self = .list(items) }

  /// As JSON, two spaces a level.
  var json: String { json(indent: "") }

  private func json(indent: String) -> String {
    let inner = indent + "  "
    func lines(_ items: [String]) -> String {
      items.map { "\n\(inner)\($0)" }.joined(separator: ",") + "\n\(indent)"
    }
    switch self {
    case .text(let text): return SchemaValue.quoted(text)
    case .flag(let flag): return flag ? "true" : "false"
    case .number(let number): return String(number)
    case .list(let items): return "[" + lines(items.map { $0.json(indent: inner) }) + "]"
    case .table(let members):
      return "{"
        + lines(members.map { SchemaValue.quoted($0) + ": " + $1.json(indent: inner) }) + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.map { $0 == "\"" || $0 == "\\" ? "\\\($0)" : String($0) }.joined() + "\""
  }

  /// A list of strings that fit a pattern, if there is one.
  static func strings(_ description: String, example: String, pattern: String? = nil)
    -> SchemaValue
  {
    .table([
      ("description", .text(description)), ("type", "array"),
      (
        "items",
        .table([("type", "string")] + (pattern.map { [("pattern", SchemaValue.text($0))] } ?? []))
      ), ("examples", .list([.list([.text(example)])])),
    ])
  }

  /// A table whose keys all have such values.
  static func table(_ description: String, of value: SchemaValue, keys: SchemaValue? = nil)
    -> SchemaValue
  {
    .table(
      [("description", .text(description)), ("type", "object")]
        + (keys.map { [("propertyNames", $0)] } ?? []) + [("additionalProperties", value)])
  }

  /// A string that is more than white space.
  static func filled(_ description: String) -> SchemaValue {
    .table([("description", .text(description)), ("type", "string"), ("pattern", #"\S"#)])
  }

  static let anyString = SchemaValue.table([("type", "string")])
  static let filledKey = SchemaValue.table([("pattern", #"\S"#)])

  /// Which rules pages have for blocks.
  static var dialect: SchemaValue {
    let names: SchemaValue = .table([
      ("enum", .list(Dialect.allCases.map { .text($0.rawValue) }))
    ])
    return .table([
      (
        "description",
        "Which rules the pages' reader has for blocks; known by name and text when left out."
      ),
      (
        "anyOf",
        .list([names, .table([("type", "object"), ("additionalProperties", names)])])
      ),
    ])
  }

  /// Checks by their ids.
  static var checks: SchemaValue {
    let severity: SchemaValue = ["error", "warning", "off"]
    let members = DiagnosticID.checks.map { id in
      let check = PageCheck.all.first { $0.id == id }
      let summary = check?.summary ?? otherChecks[id] ?? ""
      let said = summary.isEmpty ? [] : [("description", SchemaValue.text(summary))]
      let usual = check.map { [("default", SchemaValue.text($0.defaultSeverity.rawValue))] } ?? []
      return (id.rawValue, SchemaValue.table(said + [("enum", severity)] + usual))
    }
    return .table([
      ("description", "How much the findings of 'docbuild check' count."), ("type", "object"),
      ("additionalProperties", false), ("properties", .table(members)),
    ])
  }

  /// What the checks are that do not look at a page.
  private static let otherChecks: [DiagnosticID: String] = [
    .staleOutput: "an output is not what its template and sources make",
    .lineEnds:
      "outputs with CRLF line ends where git has no LF, which a build changes; a warning when left out",
    .behindHead:
      "an excerpt of a git revision that is no longer the code of today; off when left out",
    .mixedRevisions:
      "a page that shows code of a git revision and the same file of today; a warning when left out",
    .orphanedOutput: "an output whose template is gone",
    .outputCase: "outputs that differ only in case; a warning when left out",
    .unusedRegion: "a region of an embedded source that no document shows; off when left out",
    .pastedCode:
      "a block that is a copy of lines of a file, which 'docbuild adopt' would embed; off when left out",
    .patternOnPage:
      "notation of a console block for output that may differ, which readers see; off when left out",
    .movedText:
      "lines chosen by number whose text stands on others now; a warning when left out",
    .inertDirective:
      "a directive where none is live: 'include' in Markdown that is its own output, 'embed' in indented code; a warning when left out",
    .unwovenDirective:
      "a file that holds directives and is put into a page without 'weave'; a warning when left out",
    .foreignDirective:
      "another tool's directive in a template, which is published as it stands; a warning when left out",
    .frontMatter:
      "the front matter of an included page, which is a heading there; a warning when left out",
    .noEffect:
      "a directive, an option of one or a pattern of the project that changes nothing; a warning when left out",
    .deadLink: "a remote link that answers 404 or 410, or whose host is unknown; by '--allow-net'",
    .pageTooCostly: "a page that would take libcmark too long to look at",
  ]

  /// Tools by their names: docbuild's own may be turned off; only they and what is named like a language need not name
  /// one.
  static var tools: SchemaValue {
    let languages = SchemaValue.list(Language.all.map { .text($0.name) })
    let command = "A command for a shell; '{file}' is the source, else it comes on standard input."
    let ignored = SchemaValue.table([
      ("description", "Remarks that do not count, by their names."), ("type", "array"),
      ("items", .filled("As in DL3008.")), ("examples", [["DL3008"]]),
    ])
    func tool(required: SchemaValue) -> SchemaValue {
      .table([
        ("type", "object"), ("additionalProperties", false), ("required", required),
        (
          "properties",
          .table([
            ("command", .filled(command)),
            (
              "languages",
              .table([
                ("description", "The languages that it checks; that of its own name if left out."),
                ("type", "array"), ("minItems", .number(1)),
                ("items", .table([("enum", languages)])),
              ])
            ),
            ("install", .filled("A command that installs it, shown when it is missing.")),
            ("ignore", ignored),
          ])
        ),
      ])
    }
    let silenced = SchemaValue.table([
      ("type", "object"), ("additionalProperties", false), ("required", ["ignore"]),
      ("properties", .table([("ignore", ignored)])),
    ])
    let off = SchemaValue.table([
      ("description", "It is not run."), ("const", "off"),
    ])
    let ownNames = Tool.all.map(\.name)
    let languageNames = Language.all.map(\.name).filter { !ownNames.contains($0) }
    let own = SchemaValue.table([
      ("anyOf", [off, .filled(command), silenced, tool(required: ["command"])])
    ])
    let named = SchemaValue.table([("anyOf", [.command(command), tool(required: ["command"])])])
    return .table([
      ("description", "Tools of 'docbuild test'."), ("type", "object"),
      ("propertyNames", filledKey),
      // A list of all languages a second time would be long: a tool named like one is recognised by its name.
      (
        "patternProperties",
        .table([
          (SchemaValue.pattern(for: ownNames), own),
          (SchemaValue.pattern(for: languageNames), named),
        ])
      ),
      ("additionalProperties", tool(required: ["command", "languages"])),
    ])
  }

  /// A command, which 'off' is not.
  private static func command(_ description: String) -> SchemaValue {
    .table([
      ("description", .text(description)), ("type", "string"), ("pattern", #"\S"#),
      ("not", .table([("const", "off")])),
    ])
  }

  private static func pattern(for names: [String]) -> String {
    "^(\(names.map(\.escapedForPattern).joined(separator: "|")))$"
  }
}

extension String {
  fileprivate var escapedForPattern: String {
    map { "+.*?()[]{}^$|\\".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
