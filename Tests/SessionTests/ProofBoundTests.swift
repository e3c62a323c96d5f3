import Testing

/// libcmark needs quadratic time for some texts: the proof ends all the same (SPEC 7).
struct ProofBoundTests {
  /// Each beside an include, so that there is something to prove.
  private static let texts: [(name: String, text: String)] = [
    ("open images", String(repeating: "![[]()", count: 100_000)),
    (
      "deep quotes",
      String(repeating: ">", count: 50_000) + String(repeating: "*a **b_c", count: 5_000)
    ),
    (
      "rows of quotes",
      (0..<8_000).map { String(repeating: "> ", count: $0 % 400 + 1) + "*a **b _c\n" }.joined()
    ),
    ("deep lists", (0..<1_500).map { String(repeating: "  ", count: $0) + "- a\n\n" }.joined()),
    ("open links", String(repeating: "[a](<b", count: 50_000)),
    ("emphasis", String(repeating: "*a **a ", count: 50_000)),
    ("mixed emphasis", String(repeating: "a**b*_c_ ", count: 30_000)),
    ("open comments", String(repeating: "<!-- a ", count: 30_000)),
    ("backticks", (1..<1_500).map { "e" + String(repeating: "`", count: $0) }.joined()),
    (
      "references",
      (0..<20_000).map { "[a\($0)]: /u\n" }.joined() + "\n"
        + String(repeating: "[a1]", count: 50_000)
    ),
  ]

  @Test(.tags(.slow), .timeLimit(.minutes(15)))
  func quadraticTextsNeverHang() throws {
    for (name, text) in ProofBoundTests.texts {
      let folder = Folder([
        "a.txt": "one\n", "x.src": "\(text)\n\n```\n<!-- include(a.txt) -->\n```\n",
      ])
      let outcome = try docbuild("weave", "x.src", in: folder, limit: 90)
      #expect(!outcome.timedOut, "\(name)")
      if outcome.status == 0 {
        #expect(outcome.text == "\(text)\n\n```\none\n```\n", "\(name)")
      } else {
        #expect(outcome.status == 1, "\(name): \(outcome.messages.prefix(300))")
        #expect(
          outcome.ids == ["proof-too-costly"] || outcome.ids == ["page-broken"],
          "\(name): \(outcome.messages.prefix(300))")
        #expect(outcome.output.isEmpty)
      }
    }
  }
}
