/// Marks that a project has beside those in use everywhere.
extension RegionDialect {
  /// A dialect of the configuration; nil when no mark could be read by it.
  ///
  /// - Parameters:
  ///   - open: the opening mark without the comment's own characters, `{}` standing for the name.
  ///   - close: the same for the closing mark; without `{}` it closes the innermost region.
  package static func own(_ name: String, open: String, close: String) -> RegionDialect? {
    guard let opening = OwnMark(open), opening.isNamed, let closing = OwnMark(close) else {
      return nil
    }
    return RegionDialect(
      name, open, close, page: "docbuild.toml", isUnmistakable: true
    ) { line in
      // One mark may begin as the other does: the longer is meant.
      let isClosingFirst = closing.head.count >= opening.head.count
      if isClosingFirst, let (name, at) = closing.read(line) { return [.close(name: name, at: at)] }
      if let (name, at) = opening.read(line) { return [.open(name: name, at: at)] }
      if !isClosingFirst, let (name, at) = closing.read(line) {
        return [.close(name: name, at: at)]
      }
      return []
    }
  }
}

extension Bytes {
  /// Where `{}` stands.
  fileprivate var firstHole: Range<Int>? { first(Bytes("{}".utf8)) }

  /// Where `text` stands first.
  fileprivate func first(_ text: Bytes) -> Range<Int>? {
    indices.first { self[$0...].starts(with: text) }.map { $0..<$0 + text.count }
  }
}

extension MarkCursor {
  /// The name that `first` begins: the words up to the end of the line or the comment; `first` alone where something else
  /// stands among them.
  fileprivate func words(behind first: String) -> String {
    var (words, name) = (self, first)
    while !words.tail.isEmpty {
      words.skipBlanks()
      guard let word = words.name(), words.isAtEnd else { return first }
      name += " \(word)"
    }
    return name
  }
}

/// A mark as the configuration has it.
private struct OwnMark: Sendable {
  /// What stands before the name, without blanks at its end, and behind it.
  let head: Bytes
  let tail: Bytes
  let isNamed: Bool

  /// Nil for what can't be told from other text.
  init?(_ text: String) {
    let bytes = Bytes(text.utf8).trimmed()
    let hole = Bytes(bytes).firstHole
    isNamed = hole != nil
    head = Bytes(bytes.prefix(hole?.lowerBound ?? bytes.count).trimmed())
    tail = hole.map { Bytes(Bytes(bytes)[$0.upperBound...].trimmed()) } ?? []
    guard head.count > 2, head.contains(where: \.isLetter), !head.contains(.lineFeed),
      !tail.contains(UInt8(ascii: "{"))
    else { return nil }
  }

  /// The name on a line, and where the mark begins; nil where it is not there.
  func read(_ line: MarkLine) -> (name: String, at: Int)? {
    for at in line.text.indices where line.text[at...].starts(with: head) && line.isBoundary(at) {
      var cursor = line.cursor(at: at + head.count)
      guard isNamed else { return cursor.isAtEnd ? ("", at) : nil }
      let isApart = cursor.skipBlanks() > 0
      guard isApart || head.last.map({ !$0.isWord }) ?? true else { continue }
      if tail.isEmpty {
        if let name = cursor.name(), cursor.isAtEnd { return (cursor.words(behind: name), at) }
      } else if let end = Bytes(cursor.rest).first(tail) {
        let name = Bytes(cursor.rest).prefix(end.lowerBound).trimmed()
        if !name.isEmpty { return (name.text, at) }
      }
    }
    return nil
  }
}
