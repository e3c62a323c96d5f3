import DocbuildCore
import DocbuildEngine
import Testing

/// libcmark needs quadratic time for some texts: the proof ends all the same.
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

  private static func deep(_ depth: Int) -> String {
    String(repeating: "- ", count: depth) + "a\n" + String(repeating: "\n", count: depth) + "x\n"
  }

  @Test(.tags(.slow), .timeLimit(.minutes(20)))
  func quadraticTextsNeverHang() throws {
    let include = "```\n<!-- include(a.txt) -->\n```\n"
    let woven = "```\none\n```\n"
    let behind =
      ProofBoundTests.texts + [
        ("deep list, then blank lines", ProofBoundTests.deep(40_000)),
        (
          "many deep lists",
          (0..<20).map { "# Part \($0)\n\n" + ProofBoundTests.deep(20_000) }.joined()
        ),
      ]
    for (name, text) in behind {
      try expectEnd(name, "\(text)\n\n\(include)", "\(text)\n\n\(woven)")
    }
    let text = ProofBoundTests.deep(100_000)
    try expectEnd("deep list behind the include", "\(include)\n\(text)", "\(woven)\n\(text)")
  }

  /// Woven, or refused since it can't be proven, within the time.
  private func expectEnd(_ name: String, _ template: String, _ woven: String) throws {
    let folder = Folder(["a.txt": "one\n", "x.src": template])
    let outcome = try docbuild("weave", "x.src", in: folder)
    #expect(!outcome.timedOut, "\(name)")
    if outcome.status == 0 {
      let isWoven = outcome.text == woven
      #expect(isWoven, "\(name)")
    } else if !outcome.timedOut {
      #expect(outcome.status == 1, "\(name): \(outcome.messages.prefix(300))")
      #expect(
        outcome.ids == ["proof-too-costly"] || outcome.ids == ["page-broken"],
        "\(name): \(outcome.messages.prefix(300))")
      #expect(outcome.output.isEmpty)
    }
  }

  @Test(.timeLimit(.minutes(15)))
  func boundIsKept() throws {
    // Above the size that is proven without a bound, and most of a second of work for libcmark.
    let folder = Folder([
      "a.txt": "one\n",
      "x.src": "```\n<!-- include(a.txt) -->\n```\n\n" + ProofBoundTests.deep(5_000)
        + String(repeating: "A line of text.\n\n", count: 2_000),
    ])
    let base = Array(folder.path.utf8)
    let project = try Project(base: base, options: Project.Options(), environment: .process)
    let input = try Input.file(
      Array(folder.at("x.src").utf8), base: nil, limit: 1 << 20, environment: .process)
    let woven = Pass(project, prover: nil).weave(input)
    let document = try #require(woven.document)
    for threads in [1, 2] {
      let problems = Prover(threads: threads, budget: 1_000_000).proof(
        of: document, until: Interrupt()
      ).diagnostics
      #expect(problems.map(\.id) == [.proofTooCostly])
      #expect(problems.first?.notes.isEmpty == false)
    }
  }
}
