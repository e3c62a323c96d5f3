/// What an excerpt is compared with.
package struct RecordedOther: Sendable {
  /// The file, as the directive names it.
  package let target: Bytes
  /// The git revision that it was read at.
  package let revision: String?
  /// The template with the directive, as the user would write it.
  package let template: String
}

/// An excerpt on a page, or a value in a sentence, for a record of what the page was made from.
package struct RecordedExcerpt: Sendable {
  /// The page's line (from 1) that it begins on.
  package let line: Int
  /// What it is taken from; nil for a value that no file holds.
  package let source: Source?
  /// Its lines in the source, from 1, ascending.
  package let lines: [ClosedRange<Int>]
  /// The options as they are written; the name of a value.
  package let options: String
  /// The git revision that it was read at.
  package let revision: String?
  /// What it is compared with; nil for nothing.
  package var other: RecordedOther?
  /// The text that is shown.
  package let text: Bytes
}

extension Document {
  /// The excerpts and values on the page in order; those of parts with theirs, by the lines of the whole page.
  package var recordedExcerpts: [RecordedExcerpt] {
    var found: [RecordedExcerpt] = []
    for piece in pieces {
      switch piece.content {
      case .text, .made: continue
      case .value(let text, let index):
        let origin = values[index].origin
        found.append(
          RecordedExcerpt(
            line: piece.line, source: origin?.facts.source,
            lines: origin.map { [$0.line + 1...$0.line + 1] } ?? [],
            options: "value=\(template.values[index].target.text)", revision: nil, text: text))
      case .excerpt(let excerpt, _):
        guard let index = piece.directive else { continue }
        if let part = parts[index] {
          found += part.recordedExcerpts.map { $0.moved(by: piece.line - 1) }
          continue
        }
        let directive = template.directives[index]
        let options = template.source.bytes[
          directive.targetRange.upperBound..<directive.lineRange.upperBound]
        found.append(
          RecordedExcerpt(
            line: piece.line, source: excerpt.source,
            lines: excerpt.sourceLines,
            options: directive.ownOptions(options.optionsText),
            revision: directive.recipe.revision?.text,
            other: directive.otherSide.map {
              RecordedOther(
                target: $0.target, revision: $0.recipe.revision?.text,
                template: template.source.name)
            },
            text: Bytes(excerpt.bytes[excerpt.range])))
      }
    }
    return found
  }
}

extension RecordedExcerpt {
  fileprivate func moved(by lines: Int) -> RecordedExcerpt {
    RecordedExcerpt(
      line: line + lines, source: source, lines: self.lines, options: options, revision: revision,
      other: other, text: text)
  }
}

extension ArraySlice<UInt8> {
  /// What stands before the end of the directive.
  fileprivate var optionsText: String {
    var text = self
    while let last = text.last, last.isBlank || ")->".utf8.contains(last) { text.removeLast() }
    return Bytes(text.trimmed()).text
  }
}

extension Directive {
  /// The options as they are written, with the region that a key names.
  fileprivate func ownOptions(_ written: String) -> String {
    guard let key = recipe.key else { return written }
    return "region=\(key.asValue)" + (written.isEmpty ? "" : " \(written)")
  }
}
