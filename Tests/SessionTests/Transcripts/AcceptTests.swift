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
      $ false
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
        $ false
        [1]
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
    #expect(outcome.ids == ["output-mismatch"])
    #expect(outcome.messages.contains("session.txt:1:1"), "\(outcome.messages)")
    #expect(folder.text("session.txt") == "$ echo a\nb\n")
    let slow = Folder(["b.md": "<!-- test(timeout=1s) -->\n```console\n$ sleep 99\n```\n"])
    try docbuild("accept", ".", in: slow).expect(fails: 1, "timed-out")
    #expect(slow.text("b.md").hasSuffix("$ sleep 99\n```\n"))
  }
}
