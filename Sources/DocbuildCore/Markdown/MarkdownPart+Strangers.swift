/// Text in brackets that is no link on its own page, and would be one on a page that defines it.
extension MarkdownPart {
  /// What a page's definitions are called, as labels are compared.
  static func labels(of page: Bytes) -> [Bytes] { MarkdownPart(page).labelNames }

  /// Where brackets of `text` (in the page's bytes) would open a link by a definition of the other page.
  ///
  /// - Parameter labels: those of both pages, -1 for what the other alone defines.
  func strangers(in text: PageText, from start: Int, among labels: ByteTable<Int>) -> [Int] {
    var scanner = InlineScanner(text.bytes, definitions: labels)
    scanner.scan(start..<text.bytes.count)
    var found: [Int] = []
    for link in scanner.links {
      guard case .definition(-1) = link.target, !isTask(link, in: text) else { continue }
      var brackets = [link.text.lowerBound - 1]
      // Behind it stands the label, which would be a link alone.
      let behind = link.text.upperBound + 1
      if behind + 2 < link.range.upperBound { brackets.append(behind) }
      found += brackets.map { text.pageRange($0..<$0 + 1).lowerBound }
    }
    return found
  }

  /// Whether it is the box of a task, at the start of an item, which GitHub makes of `[x]` before it looks for links.
  private func isTask(_ link: InlineScanner.Link, in text: PageText) -> Bool {
    guard link.range.lowerBound == 0, !link.isImage, link.text.count == 1,
      "xX ".utf8.contains(text.bytes[link.text.lowerBound])
    else { return false }
    let at = text.pageRange(0..<1).lowerBound
    let before = lines.bytes[..<at].reversed().prefix { $0 != .lineFeed }
    return before.first { !$0.isBlank }.map { "-+*.)".utf8.contains($0) } ?? false
  }
}
