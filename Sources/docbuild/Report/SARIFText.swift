import DocbuildCore
import DocbuildEngine

/// Problems as a SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). Columns count Unicode code points there.
func sarifText(_ diagnostics: [Diagnostic]) -> String {
  var ids: [String] = []
  for problem in diagnostics where !ids.contains(problem.id.rawValue) {
    ids.append(problem.id.rawValue)
  }
  let driver = SARIF.Driver(
    name: "docbuild", semanticVersion: docbuildVersion,
    rules: ids.sorted().map { SARIF.Rule(id: $0) })
  return encoded(
    SARIF(runs: [
      SARIF.Run(tool: SARIF.Tool(driver: driver), results: diagnostics.map(SARIF.Result.init))
    ]))
}

private struct SARIF: Encodable {
  struct Run: Encodable {
    let tool: Tool
    let results: [Result]
    var columnKind = "unicodeCodePoints"
  }
  struct Tool: Encodable { let driver: Driver }
  struct Driver: Encodable {
    let name: String
    let semanticVersion: String
    let rules: [Rule]
  }
  struct Rule: Encodable { let id: String }
  struct Message: Encodable { let text: String }
  struct Artifact: Encodable { let uri: String }
  struct Region: Encodable {
    let startLine: Int
    let startColumn: Int
    let endColumn: Int
  }
  struct Physical: Encodable {
    let artifactLocation: Artifact
    let region: Region?
  }
  struct Location: Encodable {
    let physicalLocation: Physical
    let message: Message?

    init(_ place: Place, _ text: String? = nil) {
      let region =
        place.line > 0
        ? Region(
          startLine: place.line, startColumn: place.characterColumn, endColumn: place.characterEnd)
        : nil
      physicalLocation = Physical(artifactLocation: Artifact(uri: uri(place.name)), region: region)
      message = text.map { Message(text: $0) }
    }
  }
  struct Result: Encodable {
    let ruleId: String
    let level: String
    let message: Message
    let locations: [Location]
    let relatedLocations: [Location]
    let partialFingerprints: [String: String]

    init(_ diagnostic: Diagnostic) {
      ruleId = diagnostic.id.rawValue
      level = diagnostic.severity == .error ? "error" : "warning"
      let unplaced = diagnostic.notes.filter { $0.place == nil }.map(\.message)
      let cures = diagnostic.fixIt.map { [cure($0)] } ?? []
      message = Message(
        text: ([diagnostic.message] + cures + unplaced).map { escaped($0) }.joined(separator: "\n"))
      locations = [Location(diagnostic.place)]
      relatedLocations = diagnostic.notes.compactMap { note in
        note.place.map { Location($0, escaped(note.message)) }
      }
      // The same problem on the same line's text, wherever the line moves.
      let print = Hash(
        Bytes("\(diagnostic.id.rawValue)\n\(diagnostic.message)\n".utf8) + diagnostic.place.excerpt)
      partialFingerprints = ["docbuild/v1": print.text]
    }
  }

  var version = "2.1.0"
  var schema = "https://json.schemastore.org/sarif-2.1.0.json"
  let runs: [Run]

  private enum CodingKeys: String, CodingKey {
    case version, runs
    case schema = "$schema"
  }
}

/// A path as a relative URI reference (RFC 3986).
private func uri(_ path: String) -> String {
  var made = ""
  for byte in path.utf8 {
    let character = Character(Unicode.Scalar(byte))
    if byte < 0x80, character.isLetter || character.isNumber || "-._~/".contains(character) {
      made.append(character)
    } else {
      made += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
  return made
}
