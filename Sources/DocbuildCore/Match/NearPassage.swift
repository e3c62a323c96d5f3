/// Lines of a source that are much like a block's text, though not the same.
package struct NearPassage: Sendable {
  /// The lines of the source, from 0, from the first to the last that both have.
  package let lines: Range<Int>
  /// How many of the block's lines stand there in order, in per cent; blank ones don't count.
  package let percent: Int
  /// Whether the block's first and last line do, so that it is known where the passage begins and ends.
  package let hasEnds: Bool
}

extension PastedBlock {
  /// Alike enough to be looked at.
  package static let nearPercent = 70
  /// How many windows of a file are compared.
  private static let mostWindows = 12
  /// How many lines of a block and of a source are compared with each other.
  private static let mostLines = 400

  /// The lines of a source that are most like the block; nil when none are.
  package func nearPassage(in solid: SolidLines) -> NearPassage? {
    let own = SolidLines(of: lines[...])
    guard own.count > 1, own.count <= PastedBlock.mostLines else { return nil }
    var places: [UInt64: Int] = [:]
    for (place, hash) in own.hashes.enumerated()
    where lines[Int(own.numbers[place])][...].isTelling && places[hash] == nil {
      places[hash] = place
    }
    // Where the block would begin by each line that both have.
    let starts = solid.hashes.enumerated().compactMap { at, hash in
      places[hash].map { at - $0 }
    }.sorted()
    var windows: [Range<Int>] = []
    let slack = own.count / 2 + 4
    for start in starts where windows.count < PastedBlock.mostWindows {
      let window =
        max(0, start - slack)..<min(solid.count, start + own.count + slack)
      if let last = windows.last, last.contains(start), start - last.lowerBound < 2 * slack {
        continue
      }
      if !window.isEmpty { windows.append(window) }
    }
    var best: NearPassage?
    for window in windows {
      let pairs = commonLines(own, solid, window)
      guard let first = pairs.first, let last = pairs.last else { continue }
      let percent = pairs.count * 100 / own.count
      guard percent > best?.percent ?? 0 else { continue }
      best = NearPassage(
        lines: Int(solid.numbers[first.theirs])..<Int(solid.numbers[last.theirs]) + 1,
        percent: percent, hasEnds: first.own == 0 && last.own == own.count - 1)
    }
    return best
  }

  /// The longest run of lines that stand in both in the same order.
  private func commonLines(
    _ own: SolidLines, _ solid: SolidLines, _ window: Range<Int>
  ) -> [(own: Int, theirs: Int)] {
    let (rows, columns) = (own.count, window.count)
    guard columns <= 3 * PastedBlock.mostLines else { return [] }
    var lengths = [Int32](repeating: 0, count: (rows + 1) * (columns + 1))
    for row in stride(from: rows - 1, through: 0, by: -1) {
      for column in stride(from: columns - 1, through: 0, by: -1) {
        let at = row * (columns + 1) + column
        lengths[at] =
          own.hashes[row] == solid.hashes[window.lowerBound + column]
          ? lengths[at + columns + 2] + 1
          : max(lengths[at + 1], lengths[at + columns + 1])
      }
    }
    var found: [(own: Int, theirs: Int)] = []
    var (row, column) = (0, 0)
    while row < rows, column < columns {
      let at = row * (columns + 1) + column
      if own.hashes[row] == solid.hashes[window.lowerBound + column] {
        found.append((row, window.lowerBound + column))
        row += 1
        column += 1
      } else if lengths[at + columns + 1] >= lengths[at + 1] {
        // What only the block has is passed over first: the source is followed as closely as can be.
        row += 1
      } else {
        column += 1
      }
    }
    return found
  }
}
