extension ExpectedLine {
  /// The names that `[..=NAME]` in it gives to what it stands for.
  var names: [Bytes] {
    if case .pieces(_, let gaps) = kind { gaps.compactMap(\.name) } else { [] }
  }

  /// What its names stand for in a line that fits.
  func captured(from actual: Bytes) -> [(name: Bytes, value: Bytes)] {
    guard case .pieces(let pieces, let gaps) = kind,
      let filled = Filled(pieces, gaps, in: actual.withoutBlankEnd.masked(vary))
    else { return [] }
    return zip(gaps, filled.texts).compactMap { gap, text in gap.name.map { ($0, text) } }
  }

  /// The same line where what its names stand for is given: that text in their place.
  func filled(with values: [(name: Bytes, value: Bytes)]) -> ExpectedLine {
    guard case .pieces(let pieces, let gaps) = kind else { return self }
    var values = values[...]
    var made: (pieces: [Bytes], gaps: [Gap]) = ([pieces[0]], [])
    for (gap, piece) in zip(gaps, pieces.dropFirst()) {
      if gap.name != nil, let value = values.popFirst()?.value {
        made.pieces[made.pieces.count - 1] += value + piece
      } else {
        made.gaps.append(gap)
        made.pieces.append(piece)
      }
    }
    return ExpectedLine(
      text, vary, made.gaps.isEmpty ? .exact(made.pieces[0]) : .pieces(made.pieces, gaps: made.gaps)
    )
  }

  /// The same line with what `[NAME]` stands for in it; nil stands for any text.
  func resolved(_ values: [Bytes: Bytes?]) -> ExpectedLine {
    guard refers(to: values.keys) else { return self }
    return ExpectedLine(text, vary, Self.kind(of: text.withoutBlankEnd, vary, values))
  }

  /// Whether it holds notation, so that it is not what a command prints.
  package var isNotation: Bool {
    if isSample { return false }
    switch kind {
    case .anyLines, .pieces, .pattern: return true
    case .unreadable: return false
    case .exact:
      let line = text.withoutBlankEnd
      return line.ends(with: Bytes(" (glob)".utf8)) || line.ends(with: Bytes(" (esc)".utf8))
    }
  }

  /// Whether `[NAME]` with one of these names stands in it.
  package func refers(to names: some Collection<Bytes>) -> Bool {
    switch kind {
    case .exact, .pieces: break
    case .anyLines, .pattern, .unreadable: return false
    }
    let line = text.withoutBlankEnd
    if line.ends(with: Bytes(" (glob)".utf8)) || line.ends(with: Bytes(" (esc)".utf8)) {
      return false
    }
    return names.contains { name in
      line.parts(around: [UInt8(ascii: "[")] + name + [UInt8(ascii: "]")]).count > 1
    }
  }
}

extension Bytes {
  /// The text before, between and behind every gap, and what those are. What `[NAME]` stands for is put in its place, but
  /// behind `[..=NAME]` on the same line, where it is a gap as well.
  func pieces(_ values: [Bytes: Bytes?]) -> (pieces: [Bytes], gaps: [ExpectedLine.Gap]) {
    var pieces: [Bytes] = [[]]
    var gaps: [ExpectedLine.Gap] = []
    var at = 0
    while at < count {
      guard self[at] == UInt8(ascii: "["), let found = gap(at: at, values, behind: gaps) else {
        pieces[pieces.count - 1].append(self[at])
        at += 1
        continue
      }
      switch found.meaning {
      case .text(let text): pieces[pieces.count - 1] += text
      case .gap(let gap):
        pieces.append([])
        gaps.append(gap)
      }
      at = found.end
    }
    return (pieces, gaps)
  }

  private enum BracketMeaning {
    case text(Bytes)
    case gap(ExpectedLine.Gap)
  }

  /// What begins at the bracket at `at`, where that is no text: its end, and what it stands for.
  private func gap(at: Int, _ values: [Bytes: Bytes?], behind gaps: [ExpectedLine.Gap]) -> (
    end: Int, meaning: BracketMeaning
  )? {
    if has("[..]", at: at) { return (at + 4, .gap(.any)) }
    let gives = has("[..=", at: at)
    let start = at + (gives ? 4 : 1)
    let name = Bytes(self[start...].prefix { $0.isWord || $0 == UInt8(ascii: "-") })
    guard let first = name.first, first.isLetter, has("]", at: start + name.count) else {
      return nil
    }
    let end = start + name.count + 1
    if gives { return (end, .gap(.named(name))) }
    if gaps.contains(.named(name)) { return (end, .gap(.again(name))) }
    return values[name].map { value in (end, value.map { .text($0) } ?? .gap(.any)) }
  }

  /// The names that `[..=NAME]` gives in it.
  var givenNames: [Bytes] { pieces([:]).gaps.compactMap(\.name) }
}
