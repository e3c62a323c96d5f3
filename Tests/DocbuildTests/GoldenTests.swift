import DocbuildCore
import Foundation
import Testing

/// Every folder below `Tests/Cases`, woven in process. See `Tests/README.md`.
@Suite struct GoldenTests {
  private static let updates = ProcessInfo.processInfo.environment["DOCBUILD_UPDATE"] == "1"

  @Test func someCasesAreThere() { #expect(!GoldenCase.all.isEmpty) }

  @Test(arguments: GoldenCase.all)
  func weaves(_ golden: GoldenCase) throws {
    let bytes = try #require(golden.bytes(golden.documentName), "a case needs a template.src or a document.md")
    let outcome = try golden.weave(bytes)
    if Self.updates { return try update(golden, outcome) }

    let expected = golden.bytes("expected.md")
    let diagnostics = golden.bytes("expected.diagnostics").map { String(decoding: $0, as: UTF8.self) } ?? ""
    try #require(expected != nil || !diagnostics.isEmpty, "a case needs an expectation")
    #expect(outcome.diagnostics == diagnostics, "\(difference(outcome.diagnostics, diagnostics))")
    #expect(
      outcome.output == expected, "\(difference(outcome.output.shown, expected.shown))")
    guard let expected, outcome.output == expected else { return }
    try checkAgain(golden, bytes, outcome, expected)
  }

  /// What every sound case must also hold.
  private func checkAgain(_ golden: GoldenCase, _ bytes: Bytes, _ outcome: Outcome, _ expected: Bytes) throws {
    #expect(try golden.weave(bytes, threads: 4).output == expected, "four threads weave something else")
    #expect(try golden.weave(bytes, threads: nil).output == expected, "without the proof it weaves something else")
    let unread = golden.fixtures.subtracting(outcome.dependencies)
    #expect(unread.isEmpty, "the document never reads \(unread.sorted())")
    if golden.isInPlace {
      let again = try golden.weave(expected)
      #expect(again.output == expected, "weaving twice: \(difference(again.output.shown, Optional(expected).shown))")
    }
    if let document = outcome.document { checkMap(golden, document, expected) }
  }

  /// Every line of the output must come from a line that it looks like.
  private func checkMap(_ golden: GoldenCase, _ document: Document, _ output: Bytes) {
    var files: [String: [Bytes]] = [:]
    func line(_ origin: Origin) -> Bytes? {
      let name = origin.name.replacingOccurrences(of: golden.folder.path + "/", with: "")
      let lines = files[name] ?? normalised(golden.bytes(name) ?? []).splitLines()
      files[name] = lines
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
      let isLike =
        origins.count > 1
        ? woven.text.contains(text.trimmed().text) || text.text.contains(woven.trimmed().text)
          || text.text.contains(woven.text.trimmingCharacters(in: .init(charactersIn: "> \t")))
        : woven == text || text.text.namesDirective || woven.isFence && text.isFence
      #expect(isLike, "line \(index + 1), '\(woven.text)', is said to come from \(last.name):\(last.line), '\(text.text)'")
    }
    #expect(document.origins(ofLine: document.lineCount + 2).isEmpty)
  }

  private func update(_ golden: GoldenCase, _ outcome: Outcome) throws {
    try write(outcome.output, to: golden.file("expected.md"))
    try write(outcome.diagnostics.isEmpty ? nil : Bytes(outcome.diagnostics.utf8), to: golden.file("expected.diagnostics"))
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
  fileprivate var namesDirective: Bool { ["include(", "embed(", "[embedmd]:#"].contains(where: contains) }
}

extension Bytes {
  fileprivate var isFence: Bool {
    let text = self.text.drop { "> \t".contains($0) }
    return text.hasPrefix("```") || text.hasPrefix("~~~")
  }

  /// Lines without their line feeds; none behind the last feed.
  func splitLines() -> [Bytes] {
    var lines = split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { Bytes($0) }
    if lines.last?.isEmpty == true { lines.removeLast() }
    return lines
  }
}

/// The lines of both texts in order: `-` expected and not there, `+` there and not expected, white space visible.
func difference(_ found: String, _ expected: String) -> String {
  func lines(_ text: String) -> [String] {
    text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map { String(decoding: $0, as: UTF8.self) }
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
