/// Reads a page into what the checks look at.
struct PageReader {
  /// A paragraph or heading with brackets, tags or code spans in it.
  struct Prose {
    var text: PageText
    /// Where the inlines begin, behind definitions.
    var start = 0
    /// A heading's index, whose slug is made of the text.
    var heading: Int?
  }

  let lines: PageLines
  let labels = ByteTable<Int>()
  let readers: Reader
  let dialect: Dialect
  /// Whether only what `#…` may name is asked for.
  let isForAnchors: Bool
  /// One for each way in which headings may get their ids.
  var slugs: [Slugs]
  var anchors: [Bytes] = []
  /// Ids of headings that these readers don't know to be ones.
  var elsewhere: [Bytes] = []
  /// The ids of headings with where these stand, in no certain order; only for readers whose tabs have ids.
  var placedIDs: [(offset: Int, ids: [Bytes])] = []
  var html: HTMLTagReader
  /// Told of every link and image in Markdown, so that tests can compare them with libcmark's.
  var trace: ((_ isImage: Bool, _ destination: Bytes) -> Void)?

  init(
    _ bytes: Bytes, for readers: Reader = .github, in dialect: Dialect = .commonMark,
    anchorsAlone isForAnchors: Bool = false, lines: PageLines? = nil
  ) {
    self.isForAnchors = isForAnchors
    self.lines = lines ?? PageLines(bytes)
    self.dialect = dialect
    html = HTMLTagReader(bytes)
    self.readers = readers
    slugs = readers.headingIDs.map { Slugs($0) }
  }

  /// Two passes: definitions first, since a link may stand before its own.
  ///
  /// - Parameter known: the blocks, where somebody has read them already.
  mutating func read(into page: inout Page, _ known: [PageBlock]? = nil) {
    let blocks = known ?? pageBlocks(lines, in: dialect, withFootnotes: true)
    var prose: [(block: Int, Prose)] = []
    var line = 0
    // Blocks are looked at where they are: a copy of each counts references.
    for index in blocks.indices {
      let its = blocks[index].lines
      if its.lowerBound > line {
        for gap in definitions(between: line..<its.lowerBound, &page) { prose.append((index, gap)) }
      }
      line = max(line, its.upperBound + 1)
      switch blocks[index].kind {
      case .paragraph, .heading:
        if let found = self.prose(blocks[index], &page) { prose.append((index, found)) }
      case .code, .html: break
      }
    }
    let rest = definitions(between: line..<max(line, lines.count), &page)
    prose += rest.map { (blocks.count, $0) }

    var next = 0
    for index in blocks.indices {
      while next < prose.count, prose[next].block <= index, !isOwn(prose[next].1, of: blocks[index])
      {
        scan(prose[next].1, &page)
        next += 1
      }
      switch blocks[index].kind {
      case .paragraph, .heading:
        if next < prose.count, prose[next].block == index {
          scan(prose[next].1, &page)
          next += 1
        }
      case .code(let isClosed):
        if !isForAnchors { code(blocks[index], isClosed: isClosed, &page) }
        if isClosed == nil, readers.indentsContent, dialect == .commonMark {
          headings(inIndented: blocks[index])
        }
      case .html: htmlBlock(blocks[index], &page)
      }
    }
    while next < prose.count {
      scan(prose[next].1, &page)
      next += 1
    }
    if !isForAnchors { noteComments(blocks, &page) }
    if readers.hasAttributeLists {
      anchors += WrittenIDs.all(in: lines.bytes, 0..<lines.bytes.count, readers.writtenIDs)
    }
    if readers.hasTermIDs { noteTerms() }
    if let tabs = readers.tabIDs { anchors += tabAnchors(tabs) }
    if readers.hasCommandComments { anchors += page.bytes.commandComments }
    let isOpen =
      readers.inclusions.contains { page.bytes.contains(Bytes($0.utf8)) }
      || readers.hasComponents && page.headings.isEmpty && page.bytes.opensComponent
    page.anchors = PageAnchors(
      anchors, elsewhere: elsewhere, isOpen: isOpen,
      imports: readers.importsParts ? importedPaths(in: page.bytes) : [])
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
    guard isHeading || isOfInterest(whole) else { return nil }
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

  /// Whether a paragraph holds more than text that says what it says.
  private func isOfInterest(_ paragraph: Range<Int>) -> Bool {
    let bytes = lines.bytes
    guard isForAnchors else {
      return bytes.holdsMarkup(in: paragraph) || bytes.holdsAddress(in: paragraph)
    }
    return bytes.firstOffset(of: UInt8(ascii: "<"), in: paragraph) != nil
      || bytes[paragraph].first { !$0.isBlank } == UInt8(ascii: "[")
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
      // GitHub's footnotes are not definitions: their text is text.
      guard !text.bytes.has("[^", at: at),
        let found = LinkSyntax.definition(in: text.bytes, at: at)
      else { break }
      let label = LinkSyntax.normalised(text.bytes[found.label])
      let earlier = labels[label]
      let isLastKept = readers.keepsLastDefinition
      if earlier == nil || isLastKept { labels[label] = page.definitions.count }
      if isLastKept, let earlier { page.definitions[earlier].other = page.definitions.count }
      page.definitions.append(
        Page.Definition(
          label: label, labelRange: text.pageRange(found.label),
          raw: text.pageRange(found.destination),
          destination: LinkSyntax.resolved(text.bytes[found.destination]),
          other: isLastKept ? nil : earlier))
      at = found.end
    }
    return at
  }

  /// Notes the ids of a heading; returns the first of them.
  ///
  /// - Parameters:
  ///   - text: without markup.
  ///   - offset: where it stands.
  @discardableResult
  mutating func noteHeading(_ text: Bytes, at offset: Int) -> Bytes {
    let first = anchors.count
    noteIDs(ofHeading: text)
    if readers.tabIDs != nil { placedIDs.append((offset, Array(anchors[first...]))) }
    return first < anchors.count ? anchors[first] : []
  }

  private mutating func noteIDs(ofHeading text: Bytes) {
    var text = text
    if text.last(where: { !$0.isSpace }) == UInt8(ascii: "}") {
      if let own = WrittenIDs.atEnd(of: text, readers.writtenIDs) {
        anchors.append(own.name)
        return
      }
      if let other = WrittenIDs.atEnd(of: text, WrittenIDs.forms) { elsewhere.append(other.name) }
    }
    if readers.isSite { text = Bytes(text.trimmed()) }
    for index in slugs.indices { anchors.append(slugs[index].id(ofHeading: text)) }
  }

  /// Notes the ids of the terms of definition lists.
  private mutating func noteTerms() {
    var term: Range<Int>?
    for index in 0..<lines.count {
      let line = lines[index]
      if lines.bytes.has(": ", at: line.lowerBound), let term {
        let text = Bytes(lines.bytes[term].trimmed())
        noteHeading(plainText(ofInlines: text) ?? text, at: term.lowerBound)
      }
      if !line.isEmpty { term = line }
    }
  }

  // MARK: code

  /// Headings in indented blocks, which are not code to these readers.
  private mutating func headings(inIndented block: PageBlock) {
    for index in block.lines {
      let line = lines.bytes[lines[index]].trimmed()
      let marks = line.prefix { $0 == UInt8(ascii: "#") }.count
      guard (1...6).contains(marks), line.dropFirst(marks).first?.isBlank ?? false else { continue }
      let text = Bytes(line.dropFirst(marks).trimmed())
      noteHeading(plainText(ofInlines: text) ?? text, at: line.startIndex)
    }
  }

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
}

extension Bytes {
  /// Whether there is anything in `range` that could be a link, a tag or a code span.
  fileprivate func holdsMarkup(in range: Range<Int>) -> Bool {
    firstOffset(of: UInt8(ascii: "["), in: range) != nil
      || firstOffset(of: UInt8(ascii: "<"), in: range) != nil
      || firstOffset(of: UInt8(ascii: "`"), in: range) != nil
  }
}
