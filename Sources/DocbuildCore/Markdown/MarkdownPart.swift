/// A page of Markdown that is put into another: its headings, and all that would mean something else there.
struct MarkdownPart {
  /// A heading outside of lists and quotes.
  struct Heading {
    /// What `#…` names it by.
    let id: Bytes
    let level: Int
    /// Where its first line begins in the page's bytes.
    let start: Int
  }

  /// Other text in place of some bytes of the page.
  struct Edit {
    let range: Range<Int>
    let text: Bytes
  }

  /// A place that names another file.
  struct Link {
    /// The destination as it is written, without `<` and `>`.
    let raw: Range<Int>
    let isHTML: Bool
  }

  /// A link by a definition of the page, which does not come along.
  struct ReferenceLink {
    /// From the bracket behind its text to its end.
    let tail: Range<Int>
    let definition: Int
  }

  /// What stands for the marks of a heading.
  struct HeadingMarks {
    let level: Int
    /// The run of `#`; nil for a setext heading.
    let run: Range<Int>?
    /// The lines of a setext heading's text, and of what underlines it.
    let text: Range<Int>
    let underline: Range<Int>?
  }

  struct Definition {
    /// With their line ends.
    let range: Range<Int>
    let destination: Bytes
    /// With its quotes; empty for none.
    let title: Bytes
  }

  /// A place that names one of GitHub's footnotes, or where one is defined.
  struct Footnote {
    /// What stands behind the `^`.
    let name: Range<Int>
    /// The name as names are compared.
    let key: Bytes
    let isDefinition: Bool
  }

  let lines: PageLines
  private(set) var headings: [Heading] = []
  private(set) var marks: [HeadingMarks] = []
  private(set) var links: [Link] = []
  private(set) var references: [ReferenceLink] = []
  private(set) var definitions: [Definition] = []
  /// The comments by which docbuild makes parts of the page, outside of code.
  private(set) var comments: [Range<Int>] = []
  /// Where the words of comments begin that docbuild would take for misspelt directives.
  private(set) var mistakenComments: [Int] = []
  private(set) var footnotes: [Footnote] = []
  /// Brackets that are text here and would open a link on the other page.
  private(set) var strangers: [Int] = []
  private let labels = ByteTable<Int>()

  var labelNames: [Bytes] { labels.entries.map(\.key) }

  /// Reads a page: definitions first, since a link may stand before its own.
  ///
  /// - Parameter others: the labels that the other page defines.
  init(_ bytes: Bytes, beside others: [Bytes] = []) {
    lines = PageLines(bytes)
    let blocks = pageBlocks(lines)
    var prose: [(text: PageText, start: Int, block: PageBlock)] = []
    var line = 0
    for block in blocks {
      takeGap(line..<block.lines.lowerBound)
      line = max(line, block.lines.upperBound + 1)
      switch block.kind {
      case .paragraph, .heading:
        var text = PageText(lines, lines: block.lines, column: block.column, quotes: block.quotes)
        let isHeading = block.kind != .paragraph
        if isHeading { text.keepHeading() }
        prose.append((text, isHeading ? 0 : takeDefinitions(text), block))
      case .html: takeHTML(block)
      case .code: break
      }
    }
    takeGap(line..<max(line, lines.count))
    var slugs = Slugs()
    let both = ByteTable(labels.entries)
    for other in others where labels[other] == nil { both[other] = -1 }
    for (text, start, block) in prose {
      if !others.isEmpty { strangers += self.strangers(in: text, from: start, among: both) }
      var scanner = InlineScanner(text.bytes, definitions: labels)
      scanner.scan(start..<text.bytes.count)
      for link in scanner.links { take(link, in: text) }
      for name in scanner.footnotes { takeFootnote(name, in: text) }
      for (tag, at) in scanner.tags {
        take(tag, in: text.bytes, from: at) { text.pageRange($0) }
      }
      guard case .heading(let level) = block.kind else { continue }
      takeHeading(level, block)
      if !block.isNested {
        headings.append(
          Heading(
            id: text.bytes.headingID(scanner.links, &slugs), level: level,
            start: lines.starts[block.lines.lowerBound]))
      }
    }
  }

  // MARK: definitions

  /// Paragraphs of nothing but definitions are no blocks of the tree.
  private mutating func takeGap(_ gap: Range<Int>) {
    guard !gap.isEmpty else { return }
    var index = gap.lowerBound
    while index < gap.upperBound {
      let line = lines[index]
      guard let bracket = lines.bytes.firstOffset(of: UInt8(ascii: "["), in: line),
        lines.bytes[line.lowerBound..<bracket].allSatisfy({ $0.isBlank || ">-+*".utf8.contains($0) }
        )
      else {
        index += 1
        continue
      }
      var last = index
      while last + 1 < gap.upperBound, !lines.bytes[lines[last + 1]].trimmed().isEmpty { last += 1 }
      let text = PageText(
        lines, lines: index...last, column: bracket - line.lowerBound, quotes: Int.max)
      let end = takeDefinitions(text)
      takeFootnotes(in: text, from: end)
      index = last + 1
    }
  }

  /// Notes the definitions that `text` begins with and returns where they end.
  private mutating func takeDefinitions(_ text: PageText) -> Int {
    var at = 0
    // GitHub's footnotes are no definitions.
    while at < text.bytes.count, !text.bytes.has("[^", at: at),
      let found = LinkSyntax.definition(in: text.bytes, at: at)
    {
      let label = LinkSyntax.normalised(text.bytes[found.label])
      if labels[label] == nil { labels[label] = definitions.count }
      let isInBrackets =
        found.destination.lowerBound > 0
        && text.bytes[found.destination.lowerBound - 1] == UInt8(ascii: "<")
      let behind = found.destination.upperBound + (isInBrackets ? 1 : 0)
      let title = text.bytes[behind..<max(behind, found.end)].map {
        $0 == .lineFeed ? UInt8.space : $0
      }.trimmed()
      definitions.append(
        Definition(
          range: text.pageRange(at..<found.end), destination: Bytes(text.bytes[found.destination]),
          title: Bytes(title)))
      at = found.end
    }
    return at
  }

  /// One word behind a footnote's name is a definition for CommonMark, and so no block.
  private mutating func takeFootnotes(in text: PageText, from start: Int) {
    guard text.bytes.has("[^", at: start) else { return }
    var scanner = InlineScanner(text.bytes, definitions: labels)
    scanner.scan(start..<text.bytes.count)
    for name in scanner.footnotes { takeFootnote(name, in: text) }
  }

  private mutating func takeFootnote(_ name: Range<Int>, in text: PageText) {
    let line = text.bytes[..<(name.lowerBound - 2)].reversed().prefix { $0 != .lineFeed }
    footnotes.append(
      Footnote(
        name: text.pageRange(name), key: LinkSyntax.normalised(text.bytes[name]),
        isDefinition: text.bytes.has("]:", at: name.upperBound) && line.allSatisfy(\.isBlank)))
  }

  // MARK: links

  private mutating func take(_ link: InlineScanner.Link, in text: PageText) {
    switch link.target {
    case .destination(let raw):
      if !raw.isEmpty { links.append(Link(raw: text.pageRange(raw), isHTML: false)) }
    case .definition(let index):
      references.append(
        ReferenceLink(
          tail: text.pageRange(link.text.upperBound..<link.range.upperBound), definition: index))
    }
  }

  private mutating func takeHTML(_ block: PageBlock) {
    let end = lines[block.lines.upperBound].upperBound
    var at = lines[block.lines.lowerBound].lowerBound
    var reader = HTMLTagReader(lines.bytes)
    while let open = lines.bytes.firstOffset(of: UInt8(ascii: "<"), in: at..<max(at, end)) {
      guard let tag = reader.tag(at: open, before: end) else {
        if lines.bytes.has("<!--", at: open) { return }
        at = open + 1
        continue
      }
      take(tag, in: lines.bytes, from: open) { $0 }
      at = tag.end
      if tag.name == "script" || tag.name == "style", !tag.isClosing {
        at = reader.find("</\(tag.name)", from: at, before: end) ?? end
      }
    }
  }

  private mutating func take(
    _ tag: HTMLTag, in text: Bytes, from start: Int, _ page: (Range<Int>) -> Range<Int>
  ) {
    if tag.name.isEmpty {
      switch PartComment(text[start..<tag.end]) {
      case .owning: comments.append(page(start..<tag.end))
      case .mistaken(let word): mistakenComments.append(page(word..<word + 1).lowerBound)
      case .other: break
      }
    }
    guard !tag.isClosing else { return }
    for name in ["href", "src", "poster", "data"] {
      guard let value = tag.value(name), !value.isEmpty else { continue }
      links.append(Link(raw: page(value), isHTML: true))
    }
    for address in tag.value("srcset").map(text.imageCandidates) ?? [] {
      links.append(Link(raw: page(address), isHTML: true))
    }
  }

  // MARK: headings

  private mutating func takeHeading(_ level: Int, _ block: PageBlock) {
    let first = lines[block.lines.lowerBound]
    let start = min(first.lowerBound + block.column, first.upperBound)
    let run = lines.bytes[start..<first.upperBound].prefix { $0 == UInt8(ascii: "#") }
    if block.lines.count == 1 || run.count == level {
      marks.append(
        HeadingMarks(
          level: level, run: start..<start + run.count, text: start..<first.upperBound,
          underline: nil))
      return
    }
    let under = lines[block.lines.upperBound]
    let character: UInt8 = level == 1 ? UInt8(ascii: "=") : UInt8(ascii: "-")
    let from = lines.bytes[under].firstIndex(of: character) ?? under.lowerBound
    marks.append(
      HeadingMarks(
        level: level, run: nil,
        text: start..<lines[max(block.lines.lowerBound, block.lines.upperBound - 1)].upperBound,
        underline: from..<under.upperBound))
  }
}

extension Bytes {
  /// The id of the heading of that text, as GitHub makes it, or the one that it gives itself by `{#id}` at its end.
  fileprivate func headingID(_ links: [InlineScanner.Link], _ slugs: inout Slugs) -> Bytes {
    if last == UInt8(ascii: "}"), let open = lastIndex(of: UInt8(ascii: "{")), has("{#", at: open),
      open + 2 < count - 1
    {
      return Bytes(self[(open + 2)..<(count - 1)])
    }
    var kept: Bytes = []
    var at = 0
    for link in links.sorted(by: { $0.range.lowerBound < $1.range.lowerBound })
    where link.range.lowerBound >= at {
      kept += self[at..<link.range.lowerBound]
      if !link.isImage { kept += self[link.text] }
      at = link.range.upperBound
    }
    kept += self[at...]
    kept = kept.filter { $0 != .lineFeed }
    return slugs.id(ofHeading: plainText(ofInlines: kept) ?? kept)
  }
}
