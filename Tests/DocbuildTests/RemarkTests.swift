import DocbuildCore
import Testing

/// Directives and options that do nothing are told, and those that do something are not.
struct RemarkTests {
  static let cases: [(options: String, source: String, says: [String])] = [
    // Nothing is said of what works.
    ("", "x\n", []), ("lines=1..", "x\n", []), ("strip=shebang", "#!/bin/sh\nx\n", []),
    ("strip=marks", "// #region a\nx\n// #endregion\n", []),
    ("strip=license", "// Copyright A\n\nx\n", []),
    ("strip=license,shebang", "#!/bin/sh\n// Copyright A\n\nx\n", []),
    ("lines=1,3 elide", "a\nb\nc\n", []), ("omit=/b/ elide=\"so on\"", "a\nb\n", []),
    ("lines=1..2 indent=keep", "  a\n    b\n", []), ("indent=2", "a\n", []),
    ("lines=1 fence=go", "a\n", []),
    // What does not.
    ("", "", ["'x.go' is empty: the directive yields nothing"]),
    ("strip=shebang", "x\n", ["'strip=shebang' changes nothing: the excerpt does not begin"]),
    ("lines=2 strip=shebang", "#!/bin/sh\nx\n", ["'strip=shebang' changes nothing"]),
    ("strip=marks", "x\n", ["'strip=marks' changes nothing: the excerpt holds no marks"]),
    ("region=a strip=marks", "// #region a\nx\n// #endregion\n", ["'strip=marks' changes nothing"]),
    ("strip=license", "// A comment.\n\nx\n", ["no comment about a licence"]),
    (
      "strip=license,shebang", "#!/bin/sh\nx\n",
      ["'strip=license,shebang' changes nothing: no comment about a licence"]
    ),
    (
      "strip=license,marks", "x\n",
      [
        "changes nothing: no comment about a licence",
        "changes nothing: the excerpt holds no marks",
      ]
    ),
    ("elide", "a\n", ["'elide' changes nothing"]),
    ("lines=1..2 elide=\"and so on\"", "a\nb\nc\n", ["'elide=\"and so on\"' changes nothing"]),
    ("indent=keep", "  a\n", ["'indent=keep' changes nothing: a whole file"]),
    ("lines=1 indent=keep", "a\n", ["'indent=keep' changes nothing: the lines have no"]),
    ("lines=1 indent=0", "  a\n", ["'indent=0' changes nothing"]),
  ]

  private func remarks(_ text: String, _ source: String, kind: Template.Kind = .template)
    -> [Diagnostic]?
  {
    let source = Source(name: "x.go", bytes: Bytes(source.utf8), path: Bytes("x.go".utf8))
    let template = Template.parse(Source(name: "t", bytes: Bytes(text.utf8)), kind: kind)
    let bound = BoundTemplate(
      template, targets: template.directives.map { _ in .source(SourceFacts(source)) })
    let woven = weave(bound, parts: [])
    #expect(woven.problems.isEmpty)
    return woven.document?.remarks
  }

  @Test(arguments: cases.indices) func remarks(_ index: Int) throws {
    let (options, source, says) = RemarkTests.cases[index]
    let directive = "include(x.go\(options.isEmpty ? "" : " ")\(options))"
    // The second time the excerpt is known already; its place is another one.
    let text = "<!-- \(directive) -->\n\n\n  <!-- \(directive) -->\n"
    let found = try #require(remarks(text, source))
    try #require(found.count == 2 * says.count, "\(options): \(found.map(\.message))")
    for (number, remark) in found.enumerated() {
      #expect(remark.message.contains(says[number % says.count]), "\(remark.message)")
      #expect(remark.severity == .warning && remark.id == .noEffect)
      #expect(remark.place.line == (number < says.count ? 1 : 4))
      let line = Bytes(
        text.split(separator: "\n", omittingEmptySubsequences: false)[
          remark.place.line - 1
        ].utf8)
      let marked = line[(remark.place.column - 1)...].prefix(remark.place.length).text
      #expect(marked == "x.go" || remark.message.hasPrefix("'\(marked)' "), "\(marked)")
      // The cure cures: without the option there is nothing to tell.
      if let fixIt = remark.fixIt, says.count == 1 {
        let cured = text.replacing(" \(marked)", with: fixIt.text.text)
        #expect(remarks(cured, source)?.isEmpty == true, "\(cured)")
      }
    }
  }

  @Test func embedNeedsNoFence() throws {
    let found = try #require(remarks("<!-- embed(x.go fence) -->\n", "x\n", kind: .inPlace))
    #expect(found.map(\.message) == ["'fence' changes nothing: 'embed' always makes a fence"])
    #expect(try #require(remarks("<!-- embed(x.go fence=c) -->\n", "x\n", kind: .inPlace)).isEmpty)
    #expect(try #require(remarks("<!-- embed(x.go) -->\n", "", kind: .inPlace)).isEmpty)
  }
}
