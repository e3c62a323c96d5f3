import Testing

@testable import DocbuildCore

/// Columns in bytes, in UTF-16 code units and in code points.
struct PlaceColumnTests {
  private func columns(_ text: Bytes, _ range: Range<Int>) -> [Range<Int>] {
    let place = Source(name: "x", bytes: text).place(at: range)
    return [Place.ColumnUnit.bytes, .utf16, .codePoints].map { place.columns(in: $0) }
  }

  @Test(arguments: [
    ("abc", 1..<2, [2..<3, 2..<3, 2..<3]),
    // A tab is one of everything.
    ("\tab\t", 1..<3, [2..<4, 2..<4, 2..<4]),
    ("é漢x", 5..<6, [6..<7, 3..<4, 3..<4]),
    // A clef is 4 bytes and 2 code units.
    ("𝄞x", 4..<5, [5..<6, 3..<4, 2..<3]),
    ("x𝄞y", 1..<5, [2..<6, 2..<4, 2..<3]),
    // A letter and an accent are two code points.
    ("e\u{301}x", 3..<4, [4..<5, 3..<4, 3..<4]),
    // The second of two lines, which end in CRLF.
    ("é\r\né𝄞x\r\n", 10..<11, [7..<8, 4..<5, 3..<4]),
    ("ab\r\n", 1..<2, [2..<3, 2..<3, 2..<3]),
    // The end of a line, where there is nothing.
    ("é\nx", 2..<2, [3..<4, 2..<3, 2..<3]),
  ])
  func columns(_ text: String, _ range: Range<Int>, _ expected: [Range<Int>]) {
    #expect(columns(Bytes(text.utf8), range) == expected)
  }

  /// What is not UTF-8 counts as a foreign decoder's U+FFFD: one for each maximal part of a character.
  @Test(arguments: [
    ([0xFF, 0x78], 1..<2, [2..<3, 2..<3, 2..<3]),
    ([0x61, 0xE2, 0x82, 0x78], 3..<4, [4..<5, 3..<4, 3..<4]),
    ([0xC3, 0x28, 0x78], 2..<3, [3..<4, 3..<4, 3..<4]),
    ([0xED, 0xA0, 0x80, 0x78], 3..<4, [4..<5, 4..<5, 4..<5]),
    ([0x80, 0x80, 0x78], 2..<3, [3..<4, 3..<4, 3..<4]),
    ([0x78, 0xF0, 0x9D], 1..<2, [2..<3, 2..<3, 2..<3]),
  ])
  func invalidText(_ bytes: Bytes, _ range: Range<Int>, _ expected: [Range<Int>]) {
    #expect(columns(bytes, range) == expected)
  }

  /// A line of a megabyte keeps its columns, though not its text.
  @Test func aLongLine() {
    let text = Bytes(String(repeating: "é", count: 500_000).utf8) + Bytes("x\n".utf8)
    #expect(
      columns(text, 1_000_000..<1_000_001) == [
        1_000_001..<1_000_002, 500_001..<500_002, 500_001..<500_002,
      ])
  }
}
