extension InlineScanner {
  /// Where addresses of hosts in `.com`, as GitHub's, stand in the text as they are, of which it makes links
  /// (<https://github.github.com/gfm/#autolinks-extension->). To be asked when all is scanned.
  ///
  /// - Complexity: linear in the text, but for the search in what stands in links, code and tags.
  func bareAddresses(from start: Int) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var taken: [Range<Int>]?
    var at = start
    while let dot = text.firstOffset(of: UInt8(ascii: "."), in: at..<text.count) {
      at = dot + 1
      guard text.has(".com/", at: dot), let first = text.addressStart(before: dot),
        first >= start,
        first == 0 || text[first - 1].isSpace || "*_~(|".utf8.contains(text[first - 1])
      else { continue }
      let end = text[first...].firstIndex { $0.isSpace || $0 == UInt8(ascii: "<") } ?? text.count
      let others = taken ?? takenRanges
      taken = others
      at = max(at, end)
      if others.hold(first) { continue }
      let address = first..<text[first..<end].endOfAddress
      found.append(address)
      // Another cell of a table may follow.
      at = max(dot + 1, address.upperBound)
    }
    return found
  }

  /// What links, code and tags take, in order, each of which holds no other.
  private var takenRanges: [Range<Int>] {
    let all = codeSpans + links.map(\.range) + tags.map { $0.start..<$0.tag.end } + autolinks
    var found: [Range<Int>] = []
    for range in all.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if let last = found.last, range.lowerBound < last.upperBound {
        found[found.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        found.append(range)
      }
    }
    return found
  }
}

extension Bytes {
  /// Whether a URL may stand in it.
  func holdsAddress(in range: Range<Int>) -> Bool {
    var at = range.lowerBound
    while let colon = firstOffset(of: UInt8(ascii: ":"), in: at..<range.upperBound) {
      if has("://", at: colon) { return true }
      at = colon + 1
    }
    return false
  }

  /// Where a URL begins whose host has a dot at `dot`.
  fileprivate func addressStart(before dot: Int) -> Int? {
    var first = dot
    while first > 0, dot - first < 255,
      self[first - 1].isWord || self[first - 1] == UInt8(ascii: ".")
        || self[first - 1] == UInt8(ascii: "-")
    {
      first -= 1
    }
    for scheme in ["https://", "http://"] as [StaticString] {
      let start = first - scheme.utf8CodeUnitCount
      if start >= 0, has(scheme, at: start) { return start }
    }
    return nil
  }
}

extension ArraySlice<UInt8> {
  /// Where an address ends that goes up to the next blank: before punctuation, before a parenthesis that none opens, and
  /// before the next cell of a table.
  fileprivate var endOfAddress: Int {
    var end = firstIndex(of: UInt8(ascii: "|")) ?? endIndex
    var surplus = self[..<end].reduce(0) { count, byte in
      count + (byte == UInt8(ascii: ")") ? 1 : byte == UInt8(ascii: "(") ? -1 : 0)
    }
    while end > startIndex {
      let last = self[end - 1]
      if last == UInt8(ascii: ")") {
        guard surplus > 0 else { break }
        surplus -= 1
      } else if !"?!.,:*_~'\";".utf8.contains(last) {
        break
      }
      end -= 1
    }
    return end
  }
}
