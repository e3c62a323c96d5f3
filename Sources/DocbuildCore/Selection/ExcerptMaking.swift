/// Takes from a source what `recipe` chooses, and shapes it; the diagnostics say what could not be done.
///
/// `place` turns the bytes of an option into a place in the template; `target` is the place of the directive's
/// target.
func makeExcerpt(
  of facts: SourceFacts, by recipe: Recipe, target: Place, place: (Range<Int>) -> Place
) -> Result<Excerpt, ExcerptTrouble> {
  let source = facts.source
  if recipe.isVerbatim {
    if let fault = source.fault {
      return .failure(.init([.fault(fault, in: source, usedAt: target)]))
    }
    let idle = recipe.elide == nil ? [] : [IdleOption.elide]
    return .success(Excerpt(whole: facts, idle: idle))
  }
  var selection = Selection(all: facts)
  for step in recipe.steps {
    if let problem = selection.narrow(by: step, of: recipe, place: place) {
      return .failure(.init([problem]))
    }
  }
  if let step = recipe.steps.last, let first = selection.ranges.first,
    let last = selection.ranges.last
  {
    selection.leaveOutMarks(in: first.lowerBound..<last.upperBound, recipe)
    if selection.ranges.isEmpty {
      return .failure(
        .init([
          Diagnostic(
            .emptyExcerpt, "nothing of '\(source.name)' is left but marks of regions",
            at: place(step.range), notes: [.init("'marks=keep' keeps them")])
        ]))
    }
  }
  selection.strip(recipe.strip)
  if selection.ranges.isEmpty, !source.bytes.isEmpty {
    return .failure(
      .init([
        Diagnostic(
          .emptyExcerpt, "'strip' leaves nothing of '\(source.name)'",
          at: recipe.stripRange.map(place) ?? target)
      ]))
  }
  if source.fault != nil {
    for range in selection.ranges {
      let bytes =
        source.line(range.lowerBound).lowerBound..<source.line(range.upperBound - 1).upperBound
      if let fault = source.bytes.firstFault(in: bytes) {
        return .failure(.init([.fault(fault, in: source, usedAt: target)]))
      }
    }
  }
  return .success(selection.shaped(by: recipe))
}

/// Why there is no excerpt.
struct ExcerptTrouble: Error {
  let diagnostics: [Diagnostic]
  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

extension Diagnostic {
  fileprivate static func fault(_ fault: TextFault, in source: Source, usedAt place: Place)
    -> Diagnostic
  {
    .fault(fault, in: source, notes: [.init("the directive is here", at: place)])
  }
}

extension IdleOption {
  fileprivate static let elide = IdleOption(
    key: "elide", reason: "no lines are left out that it could stand for")
}

extension Selection {
  /// Nil when something is left.
  fileprivate mutating func narrow(
    by step: Recipe.Step, of recipe: Recipe, place: (Range<Int>) -> Place
  ) -> Diagnostic? {
    do throws(SelectionProblem) {
      try step.selector.narrow(&self, recipe)
      if ranges.isEmpty {
        throw SelectionProblem(.emptyExcerpt, "nothing of '\(source.name)' is left")
      }
      return nil
    } catch {
      let option = place(step.range)
      let notes = error.place == nil ? [] : [Diagnostic.Note("the directive is here", at: option)]
      return Diagnostic(
        error.id, error.message, at: error.place ?? option, notes: error.notes + notes)
    }
  }

  fileprivate mutating func strip(_ kinds: Recipe.Strip) {
    let hasShebang = !source.lines.isEmpty && source.bytes.has("#!", at: 0)
    for (_, kind) in Recipe.Strip.names where kinds.contains(kind) {
      let before = lineCount
      let removed: [Range<Int>]
      switch kind {
      case .marks:
        removed = facts.regions.lines(in: 0..<source.lines.count, wanted: wantedDialects)
      case .shebang: removed = hasShebang ? [0..<1] : []
      case .frontMatter: removed = source.frontMatterLines.map { [$0] } ?? []
      default: removed = source.licenseLines(from: hasShebang ? 1 : 0).map { [$0] } ?? []
      }
      remove(removed)
      silent += removed
      if lineCount == before {
        idle.append(
          IdleOption(
            key: "strip", reason: kind.reasonForNothing(in: source.name), isWhole: kinds == kind))
      }
    }
  }

  fileprivate func shaped(by recipe: Recipe) -> Excerpt {
    let bytes = source.bytes
    var pieces: [Piece] = []
    for (index, range) in ranges.enumerated() {
      let before = index == 0 ? leadingGap(range) : ranges[index - 1].upperBound..<range.lowerBound
      if let gap = visibleGap(before, isInner: index > 0) { pieces.append(.gap(gap)) }
      pieces.append(.lines(range))
    }
    if let last = ranges.last, let gap = visibleGap(trailingGap(last), isInner: false) {
      pieces.append(.gap(gap))
    }

    let common = recipe.steps.isEmpty || recipe.indent == .keep ? [] : commonIndent()
    var added: Bytes = []
    if case .spaces(let count) = recipe.indent { added = Bytes(repeating: .space, count: count) }
    var made: Bytes = []
    var runs: [Excerpt.Run] = []
    func append(_ line: ArraySlice<UInt8>) {
      var shared = 0
      while shared < common.count, shared < line.count,
        line[line.startIndex + shared] == common[shared]
      { shared += 1 }
      let rest = line.dropFirst(shared)
      if !rest.isEmpty { made += added }
      made += rest
      made.append(.lineFeed)
    }
    for piece in pieces {
      switch piece {
      case .lines(let range):
        for index in range { append(bytes[source.line(index)]) }
        runs.append(.init(sourceLine: range.lowerBound, count: range.count))
      case .gap(let gap):
        guard let text = recipe.elide else { continue }
        append(
          (indentation(of: gap) + Bytes(source.asComment(text).utf8))[...]
        )
        runs.append(.init(sourceLine: nil, count: 1))
      }
    }
    return Excerpt(
      facts, bytes: made, runs: runs, idle: idle + idleShaping(by: recipe, pieces))
  }

  private func idleShaping(by recipe: Recipe, _ pieces: [Piece]) -> [IdleOption] {
    var found: [IdleOption] = []
    switch recipe.indent {
    case .keep where recipe.steps.isEmpty:
      found.append(.init(key: "indent", reason: "a whole file keeps its indentation anyway"))
    case .keep where commonIndent().isEmpty:
      found.append(.init(key: "indent", reason: "the lines have no indentation in common"))
    case .spaces(0):
      found.append(.init(key: "indent", reason: "it adds no spaces"))
    default: break
    }
    let hasGap = pieces.contains { if case .gap = $0 { true } else { false } }
    if recipe.elide != nil, !hasGap { found.append(.elide) }
    if recipe.keepsMarks, recipe.steps.isEmpty {
      found.append(.init(key: "marks", reason: "a whole file keeps its marks anyway"))
    }
    if recipe.keepsBlankEnds, wantedDialects == nil {
      found.append(.init(key: "trim", reason: "only regions lose the blank lines at their ends"))
    }
    return found
  }

  private enum Piece {
    case lines(Range<Int>)
    case gap(Range<Int>)
  }

  /// Lines right before the first one that `omit` took.
  private func leadingGap(_ first: Range<Int>) -> Range<Int> {
    var start = first.lowerBound
    while start > 0, isTrace(start - 1) { start -= 1 }
    return start..<first.lowerBound
  }

  private func trailingGap(_ last: Range<Int>) -> Range<Int> {
    var end = last.upperBound
    while end < source.lines.count, isTrace(end) { end += 1 }
    return last.upperBound..<end
  }

  private func isTrace(_ line: Int) -> Bool {
    omitted.contains { $0.contains(line) } || silent.contains { $0.contains(line) }
  }

  /// The gap when it is one to show: inside the excerpt, more than lines that leave no trace; at its ends, what
  /// `omit` took.
  private func visibleGap(_ gap: Range<Int>, isInner: Bool) -> Range<Int>? {
    let shows = gap.contains { line in
      isInner ? !silent.contains { $0.contains(line) } : omitted.contains { $0.contains(line) }
    }
    return shows ? gap : nil
  }

  /// The white space that all lines but the blank ones begin with.
  private func commonIndent() -> Bytes {
    var common: Bytes?
    for index in indices {
      let line = source.bytes[source.line(index)]
      let indent = line.prefix { $0.isBlank }
      if indent.count == line.count { continue }
      guard let known = common else {
        common = Bytes(indent)
        continue
      }
      var shared = 0
      while shared < known.count, shared < indent.count,
        known[shared] == indent[indent.startIndex + shared]
      {
        shared += 1
      }
      common = Bytes(known.prefix(shared))
    }
    return common ?? []
  }

  /// The smallest indentation among lines left out, but for marks that leave no trace beside others.
  private func indentation(of gap: Range<Int>) -> Bytes {
    var smallest: ArraySlice<UInt8>?
    let shown = gap.filter { line in !silent.contains { $0.contains(line) } }
    for index in shown.isEmpty ? Array(gap) : shown {
      let line = source.bytes[source.line(index)]
      let indent = line.prefix { $0.isBlank }
      if indent.count < line.count, indent.count < smallest?.count ?? .max { smallest = indent }
    }
    return Bytes(smallest ?? [])
  }
}

extension Source {
  /// `text` as a comment of the language, unless it is one already.
  fileprivate func asComment(_ text: String) -> String {
    guard let language, let comment = language.comment else { return text }
    if MarkLine(Bytes(text.utf8)[...], lexis: language.lexis).comment != nil { return text }
    return comment.around(text)
  }

  /// The front matter with the blank lines behind it; nil without one.
  fileprivate var frontMatterLines: Range<Int>? {
    let end = bytes.endOfFrontMatter
    guard end > 0 else { return nil }
    var line = bytes.lineFeedCount(in: 0..<end)
    while line < lines.count, bytes[self.line(line)].trimmed().isEmpty { line += 1 }
    return 0..<line
  }

  /// The comment at the top, from line `first`, that speaks of a licence, with the blank lines behind it.
  fileprivate func licenseLines(from first: Int) -> Range<Int>? {
    var start = first
    func text(_ index: Int) -> ArraySlice<UInt8> { bytes[line(index)].trimmed() }
    while start < lines.count, text(start).isEmpty { start += 1 }
    guard start < lines.count else { return nil }
    var end = start
    let open = text(start)
    let blocks = [("/*", "*/"), ("<!--", "-->"), ("(*", "*)"), ("{-", "-}")]
    if let block = blocks.first(where: { open.starts(with: Bytes($0.0.utf8)) }) {
      while end < lines.count, !text(end).contains(Bytes(block.1.utf8)) { end += 1 }
      end = min(end + 1, lines.count)
    } else if let comment = language?.comment, comment.close.isEmpty {
      while end < lines.count, text(end).starts(with: Bytes(comment.open.utf8)) { end += 1 }
    } else {
      while end < lines.count, text(end).starts(with: [UInt8(ascii: "#")]) { end += 1 }
    }
    let words = bytes[
      line(start).lowerBound..<(end > start ? line(end - 1).upperBound : line(start).lowerBound)
    ].text
      .lowercased()
    guard ["copyright", "license", "licence", "spdx"].contains(where: words.contains) else {
      return nil
    }
    while end < lines.count, text(end).isEmpty { end += 1 }
    return start..<end
  }
}
