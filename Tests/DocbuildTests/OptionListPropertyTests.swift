import DocbuildCore
import Foundation
import Testing

/// Whatever options stand together, in whatever order: nothing traps, no line of the author's is lost, what comes out is
/// proven, and what is refused is refused with a problem.
///
/// `DOCBUILD_PROPERTY_RUNS` says how many directives; some thousands else.
struct OptionListPropertyTests {
  @Test func anyOptionsTogetherAreSound() {
    let runs =
      ProcessInfo.processInfo.environment["DOCBUILD_PROPERTY_RUNS"].flatMap(Int.init) ?? 4000
    var woven = 0
    for seed in 0..<runs {
      var draw = Draw(seed: UInt64(seed))
      let (name, text) = draw.one(of: Self.sources)
      let options = (0..<draw.number(below: 5)).map { _ in draw.one(of: Self.options) }
      // By its name, by the region that it marks, or with others that a pattern fits.
      let target = draw.one(of: [name, name, "key=a", "sub/\(name.prefix(1))*"])
      let directive =
        "\(target)\(options.isEmpty ? "" : " ")\(options.joined(separator: " "))"
      let (kind, page) = draw.one(of: Self.pages)
      let bytes = Bytes(page.replacingOccurrences(of: "DIRECTIVE", with: directive).utf8)
      let template = Template.parse(Source(name: "page", bytes: bytes), kind: kind)
      let source = SourceFacts(
        Source(name: name, bytes: Bytes(text.utf8), path: Bytes(name.utf8)),
        symbols: .found([Symbol(path: ["f"], lines: 2..<5)]))
      let (bound, parts) = bind(template, to: source)
      let weaving = weave(bound, parts: parts)
      guard let document = weaving.document else {
        Issue.record("seed \(seed): '\(directive)' makes no document")
        continue
      }
      let problems = weaving.problems.inOrder()
      for problem in problems where problem.message.isEmpty || problem.place.line == 0 {
        Issue.record("seed \(seed): '\(directive)' has a problem without a place: \(problem)")
      }
      guard problems.isEmpty else { continue }
      woven += 1
      let broken = document.proveWhole().diagnostics
      // An excerpt of Markdown may break a page, and then it says so.
      if !broken.isEmpty, !broken.allSatisfy({ $0.id == .pageBroken }) {
        Issue.record("seed \(seed): '\(directive)': \(broken)")
      }
      let lines = document.bytes.text.split(separator: "\n").map(String.init)
      for mark in ["before it", "behind it"] {
        if lines.count(where: { $0.contains(mark) }) != 1 {
          Issue.record("seed \(seed): '\(directive)' loses '\(mark)':\n\(document.bytes.text)")
        }
      }
      if kind == .inPlace, broken.isEmpty { expectFixedPoint(document, source, seed) }
      for line in 1...document.lineCount where document.origins(ofLine: line).isEmpty {
        Issue.record("seed \(seed): '\(directive)': line \(line) comes from nowhere")
      }
    }
    #expect(woven > runs / 20, "\(woven)")
  }

  /// What the loader makes of a template whose directives show one source, or twice that by a pattern.
  private func bind(_ template: Template, to source: SourceFacts) -> (
    BoundTemplate, [BoundTemplate]
  ) {
    var template = template
    var parts: [BoundTemplate] = []
    let path = Bytes("sub/\(source.source.name)".utf8)
    let targets = template.directives.indices.map { index -> BoundTemplate.Target in
      let recipe = template.directives[index].recipe
      if recipe.key != nil { template.setTarget(path, ofDirective: index) }
      guard recipe.isPattern else { return .source(source) }
      let part = template.expansion(ofDirective: index, into: [path, path])
      template.expandDirective(index)
      parts.append(
        BoundTemplate(
          part, targets: part.directives.map { _ in .source(source) }, paths: [0: path, 1: path]))
      return .part(parts.count - 1)
    }
    return (BoundTemplate(template, targets: targets, paths: [0: path]), parts)
  }

  /// What is woven in place stays as it is.
  private func expectFixedPoint(_ document: Document, _ source: SourceFacts, _ seed: Int) {
    let template = Template.parse(
      Source(name: "page", bytes: document.bytes), kind: .inPlace)
    let (bound, parts) = bind(template, to: source)
    let again = weave(bound, parts: parts)
    let isSame = again.problems.isEmpty && again.document?.bytes == document.bytes
    if !isSame {
      Issue.record(
        "seed \(seed): woven again it is another:\n\(document.bytes.text)\n--\n\(again.document?.bytes.text ?? "")\n\(again.problems.inOrder().map(\.message))"
      )
    }
  }

  private static let options: [String] = [
    "lines=2..5", "lines=1,3", "lines=-3..", "lines=90", "region=a", "region=a,!b", "region=*",
    "region=none", "symbol=f", "symbol=f/2", "doc", "signature", "from=/1/", "after=/1/", "to=/c/",
    "before=/z/", "omit=/2/", "omit=b", "section=part", "section=more", "fence", "fence=go",
    "info=\"x y\"", "info=\"\"", "indent=keep", "indent=3", "elide", "elide=\"…\"",
    "context=\"# \"",
    "comments=none", "comments=doc", "strip=license", "strip=marks,shebang", "strip=front-matter",
    "marks=keep", "trim=no", "markdown", "headings=+1", "headings=-1", "level=2", "table",
    "highlight=/1/", "highlight=2..3", "numbers", "link", "link=lines",
    "caption=\"{path}: {lines}\"",
    "encoding=utf-8", "weave", "with=\"a=b\"", "bogus",
  ]

  private static let sources: [(String, String)] = [
    (
      "a.py",
      "#!/usr/bin/env python3\n# Copyright 1\ndef f(a, b):\n    # ANCHOR: a\n    return 1\n    # ANCHOR: b\n    x = 2  # c\n    # ANCHOR_END: b\n\n    # ANCHOR_END: a\n```\nz\n"
    ),
    (
      "p.md",
      "---\nt: 1\n---\n# Part\n\n[x][1] ![i](i.png) c\n\n<!-- #region a -->\n## More 1\n\n- a\n- b\n<!-- #endregion -->\n\nSetext 2\n===\n\n```sh\n<!-- /embed -->\n````\n\n[1]: y.md 'z'\n"
    ),
    ("t.csv", "a,b\n1,\"2\n3\"\nc,d|e\n"), ("e.txt", ""),
    ("r.txt", "\r1\r\n2\u{2028}\n~~~\n<details>\n"),
  ]

  private static let pages: [(Template.Kind, String)] = [
    (.template, "before it\n\n<!-- include(DIRECTIVE) -->\n\nbehind it\n"),
    (.template, "before it\n\n```text\n<!-- include(DIRECTIVE) -->\n```\n\nbehind it\n"),
    (.template, "- before it\n\n  <!-- include(DIRECTIVE) -->\n\n- behind it\n"),
    (.template, "> before it\n>\n> <!-- include(DIRECTIVE) -->\n>\n> behind it\n"),
    (.inPlace, "before it\n\n<!-- embed(DIRECTIVE) -->\n\nbehind it\n"),
    (
      .inPlace,
      "before it\n\n<!-- embed(DIRECTIVE) -->\n```\nold\n```\n<!-- /embed -->\nbehind it\n"
    ),
    (.inPlace, "1. before it\n\n   <!-- embed(DIRECTIVE) -->\n   behind it\n"),
    (.inPlace, "before it\r\n\r\n<!-- embed(DIRECTIVE) -->\r\n\r\nbehind it\r\n"),
  ]
}

/// Numbers that only look like chance (SplitMix64).
private struct Draw {
  private var state: UInt64

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

  mutating func number(below limit: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    value ^= value >> 31
    return Int(value % UInt64(limit))
  }

  mutating func one<Item>(of items: [Item]) -> Item { items[number(below: items.count)] }
}
