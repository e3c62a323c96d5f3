import Testing

@testable import DocbuildCore

/// What is passed over because it need not be looked at: by random text, against a look at all of it.
struct LongStringTests {
  private static let pieces = [
    "\n", "\n", "\n  ", "\\", "\\\n", "\\\r\n", "\"", "'", "`", "x", " ", "<<A", "\nA\n", "#", "//",
    "/*", "*/", "[[",
    "]]", "[=[", "]=]", "R\"(", ")\"", "r#\"", "r\"", "\"#", "@\"", "\"@", "@'", "'@", "$", "$(",
    "(", ")", "=", "\"\"\"",
    "'''", "#region a", "--", "{", "}", "/",
  ]

  /// Where no string over lines is said to be opened, no line begins inside one, in any language.
  @Test func noLineBeginsInAStringUnlessOneMay() {
    var random = SeededGenerator(seed: 11)
    var (looked, strings) = (0, 0)
    for language in Language.all {
      guard let lexis = language.lexis else { continue }
      for _ in 0..<400 {
        let count = Int.random(in: 2..<14, using: &random)
        let text = (0..<count).map { _ in LongStringTests.pieces.randomElement(using: &random) ?? ""
        }
        let bytes = Bytes(text.joined().utf8)
        let map = LexicalMap(of: bytes, by: lexis)
        guard !map.isBroken else { continue }
        let isLong = map.spans.contains { span in
          // Where only the closing quote is on the next line, as of a character, no mark can begin it.
          span.kind == .string && bytes[span.range].dropLast(2).contains(UInt8(ascii: "\n"))
        }
        if isLong { strings += 1 }
        guard !lexis.mayHoldLongStrings(bytes) else { continue }
        looked += 1
        #expect(!isLong, "\(language.name): \(text.joined())")
      }
    }
    #expect(looked > 10_000)
    #expect(strings > 1_000)
  }

  /// The openings on a line that count, by a look behind each of them.
  @Test func openingsCountAsWhereEachIsReadToItsEnd() {
    var random = SeededGenerator(seed: 5)
    for _ in 0..<20_000 {
      let words = ["<!--", "<!--", "{/*", "-->", "*/}", "x", " "]
      let line = (0..<Int.random(in: 1..<30, using: &random)).map { _ in
        words.randomElement(using: &random) ?? ""
      }
      let bytes = Bytes(line.joined().utf8)
      var openings = OpeningsInside(bytes, 0..<bytes.count)
      var (close, count) = (0, 0)
      for at in bytes.indices where bytes.has("<!--", at: at) || bytes.has("{/*", at: at) {
        if at >= close {
          count = 0
          close = at
          while close < bytes.count, !bytes.has("-->", at: close), !bytes.has("*/}", at: close) {
            close += 1
          }
          close = min(close + 3, bytes.count)
        }
        count += 1
        #expect(openings.counts(at) == (count <= 8), "\(line.joined()) at \(at)")
      }
    }
  }
}
