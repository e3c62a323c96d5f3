/// A page of another dialect as libcmark can read it: its own containers and blocks are ours to tell, and are written as the
/// quotes, items and headings that they come nearest to, line by line; what is in fences is left to libcmark.
///
/// A line of the view stands for a line of the page. Quotes are `>`, all other containers items; a line of text is a
/// heading whose level says what it is of, so that no line goes on what another began.
struct CommonMarkView {
  private(set) var bytes: Bytes = []
  private var scanner: BlockScanner
  private let page: Bytes

  /// The view of a page; one of CommonMark is its own, but for GitHub's footnotes.
  static func of(_ page: Bytes, in dialect: Dialect) -> Bytes {
    if dialect == .commonMark { return FootnoteView.of(page) }
    var view = CommonMarkView(page, dialect)
    view.write()
    return view.bytes
  }

  private init(_ page: Bytes, _ dialect: Dialect) {
    self.page = page
    scanner = BlockScanner(page, dialect: dialect)
    bytes.reserveCapacity(page.count)
  }

  private mutating func write() {
    // Where the first line is read, a byte order mark is part of it.
    var at = page.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    while at < page.count {
      let feed = page.firstOffset(of: .lineFeed, in: at..<page.count)
      let line = at..<(feed ?? page.count)
      let role = scanner.take(line)
      write(line, role)
      if feed != nil { bytes.append(.lineFeed) }
      at = line.upperBound + 1
    }
  }

  private mutating func write(_ line: Range<Int>, _ role: BlockScanner.Role) {
    let opened = scanner.containers.count - scanner.opened
    // Deeper than that nobody reads, and each line would be as long as all containers are deep.
    for (index, container) in scanner.containers.prefix(100).enumerated() {
      let isNew = index >= opened && role != .blank && role != .fenceContent && role != .fenceClose
      switch container {
      case .quote: bytes += [UInt8(ascii: ">"), .space]
      case .item, .footnote: bytes += isNew ? [UInt8(ascii: "-"), .space] : [.space, .space]
      }
    }
    switch role {
    case .blank: break
    case .text:
      let level = scanner.leaf == .paragraph ? 1 : [.none, .raw].contains(scanner.leaf) ? 2 : 3
      bytes += repeatElement(UInt8(ascii: "#"), count: level)
      keepLoneReturns(line)
    case .indentedCode: write(code: line)
    case .fenceOpen:
      guard case .fence(let fence) = scanner.leaf else { break }
      write(fence: fence.run)
      bytes += page[fence.run.upperBound..<line.upperBound]
    case .fenceContent:
      let text = scanner.text(ofContent: line)
      bytes += repeatElement(.space, count: text.blanks)
      bytes += page[text.start..<line.upperBound]
    case .fenceClose: write(fence: scanner.closingRun)
    }
  }

  private mutating func write(fence run: Range<Int>) {
    let length = max(run.count, scanner.plainLength)
    bytes += repeatElement(page[run.lowerBound], count: length)
  }

  private mutating func write(code line: Range<Int>) {
    bytes += repeatElement(.space, count: 4)
    bytes += page[line].trimmed()
  }

  /// A CR that ends no line of ours ends one of libcmark's.
  private mutating func keepLoneReturns(_ line: Range<Int>) {
    for offset in line
    where page[offset] == .carriageReturn
      && (offset + 1 == page.count || page[offset + 1] != .lineFeed)
    {
      bytes.append(.carriageReturn)
    }
  }
}
