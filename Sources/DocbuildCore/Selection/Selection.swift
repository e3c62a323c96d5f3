/// The lines of a source that selectors have left so far.
///
/// Lines count from 0 here, ranges are half-open, ascending and never touch one another without a reason:
/// neighbours may touch where a mark line between them was left out.
package struct Selection: Sendable {
  /// What the lines are of, with what is known of it.
  package let facts: SourceFacts
  /// What is left, from 0, half-open, ascending.
  package internal(set) var ranges: [Range<Int>]
  /// Lines left out by `omit`: a gap that `elide` shows even at either end.
  var omitted: [Range<Int>] = []
  /// Lines that leave no trace: region marks and what `strip` removes.
  var silent: [Range<Int>] = []
  /// The dialects of the regions that were asked for; nil when none was.
  var wantedDialects: Set<Int>?
  /// Whether the first line is the match of `from`, which `to` must not match again.
  var startsWithMatch = false
  /// What is shown in place of lines, by their indices, where that is not their own text.
  var rewritten: [Int: Bytes] = [:]
  /// Options that were read and changed nothing.
  var idle: [IdleOption] = []

  /// All lines of a source.
  package init(all facts: SourceFacts) {
    self.facts = facts
    let count = facts.source.lines.count
    ranges = count > 0 ? [0..<count] : []
  }

  /// What the lines are of.
  package var source: Source { facts.source }

  /// How many lines are left.
  package var lineCount: Int { ranges.reduce(0) { $0 + $1.count } }

  var indices: some Sequence<Int> { ranges.lazy.joined() }

  /// Keeps only the lines that are also in `kept`, which is ascending.
  mutating func intersect(_ kept: [Range<Int>]) {
    var result: [Range<Int>] = []
    var next = 0
    for range in ranges {
      while next < kept.count, kept[next].upperBound <= range.lowerBound { next += 1 }
      var index = next
      while index < kept.count, kept[index].lowerBound < range.upperBound {
        let common = range.clamped(to: kept[index])
        if !common.isEmpty { result.append(common) }
        index += 1
      }
    }
    ranges = result
    startsWithMatch = false
  }

  /// Leaves out the lines in `removed`, in any order.
  mutating func remove(_ removed: [Range<Int>]) {
    var kept: [Range<Int>] = []
    var at = 0
    for range in removed.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound > at { kept.append(at..<range.lowerBound) }
      at = max(at, range.upperBound)
    }
    kept.append(at..<Int.max)
    let matched = startsWithMatch ? ranges.first?.lowerBound : nil
    intersect(kept)
    startsWithMatch = matched != nil && ranges.first?.lowerBound == matched
  }
}

/// Why a selector yields nothing: a diagnostic that still lacks its place in the template.
package struct SelectionProblem: Error, Sendable {
  let id: DiagnosticID
  let message: String
  var notes: [Diagnostic.Note] = []
  /// Where it is in the source, when it is there and not at the option.
  var place: Place?

  init(_ id: DiagnosticID, _ message: String, notes: [Diagnostic.Note] = [], at place: Place? = nil)
  {
    self.id = id
    self.message = message
    self.notes = notes
    self.place = place
  }
}
