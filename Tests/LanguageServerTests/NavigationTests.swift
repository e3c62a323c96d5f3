import DocbuildCore
import DocbuildEngine
import Testing

@testable import DocbuildLanguageServer

/// What there is to know at a place, and where it leads.
struct NavigationTests {
  private let source = "package a\n\n// #region one\nfunc one() int { return 1 }\n// #endregion\n"
  private let page = """
    # The title

    <!-- embed(a.go region=one) -->
    ```go
    func one() int { return 1 }
    ```
    <!-- /embed -->

    [own](#the-title) [other](o.md#up) [none](o.md#down)

    ## Below

    """

  private func client(_ abilities: String = "{}") throws -> Client {
    let client = try Client(
      ["a.go": source, "page.md": page, "o.md": "# Up\n\n[p](page.md#the-title)\n"],
      capabilities: abilities)
    client.open("page.md")
    client.open("a.go")
    return client
  }

  /// The places of an answer, as `file:line:column`, from 0.
  private func places(_ answer: JSONTree, _ client: Client) -> [String] {
    (answer.items ?? [answer]).map { item in
      let start = item["range"]?["start"]
      let path = item["uri"]?.text?.dropFirst(client.uri("").count + 1) ?? ""
      return "\(path):\(start?["line"]?.number ?? -1):\(start?["character"]?.number ?? -1)"
    }
  }

  @Test func anExcerptIsShownWhereSomebodyPoints() throws {
    let client = try client(#"{"textDocument": {"hover": {"contentFormat": ["markdown"]}}}"#)
    let shown = client.request("textDocument/hover", "page.md", 2, 8)["contents"]
    #expect(shown?["kind"]?.text == "markdown")
    #expect(
      shown?["value"]?.text == "`a.go`, line 4\n\n```go\nfunc one() int { return 1 }\n```")
    // What fails elsewhere on the page does not hide it.
    client.change("page.md", page + "\n<!-- embed(none.go) -->\n")
    #expect(client.request("textDocument/hover", "page.md", 2, 8)["contents"] == shown)
    let problem = client.request("textDocument/hover", "page.md", 12, 8)["contents"]?["value"]?.text
    #expect(problem?.hasPrefix("file 'none.go' not found") == true)
  }

  /// The ends of a page's lines are no part of what it shows.
  @Test func anExcerptOnAPageWithCRLF() throws {
    let client = try Client([
      "a.go": source,
      "page.md": page.replacing("region=one", with: "lines=1..4").replacing("\n", with: "\r\n"),
    ])
    client.open("page.md")
    let shown = client.request("textDocument/hover", "page.md", 2, 8)["contents"]?["value"]?.text
    #expect(
      shown?.contains("package a\n\n") == true && shown?.contains("\\r") == false, "\(shown ?? "")")
  }

  @Test func aValueSaysWhatItIsAndWhereItComesFrom() throws {
    let client = try Client([
      "docbuild.toml":
        "[values]\nname = \"a `b`\"\nversion = { file = \"v.txt\", match = 'v(.*)' }\n",
      "v.txt": "x\nv1.2\n",
      "t.src":
        "One\r\n<!-- value(name) --> and <!-- value(version) --> but <!-- value(none) -->.\r\n",
    ])
    client.open("t.src")
    func words(_ column: Int) -> String? {
      client.request("textDocument/hover", "t.src", 1, column)["contents"]?["value"]?.text
    }
    #expect(words(5) == "`` a `b` ``, from `docbuild.toml`")
    #expect(words(30) == "`1.2`, from `v.txt`, line 2")
    #expect(words(60)?.hasPrefix("there is no value 'none'") == true)
    #expect(words(22) == nil)
  }

  @Test func keysAndPatternsLeadToTheirSources() throws {
    let client = try Client([
      "x/a.go": source, "x/b.go": source.replacing("one", with: "two"),
      "page.md": "<!-- embed(key=one) -->\n\n<!-- embed(x/*.go lines=1) -->\n",
    ])
    client.open("page.md")
    let shown = client.request("textDocument/hover", "page.md", 0, 8)["contents"]?["value"]?.text
    #expect(shown?.contains("func one() int { return 1 }") == true)
    #expect(
      places(client.request("textDocument/definition", "page.md", 0, 8), client) == ["x/a.go:3:0"])
    let first = client.request("textDocument/hover", "page.md", 2, 8)["contents"]?["value"]?.text
    #expect(first?.contains("package a") == true)
    client.open("x/b.go")
    #expect(
      places(
        client.answer(
          "textDocument/references",
          #"{"textDocument": {"uri": "\#(client.uri("x/b.go"))"}, "position": {"line": 0, "character": 0}, "context": {"includeDeclaration": true}}"#
        )["result"] ?? .null, client) == ["page.md:2:11"])
  }

  @Test func aMarkSaysWhoShowsTheRegion() throws {
    let client = try client()
    let shown = client.request("textDocument/hover", "a.go", 2, 8)["contents"]?["value"]?.text
    #expect(shown == "region 'one' is shown in:\n\n- `page.md:3`")
    #expect(client.request("textDocument/hover", "a.go", 0, 0) == .null)
  }

  @Test func directivesLeadToLinesAndLinesToDirectives() throws {
    let client = try client()
    #expect(
      places(client.request("textDocument/definition", "page.md", 2, 8), client) == ["a.go:3:0"])
    #expect(
      places(client.request("textDocument/references", "a.go", 3, 0), client) == ["page.md:2:11"])
    #expect(
      places(client.request("textDocument/references", "a.go", 2, 0), client) == ["page.md:2:11"])
    #expect(client.request("textDocument/references", "a.go", 0, 0) == .list([]))
    // As they are typed.
    client.change("a.go", "\n\n" + source)
    #expect(
      places(client.request("textDocument/definition", "page.md", 2, 8), client) == ["a.go:5:0"])
  }

  @Test func nothingIsSaidOfWhatLiesOutside() throws {
    let client = try client()
    for path in ["../../../../../../etc/passwd", "../none"] {
      client.change("page.md", "<!-- embed(\(path)) -->\n")
      #expect(client.request("textDocument/definition", "page.md", 0, 12) == .null)
      #expect(client.request("textDocument/documentLink", "page.md", 0, 0) == .list([]))
      let typed = client.request("textDocument/completion", "page.md", 0, 19)
      #expect(typed["items"]?.items?.isEmpty != false)
    }
  }

  @Test func linksLeadToHeadingsAndHeadingsToLinks() throws {
    let client = try client()
    #expect(
      places(client.request("textDocument/definition", "page.md", 8, 10), client) == ["page.md:0:0"]
    )
    #expect(
      places(client.request("textDocument/definition", "page.md", 8, 30), client) == ["o.md:0:0"])
    #expect(
      places(client.request("textDocument/references", "page.md", 0, 3), client).sorted()
        == ["o.md:2:11", "page.md:8:6"])
    #expect(client.request("textDocument/references", "page.md", 10, 3) == .list([]))
  }

  @Test func aSourceSaysInHowManyPagesItIsShown() throws {
    let client = try client()
    client.write("more.md", page)
    client.notify(
      "workspace/didChangeWatchedFiles",
      #"{"changes": [{"uri": "\#(client.uri("more.md"))", "type": 1}]}"#)
    let lenses = client.request("textDocument/codeLens", "a.go", 0, 0).items ?? []
    #expect(lenses.map { $0["command"]?["title"]?.text } == ["shown in 2 pages"])
    #expect(lenses.map { $0["range"]?["start"]?["line"]?.number } == [2])
    #expect(client.request("textDocument/codeLens", "page.md", 0, 0) == .list([]))
  }

  @Test func outlineLinksFoldingAndHints() throws {
    let client = try client(
      #"{"textDocument": {"documentSymbol": {"hierarchicalDocumentSymbolSupport": true}}}"#)
    let symbols = client.request("textDocument/documentSymbol", "page.md", 0, 0).items
    #expect(symbols?.map { $0["name"]?.text } == ["The title"])
    #expect(symbols?.first?["children"]?.items?.map { $0["name"]?.text } == ["Below"])
    let regions = client.request("textDocument/documentSymbol", "a.go", 0, 0).items
    #expect(regions?.map { $0["name"]?.text } == ["one"])
    let links = client.request("textDocument/documentLink", "page.md", 0, 0).items
    #expect(links?.map { $0["target"]?.text } == [client.uri("a.go")])
    let folds = client.request("textDocument/foldingRange", "page.md", 0, 0).items
    #expect(folds?.map { $0["startLine"]?.number } == [2])
    #expect(folds?.map { $0["endLine"]?.number } == [6])
    let hints = client.request("textDocument/inlayHint", "page.md", 0, 0).items
    #expect(hints?.map { $0["label"]?.text } == ["1 line"])
  }
}
