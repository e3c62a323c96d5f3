/// Counts what begins like a comment inside a comment that is still open on its line, so that a line of nothing but openings is
/// read in time linear in its length: each of them is read up to the line's end.
struct OpeningsInside {
  private let bytes: Bytes
  private let end: Int
  /// Behind the first `-->` or `*/}` that stands behind the last opening.
  private var close: Int
  private var count = 0

  /// How many are looked at before the comment must end.
  private static let most = 8

  init(_ bytes: Bytes, _ line: Range<Int>) {
    self.bytes = bytes
    end = line.upperBound
    close = line.lowerBound
  }

  /// Whether the opening at `offset`, behind all that were asked for so far, is one of the first.
  mutating func counts(_ offset: Int) -> Bool {
    if offset >= close {
      count = 0
      close = offset
      while close < end, !bytes.has("-->", at: close), !bytes.has("*/}", at: close) { close += 1 }
      close = min(close + 3, end)
    }
    count += 1
    return count <= OpeningsInside.most
  }
}
