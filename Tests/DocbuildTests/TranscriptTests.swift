import Testing

@testable import DocbuildCore

/// Transcripts as text: how they are read, and how expected lines lie beside real ones.
struct TranscriptTests {
  private func read(_ text: String, prompts: [String] = []) -> (Transcript, [TranscriptTrouble]) {
    var troubles: [TranscriptTrouble] = []
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map {
      Bytes($0.utf8)
    }
    return (Transcript(lines, prompts: prompts, troubles: &troubles), troubles)
  }

  @Test func commandsWithOutputAndStatus() {
    let (found, troubles) = read("$ a\nx\n\ny\n$ b\n> c\n>\n[3]\n\n$ d")
    #expect(troubles.isEmpty)
    #expect(found.commands.map(\.text.text) == ["a", "b\nc\n", "d"])
    #expect(found.commands.map { $0.expected.map(\.text.text) } == [["x", "", "y"], [], []])
    #expect(found.commands.map(\.status) == [0, 3, 0])
    #expect(found.commands.map(\.lines) == [0..<1, 4..<7, 9..<10])
    #expect(found.commands.map(\.expectedLines) == [1..<4, 7..<9, 10..<10])
  }

  @Test func whatOnlyLooksLikeAPromptIsOutput() {
    let (found, _) = read("$ a\n$b\n#x\n>y\n[3]\nz")
    #expect(found.commands.count == 1)
    #expect(found.commands[0].expected.map(\.text.text) == ["$b", "#x", ">y", "[3]", "z"])
    #expect(found.commands[0].status == 0)
  }

  @Test func promptsOfTheConfiguration() {
    let (found, _) = read("u@n:~$ a\nx\nu@n:~$ b\n$ c", prompts: ["u@n:~$", "u@n:~#"])
    #expect(found.commands.map(\.prompt) == ["u@n:~$", "u@n:~$", "$"])
    let (none, troubles) = read("u@m:~$ a\n$ b", prompts: ["u@n:~$"])
    #expect(troubles.map(\.id) == [.unknownPrompt])
    #expect(troubles.map(\.line) == [0])
    #expect(none.commands.map(\.text.text) == ["b"])
  }

  @Test(arguments: [
    ("abc", "abc", true), ("abc", "abd", false), ("a[..]c", "abc", true), ("a[..]c", "ac", true),
    ("a[..]c", "acb", false), ("[..]b[..]", "abc", true), ("[..]x[..]y", "xaxby", true),
    ("a[..]a", "a", false), ("\\d+ (re)", "12", true), ("\\d+ (re)", "a12", false),
    ("a|b (re)", "b", true), ("a|b (re)", "ab", false), ("a* (glob)", "abc", true),
    ("a? (glob)", "abc", false), ("[ab]x (glob)", "bx", true), ("[!ab]x (glob)", "bx", false),
    ("a\\*b (glob)", "a*b", true), ("a\\*b (glob)", "axb", false), ("a.c (glob)", "abc", false),
    ("[a (glob)", "[a", true), ("é* (glob)", "éx", true),
    ("bash: line 3: x: no", "bash: x: no", true),
    ("bash: x: no", "bash: eval: line 7: x: no", true),
    ("bash: x: no", "bash: x: yes", false), ("./a.sh: line 3: x", "./a.sh: line 4: x", false),
  ])
  func lines(_ expected: String, _ actual: String, _ fits: Bool) throws {
    #expect(try ExpectedLine(Bytes(expected.utf8)).fits(Bytes(actual.utf8)) == fits)
  }

  @Test func badPatternIsAProblem() {
    let (_, troubles) = read("$ a\nok\n( (re)")
    #expect(troubles.map(\.id) == [.invalidPattern])
    #expect(troubles.map(\.line) == [2])
  }

  /// Steps: `=` kept, `.` any lines with their count, `-` missing, `+` unexpected.
  @Test(arguments: [
    ("a b", "a b", "=="), ("a b", "a", "=-"), ("a", "a b", "=+"), ("a b c", "a x c", "=-+="),
    ("...", "", ".0"), ("...", "a b", ".2"), ("a ...", "a", "=.0"), ("... b", "a b", ".1="),
    ("a ... c", "a x y c", "=.2="), ("a ... c", "a x y d", "=.2-+"), ("... a ...", "b", ".0-+.0"),
    ("a", "", "-"), ("", "a", "+"), ("... ...", "a", ".0.1"), ("a ... b", "a b b", "=.1="),
  ])
  func alignments(_ expected: String, _ actual: String, _ steps: String) throws {
    func split(_ text: String) -> [Bytes] { text.split(separator: " ").map { Bytes($0.utf8) } }
    let alignment = Alignment(try split(expected).map { try ExpectedLine($0) }, split(actual))
    let shown = alignment.steps.map { step in
      switch step {
      case .keep: "="
      case .anyLines(_, let lines): ".\(lines.count)"
      case .missing: "-"
      case .unexpected: "+"
      }
    }.joined()
    #expect(shown == steps)
    #expect(alignment.isMatch == !shown.contains { "-+".contains($0) })
    // Nothing is lost: every real line is in one step, in order.
    var next = 0
    for step in alignment.steps {
      switch step {
      case .keep(_, let at), .unexpected(let at):
        #expect(at == next)
        next += 1
      case .anyLines(_, let lines):
        #expect(lines.lowerBound == next)
        next = lines.upperBound
      case .missing: break
      }
    }
    #expect(next == split(actual).count)
  }

  /// Blank lines at the end of an output don't count, and a pattern that fits them may stand for one.
  @Test(arguments: [
    (["[..]"], ["a", ""], true), (["[..]"], [""], true), (["a", "[..]"], ["a", ""], true),
    (["a", "[..]"], ["a"], false), (["a", "[..]"], ["a", "b", "", ""], true),
    (["a", "[..]", "[..]"], ["a", "b", "", ""], true), (["a"], ["a", "", " "], true),
    (["[..]", "a"], ["", "a", ""], true), (["a", ".* (re)"], ["a", "", ""], true),
    (["a", "b"], ["a", "", "b"], false),
  ])
  func blankLinesAtTheEnd(_ expected: [String], _ printed: [String], _ isMatch: Bool) throws {
    let lines = try expected.map { try ExpectedLine(Bytes($0.utf8)) }
    let alignment = Alignment(lines, printed.map { Bytes($0.utf8) })
    #expect(alignment.isMatch == isMatch, "\(alignment.steps)")
  }

  @Test func manyDifferentLinesTakeNoTime() throws {
    let expected = try (0..<20_000).map { try ExpectedLine(Bytes("a\($0)".utf8)) }
    let actual = (0..<20_000).map { Bytes("b\($0)".utf8) }
    #expect(!Alignment(expected, actual).isMatch)
  }

  @Test(arguments: [
    "plain", "...", "a [..] b", "x (re)", "x (glob)", "$ a", "> b", "[3]", "", "a\\b*",
  ])
  func acceptedLinesMatchThemselves(_ text: String) throws {
    let line = Bytes(text.utf8)
    func isTaken(_ line: Bytes) -> Bool {
      Transcript.isTaken(line, prompts: [], isFirst: true, isLast: true)
    }
    let written = ExpectedLine.writing(line, isTaken: isTaken)
    #expect(!isTaken(written))
    #expect(try ExpectedLine(written).fits(line))
    #expect(try !ExpectedLine(written).fits(Bytes((text + "x").utf8)))
    let (found, troubles) = read("$ c\n\(written.text)")
    #expect(troubles.isEmpty)
    #expect(found.commands.count == 1 && found.commands[0].status == 0)
    #expect(Alignment(found.commands[0].expected, [line]).isMatch)
  }

  @Test func testComments() {
    let page = """
      <!-- test(skip="no \\"card\\"" timeout=2m needs=a,b fresh name=x) -->

      ```console
      $ a
      ```
      > <!-- test(timeout=500ms) -->
      > ```console
      > $ b
      > ```

      <!-- a comment -->
      ```console
      $ c
      ```
      """
    let found = PageTests(Bytes(page.utf8), prompts: [])
    #expect(found.findings.isEmpty)
    var first = TestOptions()
    (first.skip, first.timeout, first.needs, first.isFresh, first.name) =
      ("no \"card\"", 120_000, ["a", "b"], true, "x")
    #expect(found.blocks.map(\.options.timeout) == [120_000, 500, 60_000])
    #expect(found.blocks[0].options == first)
    #expect(found.blocks.map(\.openLine) == [3, 7, 12])
    #expect(found.blocks[1].lines == [Bytes("$ b".utf8)])
  }

  @Test(
    arguments: [
      ("<!-- test(skp=\"x\") -->", 11, "skip"), ("<!-- test(timeout=3) -->", 11, nil),
      ("<!-- test(timeout=0s) -->", 11, nil), ("<!-- test(fresh fresh) -->", 17, nil),
      ("<!--test(fresh) -->", 1, nil), ("<!-- test (fresh) -->", 1, nil),
      ("<!-- test(fresh -->", 1, nil), ("<!-- test(fresh) --> x", 22, nil),
      ("<!-- test(skip=\"\") -->", 11, nil), ("<!-- test(needs=a,,b) -->", 11, nil),
      ("<!-- test(fresh=yes) -->", 11, nil),
    ] as [(String, Int, String?)])
  func badTestComments(_ comment: String, _ column: Int, _ cure: String?) {
    let found = PageTests(Bytes("\(comment)\n```console\n$ a\n```\n".utf8), prompts: [])
    #expect(found.findings.map(\.id) == [.invalidTest])
    #expect(found.findings.first?.line == 1)
    #expect(found.findings.first?.column == column)
    #expect(found.findings.first?.fixIt == cure)
  }

  @Test func looseTestComment() {
    let found = PageTests(
      Bytes("a\n\n<!-- test(fresh) -->\n\ntext\n\n```console\n$ a\n```\n".utf8), prompts: [])
    #expect(found.findings.map(\.line) == [3])
    #expect(
      PageTests(Bytes("<!-- tests are good -->\n<!-- test it -->\n".utf8), prompts: []).findings
        .isEmpty)
  }
}
