import Foundation
import Testing

@testable import DocbuildCore

/// The blocks of pages in other dialects, each with its kind, its lines from 1, the column of its text and, behind a
/// colon, the number of the page's own block that it stands in.
struct DialectBlocksTests {
  private func shown(_ block: PageBlock) -> String {
    let kind =
      switch block.kind {
      case .paragraph: "p"
      case .heading(let level): "h\(level)"
      case .code(isClosed: nil): "i"
      case .code(isClosed: true?): "f"
      case .code(isClosed: false?): "open"
      case .html: "html"
      }
    let (first, last) = (block.lines.lowerBound + 1, block.lines.upperBound + 1)
    return
      "\(kind) \(first == last ? "\(first)" : "\(first)-\(last)")+\(block.column):\(block.outermost)"
  }

  private func blocks(_ page: String, _ dialect: Dialect) -> [String] {
    pageBlocks(PageLines(Bytes(page.utf8)), in: dialect).map(shown)
  }

  @Test(arguments: [
    ("<Tabs>\n[a](b)\n</Tabs>\n", ["html 1+0:0", "p 2+0:1", "html 3+0:2"]),
    ("<A\n\n b>\n    text\n", ["html 1-3+0:0", "p 4+4:1"]),
    ("<A>\n<B>\n", ["html 1+0:0", "html 2+0:1"]),
    ("# a\nb\nc\n---\n***\nd\n", ["h1 1+0:0", "h2 2-4+0:1", "p 6+0:2"]),
    ("- a\n- b\n\n  ```\n  c\n  ```\nd\n", ["p 1+2:0", "p 2+2:0", "f 4-6+2:0", "p 7+0:1"]),
    ("> a\nb\n\n> # c\n", ["p 1-2+2:0", "h1 4+2:1"]), ("> ```\nb\n", ["open 1+2:0", "p 2+0:1"]),
    ("import A from 'a'\n\n{/* b */}\n", ["html 1+0:0", "html 3+0:1"]),
    ("<!-- a\n# b\n-->\nc\n", ["html 1-3+0:0", "p 4+0:1"]),
  ])
  func ofMDX(_ page: String, _ expected: [String]) {
    #expect(blocks(page, .mdx) == expected, "\(page)")
  }

  @Test(arguments: [
    (
      "!!! note \"[t](u)\"\n    a\n    b\n\n    # c\nd\n",
      ["p 1+0:0", "p 2-3+4:0", "h1 5+4:0", "p 6+0:1"]
    ),
    (
      "=== \"A\"\n\n    - a\n\n        ```\n        b\n        ```\n",
      ["p 1+0:0", "p 3+6:0", "f 5-7+8:0"]
    ),
    ("a\n---\nb\n\n    c\n\n    d\n", ["h2 1-2+0:0", "p 3+0:1", "i 5-7+4:2"]),
    ("<div>\n[a](b)\n\n</div>\n\nc\n", ["html 1-4+0:0", "p 6+0:1"]),
    ("a\n\n---\n\nb\n", ["p 1+0:0", "p 5+0:1"]), ("```\na\n", ["p 1-2+0:0"]),
    ("a\n:   b\n", ["p 1+0:0", "p 2+4:1"]), ("> a\n> b\n", ["p 1-2+2:0"]),
  ])
  func ofPythonMarkdown(_ page: String, _ expected: [String]) {
    #expect(blocks(page, .pythonMarkdown) == expected, "\(page)")
  }

  @Test func codeHasItsTextAndInfo() throws {
    let page = "=== \"A\"\n\n    ```py title=\"x\"\n    a\n      b\n    ```\n"
    let code = try #require(
      pageBlocks(PageLines(Bytes(page.utf8)), in: .pythonMarkdown, withCode: true).last)
    #expect(code.info.text == "py title=\"x\"")
    #expect(code.literal.text == "a\n  b\n")
  }

  /// By CommonMark's own rules libcmark says what is right. Definitions, which it takes away, are left out, and so are
  /// the pages with HTML, of which it says other ends.
  @Test func areLibcmarksWhereTheRulesAreTheSame() throws {
    let docs = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../docs").standardizedFileURL
    var compared = 0
    for name in try FileManager.default.contentsOfDirectory(atPath: docs.path).sorted()
    where name.hasSuffix(".md") {
      let bytes = Bytes(try Data(contentsOf: docs.appendingPathComponent(name)))
      let page = PageLines(bytes)
      let found = DialectBlocks.all(of: page, in: .commonMark).filter { $0.kind != .html }
      let wanted = pageBlocks(page).filter { $0.kind != .html }
      #expect(found.map(shownWithoutNumber) == wanted.map(shownWithoutNumber), "\(name)")
      compared += found.count
    }
    #expect(compared > 500)
  }

  /// Where indented code ends libcmark says differently, by blank lines.
  private func shownWithoutNumber(_ block: PageBlock) -> String {
    if block.kind == .code(isClosed: nil) { return "i \(block.lines.lowerBound)" }
    return "\(shown(block).prefix { $0 != ":" }) \(block.quotes) \(block.isNested)"
  }
}
