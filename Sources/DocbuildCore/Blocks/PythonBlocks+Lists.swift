/// Lists, definitions, quotes and footnotes.
extension PythonBlocks {
  /// A block that is indented belongs to an item before it (`ListIndentProcessor`, `DefListIndentProcessor`).
  mutating func indented(_ block: Block, _ parent: PythonElement) -> Bool {
    guard isIndented(block[0]), state != .detabbed else { return false }
    // Those of lists know nothing of definitions, and come first.
    for knowsDefinitions in [false, true] {
      func isItem(_ kind: PythonElement.Kind) -> Bool {
        kind == .item || knowsDefinitions && kind == .definition
      }
      func isList(_ kind: PythonElement.Kind) -> Bool {
        kind.isList || knowsDefinitions && kind == .definitions
      }
      guard isItem(parent.kind) || parent.last.map({ isList($0.kind) }) ?? false else { continue }
      let wanted = lines[block[0].index].indent(at: block[0].column) / 4
      var level = state == .list ? 1 : 0
      var sibling = parent
      while wanted > level, let child = sibling.last, isList(child.kind) || isItem(child.kind) {
        if isList(child.kind) { level += 1 }
        sibling = child
      }
      let text = looselyDetabbed(block, level: level)
      within(.detabbed) { reader in
        if isItem(parent.kind) {
          let inner = parent.last.flatMap { isList($0.kind) ? $0 : nil }
          reader.parse([text], in: inner ?? parent)
        } else if isItem(sibling.kind) {
          reader.parse([text], in: sibling)
        } else if let item = sibling.last, isItem(item.kind) {
          item.wrapText()
          reader.parse(text: text, in: item)
        } else {
          reader.parse([text], in: sibling.add(knowsDefinitions ? .definition : .item))
        }
      }
      return true
    }
    return false
  }

  /// The items of a block that begins with one (`OListProcessor`, `UListProcessor`).
  mutating func list(_ block: Block, _ parent: PythonElement) -> Bool {
    guard let first = marker(block[0]) else { return false }
    var items = self.items(block)[...]
    let list: PythonElement
    if let sibling = parent.last, sibling.kind.isList, let before = sibling.last {
      list = sibling
      before.wrapText()
      let item = list.add(.item)
      let firstItem = items.removeFirst()
      within(.looseList) { $0.parse([firstItem], in: item) }
    } else if parent.kind.isList {
      list = parent
    } else {
      list = parent.add(first.isOrdered ? .orderedList : .bulletList)
    }
    within(.list) { reader in
      for item in items {
        if reader.isIndented(item[0]), let last = list.last {
          reader.parse([item], in: last)
        } else {
          reader.parse([item], in: list.add(.item))
        }
      }
    }
    return true
  }

  /// The marker of an item at most `most` columns in: how wide it is with its margin and the spaces behind it.
  private func marker(_ line: Line, from least: Int = 0, most: Int = 3) -> (
    width: Int, isOrdered: Bool
  )? {
    let text = self.text(line)
    let rest = text.drop { $0 == .space }
    let indent = rest.startIndex - text.startIndex
    guard indent >= least, indent <= most, let sign = rest.first else { return nil }
    var end = rest.startIndex
    if "*+-".utf8.contains(sign) {
      end += 1
    } else {
      end = rest.prefix { $0.isDigit }.endIndex
      guard end > rest.startIndex, end < rest.endIndex, rest[end] == UInt8(ascii: ".") else {
        return nil
      }
      end += 1
    }
    let blanks = rest[end...].prefix { $0 == .space }.count
    return blanks > 0 ? (end + blanks - text.startIndex, sign.isDigit) : nil
  }

  private func items(_ block: Block) -> [Block] {
    var items: [Block] = []
    for line in block {
      if let marker = marker(line) {
        items.append([Line(index: line.index, column: line.column + marker.width)])
      } else if marker(line, from: 4, most: 7) != nil, let last = items.last, !isIndented(last[0]) {
        items.append([line])
      } else {
        items[items.count - 1].append(line)
      }
    }
    return items
  }

  /// `:   definition` below its term (`DefListProcessor`).
  mutating func definition(_ block: Block, _ parent: PythonElement, _ waiting: inout Blocks) -> Bool
  {
    guard let at = block.firstIndex(where: { definitionWidth($0) != nil }),
      let width = definitionWidth(block[at])
    else { return false }
    let sibling = parent.last
    guard at > 0 || sibling != nil else { return false }
    let after = Block(block[(at + 1)...])
    var (inside, rest) = detabbed(after)
    if let line = after.first, let first = text(line).drop(while: { $0 == .space }).first,
      lines[line.index].indent(at: line.column) <= 3, first != UInt8(ascii: ":")
    {
      (inside, rest) = (after, [])
    }
    var state = State.list
    if at == 0, sibling?.kind == .paragraph {
      state = .looseList
      parent.removeLast()
    }
    let list =
      parent.last.flatMap { $0.kind == .definitions ? $0 : nil } ?? parent.add(.definitions)
    if at == 0, state == .list, let last = list.last, last.kind == .definition,
      !last.children.isEmpty
    {
      state = .looseList
    }
    for line in block[..<at] {
      list.add(.term)
      mark(line, .title, in: list)
    }
    let item = list.add(.definition)
    let text = [Line(index: block[at].index, column: block[at].column + width)] + inside
    if self.text(text[0]).isEmpty { mark(block[at], .title, in: item) }
    within(state) { $0.parse([text], in: item) }
    if !rest.isEmpty { waiting.append(rest) }
    return true
  }

  private func definitionWidth(_ line: Line) -> Int? {
    let text = self.text(line)
    let rest = text.drop { $0 == .space }
    guard rest.startIndex - text.startIndex <= 3, rest.first == UInt8(ascii: ":") else {
      return nil
    }
    let blanks = rest.dropFirst().prefix(3).prefix { $0 == .space }.count
    return blanks > 0 ? rest.startIndex + 1 + blanks - text.startIndex : nil
  }

  /// Lines from the first `>` on (`BlockQuoteProcessor`).
  mutating func quote(_ block: Block, _ parent: PythonElement) -> Bool {
    guard let at = block.firstIndex(where: { quoteWidth($0) != nil }) else { return false }
    if at > 0 { parse([Block(block[..<at])], in: parent) }
    let inside = block[at...].map { line -> Line in
      let width = text(line).trimmed().elementsEqual(">".utf8) ? text(line).count : quoteWidth(line)
      return Line(index: line.index, column: line.column + (width ?? 0))
    }
    let quote = parent.last.flatMap { $0.kind == .quote ? $0 : nil } ?? parent.add(.quote)
    for line in inside where text(line).isEmpty { mark(line, .blank, in: quote) }
    within(.quote) { $0.parse(text: inside, in: quote) }
    return true
  }

  private func quoteWidth(_ line: Line) -> Int? {
    let text = self.text(line)
    let rest = text.drop { $0 == .space }
    guard rest.startIndex - text.startIndex <= 3, rest.first == UInt8(ascii: ">") else {
      return nil
    }
    return rest.startIndex + 1 - text.startIndex + (rest.dropFirst().first == .space ? 1 : 0)
  }

  /// `[^1]: text`, with indented blocks behind it (`FootnoteBlockProcessor`).
  mutating func footnote(_ block: Block, _ parent: PythonElement, _ waiting: inout Blocks) -> Bool {
    guard let at = block.firstIndex(where: { footnoteWidth($0) != nil }),
      let width = footnoteWidth(block[at])
    else { return false }
    mark(block[at], .title, in: parent)
    var note = [[Line(index: block[at].index, column: block[at].column + width)]]
    let rest = block[(at + 1)...]
    if let next = rest.firstIndex(where: { footnoteWidth($0) != nil }) {
      note[0] += looselyDetabbed(Block(rest[..<next]))
      waiting.append(Block(rest[next...]))
    } else {
      note[0] += looselyDetabbed(Block(rest))
      var end = lastLine(of: block)
      // Two blank lines end it.
      while let more = waiting.last, isIndented(more[0]), more[0].index <= end + 2 {
        waiting.removeLast()
        end = lastLine(of: more)
        guard let next = more.firstIndex(where: { footnoteWidth($0) != nil }) else {
          note.append(looselyDetabbed(more))
          continue
        }
        note.append(looselyDetabbed(Block(more[..<next])))
        waiting.append(Block(more[next...]))
        break
      }
    }
    footnotes.append(note)
    if at > 0 { waiting.append(Block(block[..<at])) }
    return true
  }

  private func lastLine(of block: Block) -> Int {
    block.last.map { fences[$0.index]?.close ?? $0.index } ?? 0
  }

  private func footnoteWidth(_ line: Line) -> Int? {
    let text = self.text(line)
    let rest = text.drop { $0 == .space }
    guard rest.startIndex - text.startIndex <= 3, rest.has("[^", at: rest.startIndex),
      let close = rest.firstIndex(of: UInt8(ascii: "]")), rest.has("]:", at: close)
    else { return nil }
    return rest[(close + 2)...].prefix { $0 == .space }.endIndex - text.startIndex
  }
}
