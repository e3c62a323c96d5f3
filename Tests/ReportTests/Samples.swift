import DocbuildCore
import DocbuildReport

/// One set of problems with everything that a style could get wrong: both severities, notes with and without places,
/// cures of all kinds, names and texts that mean something elsewhere, a line of many bytes a character.
enum Samples {
  static let hostile = "a,b:%\n<&\"'>##[x]\u{1B}\u{202E}.src"

  /// The second line of a document: `é` has 2 bytes, `𝄞` has 4 and two UTF-16 code units.
  private static let source = Source(
    name: "docs/pagé.src", bytes: Bytes("one\né𝄞\t<x> ##[y] end\n".utf8))
  private static let other = Source(name: "b2.go", bytes: Bytes("x\ny\nfunc z() {}\n".utf8))

  /// An error at `<x>`: bytes 8 to 10 of the line, code points 4 to 6.
  static let error: Diagnostic = Diagnostic(
    .regionNotFound, "region '100%, <a> & \"b\"' not found", at: source.place(at: 11..<14),
    notes: [
      .init("the nearest region is 'a'", at: other.place(at: 4..<8)),
      .init("%0A::error::x, or 'b'"),
    ], fixIt: "<y>")

  static let warning: Diagnostic = {
    var made = Diagnostic(
      .noEffect, "::set-output 'elide' does nothing", at: other.place(at: 0..<1), fixIt: "")
    made.severity = .warning
    return made
  }()

  /// A whole file.
  static let wholeFile = Diagnostic(
    .outputCase, "'A.md' and 'a.md' differ in case", at: Place(file: hostile))

  /// What concerns no file, and is the machine's trouble.
  static let trouble = Diagnostic(
    .machineTrouble, "cannot read 'x': permission denied", at: Place(file: ""))

  static let sound = ReportedDocument(name: "sound.src", diagnostics: [])

  static let tested = ReportedDocument(
    name: "tested.md", diagnostics: [],
    tests: [
      ReportedTest(name: "passes & <more>", outcome: .passed),
      ReportedTest(name: "fails", outcome: .failed),
      ReportedTest(name: "left out", outcome: .skipped("no \"docker\" & no %")),
    ])

  static let documents = [
    ReportedDocument(name: "docs/pagé.src", diagnostics: [error, warning]), sound, tested,
    ReportedDocument(name: hostile, diagnostics: [wholeFile]),
    ReportedDocument(name: "", diagnostics: [trouble]),
  ]

  static let all = Report(documents)

  /// Three problems of which one is shown, and two of one of which one is.
  static let cut = Report(
    [
      ReportedDocument(
        name: "a.src",
        diagnostics: (1...3).map {
          Diagnostic(.brokenLink, "link \($0)", at: other.place(at: 0..<1))
        }),
      ReportedDocument(
        name: "b.src",
        diagnostics: (4...5).map {
          Diagnostic(.brokenLink, "link \($0)", at: other.place(at: 0..<1))
        }),
    ], limit: 1)

  /// A digest that shows what it is of.
  static let setting = ReportSetting(version: "1.2.3") { "<\($0.text)>" }

  static func text(_ style: ReportStyle, _ report: Report = all) -> String {
    style.text(report, setting)
  }
}
