import Testing

/// Where a line of the output comes from.
struct WhereTests {
  private func folder() -> Folder {
    Folder([
      "docbuild.toml": "",
      "doc/x.src": """
      # Title

      <!-- include(a.go lines=2..3 fence) -->

      ```go
      <!-- include(a.go region=r) -->
      ```

      <!-- include(sub/p.src weave) -->

      > <!-- include(a.go lines=1,5 elide fence) -->

      last

      """,
      "doc/a.go": "1\n2\n3\n// #region r\n  ```\n// #endregion\n",
      "doc/sub/p.src": "part\n\n<!-- include(q.src weave) -->\n<!-- include(../a.go lines=3) -->\n",
      "doc/sub/q.src": "deep\n",
    ])
  }

  @Test(arguments: [
    (1, ["doc/x.src:1"]), (2, ["doc/x.src:2"]),
    // A fence that docbuild made.
    (3, ["doc/x.src:3"]), (4, ["doc/x.src:3", "doc/a.go:2"]), (5, ["doc/x.src:3", "doc/a.go:3"]),
    (6, ["doc/x.src:3"]),
    (7, ["doc/x.src:4"]),
    // The author's fence, made longer.
    (8, ["doc/x.src:5"]), (9, ["doc/x.src:6", "doc/a.go:5"]), (10, ["doc/x.src:7"]),
    (11, ["doc/x.src:8"]),
    // Parts.
    (12, ["doc/x.src:9", "doc/sub/p.src:1"]), (13, ["doc/x.src:9", "doc/sub/p.src:2"]),
    (14, ["doc/x.src:9", "doc/sub/p.src:3", "doc/sub/q.src:1"]),
    (15, ["doc/x.src:9", "doc/sub/p.src:4", "doc/a.go:3"]),
    (16, ["doc/x.src:10"]),
    // A quote, with a line that stands for those left out.
    (17, ["doc/x.src:11"]), (18, ["doc/x.src:11", "doc/a.go:1"]), (19, ["doc/x.src:11"]),
    (20, ["doc/x.src:11", "doc/a.go:5"]),
    (21, ["doc/x.src:11"]), (22, ["doc/x.src:12"]), (23, ["doc/x.src:13"]),
  ])
  func eachLine(_ line: Int, _ origins: [String]) throws {
    try docbuild("where", "doc/x.md:\(line)", in: folder()).expect(
      prints: origins.map { $0 + "\n" }.joined())
  }

  @Test func documentHasTheLinesThatTheTableSays() throws {
    let outcome = try docbuild("weave", "doc/x.src", in: folder())
    outcome.expect(0)
    #expect(
      outcome.text == """
        # Title

        ```go
        2
        3
        ```

        ````go
        ```
        ````

        part

        deep
        3

        > ````go
        > 1
        > // …
        >   ```
        > ````

        last

        """)
  }

  @Test(arguments: [24, 25, 1_000_000])
  func beyondTheEnd(_ line: Int) throws {
    let outcome = try docbuild("where", "doc/x.md:\(line)", in: folder())
    outcome.expect(1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.messages.contains("23 lines"), "\(outcome.messages)")
  }

  @Test func inPlaceDocument() throws {
    let folder = Folder([
      "x.md": "top\r\n\r\n<!-- embed(a.go) -->\r\nend\r\n", "a.go": "package a\n\nvar x = 1\n",
    ])
    for (line, origins) in [
      (1, "x.md:1\n"), (3, "x.md:3\n"), (4, "x.md:3\n"), (5, "x.md:3\na.go:1\n"),
      (7, "x.md:3\na.go:3\n"), (8, "x.md:3\n"), (9, "x.md:3\n"), (10, "x.md:4\n"),
    ] {
      try docbuild("where", "x.md:\(line)", in: folder).expect(prints: origins)
    }
    try docbuild("where", "x.md:11", in: folder).expect(1)
  }

  @Test func sourceWithCRLFAndWithoutLastLineFeed() throws {
    let folder = Folder(["x.src": "<!-- include(a.txt) -->\nlast", "a.txt": "one\r\ntwo\r\nthree"])
    for (line, origins) in [(1, "x.src:1\na.txt:1\n"), (3, "x.src:1\na.txt:3\n"), (4, "x.src:2\n")]
    {
      try docbuild("where", "x.md:\(line)", in: folder).expect(prints: origins)
    }
    try docbuild("where", "x.md:5", in: folder).expect(1)
  }

  @Test func documentWithProblems() throws {
    let folder = Folder(["x.src": "<!-- include(missing) -->\n"])
    try docbuild("where", "x.md:1", in: folder).expect(fails: 1, "file-not-found")
    try docbuild("where", "nothing.md:1", in: folder).expect(2)
  }

  @Test func nameWithColons() throws {
    let folder = Folder(["a:1.src": "one\n"])
    try docbuild("where", "a:1.md:1", in: folder).expect(prints: "a:1.src:1\n")
  }
}
