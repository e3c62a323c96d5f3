import Foundation
import Testing

/// Whatever a name or a text holds, a report is well-formed, shows no invisible character and commands nothing. Read back
/// by strict foreign parsers.
struct ReportEscapingTests {
  /// Every code point but surrogates, NUL and what ends a directive's line, some hundred in a target.
  private static let lines: [String] = {
    var lines: [String] = []
    var text = ""
    func add(_ scalar: Unicode.Scalar) {
      // Beside a combining mark, and behind a sign that takes the next one along (Unicode Standard Annex 29, Prepend).
      text.unicodeScalars.append(contentsOf: [scalar, "\u{301}", "\u{600}", scalar])
    }
    for value in UInt32(1)...0x10FFFF {
      guard let scalar = Unicode.Scalar(value), ![0x0A, 0x0D, 0x22, 0x5C].contains(value) else {
        continue
      }
      // Ideographs, syllables and what lies beyond them are alike: some of them stand for all.
      if value > 0x3400, !(0xFB00...0xFFFF).contains(value), !(0xE_0000...0xE_0080).contains(value),
        value & 0xFFFF < 0xFFFE, value % 997 != 0
      {
        continue
      }
      add(scalar)
      if text.unicodeScalars.count >= 800 {
        lines.append(text)
        text = ""
      }
    }
    lines.append(text)
    return lines
  }()

  private static let signs = [
    "<\u{301}b", "&\u{301}", "a'\u{301} x='", "a\u{FFFE}", "##[error]", "\u{600}##[error]",
    "##\u{600}[error]", "##\u{301}[x", "]]>", "--\u{301}>", "%0A::error::x",
  ]

  private static let template = (signs + lines).map { "<!-- include(\"\($0)\") -->\n" }.joined()

  private func told(_ format: String) throws -> [UInt8] {
    let folder = Folder(["docbuild.toml": "", "a.src": ReportEscapingTests.template])
    let outcome = try docbuild(
      "check", "--format", format, "--max-problems", "0", in: folder)
    #expect(outcome.status == 1 || outcome.status == 2, "\(outcome.messages.prefix(300))")
    return Array(outcome.output) + Array(outcome.messages.utf8)
  }

  /// Names that are not UTF-8 stay apart in every format, and an address holds their very bytes.
  @Test(arguments: ["full", "line", "github", "gitlab", "json", "sarif", "junit"])
  func namesThatAreNotText(_ format: String) throws {
    let folder = Folder()
    let script = #"""
      for byte in 376 377; do
        printf '<!-- include(none.txt) -->\n' >"$(printf "b\\$byte.src")"
      done
      """#
    let made = try run(
      Command(program: "/bin/sh", arguments: ["-c", script], folder: folder.path))
    #expect(made.status == 0)
    let outcome = try docbuild("check", "--format", format, in: folder)
    outcome.expect(1)
    let text = String(decoding: outcome.output, as: UTF8.self) + outcome.messages
    let names =
      switch format {
      case "sarif": ["\"b%FE.src\"", "\"b%FF.src\""]
      case "gitlab", "json": [#""b\\xFE.src""#, #""b\\xFF.src""#]
      default: [#"b\xFE.src:1:14"#, #"b\xFF.src:1:14"#]
      }
    for name in names { #expect(text.contains(name), "\(text)") }
    #expect(format == "sarif" || !text.contains("differ only in case"))
    #expect(format != "full" || text.contains(" 1 | <!-- include(none.txt) -->"), "\(text)")
  }

  @Test(arguments: ["full", "line", "github", "json", "sarif", "junit"])
  func nothingIsACommandOrHidden(_ format: String) throws {
    let text = String(decoding: try told(format), as: UTF8.self)
    #expect(text.utf8.count > 100_000)
    for line in text.unicodeScalars.split(separator: "\n") {
      let start = line.drop { $0.properties.isWhitespace }
      let isCommand = start.starts(with: "::".unicodeScalars)
      #expect(isCommand == (format == "github"), "\(String(line.prefix(80)))")
    }
    let hasCommand = Array(text.utf8).contains(sequence: Array("##[".utf8))
    #expect(!hasCommand)
    let hidden = text.unicodeScalars.first {
      switch $0.properties.generalCategory {
      case .control: $0 != "\n"
      case .format, .lineSeparator, .paragraphSeparator, .privateUse: true
      default: $0.properties.isNoncharacterCodePoint
      }
    }
    #expect(hidden == nil, "U+\(String(hidden?.value ?? 0, radix: 16))")
  }

  @Test func jsonHoldsEveryMessageAsItIs() throws {
    struct Report: Decodable {
      struct Problem: Decodable { let message: String }
      let problems: [Problem]
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(try told("json")))
    // A name that no file can have is refused before it is looked for.
    #expect(report.problems.count >= ReportEscapingTests.lines.count)
    let all = report.problems.map(\.message).joined()
    for scalar: Unicode.Scalar in ["\u{FFFE}", "\u{9B}", "\u{202E}"] {
      let isThere = all.unicodeScalars.contains(scalar)
      #expect(isThere, "U+\(String(scalar.value, radix: 16))")
    }
  }

  @Test func sarifIsJSON() throws {
    #expect(try JSONSerialization.jsonObject(with: Data(try told("sarif"))) is [String: Any])
  }

  @Test(.needs("xmllint")) func junitIsXML() throws {
    let folder = Folder()
    folder.write("report.xml", bytes: try told("junit"))
    let lint = try #require(find("xmllint"), "xmllint is missing: scripts/test installs it")
    var command = Command(program: lint, arguments: ["--noout", "--huge", "report.xml"])
    command.folder = folder.path
    let outcome = try run(command)
    #expect(outcome.status == 0, "\(outcome.messages.prefix(500))")
  }

  /// A file's name may begin with white space, at which a runner trims a line.
  @Test(arguments: [" ", "\u{A0}", "\u{3000}", "\u{2003} "], ["full", "line"])
  func namesThatBeginWithWhiteSpace(_ space: String, _ format: String) throws {
    let folder = Folder([
      "docbuild.toml": "", "\(space)::set-output name=a::b.src": "<!-- include(nope) -->\n",
    ])
    let outcome = try docbuild("check", "--format", format, in: folder)
    outcome.expect(fails: 1, "file-not-found")
    for line in outcome.messages.unicodeScalars.split(separator: "\n") {
      let start = line.drop { $0.properties.isWhitespace }
      #expect(!start.starts(with: "::".unicodeScalars), "\(String(line))")
    }
  }

  @Test func messagesCanBeRead() throws {
    let path = String(repeating: "x", count: 1_000_000)
    for format in ["full", "line", "github", "junit"] {
      let outcome = try docbuild(
        "check", "--format", format, in: Folder(["a.src": "<!-- include(\(path)) -->\n"]))
      #expect(outcome.status != 0)
      #expect(outcome.messages.utf8.count + outcome.output.count < 10_000, "\(format)")
    }
  }

  /// The command line is said back as any text is.
  @Test(arguments: [["--no\u{1B}[31m"], ["where", "a\u{1B}[31m"], ["no\u{1B}[31m.src"]])
  func argumentsAreEscaped(_ arguments: [String]) throws {
    let outcome = try run(docbuildCommand(arguments, in: Folder()))
    #expect(outcome.status != 0)
    #expect(!outcome.messages.utf8.contains(0x1B), "\(outcome.messages.debugDescription)")
  }

  @Test func aFolderThatIsLockedIsEscaped() throws {
    let folder = Folder(["x\u{1B}[31mred/a.src": "text\n"])
    let outcome = try docbuild("check", "no\u{1B}[31m.md", in: folder, at: "x\u{1B}[31mred")
    #expect(outcome.status == 2)
    #expect(!outcome.messages.utf8.contains(0x1B), "\(outcome.messages.debugDescription)")
  }

  // MARK: whole reports, whatever happened

  @Test(arguments: ["json", "sarif", "junit", "github"])
  func aFaultyConfigurationIsInTheReport(_ format: String) throws {
    let folder = Folder(["docbuild.toml": "bogus = 1\n", "a.src": "text\n"])
    for command in ["check", "build", "test"] {
      let outcome = try docbuild(command, "--format", format, in: folder)
      #expect(outcome.status == 1)
      #expect((outcome.text + outcome.messages).contains("bogus"), "\(command)")
      #expect((outcome.text + outcome.messages).contains("invalid-configuration"), "\(command)")
    }
    #expect(!folder.exists("a.md"))
  }

  @Test(arguments: ["json", "sarif", "junit", "github"])
  func whatTheMachineRefusesIsInTheReport(_ format: String) throws {
    let outcome = try docbuild("check", "nothing", "--format", format, in: Folder(["a.src": "x\n"]))
    #expect(outcome.status == 2)
    #expect((outcome.text + outcome.messages).contains("nothing"))
  }

  @Test(arguments: ["json", "sarif", "junit", "github", "full", "line"])
  func whatIsNotShownIsSaid(_ format: String) throws {
    let links = (1...7).map { "[x](no\($0).md)\n" }.joined()
    let folder = Folder(["a.src": links, "a.md": links])
    let outcome = try docbuild(
      "check", "--format", format, "--max-problems", "5", in: folder)
    let said = outcome.text + outcome.messages
    #expect(said.contains("2 more problems not shown") || said.contains("\"omitted\" : 2"))
  }

  // MARK: severities

  @Test(arguments: [("error", 1), ("warning", 0), ("off", 0)])
  func severitiesAreTheSameInBuildAndCheck(_ severity: String, _ status: Int) throws {
    let folder = Folder([
      "docbuild.toml": "[checks]\nno-effect = '\(severity)'\n", "x.txt": "a\nb\n",
      "a.src": "<!-- include(x.txt elide) -->\n",
    ])
    let built = try docbuild("build", "--format", "line", in: folder)
    #expect(built.status == Int32(status))
    #expect(folder.exists("a.md") == (status == 0))
    if status != 0 { folder.write("a.md", "a\nb\n") }
    let checked = try docbuild("check", "--format", "line", in: folder)
    #expect(checked.status == Int32(status))
    func lines(_ outcome: Outcome) -> [Substring] {
      outcome.messages.split(separator: "\n").filter { $0.contains("[no-effect]") }
    }
    #expect(lines(built) == lines(checked))
    #expect(lines(built).count == (severity == "off" ? 0 : 1))
  }
}

extension [UInt8] {
  fileprivate func contains(sequence: [UInt8]) -> Bool {
    Data(self).range(of: Data(sequence)) != nil
  }
}
