/// The leaf blocks of a page that holds GitHub's footnotes, read from its view, which has the same lines; nil for a page
/// without any.
///
/// The paragraph that a footnote begins with begins at its `[^name]:`. Where it begins with something else, a paragraph of that
/// line alone is listed as well, so that whoever reads the page's text finds the name.
///
/// - Parameter withCode: whether the text of code blocks and their info strings are wanted, and not the page's text.
func footnoteBlocks(_ page: PageLines, withCode: Bool) -> [PageBlock]? {
  guard page.bytes.mayBeginFootnote(in: page.first..<page.bytes.count) else { return nil }
  let view = PageLines(FootnoteView.of(Bytes(page.bytes[page.first...])))
  guard view.first == 0, view.count == page.count else { return nil }
  return pageBlocks(view, withCode: withCode).flatMap { block -> [PageBlock] in
    let line = block.lines.lowerBound
    let (own, seen) = (page.bytes[page[line]], view.bytes[view[line]])
    if own.elementsEqual(seen) { return [block] }
    // In the place of a blank line stands what ends a footnote.
    guard let mark = own.indices.first(where: { own.has("[^", at: $0) }) else { return [] }
    let column = mark - own.startIndex
    var moved = block
    moved.column =
      block.kind == .paragraph ? column : max(0, own.count - (seen.count - block.column))
    guard !withCode, block.kind != .paragraph else { return [moved] }
    let name = PageBlock(
      kind: .paragraph, lines: line...line, column: column, quotes: block.quotes, isNested: true,
      outermost: block.outermost)
    return [name, moved]
  }
}
