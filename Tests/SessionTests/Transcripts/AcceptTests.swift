import Foundation
import Glibc
import Testing

/// `docbuild accept`.
struct AcceptTests {
  private func accept(_ text: String, name: String = "README.md", status: Int = 0) throws -> String
  {
    let folder = Folder([name: text])
    let outcome = try docbuild("accept", ".", in: folder)
    outcome.expect(status)
    if status == 0, !folder.text(name).isEmpty {
      // What was accepted passes, and a second run changes nothing.
      let accepted = folder.text(name)
      try docbuild("test", ".", in: folder).expect(0)
      let before = folder.status(name)
      try docbuild("accept", ".", in: folder).expect(0)
      #expect(folder.status(name) == before)
      #expect(folder.text(name) == accepted)
    }
    return folder.text(name)
  }

  @Test func onlyWhatNoLongerMatches() throws {
    let text = try accept(
      """
      # Title

      ```console
      $ echo a; echo 123; echo c
      a
      \\d+ (re)
      b

      $ seq 5
      1
      ...
      4
      $ echo new
      $ (exit 2)
      [1]
      $ sh -c 'exit 3'
      [4]
      $ true
      [1]
      ```

      Text.

      """)
    #expect(
      text == """
        # Title

        ```console
        $ echo a; echo 123; echo c
        a
        \\d+ (re)
        c

        $ seq 5
        1
        ...
        5
        $ echo new
        new
        $ (exit 2)
        [2]
        $ sh -c 'exit 3'
        [3]
        $ true
        ```

        Text.

        """)
  }

  @Test func templatesKeepTheirFormAndDirectives() throws {
    let text = try accept(
      "<!-- \\include(x) -->\r\n\r\n> - x\r\n>   ~~~console\r\n>   $ echo hi; echo; echo ho\r\n>   ~~~\r\n",
      name: "a.src")
    #expect(
      text
        == "<!-- \\include(x) -->\r\n\r\n> - x\r\n>   ~~~console\r\n>   $ echo hi; echo; echo ho\r\n>   hi\r\n>\r\n>   ho\r\n>   ~~~\r\n"
    )
  }

  @Test func outputThatLooksLikeSomethingElse() throws {
    let text = try accept(
      "```console\n$ printf '> a\\n$ b\\n...\\nx (re)\\n```\\n[3]'\n```\n")
    #expect(
      text
        == "````console\n$ printf '> a\\n$ b\\n...\\nx (re)\\n```\\n[3]'\n\\> a (glob)\n\\$ b (glob)\n\\... (glob)\nx (re) (glob)\n```\n\\[3] (glob)\n````\n"
    )
  }

  @Test func whatCanNotBeMendedIsTold() throws {
    let folder = Folder([
      "a.src": "```console\n<!-- include(session.txt) -->\n```\n", "session.txt": "$ echo a\nb\n",
    ])
    let outcome = try docbuild("accept", ".", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["not-accepted"])
    #expect(outcome.messages.contains("session.txt:1:1"), "\(outcome.messages)")
    #expect(folder.text("session.txt") == "$ echo a\nb\n")
    let slow = Folder(["b.md": "<!-- test(timeout=1s) -->\n```console\n$ sleep 99\n```\n"])
    try docbuild("accept", ".", in: slow).expect(fails: 1, "timed-out")
    #expect(slow.text("b.md").hasSuffix("$ sleep 99\n```\n"))
  }

  @Test func twoOutputsThatNeedALongerFence() throws {
    let text = try accept(
      "```console\n$ printf '```\\n'\nx\n$ printf '````\\n'\ny\n```\n")
    #expect(
      text
        == "`````console\n$ printf '```\\n'\n```\n$ printf '````\\n'\n````\n`````\n")
  }

  @Test func whatATerminalShows() throws {
    let text = try accept(
      "```console\n$ printf '10%%\\r100%%\\r\\n\\033[31mred\\033[0m  \\nab\\bc\\n\\a\\377\\n\\n\\n'\n\n$ echo b\nb\n```\n"
    )
    #expect(
      text.hasSuffix(
        "\n100%\nred\nac\n\\x07\\xff (esc)\n\n$ echo b\nb\n```\n"), "\(text)")
  }

  @Test func outputIsNeverLive() throws {
    let folder = Folder([
      "a.src":
        "<!-- include(b.txt) -->\n\n```console\n$ cat said\n```\n",
      "b.txt": "text\n",
      "said":
        "<!-- include(b.txt) -->\n<!--include(b.txt)-->\n<!-- /embed -->\n<!-- \\embed(x) -->\n",
    ])
    try docbuild("accept", in: folder).expect(0)
    #expect(
      folder.text("a.src").hasSuffix(
        """
        $ cat said
        <!-- \\include(b.txt) -->
        \\<\\!--include(b.txt)--> (glob)
        \\<\\!-- /embed --> (glob)
        <!-- \\\\embed(x) -->
        ```

        """), "\(folder.text("a.src"))")
    try docbuild("test", in: folder).expect(0)
  }

  @Test func whatFailsIsLeftAlone() throws {
    let page = "```console\n$ false\n$ nosuchprogram\nok\n$ echo a\n```\n"
    let folder = Folder(["a.md": page])
    let outcome = try docbuild("accept", "a.md", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["not-accepted", "not-accepted"])
    let accepted = "```console\n$ false\n$ nosuchprogram\nok\n$ echo a\na\n```\n"
    #expect(folder.text("a.md") == accepted)
    try docbuild("accept", "a.md", "--status", in: folder).expect(1)
    #expect(
      folder.text("a.md") == accepted.replacingOccurrences(of: "false\n", with: "false\n[1]\n"))
  }

  @Test func whatFailsBehindAPipeIsLeftAlone() throws {
    let page = """
      ```console
      $ nosuchprogram | cat
      $ sh -c 'nosuchprogram | cat'
      $ printf 'Traceback (most recent call last):\\n  x\\n' | cat
      $ echo 'this file: not found'
      $ sh -c 'nosuchprogram 2>&1' | cat
      sh: 1: [..]: not found
      ```

      """
    let folder = Folder(["a.md": page])
    let outcome = try docbuild("accept", "a.md", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["not-accepted", "not-accepted", "not-accepted"])
    let told = "$ echo 'this file: not found'\n"
    #expect(
      folder.text("a.md")
        == page.replacingOccurrences(of: told, with: told + "this file: not found\n"))
    try docbuild("accept", "a.md", "--status", in: folder).expect(0)
    #expect(folder.text("a.md").contains("\nbash: nosuchprogram: command not found\n"))
  }

  @Test func whatWasNeverCommittedNeedsForce() throws {
    let folder = Folder(["a.md": "```console\n$ cat x\nold\n```\n", "x": "one\n"])
    try folder.git("init", "-q")
    try folder.git("add", ".")
    try folder.git("commit", "-qm", "a")
    // HEAD holds it.
    try docbuild("accept", "a.md", in: folder).expect(0)
    #expect(folder.text("a.md").contains("one"))
    // accept wrote it.
    folder.write("x", "two\n")
    try docbuild("accept", "a.md", in: folder).expect(0)
    #expect(folder.text("a.md").contains("two"))
    folder.write("a.md", "```console\n$ cat x\nby hand\n```\n")
    try docbuild("accept", "a.md", in: folder).expect(fails: 1, "not-accepted")
    #expect(folder.text("a.md").contains("by hand"))
    try docbuild("accept", "a.md", "--force", in: folder).expect(0)
    #expect(folder.text("a.md").contains("two"))
  }

  @Test func whatGitDoesNotKnowIsKept() throws {
    let page = "```console\n$ echo a\nby hand\n```\n"
    let folder = Folder(["a.md": page])
    try docbuild("accept", "a.md", in: folder).expect(0)
    #expect(folder.text(".docbuild/replaced/a.md") == page)
  }

  @Test func theDifferenceAndOneBlock() throws {
    let page = "```console\n$ echo a\nx\n```\n\n```console\n$ pwd; echo b\ny\n```\n"
    let folder = Folder(["a.md": page])
    let dry = try docbuild("accept", "-n", "a.md:7", in: folder)
    dry.expect(0)
    #expect(
      String(decoding: dry.output, as: UTF8.self)
        == "a.md:7:1: pwd; echo b\n@@ -1 +1,2 @@\n-y\n+[..]\n+b\n",
      "\(String(decoding: dry.output, as: UTF8.self))")
    #expect(folder.text("a.md") == page)
    try docbuild("accept", "a.md:7", in: folder).expect(0)
    #expect(folder.text("a.md") == page.replacingOccurrences(of: "\ny\n", with: "\n[..]\nb\n"))
  }

  /// What comes from a file is not the document's own, so `accept` is not what helps.
  @Test func whatIsIncludedIsNotAccepted() throws {
    let folder = Folder([
      "docbuild.toml": "", "t.txt": "$ echo a\nb\n",
      "x.src": "```console\n<!-- include(t.txt) -->\n```\n",
    ])
    let outcome = try docbuild("test", "--no-sandbox", "x.src", in: folder)
    #expect(
      outcome.messages.contains("t.txt:2:1: error: expected 'b', found 'a'"), "\(outcome.messages)")
    #expect(
      outcome.messages.contains(
        "'docbuild accept' changes only what stands in the document itself: correct it there"))
    #expect(!outcome.messages.contains("makes what it prints"))
  }

  /// A part that is a page, or a template, is named: `accept` takes that one.
  @Test(arguments: [
    ("docs/part.md", "include(docs/part.md markdown)"), ("docs/part.md", "include(docs/part.md)"),
    ("part.src", "include(part.src weave)"),
  ])
  func whatAPartHoldsIsAcceptedThere(_ name: String, _ directive: String) throws {
    let folder = Folder([
      "docbuild.toml": "", name: "# Part\n\n```console\n$ echo a\nb\n```\n",
      "x.src": "# X\n\n<!-- \(directive) -->\n",
    ])
    let outcome = try docbuild("test", "--no-sandbox", "x.src", in: folder)
    let note = "'docbuild accept \(name)' makes what it prints the new expectation"
    #expect(outcome.messages.contains(note), "\(outcome.messages)")
    try docbuild("accept", "--no-sandbox", "--force", name, in: folder).expect(0)
    try docbuild("test", "--no-sandbox", "x.src", in: folder).expect(0)
  }

  /// A page whose lines only fill a block of another is no part with a block.
  @Test func aPageWithinABlockIsNotNamed() throws {
    let folder = Folder([
      "docbuild.toml": "", "t.md": "$ echo a\nb\n",
      "x.src": "```console\n<!-- include(t.md) -->\n```\n",
    ])
    let outcome = try docbuild("test", "--no-sandbox", "x.src", in: folder)
    #expect(outcome.messages.contains("correct it there"), "\(outcome.messages)")
  }
}
