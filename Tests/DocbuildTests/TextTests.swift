import Testing

@testable import DocbuildCore

/// The small functions over bytes, each by a table.
struct TextTests {
  // MARK: nearest names

  @Test(arguments: [
    ("", "", 0), ("a", "a", 0), ("a", "b", 1), ("a", "", 1), ("", "ab", 2), ("ab", "ba", 1),
    ("abc", "acb", 1), ("abc", "cba", 2), ("kitten", "sitting", 3), ("abcd", "bacd", 1),
    ("ca", "abc", 3), ("abcdef", "abdcfe", 2),
  ])
  func distances(_ a: String, _ b: String, _ distance: Int) {
    let (a, b) = (Bytes(a.utf8), Bytes(b.utf8))
    #expect(editDistance(a, b, limit: 5) == distance)
    #expect(editDistance(b, a, limit: 5) == distance)
    // Just within the limit, and just beyond.
    #expect(editDistance(a, b, limit: distance) == distance)
    if distance > 0 { #expect(editDistance(a, b, limit: distance - 1) == nil) }
  }

  @Test(arguments: [
    ("greet", ["greets", "great", "meet", "start"], ["great", "greets"]),
    ("a", ["b", "ab", "abc", "c", "d"], ["ab", "b", "c"]),
    ("Server", ["server", "SERVER", "serve"], ["SERVER", "server", "serve"]),
    // A third of the length, rounded down, and at least one.
    ("abcdef", ["abcdxy", "abcxyz"], ["abcdxy"]), ("abcde", ["abcxy", "abcdx"], ["abcdx"]),
    // One that begins with the other, though that is far.
    ("start", ["startServer", "starting", "stop"], ["startServer", "starting"]),
    ("st", ["startServer"], []),
    ("x", [], []), ("same", ["same", "same"], ["same"]),
  ])
  func nearestNames(_ name: String, _ names: [String], _ found: [String]) {
    #expect(nearest(to: name, among: names) == found)
  }

  // MARK: line ends and line counts

  @Test(arguments: [
    ("", ""), ("a\r\nb\r\n", "a\nb\n"), ("a\rb", "a\rb"), ("a\r", "a\r"), ("\r\n", "\n"),
    ("a\r\r\nb", "a\r\nb"), ("\u{FEFF}a\r\n", "a\n"), ("\u{FEFF}", ""), ("a\u{FEFF}", "a\u{FEFF}"),
    ("\u{FEFF}a\n", "a\n"), ("a\n\r\n\rb\n", "a\n\n\rb\n"),
  ])
  func normalisedText(_ text: String, _ wanted: String) {
    #expect(normalised(Bytes(text.utf8)) == Bytes(wanted.utf8))
  }

  @Test(arguments: [
    ("", 0), ("a", 1), ("a\n", 1), ("a\nb", 2), ("\n\n", 2), ("a\rb", 2), ("a\r\nb", 2),
    ("a\r\n", 1), ("a\r", 1), ("\r\r\n\r", 3), ("a\n\rb", 3),
  ])
  func linesAsCommonMarkCounts(_ text: String, _ count: Int) {
    let bytes = Bytes("x\r\n\(text)\ny".utf8)
    let range = 3..<3 + text.utf8.count
    // A CR whose LF lies behind the range ends a line all the same.
    #expect(bytes.commonMarkLineCount(in: range, mayHoldCarriageReturns: true) == count)
    if !text.contains("\r") {
      #expect(bytes.commonMarkLineCount(in: range, mayHoldCarriageReturns: false) == count)
    }
  }

  // MARK: what is no text

  @Test(
    arguments: [
      ([0x61, 0xFF, 0x62], #"a\xFFb"#), ([0xE2, 0x82], #"\xE2\x82"#),
      ([0xED, 0xA0, 0x80], #"\xED\xA0\x80"#),
      (Bytes("é\u{10FFFF}\u{FFFD}".utf8) + [0x80], "é\u{10FFFF}\u{FFFD}" + #"\x80"#),
      (Bytes(#"\x7F\x\xg0\xC"#.utf8), #"\x7F\x\xg0\xC"#), ([], ""),
    ] as [(Bytes, String)])
  func namesAreShownWithoutLoss(_ bytes: Bytes, _ shown: String) {
    #expect(bytes.text == shown)
    #expect(Bytes(shownAs: shown) == bytes)
  }

  @Test(
    arguments: [
      ([0x61, 0x00], 1), ([0x80], 0), ([0xC1, 0x80], 0), ([0xC2], 0), ([0xC2, 0x7F], 0),
      ([0xC2, 0xC0], 0), ([0xE0, 0x9F, 0x80], 0), ([0xE0, 0xA0], 0), ([0xE0, 0xA0, 0x7F], 0),
      ([0xED, 0xA0, 0x80], 0), ([0xEF, 0xBF, 0xC0], 0), ([0xF0, 0x8F, 0x80, 0x80], 0),
      ([0xF4, 0x90, 0x80, 0x80], 0), ([0xF1, 0x80, 0x80, 0x41], 0), ([0xF5, 0x80, 0x80, 0x80], 0),
      ([0xF1, 0x80, 0x80], 0), ([0xFF], 0),
      ([0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0x61, 0xC3], 9),
      ([0x61, 0x61, 0x61, 0x61, 0x61, 0x00, 0x61, 0x61], 5),
    ] as [(Bytes, Int)])
  func faultyBytes(_ bytes: Bytes, _ offset: Int) {
    let fault = bytes.firstFault(in: 0..<bytes.count)
    #expect(fault?.offset == offset)
    #expect(fault?.kind == (bytes[offset] == 0 ? .nul : .invalidUTF8))
    // Offsets are those of the whole, and nothing outside of the range counts.
    let inside: Bytes = [0x00] + bytes + [0x80]
    #expect(inside.firstFault(in: 1..<inside.count - 1)?.offset == offset + 1)
  }

  @Test func soundBytes() {
    for scalar: UInt32 in [
      0x1, 0x7F, 0x80, 0x7FF, 0x800, 0xFFF, 0x1000, 0xD7FF, 0xE000, 0xFFFF, 0x10000, 0x3FFFF,
      0x40000, 0xFFFFF, 0x100000, 0x10FFFF,
    ] {
      let text = Bytes(String(Unicode.Scalar(scalar).map(Character.init) ?? "x").utf8)
      #expect(text.firstFault(in: 0..<text.count) == nil, "\(scalar)")
    }
  }

  // MARK: front matter

  @Test(arguments: [
    ("---\na: b\n---\ntext\n", "text\n"), ("---\na: b\n...\ntext\n", "text\n"),
    ("+++\na = 1\n+++\ntext\n", "text\n"), ("--- \r\na: b\r\n---\t\r\ntext\n", "text\n"),
    ("---\na: b\n---", ""), ("+++\n+++\ntext\n", nil), ("+++\n\na = 1\n+++\nx\n", "x\n"),
    // A thematic break, a heading's underline, or no end.
    ("---\n\na: b\n---\n", nil), ("---\n---\ntext\n", nil), ("---\na: b\n", nil),
    (" ---\na: b\n---\n", nil), ("--- x\na: b\n---\n", nil), ("text\n---\na: b\n---\n", nil),
    ("---\na: b\n----\n", nil), ("+++\na = 1\n---\n", nil), ("---\na: b\n ---\n", nil), ("", nil),
  ])
  func frontMatter(_ page: String, _ rest: String?) {
    for mark in ["", "\u{FEFF}"] {
      let bytes = Bytes("\(mark)\(page)".utf8)
      let end = bytes.endOfFrontMatter
      #expect(end == (rest.map { bytes.count - $0.utf8.count } ?? 0), "\(page)")
    }
  }

  // MARK: differences

  private func diff(_ old: String, _ new: String) -> String {
    unifiedDiff(old: Bytes(old.utf8), new: Bytes(new.utf8), oldName: "a", newName: "b").text
  }

  private func lines(_ numbers: some Sequence<Int>) -> String {
    numbers.map { "\($0)\n" }.joined()
  }

  @Test func differences() {
    #expect(diff("x\n", "x\n") == "")
    #expect(diff("", "") == "")
    #expect(diff("x\n", "y\n") == "--- a\n+++ b\n@@ -1 +1 @@\n-x\n+y\n")
    #expect(diff("", "y\nz\n") == "--- a\n+++ b\n@@ -0,0 +1,2 @@\n+y\n+z\n")
    #expect(diff("y\n", "") == "--- a\n+++ b\n@@ -1 +0,0 @@\n-y\n")
    #expect(
      diff("x", "x\n")
        == "--- a\n+++ b\n@@ -1 +1 @@\n-x\n\\ No newline at end of file\n+x\n")
    #expect(
      diff("w\nx\n", "w\nx")
        == "--- a\n+++ b\n@@ -1,2 +1,2 @@\n w\n-x\n+x\n\\ No newline at end of file\n")
  }

  @Test func threeLinesOfContext() {
    let old = lines(1...20)
    #expect(
      diff(old, old.replacing("10\n", with: "ten\n"))
        == "--- a\n+++ b\n@@ -7,7 +7,7 @@\n 7\n 8\n 9\n-10\n+ten\n 11\n 12\n 13\n")
    #expect(
      diff(old, lines(2...20)) == "--- a\n+++ b\n@@ -1,4 +1,3 @@\n-1\n 2\n 3\n 4\n")
    #expect(
      diff(old, lines(1...19)) == "--- a\n+++ b\n@@ -17,4 +17,3 @@\n 17\n 18\n 19\n-20\n")
    // Six lines between two changes keep them together, seven part them.
    let near = diff(old, lines((1...20).filter { $0 != 5 && $0 != 12 }))
    #expect(near.split(separator: "\n").filter { $0.hasPrefix("@@") } == ["@@ -2,14 +2,12 @@"])
    let far = diff(old, lines((1...20).filter { $0 != 5 && $0 != 13 }))
    #expect(
      far.split(separator: "\n").filter { $0.hasPrefix("@@") } == [
        "@@ -2,7 +2,6 @@", "@@ -10,7 +9,6 @@",
      ])
  }

  @Test(arguments: [
    ("a b", "a\u{A0}b", "character 2 is U+00A0, where U+0020 is expected"),
    ("caf\u{E9}", "cafe\u{301}", "character 4 is U+0065, where U+00E9 is expected"),
    ("a\u{200B}b", "ab", "character 2 is U+0062, where U+200B is expected"),
    ("ab", "ab\u{FE0F}", "character 3 is U+FE0F, where the end is expected"),
    ("a\tb", "a    b", "character 2 is U+0020, where U+0009 is expected"),
    ("a", "b", nil), ("a", "a", nil), ("a b", "ab", nil), ("e", "\u{E9}", nil),
  ])
  func differencesThatNobodySees(_ expected: String, _ found: String, _ said: String?) {
    #expect(
      hiddenDifference(between: expected, and: found) == said.map { "they look the same: " + $0 })
  }
}
