/// What a content line of a fence, the line taken last, means.
extension BlockScanner {
  /// Where the text of the line begins, as CommonMark reads it: behind the marks of its containers and behind as much
  /// white space as its fence is indented by. Of a tab that these reach into, `blanks` columns are left.
  func text(ofContent line: Range<Int>) -> (blanks: Int, start: Int) {
    guard var cursor = contentStart, case .fence(let fence) = leaf else {
      return (0, line.lowerBound)
    }
    cursor.advance(min(fence.indent, cursor.indent), bytes)
    return cursor.tabRest > 0 ? (cursor.tabRest, cursor.offset + 1) : (0, cursor.offset)
  }

  /// The fence that the line would open if it were not text of one.
  func fence(openedByContent line: Range<Int>) -> Fence? {
    var at = line.lowerBound
    while at < line.upperBound, bytes[at].isBlank || bytes[at] == UInt8(ascii: ">") { at += 1 }
    guard at < line.upperBound, bytes[at] == UInt8(ascii: "`") || bytes[at] == UInt8(ascii: "~"),
      contentIndent <= mostIndent
    else { return nil }
    var cursor = contentStart ?? Cursor(line)
    cursor.findText(bytes)
    return cursor.isBlank ? nil : cursor.openingFence(bytes)
  }
}
