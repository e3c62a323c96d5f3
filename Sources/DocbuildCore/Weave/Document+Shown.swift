/// What a directive shows on a page, for whoever looks at the directive.
package struct DirectiveExcerpt: Sendable {
  /// The directive's line, from 1.
  package let line: Int
  /// What it is taken from; the template for one that is woven as a part.
  package let facts: SourceFacts
  /// The lines of that, from 1, ascending; none for a part.
  package let lines: [ClosedRange<Int>]
  /// The regions that are asked for by name.
  package let regions: [String]
  /// The text as it is shown.
  package let text: Bytes
}

extension DirectiveExcerpt {
  /// The same, shown by a directive on another line.
  fileprivate func moved(to line: Int) -> DirectiveExcerpt {
    DirectiveExcerpt(line: line, facts: facts, lines: lines, regions: regions, text: text)
  }
}

extension Document {
  /// What its directives show, in their order; those of parts are the part's.
  package var shown: [DirectiveExcerpt] {
    pieces.flatMap { piece -> [DirectiveExcerpt] in
      guard case .excerpt(let excerpt, _) = piece.content, let index = piece.directive else {
        return []
      }
      let directive = template.directives[index]
      if let part = parts[index] {
        if part.template.expansion != nil {
          return part.shown.map { $0.moved(to: directive.line) }
        }
        return [
          DirectiveExcerpt(
            line: directive.line, facts: excerpt.facts, lines: [], regions: [], text: part.bytes)
        ]
      }
      return [
        DirectiveExcerpt(
          line: directive.line, facts: excerpt.facts, lines: excerpt.sourceLines,
          regions: directive.recipe.regionNames(in: excerpt.facts),
          text: Bytes(excerpt.bytes[excerpt.range]))
      ]
    }
  }
}
