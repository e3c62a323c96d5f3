/// What changes on a page that becomes part of another.
extension MarkdownPart {
  /// Where the section under the heading of that id lies: from its heading to the next of its level or above; nil when there
  /// is none.
  func section(_ id: Bytes) -> Range<Int>? {
    guard let index = headings.firstIndex(where: { $0.id == id }) else { return nil }
    let level = headings[index].level
    let next = headings[(index + 1)...].first { $0.level <= level }
    return headings[index].start..<(next?.start ?? lines.bytes.count)
  }

  /// The edits that make it a part: definitions are put into the links that name them, links lead from the other page to
  /// where they led from this one, headings move by so many levels, and docbuild's own comments go.
  ///
  /// - Parameters:
  ///   - shift: how many levels deeper headings stand.
  ///   - folder: the page's folder, seen from that of the other page, as an address; empty for the same.
  /// - Returns: in order, apart from one another.
  func edits(shift: Int, folder: Bytes) -> [Edit] {
    var edits = comments.map { Edit(range: $0, text: []) }
    edits += definitions.map { Edit(range: $0.range, text: []) }
    for link in links where !folder.isEmpty {
      let raw = Bytes(lines.bytes[link.raw])
      if let moved = raw.moved(into: folder) { edits.append(Edit(range: link.raw, text: moved)) }
    }
    for reference in references {
      let definition = definitions[reference.definition]
      let target =
        (folder.isEmpty ? nil : definition.destination.moved(into: folder))
        ?? definition.destination
      let title = definition.title.isEmpty ? [] : [.space] + definition.title
      edits.append(
        Edit(
          range: reference.tail,
          text: Bytes("](".utf8) + target.asDestination + title + Bytes(")".utf8)))
    }
    if shift != 0 { for mark in marks { edits += self.edits(of: mark, shift: shift) } }
    edits.sort { $0.range.lowerBound < $1.range.lowerBound }
    var kept: [Edit] = []
    for edit in edits where edit.range.lowerBound >= kept.last?.range.upperBound ?? 0 {
      kept.append(edit)
    }
    return kept
  }

  private func edits(of mark: HeadingMarks, shift: Int) -> [Edit] {
    let level = min(6, max(1, mark.level + shift))
    let marks = Bytes(repeating: UInt8(ascii: "#"), count: level)
    if let run = mark.run { return [Edit(range: run, text: marks)] }
    guard let underline = mark.underline else { return [] }
    guard level > 2 else {
      let sign = level == 1 ? UInt8(ascii: "=") : UInt8(ascii: "-")
      let text = Bytes(repeating: sign, count: max(3, underline.count))
      return [Edit(range: underline, text: text)]
    }
    var edits = [Edit(range: mark.text.lowerBound..<mark.text.lowerBound, text: marks + [.space])]
    // An ATX heading has one line.
    var at = mark.text.lowerBound
    while let feed = lines.bytes.firstOffset(of: .lineFeed, in: at..<mark.text.upperBound) {
      edits.append(Edit(range: feed..<feed + 1, text: [.space]))
      at = feed + 1
    }
    edits.append(Edit(range: underline, text: []))
    return edits
  }
}

extension Bytes {
  /// This relative address as it is seen from another folder, from which its own is `folder`; nil for what stays: a
  /// fragment, a path from the root of a site, an address with a scheme.
  fileprivate func moved(into folder: Bytes) -> Bytes? {
    guard let first = self.first, first != UInt8(ascii: "#"), first != UInt8(ascii: "/"),
      first != UInt8(ascii: "{"), first != UInt8(ascii: "?")
    else { return nil }
    let head = prefix { $0.isLetter || $0.isDigit || "+.-".utf8.contains($0) }
    if head.count < count, self[head.count] == UInt8(ascii: ":"), head.count > 1 { return nil }
    let end = firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? count
    var parts = folder.split(separator: UInt8(ascii: "/")).map { Bytes($0) }
    let own = self[..<end].split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
    for part in own {
      if part.elementsEqual(".".utf8) { continue }
      if part.elementsEqual("..".utf8), let last = parts.last, !last.elementsEqual("..".utf8) {
        parts.removeLast()
      } else {
        parts.append(Bytes(part))
      }
    }
    let path = Bytes(parts.joined(separator: [UInt8(ascii: "/")]))
    return (path.isEmpty ? Bytes(".".utf8) : path) + self[end...]
  }

  /// As the destination of a link is written.
  fileprivate var asDestination: Bytes {
    contains(where: { $0 == .space || $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: ")") })
      || isEmpty
      ? [UInt8(ascii: "<")] + self + [UInt8(ascii: ">")] : self
  }
}
