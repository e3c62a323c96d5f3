import Foundation
import Testing

/// Comments in the sources, read by tokens.
struct DocumentationTests {
  private static let sources = URL(filePath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appending(path: "Sources")

  /// The Swift files below `Sources`, with their lines.
  private func files() throws -> [(name: String, lines: [Substring])] {
    let names = FileManager.default.enumerator(atPath: DocumentationTests.sources.path)
    let swift = (names?.allObjects ?? []).compactMap { $0 as? String }.filter {
      $0.hasSuffix(".swift")
    }
    return try swift.sorted().map { name in
      let file = DocumentationTests.sources.appending(path: name)
      let text = try String(contentsOf: file, encoding: .utf8)
      return (name, text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  /// Whether a line declares something that other targets see.
  private func isDeclaration(_ line: Substring) -> Bool {
    var words = line.split(whereSeparator: { " (:<=".contains($0) })[...]
    words = words.drop { $0.hasPrefix("@") }
    guard words.first == "package" || words.first == "public" else { return false }
    let kinds: Set<Substring> = [
      "struct", "class", "enum", "func", "let", "var", "init", "init?", "subscript", "typealias",
      "protocol", "actor",
    ]
    return words.contains(where: kinds.contains)
  }

  /// A name and a type leave open what counts from where, what nil means and what is thrown.
  @Test func whatOtherTargetsSeeHasADocComment() throws {
    var count = 0
    var missing: [String] = []
    for (name, lines) in try files() {
      for (index, line) in lines.enumerated() where isDeclaration(line) {
        count += 1
        let above = lines[..<index].last { line in
          !line.drop { $0 == " " }.hasPrefix("@")
        }
        if let above, above.drop(while: { $0 == " " }).hasPrefix("///") { continue }
        missing.append("\(name):\(index + 1):\(line)")
      }
    }
    #expect(count > 500)
    #expect(missing.isEmpty, "\(missing.joined(separator: "\n"))")
  }
}
