import DocbuildCore
import DocbuildEngine
import Testing

/// `docbuild.toml` is a stranger's text: whatever it is, it is read or refused at its place, in time.
struct TOMLTests {
  /// The problem of a document; nil when it is accepted.
  private func problem(_ bytes: Bytes) -> Diagnostic? {
    do {
      _ = try Configuration.parse(Source(name: "docbuild.toml", bytes: bytes))
      return nil
    } catch {
      return error.diagnostic
    }
  }

  private func problem(_ text: String) -> Diagnostic? { problem(Bytes(text.utf8)) }

  struct Refused: Sendable, CustomTestStringConvertible {
    let text: String
    let id: DiagnosticID
    let line: Int
    let column: Int
    var testDescription: String { String(text.prefix(30).debugDescription) }

    init(_ text: String, _ line: Int, _ column: Int, _ id: DiagnosticID = .invalidConfiguration) {
      self.text = text
      self.id = id
      self.line = line
      self.column = column
    }
  }

  static let refused = [
    Refused("[\\", 1, 2), Refused("s=[}", 1, 4),
    Refused("exclude = [\"x/\"]\n\0\nno such", 2, 1, .nulByte),
    Refused("a = " + String(repeating: "[", count: 100_000), 1, 69),
    Refused("a = " + String(repeating: "{a=", count: 30_000), 1, 197),
    Refused(String(repeating: "a.", count: 20_000) + "b = 1\n", 1, 130),
    Refused("[" + String(repeating: "a.", count: 20_000) + "b]\n", 1, 131),
    Refused("[outputs]\na = '''\n[[[\n''' # [[[\n" + String(repeating: "[", count: 65), 5, 65),
    Refused("exclude = [\"a\\u0000b\"]\n", 1, 1), Refused("\"exclude\\u0000\" = []\n", 1, 2),
    Refused("'é' = 1\n", 1, 2), Refused("[prompts]\n'é' = 'x'\n'ü' = 1\n", 3, 2),
    Refused("prompts = { 'é' = 'x', 'ü' = 1 }\n", 1, 26),
  ]

  @Test(arguments: refused) func isRefusedAtItsPlace(_ text: Refused) throws {
    let found = try #require(problem(text.text))
    #expect(found.id == text.id, "\(found.message)")
    #expect(found.place.line == text.line, "\(found.message)")
    #expect(found.place.column == text.column, "\(found.message)")
  }

  @Test func depthThatIsStillRead() throws {
    let deep = String(repeating: "[", count: 64) + String(repeating: "]", count: 64)
    #expect(problem("exclude = \(deep)\n")?.message.hasPrefix("'exclude' takes") == true)
    let dotted = Array(repeating: "a", count: 65).joined(separator: ".")
    #expect(
      problem("outputs.\(dotted.dropFirst(2)) = 1\n")?.message.hasPrefix("'outputs'") == true)
    // Dots and brackets in strings and comments are text.
    let text = String(repeating: ".[", count: 1_000)
    for quoted in ["'\(text)'", "\"\(text)\"", "'''\n\(text)'''", "\"\"\"\\\"\(text)\"\"\"\"\""] {
      #expect(problem("exclude = [\(quoted)] # \(text)\n") == nil, "\(quoted.prefix(5))")
    }
  }

  @Test func bytesThatAreNoText() throws {
    let found = try #require(
      problem(Bytes("exclude = ['a']\nallow = ['".utf8) + [0xFF, 0x27, 0x5D]))
    #expect(found.id == .invalidUTF8)
    #expect(found.place.line == 2 && found.place.column == 11)
  }

  @Test func size() throws {
    let limit = 128 << 10
    let rest = "\nexclude = []\n"
    let longest = "#" + String(repeating: "x", count: limit - 1 - rest.utf8.count) + rest
    #expect(problem(longest) == nil)
    #expect(problem(longest + "\n")?.message.contains("\(limit + 1) bytes") == true)
  }

  /// A canonical equivalent is another name, as it is for the file system.
  @Test func keysAreBytes() throws {
    let found = problem("[prompts]\n\"e\u{301}\" = 'x'\n\"\u{E9}\" = 'y'\n")
    #expect(found == nil)
  }

  /// No text of TOML's own signs, in any order, does more than to be refused.
  @Test func anyOrderOfSigns() throws {
    let signs: [String] = [
      "[", "]", "{", "}", "=", ".", "\"", "'", "\n", "\\", "a", "exclude", ",", "#", "1", "-", "_",
      "u0041", "\"\"\"", "'''", " ", "é", "1979-05-27", "T07:32", "inf", "0x", "true", "\r\n",
    ]
    var random = SystemRandomNumberGenerator()
    for _ in 0..<20_000 {
      let text = (0..<Int.random(in: 1..<30, using: &random)).map { _ in
        signs.randomElement(using: &random) ?? ""
      }.joined()
      if let found = problem(text) {
        #expect(found.place.line <= text.utf8.count { $0 == 10 } + 1, "\(text.debugDescription)")
      }
    }
  }
}
