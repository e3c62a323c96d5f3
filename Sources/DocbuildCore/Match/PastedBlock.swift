/// A fenced block of a page whose text nothing owns yet, so that it may have been pasted there.
package struct PastedBlock: Sendable {
  /// What an author wrote around it, where the file that it shows may be named.
  package struct Prose: Sendable {
    /// The heading above it, without its marks.
    package internal(set) var heading = ""
    /// Words that may be paths: of the info string, and of what stands right before the block.
    package internal(set) var nearWords: [Bytes] = []
    /// The same for the whole section above it.
    package internal(set) var words: [Bytes] = []
  }

  /// The info string, entities and escapes resolved.
  package let info: String
  /// The lines inside as CommonMark reads them, without their ends.
  package let lines: [Bytes]
  /// The line of the opening fence, from 1.
  package let openLine: Int
  /// The line of the closing fence, from 1.
  package let closeLine: Int
  /// What stands before the opening fence on its line.
  package let margin: Bytes
  /// What is said around it.
  package let prose: Prose
  /// Who owns it, so that it is left alone: a tool's name, or what else stands in the way; nil for nobody.
  package let claim: String?

  /// The first word of the info string; empty without one.
  package var infoWord: String {
    info.split { $0 == " " || $0 == "\t" || $0 == "," || $0 == "{" }.first.map(String.init) ?? ""
  }

  /// The numbers of its lines in the page, its fences included.
  package var pageLines: ClosedRange<Int> { openLine...closeLine }

  /// The text with a line feed behind each line.
  package var text: Bytes { lines.reduce(into: []) { $0 += $1 + [.lineFeed] } }
}

extension PastedBlock {
  /// The blocks of a page in order that no directive of docbuild's owns. None where a carriage return alone ends lines,
  /// since an edit goes by line feeds.
  ///
  /// - Parameter template: the page, with its directives read.
  package static func all(in template: Template) -> [PastedBlock] {
    let source = template.source
    guard source.fault == nil else { return [] }
    let page = PageLines(source.bytes)
    guard page.count + source.bytes.lineFeedCount(in: 0..<page.first) == source.lines.count
    else { return [] }
    var reader = PastedBlockReader(template, page)
    for block in pageBlocks(page, in: template.dialect, withCode: true) { reader.take(block) }
    return reader.found
  }
}

/// Goes over the blocks of a page.
private struct PastedBlockReader {
  let template: Template
  let page: PageLines
  /// What directives own, in the page's bytes.
  let owned: [Range<Int>]
  private(set) var found: [PastedBlock] = []
  private var prose = PastedBlock.Prose()
  /// The comment right before the next block.
  private var comment: Bytes?
  /// The tool between whose marks the next block stands.
  private var tool: String?

  init(_ template: Template, _ page: PageLines) {
    self.template = template
    self.page = page
    owned = template.ownedRanges
  }

  private var bytes: Bytes { page.bytes }

  mutating func take(_ block: PageBlock) {
    let text = Bytes(
      bytes[page[block.lines.lowerBound].lowerBound..<page[block.lines.upperBound].upperBound])
    switch block.kind {
    case .heading:
      prose = PastedBlock.Prose()
      prose.heading =
        text.drop { $0 == UInt8(ascii: "#") || $0.isBlank }
        .prefix { $0 != .lineFeed && $0 != .carriageReturn }.text
      prose.nearWords = text.pathWords
      prose.words = prose.nearWords
      comment = nil
    case .paragraph:
      prose.nearWords = text.pathWords
      prose.words += prose.nearWords
      comment = nil
    case .html:
      var start = text.drop { $0.isBlank || $0 == UInt8(ascii: ">") }
      // A comment of MDX is as good as one of HTML.
      if start.starts(with: "{/*".utf8) { start = Bytes("<!--".utf8) + start.dropFirst(3) }
      guard start.starts(with: "<!--".utf8) else { break }
      comment = Bytes(start)
      if ToolClaim.closes(Bytes(start)) {
        tool = nil
      } else if let name = ToolClaim.opens(Bytes(start)) {
        tool = name
      }
    case .code(isClosed: true?):
      add(block)
      comment = nil
    case .code: comment = nil
    }
  }

  private mutating func add(_ block: PageBlock) {
    let line = page[block.lines.lowerBound]
    guard !owned.contains(where: { $0.contains(line.lowerBound) }) else { return }
    let run = line.lowerBound + block.column
    let margin = Bytes(bytes[line.lowerBound..<min(run, line.upperBound)])
    let first = bytes.lineFeedCount(in: 0..<line.lowerBound) + 1
    var lines = block.literal.split(separator: .lineFeed, omittingEmptySubsequences: false).map {
      Bytes($0.last == .carriageReturn ? $0.dropLast() : $0)
    }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    let info = block.info.text
    var said = prose
    said.nearWords = block.info.pathWords + said.nearWords
    said.words = said.nearWords + said.words
    let isPlain = margin.allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
    found.append(
      PastedBlock(
        info: info, lines: lines, openLine: first,
        closeLine: first + block.lines.count - 1, margin: margin, prose: said,
        claim: tool ?? comment.flatMap(ToolClaim.before) ?? ToolClaim.info(info)
          ?? (isPlain ? nil : "its fence stands on the line of a list's mark")))
    // What stands behind it is about the next one.
    prose.nearWords = []
  }
}

extension Template {
  /// What is docbuild's already: the blocks that directives own, and the fences that hold directives.
  fileprivate var ownedRanges: [Range<Int>] {
    var ranges = directives.compactMap { $0.ownedBlock?.fence?.range }
    for fence in fences {
      var start = fence.openRun.lowerBound
      while start > 0, source.bytes[start - 1] != .lineFeed { start -= 1 }
      ranges.append(start..<(fence.closeRun?.upperBound ?? source.bytes.count))
    }
    return ranges
  }
}

extension Bytes {
  /// The words that may be paths: with letters, digits and what else file names have.
  fileprivate var pathWords: [Bytes] {
    split { !($0.isWord || "./-+@~%".utf8.contains($0)) }.compactMap { word in
      var word = word
      while let last = word.last, last == UInt8(ascii: ".") || last == UInt8(ascii: "-") {
        word = word.dropLast()
      }
      while word.starts(with: "./".utf8) { word = word.dropFirst(2) }
      return word.count > 2 ? Bytes(word) : nil
    }
  }
}
