import Testing

@testable import DocbuildCore

/// Named patterns, notation in comments, and commands that nobody sees.
struct CaptureTests {
  private func page(_ text: String, prompts: [String] = []) -> PageTests {
    PageTests(Bytes(text.utf8), prompts: prompts)
  }

  private func lines(_ text: String) -> [Bytes] {
    text.isEmpty
      ? [] : text.split(separator: "\n", omittingEmptySubsequences: false).map { Bytes($0.utf8) }
  }

  /// Commands one after the other, each with what is expected and what comes, and whether all is as expected.
  @Test(
    arguments: [
      ([("pid [..=a]", "pid 12"), ("[a] x", "12 x")], [true, true]),
      ([("pid [..=a]", "pid 12"), ("[a] x", "13 x")], [true, false]),
      // In one output, in the order of the lines.
      ([("[..=a]\n[a]", "1\n1")], [true]), ([("[..=a]\n[a]", "1\n2")], [false]),
      ([("[..=a]\nb\n[a]c", "1\nb\n1c")], [true]), ([("[..=a]\n...\n[a]", "1\nx\n1")], [true]),
      // A second one of the name counts from there on.
      (
        [("[..=a]", "1"), ("[a] [..]\n[..=a]\n[a]", "1 y\n2\n2"), ("[a]", "2")], [true, true, true]
      ),
      // What nobody has named is text.
      ([("[a]", "[a]"), ("[a]", "b")], [true, false]), ([("[..=]", "[..=]")], [true]),
      // A line that was not printed names nothing: any text will do.
      ([("x [..=a]", "y"), ("[a]", "q")], [false, true]),
      // Text that looks like notation is text where it is named.
      ([("v [..=a]", "v [..]"), ("[a]", "z")], [true, false]),
      ([("v [..=a]", "v [..]"), ("[a]", "[..]")], [true, true]),
      ([("[..=a]-[..=b]", "1-2"), ("[b]-[a]", "2-1"), ("[a]-[b]", "2-1")], [true, true, false]),
      ([("[..=a]", "1"), ("[a] (glob)", "a"), ("[a] (re)", "a")], [true, true, true]),
      // Twice on one line.
      ([("[..=a] [a]", "1 1"), ("[a]", "1")], [true, true]), ([("[..=a] [a]", "1 2")], [false]),
      ([("[..=a] [a]", "1 2 1 2"), ("[a]", "1 2")], [true, true]),
      ([("[..=a][a]!", "abab!")], [true]), ([("[..=a][a]!", "abac!")], [false]),
      ([("[..]-[..=a]-[..=b] [b][a]", "x-y-z-u zuy")], [false]),
      ([("[..]-[..=a]-[..=b] [b][a]", "x-y-z-u uz"), ("[a]", "z")], [true, true]),
      // Beside another name, and before its own.
      ([("[..=a]", "1"), ("[a] [..=b]", "1 2"), ("[b]", "3")], [true, true, false]),
      ([("[..=a]", "1"), ("[a] [..=a]", "1 2"), ("[a]", "2")], [true, true, true]),
      ([("[..=a]", "1"), ("[a] [..=a]", "3 2")], [true, false]),
      // Behind lines that look the same.
      ([("...\np [..=a]\n...\ne [a]", "p 1\np 2\ne 2"), ("[a]", "2")], [true, true]),
      ([("...\np [..=a]\n...\ne [a]", "p 1\np 2\ne 3")], [false]),
      (
        [("...\np [..=a]\n...\nq [..=b]\n...\ne [a][b]", "p 1\np 2\nq 3\nq 4\nq 5\ne 24")],
        [true]
      ),
    ] as [([(String, String)], [Bool])])
  func namedText(_ commands: [(String, String)], _ holds: [Bool]) throws {
    let text = commands.map { "$ c\n\($0.0)\n" }.joined()
    let transcript = try #require(page("```console\n\(text)```\n").blocks.first?.transcript)
    var captures = Captures()
    let found = zip(transcript.commands, commands).map { command, both in
      captures.align(command, lines(both.1)).isMatch
    }
    #expect(found == holds)
  }

  @Test func whatIsNotRunStandsForAnything() throws {
    let transcript = try #require(page("```console\n$ c\n[a]\n```\n").blocks.first?.transcript)
    var captures = Captures()
    captures.skip(lines("$ x\n[..=a]"))
    #expect(captures.align(transcript.commands[0], lines("q")).isMatch)
    #expect(captures.areNamed(in: Bytes("x [a]".utf8)))
    #expect(!captures.areNamed(in: Bytes("\\[a] (glob)".utf8)))
    #expect(!captures.areNamed(in: Bytes("x [b]".utf8)))
  }

  @Test(arguments: [
    ("expect=\"took [..] s\"", "took 3 s", "took 99 s", true),
    ("expect=\"took [..] s\"", "took 3 s", "took 99 m", false),
    ("expect=/t.*s/", "took 3 s", "t9s", true),
    ("expect=\"...\"", "a\nb", "c", true), ("expect=\"...\"", "", "c\nd", true),
    ("expect=\"a[..]\" expect=\"b[..]\"", "a1\nb1\nc", "a2\nb2\nc", true),
    ("expect=\"a[..]\" expect=\"b[..]\"", "a1\nb1\nc", "b2\na2\nc", false),
  ])
  func notationInComments(_ options: String, _ shown: String, _ printed: String, _ fits: Bool)
    throws
  {
    let found = page("<!-- test(\(options)) -->\n```console\n$ c\n\(shown)\n```\n")
    #expect(found.findings.isEmpty)
    let command = try #require(found.blocks.first?.transcript?.commands.first)
    var captures = Captures()
    #expect(captures.align(command, lines(printed)).isMatch == fits)
    // The page's own lines stay what they are.
    #expect(captures.align(command, lines(shown)).isMatch)
    #expect(command.expected.map(\.text) == lines(shown).filter { !$0.isEmpty })
  }

  @Test func notationThatFitsNothing() {
    let found = page(
      "\n<!-- test(expect=\"x[..]\" expect=\"( (re)\") -->\n```console\n$ c\ny\n```\n")
    #expect(found.findings.map(\.id) == [.invalidPattern, .invalidTest])
    #expect(found.findings.map(\.line) == [2, 2])
  }

  /// A page, and for each block what its commands are and at which lines of the page they stand.
  @Test(arguments: [
    ("<!-- test(run)\n$ a\nx\n$ b\n-->\n", ["a|b"], [[2, 4]]),
    ("<!-- test(run)\n\n```console\n$ a\n```\n-->\n", ["a"], [[4]]),
    ("<!-- test(run)\na b\nc\n-->\n", ["a b\nc"], [[2]]),
    ("<!-- test(run) a (b) -->\n", ["a (b)"], [[1]]),
    ("<!-- test(run timeout=3s)\n$ a\n-->\n```console\n$ b\n```\n", ["a", "b"], [[2], [5]]),
    ("```console\n$ a\n```\n<!-- test(run)\n$ b\n-->\n", ["a", "b"], [[2], [5]]),
    ("> <!-- test(run)\n> $ a\n> y\n> -->\n", ["a"], [[2]]),
    ("- x\n\n  <!-- test(run)\n  $ a\n  -->\n", ["a"], [[4]]),
    (
      "<!-- test(run)\n$ a\n-->\n<!-- test(run)\n$ b\n-->\n\n```\n```\n", ["a", "b", ""],
      [[2], [5], []]
    ),
  ])
  func commandsThatNobodySees(_ text: String, _ commands: [String], _ lines: [[Int]]) {
    let found = page(text)
    #expect(found.findings.isEmpty, "\(found.findings)")
    let all = found.blocks.map { $0.transcript?.commands ?? [] }
    #expect(all.map { $0.map(\.text.text).joined(separator: "|") } == commands)
    let placed = zip(found.blocks, all).map { block, commands in
      commands.map { block.openLine + 1 + $0.lines.lowerBound }
    }
    #expect(placed == lines)
    #expect(found.blocks.contains { $0.isHidden })
  }

  @Test func whatHiddenCommandsPrintCountsWhereItIsWritten() throws {
    let found = page("<!-- test(run)\n$ a\n$ b\nx\n-->\n")
    let commands = try #require(found.blocks.first?.transcript?.commands)
    #expect(commands.map(\.takesAnyOutput) == [true, false])
  }

  @Test(arguments: [
    ("<!-- test(run) -->\n", "no command stands in this 'test(run)'", 1),
    ("<!-- test(run)\n-->\n", "no command stands in this 'test(run)'", 1),
    (
      "<!-- test(run)\n$ a '-->'\n$ b\n",
      "expected nothing behind '-->', which ends the comment in a command as well",
      1
    ),
    ("<!-- test(run)\n$ a\n", "expected '-->' behind the commands of 'test(run)'", 1),
    ("<!-- test(run timout=3s)\n$ a\n-->\n", "unknown option 'timout' of 'test'", 15),
    (
      "<!-- test(timeout=3s\nrun) -->\n```console\n$ a\n```\n",
      "expected ' ) -->' at the end of the options", 1
    ),
  ])
  func badHiddenBlocks(_ text: String, _ message: String, _ column: Int) {
    let found = page(text)
    #expect(found.findings.map(\.message) == [message])
    #expect(found.findings.first?.column == column)
  }

  @Test func needsAndSetUp() throws {
    let found = page(
      "<!-- test(needs=\"git, docker info,python3 -c 'a, b'\" setup=\"x y\" in=\"..\") -->\n```console\n$ a\n```\n"
    )
    let options = try #require(found.blocks.first?.options)
    #expect(options.needs == ["git", "docker info", "python3 -c 'a, b'"])
    #expect(options.conditions == ["docker info", "python3 -c 'a, b'"])
    #expect(options.setup == "x y")
    #expect(options.folder == "..")
  }

  /// Searches that could go on for ever end.
  @Test func manyWays() throws {
    let many = String(repeating: "...\np [..=a]\n", count: 12)
    let transcript = try #require(
      page("```console\n$ c\n\(many)...\nq [..=b]\ne [a][b]\n```\n").blocks.first?.transcript)
    var captures = Captures()
    let printed = (0..<2000).map { Bytes("p \($0)".utf8) }
    #expect(!captures.align(transcript.commands[0], printed).isMatch)
    let gaps = String(repeating: "[..]x", count: 5000)
    let line = try #require(
      page("```console\n$ c\n[..=a] \(gaps) [a]\n```\n").blocks.first?.transcript)
    #expect(
      !captures.align(line.commands[0], [Bytes(repeating: UInt8(ascii: "x"), count: 9000)]).isMatch)
  }
}
