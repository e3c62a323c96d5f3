import DocbuildCore
import Testing

/// Transcripts whose block has no end, or may have lost it: what follows would pass for what a command prints.
struct LostFenceTests {
  private func read(_ text: String) -> PageTests { PageTests(Bytes(text.utf8), prompts: []) }

  @Test(arguments: [
    "```console\n$ echo a\na\n", "```console\n$ echo a\na",
    "<!-- output(echo a) -->\n```text\na\n\n## Next\n\nprose\n",
    "<!-- output(echo hi) -->\n```text\n\n## Next\n\n```sh\nls\n```\n\nend\n",
    "```console\n$ echo a\n\nprose\n\n````go\nx\n````\n\nend\n", "> ```console\n> $ echo a\n> a\n",
  ])
  func nothingIsRun(_ text: String) {
    let page = read(text)
    #expect(page.findings.map(\.id) == [.unclosedFence])
    #expect(page.blocks.allSatisfy { $0.transcript == nil })
  }

  @Test(arguments: [
    "```console\n$ echo a\na\n```\n", "````console\n$ cat x\n```sh\nls\n```\n````\n",
    "~~~console\n$ cat x\n```sh\n~~~\n", "```console\n$ cat x\n``` `x`\n```\n",
    "> ```console\n> $ echo a\n\nbehind\n", "```text\n```sh\n```\n",
    "```console\n$ cat x\n    ```sh\n```\n",
  ])
  func whatHasItsEnd(_ text: String) { #expect(read(text).findings.isEmpty) }

  /// What was fed to the parser to find the end is not text of the page.
  @Test func anOpenBlockHasItsOwnLines() {
    #expect(read("```sh\nls\n").blocks.map(\.lines) == [[Bytes("ls".utf8)]])
    #expect(read("```sh\nls").blocks.map(\.lines) == [[Bytes("ls".utf8)]])
    #expect(read("```sh\n").blocks.map(\.lines) == [[]])
    #expect(read("```sh").blocks.map(\.lines) == [[]])
  }

  /// A comment behind a list mark belongs to the block of the item.
  @Test(arguments: ["- ", "1. ", "> - "]) func commentsInListItems(_ mark: String) {
    let rest = String(mark.map { $0 == ">" ? ">" : " " })
    let page = read(
      "\(mark)<!-- test(skip=\"no\") -->\n\(rest)```console\n\(rest)$ x\n\(rest)```\n")
    #expect(page.findings.isEmpty)
    #expect(page.blocks.map { $0.options.skip != nil } == [true])
  }

  @Test(arguments: [
    "{.console}", "{ .console title=\"x\" }", "{#id .console}", "{console}", "console,ignore",
    "{.shell-session}", "console {.x}",
  ])
  func attributesNameTheLanguage(_ info: String) {
    #expect(PageTests.languageName(of: Bytes(info.utf8)) == "console")
  }
}
