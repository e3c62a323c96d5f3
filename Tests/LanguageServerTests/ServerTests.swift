import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine
@testable import DocbuildLanguageServer
@testable import DocbuildReport

/// What a client is told of what it has open, and what it can do about it.
struct ServerTests {
  private let page = "# Page\n\n<!-- embed(a.txt) -->\n```text\none\n```\n<!-- /embed -->\n"

  @Test func aFileThatIsNotThereIsTold() throws {
    let client = try Client(["a.txt": "one\n"])
    client.open("page.md", page)
    #expect(client.problems().values.flatMap { $0 } == [])
    client.change("page.md", page.replacing("a.txt", with: "b.txt"))
    #expect(client.problems() == ["page.md": ["2:11 file-not-found"]])
    client.change("page.md", page)
    #expect(client.problems() == ["page.md": []])
  }

  /// What is typed into a page counts for the links of others.
  @Test func linksFollowTheHeadingsOfAnOpenPage() throws {
    let client = try Client(["page.md": "[to](other.md#one)\n", "other.md": "# One\n"])
    client.open("page.md")
    client.open("other.md")
    #expect(client.problems().values.flatMap { $0 } == [])
    client.change("other.md", "# Two\n")
    #expect(client.problems()["page.md"] == ["0:13 broken-anchor"])
    client.change("other.md", "# One\n", version: 3)
    #expect(client.problems()["page.md"] == [])
  }

  /// Each folder that the client has open is a project of its own, also one that comes later or goes.
  @Test func severalRoots() throws {
    let client = try Client(
      [
        "one/docbuild.toml": "", "one/page.md": page, "one/a.txt": "one\n",
        "two/docbuild.toml": "", "two/page.md": page, "two/a.txt": "two\n",
        "three/docbuild.toml": "", "three/page.md": page,
      ], initialises: false)
    func folder(_ name: String) -> String {
      #"{"uri": "\#(client.uri(name))", "name": "\#(name)"}"#
    }
    _ = client.request(
      "initialize",
      #"{"workspaceFolders": [\#(folder("one")), \#(folder("two"))], "capabilities": {}}"#)
    client.notify("initialized", "{}")
    client.open("one/page.md")
    client.open("two/page.md")
    #expect(client.problems() == ["two/page.md": ["4:0 stale-output"]])
    client.notify(
      "workspace/didChangeWorkspaceFolders",
      #"{"event": {"added": [\#(folder("three"))], "removed": [\#(folder("one"))]}}"#)
    client.open("three/page.md")
    #expect(client.problems()["three/page.md"] == ["2:11 file-not-found"])
  }

  @Test func aProblemSaysWhereToReadOn() throws {
    let client = try Client(["a.go": "// #region one\nx\n// #endregion\n"])
    client.open("page.md", "<!-- embed(a.go region=on) -->\n")
    client.settle()
    let params = client.take().last { $0["method"]?.text == "textDocument/publishDiagnostics" }?[
      "params"]
    let item = params?["diagnostics"]?.items?.first
    #expect(params?["version"]?.number == 1)
    #expect(item?["severity"]?.number == 1)
    #expect(
      item?["codeDescription"]?["href"]?.text
        == "https://example.org/diagnostics.md#region-not-found")
    let related = item?["relatedInformation"]?.items?.first
    #expect(related?["location"]?["uri"]?.text == client.uri("a.go"))
    #expect(related?["message"]?.text == "the nearest region is 'one'")
  }

  /// What is typed into a source counts for what shows it, open or not.
  @Test func anOpenSourceIsCheckedWithItsReaders() throws {
    let client = try Client(["page.md": page, "a.txt": "one\n"])
    client.open("a.txt")
    #expect(client.problems().values.flatMap { $0 } == [])
    client.change("a.txt", "two\n")
    #expect(client.problems() == ["page.md": ["4:0 stale-output"]])
    client.notify("textDocument/didClose", #"{"textDocument": {"uri": "\#(client.uri("a.txt"))"}}"#)
    #expect(client.problems() == ["page.md": []])
  }

  @Test func theConfigurationIsReadAsItIsTyped() throws {
    let client = try Client(["page.md": page, "a.txt": "one\n"])
    client.open("docbuild.toml", "[checks]\nbroken-lnk = \"off\"\n")
    #expect(client.problems()["docbuild.toml"] == ["1:0 invalid-configuration"])
    client.open("page.md")
    client.change("docbuild.toml", "")
    #expect(client.problems()["docbuild.toml"] == [])
    client.change("page.md", page + "[x](none.md)\n")
    #expect(client.problems()["page.md"] == ["7:4 broken-link"])
  }

  @Test func changesArePartsOfTheText() throws {
    for (units, column) in [("utf-16", 4), ("utf-8", 7)] {
      let client = try Client(
        ["a.txt": "one\n"],
        capabilities: #"{"general": {"positionEncodings": ["\#(units)"]}}"#)
      client.open("page.md", "ä😀 <!-- \r\nx\r\n")
      // Behind the emoji and the space.
      client.notify(
        "textDocument/didChange",
        """
        {"textDocument": {"uri": "\(client.uri("page.md"))", "version": 2}, "contentChanges": [
          {"range": {"start": {"line": 0, "character": \(column)}, "end": {"line": 0, "character": 99}}, "text": "[l](none.md)"},
          {"range": {"start": {"line": 1, "character": 0}, "end": {"line": 9, "character": 0}}, "text": "y\\n"}]}
        """)
      let text = client.server.place(client.uri("page.md")).flatMap { $0.project.open[$0.path] }
      #expect(text?.lines.bytes.text == "ä😀 [l](none.md)\r\ny\n")
      #expect(client.problems()["page.md"] == ["0:\(column + 4) broken-link"])
    }
  }

  @Test func aFixIsOffered() throws {
    let client = try Client(["a.go": "// #region one\nx\n// #endregion\n"])
    client.open("page.md", "<!-- embed(a.go regon=one) -->\n")
    let actions =
      client.request(
        "textDocument/codeAction",
        """
        {"textDocument": {"uri": "\(client.uri("page.md"))"}, "context": {"diagnostics": []},
         "range": {"start": {"line": 0, "character": 0}, "end": {"line": 0, "character": 1}}}
        """
      ).items ?? []
    let fix = actions.first { $0["kind"]?.text == "quickfix" }
    let edit = fix?["edit"]?["changes"]?[client.uri("page.md")]?.items?.first
    #expect(edit?["newText"]?.text == "region=one")
    #expect(actions.contains { $0["kind"]?.text == "source.fixAll.docbuild" })
  }

  @Test func whoAsksIsAnswered() throws {
    let client = try Client(capabilities: #"{"textDocument": {"diagnostic": {}}}"#)
    client.open("page.md", "[x](none.md)\n")
    let params = #"{"textDocument": {"uri": "\#(client.uri("page.md"))"}}"#
    let items = client.request("textDocument/diagnostic", params)["items"]?.items
    #expect(items?.map { $0["code"]?.text } == ["broken-link"])
    client.settle()
    #expect(!client.take().contains { $0["method"]?.text == "textDocument/publishDiagnostics" })
  }

  @Test func theOrderOfALife() throws {
    let client = try Client(initialises: false)
    #expect(client.answer("shutdown", "null")["error"]?["code"]?.number == -32002)
    let result = client.request("initialize", #"{"processId": null, "capabilities": {}}"#)
    #expect(result["capabilities"]?["positionEncoding"]?.text == "utf-16")
    #expect(client.answer("initialize", "{}")["error"]?["code"]?.number == -32600)
    #expect(client.answer("what/ever", "{}")["error"]?["code"]?.number == -32601)
    #expect(
      client.answer("textDocument/codeAction", "{}")["error"]?["code"]?.number == -32602)
    #expect(client.answer("shutdown", "null")["result"] == .null)
    #expect(client.answer("textDocument/codeAction", "{}")["error"]?["code"]?.number == -32600)
    client.notify("exit", "null")
    #expect(client.server.exitCode == 0)
  }

  @Test func whatIsCancelledIsNotAnswered() throws {
    let client = try Client()
    client.queue.add(
      .message(
        JSONTree(Bytes(#"{"method": "$/cancelRequest", "params": {"id": 7}}"#.utf8)) ?? .null))
    client.receive(#"{"id": 7, "method": "textDocument/codeAction", "params": {}}"#)
    #expect(client.take().last?["error"]?["code"]?.number == -32800)
    client.receive(#"{"id": "7", "method": "textDocument/codeAction", "params": {}}"#)
    #expect(client.take().last?["error"]?["code"]?.number == -32602)
  }

  @Test func whatArrivesInterruptsWhatCanWait() throws {
    let client = try Client()
    client.queue.idling {
      #expect(!client.interrupt.isSet)
      client.queue.add(.garbage)
      #expect(client.interrupt.isSet)
    }
    #expect(!client.interrupt.isSet)
    client.queue.idling { #expect(client.interrupt.isSet) }
  }
}
