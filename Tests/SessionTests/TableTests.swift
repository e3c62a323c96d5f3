import DocbuildCore
import Testing

/// The tables that help, manual and code share.
struct TableTests {
  private func isUnique(_ names: [String]) -> Bool { Set(names).count == names.count }

  /// A value's own properties, `package` or not.
  private func property<Value>(_ name: String, of value: Any, as: Value.Type = Value.self) -> Value?
  {
    Mirror(reflecting: value).children.first { $0.label == name }?.value as? Value
  }

  // MARK: options

  @Test func optionsAreUniqueAndExplained() {
    #expect(OptionRule.all.count > 10)
    #expect(isUnique(OptionRule.all.map(\.key)))
    for rule in OptionRule.all {
      #expect(!rule.summary.isEmpty && rule.summary.last != ".", "\(rule.key)")
      #expect(!rule.forms.isEmpty, "\(rule.key)")
      for form in rule.forms { #expect(form.contains(rule.key), "\(form)") }
    }
  }

  @Test func everyOptionOfTheContractIsThere() {
    let keys = Set(OptionRule.all.map(\.key))
    for key in [
      "lines", "region", "symbol", "doc", "from", "to", "after", "before", "omit", "indent",
      "elide", "fence", "info", "strip", "rev", "weave",
    ] {
      #expect(keys.contains(key), "\(key)")
    }
  }

  @Test func selectorsHaveExamples() {
    for rule in OptionRule.all
    where [
      "lines", "region", "from", "to", "after", "before", "omit", "indent", "elide", "fence",
      "info", "strip",
    ].contains(rule.key) {
      #expect(!rule.examples.isEmpty, "\(rule.key)")
    }
  }

  @Test(arguments: OptionRule.all.indices)
  func examplesHold(_ index: Int) {
    for example in OptionRule.all[index].examples {
      let source = Source(name: "example.txt", bytes: Array(example.source.utf8))
      let text = "<!-- include(example.txt \(example.options)) -->\n"
      let template = Template.parse(Source(name: "x.src", bytes: Array(text.utf8)), kind: .template)
      #expect(template.directives.count == 1, "\(example.options)")
      let bound = BoundTemplate(
        template, targets: template.directives.map { _ in .source(SourceFacts(source)) })
      let weaving = weave(bound, parts: [])
      let problems = weaving.problems.inOrder().map(\.message)
      if let yields = example.yields {
        #expect(problems.isEmpty, "\(example.options): \(problems)")
        #expect(weaving.document?.bytes.text == yields, "\(example.options)")
      } else {
        #expect(problems.count == 1, "\(example.options): \(problems)")
      }
    }
  }

  // MARK: languages

  @Test func languagesAreUnique() {
    #expect(Language.all.count > 40)
    #expect(isUnique(Language.all.map(\.name)))
    for kind in ["extensions", "files", "interpreters"] {
      let names = Language.all.flatMap { words(kind, of: $0) }
      #expect(names.count > 5, "\(kind)")
      #expect(
        isUnique(names),
        "\(kind): \(Dictionary(grouping: names) { $0 }.filter { $1.count > 1 }.keys)")
    }
    for language in Language.all {
      for ending in words("extensions", of: language) {
        #expect(ending == ending.lowercased() && !ending.hasPrefix("."), "\(ending)")
        #expect(Source(name: "a.\(ending)", bytes: []).language == language, "\(ending)")
      }
      for file in words("files", of: language) {
        #expect(Source(name: "folder/\(file)", bytes: []).language == language, "\(file)")
      }
      for program in words("interpreters", of: language) {
        #expect(
          Source(name: "tool", bytes: Array("#!/usr/bin/env \(program)\n".utf8)).language
            == language, "\(program)")
        #expect(
          Source(name: "tool", bytes: Array("#!/usr/bin/\(program) -x\n".utf8)).language
            == language, "\(program)")
      }
    }
  }

  private func words(_ kind: String, of language: Language) -> [String] {
    (property(kind, of: language, as: String.self) ?? "").split(separator: " ").map(String.init)
  }

  @Test func languagesOfTheContractHaveParsers() {
    for name in [
      "go", "bash", "python", "c", "cpp", "rust", "java", "javascript", "typescript", "ruby",
      "swift",
    ] {
      #expect(Language.all.first { $0.name == name }?.parser != nil, "\(name)")
    }
  }

  @Test func languageNamesFitAnInfoString() {
    for language in Language.all {
      #expect(
        !language.name.isEmpty
          && language.name.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7F && $0 != 0x60 },
        "\(language.name)")
    }
  }

  // MARK: dialects and ids

  @Test func dialectsAreUnique() {
    #expect(isUnique(RegionDialect.all.map(\.origin)))
    #expect(isUnique(RegionDialect.all.map(\.open)))
    #expect(isUnique(RegionDialect.all.map(\.close)))
    for dialect in RegionDialect.all { #expect(dialect.open.contains("{}"), "\(dialect.origin)") }
    for mark in [
      "#region {}", "ANCHOR: {}", "tag::{}[]", "begin-snippet: {}", "[START {}]",
      "--8<-- [start:{}]", "docs:start:{}", "snippet.{}", "<{}>",
    ] {
      #expect(RegionDialect.all.contains { $0.open == mark }, "\(mark)")
    }
  }

  @Test(arguments: RegionDialect.all.indices)
  func everyDialectIsRead(_ index: Int) {
    let dialect = RegionDialect.all[index]
    func filled(_ mark: String, _ name: String) -> String {
      var text = mark
      for hole in ["{?}", "{}"] {
        text = text.split(separator: hole, omittingEmptySubsequences: false).joined(separator: name)
      }
      return text
    }
    var closings = [filled(dialect.close, "part")]
    if dialect.close.contains("{?}") { closings.append(filled(dialect.close, "")) }
    for closing in closings {
      for (open, close) in [
        ("//", ""), ("#", ""), ("/*", " */"), ("<!--", " -->"), ("--", ""), (";", ""),
      ] {
        // A `#` of the mark's own stands in place of the comment's.
        let head = dialect.open.hasPrefix("#") && open == "#" ? "" : "\(open) "
        let text =
          "before\n\(head)\(filled(dialect.open, "part"))\(close)\ninside\n\(head)\(closing)\(close)\nafter\n"
        let source = Source(name: "example.txt", bytes: Array(text.utf8))
        let template = Template.parse(
          Source(name: "x.src", bytes: Array("<!-- include(e region=part) -->\n".utf8)),
          kind: .template)
        let weaving = weave(
          BoundTemplate(template, targets: [.source(SourceFacts(source))]), parts: [])
        #expect(weaving.problems.isEmpty, "\(text): \(weaving.problems.inOrder().map(\.message))")
        #expect(weaving.document?.bytes.text == "inside\n", "\(text)")
      }
    }
  }

  @Test func idsAreKebabCase() throws {
    let form = try Regex("[a-z][a-z0-9]*(-[a-z0-9]+)*")
    #expect(isUnique(DiagnosticID.allCases.map(\.rawValue)))
    for id in DiagnosticID.allCases {
      #expect(id.rawValue.wholeMatch(of: form) != nil, "\(id.rawValue)")
    }
    for id in ["region-not-found", "page-broken"] { #expect(DiagnosticID(rawValue: id) != nil) }
  }
}
