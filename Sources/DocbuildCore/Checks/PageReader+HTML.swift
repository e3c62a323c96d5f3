extension PageReader {
  mutating func htmlBlock(_ block: PageBlock, _ page: inout Page) {
    let bytes = lines.bytes
    let end = lines[block.lines.upperBound].upperBound
    var at = lines[block.lines.lowerBound].lowerBound
    var heading: (level: String, text: Bytes)?
    while at < end {
      guard let open = bytes.firstOffset(of: UInt8(ascii: "<"), in: at..<end) else {
        heading?.text += bytes[at..<end]
        break
      }
      heading?.text += bytes[at..<open]
      guard let tag = html.tag(at: open, before: end) else {
        // A comment that is not closed here hides the rest.
        if bytes.has("<!--", at: open) { break }
        at = open + 1
        continue
      }
      at = tag.end
      take(tag, open, map: { $0 }, text: bytes, &page)
      if HTMLTagReader.isHeading(tag.name) {
        if tag.isClosing {
          if let closed = heading { anchors.append(slugs.id(ofHeading: closed.text.unwrapped)) }
          heading = nil
        } else {
          heading = (tag.name, [])
          page.headings.append(
            Page.Heading(
              level: Int(tag.name.utf8.last ?? 0x31) - 0x30, range: open..<tag.end,
              isOutline: false))
        }
      }
      if tag.name == "script" || tag.name == "style", !tag.isClosing {
        at = html.find("</\(tag.name)", from: at, before: end) ?? end
      }
    }
    if let heading { anchors.append(slugs.id(ofHeading: heading.text.unwrapped)) }
  }

  mutating func take(
    _ tag: HTMLTag, _ start: Int, map: (Range<Int>) -> Range<Int>, text: Bytes, _ page: inout Page
  ) {
    guard !tag.isClosing, !tag.name.isEmpty else { return }
    for name in ["id", "name"] where name == "id" || tag.name == "a" {
      if let value = tag.value(name), !value.isEmpty {
        anchors.append(LinkSyntax.resolved(text[value]))
      }
    }
    let isImage = tag.name == "img"
    if isImage {
      page.images.append(
        Page.Image(
          range: map(start..<tag.end), isHTML: true, hasText: tag.value("alt") != nil))
    }
    guard isImage || tag.name == "a", let value = tag.value(isImage ? "src" : "href") else {
      return
    }
    let trimmed = text[value].trimmed()
    page.links.append(
      Page.Link(
        origin: .html, isImage: isImage, raw: map(trimmed.startIndex..<trimmed.endIndex),
        destination: LinkSyntax.resolved(trimmed), range: map(start..<tag.end)))
  }
}

extension HTMLTagReader {
  static func isHeading(_ name: String) -> Bool {
    let bytes = Bytes(name.utf8)
    return bytes.count == 2 && bytes[0] == UInt8(ascii: "h") && (0x31...0x36).contains(bytes[1])
  }
}

extension Bytes {
  /// HTML text on one line, without white space at its ends.
  fileprivate var unwrapped: Bytes {
    let text = map { $0.isSpace ? UInt8.space : $0 }.trimmed()
    return text.contains(UInt8(ascii: "&"))
      ? plainText(ofInlines: Bytes(text)) ?? Bytes(text) : Bytes(text)
  }
}
