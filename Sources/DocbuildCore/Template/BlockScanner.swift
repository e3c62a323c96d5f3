/// Follows a Markdown text line by line and tells what each line is part of: enough of CommonMark's block
/// structure (containers, fences, HTML blocks, indented code) to know where a fence opens and closes.
///
/// It steps as cmark's own parser does (CommonMark 0.30, section "Phase 1: block structure"). Nothing
/// rests on it alone: the proof holds every woven page against libcmark's tree.
struct BlockScanner {
  enum Role: Equatable {
    case blank
    /// A paragraph's line, a heading, a thematic break, or HTML.
    case text
    case indentedCode
    case fenceOpen
    case fenceContent
    case fenceClose
  }

  enum Leaf: Equatable {
    case none, paragraph, indentedCode
    case fence(Fence)
    case html(HTMLBlock)
  }

  struct Fence: Equatable {
    let character: UInt8
    let length: Int
    /// Where the run of the fence's characters stands.
    let run: Range<Int>
    /// How far the fence is indented inside its containers, in columns.
    let indent: Int
  }

  enum Container: Equatable {
    case quote
    /// The columns that a line must be indented by to belong to the item; whether it has content yet.
    case item(width: Int, hasContent: Bool)
  }

  let bytes: Bytes
  private(set) var containers: [Container] = []
  /// Where the outermost quote is among the containers.
  private var firstQuote: Int?
  private(set) var leaf: Leaf = .none
  /// For a content line of a fence: its indentation inside the containers, in columns.
  private(set) var contentIndent = 0
  /// For a closing line: the run of fence characters.
  private(set) var closingRun = 0..<0

  init(_ bytes: Bytes) { self.bytes = bytes }

  /// Takes the next line, `range` without its line end.
  mutating func take(_ range: Range<Int>) -> Role {
    if containers.isEmpty, let role = takePlain(range) { return role }
    return takeAny(range)
  }

  /// The common cases outside containers, without the full procedure.
  private mutating func takePlain(_ range: Range<Int>) -> Role? {
    switch leaf {
    case .none, .paragraph:
      guard let first = range.isEmpty ? nil : bytes[range.lowerBound] else {
        leaf = .none
        return .blank
      }
      if first.isLetter || first >= 0x80 || first == UInt8(ascii: "[") {
        leaf = .paragraph
        return .text
      }
      if first == UInt8(ascii: "#"), isHeading(Cursor(range)) {
        leaf = .none
        return .text
      }
      if let fence = openingFence(Cursor(range), range) {
        leaf = .fence(fence)
        return .fenceOpen
      }
      return nil
    case .fence(let fence):
      guard let first = range.isEmpty ? nil : bytes[range.lowerBound] else {
        contentIndent = 0
        return .fenceContent
      }
      if first.isBlank { return nil }
      contentIndent = 0
      if first == fence.character, let run = closingRun(of: fence, Cursor(range), range) {
        closingRun = run
        leaf = .none
        return .fenceClose
      }
      return .fenceContent
    default: return nil
    }
  }

  // MARK: the full procedure

  private mutating func takeAny(_ range: Range<Int>) -> Role {
    var cursor = Cursor(range)
    cursor.findText(bytes)
    let matched = matchContainers(&cursor)
    let allMatched = matched == containers.count
    if allMatched, let role = continueLeaf(cursor, range) { return role }

    // What stays of the leaf when all containers matched; a paragraph can still go on lazily otherwise.
    let openParagraph = leaf == .paragraph
    var paragraph = allMatched && openParagraph
    var maybeLazy = openParagraph
    var opened: [Container] = []
    // Behind a thematic break that failed, none can begin before the byte that it failed at (as in cmark): a line of
    // many list markers is looked at once, not once for each.
    var breakFails = range.lowerBound
    while true {
      cursor.findText(bytes)
      if cursor.isBlank { break }
      let indented = cursor.indent >= 4
      if indented {
        if !maybeLazy {
          _ = finish(matched, opened, .indentedCode)
          return .indentedCode
        }
        break
      }
      let first = bytes[cursor.text]
      if first == UInt8(ascii: ">") {
        cursor.advance(cursor.indent + 1, bytes)
        if let next = cursor.peek(bytes), next.isBlank { cursor.advance(1, bytes) }
        opened.append(.quote)
      } else if first == UInt8(ascii: "#"), isHeading(cursor) {
        return finish(matched, opened, .none)
      } else if let fence = openingFence(cursor, range) {
        _ = finish(matched, opened, .fence(fence))
        return .fenceOpen
      } else if first == UInt8(ascii: "<"),
        let html = HTMLBlock.opened(
          in: bytes[cursor.text..<range.upperBound], interrupting: maybeLazy)
      {
        return finish(
          matched, opened,
          html.ends(in: bytes[cursor.text..<range.upperBound]) ? .none : .html(html))
      } else if paragraph, isSetextUnderline(cursor) {
        return finish(matched, opened, .none)
      } else if cursor.text >= breakFails, isThematicBreak(cursor, failsAt: &breakFails) {
        return finish(matched, opened, .none)
      } else if let item = listItem(&cursor, interrupting: paragraph) {
        opened.append(item)
      } else {
        break
      }
      paragraph = false
      maybeLazy = false
    }

    if cursor.isBlank {
      close(to: matched, opening: opened)
      return .blank
    }
    if openParagraph, !allMatched, opened.isEmpty {
      return .text  // a lazy continuation: the containers stay open
    }
    if paragraph, opened.isEmpty { return .text }
    return finish(matched, opened, .paragraph)
  }

  private mutating func finish(_ matched: Int, _ opened: [Container], _ leaf: Leaf) -> Role {
    close(to: matched, opening: opened)
    if case .item(let width, false)? = containers.last {
      containers[containers.count - 1] = .item(width: width, hasContent: true)
    }
    self.leaf = leaf
    return .text
  }

  private mutating func close(to matched: Int, opening opened: [Container]) {
    if matched < containers.count {
      containers.removeSubrange(matched...)
      if let quote = firstQuote, quote >= matched { firstQuote = nil }
    }
    if !opened.isEmpty, case .item(let width, false)? = containers.last {
      containers[containers.count - 1] = .item(width: width, hasContent: true)
    }
    for (index, container) in opened.enumerated() {
      if container == .quote, firstQuote == nil { firstQuote = containers.count }
      if case .item(let width, _) = container, index + 1 < opened.count {
        containers.append(.item(width: width, hasContent: true))
      } else {
        containers.append(container)
      }
    }
    leaf = .none
  }

  /// Consumes the marks of the open containers; returns how many of them the line belongs to.
  private mutating func matchContainers(_ cursor: inout Cursor) -> Int {
    if cursor.isBlank, let matched = matchBlank(&cursor) { return matched }
    for (index, container) in containers.enumerated() {
      cursor.findText(bytes)
      switch container {
      case .quote:
        guard cursor.indent <= 3, !cursor.isBlank, bytes[cursor.text] == UInt8(ascii: ">") else {
          return index
        }
        cursor.advance(cursor.indent + 1, bytes)
        if let next = cursor.peek(bytes), next.isBlank { cursor.advance(1, bytes) }
      case .item(let width, let hasContent):
        if cursor.indent >= width {
          cursor.advance(width, bytes)
        } else if cursor.isBlank, hasContent {
          cursor.skipToText()
        } else {
          return index
        }
      }
    }
    cursor.findText(bytes)
    return containers.count
  }

  /// A blank line belongs to every list item up to the first quote, whatever its indentation: no need to visit each.
  /// Nil where the last item has no content yet, which takes a closer look.
  private func matchBlank(_ cursor: inout Cursor) -> Int? {
    if case .item(_, false)? = containers.last { return nil }
    cursor.skipToText()
    return firstQuote ?? containers.count
  }

  /// What a line is when all containers matched and a fence, HTML or indented code is open.
  private mutating func continueLeaf(_ cursor: Cursor, _ range: Range<Int>) -> Role? {
    switch leaf {
    case .fence(let fence):
      contentIndent = cursor.indent
      if cursor.indent <= 3, let run = closingRun(of: fence, cursor, range) {
        closingRun = run
        leaf = .none
        return .fenceClose
      }
      return .fenceContent
    case .html(let html):
      if cursor.isBlank, html.endsAtBlankLine {
        leaf = .none
        return .blank
      }
      if html.ends(in: bytes[cursor.text..<range.upperBound]) { leaf = .none }
      return .text
    case .indentedCode:
      if cursor.isBlank { return .blank }
      if cursor.indent >= 4 { return .indentedCode }
      leaf = .none
      return nil
    case .paragraph:
      if cursor.isBlank {
        leaf = .none
        return .blank
      }
      return nil
    case .none: return nil
    }
  }

  // MARK: what a line can begin

  private func closingRun(of fence: Fence, _ cursor: Cursor, _ range: Range<Int>) -> Range<Int>? {
    var at = cursor.text
    while at < range.upperBound, bytes[at] == fence.character { at += 1 }
    guard at - cursor.text >= fence.length else { return nil }
    guard bytes[at..<range.upperBound].allSatisfy({ $0.isBlank || $0 == .carriageReturn }) else {
      return nil
    }
    return cursor.text..<at
  }

  private func openingFence(_ cursor: Cursor, _ range: Range<Int>) -> Fence? {
    let character = bytes[cursor.text]
    guard character == UInt8(ascii: "`") || character == UInt8(ascii: "~") else { return nil }
    var at = cursor.text
    while at < range.upperBound, bytes[at] == character { at += 1 }
    guard at - cursor.text >= 3 else { return nil }
    if character == UInt8(ascii: "`"), bytes[at..<range.upperBound].contains(character) {
      return nil
    }
    return Fence(
      character: character, length: at - cursor.text, run: cursor.text..<at, indent: cursor.indent)
  }

  private func isHeading(_ cursor: Cursor) -> Bool {
    var at = cursor.text
    while at < cursor.end, bytes[at] == UInt8(ascii: "#") { at += 1 }
    return at - cursor.text <= 6
      && (at == cursor.end || bytes[at].isBlank || bytes[at] == .carriageReturn)
  }

  private func isSetextUnderline(_ cursor: Cursor) -> Bool {
    let character = bytes[cursor.text]
    guard character == UInt8(ascii: "=") || character == UInt8(ascii: "-") else { return false }
    var at = cursor.text
    while at < cursor.end, bytes[at] == character { at += 1 }
    return bytes[at..<cursor.end].allSatisfy { $0.isBlank || $0 == .carriageReturn }
  }

  private func isThematicBreak(_ cursor: Cursor, failsAt: inout Int) -> Bool {
    let character = bytes[cursor.text]
    guard
      character == UInt8(ascii: "-") || character == UInt8(ascii: "*")
        || character == UInt8(ascii: "_")
    else { return false }
    var count = 0
    for at in cursor.text..<cursor.end {
      let byte = bytes[at]
      if byte == character {
        count += 1
      } else if !byte.isBlank, byte != .carriageReturn {
        failsAt = at
        return false
      }
    }
    return count >= 3
  }

  private func listItem(_ cursor: inout Cursor, interrupting paragraph: Bool) -> Container? {
    var at = cursor.text
    switch bytes[at] {
    case UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: "*"): at += 1
    case let digit where digit.isDigit:
      var number = 0
      while at < cursor.end, bytes[at].isDigit, at - cursor.text < 9 {
        number = number * 10 + Int(bytes[at] - UInt8(ascii: "0"))
        at += 1
      }
      guard !paragraph || number == 1, at < cursor.end,
        bytes[at] == UInt8(ascii: ".") || bytes[at] == UInt8(ascii: ")")
      else { return nil }
      at += 1
    default: return nil
    }
    let rest = bytes[at..<cursor.end]
    guard rest.first?.isBlank ?? true else { return nil }
    let isEmpty = rest.allSatisfy { $0.isBlank || $0 == .carriageReturn }
    guard !paragraph || !isEmpty else { return nil }

    let markerIndent = cursor.indent
    let marker = at - cursor.text
    cursor.skipToText()
    cursor.advance(marker, bytes)
    let afterMarker = cursor
    while cursor.column - afterMarker.column <= 5, let next = cursor.peek(bytes), next.isBlank {
      cursor.advance(1, bytes)
    }
    let spaces = cursor.column - afterMarker.column
    if spaces >= 5 || spaces < 1 || cursor.offset == cursor.end {
      cursor = afterMarker
      if spaces > 0 { cursor.advance(1, bytes) }
      return .item(width: markerIndent + marker + 1, hasContent: false)
    }
    return .item(width: markerIndent + marker + spaces, hasContent: false)
  }

  /// A position on a line, in bytes and in columns, a tab reaching to the next multiple of four.
  struct Cursor {
    var offset: Int
    let end: Int
    var column = 0
    /// Columns of a tab at `offset` that are not consumed yet, 0 when none is begun.
    var tabRest = 0
    /// The first byte that is neither space nor tab, from `offset`; `end` on a blank line.
    var text: Int
    /// Columns from here to `text`.
    var indent = 0
    private var textColumn = 0
    private var isFound = false

    init(_ range: Range<Int>) {
      offset = range.lowerBound
      text = range.lowerBound
      end = range.upperBound
    }

    var isBlank: Bool { text == end }

    func peek(_ bytes: Bytes) -> UInt8? { offset < end ? bytes[offset] : nil }

    /// Looks for the next text; what was found before and not passed yet is not looked for again, so that a line is
    /// scanned once however many containers it has.
    mutating func findText(_ bytes: Bytes) {
      if !isFound || offset > text {
        isFound = true
        text = offset
        textColumn = column
        while text < end {
          if bytes[text] == .space {
            textColumn += 1
          } else if bytes[text] == .tab {
            textColumn += text == offset && tabRest > 0 ? tabRest : 4 - textColumn % 4
          } else {
            break
          }
          text += 1
        }
        // A CR that ends the line in an in-place document.
        if text + 1 == end, bytes[text] == .carriageReturn { text = end }
      }
      indent = textColumn - column
    }

    mutating func skipToText() {
      offset = text
      column = textColumn
      tabRest = 0
      indent = 0
    }

    /// Moves on by `columns`; a tab can be consumed in part.
    mutating func advance(_ columns: Int, _ bytes: Bytes) {
      var left = columns
      while left > 0, offset < end {
        guard bytes[offset] == .tab else {
          offset += 1
          column += 1
          left -= 1
          continue
        }
        let width = tabRest > 0 ? tabRest : 4 - column % 4
        let used = min(width, left)
        column += used
        left -= used
        tabRest = width - used
        if tabRest == 0 { offset += 1 }
      }
    }
  }
}
