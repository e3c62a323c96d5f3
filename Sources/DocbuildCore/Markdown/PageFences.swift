/// A fenced code block of a page with its text, or an HTML comment that stands between blocks.
struct PageFence {
  /// The info string with entities and escapes resolved; empty when there is none.
  let info: Bytes
  /// The lines inside, without their ends and without the marks of what the block stands in.
  let lines: [Bytes]
  /// Where the opening line starts in the page's bytes.
  let open: Int
  /// The opening line's number in the page, from 1, counted by line feeds.
  let openLine: Int
  let isClosed: Bool
  /// The comment right before it, blank lines left out: its offset and its line's number.
  let comment: (range: Range<Int>, line: Int)?
}

/// The fenced code blocks of a page in order, and the comments that no fenced block follows.
func pageFences(_ bytes: Bytes, dialect: Dialect = .commonMark) -> (
  fences: [PageFence], loose: [(range: Range<Int>, line: Int)]
) {
  let page = PageLines(bytes)
  var fences: [PageFence] = []
  var loose: [(range: Range<Int>, line: Int)] = []
  var comment: (range: Range<Int>, line: Int)?
  var counted = (offset: 0, line: 1)
  func number(of offset: Int) -> Int {
    counted.line += bytes.lineFeedCount(in: counted.offset..<offset)
    counted.offset = offset
    return counted.line
  }
  for block in pageBlocks(page, in: dialect, withCode: true) {
    let line = page[block.lines.lowerBound]
    if case .code(let isClosed?) = block.kind {
      fences.append(
        PageFence(
          info: block.info, lines: block.literal.contentLines, open: line.lowerBound,
          openLine: number(of: line.lowerBound), isClosed: isClosed, comment: comment))
      comment = nil
      continue
    }
    if let comment { loose.append(comment) }
    comment = nil
    // Below titles of Python-Markdown a comment is a paragraph.
    guard block.kind == .html || dialect != .commonMark else { continue }
    let text = bytes[line].drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    if text.has("<!--", at: text.startIndex)
      || dialect == .mdx && text.has("{/*", at: text.startIndex)
    {
      comment = (text.startIndex..<line.upperBound, number(of: line.lowerBound))
    }
  }
  if let comment { loose.append(comment) }
  return (fences, loose)
}

extension Bytes {
  /// The lines of a code block's text.
  fileprivate var contentLines: [Bytes] {
    var lines = split(separator: .lineFeed, omittingEmptySubsequences: false).map { line in
      Bytes(line.last == .carriageReturn ? line.dropLast() : line)
    }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }
}
