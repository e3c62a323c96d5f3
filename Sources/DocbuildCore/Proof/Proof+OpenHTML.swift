extension Document {
  /// The includes outside fences in `chunk` that leave HTML open behind them, or end what the template has opened.
  func openHTML(in chunk: Chunk) -> [Diagnostic] {
    let includes = openIncludes[chunk.openIncludes]
    guard
      includes.contains(where: {
        $0.excerpt.bytes.firstOffset(of: UInt8(ascii: "<"), in: $0.excerpt.range) != nil
      }) || riskyValues[chunk.riskyValues].contains(where: { $0.text.contains(UInt8(ascii: "<")) })
    else { return [] }
    var page: Bytes = []
    var owners = Owners()
    let outside = Set(includes.map(\.directive))
    for index in chunk.pieces {
      let start = page.count
      unsafe render(index..<index + 1, as: .woven) { unsafe page.append(contentsOf: $0) }
      if case .value(_, let value) = pieces[index].content {
        owners.ranges.append((start..<page.count, template.directives.count + value))
        continue
      }
      guard case .excerpt = pieces[index].content, let directive = pieces[index].directive,
        outside.contains(directive)
      else { continue }
      owners.ranges.append((start..<page.count, directive))
    }
    return faults(of: page, owners).map { fault in
      let (name, range, line) = owner(fault.owner)
      return Diagnostic(
        .pageBroken, "'\(name)' would break the page: \(fault.message)",
        at: template.source.place(at: range, line: line),
        notes: [
          .init("what an excerpt opens it must close: what stands behind it would be part of it")
        ])
    }
  }

  /// What a number of `Owners` stands for: the directives come first, then the values.
  private func owner(_ number: Int) -> (name: String, range: Range<Int>, line: Int) {
    if number < template.directives.count {
      let directive = template.directives[number]
      return (directive.shownTarget, directive.targetRange, directive.line)
    }
    let value = template.values[number - template.directives.count]
    return (value.target.text, value.targetRange, value.line)
  }

  private func faults(of page: Bytes, _ owners: Owners) -> [OpenHTML.Fault] {
    let lines = PageLines(page)
    var html = OpenHTML()
    var left = 0
    /// Notes the ends of includes up to `offset`.
    func leave(upTo offset: Int) {
      while left < owners.ranges.count, owners.ranges[left].range.upperBound <= offset {
        html.leave(owners.ranges[left].directive)
        left += 1
      }
    }
    for block in pageBlocks(lines) {
      let first = lines[block.lines.lowerBound]
      let start = min(first.lowerBound + block.column, first.upperBound)
      let end = lines[block.lines.upperBound].upperBound
      leave(upTo: start)
      switch block.kind {
      case .code: break
      case .html:
        var at = start
        while at < end {
          let next = left < owners.ranges.count ? owners.ranges[left].range.upperBound : end
          html.take(page, at..<min(next, end), owner: owners.owner)
          at = min(next, end)
          leave(upTo: at)
        }
      case .paragraph, .heading:
        guard page.firstOffset(of: UInt8(ascii: "<"), in: start..<max(start, end)) != nil else {
          continue
        }
        let text = PageText(lines, lines: block.lines, column: block.column, quotes: block.quotes)
        var scanner = InlineScanner(text.bytes, definitions: ByteTable())
        scanner.scan(0..<text.bytes.count)
        for (tag, offset) in scanner.tags {
          let range = text.pageRange(offset..<tag.end)
          leave(upTo: range.lowerBound)
          html.take(tag: tag, page, range, owner: owners.owner)
        }
      }
    }
    leave(upTo: page.count)
    return html.faults
  }

  /// Which include outside a fence each byte of a rendering comes from.
  private struct Owners {
    /// In order.
    var ranges: [(range: Range<Int>, directive: Int)] = []

    /// The directive that the byte at `offset` comes from; nil for the template's own.
    func owner(_ offset: Int) -> Int? {
      var low = 0
      var high = ranges.count
      while low < high {
        let middle = (low + high) / 2
        if ranges[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
      }
      guard low < ranges.count, ranges[low].range.contains(offset) else { return nil }
      return ranges[low].directive
    }
  }
}
