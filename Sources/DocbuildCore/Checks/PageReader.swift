/// Reads a page into what the checks look at.
struct PageReader {
  /// A paragraph or heading with brackets, tags or code spans in it.
  private struct Prose {
    var text: PageText
    /// Where the inlines begin, behind definitions.
    var start = 0
    /// A heading's index, whose slug is made of the text.
    var heading: Int?
  }

  private let lines: PageLines
  private let labels = ByteTable<Int>()
  private var slugs = Slugs()
  private var anchors: [Bytes] = []
  private var html: HTMLTagReader
  /// Told of every link and image in Markdown, so that tests can compare them with libcmark's.
  var trace: ((_ isImage: Bool, _ destination: Bytes) -> Void)?

  init(_ bytes: Bytes) {
    lines = PageLines(bytes)
    html = HTMLTagReader(bytes)
  }

  /// Two passes: definitions first, since a link may stand before its own.
  mutating func read(into page: inout Page) {
    let blocks = pageBlocks(lines)
    var prose: [(block: Int, Prose)] = []
    var line = 0
    for (index, block) in blocks.enumerated() {
      if block.lines.lowerBound > line {
        for gap in definitions(between: line..<block.lines.lowerBound, &page) {
          prose.append((index, gap))
        }
      }
      line = max(line, block.lines.upperBound + 1)
      switch block.kind {
      case .paragraph, .heading:
        if let found = self.prose(block, &page) { prose.append((index, found)) }
      case .code, .html: break
      }
    }
    let rest = definitions(between: line..<max(line, lines.count), &page)
    prose += rest.map { (blocks.count, $0) }

    var next = 0
    for (index, block) in blocks.enumerated() {
      while next < prose.count, prose[next].block <= index, !isOwn(prose[next].1, of: block) {
        scan(prose[next].1, &page)
        next += 1
      }
      switch block.kind {
      case .paragraph, .heading:
        if next < prose.count, prose[next].block == index {
          scan(prose[next].1, &page)
          next += 1
        }
      case .code(let isClosed): code(block, isClosed: isClosed, &page)
      case .html: htmlBlock(block, &page)
      }
    }
    while next < prose.count {
      scan(prose[next].1, &page)
      next += 1
    }
    page.anchors = PageAnchors(anchors)
  }

  private func isOwn(_ prose: Prose, of block: PageBlock) -> Bool {
    prose.text.pageOffset(0) >= lines.starts[block.lines.lowerBound]
  }

  // MARK: paragraphs, headings, definitions

  private func prose(_ block: PageBlock, _ page: inout Page) -> Prose? {
    let first = lines[block.lines.lowerBound]
    let start = min(first.lowerBound + block.column, first.upperBound)
    let whole = start..<lines[block.lines.upperBound].upperBound
    var isHeading = false
    if case .heading = block.kind { isHeading = true }
    guard isHeading || lines.bytes.holdsMarkup(in: whole) else { return nil }
    var prose = Prose(
      text: PageText(lines, lines: block.lines, column: block.column, quotes: block.quotes))
    if case .heading(let level) = block.kind {
      prose.heading = page.headings.count
      page.headings.append(
        Page.Heading(
          level: level, range: start..<first.upperBound, isOutline: !block.isNested))
      prose.text.keepHeading()
    }
    if lines.bytes[start...].first == UInt8(ascii: "[") {
      prose.start = takeDefinitions(prose.text, &page)
    }
    return prose
  }

  /// Lines outside all blocks: blank ones, marks of empty containers, and paragraphs of nothing but definitions.
  private func definitions(between gap: Range<Int>, _ page: inout Page) -> [Prose] {
    var found: [Prose] = []
    var index = gap.lowerBound
    while index < gap.upperBound {
      let line = lines[index]
      guard let bracket = lines.bytes.firstOffset(of: UInt8(ascii: "["), in: line),
        lines.bytes[line.lowerBound..<bracket].allSatisfy({
          $0.isBlank || $0.isDigit || ">-+*.)".utf8.contains($0)
        })
      else {
        index += 1
        continue
      }
      var last = index
      while last + 1 < gap.upperBound, !isBlank(last + 1) { last += 1 }
      let text = PageText(
        lines, lines: index...last, column: bracket - line.lowerBound, quotes: Int.max)
      let start = takeDefinitions(text, &page)
      if start < text.bytes.count { found.append(Prose(text: text, start: start)) }
      index = last + 1
    }
    return found
  }

  private func isBlank(_ line: Int) -> Bool {
    lines.bytes[lines[line]].allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
  }

  /// Notes the definitions that `text` begins with and returns where they end.
  private func takeDefinitions(_ text: PageText, _ page: inout Page) -> Int {
    var at = 0
    while at < text.bytes.count {
      // GitHub's footnotes are no definitions: their text is text.
      guard !text.bytes.has("[^", at: at),
        let found = LinkSyntax.definition(in: text.bytes, at: at)
      else { break }
      let label = LinkSyntax.normalised(text.bytes[found.label])
      let earlier = labels[label]
      if earlier == nil { labels[label] = page.definitions.count }
      page.definitions.append(
        Page.Definition(
          label: label, labelRange: text.pageRange(found.label),
          raw: text.pageRange(found.destination),
          destination: LinkSyntax.resolved(text.bytes[found.destination]), earlier: earlier))
      at = found.end
    }
    return at
  }

  private mutating func scan(_ prose: Prose, _ page: inout Page) {
    let text = prose.text.bytes
    var scanner = InlineScanner(text, definitions: labels)
    if prose.heading != nil {
      scanner.scan(prose.start..<text.count)
    } else {
      for part in tableParts(prose.text, from: prose.start) { scanner.scan(part) }
    }
    let formulas = formulas(in: text)
    func isInFormula(_ range: Range<Int>) -> Bool {
      var low = 0
      var high = formulas.count
      while low < high {
        let middle = (low + high) / 2
        if formulas[middle].upperBound <= range.lowerBound {
          low = middle + 1
        } else {
          high = middle
        }
      }
      return low < formulas.count && formulas[low].contains(range.lowerBound)
    }
    for link in scanner.links {
      if isInFormula(link.range) { continue }
      let range = prose.text.pageRange(link.range)
      if link.isImage {
        let inside = text[link.text]
        page.images.append(
          Page.Image(range: range, isHTML: false, hasText: inside.contains { !$0.isSpace }))
      }
      switch link.target {
      case .destination(let raw):
        page.links.append(
          Page.Link(
            origin: .inline, isImage: link.isImage, raw: prose.text.pageRange(raw),
            destination: LinkSyntax.resolved(text[raw]), range: range))
        trace?(link.isImage, LinkSyntax.resolved(text[raw]))
      case .definition(let index):
        trace?(link.isImage, page.definitions[index].destination)
        if !page.definitions[index].isUsed {
          page.definitions[index].isUsed = true
          page.definitions[index].isImage = link.isImage
        }
      }
    }
    for misfit in scanner.misfits where !isInFormula(misfit.range) {
      page.misfits.append(
        Page.Misfit(
          kind: misfit.kind, range: prose.text.pageRange(misfit.range),
          replacement: misfit.replacement?.contains(.lineFeed) == true ? nil : misfit.replacement))
    }
    for span in scanner.codeSpans where text[span].contains(where: { $0 >= 0x80 }) {
      page.code += prose.text.pageRanges(span)
    }
    for (tag, start) in scanner.tags {
      take(tag, start, map: { prose.text.pageRange($0) }, text: text, &page)
    }
    if prose.heading != nil {
      anchors.append(slugs.id(ofHeading: headingText(text, from: prose.start, scanner.links)))
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
    guard kept.contains(where: { "\\`*_<&".utf8.contains($0) }) else { return kept }
    let edge = kept.prefix { $0 == .space }
    let tail = kept.reversed().prefix { $0 == .space }
    guard edge.count < kept.count, let plain = plainText(ofInlines: kept) else { return kept }
    // An image or tag at an end leaves the space beside it.
    return Bytes(edge) + plain + Bytes(tail)
  }

  // MARK: code

  private func code(_ block: PageBlock, isClosed: Bool?, _ page: inout Page) {
    let first = block.lines.lowerBound
    if isClosed == false {
      let line = lines[first]
      page.openFences.append(line.lowerBound + min(block.column, line.count)..<line.upperBound)
    }
    // Only what is not ASCII is looked for in code.
    let whole = lines[first].lowerBound..<lines[block.lines.upperBound].upperBound
    guard lines.bytes[whole].contains(where: { $0 >= 0x80 }) else { return }
    for index in block.lines where isClosed == nil || index > first {
      let line = lines[index]
      if !line.isEmpty { page.code.append(line) }
    }
  }

  // MARK: HTML

  private mutating func htmlBlock(_ block: PageBlock, _ page: inout Page) {
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

  private mutating func take(
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
  /// Whether there is anything in `range` that could be a link, a tag or a code span.
  fileprivate func holdsMarkup(in range: Range<Int>) -> Bool {
    firstOffset(of: UInt8(ascii: "["), in: range) != nil
      || firstOffset(of: UInt8(ascii: "<"), in: range) != nil
      || firstOffset(of: UInt8(ascii: "`"), in: range) != nil
  }

  /// HTML text on one line, without white space at its ends.
  fileprivate var unwrapped: Bytes {
    let text = map { $0.isSpace ? UInt8.space : $0 }.trimmed()
    return text.contains(UInt8(ascii: "&"))
      ? plainText(ofInlines: Bytes(text)) ?? Bytes(text) : Bytes(text)
  }
}

extension PageText {
  /// Leaves of a heading's lines its text: without the marks of an ATX heading or the underline of a setext one.
  fileprivate mutating func keepHeading() {
    let marks = bytes.prefix { $0 == UInt8(ascii: "#") }.count
    if (1...6).contains(marks), marks == bytes.count || bytes[marks].isSpace {
      var start = marks
      while start < bytes.count, bytes[start].isSpace { start += 1 }
      var end = bytes.count
      while end > start, bytes[end - 1].isSpace { end -= 1 }
      var closing = end
      while closing > start, bytes[closing - 1] == UInt8(ascii: "#") { closing -= 1 }
      if closing == start {
        end = start
      } else if bytes[closing - 1].isBlank {
        end = closing
        while end > start, bytes[end - 1].isSpace { end -= 1 }
      }
      cut(from: min(start, end), to: end)
      return
    }
    let ranges = lineRanges
    var end = ranges.count > 1 ? ranges[ranges.count - 1].lowerBound : bytes.count
    while end > 0, bytes[end - 1].isSpace { end -= 1 }
    cut(from: 0, to: end)
  }
}
