/// Where the text that a directive's block shows stands in its source now: for a selector that fails, and for lines that are
/// others since the file has changed.
package struct MovedText: Sendable {
  /// The lines of the source, from 0.
  let lines: Range<Int>
  /// What the directive's options would have to be; nil where no directive chooses those lines.
  let options: String?
  /// Whether it is just that text, and not only much like it.
  let isExact: Bool
}

extension Directive {
  /// The text of the block that the directive owns; nil where there is none.
  private func shownLines(in template: Template) -> [Bytes]? {
    guard kind == .embed, let fence = ownedBlock?.fence else { return nil }
    let text = fence.literal ?? Bytes(template.source.bytes[fence.content])
    var lines = normalised(text).split(separator: .lineFeed, omittingEmptySubsequences: false)
      .map { Bytes($0) }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines.contains { $0[...].isTelling } ? lines : nil
  }

  /// Where that text stands in the source; nil where that can't be told for certain.
  private func movedText(in facts: SourceFacts, _ template: Template) -> MovedText? {
    guard let lines = shownLines(in: template) else { return nil }
    let block = PastedBlock(
      info: "", lines: lines, openLine: 1, closeLine: 1, margin: [], prose: .init(), claim: nil)
    let solid = SolidLines(of: facts.source)
    let passages = block.passages(in: facts.source, solid)
    if let passage = passages.first {
      guard passages.count == 1 else { return nil }
      let directive = block.directive(for: passage, in: facts)
      return MovedText(lines: passage.lines, options: directive?.options, isExact: true)
    }
    guard let near = block.nearPassage(in: solid), near.percent >= PastedBlock.nearPercent else {
      return nil
    }
    let directive =
      near.hasEnds ? block.directive(for: Passage([near.lines], .spaced), in: facts) : nil
    return MovedText(lines: near.lines, options: directive?.options, isExact: false)
  }

  /// A problem of one of the directive's selectors with a word on where the text of its block has gone, and a fix-it where
  /// a directive shows it.
  package func withMovedText(
    _ problem: Diagnostic, in facts: SourceFacts, _ template: Template
  ) -> Diagnostic {
    let selectors: [DiagnosticID] = [
      .lineOutOfRange, .regionNotFound, .regionNotClosed, .symbolNotFound, .patternNotFound,
      .emptyExcerpt,
    ]
    guard selectors.contains(problem.id), problem.fixIt == nil, problem.place.line == line,
      let moved = movedText(in: facts, template)
    else { return problem }
    var problem = problem
    problem.notes.append(
      .init(
        moved.isExact
          ? "the text that the page shows is here now"
          : "what is most like the text that the page shows is here",
        at: facts.source.place(ofLine: moved.lines.lowerBound)))
    problem.fixIt = moved.options.flatMap { fixIt($0, template) }
    return problem
  }

  /// A warning where lines are chosen by number and the block's text stands, word for word, on others now.
  package func movedLines(in facts: SourceFacts, _ template: Template) -> Diagnostic? {
    guard let range = recipe.optionRanges["lines"], recipe.steps.count == 1, !recipe.isFaulty,
      let shown = shownLines(in: template),
      let current = facts.lines(by: optionText(template)), current != shown,
      let moved = movedText(in: facts, template), moved.isExact
    else { return nil }
    let (first, last) = (moved.lines.lowerBound + 1, moved.lines.upperBound)
    var made = Diagnostic(
      .movedText,
      "'\(template.source.bytes[range].text)' are other lines now: the page's text stands on \(first == last ? "line \(first)" : "lines \(first) to \(last)") of '\(facts.source.name)'",
      at: template.source.place(at: range, line: line))
    made.severity = .warning
    made.fixIt = moved.options.flatMap { fixIt($0, template) }
    return made
  }

  /// The options as they are written.
  private func optionText(_ template: Template) -> String {
    guard let range = optionRange else { return "" }
    return template.source.bytes[range].text
  }

  private var optionRange: Range<Int>? {
    let ranges = recipe.optionRanges.values
    guard let first = ranges.map(\.lowerBound).min(), let last = ranges.map(\.upperBound).max()
    else { return nil }
    return first..<last
  }

  /// Other options in place of those that choose lines; those that shape them stay.
  private func fixIt(_ options: String, _ template: Template) -> TextEdit? {
    guard let range = optionRange else { return nil }
    let kept = recipe.optionRanges.filter { !Selector.keys.contains($0.key) && $0.key != "indent" }
      .sorted { $0.value.lowerBound < $1.value.lowerBound }
      .map { template.source.bytes[$0.value].text }
    let text = ([options] + kept).filter { !$0.isEmpty }.joined(separator: " ")
    guard !text.isEmpty else { return nil }
    return TextEdit(at: template.source.place(at: range, line: line), text)
  }
}
