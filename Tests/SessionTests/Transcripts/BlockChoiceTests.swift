import Foundation
import Testing

/// `docbuild test PAGE:LINE` and `--name`, and what readers see of notation.
struct BlockChoiceTests {
  private static let page = """
    <!-- test(name=first) -->
    ```console
    $ x=1
    ```

    ```console
    $ echo "$x"
    2
    ```
    <!-- test(fresh name=third) -->
    ```console
    $ echo "$x"; y=3
    3
    ```
    ```console
    $ echo "$y"
    4
    ```
    <!-- test(run)
    $ echo over
    under
    -->
    ```json
    {,}
    ```

    """

  private func test(_ arguments: String..., files: [String: String] = ["g.md": page]) throws
    -> Outcome
  {
    let folder = Folder(files)
    return try run(docbuildCommand(["test", "--no-cache"] + arguments, in: folder))
  }

  /// The lines of the problems.
  private func lines(_ outcome: Outcome) -> [Int] {
    outcome.messages.split(separator: "\n").filter { $0.contains(": error: ") }
      .compactMap { Int($0.split(separator: ":")[1]) }
  }

  @Test(
    arguments: [
      // With the one before it, which shares its shell.
      (["g.md:7"], [8]), (["g.md:6"], [8]), (["g.md:9"], [8]), (["g.md:2"], []), (["g.md:1"], []),
      // In a shell of its own: from there on.
      (["g.md:11"], [13, 21]), (["g.md:16"], [13, 17, 21]), (["--name", "third"], [13, 21]),
      (["--name", "first", "g.md"], []), (["g.md:2", "--name", "third"], [13, 21]),
      (["g.md:20"], [13, 17, 21]),
    ] as [([String], [Int])])
  func oneBlock(_ arguments: [String], _ told: [Int]) throws {
    let folder = Folder(["g.md": BlockChoiceTests.page.replacing("under", with: "over")])
    let outcome = try run(
      docbuildCommand(["test", "--no-cache", "--skip-missing"] + arguments, in: folder))
    let wanted = told.filter { $0 != 21 }
    outcome.expect(wanted.isEmpty ? 0 : 1)
    #expect(lines(outcome) == wanted, "\(outcome.messages)")
  }

  @Test func cleaningUpIsNeeded() throws {
    let outcome = try test("g.md:2")
    outcome.expect(1)
    #expect(lines(outcome) == [21], "\(outcome.messages)")
    #expect(outcome.messages.contains("2 transcripts: 1 passed, 1 failed"))
  }

  @Test(arguments: [
    (["g.md:5"], "g.md: error: nothing was tested: no fenced block stands at line 5"),
    (["g.md:999"], "no fenced block stands at line 999"),
    (["--name", "thrid"], "nothing was tested: no block is called 'thrid'"),
  ])
  func whatIsNotThereIsNotTested(_ arguments: [String], _ message: String) throws {
    let folder = Folder(["g.md": BlockChoiceTests.page])
    let outcome = try run(docbuildCommand(["test"] + arguments, in: folder))
    outcome.expect(2)
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
    #expect(outcome.ids == ["nothing-tested"])
  }

  @Test func acceptTakesOneBlock() throws {
    let folder = Folder(["g.md": BlockChoiceTests.page])
    let outcome = try docbuild("accept", "g.md:7", in: folder)
    outcome.expect(0)
    #expect(folder.text("g.md") == BlockChoiceTests.page.replacing("\n2\n", with: "\n1\n"))
    let none = try docbuild("accept", "g.md:5", in: folder)
    none.expect(2)
  }

  /// A line of a template's output is one of the page.
  @Test func linesOfOutputs() throws {
    let folder = Folder([
      "g.src":
        "<!-- include(x.txt) -->\n```console\n$ echo a\nb\n```\n```console\n$ echo c\nd\n```\n",
      "x.txt": "1\n2\n3\n",
    ])
    try docbuild("build", in: folder).expect(0)
    let outcome = try docbuild("test", "--no-tools", "g.md:6", in: folder)
    outcome.expect(1)
    #expect(lines(outcome) == [4], "\(outcome.messages)")
    let both = try docbuild("test", "--no-tools", "g.src:6", in: folder)
    #expect(lines(both) == [4, 8])
  }

  @Test(arguments: [
    ("# apt-get install x", "found '# '", "'\"#\" = \"bash\"' below [prompts]"),
    ("% ls", "found '% '", "'\"%\" = \"bash\"' below [prompts]"),
    (">>> import os", "found '>>> '", "'python' instead of 'console'"),
    ("ls", "expected a prompt: '$ '", "'prompts' in docbuild.toml names others"),
  ])
  func prompts(_ line: String, _ message: String, _ cure: String) throws {
    let outcome = try test(
      "g.md", files: ["g.md": "```console\n\(line)\n```\n"])
    outcome.expect(1)
    #expect(outcome.ids == ["unknown-prompt"])
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
    #expect(outcome.messages.contains(cure))
  }

  /// The cures work.
  @Test(arguments: ["#", "%"])
  func promptsOfOthers(_ prompt: String) throws {
    let outcome = try test(
      "g.md",
      files: [
        "g.md": "```console\n\(prompt) echo a; x=1\na\n\(prompt) echo $x\n1\n```\n",
        "docbuild.toml": "[prompts]\n\"\(prompt)\" = \"bash\"\n",
      ])
    outcome.expect(0)
  }

  @Test func notationThatReadersSee() throws {
    let page =
      "<!-- test(expect=\"p[..]\") -->\n```console\n$ a\n...\nx [..]\np1\n\\d (re)\nplain\ny (esc)\n```\n<!-- test(run)\n$ a\n...\n-->\n"
    let folder = Folder(["g.md": page, "docbuild.toml": "[checks]\npattern-on-page = \"error\"\n"])
    let outcome = try docbuild("check", "g.md", in: folder)
    outcome.expect(1)
    #expect(lines(outcome) == [4, 5, 7, 9], "\(outcome.messages)")
    #expect(Set(outcome.ids) == ["pattern-on-page"])
    folder.write("docbuild.toml", "")
    try docbuild("check", "g.md", in: folder).expect(0)
  }

  /// A project in the project, as an example that has a configuration of its own, is there for commands.
  @Test func filesOfProjectsInside() throws {
    let folder = Folder([
      "docbuild.toml": "", "examples/x/docbuild.toml": "", "examples/x/f.txt": "",
      "a.md": "<!-- test(in=\"/examples/x\") -->\n```console\n$ ls\ndocbuild.toml\nf.txt\n```\n",
      "b.md": "<!-- test(in=\"/\") -->\n```console\n$ ls examples/x\ndocbuild.toml\nf.txt\n```\n",
    ])
    try docbuild("test", in: folder).expect(0)
    try folder.commit()
    try docbuild("test", "--no-cache", in: folder).expect(0)
  }

  @Test func filesOfSubmodules() throws {
    let folder = Folder([
      "g.md": "<!-- test() -->\n```console\n$ cat sub/deep/x.txt\nx\n$ ls sub\ndeep\n```\n"
    ])
    let other = Folder(["deep/x.txt": "x\n", "ignored.txt": "i\n", ".gitignore": "ignored.txt\n"])
    func git(_ arguments: String..., in folder: Folder) throws {
      let settings = [
        "-C", folder.path, "-c", "user.name=a", "-c", "user.email=a@example.org",
        "-c", "protocol.file.allow=always",
      ]
      try run(Command(program: "/usr/bin/git", arguments: settings + arguments, keeps: folder))
        .expect(0)
    }
    for tree in [other, folder] {
      try git("init", "-q", in: tree)
      try git("add", "-A", in: tree)
      try git("commit", "-qm", "a", in: tree)
    }
    try git("submodule", "--quiet", "add", other.path, "sub", in: folder)
    folder.write("sub/ignored.txt", "i\n")
    try docbuild("test", "g.md", in: folder).expect(0)
    // What is in there counts for what is known to pass.
    folder.write("sub/deep/x.txt", "y\n")
    try docbuild("test", "g.md", in: folder).expect(1)
  }

  /// What is for programs is whole, whatever happened.
  @Test(arguments: ["junit", "json", "sarif", "gitlab"])
  func formatsAreWhole(_ format: String) throws {
    let ends = ["junit": "</testsuites>\n", "json": "\n", "sarif": "}\n", "gitlab": "]\n"]
    for (files, arguments) in [
      (["docbuild.toml": "x = 1\n", "g.md": "# G\n"], ["."]), (["g.md": "# G\n"], ["nothing.md"]),
      (["g.md": BlockChoiceTests.page], ["g.md:5"]),
      (["g.md": BlockChoiceTests.page], ["--name", "q"]),
    ] {
      for command in ["test", "accept"] where command == "test" || arguments.count == 1 {
        let folder = Folder(files)
        let outcome = try run(
          docbuildCommand([command, "--format", format] + arguments, in: folder))
        #expect([1, 2].contains(outcome.status), "\(command) \(arguments): \(outcome.status)")
        #expect(
          outcome.text.hasSuffix(ends[format] ?? ""), "\(command) \(arguments): \(outcome.text)")
        #expect(outcome.text.count > 20)
      }
    }
  }
}
