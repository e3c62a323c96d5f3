/// The blocks that directives own.
extension DocumentBuilder {
  /// A line that docbuild makes.
  mutating func put(_ made: Bytes, for index: Int) {
    append(.made(made), lines: 1, bytes: made.count, directive: index)
  }

  /// The block of a directive and its end mark; the blank lines between stay.
  mutating func putOwned(_ index: Int, _ directive: Directive, _ excerpt: Excerpt) {
    let bytes = template.source.bytes
    let block = directive.ownedBlock
    if let fence = block?.fence {
      copyPlain(to: fence.range.lowerBound, line: fence.line)
      if directive.kind == .embed,
        fence.isCurrent(excerpt, info: directive.infoString(for: excerpt.source), in: bytes)
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
}
