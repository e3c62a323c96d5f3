/// A page of Python-Markdown: its blocks take the whole page to tell, so they are found before the first line is taken.
extension BlockScanner {
  /// Takes the next line of a page whose lines are known.
  mutating func takeKnown(_ range: Range<Int>, of page: PythonPage) -> Role {
    let index = nextKnown
    nextKnown += 1
    guard index < page.lines.count else { return .blank }
    let line = page.lines[index]
    let before = index > 0 ? page.lines[index - 1].containers : []
    let shared = zip(before, line.containers).prefix { $0 === $1 }.count
    opened = line.containers.count - shared
    containers = line.containers.map {
      $0.kind == .quote ? .quote : .item(width: 4, hasContent: true)
    }
    leaf = .none
    guard let fence = line.fence else { return role(of: line) }
    return takeFence(line, fence, index, range, page)
  }

  private mutating func role(of line: PythonPage.Line) -> Role {
    switch line.role {
    case .blank: return .blank
    case .code: return .indentedCode
    default:
      if line.leaf == .paragraph { leaf = .paragraph }
      if line.leaf == .raw { leaf = .raw }
      return .text
    }
  }

  private mutating func takeFence(
    _ line: PythonPage.Line, _ fence: PythonFence, _ index: Int, _ range: Range<Int>,
    _ page: PythonPage
  ) -> Role {
    let place = page.text.place(onLine: index, behind: fence.margin)
    var run = place.start
    while run < range.upperBound, bytes[run] == fence.character { run += 1 }
    plainLength = fence.plainLength
    guard line.role != .close else {
      closingRun = place.start..<run
      return .fenceClose
    }
    let opening = page.text.place(onLine: fence.open, behind: fence.margin).start
    leaf = .fence(
      Fence(
        character: fence.character, length: fence.length, run: opening..<opening + fence.length,
        indent: 0))
    if line.role == .open { return .fenceOpen }
    var cursor = Cursor(range)
    cursor.advance(fence.margin, bytes)
    cursor.findText(bytes)
    contentStart = cursor
    contentIndent = cursor.indent
    return .fenceContent
  }
}
