/// What an embedmd command takes from a source: from the first match of its first pattern to the end of the
/// next match of its second, by character, as embedmd 2 does; `$` is the end of the file.
///
/// embedmd: https://github.com/campoy/embedmd
func makeCommandExcerpt(
  of facts: SourceFacts, for directive: Directive, in template: Template
) -> Result<Excerpt, ExcerptTrouble> {
  let source = facts.source
  let bytes = source.bytes
  func place(_ range: Range<Int>) -> Place {
    template.source.place(at: range, line: directive.line)
  }
  func fail(_ id: DiagnosticID, _ message: String, _ range: Range<Int>) -> Result<
    Excerpt, ExcerptTrouble
  > {
    .failure(.init([Diagnostic(id, message, at: place(range))]))
  }
  var range = 0..<bytes.count
  if let start = directive.command?.start {
    guard let match = start.pattern?.firstMatch(in: bytes, range) else {
      return fail(
        .patternNotFound, "nothing in '\(source.name)' matches '\(start.text)'", start.range)
    }
    range = match.lowerBound..<(directive.command?.end == nil ? match.upperBound : bytes.count)
  }
  if let end = directive.command?.end, let pattern = end.pattern {
    guard let match = pattern.firstMatch(in: bytes, range) else {
      return fail(
        .patternNotFound, "nothing in '\(source.name)' behind the start matches '\(end.text)'",
        end.range)
    }
    range = range.lowerBound..<match.upperBound
  }
  if let fault = bytes.firstFault(in: range) {
    return .failure(
      .init([
        .fault(
          fault, in: source, notes: [.init("the command is here", at: place(directive.targetRange))]
        )
      ]))
  }
  guard !range.isEmpty || bytes.isEmpty else {
    return fail(
      .emptyExcerpt, "the pattern matches an empty text in '\(source.name)'",
      directive.command?.start?.range ?? directive.targetRange)
  }
  var made = Bytes(bytes[range])
  if let last = made.last, last != .lineFeed { made.append(.lineFeed) }
  let first = bytes.lineFeedCount(in: 0..<range.lowerBound)
  let lines = made.lineFeedCount(in: 0..<made.count)
  return .success(
    Excerpt(
      facts, bytes: made, runs: lines > 0 ? [.init(sourceLine: first, count: lines)] : []))
}
