/// Finds links, images, code spans and HTML tags in the text of a paragraph or heading, each with its place.
///
/// It reads inlines as CommonMark 6 says: code spans, autolinks and HTML bind tighter than brackets, brackets tighter
/// than emphasis, which is therefore left alone. libcmark would find the same links (a test compares), but gives
/// inexact columns, says nothing of what is not a link, and takes quadratic time for some texts; every step here is
/// linear in the text: brackets below a link are set inactive by one mark, searches in vain are remembered, labels end
/// after 999 bytes, parentheses nest 32 deep.
struct InlineScanner {
  struct Link {
    let isImage: Bool
    /// From the first bracket to the last bracket or parenthesis.
    let range: Range<Int>
    /// What is in the first brackets.
    let text: Range<Int>
    let target: Target
  }

  enum Target {
    case destination(Range<Int>)
    case definition(Int)
  }

  let text: Bytes
  /// The index of the definition of a normalised label.
  let definitions: ByteTable<Int>

  private(set) var links: [Link] = []
  private(set) var codeSpans: [Range<Int>] = []
  private(set) var tags: [(tag: HTMLTag, start: Int)] = []
  /// Destinations in `<…>`.
  private(set) var autolinks: [Range<Int>] = []
  private(set) var misfits: [Misfit] = []
  /// What is in the brackets of GitHub's footnotes, behind the `^`.
  private(set) var footnotes: [Range<Int>] = []

  private struct Bracket {
    let start: Int
    let isImage: Bool
    var hasBracketBehind = false
  }

  private var brackets: [Bracket] = []
  /// Brackets of links below this index are in the text of another link.
  private var inactive = 0
  private var html: HTMLTagReader
  /// The runs of backticks; nil before they are looked for. Runs longer than libcmark takes for code are left out.
  private var backticks: [(start: Int, length: Int)]?
  /// The first of them that is not passed.
  private var nextRun = 0
  /// The lengths of which no run is left, so that each is looked for in vain once.
  private var usedUp: Set<Int> = []
  private static let longestRun = 80

  init(_ text: Bytes, definitions: ByteTable<Int>) {
    self.text = text
    self.definitions = definitions
    html = HTMLTagReader(text)
  }

  /// Reads `range`, which no inline reaches out of.
  mutating func scan(_ range: Range<Int>) {
    brackets.removeAll(keepingCapacity: true)
    inactive = 0
    let end = range.upperBound
    var at = range.lowerBound
    while at < end {
      at = text.nextInlineOffset(in: at..<end)
      guard at < end else { break }
      switch text[at] {
      case UInt8(ascii: "\\"): at += at + 1 < end && text[at + 1].isPunctuation ? 2 : 1
      case UInt8(ascii: "`"): at = codeSpan(at, end)
      case UInt8(ascii: "<"): at = angle(at, end)
      case UInt8(ascii: "!") where at + 1 < end && text[at + 1] == UInt8(ascii: "["):
        open(at, isImage: true)
        at += 2
      case UInt8(ascii: "["):
        open(at, isImage: false)
        at += 1
      case UInt8(ascii: "]"): at = close(at, end)
      default: at += 1
      }
    }
  }

  // MARK: what binds tighter

  private mutating func codeSpan(_ start: Int, _ end: Int) -> Int {
    let runs = backticks ?? findBackticks()
    var at = start
    while at < end, text[at] == UInt8(ascii: "`") { at += 1 }
    let length = at - start
    while nextRun < runs.count, runs[nextRun].start < at { nextRun += 1 }
    guard !usedUp.contains(length) else { return at }
    var found = nextRun
    while found < runs.count, runs[found].length != length { found += 1 }
    guard found < runs.count else {
      usedUp.insert(length)
      return at
    }
    let close = runs[found].start
    guard close + length <= end else { return at }
    codeSpans.append(at..<close)
    return close + length
  }

  private mutating func findBackticks() -> [(start: Int, length: Int)] {
    var runs: [(start: Int, length: Int)] = []
    runs.reserveCapacity(8)
    var at = 0
    while let start = text.firstOffset(of: UInt8(ascii: "`"), in: at..<text.count) {
      at = start
      while at < text.count, text[at] == UInt8(ascii: "`") { at += 1 }
      if at - start <= InlineScanner.longestRun { runs.append((start, at - start)) }
    }
    backticks = runs
    return runs
  }

  private mutating func angle(_ start: Int, _ end: Int) -> Int {
    if let close = autolinkEnd(start, end) {
      autolinks.append(start + 1..<close)
      return close + 1
    }
    guard let tag = html.tag(at: start, before: end) else { return start + 1 }
    tags.append((tag, start))
    return tag.end
  }

  /// Where the `>` of an autolink is (CommonMark 6.5).
  private func autolinkEnd(_ start: Int, _ end: Int) -> Int? {
    var at = start + 1
    guard at < end, text[at].isLetter || text[at].isDigit else { return nil }
    while at < end, text[at].isLetter || text[at].isDigit || "+.-".utf8.contains(text[at]) {
      at += 1
    }
    guard at < end else { return nil }
    let isURI =
      text[at] == UInt8(ascii: ":") && text[start + 1].isLetter && (2...32).contains(at - start - 1)
    var isAddress = false
    while at < end, text[at] > 0x20, text[at] != UInt8(ascii: "<") {
      if text[at] == UInt8(ascii: ">") { return isURI || isAddress ? at : nil }
      if text[at] == UInt8(ascii: "@") { isAddress = true }
      at += 1
    }
    return nil
  }

  // MARK: brackets

  private mutating func open(_ start: Int, isImage: Bool) {
    if !brackets.isEmpty { brackets[brackets.count - 1].hasBracketBehind = true }
    brackets.append(Bracket(start: start, isImage: isImage))
  }

  /// Takes the bracket at `at` and returns where to go on.
  private mutating func close(_ at: Int, _ end: Int) -> Int {
    guard let opener = brackets.popLast() else { return at + 1 }
    let index = brackets.count
    let isActive = opener.isImage || index >= inactive
    inactive = min(inactive, index)
    let inside = opener.start + (opener.isImage ? 2 : 1)..<at
    // GitHub's footnotes are not CommonMark's.
    if text.has("^", at: inside.lowerBound), inside.count > 1 {
      footnotes.append(inside.lowerBound + 1..<at)
    }
    guard isActive, !text.has("^", at: inside.lowerBound) else { return at + 1 }
    func link(_ target: Target, to next: Int) -> Int {
      links.append(
        Link(isImage: opener.isImage, range: opener.start..<next, text: inside, target: target))
      if !opener.isImage { inactive = index }
      return next
    }
    if let inline = inlineTarget(at + 1, end) {
      return link(.destination(inline.destination), to: inline.end)
    }
    let label = LinkSyntax.label(in: text, at: at + 1)
    let key: Range<Int>
    if let label, !label.isEmpty { key = label } else { key = inside }
    if label != nil && label?.isEmpty == false || !opener.hasBracketBehind, key.count <= 999,
      let found = definitions[LinkSyntax.normalised(text[key])]
    {
      return link(.definition(found), to: (label?.upperBound).map { $0 + 1 } ?? at + 1)
    }
    if let misfit = Misfits(text: text, end: end).misfit(
      from: opener.start, inside: inside, label: label)
    {
      misfits.append(misfit)
    }
    return at + 1
  }

  /// What stands in the parentheses at `start`, and where they end.
  private func inlineTarget(_ start: Int, _ end: Int) -> (destination: Range<Int>, end: Int)? {
    guard start < end, text[start] == UInt8(ascii: "(") else { return nil }
    let from = LinkSyntax.skipSpaces(in: text, from: start + 1)
    guard let destination = LinkSyntax.destination(in: text, at: from) else { return nil }
    var at = LinkSyntax.skipSpaces(in: text, from: destination.next)
    if at > destination.next, let title = LinkSyntax.title(in: text, at: at) {
      at = LinkSyntax.skipSpaces(in: text, from: title.upperBound)
    }
    guard at < end, text[at] == UInt8(ascii: ")") else { return nil }
    return (destination.range, at + 1)
  }
}
