extension PageReader {
  /// Looks for links, images, code spans and tags in a paragraph or heading.
  mutating func scan(_ prose: Prose, _ page: inout Page) {
    let text = prose.text.bytes
    var scanner = InlineScanner(text, definitions: labels)
    if prose.heading != nil {
      scanner.scan(prose.start..<text.count)
    } else {
      for part in tableParts(prose.text, from: prose.start) { scanner.scan(part) }
    }
    let formulas = formulas(in: text)
    // An image's description is plain text, whatever it looks like.
    let images = scanner.links.filter(\.isImage)
    for link in scanner.links where !formulas.hold(link.range.lowerBound) {
      if images.contains(where: { $0.text.contains(link.range.lowerBound) }) { continue }
      take(link, of: prose, &page)
    }
    for address in scanner.autolinks + scanner.bareAddresses(from: prose.start)
    where Bytes(text[address]).hasScheme && !formulas.hold(address.lowerBound) {
      let range = prose.text.pageRange(address)
      page.links.append(
        Page.Link(
          origin: .address, isImage: false, raw: range,
          destination: LinkSyntax.resolved(text[address]), range: range))
    }
    for misfit in scanner.misfits where !formulas.hold(misfit.range.lowerBound) {
      page.misfits.append(
        Misfit(
          kind: misfit.kind, range: prose.text.pageRange(misfit.range),
          replacement: misfit.replacement?.contains(.lineFeed) == true ? nil : misfit.replacement))
    }
    for name in scanner.footnotes
    where !text[name].contains(where: \.isSpace) && !formulas.hold(name.lowerBound) {
      let start = name.lowerBound - 2
      page.footnotes.append(
        Page.Footnote(
          name: LinkSyntax.normalised(text[name]),
          range: prose.text.pageRange(start..<name.upperBound + 1),
          isDefinition: (start == 0 || text[start - 1] == .lineFeed)
            && text.has("]:", at: name.upperBound)))
    }
    for span in scanner.codeSpans where text[span].contains(where: { $0 >= 0x80 }) {
      page.code += prose.text.pageRanges(span)
    }
    for (tag, start) in scanner.tags {
      take(tag, start, map: { prose.text.pageRange($0) }, text: text, &page)
    }
    if let heading = prose.heading {
      let title = headingText(text, from: prose.start, scanner.links)
      var found = page.headings[heading]
      found.title = title
      found.id = noteHeading(title, at: found.range.lowerBound)
      page.headings[heading] = found
    }
  }

  /// Notes a link or an image with its target.
  private func take(_ link: InlineScanner.Link, of prose: Prose, _ page: inout Page) {
    let text = prose.text.bytes
    let range = prose.text.pageRange(link.range)
    if link.isImage {
      let inside = text[link.text]
      page.images.append(
        Page.Image(range: range, isHTML: false, hasText: inside.contains { !$0.isSpace }))
    }
    switch link.target {
    case .destination(let raw):
      let destination = LinkSyntax.resolved(text[raw])
      page.links.append(
        Page.Link(
          origin: .inline, isImage: link.isImage, raw: prose.text.pageRange(raw),
          destination: destination, range: range))
      trace?(link.isImage, destination)
    case .definition(let index):
      trace?(link.isImage, page.definitions[index].destination)
      if !page.definitions[index].isUsed { page.definitions[index].isImage = link.isImage }
      page.definitions[index].uses.append(range.lowerBound)
    }
  }

  /// A heading's text as it is read: links are their text, images nothing.
  private func headingText(_ text: Bytes, from start: Int, _ links: [InlineScanner.Link]) -> Bytes {
    var cuts: [Range<Int>] = []
    for link in links {
      if link.isImage {
        cuts.append(link.range)
      } else {
        cuts.append(link.range.lowerBound..<link.text.lowerBound)
        cuts.append(link.text.upperBound..<link.range.upperBound)
      }
    }
    cuts.sort { ($0.lowerBound, $0.upperBound) < ($1.lowerBound, $1.upperBound) }
    var kept: Bytes = []
    var at = start
    for cut in cuts {
      if cut.lowerBound > at { kept += text[at..<cut.lowerBound] }
      at = max(at, cut.upperBound)
    }
    kept += text[at...]
    // A heading of several lines has no space where a line ends; neither has GitHub's slug.
    kept = kept.filter { $0 != .lineFeed }
    guard kept.contains(where: \.changesInHeading) else { return kept }
    let edge = kept.prefix { $0 == .space }
    let tail = kept.reversed().prefix { $0 == .space }
    guard edge.count < kept.count, let plain = plainText(ofInlines: kept) else { return kept }
    // An image or tag at an end leaves the space beside it.
    return Bytes(edge) + plain + Bytes(tail)
  }
}

extension UInt8 {
  /// Whether it may be more than itself in a line of Markdown.
  fileprivate var changesInHeading: Bool {
    switch self {
    case UInt8(ascii: "\\"), UInt8(ascii: "`"), UInt8(ascii: "*"), UInt8(ascii: "_"),
      UInt8(ascii: "<"), UInt8(ascii: "&"):
      true
    default: false
    }
  }
}

extension [Range<Int>] {
  /// Whether one of the ranges, which ascend, holds `offset`.
  func hold(_ offset: Int) -> Bool {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if self[middle].upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low < count && self[low].contains(offset)
  }
}
