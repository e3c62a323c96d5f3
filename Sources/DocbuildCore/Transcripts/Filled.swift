/// What the gaps of an expected line stand for in a line that fits: the shortest texts, from the left, with which the whole
/// fits.
struct Filled {
  /// In the order of the gaps.
  let texts: [Bytes]

  private static let mostSteps = 200_000
  /// Of a line in which a name stands again.
  private static let mostGaps = 100

  /// Nil where the pieces don't stand in `text` in their order, with gaps of the same name alike.
  ///
  /// - Complexity: of lines whose names stand once, linear in the text for each piece. Where a name stands again there are
  ///   many ways; after `mostSteps` of them the line counts as one that does not fit.
  init?(_ pieces: [Bytes], _ gaps: [ExpectedLine.Gap], in text: Bytes) {
    guard let first = pieces.first, let last = pieces.last,
      text.count >= first.count + last.count, text.starts(with: first), text.ends(with: last)
    else { return nil }
    let isPlain = !gaps.contains { if case .again = $0 { true } else { false } }
    if isPlain {
      guard let texts = Filled.shortest(pieces, in: text) else { return nil }
      self.texts = texts
      return
    }
    guard gaps.count <= Filled.mostGaps else { return nil }
    var search = Search(pieces: pieces, gaps: gaps, text: text)
    guard search.fill(0, from: first.count) else { return nil }
    texts = search.texts
  }

  private static func shortest(_ pieces: [Bytes], in text: Bytes) -> [Bytes]? {
    guard let first = pieces.first, let last = pieces.last else { return nil }
    var texts: [Bytes] = []
    var rest = text[first.count..<text.count - last.count]
    for piece in pieces.dropFirst().dropLast() {
      guard let found = rest.firstRange(of: piece) else { return nil }
      texts.append(Bytes(rest[..<found.lowerBound]))
      rest = rest[found.upperBound...]
    }
    return texts + [Bytes(rest)]
  }

  /// Goes back where a later gap does not fit.
  private struct Search {
    let pieces: [Bytes]
    let gaps: [ExpectedLine.Gap]
    let text: Bytes
    private(set) var texts: [Bytes] = []
    private var values: [Bytes: Bytes] = [:]
    private var steps = 0

    init(pieces: [Bytes], gaps: [ExpectedLine.Gap], text: Bytes) {
      (self.pieces, self.gaps, self.text) = (pieces, gaps, text)
    }

    /// Fills the gaps from `gap` on with what stands at `start` and behind; whether they fit.
    mutating func fill(_ gap: Int, from start: Int) -> Bool {
      guard gap < gaps.count else { return start == text.count }
      if case .again(let name) = gaps[gap] {
        let value = values[name] ?? []
        return text[start...].starts(with: value) && take(gap, value, from: start)
      }
      for end in start...text.count {
        steps += 1
        guard steps < mostSteps else { return false }
        let value = Bytes(text[start..<end])
        let known = gaps[gap].name.flatMap { values[$0] }
        if let name = gaps[gap].name { values[name] = value }
        if take(gap, value, from: start) { return true }
        if let name = gaps[gap].name { values[name] = known }
      }
      return false
    }

    private mutating func take(_ gap: Int, _ value: Bytes, from start: Int) -> Bool {
      let end = start + value.count
      let piece = pieces[gap + 1]
      guard text[end...].starts(with: piece) else { return false }
      texts.append(value)
      if fill(gap + 1, from: end + piece.count) { return true }
      texts.removeLast()
      return false
    }
  }
}
