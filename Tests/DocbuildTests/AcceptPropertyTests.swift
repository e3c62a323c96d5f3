import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// Whatever commands print, `accept` writes it so that `test` passes and a second `accept` changes nothing.
///
/// Some hundred documents in the ordinary run; `DOCBUILD_ACCEPT_RUNS` asks for more.
struct AcceptPropertyTests {
  @Test func whatIsAcceptedPassesAndStays() throws {
    let runs =
      ProcessInfo.processInfo.environment["DOCBUILD_ACCEPT_RUNS"].flatMap { Int($0) } ?? 300
    let folder = try TemporaryFolder()
    try folder.write("docbuild.toml", "")
    try folder.write("f", "EMBEDDED\n")
    let project = try Project(
      base: Bytes(folder.url.path.utf8), options: Project.Options(), environment: .process)
    let first =
      ProcessInfo.processInfo.environment["DOCBUILD_ACCEPT_SEED"].flatMap { UInt64($0) } ?? 1
    for seed in first..<first + UInt64(runs) {
      var random = SeededGenerator(seed: seed)
      try check(RandomSession(&random, isHuge: seed % 400 == 0), project, seed)
    }
  }

  private func check(_ session: RandomSession, _ project: Project, _ seed: UInt64) throws {
    let path = RootPath(session.kind == .template ? "a.src" : "a.md")
    let name = path.bytes
    let place = ProjectDocument(kind: session.kind, path: path, output: WrittenPath("a.md"))
    var testing = TestSettings()
    testing.scope.paths = [path]
    func read(_ bytes: Bytes) -> TestedDocument {
      TestedDocument.read(
        Input(name: name, bytes: bytes, kind: session.kind, base: []), of: place, in: project,
        testing, Interrupt())
    }
    let document = read(session.text)
    #expect(!document.isBroken, "seed \(seed): \(document.diagnostics.map(\.message))")
    var outcome = TranscriptSession.Outcome()
    outcome.temporaryPaths = [Bytes("/tmp/docbuild-test-x1y2z3".utf8)]
    outcome.blocks = document.transcripts.map { block in
      var result = TranscriptSession.BlockResult()
      result.commands = (block.transcript?.commands ?? []).indices.map { index in
        .init(
          output: ShownText.lines(of: session.outputs[index]),
          ending: .status(block.isHidden ? 0 : session.statuses[index]))
      }
      return result
    }
    var settings = AcceptSettings()
    settings.takesStatus = true
    var rewriting = Rewriting(document, prompts: [], settings)
    rewriting.take(outcome)
    #expect(rewriting.refusals.isEmpty, "seed \(seed)")
    guard !rewriting.changes.isEmpty else { return }
    guard let made = rewriting.made(from: session.text) else {
      Issue.record("seed \(seed): edits touch")
      return
    }
    let acceptance = Acceptance(project: project, settings: settings, interrupt: Interrupt())
    var unsteady: [Int: UnsteadyCommand] = [:]
    let fault = acceptance.faultReading(
      made, back: rewriting, outcome, elsewhere(outcome), &unsteady)
    #expect(unsteady.isEmpty)
    #expect(fault == nil, "seed \(seed):\n\(made.prefix(3000).text)")
    let again = read(made)
    #expect(
      again.page?.template.directives.count == document.page?.template.directives.count,
      "seed \(seed)")
    #expect(!made.elementsEqual(session.text))
    var second = Rewriting(again, prompts: [], settings)
    second.take(outcome)
    #expect(second.changes.isEmpty && second.refusals.isEmpty, "seed \(seed)")
    // A raw carriage return never gets in, and line ends stay.
    let lines = made.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    #expect(
      lines.dropLast().allSatisfy {
        ($0.last == UInt8(ascii: "\r")) == session.usesCRLF
          && !$0.dropLast().contains(UInt8(ascii: "\r"))
      }, "seed \(seed)")
    // What stood around the block is there.
    #expect(lines.first?.starts(with: Bytes("# Title".utf8)) ?? false)
    #expect(made.text.contains("Text behind."), "seed \(seed)")
  }
}

/// A document with one block of commands, and what they print.
private struct RandomSession {
  let kind: Template.Kind
  let usesCRLF: Bool
  let text: Bytes
  let outputs: [Bytes]
  let statuses: [Int]

  init(_ random: inout SeededGenerator, isHuge: Bool) {
    kind = Bool.random(using: &random) ? .template : .inPlace
    usesCRLF = Int.random(in: 0..<4, using: &random) == 0
    let containers = [
      ("", ""), ("> ", "> "), (">", ">"), ("- ", "  "), ("1. ", "   "), ("> - ", ">   "),
      ("- > ", "  > "), ("  ", "  "), ("* - ", "    "),
    ]
    let (first, rest) = containers[Int.random(in: 0..<containers.count, using: &random)]
    let fences = ["```", "~~~", "````", "~~~~~"]
    let fence = fences[Int.random(in: 0..<4, using: &random)]
    // Comments that say how the block runs, or hold commands of their own.
    let comment = Int.random(in: 0..<6, using: &random)
    var lines: [String] = []
    switch comment {
    case 0: lines = ["\(first)<!-- test(run)", "\(rest)$ hidden", "\(rest)-->"]
    case 1: lines = ["\(first)<!-- test(expect=\"sample [..]\") -->"]
    case 2: lines = ["\(first)<!-- test(vary=/[0-9]+/) -->"]
    default: break
    }
    lines.append("\(lines.isEmpty ? first : rest)\(fence)console")
    var outputs: [Bytes] = []
    var statuses: [Int] = []
    for index in 0..<Int.random(in: 1...4, using: &random) {
      lines.append("\(rest)$ command \(index)")
      let old = [
        "old", "x [..]", "...", "[0-9]+ (re)", "[3]", "", "a\tb", "```x", "$x", "[..=n]",
        "n [..=n]", "[n]", "n [n] x",
      ]
      if index == 0, comment == 1 { lines.append(rest + "sample 3") }
      for _ in 0..<Int.random(in: 0...3, using: &random) {
        let line = old[Int.random(in: 0..<old.count, using: &random)]
        // What would close the fence can't stand in it.
        if line.hasPrefix(fence) { continue }
        lines.append(line.isEmpty ? rest.trimmingCharacters(in: .whitespaces) : rest + line)
      }
      let sample = index == 0 && comment == 1 ? Bytes("sample 12\n".utf8) : []
      outputs.append(sample + Self.output(&random, isHuge: isHuge && index == 0))
      statuses.append([0, 0, 0, 1, 3, 42][Int.random(in: 0..<6, using: &random)])
    }
    lines.append("\(rest.isEmpty ? "" : rest)\(fence)")
    let end = usesCRLF ? "\r\n" : "\n"
    text = Bytes(
      (["# Title", ""] + lines + ["", "Text behind.", ""]).joined(separator: end).utf8)
    self.outputs = outputs
    self.statuses = statuses
  }

  private static let parts: [Bytes] =
    [
      "a", "word ", " ", "  ", "\t", "\r", "\u{8}", "\u{7}", "\u{1B}[31m", "\u{1B}[K", "\u{1B}",
      "\u{0}",
      "```", "````", "~~~", "$ ", "> ", ">", "[3]", "[..]", "...", " (re)", " (glob)", " (esc)",
      "\\",
      "\\x41", "*", "?", "!", "<!-- include(f) -->", "<!-- embed(f) -->", "<!--include(f)-->",
      "<!-- \\include(f) -->", "<!-- include(f", "-->", "<!-- /embed -->", "<!-- test(fresh) -->",
      "[embedmd]:# (f)", "é", "漢", "e\u{301}", "\u{85}", "\u{2028}", "\u{FEFF}",
      "/tmp/docbuild-test-x1y2z3/work",
      "bash: line 3: x", "[n]", "[..=n]", "n 7", "sample 9", "# h", "- i", "1. n", "    ",
      "</script>", "&amp;", "::error::",
    ].map { Bytes($0.utf8) } + [[0xFF], [0xC3], [0xED, 0xA0, 0x80], [0x80]]

  private static func output(_ random: inout SeededGenerator, isHuge: Bool) -> Bytes {
    var output: Bytes = []
    for _ in 0..<Int.random(in: 0...6, using: &random) {
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        output += parts[Int.random(in: 0..<parts.count, using: &random)]
      }
      if isHuge { output += Bytes(repeating: UInt8(ascii: "y"), count: 1 << 20) }
      if Int.random(in: 0..<12, using: &random) > 0 { output.append(UInt8(ascii: "\n")) }
    }
    return output
  }
}

/// The same, as it is done in a run whose folder has another name.
private func elsewhere(_ outcome: TranscriptSession.Outcome) -> TranscriptSession.Outcome {
  let other = Bytes("/tmp/docbuild-test-a9b8c7".utf8)
  func moved(_ line: Bytes) -> Bytes {
    outcome.temporaryPaths.reduce(line) { Bytes($0.parts(around: $1).joined(separator: other)) }
  }
  var made = outcome
  made.temporaryPaths = [other]
  made.blocks = outcome.blocks.map { block in
    guard var moving = block else { return nil }
    moving.commands = (block?.commands ?? []).map {
      .init(output: $0.output.map(moved), ending: $0.ending)
    }
    return moving
  }
  return made
}
