/// The lines that a directive yields, without prefix and fence, and where each comes from.
package final class Excerpt: Sendable {
  /// So many lines in a row, from line `sourceLine` (from 0) of the source, or made by docbuild (nil).
  struct Run: Sendable {
    let sourceLine: Int?
    let count: Int
  }

  /// What it is taken from.
  package let facts: SourceFacts
  /// What it yields is `bytes[range]`, and a line feed where the last line lacks it.
  let bytes: Bytes
  let range: Range<Int>
  let addsLineFeed: Bool
  /// How many lines, counted by line feeds.
  let lineCount: Int
  /// How many lines CommonMark sees: a lone CR ends one there.
  let commonMarkLineCount: Int
  let runs: [Run]
  /// Its lines (from 1) that are emphasised.
  let emphasis: [ClosedRange<Int>]
  /// Options that changed nothing.
  let idle: [IdleOption]

  /// The source alone.
  package var source: Source { facts.source }
  var isEmpty: Bool { range.isEmpty }
  var byteCount: Int { range.count + (addsLineFeed ? 1 : 0) }

  /// A whole source, as it is.
  init(whole facts: SourceFacts, idle: [IdleOption] = []) {
    let source = facts.source
    self.facts = facts
    self.idle = idle
    emphasis = []
    bytes = source.bytes
    range = 0..<source.bytes.count
    addsLineFeed = !source.bytes.isEmpty && source.bytes.last != .lineFeed
    lineCount = source.bytes.lineFeedCount(in: range) + (addsLineFeed ? 1 : 0)
    commonMarkLineCount = source.bytes.commonMarkLineCount(
      in: range, mayHoldCarriageReturns: source.holdsCarriageReturns)
    runs = lineCount > 0 ? [Run(sourceLine: 0, count: lineCount)] : []
  }

  /// Whether it shares the source's own text.
  var isWhole: Bool { bytes.count == source.bytes.count }

  /// Lines made from a source; `bytes` is empty or ends with a line feed.
  init(
    _ facts: SourceFacts, bytes: Bytes, runs: [Run], idle: [IdleOption] = [],
    emphasis: [ClosedRange<Int>] = []
  ) {
    self.idle = idle
    self.emphasis = emphasis
    self.facts = facts
    self.bytes = bytes
    self.runs = runs
    range = 0..<bytes.count
    addsLineFeed = false
    lineCount = runs.reduce(0) { $0 + $1.count }
    commonMarkLineCount = bytes.commonMarkLineCount(
      in: 0..<bytes.count, mayHoldCarriageReturns: facts.source.holdsCarriageReturns)
  }

  /// The line of the source (from 0) that line `index` (from 0) came from; nil for one that docbuild made.
  func sourceLine(of index: Int) -> Int? {
    var rest = index
    for run in runs {
      if rest < run.count { return run.sourceLine.map { $0 + rest } }
      rest -= run.count
    }
    return nil
  }

  /// The longest run of `character` on a line that would close a fence of that length, or open one when `opens` says
  /// that those count too; 0 for none.
  ///
  /// A closing fence is indented by at most three columns and followed by nothing but white space (CommonMark
  /// 4.5). Every line stands behind a prefix `column` columns wide, of which `indent` belong to the indentation that
  /// counts, the rest to containers; tabs reach to multiples of four from the start of the line.
  func longestRun(
    of character: UInt8, column: Int, indent: Int, opens: Bool = false
  ) -> Int {
    var longest = 0
    var at = range.lowerBound
    while at < range.upperBound,
      let hit = bytes.firstOffset(of: character, in: at..<range.upperBound)
    {
      var end = hit
      while end < range.upperBound, bytes[end] == character { end += 1 }
      at = end
      guard end - hit >= 3 else { continue }
      var after = end
      while after < range.upperBound, bytes[after].isBlank { after += 1 }
      if after < range.upperBound, bytes[after] != .lineFeed, bytes[after] != .carriageReturn {
        guard opens, bytes.isInfoString(from: after, of: character, upTo: range.upperBound) else {
          continue
        }
      }
      var reached = column
      var start = hit
      while start > range.lowerBound, bytes[start - 1].isBlank { start -= 1 }
      guard
        start == range.lowerBound || bytes[start - 1] == .lineFeed
          || bytes[start - 1] == .carriageReturn
      else { continue }
      for byte in bytes[start..<hit] { reached += byte == .tab ? 4 - reached % 4 : 1 }
      if reached - column + indent <= 3 { longest = max(longest, end - hit) }
    }
    return longest
  }
}

extension Excerpt {
  /// The same with lines (from 0) of its source emphasised, and with more options that changed nothing.
  func emphasising(_ sourceLines: [Int], idle more: [IdleOption] = []) -> Excerpt {
    Excerpt(
      facts, bytes: Bytes(bytes[range]) + (addsLineFeed ? [.lineFeed] : []), runs: runs,
      idle: idle + more,
      emphasis: ranges(ofSourceLines: sourceLines))
  }
}

extension Bytes {
  /// Whether the rest of the line at `start` can be the info string of a fence of `character` (CommonMark 4.5).
  fileprivate func isInfoString(from start: Int, of character: UInt8, upTo end: Int) -> Bool {
    guard character == UInt8(ascii: "`") else { return true }
    let line = self[start..<(firstOffset(of: .lineFeed, in: start..<end) ?? end)]
    return !line.contains(character)
  }
}
