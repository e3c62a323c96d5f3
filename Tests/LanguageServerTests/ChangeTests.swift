import DocbuildCore
import DocbuildEngine
import Testing

@testable import DocbuildLanguageServer

/// What a client is asked to change, carried out.
struct ChangeTests {
  private let source =
    "package a\n\n// #region one\nfunc one() int { return 1 }\n// #endregion one\n"

  /// The texts of a client's files after the changes of an answer.
  private func applied(_ edit: JSONTree?, _ client: Client) -> [String: String] {
    guard case .object(let changes)? = edit?["changes"] else { return [:] }
    var made: [String: String] = [:]
    for (uri, edits) in changes {
      guard let (project, path) = client.server.place(uri), let text = project.text(at: path) else {
        continue
      }
      var bytes = text
      let lines = TextLines(text, .utf16)
      // From behind, so that what comes before stays where it is.
      for edit in (edits.items ?? []).reversed() {
        guard let range = Range<ClientPosition>(edit["range"]) else { continue }
        bytes.replaceSubrange(
          lines.offset(of: range.lowerBound)..<lines.offset(of: range.upperBound),
          with: (edit["newText"]?.text ?? "").utf8)
      }
      made[path.text] = bytes.text
    }
    return made
  }

  private func rename(_ path: String, _ line: Int, _ column: Int, _ name: String, _ client: Client)
    -> JSONTree
  {
    client.answer(
      "textDocument/rename",
      #"{"textDocument": {"uri": "\#(client.uri(path))"}, "position": {"line": \#(line), "character": \#(column)}, "newName": "\#(name)"}"#
    )
  }

  @Test(arguments: [("a.go", 2, 12), ("a.go", 4, 5), ("sub/page.md", 0, 27)])
  func aRegionIsRenamedEverywhere(_ at: (String, Int, Int)) throws {
    let client = try Client([
      "a.go": source, "sub/page.md": "<!-- embed(../a.go region=one,two) -->\n",
      "t.src": "```go\n<!-- include(a.go omit=one) -->\n```\n<!-- include(b.go region=one) -->\n",
      "b.go": source,
    ])
    client.open(at.0)
    let answer = rename(at.0, at.1, at.2, "a b", client)
    #expect(
      applied(answer["result"], client) == [
        "a.go": source.replacing("region one", with: "region a b"),
        "sub/page.md": "<!-- embed(../a.go region=\"a b\",two) -->\n",
        "t.src":
          "```go\n<!-- include(a.go omit=\"a b\") -->\n```\n<!-- include(b.go region=one) -->\n",
      ])
    #expect(rename(at.0, at.1, at.2, "one", client)["error"] != nil)
    #expect(rename(at.0, at.1, at.2, " ", client)["error"] != nil)
  }

  @Test(arguments: [("a.go", 2, 12), ("page.md", 0, 17)])
  func aKeyIsRenamedWithItsRegion(_ at: (String, Int, Int)) throws {
    let client = try Client(["a.go": source, "page.md": "<!-- embed(key=one) -->\n"])
    client.open(at.0)
    #expect(
      applied(rename(at.0, at.1, at.2, "two", client)["result"], client) == [
        "a.go": source.replacing("region one", with: "region two"),
        "page.md": "<!-- embed(key=two) -->\n",
      ])
  }

  @Test func aHeadingIsRenamedWithItsLinks() throws {
    let client = try Client([
      "page.md": "# Ein Ding ##\n\n[x](#ein-ding)\n\n## Other {#own}\n",
      "sub/o.md": "[x](../page.md#ein-ding) [y](../page.md#other)\n",
      "none.md": "[x](#ein-ding)\n",
    ])
    client.open("page.md")
    #expect(
      client.request("textDocument/prepareRename", "page.md", 0, 4)["placeholder"]?.text
        == "Ein Ding")
    #expect(
      applied(rename("page.md", 0, 4, "Two: things", client)["result"], client) == [
        "page.md": "# Two: things ##\n\n[x](#two-things)\n\n## Other {#own}\n",
        "sub/o.md": "[x](../page.md#two-things) [y](../page.md#other)\n",
      ])
    #expect(client.request("textDocument/prepareRename", "page.md", 2, 4) == .null)
  }

  @Test func directivesAndLinksFollowFiles() throws {
    let client = try Client([
      "src/a.go": source,
      "page.md": "<!-- embed(src/a.go region=one) -->\n[l](src/a.go#L3) [g](sub/o.md#x)\n",
      "sub/o.md":
        "<!-- embed(\"../src/a.go\") -->\n<!-- embed(/src/a.go) -->\n[p](../page.md) [s](#x)\n",
    ])
    func moved(_ from: String, _ to: String) -> [String: String] {
      let files =
        #"{"files": [{"oldUri": "\#(client.uri(from))", "newUri": "\#(client.uri(to))"}]}"#
      return applied(client.request("workspace/willRenameFiles", files), client)
    }
    #expect(
      moved("src/a.go", "src/b c.go") == [
        "page.md":
          "<!-- embed(\"src/b c.go\" region=one) -->\n[l](src/b%20c.go#L3) [g](sub/o.md#x)\n",
        "sub/o.md":
          "<!-- embed(\"../src/b c.go\") -->\n<!-- embed(\"/src/b c.go\") -->\n[p](../page.md) [s](#x)\n",
      ])
    #expect(
      moved("src", "lib") == [
        "page.md": "<!-- embed(lib/a.go region=one) -->\n[l](lib/a.go#L3) [g](sub/o.md#x)\n",
        "sub/o.md":
          "<!-- embed(../lib/a.go) -->\n<!-- embed(/lib/a.go) -->\n[p](../page.md) [s](#x)\n",
      ])
    #expect(
      moved("sub/o.md", "o.md") == [
        "page.md": "<!-- embed(src/a.go region=one) -->\n[l](src/a.go#L3) [g](o.md#x)\n",
        "sub/o.md":
          "<!-- embed(src/a.go) -->\n<!-- embed(/src/a.go) -->\n[p](page.md) [s](#x)\n",
      ])
  }

  private func actions(_ path: String, _ line: Int, _ client: Client) -> [JSONTree] {
    client.request(
      "textDocument/codeAction",
      """
      {"textDocument": {"uri": "\(client.uri(path))"}, "context": {"diagnostics": []},
       "range": {"start": {"line": \(line), "character": 0}, "end": {"line": \(line), "character": 0}}}
      """
    ).items ?? []
  }

  @Test func linesBecomeARegion() throws {
    let client = try Client([
      "a.go": "package a\n\n\tvar x = 1\n",
      "page.md": "<!-- embed(a.go lines=3) -->\n",
    ])
    client.open("a.go")
    client.open("page.md")
    client.settle()
    let marked = "package a\n\n\t// #region part\n\tvar x = 1\n\t// #endregion part\n"
    let mark = actions("a.go", 2, client).first { $0["kind"]?.text == "refactor.extract" }
    #expect(applied(mark?["edit"], client) == ["a.go": marked])
    let lines = actions("page.md", 0, client).first { $0["kind"]?.text == "refactor.rewrite" }
    #expect(
      applied(lines?["edit"], client)
        == ["a.go": marked, "page.md": "<!-- embed(a.go region=part) -->\n"])
  }

  @Test func aPageIsBuiltAndCodeEmbedded() throws {
    let code = (1...9).map { "func number\($0)() int { return \($0) * 1234 }\n" }.joined()
    let client = try Client([
      "a.go": "package a\n\n" + code, "t.src": "<!-- include(a.go lines=1) -->\n",
      "page.md": "See `a.go`:\n\n```go\n\(code)```\n",
    ])
    client.open("page.md")
    client.open("t.src")
    let build = actions("t.src", 0, client).first { $0["kind"]?.text == "source.docbuild" }
    #expect(
      client.request(
        "workspace/executeCommand",
        #"{"command": "docbuild.build", "arguments": ["\#(client.uri("t.src"))"]}"#) == .null)
    #expect(build?["command"]?["command"]?.text == "docbuild.build")
    #expect(client.read("t.md") == "package a\n")
    client.change("t.src", "typed\n")
    #expect(
      client.answer(
        "workspace/executeCommand",
        #"{"command": "docbuild.build", "arguments": ["\#(client.uri("t.src"))"]}"#)["error"]?[
          "message"]?.text == "'t.src' has to be saved first")
    #expect(
      actions("page.md", 4, client).contains { $0["command"]?["command"]?.text == "docbuild.embed" }
    )
    _ = client.take()
    _ = client.request(
      "workspace/executeCommand",
      #"{"command": "docbuild.embed", "arguments": ["\#(client.uri("page.md"))", 5]}"#)
    let ask = client.take().first { $0["method"]?.text == "workspace/applyEdit" }
    let page = applied(ask?["params"]?["edit"], client)["page.md"] ?? ""
    client.change("page.md", page)
    #expect(page.hasSuffix("```\n<!-- /embed -->\n") && page.contains("<!-- embed(a.go"))
    #expect(client.problems()["page.md"] ?? [] == [])
  }
}
