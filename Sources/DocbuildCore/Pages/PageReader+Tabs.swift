extension PageReader {
  /// The ids of the tabs of a page, `=== "Title"` and `/// tab | Title`, in all ways in which a setting may have them.
  ///
  /// As in PyMdown's own, the heading of a tab is the nearest above it in the block that the tabs stand in, or in one
  /// around that.
  func tabAnchors(_ tabs: TabIDs) -> [Bytes] {
    var found: [Bytes] = []
    var used = Set(anchors)
    var headings: [(indent: Int, ids: [Bytes])] = []
    var placed = placedIDs.sorted { $0.offset < $1.offset }[...]
    var fence: (mark: UInt8, count: Int)?
    for index in 0..<lines.count {
      let line = lines[index]
      let text = lines.bytes[line].drop { $0.isBlank }
      let indent = line.count - text.count
      let mark = text.first ?? .space
      let marks = text.prefix { $0 == mark }.count
      if let open = fence {
        if mark == open.mark, marks >= open.count, text.dropFirst(marks).allSatisfy(\.isBlank) {
          fence = nil
        }
        continue
      }
      if text.isEmpty { continue }
      if marks > 2, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") {
        fence = (mark, marks)
        continue
      }
      while let last = headings.last, last.indent > indent { headings.removeLast() }
      while let next = placed.first, next.offset < line.upperBound {
        if headings.last?.indent == indent { headings.removeLast() }
        if !next.ids.isEmpty { headings.append((indent, next.ids)) }
        placed.removeFirst()
      }
      guard let title = text.tabTitle else { continue }
      let prefixes = tabs.isCombined ? headings.last?.ids ?? [[]] : [[]]
      found += ids(ofTab: title, below: prefixes, tabs, &used)
    }
    return found
  }

  private func ids(
    ofTab title: Bytes, below prefixes: [Bytes], _ tabs: TabIDs, _ used: inout Set<Bytes>
  ) -> [Bytes] {
    let text = plainText(ofInlines: title) ?? title
    var made: Set<Bytes> = []
    // What an emoji stands for is no text; where the extension for them is off, its name is.
    for text in [text, text.withoutEmoji] {
      for slug in TabIDs.slugs.map({ $0.slug(text) }) {
        for prefix in prefixes {
          made.insert(prefix.isEmpty ? slug : prefix + Bytes(tabs.separator.utf8) + slug)
        }
      }
    }
    let ids = made.map { slug -> Bytes in
      var id = slug
      var count = 0
      while id.isEmpty || used.contains(id) {
        count += 1
        id = slug + Bytes("_\(count)".utf8)
      }
      return id
    }
    used.formUnion(ids)
    return ids
  }
}

extension ArraySlice<UInt8> {
  /// The title of a tab that the line, which has no blanks in front, opens; nil for another line.
  fileprivate var tabTitle: Bytes? {
    let line = trimmed()
    if line.starts(with: "/// tab".utf8) {
      let rest = line.dropFirst(7).drop { $0.isBlank }
      return rest.first == UInt8(ascii: "|") ? Bytes(rest.dropFirst().trimmed()) : nil
    }
    guard line.starts(with: "===".utf8) else { return nil }
    let rest = line.dropFirst(3).drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "!") }
    let quoted = rest.drop { $0.isBlank }
    guard quoted.startIndex > rest.startIndex, quoted.count > 1,
      quoted.first == UInt8(ascii: "\""), quoted.last == UInt8(ascii: "\"")
    else { return nil }
    return Bytes(quoted.dropFirst().dropLast())
  }
}

extension Bytes {
  /// Without `:names-of-emoji:`.
  fileprivate var withoutEmoji: Bytes {
    let colon = UInt8(ascii: ":")
    var made: Bytes = []
    var at = 0
    while at < count {
      if self[at] == colon,
        let end = firstOffset(of: colon, in: (at + 1)..<count), end > at + 1,
        self[(at + 1)..<end].allSatisfy({
          $0.isWord || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "+")
        })
      {
        at = end + 1
      } else {
        made.append(self[at])
        at += 1
      }
    }
    return made
  }
}
