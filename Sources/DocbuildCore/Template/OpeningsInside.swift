/// Counts what begins like a comment inside a comment that is still open on its line, so that a line of nothing but openings is
/// read in time linear in its length: each of them is read up to the line's end.
struct OpeningsInside {
  private let bytes: Bytes
  private let end: Int
  /// Behind the first `-->` or `*/}` that stands behind the opening before the last.
  private var close: Int
  /// An opening whose end nobody has needed to know yet: most are the only ones of their line.
  private var unread: Int?
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
    if let opening = unread {
      close = self.close(of: opening)
      unread = nil
    }
    if offset >= close {
      count = 0
      unread = offset
    }
    count += 1
    return count <= OpeningsInside.most
  }

  private func close(of opening: Int) -> Int {
    var at = opening
    while at < end, !bytes.has("-->", at: at), !bytes.has("*/}", at: at) { at += 1 }
    return min(at + 3, end)
  }
}
