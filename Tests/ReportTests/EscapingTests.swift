import DocbuildCore
import Foundation
import Testing

@testable import DocbuildReport

/// How text is written where some signs mean more than themselves.
struct EscapingTests {
  @Test(arguments: [
    ("plain 'text' é 漢 🚀", "plain 'text' é 漢 🚀"), ("a\nb\r\tc", "a\\nb\\r\\tc"),
    ("\u{0}\u{1F}\u{7F}", "\\u{0}\\u{1F}\\u{7F}"), ("\u{9B}2J", "\\u{9B}2J"),
    ("a\u{202E}b\u{200B}", "a\\u{202E}b\\u{200B}"), ("\u{2028}\u{E000}", "\\u{2028}\\u{E000}"),
    ("\u{FFFE}", "\\u{FFFE}"), ("e\u{301}", "e\u{301}"), ("~ ", "~ "),
    ("::x", "\\::x"), (" \u{3000}::x", " \u{3000}\\::x"), ("\t::x", "\\t\\::x"), (":x:", ":x:"),
    ("a::x", "a::x"), (": :x", ": :x"), (":::", "\\:::"),
    ("#[x", "#[x"), ("##[x", "##\\u{5B}x"), ("###[x", "###\\u{5B}x"), ("# #[x", "# #[x"),
    ("[##[", "[##\\u{5B}"),
  ])
  func terminal(_ text: String, _ made: String) {
    #expect(Escaping.terminal(text).utf8.elementsEqual(made.utf8))
    #expect(escaped(text) == Escaping.terminal(text))
  }

  @Test func linesAreEscapedOneByOne() {
    #expect(escapedLines("a\n::b\n\u{1B}\n") == "a\n\\::b\n\\u{1B}\n")
  }

  @Test func whatIsNotUTF8() {
    #expect(
      Escaping.terminal.bytes([0x61, 0xFF, 0xE2, 0x82, 0x62]) == Bytes("a\u{FFFD}\u{FFFD}b".utf8))
  }

  @Test(arguments: [
    ("a<b>&\"'", "a&lt;b&gt;&amp;&quot;'"), ("]]>", "]]&gt;"), ("<\u{301}", "&lt;\u{301}"),
    ("\u{1B}\n", "\\u{1B}\\n"), ("::<", "\\::&lt;"), ("##[", "##\\u{5B}"),
  ])
  func xml(_ text: String, _ made: String) {
    #expect(Escaping.xml(text).utf8.elementsEqual(made.utf8))
  }

  @Test(arguments: [
    ("a\"b\\/é", "a\\\"b\\\\/é"), ("\u{8}\u{C}\n\r\t", "\\b\\f\\n\\r\\t"),
    ("\u{1B}\u{7F}\u{85}", "\\u001b\\u007F\\u0085"), ("\u{E0001}", "\\uDB40\\uDC01"),
    ("##[", "##\\u005B"), ("::x", "::x"),
  ])
  func json(_ text: String, _ made: String) throws {
    #expect(Escaping.json(text).utf8.elementsEqual(made.utf8))
    let read = try JSONSerialization.jsonObject(with: Data("[\"\(made)\"]".utf8)) as? [String]
    #expect(read == [text])
  }

  @Test(arguments: [
    ("100% a,b:c", "100%25 a,b:c"), ("%0A", "%250A"), ("\n", "\\n"), ("::", "\\::"),
  ])
  func workflowMessage(_ text: String, _ made: String) {
    #expect(Escaping.workflowMessage(text) == made)
  }

  @Test(arguments: [
    ("100% a,b:c", "100%25 a%2Cb%3Ac"), ("a\nb\rc", "a%0Ab%0Dc"), ("\t\u{1B}", "\\t\\u{1B}"),
    ("::", "%3A%3A"), ("##[x", "##%5Bx"), ("[x", "[x"), ("é=", "é="),
  ])
  func workflowProperty(_ text: String, _ made: String) {
    #expect(Escaping.workflowProperty(text) == made)
  }

  @Test func longTextLosesItsMiddle() {
    let limit = String(repeating: "x", count: 1000)
    #expect(shortened(limit) == limit)
    let long = String(repeating: "a", count: 700) + String(repeating: "b", count: 301)
    #expect(
      shortened(long) == String(repeating: "a", count: 666) + " … "
        + String(repeating: "a", count: 32) + String(repeating: "b", count: 301))
    let wide = String(repeating: "漢", count: 1000)
    #expect(shortened(wide) == wide)
    #expect(shortened(wide + "x").unicodeScalars.count == 666 + 3 + 333)
  }

  /// What a fix-it asks for.
  @Test(arguments: [
    ("x y", "write 'x y'"), ("", "leave it out"), ("\nx", "put it on a line of its own"),
    ("x\n", "put it on a line of its own"), ("x\ny", "write 'x\ny'"),
  ])
  func cures(_ text: String, _ said: String) {
    #expect(cure(TextEdit(at: Place(file: "x"), text)) == said)
  }

  @Test func numbersOfThings() {
    #expect(
      [0, 1, 2].map { counted($0, "page") } == ["0 pages", "1 page", "2 pages"])
    #expect(
      [1, 2].map { counted($0, "sketch", "sketches") } == ["1 sketch", "2 sketches"])
  }
}
