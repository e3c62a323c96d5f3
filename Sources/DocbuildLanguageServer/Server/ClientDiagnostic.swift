import DocbuildCore
import DocbuildReport

/// A problem as a client takes it.
struct ClientDiagnostic {
  let problem: Diagnostic
  let range: Range<ClientPosition>
  let json: JSONValue

  /// - Parameters:
  ///   - manual: the address of the manual's folder.
  ///   - uri: the address of the file that a place is in.
  init(_ problem: Diagnostic, _ unit: PositionUnit, manual: String?, uri: (Place) -> String) {
    self.problem = problem
    range = problem.place.range(in: unit)
    // Notes without a place of their own belong to the text: clients show nothing else of them.
    let text = ([problem.message] + problem.notes.filter { $0.place == nil }.map(\.message))
      .map { Escaping.terminal($0) }.joined(separator: "\n")
    let related = problem.notes.compactMap { note -> JSONValue? in
      guard let place = note.place else { return nil }
      return [
        "location": ["uri": .text(uri(place)), "range": place.range(in: unit).json],
        "message": .text(Escaping.terminal(note.message)),
      ]
    }
    let id = problem.id.rawValue
    json = [
      "range": range.json, "severity": .number(problem.severity == .error ? 1 : 2),
      "code": .text(id), "source": "docbuild", "message": .text(text),
      "codeDescription": manual.map { ["href": .text("\($0)/diagnostics.md#\(id)")] },
      "relatedInformation": related.isEmpty ? nil : .list(related),
    ]
  }
}

extension Place {
  /// As clients count; the start of the text for a whole file.
  func range(in unit: PositionUnit) -> Range<ClientPosition> {
    guard line > 0 else {
      let start = ClientPosition(line: 0, character: 0)
      return start..<start
    }
    let columns = columns(in: unit.column)
    let start = ClientPosition(line: line - 1, character: columns.lowerBound - 1)
    return start..<ClientPosition(line: line - 1, character: columns.upperBound - 1)
  }
}
