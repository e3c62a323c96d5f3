import Foundation
import Testing

/// How problems are reported.
struct DiagnosticTests {
  private func wrong(
    _ template: String, _ arguments: String..., named name: String = "x.src",
    files: [String: String] = [:]
  ) throws -> Outcome {
    let folder = Folder(["a.txt": "one\n"].merging(files) { $1 })
    folder.write(name, template)
    return try run(docbuildCommand(["weave", name] + arguments, in: folder))
  }

  // MARK: full

  @Test func fullIsAsTheContractShows() throws {
    let lines = (1..<98).map { "line \($0)\n" }.joined()
    let source = (1..<74).map { "code \($0)\n" }.joined() + "// #region handler\nx\n// #endregion\n"
    let folder = Folder([
      "article/etcd-cluster.src": lines + "<!-- include(server.go region=handlers) -->\n",
      "article/server.go": source,
      "docbuild.toml": "",
    ])
    let outcome = try docbuild("weave", "article/etcd-cluster.src", in: folder)
    outcome.expect(fails: 1, "region-not-found")
    let told = outcome.messages.split(separator: "\n").map(String.init)
    #expect(
      told.first
        == "article/etcd-cluster.src:98:24: error: region 'handlers' not found in 'article/server.go' [region-not-found]"
    )
    #expect(told.dropFirst().first == " 98 | <!-- include(server.go region=handlers) -->")
    #expect(told.dropFirst(2).first == "    |                        ^~~~~~~~~~~~~~~")
    let note = try #require(told.last)
    #expect(note.hasPrefix("article/server.go:74:"), "\(note)")
    #expect(note.hasSuffix(": note: the nearest region is 'handler'"), "\(note)")
  }

  @Test func standardInputHasItsName() throws {
    let outcome = try docbuild(
      in: Folder(), input: .bytes(Array("x\n<!-- include(nothing) -->\n".utf8)))
    outcome.expect(fails: 1, "file-not-found")
    #expect(outcome.messages.hasPrefix("<stdin>:2:14: error: "), "\(outcome.messages)")
  }

  @Test func fixItsAreTold() throws {
    let outcome = try wrong("<!-- include(a.txt lins=1) -->\n")
    outcome.expect(fails: 1, "unknown-option")
    #expect(outcome.messages.contains("lines=1"), "\(outcome.messages)")
  }

  @Test func problemInASourceStandsThere() throws {
    let folder = Folder(["x.src": "one\n<!-- include(a.txt) -->\n"])
    folder.write("a.txt", bytes: Array("fine\nab".utf8) + [0xFF, 0x0A])
    let outcome = try docbuild("weave", "x.src", in: folder)
    outcome.expect(fails: 1, "invalid-utf8")
    #expect(outcome.messages.hasPrefix("a.txt:2:3: error: "), "\(outcome.messages)")
    #expect(outcome.messages.contains("x.src:2:"), "\(outcome.messages)")
  }

  // MARK: the excerpt's width

  /// Cells of text made of the characters that these tests use.
  private func cells(_ text: some StringProtocol) -> Int {
    text.unicodeScalars.reduce(0) { sum, scalar in
      switch scalar.value {
      case 0x300...0x36F: sum
      case 0x3000...0x9FFF, 0xAC00...0xD7A3, 0xFF00...0xFF60, 0x1F300...0x1FAFF, 0x2705, 0x26A1:
        sum + 2
      default: sum + 1
      }
    }
  }

  static let longLines: [String: String] = {
    let directive = "<!-- include(a.txt) -->"
    let x = String(repeating: "x", count: 500_000)
    let wide = String(repeating: "漢字", count: 100_000)
    let tabs = String(repeating: "\t", count: 200_000)
    let marks = String(repeating: "e\u{301}", count: 100_000)
    let bells = String(repeating: "\u{7}\u{202E}", count: 50_000)
    let rockets = String(repeating: "🚀✅", count: 50_000)
    return [
      "short": "x \(directive) y", "end": x + x + directive, "middle": x + directive + x,
      "start": directive + x + x,
      "wide": wide + directive + wide, "tabs": "x" + tabs + directive + tabs,
      "marks": marks + directive + marks,
      "controls": bells + directive + bells, "emoji": rockets + directive + rockets,
      "long directive": "y <!-- include(\(x)) --> y", "few wide": "漢字\t漢字 \(directive)",
      "few emoji": "🚀 ✅ ⚡ \(directive)",
      "few marks": "ne\u{301}e\u{301} \(directive)", "few controls": "\u{1B}[31m \(directive)",
    ]
  }()

  @Test(arguments: longLines.keys.sorted())
  func excerptFitsAndTheMarkStandsUnderItsPlace(_ name: String) throws {
    let line = try #require(DiagnosticTests.longLines[name])
    for before in [0, 1200] {
      let outcome = try wrong(String(repeating: "\n", count: before) + line + "\n")
      outcome.expect(fails: 1, "text-beside-directive")
      let told = outcome.messages.split(separator: "\n").map(String.init)
      let bar = try #require(told.firstIndex { $0.hasPrefix(" \(before + 1) | ") })
      #expect(cells(told[bar]) <= 80, "\(name): \(told[bar])")
      #expect(cells(told[bar + 1]) <= 80, "\(name): \(told[bar + 1])")
      let place = try #require(told[bar].range(of: "<!--"), "\(name): \(told[bar])")
      let mark = try #require(told[bar + 1].firstIndex(of: "^"))
      #expect(
        cells(told[bar][..<place.lowerBound]) == cells(told[bar + 1][..<mark]),
        "\(name):\n\(told[bar])\n\(told[bar + 1])")
      let start = try #require(line.range(of: "<!--")).lowerBound
      let column = line[..<start].utf8.count + 1
      #expect(told[0].hasPrefix("x.src:\(before + 1):\(column): error: "), "\(told[0])")
    }
  }

  // MARK: line, json, github

  @Test func lineStyle() throws {
    let outcome = try wrong(
      "<!-- include(missing) -->\n\n<!-- include(a.txt lines=4) -->\n", "--format", "line")
    outcome.expect(fails: 1, "file-not-found", "line-out-of-range")
    let lines = outcome.messages.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines[0].hasPrefix("x.src:1:14: error: "))
    #expect(lines[1].hasPrefix("x.src:3:20: error: "))
  }

  private struct Report: Decodable {
    struct Location: Decodable {
      let file: String
      let line: Int?
      let column: Int?
      let endColumn: Int?
    }
    struct Note: Decodable {
      let message: String
      let location: Location?
    }
    struct Problem: Decodable {
      let id: String
      let severity: String
      let message: String
      let location: Location
      let notes: [Note]
      let replacement: String?
    }
    let problems: [Problem]
    let omitted: Int
  }

  private func report(_ outcome: Outcome) throws -> Report {
    try JSONDecoder().decode(Report.self, from: Data(outcome.errors))
  }

  @Test func jsonStyle() throws {
    let outcome = try wrong(
      "<!-- include(b.go region=handlers) -->\n<!-- include(a.txt lins=1) -->\n", "--format",
      "json",
      files: ["b.go": "x\n// #region handler\ny\n// #endregion\n"])
    outcome.expect(1)
    let told = try report(outcome)
    #expect(told.omitted == 0)
    try #require(told.problems.map(\.id) == ["region-not-found", "unknown-option"])
    let first = told.problems[0]
    #expect(first.severity == "error")
    #expect(
      first.location.file == "x.src" && first.location.line == 1 && first.location.column == 19)
    #expect(first.location.endColumn == 34)
    #expect(
      first.notes.contains {
        $0.location?.file == "b.go" && $0.location?.line == 2 && $0.message.contains("'handler'")
      })
    #expect(told.problems[1].replacement == "lines=1")
  }

  @Test func jsonOfASoundDocumentIsJSONToo() throws {
    let outcome = try wrong("<!-- include(a.txt) -->\n", "--format", "json")
    outcome.expect(0)
    #expect(outcome.text == "one\n")
    #expect(try report(outcome).problems.isEmpty)
  }

  @Test func jsonHoldsAnyText() throws {
    let name = "a\"\\\n\u{1B}\u{202E}::error.src"
    let outcome = try wrong(
      "<!-- include(\"b\u{7}\u{2028}.txt\") -->\n", "--format", "json", named: name)
    outcome.expect(1)
    let told = try report(outcome)
    #expect(told.problems.map(\.location.file) == [name])
    #expect(!outcome.messages.contains("\u{1B}"))
  }

  private struct Workflow {
    let name: String
    var properties: [String: String] = [:]
    let data: String

    /// As GitHub's runner reads it.
    init?(_ line: Substring) {
      guard line.hasPrefix("::"), let end = line.dropFirst(2).range(of: "::") else { return nil }
      let head = line[line.index(line.startIndex, offsetBy: 2)..<end.lowerBound]
      name = String(head.prefix { $0 != " " })
      for property in head.dropFirst(name.count + 1).split(separator: ",") {
        let parts = property.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        properties[String(parts[0])] = Workflow.decoded(String(parts[1]), [":": "%3A", ",": "%2C"])
      }
      data = Workflow.decoded(String(line[end.upperBound...]), [:])
    }

    private static func decoded(_ text: String, _ more: [String: String]) -> String {
      var text = text
      for (plain, code) in more.merging(["\r": "%0D", "\n": "%0A"], uniquingKeysWith: { $1 }) {
        text = text.replacingOccurrences(of: code, with: plain)
      }
      return text.replacingOccurrences(of: "%25", with: "%")
    }
  }

  @Test func githubStyle() throws {
    let outcome = try wrong("<!-- include(missing) -->\n", "--format", "github")
    outcome.expect(1)
    let lines = outcome.messages.split(separator: "\n")
    #expect(lines.count == 1)
    let command = try #require(Workflow(lines[0]))
    #expect(command.name == "error")
    #expect(command.properties["file"] == "x.src")
    #expect(command.properties["line"] == "1")
    #expect(command.properties["col"] == "14")
    #expect(command.properties["title"]?.contains("file-not-found") == true)
    #expect(command.data.contains("'missing'"))
  }

  @Test(arguments: [
    "a,b.src", "a:b.src", "a::b.src", "100%.src", "a%0Ab.src", "a\nb.src", "a\rb.src",
    "::error::x.src", "a,line=9.src",
  ])
  func githubPropertiesAreEscaped(_ name: String) throws {
    let outcome = try wrong("x\n<!-- include(\"50%,:x\") -->\n", "--format", "github", named: name)
    outcome.expect(1)
    let lines = outcome.errors.split(separator: 0x0A)
    #expect(lines.count == 1)
    #expect(!outcome.errors.contains(0x0D))
    let command = try #require(Workflow(Substring(String(decoding: lines[0], as: UTF8.self))))
    #expect(command.name == "error")
    #expect(command.properties["file"] == name)
    #expect(command.properties["line"] == "2")
    #expect(command.data.contains("50%,:x"))
  }

  // MARK: forged and hidden text

  static let hostile = [
    "a\u{1B}[31mred.src", "a\nb.src", "a\r\nb.src", "::error::x.src", "a\u{202E}b.src",
    "a\u{2066}b.src", "a\u{7F}b.src", "a\u{9B}31mb.src",
    "a\u{2028}b.src", "a\u{200B}b.src", "##[error]x.src", "x ##[error]x.src", "a\n::error::b.src",
    "a\u{7}b.src",
  ]

  /// Whether a log or a terminal would take something in it for more than text.
  private func isSafe(_ text: String, allowingCommands: Bool = false) -> Bool {
    let invisible = text.unicodeScalars.contains { scalar in
      scalar != "\n"
        && [.control, .format, .lineSeparator, .paragraphSeparator].contains(
          scalar.properties.generalCategory)
    }
    let command = text.split(separator: "\n").contains {
      // https://github.com/actions/runner, ActionCommand: `::` counts at the start of a line and goes first, `##[`
      // anywhere.
      !allowingCommands && ($0.contains("##[") || $0.drop { $0 == " " }.hasPrefix("::"))
    }
    return !invisible && !command
  }

  @Test(arguments: hostile, ["full", "line", "github"])
  func namesAreHarmless(_ name: String, _ style: String) throws {
    let outcome = try wrong("<!-- include(missing) -->\n", "--format", style, named: name)
    outcome.expect(1)
    #expect(
      isSafe(outcome.messages, allowingCommands: style == "github"),
      "\(outcome.messages.debugDescription)")
    #expect(
      outcome.messages.split(separator: "\n").filter { $0.hasPrefix("::") }.count
        == (style == "github" ? 1 : 0))
  }

  @Test(arguments: ["full", "line", "github"])
  func textIsHarmless(_ style: String) throws {
    for text in [
      "\u{1B}]0;title\u{7}", "\u{202E}", "##[error]", "::error::", "\u{9B}2J", "\u{2066}x\u{2069}",
      "\u{7F}", "\u{FEFF}",
    ] {
      let outcome = try wrong(
        "\(text)x<!-- include(a.txt) -->\n  \(text)<!-- include(b) -->\n<!-- include(\"\(text)y\") -->\n<!-- include(a.txt from=/\(text)q/) -->\n",
        "--format", style)
      outcome.expect(1)
      #expect(outcome.output.isEmpty)
      #expect(
        isSafe(outcome.messages, allowingCommands: style == "github"),
        "\(outcome.messages.debugDescription)")
    }
  }

  @Test func machineTroubleIsHarmlessToo() throws {
    for name in DiagnosticTests.hostile {
      let outcome = try docbuild("weave", name, in: Folder())
      outcome.expect(2)
      #expect(isSafe(outcome.messages), "\(outcome.messages.debugDescription)")
    }
  }

  // MARK: colours

  @Test func colours() throws {
    let folder = Folder(["x.src": "<!-- include(missing) -->\n"])
    func isColoured(_ arguments: [String], _ environment: [String: String]) throws -> Bool {
      let outcome = try run(
        docbuildCommand(
          ["weave", "x.src"] + arguments, in: folder, .bytes([]), .captured, environment))
      outcome.expect(1)
      return outcome.errors.contains(0x1B)
    }
    #expect(try !isColoured([], [:]))
    #expect(try isColoured(["--color", "always"], [:]))
    #expect(try isColoured(["--color", "always"], ["NO_COLOR": "1"]))
    #expect(try !isColoured(["--color", "never"], ["CLICOLOR_FORCE": "1"]))
    #expect(try !isColoured([], ["NO_COLOR": "1", "CLICOLOR_FORCE": "1"]))
    #expect(try isColoured([], ["CLICOLOR_FORCE": "1"]))
    #expect(try isColoured([], ["NO_COLOR": "", "CLICOLOR_FORCE": "1"]))
    #expect(try !isColoured(["--color", "always", "--format", "line"], [:]))
    #expect(try !isColoured(["--color", "always", "--format", "json"], [:]))
    #expect(try !isColoured(["--color", "always", "--format", "github"], [:]))
  }

  @Test(.needs("script"))
  func coloursOnATerminal() throws {
    let folder = Folder(["x.src": "<!-- include(missing) -->\n"])
    func isColoured(_ environment: [String: String]) throws -> Bool {
      var command = docbuildCommand([], in: folder, .bytes([]), .captured, environment)
      command.program = find("script") ?? ""
      command.arguments = ["-qec", "'\(docbuildPath)' weave x.src", "/dev/null"]
      let outcome = try run(command)
      #expect(outcome.text.contains("file-not-found"))
      return outcome.output.contains(0x1B)
    }
    #expect(try isColoured(["TERM": "xterm"]))
    #expect(try !isColoured(["TERM": "dumb"]))
    #expect(try !isColoured(["TERM": "xterm", "NO_COLOR": "1"]))
  }

  @Test func coloursDoNotChangeTheText() throws {
    let plain = try wrong("x <!-- include(a.txt) -->\n")
    let coloured = try wrong("x <!-- include(a.txt) -->\n", "--color", "always")
    let bare = coloured.messages.replacingOccurrences(
      of: "\u{1B}\\[[0-9;]*m", with: "", options: .regularExpression)
    #expect(bare == plain.messages)
  }

  // MARK: how many, and in what order

  private func many(_ count: Int) -> String {
    (0..<count).map { "<!-- include(a.txt lines=\($0 + 10)) -->\n" }.joined()
  }

  @Test func hundredOfADocumentArePrinted() throws {
    let outcome = try wrong(many(250))
    outcome.expect(1)
    #expect(outcome.ids.count == 100)
    #expect(outcome.messages.split(separator: "\n").last?.hasPrefix("150 more problems") == true)
  }

  @Test func maxProblems() throws {
    #expect(try wrong(many(250), "--max-problems", "0").ids.count == 250)
    let two = try wrong(many(3), "--max-problems", "2")
    #expect(two.ids.count == 2)
    #expect(two.messages.contains("1 more problem not shown"))
    #expect(try !wrong(many(2), "--max-problems", "2").messages.contains("more problem"))
    let json = try report(wrong(many(250), "--format", "json"))
    #expect(json.problems.count == 100)
    #expect(json.omitted == 150)
    let github = try wrong(many(250), "--format", "github")
    #expect(github.messages.split(separator: "\n").filter { $0.hasPrefix("::error ") }.count == 100)
    let line = try wrong(many(250), "--format", "line")
    #expect(line.messages.split(separator: "\n").count == 101)
  }

  @Test func allProblemsInOrderOfPlace() throws {
    let outcome = try wrong(
      """
      <!-- include(missing1) -->
      x <!-- include(a.txt) -->
      <!-- include(a.txt lines=9 nope region=r) -->
      <!--include(a.txt)-->
      <!-- include(missing2) -->
      <!-- Include(a.txt) -->
      <!-- include(a.txt lines=0) -->
      <!-- include(a.txt from=/(/) -->
      <!-- include(a.txt region=r) -->

      """, "--format", "line")
    outcome.expect(1)
    let places = outcome.messages.split(separator: "\n").map { line in
      line.split(separator: ":").dropFirst().prefix(2).compactMap { Int($0) }
    }
    #expect(places.map { $0[0] } == places.map { $0[0] }.sorted())
    #expect(Set(places.map { $0[0] }) == Set(1...9), "\(outcome.messages)")
    for (one, next) in zip(places, places.dropFirst()) where one[0] == next[0] {
      #expect(one[1] < next[1])
    }
  }

  @Test func eachProblemIsToldOnce() throws {
    let folder = Folder([
      "x.src":
        "<!-- include(p.src weave) -->\n<!-- include(p.src weave) -->\n<!-- include(q.src weave) -->\n",
      "q.src": "<!-- include(p.src weave) -->\n", "p.src": "one\n<!-- include(missing) -->\n",
    ])
    let outcome = try docbuild("weave", "x.src", in: folder)
    outcome.expect(fails: 1, "file-not-found")
    #expect(outcome.messages.hasPrefix("p.src:2:14: error: "))
  }

  @Test func faultOfASourceIsToldOnceAndWhereItIsUsed() throws {
    let folder = Folder(["x.src": "<!-- include(a.txt) -->\n\n<!-- include(a.txt) -->\n"])
    folder.write("a.txt", bytes: [0x61, 0, 0x0A])
    let outcome = try docbuild("weave", "x.src", in: folder)
    outcome.expect(fails: 1, "nul-byte")
  }

  @Test func problemsOfPartsStandInTheParts() throws {
    let folder = Folder([
      "x.src":
        "<!-- include(missing) -->\n<!-- include(sub/p.src weave) -->\n<!-- include(last) -->\n",
      "sub/p.src": "fine\n<!-- include(a.txt) --> x\n<!-- include(nothing) -->\n", "sub/a.txt": "",
    ])
    let outcome = try docbuild("weave", "x.src", "--format", "line", in: folder)
    outcome.expect(
      fails: 1, "file-not-found", "text-beside-directive", "file-not-found", "file-not-found")
    let places = outcome.messages.split(separator: "\n").map {
      $0.split(separator: ":").prefix(2).joined(separator: ":")
    }
    #expect(places == ["x.src:1", "sub/p.src:2", "sub/p.src:3", "x.src:3"])
  }

  @Test func brokenPageIsToldBesideOtherProblems() throws {
    let folder = Folder([
      "x.src": "<!-- include(opens.txt) -->\n\n# Title\n\n<!-- include(missing) -->\n",
      "opens.txt": "```\n",
    ])
    let outcome = try docbuild("weave", "x.src", in: folder)
    outcome.expect(fails: 1, "page-broken", "file-not-found")
  }
}
