import DocbuildCore
import PageWire
import Testing

@testable import DocbuildEngine

/// What a browser is shown of pages: as they would be woven, with their problems and origins at their lines.
struct PreviewTests {
  private func preview(_ memory: MemoryProject, editor: String? = nil) throws -> Preview {
    var options = PreviewOptions()
    options.editor = editor.flatMap { EditorAddress($0) }
    return Preview(Session(of: try memory.open()), options)
  }

  private func shown(_ pages: [PreviewedPage]) -> [String: ShownPage] {
    Dictionary(pages.map { ($0.shown.path.text, $0.shown) }) { $1 }
  }

  private let files = [
    "a.src": "# A\n\n<!-- include(x.go lines=2..3 fence) -->\n\n[b](b.md)\n\n[none](none.md)\n",
    "b.md": "# B\n\n```\nold\n```\n", "x.go": "1\n2\n3\n4\n",
    "c.src": "one\n\n<!-- include(gone.go) -->\n",
    "in.md": "# In\n\n<!-- embed(x.go lines=1) -->\n```go\nold\n```\n<!-- /embed -->\n",
    "plain.md": "---\ntitle: x\n---\n\n# P\n\n## Q\n\n## Q\n",
  ]

  @Test func pagesAreShownAsTheyWouldBe() throws {
    let memory = MemoryProject(files)
    let pages = shown(try preview(memory).all())
    #expect(pages.keys.sorted() == ["a.md", "b.md", "c.md", "in.md", "plain.md"])
    let a = try #require(pages["a.md"])
    #expect(a.text.text.contains("```go\n2\n3\n```"))
    #expect(a.source == Bytes("a.src".utf8) && a.isWoven && a.state == .problems)
    #expect(a.excerpts == [ShownExcerpt(line: 4, origin: "x.go:2–3")])
    #expect(a.problems.map(\.id) == ["broken-link"])
    // On the page, not in the template.
    #expect(a.problems.map(\.line) == [10] && a.problems[0].place == "a.src:7:8")
    #expect(pages["b.md"]?.state == .clean)
    let c = try #require(pages["c.md"])
    #expect(!c.isWoven && c.text == Bytes(files["c.src"]!.utf8) && c.state == .problems)
    #expect(c.problems.map(\.line) == [3] && c.problems[0].id == "file-not-found")
    #expect(pages["in.md"]?.state == .stale)
    #expect(pages["in.md"]?.text.text.contains("```go\n1\n```") == true)
    let plain = try #require(pages["plain.md"])
    #expect(plain.frontMatter == 3)
    #expect(plain.headings.map(\.line) == [5, 7, 9])
    #expect(plain.headings.map(\.id.text) == ["p", "q", "q-1"])
  }

  /// A change makes the pages anew that show it, and no others; what comes or goes is for all to tell.
  @Test func onlyWhatAChangeTouches() throws {
    let memory = MemoryProject(files)
    let preview = try preview(memory)
    #expect(try preview.touched(by: [RootPath("x.go")]) == nil)
    _ = try preview.all()
    memory.files["x.go"] = "1\nnew\n3\n4\n"
    memory.wait()
    let touched = try #require(try preview.touched(by: [RootPath("x.go")]))
    #expect(Set(touched.map(\.shown.path.text)) == ["a.md", "in.md"])
    #expect(shown(touched)["a.md"]?.text.text.contains("new\n3") == true)
    // Most editors write beside a file and rename over it.
    #expect(
      try preview.touched(by: [RootPath("x.go~"), RootPath("x.go")])?.count == touched.count)
    #expect(try preview.touched(by: [RootPath("gone.go")])?.isEmpty == true)
    memory.files["gone.go"] = "here\n"
    memory.wait()
    let all = shown(try preview.all(changes: [RootPath("gone.go")]))
    #expect(all["c.md"]?.isWoven == true && all["c.md"]?.text == Bytes("one\n\nhere\n".utf8))
    #expect(try preview.touched(by: [])?.isEmpty == true)
  }

  @Test func whatPagesLinkTo() throws {
    let memory = MemoryProject([
      "docs/a.md":
        "![p](../img/a%20b.png?x) [l](/c.png) ![r][r] <img src=d.png>\n\n[r]: e.png 't'\n"
    ])
    let pages = try preview(memory).all()
    #expect(
      Set(pages[0].linked.map(\.text)) == ["img/a b.png", "c.png", "docs/d.png", "docs/e.png"])
  }

  @Test func editorsAreGivenAddresses() throws {
    let memory = MemoryProject(files)
    let pages = shown(try preview(memory, editor: "vscode").all())
    #expect(pages["c.md"]?.problems[0].link == "vscode://file/project/c.src:3:14")
    #expect(pages["a.md"]?.excerpts[0].link == "vscode://file/project/x.go:2:1")
    let own = try #require(EditorAddress("my-editor+x:{path}?{line}&{other}{column}{"))
    #expect(
      own.address(Bytes("/a b/é&\".md".utf8), line: 0, column: 5)
        == "my-editor+x:/a%20b/%C3%A9%26%22.md?1&{other}5{")
    for text in [
      "javascript:{path}", "data:{path}", "JavaScript:{path}", "x{path}", ":{path}", "ed:path", "",
      "a b:{path}",
    ] {
      #expect(EditorAddress(text) == nil, "\(text)")
    }
    for name in EditorAddress.known.keys { #expect(EditorAddress(name) != nil) }
  }

  /// Lines of the template on the page, around what directives yield.
  @Test func linesOfTheTemplateOnThePage() throws {
    let memory = MemoryProject([
      "a.src":
        "one\n\n<!-- include(x.go fence) -->\n\ntwo\n<!-- include(x.go lines=1) -->\nthree\n",
      "x.go": "1\n2\n3\n",
    ])
    let project = try memory.open()
    let session = Session(of: project)
    let input = Input(
      name: Bytes("a.src".utf8), bytes: Bytes(memory.files["a.src"]!.utf8), kind: .template,
      base: [])
    let page = try #require(Pass(session.sources, prover: nil).weave(input).document)
    let lines = page.bytes.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines[page.outputLine(ofTemplateLine: 1) - 1] == "one")
    #expect(lines[page.outputLine(ofTemplateLine: 5) - 1] == "two")
    #expect(lines[page.outputLine(ofTemplateLine: 7) - 1] == "three")
    #expect((3...7).contains(page.outputLine(ofTemplateLine: 3)))
    #expect(page.outputLine(ofTemplateLine: 6) == 10)
    #expect(page.outputLine(ofSource: "x.go", line: 2) == 4)
    #expect(page.outputLine(ofSource: "x.go", line: 9) == nil)
  }
}
