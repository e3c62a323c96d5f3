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
  /// Whether nothing but the end of the page ends it.
  let isOpenAtEnd: Bool
  /// The comment right before it, blank lines left out: its offset, to the end of the line on which it ends, and the number
  /// of its first line.
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
  // Behind a comment over several lines, which another dialect's view has no block for.
  var end = 0
  var isNeverClosed = false
  for block in pageBlocks(page, in: dialect, withCode: true, withFootnotes: true) {
    let line = page[block.lines.lowerBound]
    if line.lowerBound < end { continue }
    if case .code(let isClosed?) = block.kind {
      // Behind the last line stands what was fed to the parser to close it.
      let last = page.count - 1
      let isOpenAtEnd = !isClosed && block.lines.upperBound >= last
      let lines = block.literal.contentLines
      fences.append(
        PageFence(
          info: block.info,
          lines: isOpenAtEnd ? Array(lines.prefix(max(0, last - block.lines.lowerBound))) : lines,
          open: line.lowerBound, openLine: number(of: line.lowerBound), isClosed: isClosed,
          isOpenAtEnd: isOpenAtEnd, comment: comment))
      comment = nil
      continue
    }
    let before = comment
    if let comment { loose.append(comment) }
    comment = nil
    // Below titles of Python-Markdown a comment is a paragraph.
    guard block.kind == .html || dialect != .commonMark else { continue }
    // Behind the mark of a list item, too.
    let text = bytes[line].dropFirst(dialect == .commonMark ? block.column : 0)
      .drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    if text.has("<!--", at: text.startIndex)
      || dialect == .mdx && text.has("{/*", at: text.startIndex)
    {
      // Where one is never closed, none behind it is.
      let closed =
        isNeverClosed
        ? nil : page.end(ofCommentAt: text.startIndex, on: block.lines.lowerBound)
      isNeverClosed = closed == nil
      end = closed ?? line.upperBound
      let found = (range: text.startIndex..<end, line: number(of: line.lowerBound))
      // Other comments may stand between one that says how a block is tested and the block.
      let stays = before.map { bytes[$0.range].isOfTest && !bytes[found.range].isOfTest } ?? false
      if stays { loose.removeLast() }
      comment = stays ? before : found
    }
  }
  if let comment { loose.append(comment) }
  return (fences, loose)
}

extension PageLines {
  /// The end of the line on which the comment at `offset` ends, which begins on that line (from 0); nil where it is never
  /// closed.
  fileprivate func end(ofCommentAt offset: Int, on line: Int) -> Int? {
    let closing: StaticString = bytes.has("{/*", at: offset) ? "*/}" : "-->"
    for index in line..<count {
      var at = index == line ? offset + 3 : self[index].lowerBound
      while at + 3 <= self[index].upperBound {
        if bytes.has(closing, at: at) { return self[index].upperBound }
        at += 1
      }
    }
    return nil
  }
}

extension ArraySlice<UInt8> {
  /// Whether this comment says how a block is tested, or what it shows.
  fileprivate var isOfTest: Bool {
    let text = dropFirst(has("<!--", at: startIndex) ? 4 : 3).drop(while: \.isBlank)
    return text.has("test(", at: text.startIndex) || text.has("output(", at: text.startIndex)
  }
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
