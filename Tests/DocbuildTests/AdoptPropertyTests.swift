import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// Repositories put together at random, of which it is known which block was pasted from where: what is called exact is, and
/// once it is embedded a build changes nothing and a check finds nothing.
///
/// `DOCBUILD_PROPERTY_RUNS` says how many repositories; some dozens else.
struct AdoptPropertyTests {
  @Test func whatIsCalledExactIs() throws {
    let wanted = ProcessInfo.processInfo.environment["DOCBUILD_PROPERTY_RUNS"].flatMap(Int.init)
    var tally = Tally()
    for seed in 0..<(wanted ?? 40) {
      var made = PastedRepository(seed: UInt64(seed))
      made.fill()
      try check(made, seed, &tally)
    }
    // The goals: one of a hundred exact ones wrong at the most, five of a hundred that differ.
    #expect(tally.wrongExact * 100 <= tally.exact, "\(tally)")
    #expect(tally.wrongDiffering * 20 <= tally.differing, "\(tally)")
    // Else the numbers say nothing: most of what was pasted is found, and so is what drifted.
    #expect(tally.exact * 10 > tally.pasted * 8, "\(tally)")
    #expect(tally.differing * 10 > tally.drifted * 7, "\(tally)")
    if wanted != nil { print("adopt: \(tally)") }
  }

  struct Tally {
    var pasted = 0
    var exact = 0
    var wrongExact = 0
    var drifted = 0
    var differing = 0
    var wrongDiffering = 0
  }

  private func check(_ made: PastedRepository, _ seed: Int, _ tally: inout Tally) throws {
    let project = MemoryProject(made.files)
    var settings = AdoptSettings()
    settings.writes = true
    let report = try adopt(Session(of: try project.open()), settings)
    #expect(report.problems.isEmpty, "seed \(seed): \(report.problems)")
    tally.pasted += made.truths.values.count { $0.kind == .exact }
    tally.drifted += made.truths.values.count { $0.kind == .drifted }
    for planned in report.blocks {
      let page = report.pages[planned.page].name.text
      let truth = made.truths["\(page):\(planned.block.openLine)"]
      switch planned.verdict {
      case .exact(let place, _, _, let notes):
        tally.exact += 1
        let isRight =
          truth?.kind == .exact && truth?.path == place.path.text
          && (place.lines == nil || place.lines == truth?.lines)
        if !isRight || !notes.isEmpty {
          tally.wrongExact += 1
          Issue.record(
            "seed \(seed), \(page):\(planned.block.openLine): \(place) \(notes), not \(String(describing: truth))"
          )
        }
      case .differs(let place, _, _):
        tally.differing += 1
        if truth?.kind != .drifted || truth?.path != place.path.text { tally.wrongDiffering += 1 }
      default: break
      }
    }
    let pages = made.files.keys.filter { $0.hasSuffix(".md") }.sorted()
    for page in pages {
      let lines = (project.files[page] ?? "").split(
        separator: "\n", omittingEmptySubsequences: false)
      let kept = lines.filter { !$0.contains("<!-- embed(") && !$0.contains("<!-- /embed -->") }
      #expect(kept.joined(separator: "\n") == made.files[page], "seed \(seed)")
    }
    let before = pages.map { project.files[$0] }
    let built = try project.build().report
    #expect(
      built.results.allSatisfy { $0.outcome != .failed },
      "seed \(seed): \(built.results.flatMap(\.diagnostics))")
    #expect(pages.map { project.files[$0] } == before, "seed \(seed)")
    let found = try DocbuildEngine.check(Session(of: try project.open()), CheckOptions())
    #expect(
      found.results.flatMap(\.diagnostics).isEmpty,
      "seed \(seed): \(found.results.flatMap(\.diagnostics))")
  }
}

/// A repository with pages and what their blocks were pasted from.
struct PastedRepository {
  enum Kind { case exact, equal, drifted, none }

  struct Truth {
    let kind: Kind
    let path: String
    let lines: ClosedRange<Int>
  }

  private(set) var files: [String: String] = [:]
  /// By page and the line of the opening fence.
  private(set) var truths: [String: Truth] = [:]
  private var random: SeededGenerator
  private static let syllables = [
    "ka", "lo", "mi", "ren", "to", "vas", "pel", "du", "sor", "nix", "bam", "qui",
  ]

  init(seed: UInt64) { random = SeededGenerator(seed: seed) }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func word() -> String {
    (0..<number(2...4)).map { _ in PastedRepository.syllables[number(0...11)] }.joined()
  }

  mutating func fill() {
    let sources = (0..<number(3...6)).map { _ in addSource() }
    // A copy of one of them elsewhere: what is pasted of it has two sources.
    let twin = sources[0]
    files["copies/\(twin.split(separator: "/").last ?? "")"] = files[twin]
    for page in ["README.md", "docs/guide.md", "examples/\(word()).md"] {
      addPage(page, sources, twin)
    }
  }

  /// A source of one of three languages; its path.
  private mutating func addSource() -> String {
    let kind = number(0...2)
    let folder = ["", "src/", "examples/", "docs/code/"][number(0...3)]
    let path = folder + word() + [".py", ".go", ".yaml"][kind]
    var text = kind == 1 ? "package \(word())\n\nimport \"fmt\"\n\n" : ""
    for _ in 0..<number(2...6) {
      let name = word()
      switch kind {
      case 0:
        text += "class \(name.capitalized):\n    def \(word())(self, \(word())):\n"
        for _ in 0..<number(2...6) { text += "        self.\(word()) = \(word())(\"\(word())\")\n" }
        text += "        return self.\(word())\n\n\n"
      case 1:
        text += "func \(name)(\(word()) string) error {\n"
        for _ in 0..<number(2...6) { text += "\tfmt.Println(\"\(word())\", \(word()))\n" }
        text += "\tif \(word()) {\n\t\treturn err\n\t}\n\treturn nil\n}\n\n"
      default:
        text += "\(name):\n"
        for _ in 0..<number(2...6) { text += "  \(word()): \"\(word()) \(word())\"\n" }
      }
    }
    files[path] = text
    return path
  }

  private mutating func addPage(_ page: String, _ sources: [String], _ twin: String) {
    var lines = ["# \(word())", ""]
    for _ in 0..<number(2...6) {
      let path = sources[number(0...sources.count - 1)]
      lines += ["## \(word())", "", "This is shown in `\(path)`, as \(word()) says.", ""]
      let all = (files[path] ?? "").split(separator: "\n", omittingEmptySubsequences: false)
        .dropLast()
        .map(String.init)
      let count = min(all.count, number(4...14))
      let first = number(0...all.count - count)
      var kind = Kind.exact
      var shown = Array(all[first..<first + count])
      while shown.last == "" { shown.removeLast() }
      while shown.first == "" { shown.removeFirst() }
      guard shown.count > 3 else { continue }
      let start = (first..<all.count).first { all[$0] == shown[0] } ?? first
      switch number(0...9) {
      case 0...5:
        if path == twin, number(0...1) == 0 {
          lines[lines.count - 2] = "This is shown."; kind = .equal
        }
      case 6...7:
        let at = number(1...shown.count - 2)
        guard shown.count > 5, shown[at].utf8.count > 12 else { continue }
        shown[at] += " // \(word())"
        kind = .drifted
      default:
        shown = (0..<number(3...8)).map { _ in "\(word()) = \(word())(\(number(1...99)))" }
        kind = .none
      }
      let indent = number(0...3) == 0 ? "   " : ""
      if !indent.isEmpty { lines += ["1. \(word())", ""] }
      truths["\(page):\(lines.count + 1)"] = Truth(
        kind: kind, path: path, lines: start + 1...start + shown.count)
      let language =
        ["py": "python", "go": "go", "yaml": "yaml"][
          path.split(separator: ".").last.map(String.init) ?? ""] ?? ""
      lines.append("\(indent)```\(number(0...4) == 0 ? "" : language)")
      lines += shown.map { $0.isEmpty ? "" : indent + $0 }
      lines += ["\(indent)```", ""]
    }
    files[page] = lines.joined(separator: "\n")
  }
}
