/// Puts a template and its excerpts together into a document, in one pass over the places that change.
struct DocumentBuilder {
  let template: Template
  let values: [BoundValue]
  let notation: InfoNotation
  private let paths: [Int: Bytes]
  private let addresses: [Int: SourceAddress]
  let height: Int
  private let limit: Int
  private(set) var byteCount = 0
  private(set) var pieces: [Document.Piece] = []
  var blocks: [Document.Block] = []
  var openIncludes: [Document.OpenInclude] = []
  private(set) var riskyValues: [Document.RiskyValue] = []
  var inertLines: [(line: Int, templateLine: Int)] = []
  private(set) var chunks: [Document.Chunk] = []
  var addedMarks: [Int] = []

  /// A chunk is cut as soon as it has so many bytes.
  static let chunkSize = 1 << 18

  private var excerpts: [Excerpt] = []
  /// The template's bytes before this offset, on this line, are done.
  var at = 0
  var templateLine = 1
  /// The output's current line, as CommonMark counts.
  private(set) var line = 1
  private(set) var lastByte: UInt8?
  private var nextCut = 0
  private var chunk = ChunkStart()
  private var fenceLines: [FenceLines] = []

  private struct ChunkStart {
    var piece = 0
    var block = 0
    var openInclude = 0
    var riskyValue = 0
    var inertLine = 0
    var line = 1
    var bytes = 0
  }

  /// What is put into the author's fence.
  private struct FenceLines {
    /// The output's line of its opening.
    var open = 0
    var blocks = 0..<0
  }

  init(_ template: Template, bound: BoundTemplate? = nil, height: Int, limit: Int) {
    self.template = template
    values = bound?.values ?? []
    notation = bound?.notation ?? .braces
    paths = bound?.paths ?? [:]
    addresses = bound?.addresses ?? [:]
    self.height = height
    self.limit = limit
  }

  /// Nil when all went well; else the problem that the output grows too large.
  mutating func build(_ excerpts: [Excerpt]) -> Diagnostic? {
    self.excerpts = excerpts
    fenceLines = Array(repeating: FenceLines(), count: template.fences.count)
    // A text and an excerpt for each directive, and where chunks are cut; so they need not grow and be copied.
    let chunks = template.source.bytes.count / (DocumentBuilder.chunkSize / 4)
    pieces.reserveCapacity(2 * template.directives.count + chunks + 16)
    blocks.reserveCapacity(template.fences.count)
    for (offset, line, edit) in edits(of: template, excerpts) {
      if note(edit, onLine: line) { continue }
      // It stands in a block that is made anew.
      if case .value = edit, offset < at { continue }
      copy(to: offset, line: line)
      switch edit {
      case .escape: at = offset + 1
      case .openFence(let fence, let run, let length):
        fenceLines[fence] = FenceLines(open: self.line, blocks: blocks.count..<blocks.count)
        if let length { replace(run, by: length, template.fences[fence].character) }
      case .closeFence(let fence, let run, let length):
        for block in fenceLines[fence].blocks { blocks[block].closeLine = self.line }
        if let length { replace(run, by: length, template.fences[fence].character) }
      case .directive(let index): put(index)
      case .value(let index, let place): put(value: index, at: place)
      case .inertLine: inertLines.append((self.line, line))
      }
      if byteCount > limit { return tooLarge(at: offset, line: line) }
    }
    copy(
      to: template.source.bytes.count,
      line: template.lineCount + (template.source.bytes.last == .lineFeed ? 1 : 0))
    if template.kind == .template, let lastByte, lastByte != .lineFeed {
      append(.made([.lineFeed]), lines: 1, bytes: 1, directive: nil)
    }
    closeChunk()
    return byteCount > limit ? tooLarge(at: template.source.bytes.count, line: templateLine) : nil
  }

  /// Notes where a fence that stays as it is opens or closes, without cutting the text there; false for other edits.
  private mutating func note(_ edit: TemplateEdit, onLine templateLine: Int) -> Bool {
    guard !template.source.holdsCarriageReturns else { return false }
    let line = self.line + templateLine - self.templateLine
    switch edit {
    case .openFence(let fence, _, length: nil):
      fenceLines[fence] = FenceLines(open: line, blocks: blocks.count..<blocks.count)
    case .closeFence(let fence, _, length: nil):
      for block in fenceLines[fence].blocks { blocks[block].closeLine = line }
    default: return false
    }
    return true
  }

  /// The problem that the document is too large behind `offset`, reported at the last directive before it.
  private func tooLarge(at offset: Int, line: Int) -> Diagnostic {
    let directive = template.directives.last { $0.line <= line }
    return Diagnostic(
      .outputTooLarge, "the document grows beyond \(limit) bytes here",
      at: directive.map { template.source.place(at: $0.targetRange, line: $0.line) }
        ?? Place(file: template.source.name),
      notes: [.init("'--max-output-bytes' allows more")])
  }

  // MARK: putting pieces down

  /// Copies the template's bytes up to `offset`, which is on line `end`; cuts chunks on the way.
  private mutating func copy(to offset: Int, line end: Int) {
    while nextCut < template.cuts.count, template.cuts[nextCut].offset < offset {
      let cut = template.cuts[nextCut]
      nextCut += 1
      // An edit may have passed over it.
      guard cut.offset > at,
        byteCount + (cut.offset - at) - chunk.bytes >= DocumentBuilder.chunkSize
      else { continue }
      copyPlain(to: cut.offset, line: cut.line)
      closeChunk()
    }
    copyPlain(to: offset, line: end)
  }

  mutating func copyPlain(to offset: Int, line end: Int) {
    guard offset > at else { return }
    let range = at..<offset
    var lines = end - templateLine
    if template.source.holdsCarriageReturns {
      let bytes = template.source.bytes
      lines = bytes.commonMarkLineCount(in: range, mayHoldCarriageReturns: true)
      if let last = bytes[range].last, last != .lineFeed, last != .carriageReturn { lines -= 1 }
    }
    append(.text(range), lines: lines, bytes: range.count, directive: nil)
    lastByte = template.source.bytes[offset - 1]
    at = offset
    templateLine = end
  }

  mutating func append(
    _ content: Document.Piece.Content, lines: Int, bytes: Int, directive: Int?
  ) {
    pieces.append(
      .init(content: content, templateLine: templateLine, directive: directive, line: line))
    line += lines
    byteCount += bytes
    switch content {
    case .made(let made): lastByte = made.last
    case .value(let text, _): lastByte = text.last
    case .excerpt: lastByte = .lineFeed
    case .text: break
    }
  }

  private mutating func replace(_ run: Range<Int>, by length: Int, _ character: UInt8) {
    append(
      .made(Bytes(repeating: character, count: length)), lines: 0, bytes: length, directive: nil)
    at = run.upperBound
  }

  private mutating func put(value index: Int, at place: Range<Int>) {
    let text = values[index].text ?? Document.neutralWord
    if !template.values[index].isHarmless || !ValueDirective.isPlainWord(text) {
      riskyValues.append(.init(index: index, text: text))
    }
    append(.value(text, index), lines: 0, bytes: text.count, directive: nil)
    at = place.upperBound
  }

  /// The line below the block of a directive; nil for none.
  func caption(_ index: Int, _ directive: Directive, _ excerpt: Excerpt) -> Bytes? {
    directive.caption(of: excerpt, path: paths[index], address: addresses[index])
  }

  private mutating func put(_ index: Int) {
    let directive = template.directives[index]
    let bytes = template.source.bytes
    let excerpt = excerpts[index]
    let feed = bytes.firstOffset(of: .lineFeed, in: directive.lineRange.upperBound..<bytes.count)
    let next = feed.map { $0 + 1 } ?? bytes.count
    if directive.kind != .include {
      copyPlain(to: next, line: directive.line + (feed == nil ? 0 : 1))
      if feed == nil { put(directive.lineEnd(in: bytes), for: index) }
      putOwned(index, directive, excerpt)
      return
    }
    if directive.recipe.fenced {
      putFenced(index, directive, excerpt)
      putCaption(index, directive, excerpt, before: next)
    } else {
      switch directive.context {
      case .fence(let fence, _):
        blocks.append(
          .init(
            directive: index, excerpt: excerpt, isPrefixed: !directive.prefix.isEmpty,
            openLine: fenceLines[fence].open, firstLine: line, closeLine: nil))
        fenceLines[fence].blocks = fenceLines[fence].blocks.lowerBound..<blocks.count
      case .outside: openIncludes.append(.init(directive: index, excerpt: excerpt, firstLine: line))
      }
      putExcerpt(index, directive, excerpt)
      // What stands right below a table is a row of it.
      if directive.recipe.isPattern || directive.recipe.table, directive.context == .outside {
        putGap(index, directive, before: next)
      }
      if directive.recipe.isPage, directive.recipe.hasCaption {
        put(emptyLine(directive), for: index)
        putCaption(index, directive, excerpt, before: next)
      }
    }
    at = next
    templateLine = directive.line + 1
  }

  mutating func putExcerpt(_ index: Int, _ directive: Directive, _ excerpt: Excerpt) {
    guard !excerpt.isEmpty else { return }
    append(
      .excerpt(excerpt, prefix: directive.prefix), lines: excerpt.commonMarkLineCount,
      bytes: excerpt.byteCount(behind: template.source.bytes[directive.prefix]), directive: index)
  }

  /// The excerpt inside a fence of its own.
  mutating func putFenced(_ index: Int, _ directive: Directive, _ excerpt: Excerpt) {
    let prefix = Bytes(template.source.bytes[directive.prefix])
    let end = directive.lineEnd(in: template.source.bytes)
    let info = directive.infoString(for: excerpt, notation)
    let character = info.contains(UInt8(ascii: "`")) ? UInt8(ascii: "~") : UInt8(ascii: "`")
    let length = excerpt.fenceLength(
      of: character, column: template.source.columns(of: directive.prefix), in: template.dialect)
    let fence = Bytes(repeating: character, count: length)
    let open = prefix + fence + info + end
    let openLine = line
    append(.made(open), lines: 1, bytes: open.count, directive: index)
    let firstLine = line
    let body = end.count > 1 ? excerpt.withLineEnds(end) : excerpt
    putExcerpt(index, directive, body)
    blocks.append(
      .init(
        directive: index, excerpt: body, isPrefixed: !prefix.isEmpty, openLine: openLine,
        firstLine: firstLine, closeLine: line))
    let close = prefix + fence + end
    append(.made(close), lines: 1, bytes: close.count, directive: index)
  }

  private mutating func closeChunk() {
    chunks.append(
      .init(
        pieces: chunk.piece..<pieces.count, blocks: chunk.block..<blocks.count,
        openIncludes: chunk.openInclude..<openIncludes.count,
        riskyValues: chunk.riskyValue..<riskyValues.count,
        inertLines: chunk.inertLine..<inertLines.count, firstLine: chunk.line))
    chunk = ChunkStart(
      piece: pieces.count, block: blocks.count, openInclude: openIncludes.count,
      riskyValue: riskyValues.count, inertLine: inertLines.count, line: line, bytes: byteCount)
  }
}

extension Excerpt {
  /// The same excerpt with CRLF line ends.
  func withLineEnds(_ end: Bytes) -> Excerpt {
    var made: Bytes = []
    made.reserveCapacity(range.count + lineCount * (end.count - 1))
    for byte in bytes[range] {
      if byte == .lineFeed { made += end } else { made.append(byte) }
    }
    if addsLineFeed { made += end }
    return Excerpt(facts, bytes: made, runs: runs)
  }
}
