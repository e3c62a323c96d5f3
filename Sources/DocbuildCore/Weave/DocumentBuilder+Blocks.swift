/// The blocks that directives own.
extension DocumentBuilder {
  /// A line that docbuild makes.
  mutating func put(_ made: Bytes, for index: Int) {
    append(.made(made), lines: 1, bytes: made.count, directive: index)
  }

  /// The block of a directive and its end mark; the blank lines between stay.
  mutating func putOwned(_ index: Int, _ directive: Directive, _ excerpt: Excerpt) {
    let bytes = template.source.bytes
    if directive.kind == .embed, directive.recipe.ownsBlocks {
      return putFree(index, directive, excerpt)
    }
    let block = directive.ownedBlock
    if let fence = block?.fence {
      copyPlain(to: fence.range.lowerBound, line: fence.line)
      if directive.kind == .embed,
        fence.isCurrent(excerpt, info: directive.infoString(for: excerpt, notation), in: bytes)
      {
        keep(fence, index, directive, excerpt)
      } else {
        putFenced(index, directive, excerpt)
        at = fence.range.upperBound
        templateLine = fence.line + fence.lineCount
      }
    } else {
      if let mark = block?.mark { copyPlain(to: mark.range.lowerBound, line: mark.line) }
      putFenced(index, directive, excerpt)
    }
    putOwnedCaption(index, directive, excerpt)
    let text = Bytes(bytes[directive.prefix]) + directive.endMark(in: bytes)
    if let mark = block?.mark {
      copyPlain(to: mark.range.lowerBound, line: mark.line)
      if mark.isInPlace {
        copyPlain(to: mark.range.upperBound, line: mark.line + 1)
      } else {
        put(text + directive.lineEnd(in: bytes), for: index)
        at = mark.range.upperBound
        templateLine = mark.line + 1
      }
    } else if directive.kind == .embed {
      if lastByte != .lineFeed {
        addedMarks.append(pieces.count)
        put(directive.lineEnd(in: bytes), for: index)
      }
      addedMarks.append(pieces.count)
      put(text + directive.lineEnd(in: bytes), for: index)
    }
  }

  /// Leaves a block that shows `excerpt` as it is.
  private mutating func keep(
    _ fence: OwnedBlock.Fence, _ index: Int, _ directive: Directive, _ excerpt: Excerpt
  ) {
    let openLine = line
    copyPlain(to: fence.content.lowerBound, line: fence.line + 1)
    let firstLine = line
    if !fence.content.isEmpty {
      let text = Bytes(template.source.bytes[fence.content])
      append(
        .excerpt(
          excerpt.written(as: text),
          prefix: directive.prefix.lowerBound..<directive.prefix.lowerBound),
        lines: excerpt.commonMarkLineCount, bytes: text.count, directive: index)
    }
    at = fence.content.upperBound
    templateLine = fence.line + fence.lineCount - 1
    blocks.append(
      .init(
        directive: index, excerpt: excerpt, isPrefixed: fence.literal != nil, openLine: openLine,
        firstLine: firstLine, closeLine: line))
    copyPlain(to: fence.range.upperBound, line: fence.line + fence.lineCount)
  }

  /// The blocks of the page that a directive owns, between blank lines, and its end mark.
  private mutating func putFree(_ index: Int, _ directive: Directive, _ excerpt: Excerpt) {
    let bytes = template.source.bytes
    let end = directive.lineEnd(in: bytes)
    let prefix = Bytes(bytes[directive.prefix])
    let blank = emptyLine(directive)
    openIncludes.append(.init(directive: index, excerpt: excerpt, firstLine: line + 1))
    put(blank, for: index)
    putExcerpt(index, directive, end.count > 1 ? excerpt.withLineEnds(end) : excerpt)
    put(blank, for: index)
    if let caption = caption(index, directive, excerpt) {
      put(prefix + caption + end, for: index)
      put(blank, for: index)
    }
    if let mark = directive.ownedBlock?.mark {
      at = mark.range.lowerBound
      templateLine = mark.line
      if mark.isInPlace {
        copyPlain(to: mark.range.upperBound, line: mark.line + 1)
        return
      }
      at = mark.range.upperBound
      templateLine = mark.line + 1
    }
    put(prefix + directive.endMark(in: bytes) + end, for: index)
  }

  // MARK: the line below a block

  /// The prefix of a directive's lines in front of an empty one.
  func emptyLine(_ directive: Directive) -> Bytes {
    let bytes = template.source.bytes
    return bytes[directive.prefix].withoutBlanksAtEnd
      + directive.lineEnd(in: bytes)
  }

  /// The line below the block of an `include`, and an empty one where the next line, which begins at `next`, is not.
  mutating func putCaption(
    _ index: Int, _ directive: Directive, _ excerpt: Excerpt, before next: Int
  ) {
    guard let caption = caption(index, directive, excerpt) else { return }
    let bytes = template.source.bytes
    put(Bytes(bytes[directive.prefix]) + caption + directive.lineEnd(in: bytes), for: index)
    putGap(index, directive, before: next)
  }

  /// An empty line where the next one, which begins at `next`, is not.
  mutating func putGap(_ index: Int, _ directive: Directive, before next: Int) {
    let bytes = template.source.bytes
    let end = bytes.firstOffset(of: .lineFeed, in: next..<bytes.count) ?? bytes.count
    let isBlank = bytes[next..<end].allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
    if !isBlank { put(emptyLine(directive), for: index) }
  }

  /// The line below an owned block: what is there stays when it says the same.
  private mutating func putOwnedCaption(_ index: Int, _ directive: Directive, _ excerpt: Excerpt) {
    guard let caption = caption(index, directive, excerpt) else { return }
    let bytes = template.source.bytes
    if let there = directive.ownedBlock?.caption {
      let text = bytes[there.range].drop { $0.isBlank || $0 == UInt8(ascii: ">") }
      copyPlain(to: there.range.lowerBound, line: there.number)
      if Bytes(text).trimmed().elementsEqual(caption) { return }
      put(Bytes(bytes[directive.prefix]) + caption + directive.lineEnd(in: bytes), for: index)
      at =
        bytes.firstOffset(of: .lineFeed, in: there.range.upperBound..<bytes.count).map { $0 + 1 }
        ?? bytes.count
      templateLine = there.number + 1
      return
    }
    if lastByte != .lineFeed { put(directive.lineEnd(in: bytes), for: index) }
    put(Bytes(bytes[directive.prefix]) + caption + directive.lineEnd(in: bytes), for: index)
  }
}
