/// A block that a directive owns in an in-place document, as far as it is somebody's text: its info string and its lines,
/// without the marks of containers, fences and blanks at the ends of lines. What a formatter does to a block leaves it
/// the same.
package struct BlockText: Hashable, Sendable {
  /// The text.
  package let bytes: Bytes
  /// Whether there is nothing that could be lost.
  package let isEmpty: Bool

  /// Of the lines of a document from the opening fence to the closing one, or of whatever stands in their place; the mark
  /// that ends a block does not count.
  init(_ text: Bytes) {
    var lines = text.linesWithoutEnds[...]
    if let last = lines.last, last.drop(while: \.isMargin).isEndMark {
      lines.removeLast()
      while let last = lines.last, last.isEmpty { lines.removeLast() }
    }
    guard let open = lines.first, let run = open.fenceRun else {
      bytes = Bytes(lines.joined(separator: [.lineFeed]))
      isEmpty = lines.isEmpty
      return
    }
    lines.removeFirst()
    if let last = lines.last, let close = last.fenceRun, close.endIndex == last.endIndex,
      close.count >= run.count, close.first == run.first
    {
      lines.removeLast()
    }
    let margin = open[..<run.startIndex]
    var made = Bytes(open[run.endIndex...].trimmed())
    for line in lines {
      made.append(.lineFeed)
      made += line.dropFirst(zip(line, margin).prefix { $0 == $1 }.count)
    }
    bytes = made
    isEmpty = lines.allSatisfy { $0.allSatisfy(\.isMargin) }
  }
}

/// What an in-place document has where a directive's block goes, and will not have any more.
package struct ReplacedBlock: Sendable {
  /// What would be replaced.
  package let text: BlockText
  /// The bytes as they are; of a part of a line, with what shows whose part it is.
  package let bytes: Bytes
  /// Whether it is a part of a line.
  package let isWithinLine: Bool
  /// Where it stands.
  package let place: Place
}

extension Document {
  /// The blocks that the page has, as they are written; of an in-place document.
  ///
  /// - Parameter page: the bytes of the document.
  package func ownedBlocks(in page: Bytes) -> [BlockText] {
    var found: [BlockText] = []
    var (at, line) = (0, 1)
    for block in blocks {
      guard let close = block.closeLine else { continue }
      page.skipLines(to: block.openLine, &at, &line)
      let start = at
      page.skipLines(to: close + 1, &at, &line)
      found.append(BlockText(Bytes(page[start..<at])))
    }
    for piece in pieces {
      switch piece.content {
      case .value(let text, _): found.append(BlockText(text))
      // A caption.
      case .made(let text) where piece.directive != nil && text[...].fenceRun == nil:
        found.append(BlockText(text))
      case .made, .text, .excerpt: break
      }
    }
    let free = Set(openIncludes.map(\.directive).filter { template.directives[$0].kind == .embed })
    for (index, piece) in pieces.enumerated() where !free.isEmpty {
      guard case .excerpt = piece.content, piece.directive.map(free.contains) ?? false else {
        continue
      }
      var made: Bytes = []
      unsafe render(index..<index + 1, as: .woven) { unsafe made.append(contentsOf: $0) }
      found.append(BlockText(made))
    }
    return found
  }

  /// What an in-place document loses: the text that stands where blocks go, and is not what they say.
  package func replacedBlocks() -> [ReplacedBlock] {
    let bytes = template.source.bytes
    var found: [ReplacedBlock] = []
    var at = 0
    var first = 0
    func take(_ old: Range<Int>, _ pieces: Range<Int>) {
      guard !old.isEmpty else { return }
      var made: Bytes = []
      unsafe render(pieces, as: .woven) { unsafe made.append(contentsOf: $0) }
      let text = BlockText(Bytes(bytes[old]))
      guard !text.isEmpty, text != BlockText(made) else { return }
      let start = bytes[old].firstIndex { !$0.isBlank && $0 != .lineFeed && $0 != .carriageReturn }
      let whole = bytes.context(of: old)
      found.append(
        ReplacedBlock(
          text: text, bytes: Bytes(bytes[whole]), isWithinLine: whole != old,
          place: template.source.place(at: (start ?? old.lowerBound)..<old.upperBound)))
    }
    for (index, piece) in pieces.enumerated() {
      guard case .text(let range) = piece.content else { continue }
      take(at..<range.lowerBound, first..<index)
      (at, first) = (range.upperBound, index + 1)
    }
    take(at..<bytes.count, first..<pieces.count)
    return found
  }
}

extension Bytes {
  /// The lines without blanks and line ends behind them, from the first to the last that is not blank.
  package var linesWithoutEnds: [ArraySlice<UInt8>] {
    var lines = split(separator: .lineFeed, omittingEmptySubsequences: false)
    for at in lines.indices {
      while let last = lines[at].last, last.isBlank || last == .carriageReturn {
        lines[at].removeLast()
      }
    }
    let first = lines.firstIndex { !$0.isEmpty } ?? lines.endIndex
    let last = lines.lastIndex { !$0.isEmpty } ?? first
    return first < lines.endIndex ? [ArraySlice<UInt8>](lines[first...last]) : []
  }

  /// Goes from the start of one line to that of another, as CommonMark counts them.
  fileprivate func skipLines(to wanted: Int, _ at: inout Int, _ line: inout Int) {
    while line < wanted, at < count {
      let byte = self[at]
      at += 1
      if byte == .lineFeed || byte == .carriageReturn && (at == count || self[at] != .lineFeed) {
        line += 1
      }
    }
  }
}

extension UInt8 {
  /// What stands in front of the lines of a block in a list or a quote.
  fileprivate var isMargin: Bool { isBlank || self == UInt8(ascii: ">") }
}

extension ArraySlice<UInt8> {
  /// The run of backticks or tildes that the line begins with, behind the marks of its containers; nil for less than three.
  fileprivate var fenceRun: ArraySlice<UInt8>? {
    let rest = drop(while: \.isMargin)
    guard let character = rest.first,
      character == UInt8(ascii: "`") || character == UInt8(ascii: "~")
    else { return nil }
    let run = rest.prefix { $0 == character }
    return run.count >= 3 ? run : nil
  }
}

extension Bytes {
  /// A part of a line with the comments of the value that it is between, else with its line; what is whole lines already stays.
  fileprivate func context(of part: Range<Int>) -> Range<Int> {
    let isStart = part.lowerBound == 0 || self[part.lowerBound - 1] == .lineFeed
    if isStart || self[part].contains(.lineFeed) { return part }
    let start = self[..<part.lowerBound].lastIndex(of: .lineFeed).map { $0 + 1 } ?? 0
    let end = firstOffset(of: .lineFeed, in: part.upperBound..<count) ?? count
    for style in [CommentStyle.html, .braces]
    where part.lowerBound - start >= 3 && has(style.closing, at: part.lowerBound - 3)
      && has(style.opening, at: part.upperBound)
    {
      let opening = (start..<part.lowerBound).last { has(style.opening, at: $0) }
      let closing = (part.upperBound..<end).first { has(style.closing, at: $0) }
      if let opening, let closing { return opening..<closing + 3 }
    }
    return start..<end
  }
}
