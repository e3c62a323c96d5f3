extension ExpectedLine {
  /// The names that `[..=NAME]` in it gives to what it stands for.
  var names: [Bytes] {
    if case .pieces(_, let names) = kind { names.compactMap { $0 } } else { [] }
  }

  /// What its names stand for in a line that fits.
  func captured(from actual: Bytes) -> [(name: Bytes, value: Bytes)] {
    guard case .pieces(let pieces, let names) = kind,
      let gaps = Self.gaps(of: pieces, in: actual.withoutBlankEnd.masked(vary))
    else { return [] }
    return zip(names, gaps).compactMap { name, gap in name.map { ($0, gap) } }
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
  /// The text before, between and behind every `[..]`, `[..=NAME]` and `[NAME]` that stands for any text, and what those
  /// are called. What `[NAME]` stands for is put in its place.
  func pieces(_ values: [Bytes: Bytes?]) -> (pieces: [Bytes], names: [Bytes?]) {
    var pieces: [Bytes] = [[]]
    var names: [Bytes?] = []
    var at = 0
    while at < count {
      guard self[at] == UInt8(ascii: "["), let gap = gap(at: at, values) else {
        pieces[pieces.count - 1].append(self[at])
        at += 1
        continue
      }
      if let text = gap.text {
        pieces[pieces.count - 1] += text
      } else {
        pieces.append([])
        names.append(gap.name)
      }
      at = gap.end
    }
    return (pieces, names)
  }

  /// What begins at the bracket at `at`, where that is no text: its end, the name that it gives, and what it stands for.
  private func gap(at: Int, _ values: [Bytes: Bytes?]) -> (end: Int, name: Bytes?, text: Bytes?)? {
    if has("[..]", at: at) { return (at + 4, nil, nil) }
    let gives = has("[..=", at: at)
    let start = at + (gives ? 4 : 1)
    let name = Bytes(self[start...].prefix { $0.isWord || $0 == UInt8(ascii: "-") })
    guard let first = name.first, first.isLetter, has("]", at: start + name.count) else {
      return nil
    }
    if gives { return (start + name.count + 1, name, nil) }
    return values[name].map { (start + name.count + 1, nil, $0) }
  }

  /// The names that `[..=NAME]` gives in it.
  var givenNames: [Bytes] { pieces([:]).names.compactMap { $0 } }
}
