/// Where a line of the output comes from.
package struct Origin: Sendable, Equatable {
  /// A template or a source.
  package let source: Source
  /// From 1.
  package let line: Int

  /// As the user would write it.
  package var name: String { source.name }

  /// The same line of what has the same name.
  package static func == (a: Origin, b: Origin) -> Bool { a.name == b.name && a.line == b.line }

  /// Where `text` stands on the origin's line; the occurrence nearest to `column` (from 1, in bytes), or the whole line
  /// when it is not there.
  package func place(of text: Bytes, near column: Int) -> Place {
    guard line <= source.lines.count else { return Place(file: name) }
    let range = source.line(line - 1)
    var best: Int?
    var at = range.lowerBound
    while !text.isEmpty, at + text.count <= range.upperBound,
      let hit = source.bytes.firstOffset(of: text[0], in: at..<range.upperBound - text.count + 1)
    {
      let distance = abs(hit - range.lowerBound + 1 - column)
      if source.bytes[hit..<hit + text.count].elementsEqual(text),
        best.map({ distance < abs($0 - range.lowerBound + 1 - column) }) ?? true
      {
        best = hit
      }
      at = hit + 1
    }
    guard let start = best else { return source.place(ofLine: line - 1) }
    return source.place(at: start..<start + text.count, line: line)
  }
}

extension Document {
  /// Where line `number` (from 1, counted by line feeds) of the output comes from: the template's line first, that
  /// of a part woven there next, the source's line last. Empty beyond the end.
  package func origins(ofLine number: Int) -> [Origin] {
    var rest = number - 1
    guard rest >= 0 else { return [] }
    let template = template.source
    var last: [Origin] = []
    var endsInLine = false
    for piece in pieces {
      switch piece.content {
      case .text(let range):
        let feeds = template.bytes.lineFeedCount(in: range)
        if rest < feeds
          || (rest == feeds && template.bytes[range.upperBound - 1] != .lineFeed && isLast(piece))
        {
          return [Origin(source: template, line: piece.templateLine + rest)]
        }
        rest -= feeds
        last = [Origin(source: template, line: piece.templateLine + feeds)]
        endsInLine = template.bytes[range.upperBound - 1] != .lineFeed
      case .made(let made):
        let feeds = made.lineFeedCount(in: 0..<made.count)
        let line = piece.directive.map { self.template.directives[$0].line } ?? piece.templateLine
        if rest < feeds { return endsInLine ? last : [Origin(source: template, line: line)] }
        rest -= feeds
        endsInLine = feeds == 0
        last = [Origin(source: template, line: line)]
      case .value:
        endsInLine = true
        last = [Origin(source: template, line: piece.templateLine)]
      case .excerpt(let excerpt, _):
        if rest < excerpt.lineCount {
          let line = piece.directive.map { self.template.directives[$0].line } ?? piece.templateLine
          let here = Origin(source: template, line: line)
          if let part = piece.directive.flatMap({ parts[$0] }) {
            let below = part.origins(ofLine: rest + 1)
            // What docbuild made of a pattern is nobody's text.
            return [here]
              + (part.template.expansion == nil
                ? below : below.filter { $0.source !== part.template.source })
          }
          return [here]
            + (excerpt.sourceLine(of: rest).map {
              [Origin(source: excerpt.source, line: $0 + 1)]
            } ?? [])
        }
        rest -= excerpt.lineCount
        endsInLine = false
      }
    }
    return []
  }

  /// The line (from 1) of the output where line `number` (from 1) of the template stands, or what a directive there has
  /// yielded begins.
  package func outputLine(ofTemplateLine number: Int) -> Int {
    guard let piece = pieces.last(where: { $0.templateLine <= number }) else { return 1 }
    guard case .text(let range) = piece.content else { return piece.line }
    let feeds = template.source.bytes.lineFeedCount(in: range)
    return piece.line + min(feeds, number - piece.templateLine)
  }

  /// The line (from 1) of the output that begins what is shown of a source from its line `number` (from 1); nil where that is
  /// not shown.
  package func outputLine(ofSource name: String, line number: Int) -> Int? {
    recordedExcerpts.first { excerpt in
      excerpt.source?.name == name && excerpt.lines.contains { $0.contains(number) }
    }?.line
  }

  /// The lines of sources that the values on line `number` (from 1) of the output stand on.
  package func valueOrigins(ofLine number: Int) -> [Origin] {
    guard !values.isEmpty, let own = origins(ofLine: number).first, own.source === template.source
    else { return [] }
    return zip(template.values, values).compactMap { value, bound in
      guard value.placeLine == own.line, let (facts, line) = bound.origin else { return nil }
      return Origin(source: facts.source, line: line + 1)
    }
  }

  private func isLast(_ piece: Piece) -> Bool {
    guard let last = pieces.last else { return false }
    if case .made(let made) = last.content, made == [.lineFeed], pieces.count > 1 { return false }
    return piece.line == last.line && piece.templateLine == last.templateLine
  }

  /// How many lines the output has, counted by line feeds.
  package var lineCount: Int {
    var total = 0
    unsafe forEachSlice { total += unsafe countLineFeeds($0) }
    return total
  }
}
