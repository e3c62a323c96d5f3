/// The values in sentences.
extension TemplateReader {
  /// Notes a value, unless it stands where it is text.
  mutating func add(
    _ found: ValueDirective, _ problems: [Diagnostic], on range: Range<Int>,
    role: BlockScanner.Role
  ) {
    var value = found
    let inCode = role == .fenceContent || role == .indentedCode
    if template.kind == .inPlace, inCode || isInCodeSpan(value.range.lowerBound) { return }
    template.diagnostics += problems
    if value.form == .owned {
      guard problems.isEmpty else { return }
      guard !inCode else {
        template.diagnostics.append(
          Diagnostic(
            .conflictingOptions, "'in' has no next block inside code",
            at: template.source.place(at: value.withinRange, line: value.line),
            notes: [.init("where code is, '<!-- value(NAME) -->' itself becomes the value")]))
        return
      }
      valueBlocks.append(ValueBlock(values: [value]))
      return
    }
    if let place = value.place {
      value.isHarmless = isHarmless(place, on: range, inFence: role == .fenceContent)
    }
    template.values.append(value)
  }

  /// Whether no plain word in `place` can change what its line is.
  ///
  /// In a fence a line with a letter closes nothing. Elsewhere a line that begins with a letter is text of a paragraph, a
  /// heading's or a tag's whatever comes behind it, but for what ends HTML, which a word behind a blank does not complete.
  private func isHarmless(_ place: Range<Int>, on line: Range<Int>, inFence: Bool) -> Bool {
    if inFence { return true }
    let bytes = template.source.bytes
    guard let first = bytes[line].first(where: { !$0.isBlank && $0 != UInt8(ascii: ">") }),
      first.isLetter, place.lowerBound > line.lowerBound
    else { return false }
    // What is kept stands behind the `>` of its own comment.
    let before = bytes[place.lowerBound - 1]
    return before.isBlank || "(\"=`".utf8.contains(before)
      || (template.kind == .inPlace && before == UInt8(ascii: ">"))
  }

  /// Takes a line for the values that own something in the block that comes next.
  mutating func followValues(_ line: BlockFollower.Line) {
    guard !valueBlocks.isEmpty else { return }
    if valueBlocks.count > 1 {
      // Several in a row own parts of the same block.
      let values = valueBlocks.flatMap(\.values)
      if valueBlocks[0].lines.isEmpty { valueBlocks = [ValueBlock(values: values)] }
    }
    // The next of them in a row is not a block.
    if valueBlocks[0].lines.isEmpty, template.source.bytes.beginsValue(line.range) { return }
    guard valueBlocks[0].ends(before: line) else { return }
    let block = valueBlocks.removeFirst()
    settle(block)
    followValues(line)
  }

  /// Nothing comes any more.
  mutating func settleValues() {
    for block in valueBlocks { settle(block) }
    valueBlocks = []
    template.values.sort { ($0.place ?? $0.range).lowerBound < ($1.place ?? $1.range).lowerBound }
  }

  private mutating func settle(_ block: ValueBlock) {
    for var value in block.values {
      let found = block.parts(of: value, in: template)
      if found.count == 1, !isTaken(found[0].range) {
        value.place = found[0].range
        value.placeLine = found[0].line
        template.values.append(value)
        continue
      }
      let pattern = template.source.bytes[value.withinRange].text
      let notes: [Diagnostic.Note] =
        found.isEmpty
        ? block.lines.first.map {
          [
            .init(
              "the next block is here", at: template.source.place(at: $0.range, line: $0.number))
          ]
        } ?? []
        : found.map {
          .init("it matches here", at: template.source.place(at: $0.range, line: $0.line))
        }
      let message =
        switch found.count {
        case 0 where block.lines.isEmpty: "there is no block behind the value"
        case 0: "nothing in the next block matches '\(pattern)'"
        case 1: "'\(pattern)' matches what another directive makes"
        default: "'\(pattern)' matches more than once in the next block"
        }
      template.diagnostics.append(
        Diagnostic(
          found.count > 1 ? .valueAmbiguous : .patternNotFound, message,
          at: template.source.place(at: value.withinRange, line: value.line), notes: notes))
    }
  }

  /// Whether something else is made of these bytes.
  private func isTaken(_ range: Range<Int>) -> Bool {
    template.directives.contains { $0.lineRange.overlaps(range) }
      || template.values.contains { $0.range.overlaps(range) || $0.place?.overlaps(range) ?? false }
      || template.escapes.contains { range.contains($0.offset) }
      || template.fences.contains {
        $0.openRun.overlaps(range) || $0.closeRun?.overlaps(range) ?? false
      }
  }
}

/// The values that own something in the block behind them, and its lines as far as they have come.
struct ValueBlock {
  var values: [ValueDirective]
  private(set) var lines: [BlockFollower.Line] = []
  private var isFence = false
  private var isClosed = false

  init(values: [ValueDirective]) { self.values = values }

  /// Takes a line, unless the block ends before it: a fenced block behind its fence, all others at a blank line or where a
  /// fenced block begins.
  mutating func ends(before line: BlockFollower.Line) -> Bool {
    // The line of the directive itself.
    if values.contains(where: { $0.line == line.number }) { return false }
    if lines.isEmpty {
      if line.role == .blank { return false }
      isFence = line.role == .fenceOpen
    } else if isFence {
      guard !isClosed, line.role == .fenceContent || line.role == .fenceClose else { return true }
      isClosed = line.role == .fenceClose
    } else if line.role == .blank || line.role == .fenceOpen {
      return true
    }
    lines.append(line)
    return false
  }

  /// What the pattern of `value` matches, two at the most.
  func parts(of value: ValueDirective, in template: Template) -> [(range: Range<Int>, line: Int)] {
    guard let within = value.within else { return [] }
    let bytes = template.source.bytes
    var found: [(range: Range<Int>, line: Int)] = []
    for line in lines where found.count < 2 {
      let end = line.range.upperBound - (bytes[line.range].last == .carriageReturn ? 1 : 0)
      found += within.parts(in: bytes, line.range.lowerBound..<end, atMost: 2 - found.count)
        .filter { !$0.isEmpty }.map { ($0, line.number) }
    }
    return found
  }
}

extension Bytes {
  /// Whether the line begins as a value does.
  fileprivate func beginsValue(_ line: Range<Int>) -> Bool {
    let text = self[line].drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    return text.has("<!-- value(", at: text.startIndex)
  }
}
