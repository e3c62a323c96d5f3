/// The blocks of a page as Python-Markdown finds them, with the extensions that sites of MkDocs use: admonitions, details,
/// tabs, definition lists and footnotes.
///
/// It is the same procedure as `markdown.blockparser`: blocks are parted by blank lines, and each is handed to the first
/// rule that takes it, which may put a part of it back. https://python-markdown.github.io/extensions/api/#blockparser
struct PythonBlocks {
  /// A line of a block: from `column` on it is text of the block.
  struct Line {
    let index: Int
    var column: Int
  }

  typealias Block = [Line]
  /// Blocks that are still to be read, the next one last.
  typealias Blocks = [Block]

  enum State { case list, looseList, quote, detabbed }

  /// The page's lines, with a word in place of each fenced block.
  private(set) var lines: [Bytes]
  /// The fenced blocks, by their first lines; those that turn out to be text are taken away.
  private(set) var fences: [Int: PythonFence]
  private let original: [Bytes]
  private(set) var found: [PythonLine]
  var states: [State] = []
  /// The footnotes, whose text is read behind all else.
  var footnotes: [[Block]] = []

  /// Elements that stand deeper in one another are text, as where Python would be out of stack.
  static let maximumDepth = 60

  /// How many lines may still be looked at: a block without blank lines that falls apart line by line would take quadratic
  /// time. Hundreds of times what a page takes that people write; what is beyond is text.
  private var budget: Int

  /// - Parameters:
  ///   - shown: the page's lines, with a word in place of each of `fences`.
  ///   - original: the lines as they are.
  init(_ shown: [Bytes], original: [Bytes], fences: [PythonFence]) {
    lines = shown
    self.original = original
    self.fences = Dictionary(uniqueKeysWithValues: fences.map { ($0.open, $0) })
    found = Array(repeating: PythonLine(), count: shown.count)
    budget = 100 * shown.count + 100_000
  }

  /// Finds out what each line is; `blocks` holds the lines that are not blank, as runs.
  mutating func read(_ blocks: [Block]) {
    parse(blocks, in: PythonElement(.root))
    var next = 0
    while next < footnotes.count {
      states = []
      let root = PythonElement(.root)
      parse(footnotes[next].flatMap { runs($0) }, in: root.add(.footnote))
      next += 1
    }
  }

  func text(_ line: Line) -> ArraySlice<UInt8> {
    let all = lines[line.index]
    return line.column <= all.count ? all[line.column...] : []
  }

  func isIndented(_ line: Line, by count: Int = 4) -> Bool {
    lines[line.index].isIndented(by: count, at: line.column)
  }

  /// The lines of a block up to the first that is not indented, without that indentation, and the rest.
  func detabbed(_ block: Block, by count: Int = 4) -> (inside: Block, rest: Block) {
    var inside: Block = []
    for line in block {
      guard isIndented(line, by: count) || text(line).isEmpty else { break }
      inside.append(Line(index: line.index, column: line.column + count))
    }
    return (inside, Block(block.dropFirst(inside.count)))
  }

  /// All lines of a block, those that are indented so far without that indentation.
  func looselyDetabbed(_ block: Block, level: Int = 1) -> Block {
    block.map {
      isIndented($0, by: 4 * level) ? Line(index: $0.index, column: $0.column + 4 * level) : $0
    }
  }

  /// The runs of lines that are not blank.
  func runs(_ block: Block) -> [Block] {
    block.split { text($0).allSatisfy { $0 == .space } }.map(Block.init)
  }

  /// Reads blocks in an element (`parseBlocks`).
  mutating func parse(_ blocks: [Block], in parent: PythonElement) {
    var waiting: Blocks = blocks.reversed()
    while let block = waiting.popLast() {
      guard !block.isEmpty else { continue }
      budget -= block.count
      guard parent.depth < PythonBlocks.maximumDepth, budget > 0 else {
        paragraph(block, parent)
        continue
      }
      let isTaken =
        titled(block, parent, &waiting) || indented(block, parent) || code(block, parent, &waiting)
        || heading(block, parent, &waiting) || underlined(block, parent, &waiting)
        || rule(block, parent, &waiting) || list(block, parent)
        || definition(block, parent, &waiting) || quote(block, parent)
        || footnote(block, parent, &waiting) || reference(block, parent, &waiting)
      if !isTaken { paragraph(block, parent) }
    }
  }

  /// Reads a text that may hold blank lines (`parseChunk`).
  mutating func parse(text block: Block, in parent: PythonElement) {
    parse(runs(block), in: parent)
  }

  mutating func mark(_ line: Line, _ leaf: PythonLine.Leaf, in parent: PythonElement) {
    found[line.index] = PythonLine(leaf: leaf, containers: parent.containers, column: line.column)
  }

  var state: State? { states.last }

  mutating func within(_ state: State, _ body: (inout PythonBlocks) -> Void) {
    states.append(state)
    body(&self)
    states.removeLast()
  }

  // MARK: leaves

  private mutating func code(_ block: Block, _ parent: PythonElement, _ waiting: inout Blocks)
    -> Bool
  {
    guard isIndented(block[0]) else { return false }
    let (inside, rest) = detabbed(withoutFences(block))
    if parent.last?.kind != .code { parent.add(.code) }
    for line in inside { mark(line, .code, in: parent) }
    if !rest.isEmpty { waiting.append(rest) }
    return true
  }

  /// The block with the lines of the fences in it as text, since it begins as indented code (`revert_greedy_fences`).
  private mutating func withoutFences(_ block: Block) -> Block {
    block.flatMap { line -> Block in
      let margin = text(line).prefix { $0 == .space || $0 == UInt8(ascii: ">") }
      guard let fence = fences[line.index], margin.endIndex == fence.margin else { return [line] }
      fences[line.index] = nil
      return (fence.open...fence.close).map { index in
        lines[index] = original[index]
        return Line(index: index, column: line.column)
      }
    }
  }

  private mutating func heading(_ block: Block, _ parent: PythonElement, _ waiting: inout Blocks)
    -> Bool
  {
    guard let at = block.firstIndex(where: { text($0).first == UInt8(ascii: "#") }) else {
      return false
    }
    if at > 0 { parse([Block(block[..<at])], in: parent) }
    parent.add(.heading)
    mark(block[at], .heading, in: parent)
    var rest = Block(block[(at + 1)...])
    if state == .looseList { rest = looselyDetabbed(rest) }
    if !rest.isEmpty { waiting.append(rest) }
    return true
  }

  private mutating func underlined(_ block: Block, _ parent: PythonElement, _ waiting: inout Blocks)
    -> Bool
  {
    guard block.count > 1, let mark = text(block[1]).first,
      mark == UInt8(ascii: "=") || mark == UInt8(ascii: "-"),
      text(block[1]).drop(while: { $0 == mark }).allSatisfy({ $0 == .space })
    else { return false }
    parent.add(.heading)
    for line in block[..<2] { self.mark(line, .heading, in: parent) }
    if block.count > 2 { waiting.append(Block(block[2...])) }
    return true
  }

  private mutating func rule(_ block: Block, _ parent: PythonElement, _ waiting: inout Blocks)
    -> Bool
  {
    guard let at = block.firstIndex(where: { text($0).isPythonRule }) else { return false }
    if at > 0 { parse([Block(block[..<at])], in: parent) }
    parent.add(.rule)
    mark(block[at], .rule, in: parent)
    if at + 1 < block.count { waiting.append(Block(block[(at + 1)...])) }
    return true
  }

  private mutating func reference(_ block: Block, _ parent: PythonElement, _ waiting: inout Blocks)
    -> Bool
  {
    guard let at = block.firstIndex(where: { text($0).isPythonDefinition }) else { return false }
    mark(block[at], .paragraph, in: parent)
    if at + 1 < block.count { waiting.append(Block(block[(at + 1)...])) }
    if at > 0 { waiting.append(Block(block[..<at])) }
    return true
  }

  private mutating func paragraph(_ block: Block, _ parent: PythonElement) {
    if state == .list {
      if parent.last == nil { parent.hasText = true }
    } else {
      parent.add(.paragraph)
    }
    for line in block { mark(line, .paragraph, in: parent) }
  }
}

extension ArraySlice<UInt8> {
  /// Three or more runs of `-`, `_` or `*`, with at most two spaces between them.
  fileprivate var isPythonRule: Bool {
    var rest = self[...]
    let indent = rest.prefix { $0 == .space }.count
    rest = rest.dropFirst(indent)
    guard indent <= 3, let sign = rest.first, "-_*".utf8.contains(sign) else { return false }
    var count = 0
    while rest.first == sign {
      count += 1
      rest = rest.dropFirst()
      let blanks = rest.prefix { $0 == .space }.count
      if rest.count == blanks { return count >= 3 }
      if blanks > 2 { return false }
      rest = rest.dropFirst(blanks)
    }
    return false
  }

  /// `[label]: address "title"`.
  fileprivate var isPythonDefinition: Bool {
    let rest = drop { $0 == .space }
    guard rest.startIndex - startIndex <= 3, rest.first == UInt8(ascii: "["),
      let close = rest.firstIndex(of: UInt8(ascii: "]")),
      !rest[(rest.startIndex + 1)..<close].contains(UInt8(ascii: "[")), rest.has("]:", at: close)
    else { return false }
    let target = rest[(close + 2)...].trimmed()
    let title = target.drop { $0 != .space }.trimmed()
    guard let open = title.first, title.count > 1, let end = title.last else {
      return !target.isEmpty
    }
    return open == UInt8(ascii: "(")
      ? end == UInt8(ascii: ")") : "\"'".utf8.contains(open) && open == end
  }
}
