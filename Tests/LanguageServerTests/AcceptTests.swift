import DocbuildCore
import Testing

@testable import DocbuildLanguageServer

/// A console block is run when somebody chooses that, and never otherwise.
struct AcceptTests {
  private let page = """
    # Page

    ```console
    $ echo one
    two
    ```

    ```console
    $ echo three
    four
    ```

    """

  private func client() throws -> Client {
    let client = try Client(
      ["page.md": page], capabilities: #"{"window": {"workDoneProgress": true}}"#, runsBlocks: true)
    client.open("page.md")
    return client
  }

  private func commands(at line: Int, _ client: Client) -> [JSONTree] {
    let actions = client.request(
      "textDocument/codeAction",
      #"{"textDocument": {"uri": "\#(client.uri("page.md"))"}, "range": {"start": {"line": \#(line), "character": 0}, "end": {"line": \#(line), "character": 0}}, "context": {"diagnostics": []}}"#
    )
    return (actions.items ?? []).compactMap { $0["command"] }.filter {
      $0["command"]?.text == "docbuild.accept"
    }
  }

  private func accept(line: Int, _ client: Client) -> JSONTree {
    client.answer(
      "workspace/executeCommand",
      #"{"command": "docbuild.accept", "arguments": ["\#(client.uri("page.md"))", \#(line)]}"#)
  }

  private func said(_ client: Client) -> [String] {
    client.take().filter { $0["method"]?.text == "window/showMessage" }
      .compactMap { $0["params"]?["message"]?.text }
  }

  @Test func theBlockAloneIsRunOnceItIsChosen() throws {
    let client = try client()
    #expect(commands(at: 0, client).isEmpty)
    let command = try #require(commands(at: 4, client).first)
    #expect(command["arguments"]?.items?.last == .number(3))
    client.settle()
    #expect(client.read("page.md") == page)
    _ = client.take()
    #expect(accept(line: 3, client)["error"] == nil)
    let sent = client.take()
    let kinds = sent.filter { $0["method"]?.text == "$/progress" }
      .compactMap { $0["params"]?["value"]?["kind"]?.text }
    #expect(kinds == ["begin", "end"])
    #expect(client.read("page.md") == page.replacing("two", with: "one"), "\(sent)")
    client.change("page.md", client.read("page.md") ?? "")
    #expect(accept(line: 3, client)["error"] == nil)
    #expect(said(client) == ["it prints what is expected"])
  }

  @Test func whatIsNotSavedIsNotRun() throws {
    let client = try client()
    client.change("page.md", page + "typed\n")
    #expect(
      accept(line: 3, client)["error"]?["message"]?.text == "'page.md' has to be saved first")
    #expect(client.read("page.md") == page)
  }

  @Test func aCommandThatFailsIsNoExpectation() throws {
    let client = try client()
    let broken = page.replacing("echo one", with: "false")
    client.write("page.md", broken)
    client.change("page.md", broken)
    #expect(accept(line: 3, client)["error"] == nil)
    let words = said(client).first ?? ""
    #expect(words.contains("ended with status 1, expected 0"), "\(words)")
    #expect(client.read("page.md") == broken)
  }

  @Test func aServerWithoutShellsOffersNothing() throws {
    let client = try Client(["page.md": page])
    client.open("page.md")
    #expect(commands(at: 4, client).isEmpty)
    #expect(accept(line: 3, client)["error"]?["message"]?.text == "no console blocks are run here")
  }
}

/// What `check` says of no page alone.
struct ProjectProblemTests {
  private let source = "// #region one\nx\n// #endregion\n// #region two\ny\n// #endregion\n"

  @Test func regionsThatNobodyShowsAreTold() throws {
    let client = try Client([
      "docbuild.toml": "[checks]\nunused-region = \"warning\"\n", "a.go": source,
      "page.md": "<!-- embed(a.go region=one) -->\n",
    ])
    client.open("a.go")
    #expect(client.problems()["a.go"] == ["3:0 unused-region"])
    client.open("page.md")
    client.change("page.md", "<!-- embed(a.go region=two) -->\n")
    #expect(client.problems()["a.go"] == ["0:0 unused-region"])
    client.change("page.md", "Nothing.\n")
    #expect(client.problems()["a.go"] == [])
  }

  @Test func outputsWhoseTemplateIsGoneAreTold() throws {
    let client = try Client(["a.go": source, "t.src": "<!-- include(a.go region=one) -->\n"])
    client.open("a.go")
    _ = client.request(
      "workspace/executeCommand",
      #"{"command": "docbuild.build", "arguments": ["\#(client.uri("t.src"))"]}"#)
    #expect(client.problems()["t.md"] == nil)
    client.remove("t.src")
    client.notify(
      "workspace/didChangeWatchedFiles", #"{"changes": [{"uri": "\#(client.uri("t.src"))"}]}"#)
    #expect(client.problems()["t.md"] == ["0:0 orphaned-output"])
    client.remove("t.md")
    client.notify(
      "workspace/didChangeWatchedFiles", #"{"changes": [{"uri": "\#(client.uri("t.md"))"}]}"#)
    #expect(client.problems()["t.md"] == [])
  }
}
