import DocbuildCore
import DocbuildEngine
import Testing

@testable import DocbuildLanguageServer

/// What is proposed where somebody types.
struct CompletionTests {
  /// What would be put, for a page that holds `text` and is typed at its end.
  private func proposals(_ text: String, in name: String = "docs/page.md") throws -> [String] {
    let client = try Client([
      "docs/a.go": "// #region one\nx\n// #endregion\n// #region two, three\ny\n// #endregion\n",
      "docs/with space.txt": "x\n", "docs/sub/b.md": "# Up above\n", "other/server.go": "x\n",
      ".hidden": "x\n",
    ])
    client.open(name, text)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let answer = client.request(
      "textDocument/completion", name, lines.count - 1, lines.last?.utf16.count ?? 0)
    return (answer["items"]?.items ?? []).compactMap { $0["textEdit"]?["newText"]?.text }
  }

  @Test func directivesAndOptions() throws {
    #expect(try proposals("<!-- ").contains("embed("))
    #expect(try !proposals("<!-- ").contains("include("))
    #expect(try proposals("<!-- ", in: "x.src").contains("include("))
    #expect(try proposals("text").isEmpty)
    #expect(try proposals("<!-- a note ").isEmpty)
    let options = try proposals("<!-- embed(a.go ")
    #expect(options.contains("region=") && options.contains("numbers"))
    #expect(try proposals("<!-- embed(a.go region=one) -->").isEmpty)
    #expect(try proposals("<!-- embed(a.go lines=1..2 ").contains("region="))
    #expect(try proposals("<!-- embed(a.go from=/x y/ ").contains("to="))
    #expect(try proposals("<!-- test(").contains("timeout"))
    #expect(try proposals("<!-- check(off=").contains("broken-link"))
    #expect(try proposals("<!-- value(NAME ").contains("match="))
    let client = try Client(["docbuild.toml": "[values]\nversion = \"1.0\"\n"])
    client.open("page.md", "<!-- value(")
    let named = client.request("textDocument/completion", "page.md", 0, 11)["items"]?.items
    #expect(named?.first?["label"]?.text == "version")
  }

  @Test func pathsBelowTheFolder() throws {
    #expect(
      try proposals("<!-- embed(") == ["a.go", "sub/", "\"with space.txt\""])
    #expect(try proposals("<!-- embed(\"wi") == ["with space.txt"])
    #expect(try proposals("<!-- embed(sub/") == ["sub/b.md"])
    #expect(try proposals("<!-- embed(/other/s") == ["/other/server.go"])
    #expect(try proposals("<!-- embed(ser") == ["../other/server.go"])
    #expect(try proposals("[embedmd]:# (a") == ["a.go"])
  }

  @Test func keys() throws {
    #expect(try proposals("<!-- embed(key=") == ["key=one", "key=\"two, three\""])
    #expect(try proposals("<!-- embed(key=one omit=") == ["one", "\"two, three\""])
  }

  @Test func valuesOfOptions() throws {
    #expect(try proposals("<!-- embed(a.go region=") == ["one", "\"two, three\""])
    #expect(try proposals("<!-- embed(a.go region=one,") == ["one", "\"two, three\""])
    #expect(try proposals("<!-- embed(none.go region=") == [])
    #expect(try proposals("<!-- embed(a.go fence=g").contains("go"))
    #expect(try proposals("<!-- embed(a.go indent=").contains("keep"))
    #expect(try proposals("<!-- embed(sub/b.md section=") == ["up-above"])
  }

  @Test func links() throws {
    #expect(try proposals("# Own\n\n[x](").contains("with%20space.txt"))
    #expect(try proposals("# Own\n\n[x](").contains("#own"))
    #expect(try proposals("[x](sub/b.md#") == ["up-above"])
    #expect(try proposals("# Own\n\n[x](#o") == ["own"])
    #expect(try proposals("[x](a.go) ").isEmpty)
    #expect(try proposals("[x]: su") == ["sub/"])
  }
}
