/// The leaf blocks of a page in another dialect than CommonMark, as the scanner finds them line by line.
struct DialectBlocks {
  private let page: PageLines
  private let isPython: Bool
  private var scanner: BlockScanner
  private var found: [PageBlock] = []
  /// The block that the next line may go on.
  private var open: Open?
  private var outermost = -1
  /// Whether the block before stands in an item of the page's own, whose list may go on.
  private var isBehindItem = false

  private struct Open {
    enum Kind: Equatable {
      case paragraph, code, flow(Int), raw
      case fence(isClosed: Bool)
    }

    var kind: Kind
    let first: Int
    var last: Int
    let column: Int
    let quotes: Int
    let isNested: Bool
  }

  /// The leaf blocks of a page in order.
  ///
  /// - Parameter withCode: whether the text of code blocks and their info strings are wanted, which libcmark reads.
  static func all(of page: PageLines, in dialect: Dialect, withCode: Bool = false) -> [PageBlock] {
    var reader = DialectBlocks(page, dialect)
    reader.read()
    guard withCode else { return reader.found }
    let view = PageLines(CommonMarkView.of(Bytes(page.bytes[page.first...]), in: dialect))
    let code = pageBlocks(view, withCode: true).map { ($0.lines.lowerBound, $0) }
    let byLine = Dictionary(code) { first, _ in first }
    return reader.found.map { block in
      guard case .code = block.kind, let read = byLine[block.lines.lowerBound] else { return block }
      var block = block
      (block.info, block.literal) = (read.info, read.literal)
      return block
    }
  }

  private init(_ page: PageLines, _ dialect: Dialect) {
    self.page = page
    isPython = dialect == .pythonMarkdown
    scanner = BlockScanner(Bytes(page.bytes[page.first...]), dialect: dialect)
  }

  private mutating func read() {
    var index = 0
    while index < page.count {
      // The scanner's lines end with line feeds alone.
      var last = index
      while last + 1 < page.count, page.bytes[page.starts[last + 1] - 1] != .lineFeed { last += 1 }
      let end =
        page.bytes.firstOffset(
          of: .lineFeed, in: page.starts[last]..<page.bytes.count) ?? page.bytes.count
      let role = scanner.take(page.starts[index] - page.first..<end - page.first)
      take(role, index...last)
      index = last + 1
    }
    close()
  }

  private mutating func take(_ role: BlockScanner.Role, _ lines: ClosedRange<Int>) {
    switch role {
    case .blank:
      // Code and raw HTML may hold blank lines, which are part of it when more of it follows.
      if open?.kind == .paragraph { close() }
    case .text: takeText(lines)
    case .indentedCode: goOn(.code, lines, isNew: scanner.opened > 0)
    case .fenceOpen: begin(.fence(isClosed: false), lines)
    case .fenceContent: open?.last = lines.upperBound
    case .fenceClose:
      open?.last = lines.upperBound
      open?.kind = .fence(isClosed: true)
      close()
    }
  }

  private mutating func takeText(_ lines: ClosedRange<Int>) {
    switch scanner.leaf {
    case .paragraph: goOn(.paragraph, lines, isNew: scanner.opened > 0)
    case .flow(let end): goOn(.flow(end), lines, isNew: false)
    case .html, .raw: goOn(.raw, lines, isNew: false)
    default: takeWhole(lines)
    }
  }

  /// A line that no other goes on: a heading, its underline, a rule, a title, the last line of HTML.
  private mutating func takeWhole(_ lines: ClosedRange<Int>) {
    let column = column(of: lines.lowerBound)
    let text = page.bytes[
      (page[lines.lowerBound].lowerBound + column)..<page[lines.lowerBound].upperBound]
    let level = text.prefix { $0 == UInt8(ascii: "#") }.count
    if (1...6).contains(level),
      isPython || level == text.count || text.dropFirst(level).first?.isBlank ?? true
    {
      begin(.paragraph, lines)
      close(as: .heading(level: level))
    } else if page.isUnderline(lines.lowerBound), open?.kind == .paragraph {
      open?.last = lines.upperBound
      close(as: .heading(level: text.first == UInt8(ascii: "=") ? 1 : 2))
    } else if open?.kind == .raw {
      open?.last = lines.upperBound
      close()
    } else if text.first == UInt8(ascii: "<") {
      begin(.raw, lines)
      close()
    } else if text.contains(where: { !"-*_= ".utf8.contains($0) }) {
      begin(.paragraph, lines)
      // Its underline follows.
      if !isPython || !hasUnderline(below: lines.upperBound) { close() }
    }
  }

  private func hasUnderline(below line: Int) -> Bool {
    line + 1 < page.count && page.isUnderline(line + 1)
  }

  // MARK: blocks

  /// Goes on with a block of that kind, or begins it.
  private mutating func goOn(_ kind: Open.Kind, _ lines: ClosedRange<Int>, isNew: Bool) {
    if !isNew, open?.kind == kind {
      open?.last = lines.upperBound
    } else {
      begin(kind, lines)
    }
  }

  private mutating func begin(_ kind: Open.Kind, _ lines: ClosedRange<Int>) {
    close()
    let containers = scanner.containers
    let isNewOutermost = scanner.opened == containers.count
    var isItem = false
    if case .item? = containers.first { isItem = true }
    if containers.isEmpty || isNewOutermost && !(isItem && isBehindItem) || outermost < 0 {
      outermost += 1
    }
    isBehindItem = isItem
    open = Open(
      kind: kind, first: lines.lowerBound, last: lines.upperBound,
      column: column(of: lines.lowerBound), quotes: containers.count { $0 == .quote },
      isNested: !containers.isEmpty)
  }

  private mutating func close(as heading: PageBlock.Kind? = nil) {
    guard let block = open else { return }
    open = nil
    let kind: PageBlock.Kind
    switch block.kind {
    case .paragraph: kind = .paragraph
    case .code: kind = .code(isClosed: nil)
    case .fence(let isClosed): kind = .code(isClosed: isClosed)
    case .flow, .raw: kind = .html
    }
    found.append(
      PageBlock(
        kind: heading ?? kind, lines: block.first...block.last, column: block.column,
        quotes: block.quotes, isNested: block.isNested, outermost: outermost))
  }

  /// Where the text of a line begins: behind white space, the marks of quotes, and those of the items that begin there.
  private func column(of index: Int) -> Int {
    let line = page[index]
    var quotes = scanner.containers.count { $0 == .quote }
    var items = scanner.containers.suffix(scanner.opened).count { $0 != .quote }
    var at = line.lowerBound
    while true {
      while at < line.upperBound, page.bytes[at].isBlank { at += 1 }
      if quotes > 0, at < line.upperBound, page.bytes[at] == UInt8(ascii: ">") {
        quotes -= 1
        at += 1
      } else if items > 0, let end = endOfMark(at, line.upperBound) {
        items -= 1
        at = end
      } else {
        return at - line.lowerBound
      }
    }
  }

  /// Behind the mark of a list's item.
  private func endOfMark(_ start: Int, _ end: Int) -> Int? {
    var at = start
    while at < end, page.bytes[at].isDigit { at += 1 }
    guard at < end else { return nil }
    let marks = at > start ? ".)" : isPython ? "-+*:" : "-+*"
    guard marks.utf8.contains(page.bytes[at]) else { return nil }
    at += 1
    return at == end || page.bytes[at].isBlank ? at : nil
  }
}
