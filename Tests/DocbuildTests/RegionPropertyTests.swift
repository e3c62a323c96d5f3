import DocbuildCore
import Testing

/// Whatever stands between the marks, an excerpt holds the lines of its region and nothing else, or is an error.
struct RegionPropertyTests {
  /// The same numbers in every run.
  private struct Dice: RandomNumberGenerator {
    var state: UInt64
    mutating func next() -> UInt64 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return state ^ (state >> 29)
    }
  }

  /// Lines that open, close, or look like it, of every kind.
  private static let noise = [
    "x", "", "  ", "\"", "'", "`", "\"\"\"", "/*", "*/", "<<EOF", "EOF", "{", "}", "$(", "#", "//",
    "// #region", "// #region in", "//#region in two", "// region: in", "// #endregion",
    "// endregion in", "// endregion of that", "{/* #region in */}", "{/* #endregion */}",
    "// ANCHOR: in", "// ANCHOR_END: in", "// ANCHOR:", "y // ANCHOR: in", "// tag::in[]",
    "// end::in[]", "// tag::in[", "// begin-snippet: in", "// end-snippet", "// [START in]",
    "// [END in]", "// [START_EXCLUDE]", "// [END_EXCLUDE]",
    "// :snippet-start: in", "// :snippet-end:", "// :remove-start:", "// :remove-end:",
    "x() // :hide:", "// --8<-- [start:in]",
    "// --8<-- [end:in]", "// docs:start:in", "// docs:end:in", "// #docregion in, other",
    "// #enddocregion", "// snippet.in", "// snippet.end", "// snippet.hide", "// snippet.show",
    "// <in>", "// </in>", "\u{FEFF}", "é — 漢", "#pragma region in", "#pragma endregion",
  ]

  @Test(arguments: [
    ("// #region s", "// #endregion", "a.js"), ("// ANCHOR: s", "// ANCHOR_END: s", "a.rs"),
    ("# tag::s[]", "# end::s[]", "a.py"), ("#region s", "#endregion", "a.cs"),
    ("// begin-snippet: s", "// end-snippet", "a.swift"), ("# [START s]", "# [END s]", "a.sh"),
    ("// #docregion s", "// #enddocregion s", "a.ts"), ("# region s", "# endregion", "a.unknown"),
    ("// snippet.s", "// snippet.end", "a.swift"), ("/* <s> */", "/* </s> */", "a.c"),
    ("// :snippet-start: s", "// :snippet-end:", "a.java"),
  ])
  func nothingLeaks(_ open: String, _ close: String, _ file: String) {
    var dice = Dice(state: UInt64(open.utf8.count) &* 7919)
    for round in 0..<100 {
      func lines(_ word: String, _ noise: [String]) -> [String] {
        (0..<Int.random(in: 0...6, using: &dice)).map { number in
          Bool.random(using: &dice)
            ? "\(word)\(number)" : noise.randomElement(using: &dice) ?? ""
        }
      }
      // From here on, an end that takes the innermost stands behind a beginning: it would be the region's own otherwise.
      let ends = [
        "#endregion", "pragma endregion", "end-snippet", "#enddocregion", "snippet.end",
        "endregion in", ":snippet-end:",
      ]
      let inner =
        Self.noise.filter { line in
          !ends.contains { line.hasSuffix($0) || line.contains("\($0) *") }
        }
        + [
          "// #region\nsecret\n// #endregion", "// region in\nsecret\n// #endregion",
          "// begin-snippet: in(lang=x)\nsecret\n// end-snippet",
          "// #docregion in\nsecret\n// #enddocregion",
          "// snippet.in\nsecret\n// snippet.end",
          "// :snippet-start: in\nsecret\n// :snippet-end:",
        ]
      let text =
        (lines("before", Self.noise) + [open] + lines("secret", inner) + [close]
        + lines("after", inner.map { $0.replacing("secret", with: "after") }))
        .joined(separator: "\n") + "\n"
      if let kept = woven(file, text, "omit=s") {
        #expect(!kept.contains("secret"), "round \(round): \(text)")
      }
      if let taken = woven(file, text, "region=s") {
        func secrets(_ text: String) -> [Substring] {
          text.split(separator: "\n").filter { $0.hasPrefix("secret") }
        }
        if !text.contains("hide"), !text.contains("remove"), !text.contains("EXCLUDE") {
          #expect(secrets(taken) == secrets(text), "round \(round): \(text) gives \(taken)")
        }
        #expect(
          !taken.contains("before") && !taken.contains("after"),
          "round \(round): \(text) gives \(taken)")
      }
    }
  }

  private func woven(_ file: String, _ text: String, _ options: String) -> String? {
    let source = Source(name: file, bytes: Bytes(text.utf8))
    let template = Template.parse(
      Source(name: "x.src", bytes: Bytes("<!-- include(e \(options)) -->\n".utf8)), kind: .template)
    let woven = weave(BoundTemplate(template, targets: [.source(SourceFacts(source))]), parts: [])
    return woven.problems.isEmpty ? woven.document?.bytes.text : nil
  }
}
