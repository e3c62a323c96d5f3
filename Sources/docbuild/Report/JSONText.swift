import DocbuildCore
import FoundationEssentials

/// Problems as one JSON object: `{"problems": […], "omitted": 0}`. Lines and columns count from 1, columns in bytes.
func jsonText(_ diagnostics: [Diagnostic], omitted: Int) -> String {
  encoded(ProblemList(problems: diagnostics.map(Problem.init), omitted: omitted))
}

/// A value as indented JSON with sorted keys and a line feed. What must not stand in a log as it is, and is ASCII outside
/// of strings only, comes as `\u` escapes, which mean the same (RFC 8259, 7).
func encoded(_ value: some Encodable) -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
  guard let data = try? encoder.encode(value) else { return "{}\n" }
  return safeForLogs(String(decoding: data, as: UTF8.self)) + "\n"
}

private func safeForLogs(_ json: String) -> String {
  var made = String.UnicodeScalarView()
  var hashes = 0
  for scalar in json.unicodeScalars {
    if scalar == "[" && hashes >= 2 || scalar.value >= 0x7F && mustBeWritten(scalar) {
      for unit in UTF16.encode(scalar) ?? .init() {
        let digits = String(unit, radix: 16, uppercase: true)
        let zeros = String(repeating: "0", count: 4 - digits.utf8.count)
        made.append(contentsOf: "\\u\(zeros)\(digits)".unicodeScalars)
      }
    } else {
      made.append(scalar)
    }
    hashes = scalar == "#" ? hashes + 1 : 0
  }
  return String(made)
}

private struct ProblemList: Encodable {
  let problems: [Problem]
  let omitted: Int
}

private struct Problem: Encodable {
  struct Location: Encodable {
    let file: String
    let line: Int?
    let column: Int?
    let endColumn: Int?

    init(_ place: Place) {
      file = place.name
      line = place.line > 0 ? place.line : nil
      column = place.line > 0 ? place.column : nil
      endColumn = place.line > 0 ? place.column + place.length : nil
    }
  }

  struct Note: Encodable {
    let message: String
    let location: Location?
  }

  let id: String
  let severity: String
  let message: String
  /// Nil for what concerns no file.
  let location: Location?
  let notes: [Note]
  /// What should stand in place of the marked bytes.
  let replacement: String?

  init(_ diagnostic: Diagnostic) {
    id = diagnostic.id.rawValue
    severity = diagnostic.severity.rawValue
    message = shortened(diagnostic.message)
    location = diagnostic.place.name.isEmpty ? nil : Location(diagnostic.place)
    notes = diagnostic.notes.map {
      Note(message: shortened($0.message), location: $0.place.map(Location.init))
    }
    replacement = diagnostic.fixIt?.text.text
  }
}
