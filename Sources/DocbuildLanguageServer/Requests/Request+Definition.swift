import DocbuildCore
import DocbuildEngine
import DocbuildReport

extension Request {
  /// The lines that a directive shows; the heading that a link leads to.
  static let definition = Request(
    "textDocument/definition", capability: ("definitionProvider", true)
  ) { server, params in
    guard let asked = try Asked(params, in: server), let draft = asked.draft,
      let edited = asked.project.edited
    else { return .null }
    let point = try asked.point(params)
    if let directive = draft.directive(on: point.line) {
      guard let excerpt = draft.excerpt(on: point.line), directive.recipe.revision == nil else {
        let path = asked.document.map { edited.path(ofTarget: directive.target, in: $0) }
        guard let path, edited.holds(path) else { return .null }
        return server.location(path, lines: 1...1, in: asked.project)
      }
      guard let path = edited.path(of: excerpt.facts.source) else { return .null }
      let lines = excerpt.lines.isEmpty ? [1...1] : excerpt.lines
      return .list(lines.map { server.location(path, lines: $0, in: asked.project) })
    }
    guard let (path, heading) = asked.target(ofLinkAt: point, edited) else { return .null }
    let text = asked.project.text(at: path) ?? []
    let line = heading.map { text.lineFeedCount(in: 0..<$0.range.lowerBound) + 1 } ?? 1
    return server.location(path, lines: line...line, in: asked.project)
  }

  /// The directives that show a line of a source, or what the directive here shows; the links to the heading here.
  static let references = Request(
    "textDocument/references", capability: ("referencesProvider", true)
  ) { server, params in
    guard let asked = try Asked(params, in: server) else { return [] }
    try asked.project.learnAll()
    guard let edited = asked.project.edited else { return [] }
    let point = try asked.point(params)
    guard let draft = asked.draft else {
      return .list(
        edited.showings(of: asked.path).filter { $0.excerpt.shows(point.line) }
          .map { server.location($0.place, in: asked.project) })
    }
    if let excerpt = draft.excerpt(on: point.line) {
      let path = edited.path(of: excerpt.facts.source)
      let found = (path.map { edited.showings(of: $0) } ?? []).filter { other in
        excerpt.lines.contains { lines in
          other.excerpt.lines.contains { $0.overlaps(lines) }
        }
      }
      return .list(found.map { server.location($0.place, in: asked.project) })
    }
    guard let heading = asked.heading(on: point) else { return [] }
    let links = edited.links(to: heading.anchor ?? [], of: asked.path) {
      asked.project.text(at: $0)
    }
    return .list(
      links.map { link in
        let lines = TextLines(asked.project.text(at: link.page) ?? [], server.unit)
        return [
          "uri": .text(server.uri(of: link.page, in: asked.project)),
          "range": lines.range(of: link.range).json,
        ]
      })
  }
}

extension DirectiveExcerpt {
  /// Whether a line of the source, from 1, is shown; the mark of a wanted region counts.
  func shows(_ line: Int) -> Bool {
    lines.contains { $0.contains(line) }
      || facts.regions.regions.contains {
        regions.contains($0.name) && ($0.start == line - 1 || $0.end == line - 1)
      }
  }
}

extension Asked {
  /// The heading on a point's line.
  func heading(on point: Point) -> PageOutline.Heading? {
    project.edited?.outline(lines.bytes, of: path).headings.first {
      point.lineRange.contains($0.range.lowerBound)
    }
  }
}
