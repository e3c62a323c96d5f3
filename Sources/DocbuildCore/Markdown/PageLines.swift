/// A page's text by lines as CommonMark ends them: LF, CR or CRLF.
struct PageLines: Sendable {
  let bytes: Bytes
  /// Where each line starts.
  private(set) var starts: [Int] = []
  /// Where the Markdown starts: behind a front matter, or a byte order mark.
  let first: Int

  init(_ bytes: Bytes) {
    self.bytes = bytes
    let matter = bytes.endOfFrontMatter
    first = matter == 0 && bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : matter
    starts.reserveCapacity((bytes.count - first) / 32 + 1)
    guard bytes.firstOffset(of: .carriageReturn, in: first..<bytes.count) != nil else {
      var at = first
      while at < bytes.count {
        starts.append(at)
        at = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count).map { $0 + 1 } ?? bytes.count
      }
      return
    }
    unsafe bytes.withUnsafeBytes { all in
      var at = first
      while at < all.count {
        starts.append(at)
        while at < all.count {
          let byte = unsafe all[at]
          at += 1
          if byte == .lineFeed { break }
          if byte == .carriageReturn {
            if at < all.count, unsafe all[at] == .lineFeed { at += 1 }
            break
          }
        }
      }
    }
  }

  var count: Int { starts.count }

  /// Whether a line is what underlines a setext heading, with or without the marks of quotes.
  func isUnderline(_ index: Int) -> Bool {
    let line = bytes[self[index]].drop { $0.isBlank || $0 == UInt8(ascii: ">") }.trimmed()
    guard let mark = line.first, mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-") else {
      return false
    }
    return line.allSatisfy { $0 == mark }
  }

  /// A line without its end.
  subscript(_ index: Int) -> Range<Int> {
    let start = starts[index]
    var end = index + 1 < starts.count ? starts[index + 1] : bytes.count
    if end > start, bytes[end - 1] == .lineFeed { end -= 1 }
    if end > start, bytes[end - 1] == .carriageReturn { end -= 1 }
    return start..<end
  }
}
