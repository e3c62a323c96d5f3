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

  /// Where a part stands.
  struct Setting {
    /// How many levels deeper its headings stand.
    var shift = 0
    /// The page's folder, seen from that of the other page, as an address; empty for the same.
    var folder: Bytes = []
    /// The page itself, likewise.
    var file: Bytes = []
    /// Which of the names that its footnotes may have, from 1.
    var footnotes = 1
    /// What is taken of the page, in its bytes.
    var chosen: [Range<Int>] = []

    func holds(_ offset: Int) -> Bool { chosen.contains { $0.contains(offset) } }
  }

  /// The edits that make it a part: definitions are put into the links that name them, links lead from the other page to
  /// where they led from this one, what is text stays text, footnotes have names of their own, headings move by so many
  /// levels, docbuild's own comments go, and what it would take for them is escaped.
  ///
  /// - Returns: in order, apart from one another.
  func edits(for setting: Setting) -> [Edit] {
    var edits = comments.map { Edit(range: $0, text: []) }
    edits += mistakenComments.map { Edit(range: $0..<$0, text: [UInt8(ascii: "\\")]) }
    edits += definitions.map { Edit(range: $0.range, text: []) }
    for link in links {
      let raw = Bytes(lines.bytes[link.raw])
      if let moved = moved(raw, setting) { edits.append(Edit(range: link.raw, text: moved)) }
    }
    for reference in references {
      let definition = definitions[reference.definition]
      let target = moved(definition.destination, setting) ?? definition.destination
      let title = definition.title.isEmpty ? [] : [.space] + definition.title
      // In a table a stroke would end the cell.
      let text = (target.asDestination + title).escapingStrokes
      edits.append(
        Edit(range: reference.tail, text: Bytes("](".utf8) + text + Bytes(")".utf8)))
    }
    let backslash = [UInt8(ascii: "\\")]
    edits += strangers.map { Edit(range: $0..<$0, text: backslash) }
    let defined = Set(footnotes.filter(\.isDefinition).map(\.key))
    let name = setting.file.footnotePrefix(setting.footnotes)
    for footnote in footnotes where defined.contains(footnote.key) {
      let start = footnote.name.lowerBound
      edits.append(Edit(range: start..<start, text: name))
    }
    if setting.shift != 0 {
      for mark in marks { edits += self.edits(of: mark, shift: setting.shift) }
    }
    edits.sort { $0.range.lowerBound < $1.range.lowerBound }
    var kept: [Edit] = []
    for edit in edits where edit.range.lowerBound >= kept.last?.range.upperBound ?? 0 {
      kept.append(edit)
    }
    return kept
  }

  /// An address as it leads to the same place from the other page; nil for one that does as it is.
  private func moved(_ address: Bytes, _ setting: Setting) -> Bytes? {
    guard address.first == UInt8(ascii: "#") else {
      return setting.folder.isEmpty ? nil : address.moved(into: setting.folder)
    }
    // A heading that does not come along stays where it is.
    let id = LinkSyntax.resolved(address.dropFirst()).percentDecoded
    guard let heading = headings.first(where: { $0.id == id }), !setting.holds(heading.start) else {
      return nil
    }
    return setting.file + address
  }

  /// The names, as names are compared, that its footnotes get as a part: those of that number, from 1.
  ///
  /// - Parameter file: the page seen from the other page's folder, as an address.
  func footnoteNames(_ file: Bytes, _ number: Int) -> [Bytes] {
    let prefix = file.footnotePrefix(number)
    return footnotes.filter(\.isDefinition).map { LinkSyntax.normalised((prefix + $0.key)[...]) }
  }

  /// The lines (from 0) of the definitions of those footnotes that are named in what is taken and are defined elsewhere.
  func footnotesLeftOut(_ setting: Setting) -> [Range<Int>] {
    let named = Set(footnotes.filter { setting.holds($0.name.lowerBound) }.map(\.key))
    return footnotes.filter {
      $0.isDefinition && named.contains($0.key) && !setting.holds($0.name.lowerBound)
    }.map { linesOfFootnote(from: lines.bytes.lineFeedCount(in: 0..<$0.name.lowerBound)) }
  }

  /// Its first line and those that go on: without a blank line between, or indented.
  private func linesOfFootnote(from first: Int) -> Range<Int> {
    var end = first + 1
    var next = end
    while next < lines.count {
      let text = lines.bytes[lines[next]]
      let isIndented = text.starts(with: "    ".utf8) || text.first == .tab
      if text.trimmed().isEmpty {
        next += 1
      } else if isIndented || next == end, !text.trimmed().starts(with: "[^".utf8) {
        next += 1
        end = next
      } else {
        break
      }
    }
    return first..<end
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

  fileprivate var escapingStrokes: Bytes {
    var made: Bytes = []
    for (index, byte) in enumerated() {
      if byte == UInt8(ascii: "|"), index == 0 || self[index - 1] != UInt8(ascii: "\\") {
        made.append(UInt8(ascii: "\\"))
      }
      made.append(byte)
    }
    return made
  }

  /// What stands before the names of a file's footnotes: the file's path without its ending and without what leads up, and
  /// behind the first such names a number.
  fileprivate func footnotePrefix(_ number: Int) -> Bytes {
    let parts = split(separator: UInt8(ascii: "/")).filter {
      !$0.allSatisfy { $0 == UInt8(ascii: ".") }
    }
    var name = Bytes(parts.joined(separator: [UInt8(ascii: "-")]))
    if let dot = name.lastIndex(of: UInt8(ascii: ".")), dot > 0 { name.removeSubrange(dot...) }
    return name.map { $0.isLetter || $0.isDigit || "-_".utf8.contains($0) ? $0 : UInt8(ascii: "-") }
      + Bytes((number > 1 ? "-\(number)-" : "-").utf8)
  }
}
