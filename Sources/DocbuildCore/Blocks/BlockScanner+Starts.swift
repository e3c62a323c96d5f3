/// What a line can begin or close, behind the marks of its containers.
extension BlockScanner {
  func closingRun(of fence: Fence, _ cursor: Cursor, _ range: Range<Int>) -> Range<Int>? {
    var at = cursor.text
    while at < range.upperBound, bytes[at] == fence.character { at += 1 }
    guard at - cursor.text >= fence.length else { return nil }
    guard bytes[at..<range.upperBound].allSatisfy({ $0.isBlank || $0 == .carriageReturn }) else {
      return nil
    }
    return cursor.text..<at
  }

  func openingFence(_ cursor: Cursor, _ range: Range<Int>) -> Fence? {
    let character = bytes[cursor.text]
    guard character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else { return nil }
    var at = cursor.text
    while at < range.upperBound, bytes[at] == character { at += 1 }
    guard at - cursor.text >= 3 else { return nil }
    if character == UInt8(ascii: "`"), bytes[at..<range.upperBound].contains(character) {
      return nil
    }
    return Fence(
      character: character, length: at - cursor.text, run: cursor.text..<at, indent: cursor.indent)
  }

  /// The HTML that begins here, or what MDX has in its place; nil for neither.
  mutating func markup(
    _ cursor: Cursor, _ range: Range<Int>, _ matched: Int, _ opened: [Container],
    interrupting paragraph: Bool
  ) -> Leaf? {
    let first = bytes[cursor.text]
    if dialect == .mdx, first == UInt8(ascii: "<") || first == UInt8(ascii: "{"),
      let end = MDXFlow.end(bytes, from: cursor.text, quotes: quotes(matched, opened), &flowBudget)
    {
      return .flow(until: end)
    }
    guard first == UInt8(ascii: "<"), dialect == .commonMark || bytes.has("<!--", at: cursor.text)
    else { return nil }
    let text = bytes[cursor.text..<range.upperBound]
    guard let html = HTMLBlock.opened(in: text, interrupting: paragraph) else { return nil }
    return html.ends(in: text) ? Leaf.none : .html(html)
  }

  func isHeading(_ cursor: Cursor) -> Bool {
    var at = cursor.text
    while at < cursor.end, bytes[at] == UInt8(ascii: "#") { at += 1 }
    return at - cursor.text <= 6
      && (at == cursor.end || bytes[at].isBlank || bytes[at] == .carriageReturn)
  }

  func isSetextUnderline(_ cursor: Cursor) -> Bool {
    let character = bytes[cursor.text]
    guard character == UInt8(ascii: "=") || character == UInt8(ascii: "-") else { return false }
    var at = cursor.text
    while at < cursor.end, bytes[at] == character { at += 1 }
    return bytes[at..<cursor.end].allSatisfy { $0.isBlank || $0 == .carriageReturn }
  }

  func isThematicBreak(_ cursor: Cursor, failsAt: inout Int) -> Bool {
    let character = bytes[cursor.text]
    guard
      character == UInt8(ascii: "-") || character == UInt8(ascii: "*")
        || character == UInt8(ascii: "_")
    else { return false }
    var count = 0
    for at in cursor.text..<cursor.end {
      let byte = bytes[at]
      if byte == character {
        count += 1
      } else if !byte.isBlank, byte != .carriageReturn {
        failsAt = at
        return false
      }
    }
    return count >= 3
  }

  func listItem(_ cursor: inout Cursor, interrupting paragraph: Bool) -> Container? {
    var at = cursor.text
    switch bytes[at] {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): at += 1
    case let digit where digit.isDigit:
      var number = 0
      while at < cursor.end, bytes[at].isDigit, at - cursor.text < 9 {
        number = number * 10 + Int(bytes[at] - UInt8(ascii: "0"))
        at += 1
      }
      guard !paragraph || number == 1, at < cursor.end,
        bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: ")")
      else { return nil }
      at += 1
    default: return nil
    }
    let rest = bytes[at..<cursor.end]
    guard rest.first?.isBlank ?? true else { return nil }
    let isEmpty = rest.allSatisfy { $0.isBlank || $0 == .carriageReturn }
    guard !paragraph || !isEmpty else { return nil }

    let markerIndent = cursor.indent
    let marker = at - cursor.text
    cursor.skipToText()
    cursor.advance(marker, bytes)
    let afterMarker = cursor
    while cursor.column - afterMarker.column <= mostIndent + 2, let next = cursor.peek(bytes),
      next.isBlank
    {
      cursor.advance(1, bytes)
    }
    let spaces = cursor.column - afterMarker.column
    if spaces >= mostIndent + 2 || spaces < 1 || cursor.offset == cursor.end {
      cursor = afterMarker
      if spaces > 0 { cursor.advance(1, bytes) }
      return .item(width: markerIndent + marker + 1, hasContent: false)
    }
    return .item(width: markerIndent + marker + spaces, hasContent: false)
  }
}
