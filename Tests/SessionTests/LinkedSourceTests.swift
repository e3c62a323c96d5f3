import Testing

/// A symbolic link to a file of the project is no file of its own where sources are looked for.
@Suite(.needs("git"))
struct LinkedSourceTests {
  private static let code = """
    # region: start
    def start(port):
        listener = listen("tcp", port)
        return serve(listener, handler)
    # endregion: start

    # region: stop
    stop()
    # endregion: stop

    """

  private func repository(_ files: [String: String]) throws -> Folder {
    let folder = Folder(files.merging(["docbuild.toml": "", "t.py": Self.code]) { $1 })
    folder.link("a.py", to: "t.py")
    folder.makeFolder("sub")
    folder.link("sub/u.py", to: "../t.py")
    try folder.commit()
    return folder
  }

  @Test func aKeyIsMarkedOnce() throws {
    let folder = try repository(["p.src": "<!-- include(key=stop) -->\n"])
    try project("build", in: folder).expect(0)
    #expect(folder.text("p.md") == "stop()\n")
    // Another file is one of its own, and so is what only links lead to.
    folder.write("ignored.py", "# region: stop\nother()\n# endregion: stop\n")
    folder.write(".gitignore", "ignored.py\n")
    folder.link("b.py", to: "ignored.py")
    folder.link("c.py", to: "ignored.py")
    let two = try project("build", in: folder)
    two.expect(1)
    #expect(two.messages.contains("'stop' is marked in 2 files"), "\(two.messages)")
    #expect(two.messages.contains("b.py:1:1: note"), "\(two.messages)")
    #expect(two.messages.contains("t.py:7:1: note"), "\(two.messages)")
  }

  @Test func regionsOfAFileAreUnusedOnce() throws {
    let folder = try repository([
      "p.src": "<!-- include(t.py region=start) -->\n<!-- include(sub/u.py region=stop) -->\n",
      "q.src": "<!-- include(a.py region=start) -->\n",
    ])
    let all = try project("refs", "--unused", in: folder)
    all.expect(0)
    #expect(all.text.isEmpty, "\(all.text)")
    let shown = try project("refs", "t.py", in: folder)
    #expect(
      shown.text
        == "p.src:1:14: t.py:2-4 (start)\np.src:2:14: sub/u.py:8 (stop)\nq.src:1:14: a.py:2-4 (start)\n",
      "\(shown.text)")
    #expect(try project("refs", "sub/u.py", in: folder).text == shown.text)
    folder.write("p.src", "")
    let unused = try project("refs", "--unused", "t.py", in: folder)
    unused.expect(1)
    #expect(unused.text.contains("no document shows region 'stop'"), "\(unused.text)")
    folder.write("docbuild.toml", "[checks]\nunused-region = 'error'\n")
    let check = try project("check", in: folder)
    let count = check.messages.split(separator: "\n").count { $0.contains("[unused-region]") }
    #expect(count == 1, "\(check.messages)")
  }

  @Test func pastedCodeHasOneSource() throws {
    let block =
      "def start(port):\n    listener = listen(\"tcp\", port)\n    return serve(listener, handler)\n"
    let folder = try repository(["README.md": "# A\n\nIn t.py:\n\n```python\n\(block)```\n"])
    let outcome = try project("adopt", in: folder)
    #expect(outcome.text.contains("= t.py:2-4"), "\(outcome.text)")
  }

  @Test func aSnippetStandsInOneFile() throws {
    let folder = try repository([
      "a.source.md": "# A\n\nsnippet: Greet\n",
      "P.cs": "class P\n{\n    #region Greet\n    int a;\n    #endregion\n}\n",
    ])
    folder.link("Q.cs", to: "P.cs")
    try folder.git("add", "-A")
    let outcome = try project("migrate", in: folder)
    outcome.expect(0)
    #expect(outcome.text.contains("include(/P.cs region=Greet"), "\(outcome.text)")
  }
}
