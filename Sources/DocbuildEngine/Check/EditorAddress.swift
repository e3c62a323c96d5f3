import DocbuildCore
import PageWire

/// An address that opens a place in an editor, as a pattern with `{path}`, `{line}` and `{column}`.
package struct EditorAddress: Sendable {
  private let pattern: String

  /// Editors by their names, as those register themselves for addresses.
  package static let known = [
    "codium": "vscodium://file{path}:{line}:{column}",
    "cursor": "cursor://file{path}:{line}:{column}",
    "idea": "idea://open?file={path}&line={line}&column={column}",
    "textmate": "txmt://open?url=file://{path}&line={line}&column={column}",
    "vscode": "vscode://file{path}:{line}:{column}",
    "zed": "zed://file{path}:{line}:{column}",
  ]

  /// nil for what is neither an editor's name nor a pattern whose address runs nothing.
  package init?(_ text: String) {
    let pattern = EditorAddress.known[text] ?? text
    let scheme = pattern.utf8.prefix { $0 != UInt8(ascii: ":") }
    let name = String(decoding: scheme, as: UTF8.self).lowercased()
    guard scheme.count > 1, scheme.count < pattern.utf8.count, Bytes(pattern.utf8).holdsPath,
      scheme.allSatisfy({ $0.isLetter || $0.isDigit || "+.-".utf8.contains($0) }),
      !["javascript", "data", "vbscript", "blob", "file", "about"].contains(name)
    else { return nil }
    self.pattern = pattern
  }

  /// The address of a place.
  func address(_ path: Bytes, line: Int, column: Int) -> String {
    var made = ""
    var rest = Bytes(pattern.utf8)[...]
    while let first = rest.first {
      if rest.has("{path}", at: rest.startIndex) {
        made += EditorAddress.escaped(path)
        rest = rest.dropFirst(6)
      } else if rest.has("{line}", at: rest.startIndex) {
        made += "\(max(1, line))"
        rest = rest.dropFirst(6)
      } else if rest.has("{column}", at: rest.startIndex) {
        made += "\(max(1, column))"
        rest = rest.dropFirst(8)
      } else {
        let next = rest.dropFirst().firstIndex(of: UInt8(ascii: "{")) ?? rest.endIndex
        made += first == UInt8(ascii: "{") && next == rest.startIndex + 1 ? "{" : rest[..<next].text
        rest = rest[next...]
      }
    }
    return made
  }

  private static func escaped(_ path: Bytes) -> String {
    path.map { byte in
      byte.isLetter || byte.isDigit || "-._~/".utf8.contains(byte)
        ? String(UnicodeScalar(byte)) : "%" + Bytes([byte]).hexadecimal
    }.joined()
  }
}

extension Bytes {
  fileprivate var holdsPath: Bool {
    let word = Bytes("{path}".utf8)
    return indices.contains { self[$0...].starts(with: word) }
  }

  fileprivate var hexadecimal: String {
    map { byte in
      let digits = Bytes("0123456789ABCDEF".utf8)
      return [digits[Int(byte >> 4)], digits[Int(byte & 15)]].text
    }.joined()
  }
}

extension ShownProblem {
  /// - Parameter line: of the page, from 1; 0 for all of it.
  init(_ problem: Diagnostic, line: Int, in project: Project, _ editor: EditorAddress?) {
    let place = problem.place
    self.init(
      line: line, isError: problem.severity == .error, id: problem.id.rawValue,
      message: problem.message,
      place: place.line > 0 ? "\(place.name):\(place.line):\(place.column)" : place.name,
      link: place.name.isEmpty
        ? ""
        : editor?.address(
          project.absolute(Bytes(shownAs: place.name)).bytes, line: place.line, column: place.column
        )
          ?? "",
      notes: problem.notes.map { note in
        let at = note.place.map { $0.line > 0 ? "\($0.name):\($0.line): " : "\($0.name): " }
        return (at ?? "") + note.message
      })
  }
}

extension ShownExcerpt {
  /// nil for what is not taken from a file.
  init?(_ excerpt: RecordedExcerpt, in project: Project, _ editor: EditorAddress?) {
    guard let source = excerpt.source else { return nil }
    let lines = excerpt.lines.map {
      $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
    }
    let revision = excerpt.revision.map { " at \($0)" } ?? ""
    self.init(
      line: excerpt.line,
      origin: source.name + (lines.isEmpty ? "" : ":" + lines.joined(separator: ",")) + revision,
      link: revision.isEmpty
        ? editor?.address(
          project.absolute(Bytes(shownAs: source.name)).bytes,
          line: excerpt.lines.first?.lowerBound ?? 1,
          column: 1) ?? "" : "")
  }
}
