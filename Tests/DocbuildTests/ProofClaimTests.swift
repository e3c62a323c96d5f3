import Testing

@testable import DocbuildCore

/// The proof as a whole, over documents whose claims were exchanged: it must refuse them, as it would where the scanner of
/// blocks errs.
struct ProofClaimTests {
  /// What the proof says of a page that is sound until `change` exchanges its claims.
  private func refusals(
    of template: String, claiming change: (inout DocumentBuilder) -> Void
  ) throws -> [String] {
    let source = Source(name: "p.go", bytes: Bytes("one\n".utf8), path: Bytes("p.go".utf8))
    let parsed = Template.parse(
      Source(name: "t.src", bytes: Bytes(template.utf8)), kind: .template)
    var builder = DocumentBuilder(parsed, height: 0, limit: 1 << 20)
    let problem = builder.build(parsed.directives.map { _ in Excerpt(whole: SourceFacts(source)) })
    #expect(problem == nil)
    #expect(Document(builder, parts: [:], remarks: []).proveWhole().diagnostics.isEmpty)
    change(&builder)
    return Document(builder, parts: [:], remarks: []).proveWhole().diagnostics.map(\.message)
  }

  @Test func aLineThatWasTakenForCodeAlone() throws {
    #expect(
      try refusals(of: "text\n\n```\ncode\n```\n") { $0.inertLines = [(line: 1, templateLine: 1)] }
        == ["this line looks like a directive in a code block, but the page has no code here"])
    #expect(
      try refusals(of: "text\n\n```\ncode\n```\n") { $0.inertLines = [(line: 4, templateLine: 4)] }
        == [])
  }

  @Test func anIncludeThatWasTakenToStandOutside() throws {
    let template = "a\n\n```\n<!-- include(p.go) -->\n```\n\nb\n"
    #expect(
      try refusals(of: template) { builder in
        let block = builder.blocks.removeLast()
        builder.openIncludes = [
          .init(directive: 0, excerpt: block.excerpt, firstLine: block.firstLine)
        ]
      } == ["'p.go' would break the page: it stands in a code block that only Markdown sees"])
  }

  /// What is wrong behind a block that was changed follows from that, and only the cause is reported; what is wrong before it
  /// is, too.
  @Test func onlyTheCauseIsReported() throws {
    func found(_ template: String, _ excerpt: String) throws -> [Int] {
      let source = Source(name: "p.go", bytes: Bytes(excerpt.utf8), path: Bytes("p.go".utf8))
      let parsed = Template.parse(
        Source(name: "t.src", bytes: Bytes(template.utf8)), kind: .template)
      let bound = BoundTemplate(
        parsed, targets: parsed.directives.map { _ in .source(SourceFacts(source)) })
      let document = try #require(weave(bound, parts: []).document)
      return document.proveWhole().diagnostics.map(\.place.line)
    }
    let open = "<!-- include(p.go) -->\n\nb\n"
    let fence = "```\n<!-- include(p.go) -->\n```\n"
    #expect(try found(open, "x\n") == [])
    #expect(try found("\(open)\n\(fence)", "```\n") == [1])
    #expect(try found("\(open)\n\(open)\n\(fence)", "~~~\n") == [1])
  }

  @Test func aPartThatBreaksItselfAndThePageIsReportedOnce() throws {
    let part = Template.parse(
      Source(
        name: "part.src", bytes: Bytes("```\n<!-- include(p.go) -->\n```\n\n- x\n".utf8)),
      kind: .template)
    let source = Source(name: "p.go", bytes: Bytes("one\n".utf8), path: Bytes("p.go".utf8))
    let root = Template.parse(
      Source(
        name: "t.src",
        bytes: Bytes("<div>\n<!-- include(part.src weave) -->\n\n    code\n".utf8)),
      kind: .template)
    let woven = weave(
      BoundTemplate(root, targets: [.part(0)]),
      parts: [BoundTemplate(part, targets: [.source(SourceFacts(source))])])
    let found = try #require(woven.document).proveWhole().diagnostics
    #expect(
      found.map(\.message)
        == ["'part.src' would break the page: it changes blocks outside of it"])
  }
}
