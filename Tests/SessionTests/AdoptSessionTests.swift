import Foundation
import Testing

/// `docbuild adopt` as a command, in repositories of git's.
struct AdoptSessionTests {
  private static let server = """
    package main

    func start(port int) error {
    \tlistener := listen("tcp", port)
    \tdefer listener.Close()
    \treturn serve(listener, handler)
    }

    """
  private static let page = """
    # Server

    The code is in server.go:

    ```go
    func start(port int) error {
    \tlistener := listen("tcp", port)
    \tdefer listener.Close()
    \treturn serve(listener, handler)
    }
    ```

    Start it by compose.yaml:

    ```yaml
    services:
      server: {image: example}
    ```

    Then:

    ```console
    $ curl localhost
    ```

    And in a browser:

    ```js
    const answer = await fetch("/nodes");
    console.log(await answer.json());
    ```

    """

  private func repository() throws -> Folder {
    let folder = Folder([
      "README.md": AdoptSessionTests.page, "server.go": AdoptSessionTests.server,
      "compose.yaml": "services:\n  server: {image: example}\n",
    ])
    try folder.commit()
    return folder
  }

  @Test func thePlanIsReadAtEightyColumns() throws {
    let folder = try repository()
    let outcome = try project("adopt", in: folder)
    outcome.expect(0)
    #expect(
      outcome.text
        == """
        README.md
           5  go       5 lines = server.go:3-7                symbol=start
          15  yaml     2 lines = compose.yaml                 whole file
          22  consol   1 line  $ 1 command: a console block
          28  js       2 lines   not found in the sources
        4 blocks: 2 exact, 1 output, 1 without a source

        """.replacingOccurrences(of: "consol ", with: "conso… ")
        .replacingOccurrences(
          of: "symbol=start",
          with: find("ast-grep") == nil ? #"from=/^func/ to=/^\}/"# : "symbol=start"),
      "\(outcome.text)")
    #expect(outcome.messages.contains("nothing was written; '--write' embeds 2 exact copies"))
    #expect(folder.text("README.md") == AdoptSessionTests.page)
    for line in outcome.text.split(separator: "\n") { #expect(line.count <= 80) }
  }

  @Test func afterItABuildChangesNothing() throws {
    let folder = try repository()
    try project("adopt", "--write", in: folder).expect(0)
    let made = folder.text("README.md")
    #expect(made.contains("<!-- embed(compose.yaml) -->\n```yaml\nservices:"))
    try project("build", in: folder).expect(0, written: 0, upToDate: 1)
    #expect(folder.text("README.md") == made)
    try project("check", in: folder).expect(0)
    let again = try project("adopt", "--write", in: folder)
    again.expect(0)
    #expect(again.messages.contains("0 files written"))
    #expect(folder.text("README.md") == made)
  }

  @Test func historyTellsSinceWhen() throws {
    let folder = try repository()
    folder.write(
      "README.md", AdoptSessionTests.page.replacingOccurrences(of: "in server.go", with: "here"))
    folder.write(
      "server.go",
      AdoptSessionTests.server.replacingOccurrences(
        of: "defer listener.Close()", with: "defer stop(listener)"))
    try folder.git("add", "-A")
    var command = Command(program: "/usr/bin/git", arguments: ["commit", "-q", "-m", "stop"])
    command.folder = folder.path
    command.environment.merge([
      "GIT_CONFIG_GLOBAL": "/dev/null", "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@b",
      "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@b",
      "GIT_COMMITTER_DATE": "2024-02-29T12:00:00Z",
    ]) { $1 }
    try run(command).expect(0)
    let outcome = try project("adopt", in: folder)
    #expect(
      outcome.text.contains("~ server.go:3-7                differs since 2024-02-29\n"),
      "\(outcome.text)")
    #expect(outcome.text.contains("             -    defer listener.Close()\n"), "\(outcome.text)")
    try project("adopt", "--write", "--take", "code", "README.md:5", in: folder).expect(0)
    #expect(folder.text("README.md").contains("\tdefer stop(listener)\n"))
    try project("check", in: folder).expect(0)
  }

  @Test func choicesByName() throws {
    let folder = try repository()
    let outcome = try project(
      "adopt", "--write", "--extract", "README.md:28=examples/nodes.js", in: folder)
    outcome.expect(0)
    #expect(folder.text("examples/nodes.js").hasPrefix("const answer"))
    #expect(folder.text("README.md").contains("<!-- embed(examples/nodes.js fence=js) -->"))
    try project("check", in: folder).expect(0)
  }

  @Test func aProgramReadsThePlan() throws {
    let folder = try repository()
    let outcome = try project("adopt", "--format", "json", in: folder)
    outcome.expect(0)
    let plan = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    let pages = plan?["pages"] as? [[String: Any]]
    let blocks = pages?.first?["blocks"] as? [[String: Any]]
    #expect(blocks?.compactMap { $0["kind"] as? String } == ["exact", "exact", "output", "none"])
    #expect((blocks?[1]["source"] as? [String: Any])?["file"] as? String == "compose.yaml")
    #expect(blocks?[1]["directive"] as? String == "<!-- embed(compose.yaml) -->")
  }

  @Test func onlyTrackedFilesAreSources() throws {
    let folder = Folder(["README.md": AdoptSessionTests.page])
    try folder.commit()
    folder.write("server.go", AdoptSessionTests.server)
    let outcome = try project("adopt", in: folder)
    #expect(!outcome.text.contains("server.go"), "\(outcome.text)")
  }

  /// What the plan says to type is whole, whatever the path, and does something.
  @Test func whatIsToBeTypedIsWhole() throws {
    let yaml = "services:\n  server: {image: example}\n"
    let deep =
      "deployments/of-the-first-kind/in-the-southern-regions/compose files/development.yaml"
    let page = "# A\n\nSee:\n\n```yaml\n\(yaml)```\n"
    let folder = Folder([
      "README.md": page, "b.md": page, deep: yaml, "x/compose.yaml": yaml,
    ])
    try folder.commit()
    let outcome = try project("adopt", in: folder)
    #expect(outcome.text.contains("  --at 'README.md:5=\(deep)'\n"), "\(outcome.text)")
    #expect(outcome.text.contains("--at b.md:5=x/compose.yaml\n"), "\(outcome.text)")
    #expect(!outcome.text.contains("…"), "\(outcome.text)")
    try project("adopt", "--write", "--at", "README.md:5=\(deep)", in: folder).expect(0)
    #expect(folder.text("README.md").contains("<!-- embed(\"\(deep)\") -->"))
  }

  /// Where lines have no name, no choice among places gives them one, and '--mark' only where there are comments.
  @Test(arguments: [("a.txt", "text", false), ("a.py", "python", true)])
  func curesThatDoSomething(_ path: String, _ language: String, _ canBeMarked: Bool) throws {
    let lines = ["alpha = one_value", "beta = two_values", "gamma = three_values"]
    func text(_ indices: Int...) -> String { indices.map { lines[$0] + "\n" }.joined() }
    let folder = Folder([
      path: text(0, 1, 2, 0, 0, 2, 1, 2),
      "README.md": "See \(path):\n\n```\(language)\n\(text(0, 0, 2, 1))```\n",
    ])
    try folder.commit()
    let outcome = try project("adopt", in: folder)
    #expect(outcome.text.contains("- \(path):4-7"), "\(outcome.text)")
    #expect(!outcome.text.contains("--at"), "\(outcome.text)")
    #expect(outcome.text.contains("--mark") == canBeMarked, "\(outcome.text)")
  }

  /// A path that a directive takes for a pattern is named by none, and no file is made for it.
  @Test func pathsThatAreLikePatterns() throws {
    let folder = try repository()
    let outcome = try project(
      "adopt", "--write", "--extract", "README.md:28=nodes*.js", in: folder)
    outcome.expect(1)
    #expect(
      outcome.messages.contains("a directive takes 'nodes*.js' for a pattern"),
      "\(outcome.messages)")
    #expect(!folder.exists("nodes*.js") && folder.text("README.md") == AdoptSessionTests.page)
    // A file of such a name is no neighbour's.
    let other = Folder([
      "README.md": AdoptSessionTests.page.replacingOccurrences(
        of: "compose.yaml", with: "c?mpose.yaml"),
      "c?mpose.yaml": "services:\n  server: {image: example}\n",
    ])
    try other.commit()
    let plan = try project("adopt", "--write", in: other)
    plan.expect(0)
    #expect(plan.text.contains("a directive takes 'c?mpose.yaml'"), "\(plan.text)")
    #expect(!other.text("README.md").contains("embed("))
  }

  /// A block that can't be embedded where it stands becomes no file.
  @Test func aFileIsMadeOnlyForABlockThatShowsIt() throws {
    let page =
      "# A\n\n<!-- embed(gone.js) -->\n```js\n```\n<!-- /embed -->\n\n```js\nlet a = 1;\nlet b = 2;\n```\n"
    let folder = Folder(["README.md": page])
    try folder.commit()
    let outcome = try project("adopt", "--write", "--extract", "README.md:8=a.js", in: folder)
    outcome.expect(1)
    #expect(
      outcome.messages.contains("README.md:8:1: error: the page has a problem of its own"),
      "\(outcome.messages)")
    #expect(!folder.exists("a.js") && folder.text("README.md") == page)
  }

  /// A page that is no text has no blocks, and that is said.
  @Test func aPageThatIsNoText() throws {
    let folder = try repository()
    try Data([0x23, 0x20, 0xE9, 0x0A]).write(to: URL(fileURLWithPath: "\(folder.path)/old.md"))
    let outcome = try project("adopt", "old.md", in: folder)
    #expect(
      outcome.messages.contains("old.md:1:3: warning: the byte 0xE9 is not UTF-8 here"),
      "\(outcome.messages)")
  }

  @Test func wrongWordsAreWrongUsage() throws {
    let folder = try repository()
    try project("adopt", "--at", "5", in: folder).expect(64)
    try project("adopt", "--take", "code", in: folder).expect(64)
    try project("adopt", "--take", "code", "README.md:1", in: folder).expect(1)
    try project("adopt", "missing.md", in: folder).expect(2)
    for words in [
      ["both", "README.md:1"], ["code", "README.md:1", "both", "README.md:1"], ["README.md:1"],
      ["code", "nothing"],
    ] {
      let outcome = try run(docbuildCommand(["adopt", "--take"] + words, in: folder))
      outcome.expect(64)
      #expect(outcome.messages.contains("Usage: docbuild adopt"), "\(outcome.messages)")
    }
    // A path may follow.
    try project("adopt", "--take", "code", "README.md:1", "README.md", in: folder).expect(1)
  }

  /// What was chosen and can't be done is no success.
  @Test(arguments: ["nothing.go": "can't be read", "compose.yaml": "does not stand in that file"])
  func aChoiceInVain(_ file: String, _ reason: String) throws {
    let folder = try repository()
    let outcome = try project("adopt", "--write", "--at", "README.md:5=\(file)", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["not-adopted"], "\(outcome.messages)")
    #expect(outcome.messages.contains("README.md:5:1: error: "), "\(outcome.messages)")
    #expect(outcome.messages.contains(reason), "\(outcome.messages)")
    #expect(folder.text("README.md") == AdoptSessionTests.page)
  }

  /// What is chosen and can't be done is an error that says why, and nothing is written.
  @Test(arguments: [
    (["--take", "code", "README.md:6"], "README.md:5:1: error: this block does not differ from"),
    (["--take", "page", "README.md:5"], "README.md:5:1: error: this block does not differ from"),
    (["--take", "code", "README.md:28"], "README.md:28:1: error: nothing in the sources is known"),
    (["--take", "code", "README.md:22"], "README.md:22:1: error: it is 1 command"),
    (["--at", "README.md:15=server.go"], "README.md:15:1: error: its text does not stand in that"),
    (
      ["--at", "README.md:15=compose.yaml", "--extract", "README.md:16=a.yaml"],
      "README.md:15:1: error: two different things"
    ),
    (["--extract", "README.md:28=.docbuild/x"], "'.docbuild' is docbuild's own"),
  ])
  func whatCannotBeDoneIsAnError(_ words: [String], _ message: String) throws {
    let folder = try repository()
    for write in [[], ["--write"]] {
      let outcome = try run(
        docbuildCommand(["adopt", "--root", "."] + write + words, in: folder))
      outcome.expect(1)
      let errors = outcome.messages.split(separator: "\n").filter { $0.contains(": error: ") }
      #expect(errors.count == 1 && errors[0].contains(message), "\(outcome.messages)")
      #expect(folder.text("README.md") == AdoptSessionTests.page && !folder.exists(".docbuild/x"))
    }
  }

  @Test func contradictionsAreWrongUsage() throws {
    let folder = try repository()
    for words in [
      ["--take", "code", "README.md:5", "--take", "page", "README.md:5"],
      ["--take", "code", "README.md:5", "--at", "./README.md:5=server.go"],
      ["--extract", "5=a.go", "--at", "5=server.go"],
      ["--at", "5=server.go", "--at", "5=compose.yaml"],
    ] {
      let outcome = try run(docbuildCommand(["adopt"] + words, in: folder))
      outcome.expect(64)
      #expect(outcome.messages.contains("say two things of the block at line 5"))
      #expect(outcome.messages.contains("Usage: docbuild adopt"), "\(outcome.messages)")
    }
    let twice = ["--at", "15=compose.yaml", "--at", "15=compose.yaml"]
    try run(docbuildCommand(["adopt", "README.md"] + twice, in: folder)).expect(0)
  }

  /// What is wrong with no file in particular is docbuild's to say; a line alone is one of the only page.
  @Test func aLineThatNobodyNamesThePageOf() throws {
    let folder = try repository()
    folder.write("other.md", "# Other\n\n```sh\necho one\n```\n")
    let all = try project("adopt", "--write", "--extract", "999=x.py", in: folder)
    #expect(
      all.messages.contains("docbuild: error: line 999 is in no block"), "\(all.messages)")
    let one = try project("adopt", "--write", "--extract", "999=x.py", "README.md", in: folder)
    #expect(
      one.messages.contains("README.md: error: line 999 of 'README.md'"), "\(one.messages)")
  }

  /// A byte order mark is no part of a source's first line.
  @Test func aSourceMayBeginWithAByteOrderMark() throws {
    let code = """
      def changed(path, known):
          return known.get(path) != path.stat().st_mtime_ns


      def again(path, count):
          \"""Does it.\"""
          return path.stat().st_size + count

      """
    let folder = Folder([
      "docbuild.toml": "", "watch.py": "\u{FEFF}" + code, "p.md": "# P\n\n```python\n\(code)```\n",
    ])
    let outcome = try docbuild("adopt", "--write", in: folder)
    #expect(
      folder.text("p.md").contains("<!-- embed(watch.py"), "\(outcome.text)\(outcome.messages)")
    #expect(try docbuild("check", in: folder).status == 0)
  }

  /// Where a mark would be part of a command, a string or a here-document, none is written.
  @Test(arguments: [
    (
      "run \\\n  --alpha=one-value \\\n  --beta=two-value \\\n  --alpha=one-value \\\n  --gamma=three-value \\\n  --alpha=one-value \\\n  --beta=two-value \\\n  end\n",
      4
    ),
    (
      "cat <<END\nalpha one line\nbeta two lines\nalpha one line\ngamma three lines\nalpha one line\nbeta two lines\nEND\n",
      4
    ),
  ])
  func marksThatCannotBe(_ code: String, _ first: Int) throws {
    let lines = code.split(separator: "\n")[(first - 1)..<(first + 2)].joined(separator: "\n")
    let folder = Folder([
      "docbuild.toml": "", "a.sh": code, "README.md": "# A\n\na.sh\n\n```sh\n\(lines)\n```\n",
    ])
    let outcome = try docbuild("adopt", "--mark", "--write", "--at", "5=a.sh", in: folder)
    #expect(folder.text("a.sh") == code, "\(outcome.text)\(outcome.messages)")
  }

  /// A docstring at the beginning of a file is no text of another language.
  @Test func whatBeginsWithAStringIsCode() throws {
    let code =
      "\"\"\"A till.\"\"\"\n\nPRICES = {\"apple\": 20}\n\n\ndef total(basket):\n    return sum(PRICES[n] for n in basket)\n"
    let folder = Folder([
      "docbuild.toml": "", "till.py": code,
      "README.md": "# A\n\nSee till.py:\n\n```python\n\(code)```\n",
    ])
    let outcome = try docbuild("adopt", in: folder)
    #expect(outcome.text.contains("whole file"), "\(outcome.text)")
  }
}
