import DocbuildCore
import DocbuildEngine

/// Problems as a SARIF 2.1.0 log (https://docs.oasis-open.org/sarif/sarif/v2.1.0/). Columns count Unicode code points there.
func sarifText(_ diagnostics: [Diagnostic], omitted: Int) -> String {
  var ids: [String] = []
  for problem in diagnostics where !problem.place.name.isEmpty && !ids.contains(problem.id.rawValue)
  {
    ids.append(problem.id.rawValue)
  }
  // What concerns no file is a notification: a result must have a place.
  let placed = diagnostics.filter { !$0.place.name.isEmpty }
  var notifications = diagnostics.filter { $0.place.name.isEmpty }.map {
    SARIF.Notification(level: level($0), message: SARIF.Message(text: readable($0.message)))
  }
  if omitted > 0 {
    notifications.append(
      SARIF.Notification(level: "note", message: SARIF.Message(text: notShown(omitted))))
  }
  let driver = SARIF.Driver(
    name: "docbuild", semanticVersion: docbuildVersion,
    rules: ids.sorted().map { SARIF.Rule(id: $0) })
  return encoded(
    SARIF(runs: [
      SARIF.Run(
        tool: SARIF.Tool(driver: driver), results: placed.map(SARIF.Result.init),
        invocations: [
          SARIF.Invocation(
            executionSuccessful: !diagnostics.contains { $0.id.isMachineTrouble },
            toolExecutionNotifications: notifications)
        ])
    ]))
}

private struct SARIF: Encodable {
  struct Run: Encodable {
    let tool: Tool
    let results: [Result]
    let invocations: [Invocation]
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
  struct Notification: Encodable {
    let level: String
    let message: Message
  }
  struct Invocation: Encodable {
    let executionSuccessful: Bool
    let toolExecutionNotifications: [Notification]
  }
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
          startLine: place.line, startColumn: place.codePointColumns.lowerBound,
          endColumn: place.codePointColumns.upperBound)
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
      level = docbuild.level(diagnostic)
      let unplaced = diagnostic.notes.filter { $0.place == nil }.map(\.message)
      let cures = diagnostic.fixIt.map { [cure($0)] } ?? []
      message = Message(
        text: ([diagnostic.message] + cures + unplaced).map { readable($0) }.joined(separator: "\n")
      )
      locations = [Location(diagnostic.place)]
      relatedLocations = diagnostic.notes.compactMap { note in
        note.place.map { Location($0, readable(note.message)) }
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

private func level(_ diagnostic: Diagnostic) -> String {
  diagnostic.severity == .error ? "error" : "warning"
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
