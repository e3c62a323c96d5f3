/// A page with GitHub's footnotes as libcmark, which has none, can read it: what begins one, `[^1]:`, is written as what begins
/// an item whose text stands four columns in, as that of a footnote does, and a blank line that ends one as a comment, which ends
/// an item. All else is the page's own, line by line.
struct FootnoteView {
  private let page: Bytes
  private var made: Bytes = []
  /// What of the page is written.
  private var copied = 0

  /// The view of a page of CommonMark; the page itself where it has no footnotes.
  static func of(_ page: Bytes) -> Bytes {
    guard page.mayBeginFootnote(in: 0..<page.count) else { return page }
    var view = FootnoteView(page)
    view.write()
    return view.made
  }

  private init(_ page: Bytes) {
    self.page = page
    made.reserveCapacity(page.count)
  }

  private mutating func write() {
    var scanner = BlockScanner(page)
    // Where the first line is read, a byte order mark is part of it.
    var at = page.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while at < page.count {
      let feed = page.firstOffset(of: .lineFeed, in: at..<page.count)
      let line = at..<(feed ?? page.count)
      _ = scanner.take(line)
      if !scanner.footnotes.isEmpty { write(line, scanner.footnotes) }
      if let kept = scanner.keptBehindFootnote {
        made += page[copied..<line.lowerBound]
        // Deeper than that nobody reads.
        made += margin(of: scanner.containers.prefix(min(kept, 100))) + "<!-- -->".utf8
        copied = line.upperBound - (page[line].last == .carriageReturn ? 1 : 0)
      }
      at = line.upperBound + 1
    }
    made += page[copied...]
  }

  /// Writes a line on which footnotes begin.
  private mutating func write(_ line: Range<Int>, _ footnotes: [(mark: Range<Int>, column: Int)]) {
    made += page[copied..<line.lowerBound]
    copied = line.lowerBound
    var column = 0
    for (mark, start) in footnotes {
      made += page[copied..<mark.lowerBound]
      while copied < mark.lowerBound { pass(&column) }
      // What the containers have of a tab.
      made += repeatElement(.space, count: max(0, start - column))
      made += "+   ".utf8
      while copied < mark.upperBound { pass(&column) }
    }
    let rest = page[copied..<line.upperBound]
    // An item's first line may not be the only blank one.
    if rest.allSatisfy({ $0 == .carriageReturn }) { made.append(UInt8(ascii: "#")) }
    // Tabs reach as far as they do behind the marks that are written otherwise.
    while copied < line.upperBound {
      let (byte, before) = (page[copied], column)
      pass(&column)
      if byte == .tab {
        made += repeatElement(.space, count: column - before)
      } else {
        made.append(byte)
      }
    }
  }
  /// Passes over a byte of a line, of which `column` columns are behind it.
  private mutating func pass(_ column: inout Int) {
    column += page[copied] == .tab ? 4 - column % 4 : 1
    copied += 1
  }

  /// What stands before a line of those containers.
  private func margin(of containers: ArraySlice<BlockScanner.Container>) -> Bytes {
    containers.flatMap { container -> Bytes in
      switch container {
      case .quote: [UInt8(ascii: ">"), .space]
      case .item(let width, _): Bytes(repeating: .space, count: width)
      case .footnote: Bytes(repeating: .space, count: 4)
      }
    }
  }
}

extension Bytes {
  /// Whether `[^name]:` stands in a range of them: without, there is no footnote.
  func mayBeginFootnote(in range: Range<Int>) -> Bool {
    var from = range.lowerBound
    while let at = firstOffset(of: UInt8(ascii: "^"), in: from..<range.upperBound) {
      from = at + 1
      guard at > range.lowerBound, self[at - 1] == UInt8(ascii: "[") else { continue }
      let end = endOfFootnoteName(from: at + 1, upTo: range.upperBound)
      // What else stands before that end has the same one.
      from = end
      if end > at + 1, end + 1 < range.upperBound, has("]:", at: end) { return true }
    }
    return false
  }

  /// Where the name of a footnote that begins at `start` ends.
  fileprivate func endOfFootnoteName(from start: Int, upTo limit: Int) -> Int {
    var end = start
    while end < limit, !"] \r\n\t\0".utf8.contains(self[end]) { end += 1 }
    return end
  }
}

extension BlockScanner {
  /// Takes what begins a footnote (cmark-gfm 0.29, `scan_footnote_definition`), and notes where it stands; nil for what is
  /// none.
  mutating func footnote(_ cursor: inout Cursor) -> Container? {
    guard bytes.has("[^", at: cursor.text) else { return nil }
    let name = cursor.text + 2
    let end = bytes.endOfFootnoteName(from: name, upTo: cursor.end)
    guard end > name, end + 1 < cursor.end, bytes.has("]:", at: end) else { return nil }
    let (start, column) = (cursor.offset, cursor.column)
    cursor.skipToText()
    cursor.advance(end + 2 - cursor.offset, bytes)
    cursor.findText(bytes)
    cursor.skipToText()
    footnotes.append((start..<cursor.offset, column))
    return .footnote
  }
}
