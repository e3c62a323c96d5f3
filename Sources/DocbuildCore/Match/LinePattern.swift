/// Patterns that find a line by how it begins.
struct LinePattern {
  let source: Source

  /// The shortest pattern, by whole words, that fits line `wanted` (from 0) and none of `others`; nil when one of those
  /// begins with all of its text.
  func start(of wanted: Int, differingFrom others: some Sequence<Int>) -> String? {
    let line = source.bytes[source.line(wanted)]
    let text = line.trimmed()
    let isIndented = line.first?.isBlank ?? false
    guard !text.isEmpty else { return nil }
    var needed = 0
    for other in others where other != wanted {
      let theirs = source.bytes[source.line(other)]
      guard (theirs.first?.isBlank ?? false) == isIndented else { continue }
      let trimmed = theirs.trimmed()
      var shared = 0
      for (one, two) in zip(text, trimmed) {
        if one != two { break }
        shared += 1
      }
      needed = max(needed, shared)
    }
    let open = isIndented ? "^\\s+" : "^"
    if needed >= text.count {
      // Only one that goes on behind the whole text can be told from it.
      let whole = open + Bytes(text).asLinePattern + "\\s*$"
      for other in others where other != wanted {
        let theirs = source.bytes[source.line(other)]
        let isAlike = (theirs.first?.isBlank ?? false) == isIndented
        if isAlike, theirs.trimmed().elementsEqual(text) { return nil }
      }
      return whole
    }
    var length = min(text.count, max(needed + 1, 3))
    while length < text.count,
      text[text.startIndex + length].isWord
        || text[text.startIndex + length] & 0xC0 == 0x80
    {
      length += 1
    }
    var shown = text.prefix(length)
    while shown.count > needed + 1, let last = shown.last, last.isBlank { shown = shown.dropLast() }
    return open + Bytes(shown).asLinePattern
  }

  /// The options that choose those lines (from 0) by how the first and the last one begin; nil when lines between, or
  /// above, begin the same.
  func bounds(_ lines: Range<Int>) -> String? {
    guard let from = first(lines.lowerBound) else { return nil }
    if lines.count == 1 { return "from=/\(from)/ lines=1" }
    let last = lines.upperBound - 1
    guard let to = start(of: last, differingFrom: lines.lowerBound + 1..<last) else { return nil }
    return "from=/\(from)/ to=/\(to)/"
  }

  /// The options that choose those lines by their count from a line that nothing else is like: the first, or one of
  /// those above.
  func anchored(_ lines: Range<Int>) -> String? {
    if let from = first(lines.lowerBound) { return "from=/\(from)/ lines=1..\(lines.count)" }
    for line in stride(from: lines.lowerBound - 1, through: max(0, lines.lowerBound - 20), by: -1) {
      guard source.bytes[source.line(line)].isTelling,
        let from = start(of: line, differingFrom: source.lines.indices)
      else { continue }
      let start = lines.lowerBound - line + 1
      return "from=/\(from)/ lines=\(start)..\(start + lines.count - 1)"
    }
    return nil
  }

  /// What fits the line and no other of the file, or else none above it.
  private func first(_ line: Int) -> String? {
    start(of: line, differingFrom: source.lines.indices)
      ?? start(of: line, differingFrom: 0..<line)
  }
}

extension Bytes {
  /// A pattern that fits just this text, as it is written between slashes: what would end the comment that the directive
  /// is can't stand in it.
  fileprivate var asLinePattern: String {
    let made = String(asPattern.dropFirst().dropLast())
    return made.replacing("\t", with: "\\t").replacing("-->", with: "--[>]")
  }
}
