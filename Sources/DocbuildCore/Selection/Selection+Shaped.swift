extension Selection {
  func shaped(by recipe: Recipe) -> Excerpt {
    let pieces = recipe.context == nil ? piecesWithGaps : piecesWithContext
    var text = ShapedText(self, by: recipe)
    // What is hidden keeps its indentation, so what is shown does.
    if !recipe.steps.isEmpty, recipe.indent != .keep, recipe.context == nil {
      text.common = commonIndent()
    }
    text.reserve(for: pieces)
    var runs: [Excerpt.Run] = []
    for piece in pieces {
      switch piece {
      case .lines(let range):
        text.append(range)
        runs.append(.init(sourceLine: range.lowerBound, count: range.count))
      case .hidden(let range):
        text.append(hidden: range, behind: recipe.context ?? [])
        runs.append(.init(sourceLine: range.lowerBound, count: range.count))
      case .gap(let gap):
        guard let mark = recipe.elide else { continue }
        text.append(indentation(of: gap) + Bytes(source.asComment(mark).utf8))
        runs.append(.init(sourceLine: nil, count: 1))
      }
    }
    return Excerpt(
      facts, bytes: text.made, runs: runs, idle: idle + idleShaping(by: recipe, pieces))
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

  fileprivate enum Piece {
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
    let (bytes, starts) = (source.bytes, source.lines)
    var common: Range<Int>?
    for range in ranges {
      for index in range {
        let line = source.line(index, of: starts)
        var end = line.lowerBound
        while end < line.upperBound, bytes[end].isBlank { end += 1 }
        if end == line.upperBound { continue }
        guard let known = common else {
          common = line.lowerBound..<end
          continue
        }
        let most = min(known.count, end - line.lowerBound)
        var shared = 0
        while shared < most, bytes[known.lowerBound + shared] == bytes[line.lowerBound + shared] {
          shared += 1
        }
        common = known.lowerBound..<known.lowerBound + shared
      }
    }
    return common.map { Bytes(bytes[$0]) } ?? []
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

/// The text of an excerpt while it is put together.
private struct ShapedText {
  private let bytes: Bytes
  /// Where the source's lines begin.
  private let starts: [Int]
  private let source: Source
  private let rewritten: [Int: Bytes]
  /// What every line begins with, and loses.
  var common: Bytes = []
  /// What every line that is not empty gets in front.
  private let added: Bytes
  private(set) var made: Bytes = []

  init(_ selection: Selection, by recipe: Recipe) {
    source = selection.source
    bytes = source.bytes
    starts = source.lines
    rewritten = selection.rewritten
    if case .spaces(let count) = recipe.indent {
      added = Bytes(repeating: .space, count: count)
    } else {
      added = []
    }
  }

  /// Makes room for the lines of `pieces`.
  mutating func reserve(for pieces: [Selection.Piece]) {
    var size = 0
    for case .lines(let range) in pieces where !range.isEmpty {
      size += extent(of: range).count + 1 + added.count * range.count
    }
    made.reserveCapacity(size)
  }

  /// The bytes of lines of the source, the last without its line feed.
  private func extent(of range: Range<Int>) -> Range<Int> {
    let first = source.line(range.lowerBound, of: starts)
    return first.lowerBound..<source.line(range.upperBound - 1, of: starts).upperBound
  }

  mutating func append(_ range: Range<Int>) {
    if common.isEmpty, added.isEmpty, rewritten.isEmpty, !range.isEmpty {
      made += bytes[extent(of: range)]
      made.append(.lineFeed)
      return
    }
    for index in range {
      if let text = rewritten[index] {
        append(text)
      } else {
        append(source.line(index, of: starts), of: bytes)
      }
    }
  }

  mutating func append(_ line: Bytes) { append(line.indices, of: line) }

  private mutating func append(_ line: Range<Int>, of bytes: Bytes) {
    var start = line.lowerBound
    let most = min(line.upperBound, start + common.count)
    while start < most, bytes[start] == common[start - line.lowerBound] { start += 1 }
    if start < line.upperBound, !added.isEmpty { made += added }
    made += bytes[start..<line.upperBound]
    made.append(.lineFeed)
  }

  mutating func append(hidden range: Range<Int>, behind context: Bytes) {
    for index in range {
      let line = bytes[source.line(index, of: starts)]
      let whole = context + line
      made += line.isEmpty ? whole.withoutBlanksAtEnd : whole
      made.append(.lineFeed)
    }
  }
}
