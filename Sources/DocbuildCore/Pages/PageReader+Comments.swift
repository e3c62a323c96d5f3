extension PageReader {
  /// Notes the comments that silence findings, each with the block behind it: a paragraph, a table, a whole list.
  func noteComments(_ blocks: [PageBlock], _ page: inout Page) {
    // Below titles of Python-Markdown a comment is a paragraph.
    let isAny = dialect == .pythonMarkdown
    for block in blocks where block.kind == .html || isAny && block.kind == .paragraph {
      let range =
        lines[block.lines.lowerBound].lowerBound..<lines[block.lines.upperBound].upperBound
      guard let comment = CheckComment(page.bytes, range) else { continue }
      page.checkComments.append(comment)
    }
    // To MDX, HTML comments are none, and its own are hidden here.
    if readers.hidesExpressions { noteExpressions(&page) }
    for index in page.checkComments.indices {
      let end = page.checkComments[index].range.upperBound
      page.checkComments[index].block = end..<endOfBlock(behind: end, blocks)
    }
  }

  private func noteExpressions(_ page: inout Page) {
    for index in 0..<lines.count {
      let range = lines[index]
      guard range.count > 3, page.bytes[range].trimmed().starts(with: "{/*".utf8),
        let comment = CheckComment(page.bytes, range)
      else { continue }
      page.checkComments.append(comment)
    }
    page.checkComments.sort { $0.range.lowerBound < $1.range.lowerBound }
  }

  private func isComment(_ block: PageBlock) -> Bool {
    guard block.kind == .html else { return false }
    let first = lines[block.lines.lowerBound]
    let text = lines.bytes[first.lowerBound..<lines[block.lines.upperBound].upperBound]
      .drop { $0.isBlank || $0 == UInt8(ascii: ">") }.trimmed()
    return text.starts(with: "<!--".utf8) && text.suffix(3).elementsEqual("-->".utf8)
  }

  /// The end of the block that follows `offset`; the offset itself where none does.
  private func endOfBlock(behind offset: Int, _ blocks: [PageBlock]) -> Int {
    var low = 0
    var high = blocks.count
    while low < high {
      let middle = (low + high) / 2
      if lines[blocks[middle].lines.lowerBound].lowerBound < offset {
        low = middle + 1
      } else {
        high = middle
      }
    }
    // A comment is no block to those who read the page.
    while low < blocks.count, isComment(blocks[low]) { low += 1 }
    guard low < blocks.count else { return offset }
    // What stands in the same list is one with it, unless the comment stands in there too.
    let next = blocks[low].outermost
    var last = low
    if low == 0 || blocks[low - 1].outermost != next {
      while last + 1 < blocks.count, blocks[last + 1].outermost == next { last += 1 }
    }
    return lines[blocks[last].lines.upperBound].upperBound
  }
}
