/// That a document shows lines of a source.
package struct Reference: Sendable {
  /// The directive's target in the document.
  package let place: Place
  /// What is shown.
  package let facts: SourceFacts
  /// The lines shown, from 1, ascending.
  package let lines: [ClosedRange<Int>]
  /// The regions that are asked for by name.
  package let regions: [String]

  /// The source alone.
  package var source: Source { facts.source }

  /// The same, asked for at another place.
  fileprivate func moved(to place: Place) -> Reference {
    Reference(place: place, facts: facts, lines: lines, regions: regions)
  }
}

extension Document {
  /// What the document shows of which source, in the order of its directives; parts with theirs.
  package var references: [Reference] {
    var found: [Reference] = []
    for piece in pieces {
      if case .value(_, let index) = piece.content, let origin = values[index].origin {
        let value = template.values[index]
        found.append(
          Reference(
            place: template.source.place(at: value.targetRange, line: value.line),
            facts: origin.facts, lines: [origin.line + 1...origin.line + 1], regions: []))
      }
      guard case .excerpt(let excerpt, _) = piece.content, let index = piece.directive else {
        continue
      }
      let directive = template.directives[index]
      let place = template.source.place(at: directive.targetRange, line: directive.line)
      if let part = parts[index] {
        if part.template.expansion != nil {
          found += part.references.map { $0.moved(to: place) }
          continue
        }
        found.append(Reference(place: place, facts: excerpt.facts, lines: [], regions: []))
        found += part.references
        continue
      }
      found.append(
        Reference(
          place: place, facts: excerpt.facts, lines: excerpt.sourceLines,
          regions: directive.recipe.regionNames(in: excerpt.facts))
      )
      guard let old = others[index], let side = directive.otherSide, side.recipe.revision == nil
      else { continue }
      found.append(
        Reference(
          place: template.source.place(at: side.targetRange, line: side.line), facts: old.facts,
          lines: old.sourceLines, regions: directive.recipe.regionNames(in: old.facts)))
    }
    return found
  }
}

extension Document {
  /// Whether the page shows what can change without one of its files changing: a git revision, a URL, or what is looked for in
  /// all files.
  package var isVolatile: Bool {
    template.directives.contains { directive in
      directive.recipe.revision != nil || directive.recipe.key != nil
        || directive.recipe.isPattern || directive.recipe.linksToCommit
        || directive.otherSide?.recipe.revision != nil
        || directive.target.isURL
    }
      || values.contains(where: \.isVolatile) || parts.values.contains { $0.isVolatile }
  }
}

extension Document {
  /// Whether the fence that opens at that line of the output (from 1) holds an excerpt.
  package func embeds(atLine line: Int) -> Bool { blocks.contains { $0.openLine == line } }
}

extension Excerpt {
  /// The lines of the source that it shows, from 1, ascending.
  var sourceLines: [ClosedRange<Int>] {
    runs.compactMap { run in run.sourceLine.map { $0 + 1...$0 + max(1, run.count) } }
  }
}

extension Recipe {
  /// The regions of a source that selectors name: `*` names all.
  func regionNames(in facts: SourceFacts) -> [String] {
    regionNames.contains("*")
      ? regionNames.filter { $0 != "*" } + facts.regions.regions.map(\.name) : regionNames
  }
}
