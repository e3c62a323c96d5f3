/// How expected lines and a command's real output lie beside each other.
package struct Alignment: Sendable {
  /// What becomes of a line on the way from what is expected to what is there.
  package enum Step: Sendable, Equatable {
    /// The expected line `expected` fits the real line `actual`; indices from 0.
    case keep(expected: Int, actual: Int)
    /// `...` stands for these real lines, none included.
    case anyLines(expected: Int, actual: Range<Int>)
    /// Expected, and not there.
    case missing(expected: Int)
    /// There, and not expected.
    case unexpected(actual: Int)

    /// Whether it is not a difference.
    package var holds: Bool {
      switch self {
      case .keep, .anyLines: true
      case .missing, .unexpected: false
      }
    }
  }

  /// In the order of the lines.
  package let steps: [Step]

  /// Whether every line is as expected.
  package var isMatch: Bool { steps.allSatisfy(\.holds) }

  /// Lays the lines beside each other with as few differences as can be; where there are several ways, a line that
  /// changed counts as changed, not as swallowed by a `...` beside it.
  ///
  /// Time and memory grow with the product of the counts in the part that differs; where that is above
  /// `Alignment.mostCells`, the whole part counts as changed.
  /// Blank lines at the end of `printed` don't count, but where patterns at the end of `expected` are left to stand for
  /// them.
  package init(_ expected: [ExpectedLine], _ printed: [Bytes]) {
    let end = 1 + (printed.lastIndex { !$0.allSatisfy(\.isBlank) } ?? -1)
    let patterns = expected.reversed().prefix { !$0.isAnyLines && $0.fits([]) }.count
    var best = Self.lay(expected, printed[..<end])
    for count in stride(from: end + 1, through: min(printed.count, end + patterns), by: 1) {
      guard let differences = Self.differences(best) else { break }
      let other = Self.lay(expected, printed[..<count])
      if Self.differences(other) ?? 0 < differences { best = other }
    }
    steps = best
  }

  /// Of a command whose output does not count: all that was printed stands for the first line.
  init(anything printed: Int, for expected: Int) {
    steps = (0..<expected).map {
      .anyLines(expected: $0, actual: $0 == 0 ? 0..<printed : printed..<printed)
    }
  }

  /// How many lines differ; nil for none.
  private static func differences(_ steps: [Step]) -> Int? {
    let count = steps.count { !$0.holds }
    return count == 0 ? nil : count
  }

  private static func lay(_ expected: [ExpectedLine], _ printed: ArraySlice<Bytes>) -> [Step] {
    let actual = Array(printed)
    var head = 0
    while head < expected.count, head < actual.count, !expected[head].isAnyLines,
      expected[head].fits(actual[head])
    { head += 1 }
    var tail = 0
    while tail < expected.count - head, tail < actual.count - head {
      let line = expected[expected.count - 1 - tail]
      guard !line.isAnyLines, line.fits(actual[actual.count - 1 - tail]) else { break }
      tail += 1
    }
    let middle = align(
      expected, head..<expected.count - tail, actual, head..<actual.count - tail)
    return (0..<head).map { .keep(expected: $0, actual: $0) } + middle
      + (0..<tail).reversed().map {
        .keep(expected: expected.count - 1 - $0, actual: actual.count - 1 - $0)
      }
  }

  private static let mostCells = 4_000_000
  private static let change = 1000
  private static let loss = 1200

  private static func align(
    _ expected: [ExpectedLine], _ rows: Range<Int>, _ actual: [Bytes], _ columns: Range<Int>
  ) -> [Step] {
    if rows.count == 1, expected[rows.lowerBound].isAnyLines {
      return [.anyLines(expected: rows.lowerBound, actual: columns)]
    }
    let width = columns.count + 1
    guard (rows.count + 1) * width <= mostCells else {
      return rows.map { .missing(expected: $0) } + columns.map { .unexpected(actual: $0) }
    }
    // costs[i][j]: of laying the first i expected lines beside the first j real ones.
    var costs = [Int](repeating: 0, count: (rows.count + 1) * width)
    for j in 1..<max(1, width) { costs[j] = j * loss }
    for i in 1..<max(1, rows.count + 1) {
      let line = expected[rows.lowerBound + i - 1]
      costs[i * width] = costs[(i - 1) * width] + (line.isAnyLines ? 0 : loss)
      for j in 1..<max(1, width) {
        let above = costs[(i - 1) * width + j]
        let left = costs[i * width + j - 1]
        if line.isAnyLines {
          costs[i * width + j] = min(above, left + 1)
        } else {
          let fits = line.fits(actual[columns.lowerBound + j - 1])
          costs[i * width + j] = min(
            costs[(i - 1) * width + j - 1] + (fits ? 0 : change), above + loss, left + loss)
        }
      }
    }
    return path(expected, rows, actual, columns, costs)
  }

  /// Walks back from the last cell to the first.
  private static func path(
    _ expected: [ExpectedLine], _ rows: Range<Int>, _ actual: [Bytes], _ columns: Range<Int>,
    _ costs: [Int]
  ) -> [Step] {
    let width = columns.count + 1
    var steps: [Step] = []
    var i = rows.count
    var j = columns.count
    /// The real lines that the `...` at hand has taken so far.
    var swallowed = 0
    while i > 0 || j > 0 {
      let cost = costs[i * width + j]
      let row = rows.lowerBound + i - 1
      let column = columns.lowerBound + j - 1
      if i > 0, expected[row].isAnyLines {
        if j > 0, cost == costs[i * width + j - 1] + 1 {
          swallowed += 1
          j -= 1
        } else {
          let start = columns.lowerBound + j
          steps.append(.anyLines(expected: row, actual: start..<start + swallowed))
          swallowed = 0
          i -= 1
        }
      } else if i > 0, j > 0, expected[row].fits(actual[column]),
        cost == costs[(i - 1) * width + j - 1]
      {
        steps.append(.keep(expected: row, actual: column))
        i -= 1
        j -= 1
      } else if i > 0, j > 0, cost == costs[(i - 1) * width + j - 1] + change {
        steps += [.unexpected(actual: column), .missing(expected: row)]
        i -= 1
        j -= 1
      } else if j > 0, cost == costs[i * width + j - 1] + loss {
        steps.append(.unexpected(actual: column))
        j -= 1
      } else {
        steps.append(.missing(expected: row))
        i -= 1
      }
    }
    return steps.reversed()
  }
}
