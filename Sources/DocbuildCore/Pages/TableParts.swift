/// The parts of a paragraph that inlines don't reach out of: GitHub's tables (GFM, "Tables") are paragraphs to
/// CommonMark, and a link or code span stays in its cell.
func tableParts(_ paragraph: PageText, from start: Int) -> [Range<Int>] {
  let text = paragraph.bytes
  let whole = start..<text.count
  guard text.firstOffset(of: UInt8(ascii: "|"), in: whole) != nil else { return [whole] }
  let rows = paragraph.lineRanges.filter { $0.lowerBound >= start }
  for index in rows.indices.dropFirst() {
    guard let columns = delimiterColumns(text[rows[index]]) else { continue }
    let header = cells(of: rows[index - 1], text)
    guard header.count == columns else { continue }
    let before = start..<rows[index - 1].lowerBound
    return (before.isEmpty ? [] : [before]) + header
      + rows[(index + 1)...].flatMap { cells(of: $0, text) }
  }
  return [whole]
}

/// How many columns a delimiter row (`| --- | :-: |`) has; nil when it is none.
private func delimiterColumns(_ line: ArraySlice<UInt8>) -> Int? {
  let row = line.trimmed()
  guard row.contains(UInt8(ascii: "-")), row.allSatisfy({ $0.isBlank || "|-:".utf8.contains($0) })
  else { return nil }
  var columns = 0
  for cell in row.split(separator: UInt8(ascii: "|"), omittingEmptySubsequences: false) {
    let mark = cell.trimmed()
    if mark.isEmpty {
      // Only before the first and behind the last bar.
      guard cell.startIndex == row.startIndex || cell.endIndex == row.endIndex else { return nil }
      continue
    }
    guard mark.contains(UInt8(ascii: "-")),
      mark.dropFirst().dropLast().allSatisfy({ $0 == UInt8(ascii: "-") })
    else { return nil }
    columns += 1
  }
  return columns > 0 ? columns : nil
}

private func cells(of row: Range<Int>, _ text: Bytes) -> [Range<Int>] {
  let inside = text[row].trimmed()
  var found: [Range<Int>] = []
  var from = inside.startIndex
  var at = from
  if inside.first == UInt8(ascii: "|") {
    from += 1
    at += 1
  }
  while at < inside.endIndex {
    if text[at] == UInt8(ascii: "\\") {
      at += 2
    } else if text[at] == UInt8(ascii: "|") {
      found.append(from..<at)
      at += 1
      from = at
    } else {
      at += 1
    }
  }
  if from < inside.endIndex { found.append(from..<inside.endIndex) }
  return found
}
