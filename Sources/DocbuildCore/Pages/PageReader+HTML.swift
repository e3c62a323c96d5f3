extension PageReader {
  mutating func htmlBlock(_ block: PageBlock, _ page: inout Page) {
    let bytes = lines.bytes
    let end = lines[block.lines.upperBound].upperBound
    var at = lines[block.lines.lowerBound].lowerBound
    var heading: (index: Int, text: Bytes)?
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
          if let closed = heading {
            page.headings[closed.index].id = noteHeading(
              closed.text.unwrapped, at: page.headings[closed.index].range.lowerBound)
          }
          heading = nil
        } else {
          heading = (page.headings.count, [])
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
    if let heading {
      page.headings[heading.index].id = noteHeading(
        heading.text.unwrapped, at: page.headings[heading.index].range.lowerBound)
    }
  }

  mutating func take(
    _ tag: HTMLTag, _ start: Int, map: (Range<Int>) -> Range<Int>, text: Bytes, _ page: inout Page
  ) {
    guard !tag.isClosing, !tag.name.isEmpty else { return }
    for name in ["id", "name"] where name == "id" || HTMLTag.keepingNames.contains(tag.name) {
      if let value = tag.value(name), !value.isEmpty {
        anchors.append(LinkSyntax.resolved(text[value]))
      }
    }
    if tag.name == "img" {
      page.images.append(
        Page.Image(
          range: map(start..<tag.end), isHTML: true,
          hasText: tag.value("alt") != nil || tag.hasName || tag.isDecorative(text)))
    }
    for (attribute, kind) in HTMLTag.links[tag.name] ?? [] {
      guard let value = tag.value(attribute) else { continue }
      let targets = kind == .imageSet ? text.imageCandidates(in: value) : [value]
      for target in targets {
        let trimmed = text[target].trimmed()
        // `{…}` is an expression of JSX.
        if trimmed.first == UInt8(ascii: "{") { continue }
        page.links.append(
          Page.Link(
            origin: .html, isImage: kind != .file, raw: map(trimmed.startIndex..<trimmed.endIndex),
            destination: LinkSyntax.resolved(trimmed), range: map(start..<tag.end)))
      }
    }
  }
}

extension HTMLTag {
  fileprivate enum LinkKind { case file, image, imageSet }

  /// The attributes that name files, by element (HTML Living Standard, "Attributes", those that hold URLs).
  fileprivate static let links: [String: [(attribute: String, kind: LinkKind)]] = [
    "a": [("href", .file)], "area": [("href", .file)],
    "img": [("src", .image), ("srcset", .imageSet)],
    "source": [("src", .file), ("srcset", .imageSet)],
    "video": [("src", .file), ("poster", .image)],
    "audio": [("src", .file)], "track": [("src", .file)], "iframe": [("src", .file)],
    "embed": [("src", .file)], "object": [("data", .file)],
  ]

  /// The elements that GitHub keeps, with `name` among their attributes
  /// (https://github.com/gjtorikian/html-pipeline, sanitization filter).
  fileprivate static let keepingNames: Set<String> = [
    "a", "b", "blockquote", "br", "caption", "code", "dd", "del", "details", "div", "dl", "dt",
    "em", "figcaption", "figure", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins",
    "kbd", "li", "mark", "ol", "p", "picture", "pre", "q", "s", "samp", "small", "span",
    "strike", "strong", "sub", "summary", "sup", "table", "tbody", "td", "tfoot", "th", "thead",
    "tr", "tt", "ul", "var",
  ]

  /// Whether something but `alt` is read out in an image's place
  /// (https://www.w3.org/TR/html-aam-1.0/#img-element-accessible-name-computation).
  fileprivate var hasName: Bool {
    ["aria-label", "aria-labelledby", "title"].contains { value($0)?.isEmpty == false }
  }

  /// Whether an image says that it means nothing to those who can't see it.
  fileprivate func isDecorative(_ text: Bytes) -> Bool {
    func has(_ name: String, _ values: String...) -> Bool {
      value(name).map { values.contains(text[$0].text.lowercased()) } ?? false
    }
    return has("role", "presentation", "none") || has("aria-hidden", "true")
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
