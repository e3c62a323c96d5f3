/// Follows a Markdown text line by line and finds out what each line is part of: enough of CommonMark's block
/// structure (containers, fences, HTML blocks, indented code) to know where a fence opens and closes.
///
/// It steps as cmark's own parser does (CommonMark 0.30, section "Phase 1: block structure"). Nothing
/// rests on it alone: the proof holds every woven page against libcmark's tree.
///
/// GitHub's footnotes are containers, too (`FootnoteView`). In another dialect its containers and blocks are those of that dialect (`MDXFlow`, `PythonPage`), which `CommonMarkView`
/// writes down for libcmark.
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
    /// Tags, an expression or a module of MDX, to the end of the line that ends at that offset.
    case flow(until: Int)
    /// HTML that Python-Markdown leaves as it is.
    case raw

    var isParagraph: Bool { if case .paragraph = self { true } else { false } }
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
    /// A footnote of GitHub's: lines belong to it that are indented by four columns, and empty ones.
    case footnote
  }

  let bytes: Bytes
  let dialect: Dialect
  /// What begins a block may be indented so far; more is indented code, which MDX has not.
  let mostIndent: Int
  /// What each line is, where that takes the whole page to tell; and the line that is taken next.
  private let known: PythonPage?
  var nextKnown = 0
  var containers: [Container] = []
  /// What may still be looked at for the ends of MDX's tags, expressions and modules.
  var flowBudget: Int
  /// How many containers the line taken last has opened.
  var opened = 0
  /// For a fence that another dialect closes by other rules: how long it must be for CommonMark; else 0.
  var plainLength = 0
  /// Where the outermost quote is among the containers.
  var firstQuote: Int?
  var leaf: Leaf = .none
  /// For a content line of a fence: its indentation inside the containers, in columns.
  var contentIndent = 0
  /// For a content line of a fence: where its text begins behind the marks of its containers; nil for its start.
  var contentStart: Cursor?
  /// For a closing line: the run of fence characters.
  var closingRun = 0..<0
  /// What begins GitHub's footnotes on the line taken last, each from its indentation to its text, and the column where that
  /// begins.
  var footnotes: [(mark: Range<Int>, column: Int)] = []
  /// How many containers go on where the line taken last is blank and ends a footnote; nil for all other lines.
  var keptBehindFootnote: Int?
  /// How many of the containers are footnotes.
  var openFootnotes = 0

  init(_ bytes: Bytes, dialect: Dialect = .commonMark) {
    self.bytes = bytes
    self.dialect = dialect
    flowBudget = MDXFlow.budget(for: bytes.count)
    mostIndent = dialect == .mdx ? 1 << 30 : 3
    known = dialect == .pythonMarkdown ? PythonPage(bytes) : nil
  }

  /// Takes the next line, `range` without its line end.
  mutating func take(_ range: Range<Int>) -> Role {
    opened = 0
    if !footnotes.isEmpty { footnotes = [] }
    keptBehindFootnote = nil
    switch dialect {
    case .commonMark: if containers.isEmpty, let role = takePlain(range) { return role }
    case .mdx: if let role = takeFlow(range) { return role }
    case .pythonMarkdown: if let known { return takeKnown(range, of: known) }
    }
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
      if first.isLetter || first >= 0x80
        || first == UInt8(ascii: "[") && !bytes.has("[^", at: range.lowerBound)
      {
        leaf = .paragraph
        return .text
      }
      if first == UInt8(ascii: "#"), Cursor(range).isHeading(bytes) {
        leaf = .none
        return .text
      }
      if first.opensFence, let fence = Cursor(range).openingFence(bytes) {
        leaf = .fence(fence)
        return .fenceOpen
      }
      return nil
    case .fence(let fence):
      contentStart = nil
      guard let first = range.isEmpty ? nil : bytes[range.lowerBound] else {
        contentIndent = 0
        return .fenceContent
      }
      if first.isBlank { return nil }
      contentIndent = 0
      if first == fence.character, let run = Cursor(range).closingRun(of: fence, bytes) {
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
    let openParagraph = leaf.isParagraph
    var paragraph = allMatched && openParagraph
    var maybeLazy = openParagraph
    var opened: [Container] = []
    // Behind a thematic break that failed, none can begin before the byte that it failed at (as in cmark): a line of
    // many list markers is looked at once, not once for each.
    var breakFails = range.lowerBound
    while true {
      cursor.findText(bytes)
      if cursor.isBlank { break }
      if cursor.indent >= 4, dialect == .commonMark {
        if maybeLazy { break }
        _ = finish(matched, opened, .indentedCode)
        return .indentedCode
      }
      let first = bytes[cursor.text]
      guard first.mayBeginBlock else { break }
      if first == UInt8(ascii: ">") {
        cursor.advance(cursor.indent + 1, bytes)
        if let next = cursor.peek(bytes), next.isBlank { cursor.advance(1, bytes) }
        opened.append(.quote)
      } else if first == UInt8(ascii: "#"), cursor.isHeading(bytes) {
        return finish(matched, opened, .none)
      } else if first.opensFence, let fence = cursor.openingFence(bytes) {
        _ = finish(matched, opened, .fence(fence))
        return .fenceOpen
      } else if let markup = markup(cursor, range, matched, opened, interrupting: maybeLazy) {
        return finish(matched, opened, markup)
      } else if paragraph, cursor.isSetextUnderline(bytes) {
        return finish(matched, opened, .none)
      } else if cursor.text >= breakFails, cursor.isThematicBreak(bytes, failsAt: &breakFails) {
        return finish(matched, opened, .none)
      } else if first == UInt8(ascii: "["), dialect == .commonMark, let note = footnote(&cursor) {
        opened.append(note)
      } else if let item = cursor.listItem(bytes, interrupting: paragraph, mostIndent: mostIndent) {
        opened.append(item)
      } else {
        break
      }
      paragraph = false
      maybeLazy = false
    }
    if cursor.isBlank {
      if openFootnotes > 0, opened.isEmpty, containers[matched...].contains(.footnote) {
        keptBehindFootnote = matched
      }
      close(to: matched, opening: opened)
      return .blank
    }
    return takeText(
      matched, opened, goesOn: paragraph, mayBeLazy: openParagraph && !allMatched)
  }

  /// Text that begins a paragraph, or goes on in one that is open.
  @inline(__always)
  private mutating func takeText(
    _ matched: Int, _ opened: [Container], goesOn: Bool, mayBeLazy: Bool
  ) -> Role {
    // A lazy continuation leaves the containers open.
    if opened.isEmpty, goesOn || mayBeLazy { return .text }
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
    self.opened = opened.count
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
    if openFootnotes > 0 || !footnotes.isEmpty {
      openFootnotes = containers.count { $0 == .footnote }
    }
    leaf = .none
  }

  /// What a line is when all containers matched and a fence, HTML or indented code is open.
  private mutating func continueLeaf(_ cursor: Cursor, _ range: Range<Int>) -> Role? {
    switch leaf {
    case .fence(let fence):
      contentIndent = cursor.indent
      contentStart = cursor
      if cursor.indent <= mostIndent, let run = cursor.closingRun(of: fence, bytes) {
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
    case .none, .flow, .raw: return nil
    }
  }
}
