/// The formulas in a paragraph, as GitHub reads them: `$$…$$`, or `$…$` on a line, with no space inside its ends and no
/// word or digit right outside. `x[i](t)` in one is not a link to a reader.
func formulas(in text: Bytes) -> [Range<Int>] {
  let dollar = UInt8(ascii: "$")
  var found: [Range<Int>] = []
  var at = 0
  // Where a `$$` was looked for in vain.
  var lastDouble = text.count
  while let start = text.firstOffset(of: dollar, in: at..<text.count) {
    at = start + 1
    if start > 0, text[start - 1] == UInt8(ascii: "\\") || text[start - 1].isWord { continue }
    if at < text.count, text[at] == dollar {
      at += 1
      guard start < lastDouble else { continue }
      var search = at
      lastDouble = start
      while let close = text.firstOffset(of: dollar, in: search..<text.count) {
        if close + 1 < text.count, text[close + 1] == dollar {
          found.append(start..<close + 2)
          at = close + 2
          lastDouble = text.count
          break
        }
        search = close + 1
      }
      continue
    }
    guard at < text.count, !text[at].isSpace else { continue }
    guard let close = text.firstOffset(of: dollar, in: at..<text.count), !text[close - 1].isSpace,
      close + 1 >= text.count || !text[close + 1].isWord,
      text.firstOffset(of: .lineFeed, in: at..<close) == nil
    else { continue }
    found.append(start..<close + 1)
    at = close + 1
  }
  return found
}
