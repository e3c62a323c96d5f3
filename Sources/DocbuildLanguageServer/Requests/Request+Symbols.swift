import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// The headings of a page, the regions of a source.
  static let documentSymbol = Request(
    "textDocument/documentSymbol", capability: ("documentSymbolProvider", true)
  ) { server, params in
    guard let asked = try Asked(params, in: server), let edited = asked.project.edited else {
      return []
    }
    var symbols: [OutlineSymbol] = []
    if asked.document != nil {
      let headings = edited.outline(asked.lines.bytes, of: asked.path).headings
      for (index, heading) in headings.enumerated() {
        let next = headings[(index + 1)...].first { $0.level <= heading.level }
        symbols.append(
          OutlineSymbol(
            name: heading.title.text, level: heading.level,
            whole: heading.range.lowerBound..<(next?.range.lowerBound ?? asked.lines.bytes.count),
            own: heading.range))
      }
    } else if let facts = edited.facts(asked.path) {
      for region in facts.regions.regions {
        func offset(_ line: Int) -> Int {
          asked.lines.offset(of: TextPosition(line: line, column: 1))
        }
        let start = offset(region.start + 1)
        symbols.append(
          OutlineSymbol(
            name: region.name, level: 0, whole: start..<max(start, offset(region.end + 2)),
            own: Point(start, in: asked.lines).lineRange))
      }
    }
    let isNested = server.client?.nestsSymbols ?? false
    return .list(
      isNested
        ? OutlineSymbol.nested(symbols[...], asked.lines)
        : symbols.map { $0.flat(asked.uri, asked.lines) })
  }
}

/// A heading or a region, by offsets.
private struct OutlineSymbol {
  let name: String
  /// Deeper ones stand in those before them; 0 where none does.
  let level: Int
  let whole: Range<Int>
  let own: Range<Int>

  /// The protocol's number for a text.
  private static let kind: JSONValue = 15

  func flat(_ uri: String, _ lines: TextLines) -> JSONValue {
    [
      "name": .text(shownName), "kind": OutlineSymbol.kind,
      "location": ["uri": .text(uri), "range": lines.range(of: whole).json],
    ]
  }

  /// No symbol may be without a name.
  private var shownName: String { name.isEmpty ? "(no name)" : name }

  static func nested(_ symbols: ArraySlice<OutlineSymbol>, _ lines: TextLines) -> [JSONValue] {
    var made: [JSONValue] = []
    var rest = symbols
    while let first = rest.popFirst() {
      let inner = rest.prefix { first.level > 0 && $0.level > first.level }
      rest = rest.dropFirst(inner.count)
      made.append([
        "name": .text(first.shownName), "kind": kind, "range": lines.range(of: first.whole).json,
        "selectionRange": lines.range(of: first.own).json,
        "children": .list(nested(inner, lines)),
      ])
    }
    return made
  }
}
