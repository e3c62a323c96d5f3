extension Pages {
  /// What a page has become.
  package struct Rendered: Sendable {
    /// The article.
    package var html: [UInt8] = []
    /// The first heading's text; empty for none.
    package var title: [UInt8] = []
    /// The headings for the table of contents: level, id, text.
    package var outline: [(level: Int, id: [UInt8], text: [UInt8])] = []

    /// Nothing.
    package init() {}
  }
}

extension Pages.Rendered {
  /// The parts one after the other, each with a NUL behind it, which none of them holds: the title, level, id and text of each
  /// heading, the article.
  package var bytes: [UInt8] {
    var made: [UInt8] = []
    func add(_ part: [UInt8]) {
      made += part.filter { $0 != 0 }
      made.append(0)
    }
    add(title)
    for heading in outline {
      add(Array("\(heading.level)".utf8))
      add(heading.id)
      add(heading.text)
    }
    add(html)
    return made
  }

  /// Reads that; nil where it is not whole.
  package init?(_ bytes: [UInt8]) {
    var parts = bytes.split(separator: 0, omittingEmptySubsequences: false).map { Array($0) }
    guard parts.popLast() == [], parts.count >= 2, parts.count % 3 == 2 else { return nil }
    self.init()
    html = parts.removeLast()
    title = parts.removeFirst()
    for start in stride(from: 0, to: parts.count, by: 3) {
      guard let level = Int(parts[start].text) else { return nil }
      outline.append((level, parts[start + 1], parts[start + 2]))
    }
  }
}
