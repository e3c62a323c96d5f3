import DocbuildCore
import Foundation
import Testing

/// Every folder below `Tests/Cases`, woven in process. See `Tests/README.md`.
@Suite struct GoldenTests {
  private static let updates = ProcessInfo.processInfo.environment["DOCBUILD_UPDATE"] == "1"

  @Test func someCasesAreThere() { #expect(!GoldenCase.all.isEmpty) }

  @Test(arguments: GoldenCase.all)
  func weaves(_ golden: GoldenCase) async throws {
    let bytes = try #require(
      golden.bytes(golden.documentName), "a case needs a template.src or a document.md")
    let outcome = try await golden.weave(bytes)
    if Self.updates { return try update(golden, outcome) }

    let expected = golden.bytes("expected.md")
    let diagnostics =
      golden.bytes("expected.diagnostics").map { String(decoding: $0, as: UTF8.self) } ?? ""
    try #require(expected != nil || !diagnostics.isEmpty, "a case needs an expectation")
    let saysExpected = outcome.diagnostics == diagnostics
    #expect(saysExpected, "\(difference(outcome.diagnostics, diagnostics))")
    let isExpected = outcome.output == expected
    #expect(
      isExpected, "\(difference(outcome.output.shown, expected.shown))")
    try await checkFixIts(golden, bytes, outcome)
    guard let expected, outcome.output == expected else { return }
    try await checkAgain(golden, bytes, outcome, expected)
  }

  /// What every sound case must also hold.
  private func checkAgain(
    _ golden: GoldenCase, _ bytes: Bytes, _ outcome: Outcome, _ expected: Bytes
  ) async throws {
    let onFour = try await golden.weave(bytes, threads: 4)
    let isSameOnFour = onFour.output == expected
    #expect(isSameOnFour, "four threads weave something else")
    let unproven = try await golden.weave(bytes, threads: nil)
    let isSameUnproven = unproven.output == expected
    #expect(isSameUnproven, "without the proof it weaves something else")
    let unread = golden.fixtures.subtracting(outcome.dependencies)
    #expect(unread.isEmpty, "the document never reads \(unread.sorted())")
    if golden.isInPlace {
      let again = try await golden.weave(expected)
      let isSameAgain = again.output == expected
      #expect(
        isSameAgain, "weaving twice: \(difference(again.output.shown, Optional(expected).shown))")
    }
    if let document = outcome.document { checkMap(golden, document, expected) }
  }

  /// A fix-it must mend its problem: with its text in place the problem is no longer there.
  private func checkFixIts(_ golden: GoldenCase, _ bytes: Bytes, _ outcome: Outcome) async throws {
    let text = golden.isInPlace ? bytes : normalised(bytes)
    let name = golden.file(golden.documentName).path
    for problem in outcome.problems where problem.place.name == name {
      guard let fixIt = problem.fixIt else { continue }
      let mended = try #require(
        TextEdit.applying([fixIt], to: Source(name: name, bytes: text)))
      let again = try await golden.weave(mended)
      let stays = again.problems.contains {
        $0.place.name == name && $0.id == problem.id && $0.message == problem.message
          && $0.place.line >= problem.place.line
          && $0.place.line <= problem.place.line + 1
      }
      #expect(!stays, "the fix-it does not mend '\(problem.message)': \(fixIt.text.text)")
    }
  }

  /// Every line of the output must come from a line that it looks like.
  private func checkMap(_ golden: GoldenCase, _ document: Document, _ output: Bytes) {
    var files: [Bytes: [Bytes]] = [:]  // by bytes: NFC equals NFD in a String
    func line(_ origin: Origin) -> Bytes? {
      let name = origin.name.replacingOccurrences(of: golden.folder.path + "/", with: "")
      let key = Bytes(name.utf8)
      let lines = files[key] ?? normalised(golden.bytes(name) ?? []).splitLines()
      files[key] = lines
      return lines.indices.contains(origin.line - 1) ? lines[origin.line - 1] : nil
    }
    for (index, woven) in normalised(output).splitLines().enumerated() {
      let origins = document.origins(ofLine: index + 1)
      guard let first = origins.first, let last = origins.last, let text = line(last) else {
        Issue.record("line \(index + 1) of the output has no origin: \(origins)")
        continue
      }
      let name = first.name.replacingOccurrences(of: golden.folder.path + "/", with: "")
      #expect(name == golden.documentName, "line \(index + 1)")
      // A value says something else than its place did.
      if document.template.holdsValue(onLine: first.line), origins.count == 1 { continue }
      // What is decoded or made a table of looks otherwise, and so does a line with a value in a part.
      let isPart = last.name.hasSuffix(".md") && last.name != first.name
      if isPart || woven.text == "#" || last.name.hasSuffix(".csv")
        || text.firstFault(in: 0..<text.count) != nil
        || text.text.contains("<!-- value(")
      {
        continue
      }
      let isTemplate = last.name.hasSuffix(".src") || last.name == first.name
      let isLike = isTemplate ? woven.isFrom(templateLine: text) : woven.isFrom(sourceLine: text)
      #expect(
        isLike,
        "line \(index + 1), '\(woven.text)', is said to come from \(last.name):\(last.line), '\(text.text)'"
      )
    }
    #expect(document.origins(ofLine: document.lineCount + 2).isEmpty)
  }

  private func update(_ golden: GoldenCase, _ outcome: Outcome) throws {
    try write(outcome.output, to: golden.file("expected.md"))
    try write(
      outcome.diagnostics.isEmpty ? nil : Bytes(outcome.diagnostics.utf8),
      to: golden.file("expected.diagnostics"))
    Issue.record("DOCBUILD_UPDATE=1: the expectation is written, so this run does not count")
  }

  private func write(_ bytes: Bytes?, to file: URL) throws {
    if let bytes {
      try Data(bytes).write(to: file)
    } else if FileManager.default.fileExists(atPath: file.path) {
      try FileManager.default.removeItem(at: file)
    }
  }
}

extension Optional<Bytes> {
  /// As text for a difference.
  fileprivate var shown: String { map { String(decoding: $0, as: UTF8.self) } ?? "(no output)\n" }
}

extension String {
  fileprivate var namesDirective: Bool {
    ["include(", "embed(", "[embedmd]:#"].contains(where: contains)
  }
}

extension Bytes {
  /// Whether this line of the output can come from that line of a source: it is the same but for indentation,
  /// prefix, or what an embedmd pattern left of it.
  fileprivate func isFrom(sourceLine text: Bytes) -> Bool {
    let source = text.trimmed().text
    let bare = self.text.trimmingCharacters(in: .init(charactersIn: "> \t"))
    return source.isEmpty ? bare.isEmpty : self.text.contains(source) || source.contains(bare)
  }

  /// The same for a line of a template: it is that line, or one that a directive there made.
  fileprivate func isFrom(templateLine text: Bytes) -> Bool {
    self == text || text.text.namesDirective || self.text.hasSuffix(text.text)
      || isFence && text.isFence
  }

  fileprivate var isFence: Bool {
    text.contains("```") || text.contains("~~~")
  }

  /// Lines without their line feeds; none behind the last feed.
  func splitLines() -> [Bytes] {
    var lines = split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      Bytes($0)
    }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

/// The lines of both texts in order: `-` expected and not there, `+` there and not expected, white space visible.
func difference(_ found: String, _ expected: String) -> String {
  func lines(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map {
      String(decoding: $0, as: UTF8.self)
    }
  }
  let old = lines(expected)
  let changes = lines(found).difference(from: old)
  var removed: Set<Int> = []
  var inserted: [Int: String] = [:]
  for change in changes {
    switch change {
    case .remove(let offset, _, _): removed.insert(offset)
    case .insert(let offset, let line, _): inserted[offset] = line
    }
  }
  var shown: [String] = []
  var at = 0
  for (index, line) in old.enumerated() {
    while let added = inserted[at] {
      shown.append("+ \(visible(added))")
      at += 1
    }
    if removed.contains(index) {
      shown.append("- \(visible(line))")
    } else {
      shown.append("  \(visible(line))")
      at += 1
    }
  }
  while let added = inserted[at] {
    shown.append("+ \(visible(added))")
    at += 1
  }
  return "\n" + shown.prefix(200).joined(separator: "\n")
}

private func visible(_ line: String) -> String {
  var text = ""
  for scalar in line.unicodeScalars.prefix(300) {
    switch scalar {
    case "\t": text += "→"
    case "\r": text += "␍"
    case "\u{C}": text += "␌"
    case "\u{FEFF}": text += "<BOM>"
    case "\u{2028}": text += "<U+2028>"
    default: text.unicodeScalars.append(scalar)
    }
  }
  return text.hasSuffix(" ") ? text.dropLast() + "·" : text
}
