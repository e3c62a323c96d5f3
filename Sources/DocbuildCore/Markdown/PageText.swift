/// The text of a paragraph or heading without what its containers put before each line, and where it came from.
struct PageText {
  private(set) var bytes: Bytes = []
  /// For each line, where it starts here and in the page.
  private var lines: [(text: Int, page: Int)] = []

  /// The text of `block`, or of lines that belong to no block of the tree (definitions do) when `column` and
  /// `quotes` are given.
  init(_ page: PageLines, lines range: ClosedRange<Int>, column: Int, quotes: Int) {
    bytes.reserveCapacity(page[range.upperBound].upperBound - page[range.lowerBound].lowerBound + 1)
    lines.reserveCapacity(range.count)
    for line in range {
      let full = page[line]
      var at = full.lowerBound
      if line == range.lowerBound {
        at += column
      } else {
        var left = quotes
        while true {
          while at < full.upperBound, page.bytes[at].isBlank { at += 1 }
          guard left > 0, at < full.upperBound, page.bytes[at] == UInt8(ascii: ">") else { break }
          left -= 1
          at += 1
        }
      }
      lines.append((text: bytes.count, page: at))
      if at < full.upperBound { bytes.append(contentsOf: page.bytes[at..<full.upperBound]) }
      bytes.append(.lineFeed)
    }
  }

  /// The line that `offset` is in.
  private func line(at offset: Int) -> Int {
    var low = 0
    var high = lines.count
    while low < high {
      let middle = (low + high) / 2
      if lines[middle].text <= offset { low = middle + 1 } else { high = middle }
    }
    return max(0, low - 1)
  }

  /// Where the byte at `offset` stands in the page.
  func pageOffset(_ offset: Int) -> Int {
    let line = lines[line(at: offset)]
    return line.page + offset - line.text
  }

  /// Where `range` stands in the page: from its first byte to its last.
  func pageRange(_ range: Range<Int>) -> Range<Int> {
    let start = pageOffset(range.lowerBound)
    return start..<(range.isEmpty ? start : pageOffset(range.upperBound - 1) + 1)
  }

  /// Where `range` stands in the page, line by line.
  func pageRanges(_ range: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = range.lowerBound
    while at < range.upperBound {
      let line = line(at: at)
      let end = min(range.upperBound, line + 1 < lines.count ? lines[line + 1].text : bytes.count)
      let part = at..<(bytes[end - 1] == .lineFeed ? end - 1 : end)
      if !part.isEmpty { found.append(pageRange(part)) }
      at = end
    }
    return found
  }

  /// The lines' ranges in `bytes`, without their line feeds.
  var lineRanges: [Range<Int>] {
    lines.indices.map { index in
      let start = max(0, lines[index].text)
      let end = index + 1 < lines.count ? lines[index + 1].text : bytes.count
      return start..<(end > start && bytes[end - 1] == .lineFeed ? end - 1 : end)
    }
  }

  /// Keeps only what is from `start`, in the first line, to `end`.
  mutating func cut(from start: Int, to end: Int) {
    bytes.removeSubrange(end...)
    bytes.removeSubrange(..<start)
    while lines.count > 1, let last = lines.last, last.text >= end { lines.removeLast() }
    if start > 0 { lines = lines.map { (text: $0.text - start, page: $0.page) } }
  }
}

extension PageText {
  /// Leaves of a heading's lines its text: without the marks of an ATX heading or the underline of a setext one.
  mutating func keepHeading() {
    let marks = bytes.prefix { $0 == UInt8(ascii: "#") }.count
    if (1...6).contains(marks), marks == bytes.count || bytes[marks].isSpace {
      var start = marks
      while start < bytes.count, bytes[start].isSpace { start += 1 }
      var end = bytes.count
      while end > start, bytes[end - 1].isSpace { end -= 1 }
      var closing = end
      while closing > start, bytes[closing - 1] == UInt8(ascii: "#") { closing -= 1 }
      if closing == start {
        end = start
      } else if bytes[closing - 1].isBlank {
        end = closing
        while end > start, bytes[end - 1].isSpace { end -= 1 }
      }
      cut(from: min(start, end), to: end)
      return
    }
    let ranges = lineRanges
    var end = ranges.count > 1 ? ranges[ranges.count - 1].lowerBound : bytes.count
    while end > 0, bytes[end - 1].isSpace { end -= 1 }
    cut(from: 0, to: end)
  }
}
