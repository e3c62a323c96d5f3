import Foundation
import Testing

@testable import DocbuildCore

/// Pages as they are read for their proof, which those who look at them next take as they are.
struct ReadPageTests {
  @Test func hasTheBlocksOfAPageThatIsReadAnew() async throws {
    var kept = 0
    for golden in GoldenCase.all {
      guard let bytes = golden.bytes(golden.documentName),
        let document = try await golden.weave(bytes).document,
        let page = document.proveWhole(keepsPage: true).page
      else { continue }
      kept += 1
      let same = page.lines.bytes == document.bytes
      #expect(same, "\(golden)")
      let anew = pageBlocks(PageLines(document.bytes))
      #expect(String(describing: page.blocks) == String(describing: anew), "\(golden)")
    }
    // Most pages, since hardly one begins with a front matter or leaves a block open.
    #expect(kept > 300, "\(kept)")
  }

  @Test func isNoneWhereTheMarkdownIsNotAllThereIs() throws {
    func page(_ template: String, dialect: Dialect = .commonMark) -> ReadPage? {
      let parsed = Template.parse(
        Source(name: "t.src", bytes: Bytes(template.utf8)), kind: .template, dialect: dialect)
      let source = SourceFacts(Source(name: "a.txt", bytes: Bytes("one\n".utf8)))
      let bound = BoundTemplate(parsed, targets: parsed.directives.map { _ in .source(source) })
      return weave(bound, parts: []).document?.proveWhole(keepsPage: true).page
    }
    let fence = "```\n<!-- include(a.txt) -->\n```\n"
    #expect(page(fence) != nil)
    #expect(page("---\ntitle: x\n---\n" + fence) == nil)
    #expect(page(fence, dialect: .mdx) == nil)
    #expect(page(fence + "<!-- open\n") == nil)
  }

  /// Text that these readers do not see is none of their blocks, whatever it was to the proof.
  @Test func isNotTakenByReadersWhoDoNotSeeAllOfIt() throws {
    let text = Bytes("# A\n\n{{</*\n\n# B\n\n[x](y.md)\n\n*/>}}\n\n# C\n".utf8)
    let lines = PageLines(text)
    let read = ReadPage(lines: lines, blocks: pageBlocks(lines))
    for reader in Reader.all {
      let anew = Page(text, for: reader)
      let known = Page(text, for: reader, asRead: read)
      #expect(known.headings.map(\.title) == anew.headings.map(\.title), "\(reader.name)")
      #expect(known.links.map(\.destination) == anew.links.map(\.destination), "\(reader.name)")
    }
    #expect(Page(text, for: .hugo, asRead: read).headings.count == 2)
    #expect(Page(text, for: .github, asRead: read).headings.count == 3)
  }
}
