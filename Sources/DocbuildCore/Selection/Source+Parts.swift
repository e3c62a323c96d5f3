extension Source {
  /// `text` as a comment of the language, unless it is one already.
  func asComment(_ text: String) -> String {
    guard let language, let comment = language.comment else { return text }
    if MarkLine(Bytes(text.utf8)[...], lexis: language.lexis).comment != nil { return text }
    return comment.around(text)
  }

  /// The front matter with the blank lines behind it; nil without one.
  var frontMatterLines: Range<Int>? {
    let end = bytes.endOfFrontMatter
    guard end > 0 else { return nil }
    var line = bytes.lineFeedCount(in: 0..<end)
    while line < lines.count, bytes[self.line(line)].trimmed().isEmpty { line += 1 }
    return 0..<line
  }

  /// The comment at the top, from line `first`, that speaks of a licence, with the blank lines behind it.
  func licenseLines(from first: Int) -> Range<Int>? {
    var start = first
    func text(_ index: Int) -> ArraySlice<UInt8> { bytes[line(index)].trimmed() }
    while start < lines.count, text(start).isEmpty { start += 1 }
    guard start < lines.count else { return nil }
    var end = start
    let open = text(start)
    let blocks = [("/*", "*/"), ("<!--", "-->"), ("(*", "*)"), ("{-", "-}")]
    if let block = blocks.first(where: { open.starts(with: Bytes($0.0.utf8)) }) {
      while end < lines.count, !text(end).contains(Bytes(block.1.utf8)) { end += 1 }
      end = min(end + 1, lines.count)
    } else if let comment = language?.comment, comment.close.isEmpty {
      while end < lines.count, text(end).starts(with: Bytes(comment.open.utf8)) { end += 1 }
    } else {
      while end < lines.count, text(end).starts(with: [UInt8(ascii: "#")]) { end += 1 }
    }
    let words = bytes[
      line(start).lowerBound..<(end > start ? line(end - 1).upperBound : line(start).lowerBound)
    ].text
      .lowercased()
    guard ["copyright", "license", "licence", "spdx"].contains(where: words.contains) else {
      return nil
    }
    while end < lines.count, text(end).isEmpty { end += 1 }
    return start..<end
  }
}
