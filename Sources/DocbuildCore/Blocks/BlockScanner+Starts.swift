/// What a line can begin or close, behind the marks of its containers.
extension BlockScanner {
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
}

/// The same where the text alone says it. Not the scanner's own: for each call it would be copied.
extension BlockScanner.Cursor {
  func closingRun(of fence: BlockScanner.Fence, _ bytes: Bytes) -> Range<Int>? {
    var at = text
    while at < end, bytes[at] == fence.character { at += 1 }
    guard at - text >= fence.length else { return nil }
    guard bytes[at..<end].allSatisfy({ $0.isBlank || $0 == .carriageReturn }) else {
      return nil
    }
    return text..<at
  }

  func openingFence(_ bytes: Bytes) -> BlockScanner.Fence? {
    let character = bytes[text]
    guard character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else { return nil }
    var at = text
    while at < end, bytes[at] == character { at += 1 }
    guard at - text >= 3 else { return nil }
    if character == UInt8(ascii: "`"), bytes[at..<end].contains(character) {
      return nil
    }
    return BlockScanner.Fence(
      character: character, length: at - text, run: text..<at, indent: indent)
  }

  func isHeading(_ bytes: Bytes) -> Bool {
    var at = text
    while at < end, bytes[at] == UInt8(ascii: "#") { at += 1 }
    return at - text <= 6
      && (at == end || bytes[at].isBlank || bytes[at] == .carriageReturn)
  }

  func isSetextUnderline(_ bytes: Bytes) -> Bool {
    let character = bytes[text]
    guard character == UInt8(ascii: "=") || character == UInt8(ascii: "-") else { return false }
    var at = text
    while at < end, bytes[at] == character { at += 1 }
    return bytes[at..<end].allSatisfy { $0.isBlank || $0 == .carriageReturn }
  }

  func isThematicBreak(_ bytes: Bytes, failsAt: inout Int) -> Bool {
    let character = bytes[text]
    guard
      character == UInt8(ascii: "-") || character == UInt8(ascii: "*")
        || character == UInt8(ascii: "_")
    else { return false }
    var count = 0
    for at in text..<end {
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

  mutating func listItem(
    _ bytes: Bytes, interrupting paragraph: Bool, mostIndent: Int
  ) -> BlockScanner.Container? {
    var at = text
    switch bytes[at] {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): at += 1
    case let digit where digit.isDigit:
      var number = 0
      while at < end, bytes[at].isDigit, at - text < 9 {
        number = number * 10 + Int(bytes[at] - UInt8(ascii: "0"))
        at += 1
      }
      guard !paragraph || number == 1, at < end,
        bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: ")")
      else { return nil }
      at += 1
    default: return nil
    }
    let rest = bytes[at..<end]
    guard rest.first?.isBlank ?? true else { return nil }
    let isEmpty = rest.allSatisfy { $0.isBlank || $0 == .carriageReturn }
    guard !paragraph || !isEmpty else { return nil }

    let markerIndent = indent
    let marker = at - text
    skipToText()
    advance(marker, bytes)
    let afterMarker = self
    while column - afterMarker.column <= mostIndent + 2, let next = peek(bytes),
      next.isBlank
    {
      advance(1, bytes)
    }
    let spaces = column - afterMarker.column
    if spaces >= mostIndent + 2 || spaces < 1 || offset == end {
      self = afterMarker
      if spaces > 0 { advance(1, bytes) }
      return .item(width: markerIndent + marker + 1, hasContent: false)
    }
    return .item(width: markerIndent + marker + spaces, hasContent: false)
  }
}

extension UInt8 {
  /// Whether a fence begins with it.
  var opensFence: Bool { self == UInt8(ascii: "`") || self == UInt8(ascii: "~") }

  /// Whether it may be the first byte of something that is not a paragraph's line: of a container, a heading, a fence, a thematic
  /// break, the line under a heading, HTML, or what MDX has in its place.
  var mayBeginBlock: Bool {
    switch self {
    case UInt8(ascii: ">"), UInt8(ascii: "#"), UInt8(ascii: "`"), UInt8(ascii: "~"),
      UInt8(ascii: "<"), UInt8(ascii: "{"), UInt8(ascii: "="), UInt8(ascii: "-"), UInt8(ascii: "*"),
      UInt8(ascii: "_"), UInt8(ascii: "+"), UInt8(ascii: "["):
      true
    default: isDigit
    }
  }
}
