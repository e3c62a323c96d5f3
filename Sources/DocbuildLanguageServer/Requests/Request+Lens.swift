import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// In how many pages lines of a source are shown, above the first of them.
  static let codeLens = Request(
    "textDocument/codeLens", capability: ("codeLensProvider", ["resolveProvider": false])
  ) { server, params in
    guard let asked = try Asked(params, in: server), asked.document == nil else { return [] }
    // A client that can't be told later is told all at once.
    if !(server.client?.refreshesLenses ?? false) { try asked.project.learnAll() }
    guard let edited = asked.project.edited else { return [] }
    var byLine: [Int: [Showing]] = [:]
    for showing in edited.showings(of: asked.path) where showing.excerpt.revisionless(in: edited) {
      let facts = showing.excerpt.facts
      // A region is known by its mark.
      let mark = facts.regions.regions.first { showing.excerpt.regions.contains($0.name) }
      byLine[mark.map { $0.start + 1 } ?? showing.excerpt.lines.first?.lowerBound ?? 1, default: []]
        .append(showing)
    }
    return .list(
      byLine.sorted { $0.key < $1.key }.map { line, showings in
        let pages = Set(showings.map(\.document.output)).count
        let start = ClientPosition(line: line - 1, character: 0)
        return [
          "range": (start..<start).json,
          "command": [
            "title": .text("shown in \(pages == 1 ? "1 page" : "\(pages) pages")"),
            "command": .text(Command.showPage.name),
            "arguments": [
              .list(showings.map { server.location($0.place, in: asked.project) })
            ],
          ],
        ]
      })
  }

  /// How many lines a directive shows, behind it.
  static let inlayHint = Request("textDocument/inlayHint", capability: ("inlayHintProvider", true))
  {
    server, params in
    guard let asked = try Asked(params, in: server), let draft = asked.draft else { return [] }
    let range = Range<ClientPosition>(params["range"])
    return .list(
      draft.shown.compactMap { excerpt in
        let line = asked.lines.offset(of: TextPosition(line: excerpt.line, column: 1))
        let position = asked.lines.position(of: Point(line, in: asked.lines).lineRange.upperBound)
        if let range, position < range.lowerBound || position > range.upperBound { return nil }
        let count = excerpt.lineCount
        return [
          "position": position.json, "label": .text(count == 1 ? "1 line" : "\(count) lines"),
          "paddingLeft": true,
        ]
      })
  }

  /// The files that directives name.
  static let documentLink = Request(
    "textDocument/documentLink", capability: ("documentLinkProvider", ["resolveProvider": false])
  ) { server, params in
    guard let asked = try Asked(params, in: server), let document = asked.document,
      let edited = asked.project.edited, let draft = asked.draft
    else { return [] }
    let source = draft.input.template.source
    return .list(
      draft.directives.compactMap { directive in
        let path = edited.path(ofTarget: directive.target, in: document)
        guard !directive.target.starts(with: "http".utf8), edited.holds(path) else {
          return nil
        }
        let place = source.place(at: directive.targetRange, line: directive.line)
        return [
          "range": place.range(in: asked.unit).json,
          "target": .text(server.uri(of: path, in: asked.project)),
        ]
      })
  }

  /// The blocks that directives own, which nobody edits.
  static let foldingRange = Request(
    "textDocument/foldingRange", capability: ("foldingRangeProvider", true)
  ) { server, params in
    guard let asked = try Asked(params, in: server), let draft = asked.draft else { return [] }
    return .list(
      draft.directives.compactMap { directive in
        guard let lines = directive.ownedBlock?.lines else { return nil }
        // The directive itself stays to be seen.
        return [
          "startLine": .number(directive.line - 1), "endLine": .number(lines.upperBound - 1),
          "kind": "region",
        ]
      })
  }
}

extension DirectiveExcerpt {
  /// Whether it shows what the file says today.
  fileprivate func revisionless(in edited: EditedProject) -> Bool {
    edited.path(of: facts.source).flatMap { edited.facts($0) }?.source.bytes == facts.source.bytes
  }
}
