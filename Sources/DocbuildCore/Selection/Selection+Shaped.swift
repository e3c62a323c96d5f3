extension Selection {
  func shaped(by recipe: Recipe) -> Excerpt {
    let bytes = source.bytes
    let pieces = recipe.context == nil ? piecesWithGaps : piecesWithContext
    // What is hidden keeps its indentation, so what is shown does.
    let common =
      recipe.steps.isEmpty || recipe.indent == .keep || recipe.context != nil ? [] : commonIndent()
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
    func append(hidden line: ArraySlice<UInt8>) {
      let whole = (recipe.context ?? []) + line
      made += line.isEmpty ? whole.withoutBlanksAtEnd : whole
      made.append(.lineFeed)
    }
    for piece in pieces {
      switch piece {
      case .lines(let range):
        for index in range { append(rewritten[index]?[...] ?? bytes[source.line(index)]) }
        runs.append(.init(sourceLine: range.lowerBound, count: range.count))
      case .hidden(let range):
        for index in range { append(hidden: bytes[source.line(index)]) }
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
    if recipe.context != nil, pieces.count == 1 {
      found.append(.init(key: "context", reason: "no lines are left out that it could keep"))
    }
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
    /// Lines that were not chosen, and are kept.
    case hidden(Range<Int>)
  }

  private var piecesWithGaps: [Piece] {
    var pieces: [Piece] = []
    for (index, range) in ranges.enumerated() {
      let before = index == 0 ? leadingGap(range) : ranges[index - 1].upperBound..<range.lowerBound
      if let gap = visibleGap(before, isInner: index > 0) { pieces.append(.gap(gap)) }
      pieces.append(.lines(range))
    }
    if let last = ranges.last, let gap = visibleGap(trailingGap(last), isInner: false) {
      pieces.append(.gap(gap))
    }
    return pieces
  }

  /// All lines of the source but marks and what `strip` takes.
  private var piecesWithContext: [Piece] {
    var pieces: [Piece] = []
    var at = 0
    func hide(upTo end: Int) {
      while at < end {
        if silent.contains(where: { $0.contains(at) }) {
          at += 1
          continue
        }
        let start = at
        while at < end, !silent.contains(where: { $0.contains(at) }) { at += 1 }
        pieces.append(.hidden(start..<at))
      }
    }
    for range in ranges {
      hide(upTo: range.lowerBound)
      pieces.append(.lines(range))
      at = range.upperBound
    }
    hide(upTo: source.lines.count)
    return pieces
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
