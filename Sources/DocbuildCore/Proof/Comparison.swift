/// A leaf block in terms of the template's lines, so that the woven page and the template can be compared.
struct ComparableLeaf {
  let kind: MarkdownTree.Leaf.Kind
  let path: UInt64
  let detail: Int
  /// The template's lines (from 1) that its first and its last line come from.
  let firstLine: Int
  let lastLine: Int
  /// Its first line in the text that was parsed, from the chunk's first.
  let line: Int

  func isLike(_ other: ComparableLeaf) -> Bool {
    kind == other.kind && path == other.path && detail == other.detail
      && firstLine == other.firstLine
      && lastLine == other.lastLine
  }
}

extension Document {
  /// The leaves of a tree of `chunk`, without those that an include outside a fence touches.
  func comparable(_ tree: MarkdownTree, _ chunk: Chunk, _ rendering: Rendering) -> [ComparableLeaf]
  {
    let lines = LineTable(self, chunk, rendering)
    let exempt = exemptLines(chunk)
    var found: [ComparableLeaf] = []
    for leaf in tree.leaves {
      let first = lines.templateLine(of: leaf.firstLine)
      let last = max(first, lines.templateLine(of: leaf.lastLine))
      if exempt.touches(first...last) { continue }
      found.append(
        ComparableLeaf(
          kind: leaf.kind, path: leaf.path, detail: leaf.detail, firstLine: first, lastLine: last,
          line: leaf.firstLine))
    }
    return found
  }

  /// The first difference between the woven page's blocks and the template's, as a problem of the include that
  /// stands before it.
  func firstDifference(_ woven: [ComparableLeaf], _ plain: [ComparableLeaf], _ chunk: Chunk)
    -> Diagnostic?
  {
    let count = min(woven.count, plain.count)
    let index = (0..<count).first { !woven[$0].isLike(plain[$0]) } ?? count
    guard index < max(woven.count, plain.count) else { return nil }
    // The block of the template that is gone or changed, or that came in its place.
    let line = index < plain.count ? plain[index].firstLine : woven[index].firstLine
    guard let cause = cause(ofDifferenceAt: line, chunk) else { return nil }
    var notes: [Diagnostic.Note] = []
    if line >= 1, line <= template.source.lines.count {
      notes.append(
        .init(
          "this would no longer be what it is in the template",
          at: template.source.place(ofLine: line - 1)))
    }
    if !cause.isValue, looksFenced(cause.place.line) {
      notes += cures(ofFenceAt: cause.place.line - 1)
    }
    notes.append(
      .init(
        cause.isValue
          ? "what it says is a mark of Markdown there"
          : "it may leave a fence, an HTML comment or a tag open, or begin a list or a footnote; see its end"
      ))
    return Diagnostic(
      .pageBroken,
      "'\(cause.name)' would break the page: it changes blocks outside of it",
      at: cause.place, notes: notes)
  }

  /// What changes the blocks from a line of the template on.
  private func cause(ofDifferenceAt line: Int, _ chunk: Chunk) -> (
    name: String, place: Place, isValue: Bool
  )? {
    let includes = openIncludes[chunk.openIncludes].map { include in
      let directive = template.directives[include.directive]
      return (
        // It changes nothing before itself.
        line: directive.line, from: directive.line + 1, name: directive.shownTarget,
        place: template.source.place(at: directive.targetRange, line: directive.line),
        isValue: false
      )
    }
    let values = riskyValues[chunk.riskyValues].map { risky in
      let value = template.values[risky.index]
      return (
        line: value.placeLine, from: value.placeLine, name: value.target.text,
        place: template.source.place(at: value.targetRange, line: value.line), isValue: true
      )
    }
    let all = (includes + values).sorted { $0.line < $1.line }
    return (all.last { $0.from <= line } ?? all.first).map { ($0.name, $0.place, $0.isValue) }
  }

  /// The includes that were taken to stand outside fences, but that libcmark has in a fenced block: their excerpts were
  /// not held against its fence.
  func fencedIncludes(_ tree: MarkdownTree, _ chunk: Chunk) -> [Diagnostic] {
    let lines = LineTable(self, chunk, .skeleton)
    let code = tree.leaves.filter { $0.kind == .code }.map { leaf in
      lines.templateLine(
        of: leaf.firstLine)...max(
          lines.templateLine(of: leaf.firstLine), lines.templateLine(of: leaf.lastLine))
    }
    var next = 0
    var found: [Diagnostic] = []
    for include in openIncludes[chunk.openIncludes] {
      let directive = template.directives[include.directive]
      while next < code.count, code[next].upperBound < directive.line { next += 1 }
      guard next < code.count, code[next].lowerBound < directive.line, !isIndentedCode(directive)
      else { continue }
      found.append(
        Diagnostic(
          .pageBroken,
          "'\(directive.shownTarget)' would break the page: it stands in a code block that only Markdown sees",
          at: template.source.place(at: directive.targetRange, line: directive.line),
          notes: [
            .init(
              "the block begins here", at: template.source.place(ofLine: code[next].lowerBound - 1))
          ]))
    }
    return found
  }

  /// The includes in what looks like a fenced block and is none: HTML or a paragraph goes on there.
  func unfencedIncludes(_ tree: MarkdownTree, _ chunk: Chunk) -> [Diagnostic] {
    let lines = LineTable(self, chunk, .skeleton)
    // In the view of another dialect each line is a leaf of its own.
    let isLined = template.dialect != .commonMark
    let text = tree.leaves.filter { $0.kind != .code }.map { leaf in
      (
        lines.templateLine(of: leaf.firstLine) - (isLined ? 1 : 0),
        lines.templateLine(of: leaf.lastLine)
      )
    }
    var next = 0
    var found: [Diagnostic] = []
    for include in openIncludes[chunk.openIncludes] {
      let directive = template.directives[include.directive]
      while next < text.count, text[next].1 < directive.line { next += 1 }
      guard next < text.count, text[next].0 < directive.line, looksFenced(directive.line) else {
        continue
      }
      found.append(
        Diagnostic(
          .pageBroken,
          "'\(directive.shownTarget)' would break the page: what looks like a fence around it is text",
          at: template.source.place(at: directive.targetRange, line: directive.line),
          notes: cures(ofFenceAt: directive.line - 1)))
    }
    return found
  }

  /// Whether lines that could open and close a fenced block stand right above and below a directive's line, from 1.
  private func looksFenced(_ line: Int) -> Bool {
    func run(_ line: Int) -> (text: ArraySlice<UInt8>, isBare: Bool)? {
      guard line >= 1, line <= template.source.lines.count else { return nil }
      let text = template.source.bytes[template.source.line(line - 1)]
        .drop { $0.isBlank || $0 == UInt8(ascii: ">") }
      guard let sign = text.first, sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~") else {
        return nil
      }
      let run = text.prefix { $0 == sign }
      return run.count >= 3 ? (run, text[run.endIndex...].trimmed().isEmpty) : nil
    }
    guard let open = run(line - 1), let close = run(line + 1) else {
      return false
    }
    return close.isBare && close.text.elementsEqual(open.text)
  }

  /// Whether the directive is indented so far that every line of its excerpt is indented code.
  private func isIndentedCode(_ directive: Directive) -> Bool {
    let prefix = template.source.bytes[directive.prefix]
    let margin = prefix.reversed().prefix { $0.isBlank }
    return margin.count >= 4 || margin.contains(.tab)
  }

  /// The template's lines around includes outside fences, up to the next blank line on either side: what they
  /// yield may join the text that they touch.
  private func exemptLines(_ chunk: Chunk) -> LineSet {
    let bytes = template.source.bytes
    var set = LineSet()
    for include in openIncludes[chunk.openIncludes] {
      let directive = template.directives[include.directive]
      if let last = set.ranges.last, last.contains(directive.line) { continue }
      if directive.kind == .embed {
        // Blank lines stand around it.
        set.ranges.append(directive.line...directive.line)
        continue
      }
      var first = directive.line
      var at = directive.lineRange.lowerBound
      while at > 0, first - 1 > (set.ranges.last?.upperBound ?? 0) {
        var start = at - 1
        while start > 0, bytes[start - 1] != .lineFeed { start -= 1 }
        if isBlank(bytes[start..<at - 1]) { break }
        first -= 1
        at = start
      }
      var last = directive.line
      at = directive.lineRange.upperBound
      while let feed = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count),
        feed + 1 < bytes.count
      {
        let end = bytes.firstOffset(of: .lineFeed, in: feed + 1..<bytes.count) ?? bytes.count
        if isBlank(bytes[feed + 1..<end]) { break }
        last += 1
        at = feed + 1
      }
      set.ranges.append(first...last)
    }
    return set
  }

  private func isBlank(_ line: ArraySlice<UInt8>) -> Bool {
    line.allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") || $0 == .carriageReturn }
  }
}

/// Ascending ranges of lines.
private struct LineSet {
  var ranges: [ClosedRange<Int>] = []

  func touches(_ lines: ClosedRange<Int>) -> Bool {
    var low = 0
    var high = ranges.count
    while low < high {
      let middle = (low + high) / 2
      if ranges[middle].upperBound < lines.lowerBound { low = middle + 1 } else { high = middle }
    }
    return low < ranges.count && ranges[low].lowerBound <= lines.upperBound
  }
}

/// From the lines of a rendering of a chunk to the template's lines.
private struct LineTable {
  private struct Entry {
    /// The rendering's line, from 1.
    let line: Int
    let templateLine: Int
    /// Whether lines count on from there in the template too; else all are that one line.
    let runs: Bool
  }

  private var entries: [Entry] = []

  init(_ document: Document, _ chunk: Document.Chunk, _ rendering: Document.Rendering) {
    var line = 1
    let pieces = document.pieces
    for index in chunk.pieces {
      let piece = pieces[index]
      let next = index + 1 < pieces.count ? pieces[index + 1].line : nil
      switch piece.content {
      case .text: entries.append(Entry(line: line, templateLine: piece.templateLine, runs: true))
      default:
        let own =
          piece.directive.map { document.template.directives[$0].line } ?? piece.templateLine
        entries.append(Entry(line: line, templateLine: own, runs: false))
      }
      if rendering == .skeleton, case .excerpt = piece.content {
        line += 1
      } else {
        line += (next ?? piece.line) - piece.line
      }
    }
  }

  func templateLine(of line: Int) -> Int {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      if entries[middle].line <= line { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return line }
    let entry = entries[low - 1]
    return entry.runs ? entry.templateLine + line - entry.line : entry.templateLine
  }
}
