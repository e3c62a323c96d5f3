import Testing

@testable import DocbuildCore

/// Edits by line and column, carried out.
struct TextEditTests {
  private func edit(_ from: (Int, Int), _ to: (Int, Int), _ text: String) -> TextEdit {
    TextEdit(
      file: "x",
      range: TextPosition(line: from.0, column: from.1)..<TextPosition(line: to.0, column: to.1),
      text: Bytes(text.utf8))
  }

  private func applying(_ edits: [TextEdit], to text: String) -> String? {
    TextEdit.applying(edits, to: Source(name: "x", bytes: Bytes(text.utf8)))?.text
  }

  @Test func replacesWhatAPlaceMarks() {
    let source = Source(name: "x", bytes: Bytes("one\né two\n".utf8))
    let problem = Diagnostic(.brokenLink, "m", at: source.place(at: 7..<10), fixIt: "2")
    #expect(problem.fixIt == edit((2, 4), (2, 7), "2"))
    #expect(problem.fixIt.flatMap { TextEdit.applying([$0], to: source) }?.text == "one\né 2\n")
    // Nothing is marked in a whole file.
    let whole = Diagnostic(.brokenLink, "m", at: Place(file: "x"), fixIt: "2")
    #expect(whole.fixIt.flatMap { TextEdit.applying([$0], to: source) } == nil)
  }

  @Test func severalInAnyOrder() {
    let edits = [
      edit((2, 1), (2, 2), "B"), edit((1, 1), (1, 1), "<"), edit((1, 2), (1, 2), ">"),
      edit((1, 1), (1, 1), "!"),
    ]
    #expect(applying(edits, to: "a\nb\n") == "<!a>\nB\n")
    #expect(applying([], to: "a\nb\n") == "a\nb\n")
  }

  @Test func wholeLines() {
    func lines(_ range: Range<Int>, _ text: String) -> [TextEdit] {
      [TextEdit(file: "x", lines: range, text: Bytes(text.utf8))]
    }
    #expect(applying(lines(1..<2, "B\n"), to: "a\nb\nc\n") == "a\nB\nc\n")
    #expect(applying(lines(1..<3, ""), to: "a\nb\nc\n") == "a\n")
    #expect(applying(lines(3..<3, "d\n"), to: "a\nb\nc\n") == "a\nb\nc\nd\n")
    #expect(applying(lines(0..<0, "z\n"), to: "") == "z\n")
    #expect(applying(lines(1..<2, "B\n"), to: "a\r\nb") == "a\r\nB\n")
    #expect(applying(lines(1..<4, ""), to: "a\nb\nc\n") == nil)
  }

  @Test func overAnEndOfLine() {
    #expect(applying([edit((1, 2), (2, 1), "")], to: "a\nb\n") == "ab\n")
    #expect(applying([edit((1, 2), (1, 2), "!")], to: "a") == "a!")
    #expect(applying([edit((2, 1), (2, 1), "!")], to: "a") == "a!")
  }

  @Test func whatDoesNotFitIsRefused() {
    for edits in [
      [edit((1, 3), (1, 3), "x")], [edit((3, 1), (3, 1), "x")], [edit((2, 2), (2, 3), "x")],
      [edit((0, 1), (1, 1), "x")], [edit((1, 0), (1, 1), "x")], [edit((2, 2), (2, 2), "x")],
      [edit((1, 1), (1, 2), "x"), edit((1, 1), (1, 2), "y")],
    ] {
      #expect(applying(edits, to: "a\n") == nil, "\(edits)")
    }
    #expect(
      applying([edit((1, 1), (1, 3), "x"), edit((1, 2), (1, 4), "y")], to: "abc\n") == nil)
    #expect(
      applying([edit((1, 1), (1, 3), "x"), edit((1, 3), (1, 4), "y")], to: "abc\n") == "xy\n")
  }
}
