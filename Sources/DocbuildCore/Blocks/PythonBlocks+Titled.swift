/// Blocks with a title whose content is indented by four spaces: admonitions, details and tabs.
extension PythonBlocks {
  /// What begins with a title: how its line is told, and what it is.
  private struct Form: Sendable {
    let kind: PythonElement.Kind
    let isTitle: @Sendable (ArraySlice<UInt8>) -> Bool
  }

  private static let forms = [
    Form(kind: .admonition, isTitle: { $0.isAdmonition }),
    Form(kind: .details, isTitle: { $0.isDetails }),
    Form(kind: .tabs, isTitle: { $0.isTab }),
  ]

  /// A title and what is indented below it, or what is indented behind such a block.
  mutating func titled(_ block: Block, _ parent: PythonElement, _ waiting: inout Blocks) -> Bool {
    for form in PythonBlocks.forms {
      if let at = block.firstIndex(where: { form.isTitle(text($0)) }) {
        if at > 0 { parse([Block(block[..<at])], in: parent) }
        let (inside, rest) = detabbed(Block(block[(at + 1)...]))
        var made = parent
        if form.kind == .tabs {
          let isFirst = parent.last?.kind != .tabs || text(block[at]).beginsTabs
          made = ((isFirst ? nil : parent.last) ?? parent.add(.tabs)).add(.tab)
        } else {
          made = parent.add(form.kind)
          made.add(.paragraph)
        }
        mark(block[at], .title, in: made)
        parse(text: inside, in: made)
        if !rest.isEmpty { waiting.append(rest) }
        return true
      }
      guard let (element, indent) = continued(block, parent, form.kind) else { continue }
      let (inside, rest) = detabbed(block, by: indent)
      if element.kind.isItem { element.wrapText() }
      parse(text: inside, in: element.kind == .tabs ? element.last ?? element : element)
      if !rest.isEmpty { waiting.append(rest) }
      return true
    }
    return false
  }

  /// What an indented block goes on, and how far it is indented for that: the block with a title that stands before it, or
  /// an item at its end (`parse_content`).
  private func continued(_ block: Block, _ parent: PythonElement, _ kind: PythonElement.Kind)
    -> (PythonElement, Int)?
  {
    guard let before = parent.last, before.kind == kind else { return nil }
    var sibling: PythonElement? = before
    var last = before.last
    var indent = 0
    while let element = last, isIndented(block[0], by: indent + 8) {
      var list = element
      if element.kind == .tab {
        guard let inner = element.last, inner.kind.isList || inner.kind == .definitions else {
          break
        }
        list = inner
      }
      guard list.kind.isList || list.kind == .definitions else { break }
      sibling = list.last
      last = sibling?.last
      indent += 4
    }
    guard let sibling, isIndented(block[0], by: indent + 4) else { return nil }
    return (sibling, indent + 4)
  }
}

extension ArraySlice<UInt8> {
  /// Whether this line is the title of an admonition, of details or of a tab.
  var isPythonTitle: Bool { isAdmonition || isDetails || isTab }

  /// `!!! note "Title"`.
  fileprivate var isAdmonition: Bool {
    guard has("!!!", at: startIndex) else { return false }
    let rest = dropFirst(3)
    return rest.dropFirst(rest.first == .space ? 1 : 0).isNamed(needsName: true)
  }

  /// `??? note "Title"`, with a `+` for open.
  fileprivate var isDetails: Bool {
    guard has("???", at: startIndex) else { return false }
    var rest = dropFirst(3)
    if rest.first == UInt8(ascii: "+") { rest = rest.dropFirst() }
    if rest.first == .space, rest.dropFirst().first != UInt8(ascii: "\"") {
      rest = rest.dropFirst()
    }
    return rest.isNamed(needsName: false)
  }

  /// `=== "Title"`.
  fileprivate var isTab: Bool {
    guard has("===", at: startIndex) else { return false }
    let sign = dropFirst(3).prefix { "+!".utf8.contains($0) }
    guard sign.count < 2 || sign.count == 2 && sign.first != sign.last else { return false }
    let rest = self[sign.endIndex...]
    return rest.first == .space && rest.trimmed().isQuotedTitle
  }

  /// Whether it begins a set of tabs of its own.
  fileprivate var beginsTabs: Bool { dropFirst(3).prefix(2).contains(UInt8(ascii: "!")) }

  /// Words, then perhaps a title in quotes.
  private func isNamed(needsName: Bool) -> Bool {
    var rest = self
    var names = 0
    while let first = rest.first, first.isPartOfName {
      rest = rest.drop { $0.isPartOfName }
      names += 1
      let blanks = rest.prefix { $0 == .space }
      if blanks.isEmpty || blanks.endIndex == rest.endIndex { break }
      guard rest[blanks.endIndex].isPartOfName else { break }
      rest = rest[blanks.endIndex...]
    }
    let title = rest.trimmed()
    if title.isEmpty { return names > 0 }
    return rest.first == .space && title.isQuotedTitle && (names > 0 || !needsName)
  }

  private var isQuotedTitle: Bool {
    count >= 2 && first == UInt8(ascii: "\"") && last == UInt8(ascii: "\"")
  }
}

extension UInt8 {
  fileprivate var isPartOfName: Bool { isWord || self == UInt8(ascii: "-") || self >= 0x80 }
}
