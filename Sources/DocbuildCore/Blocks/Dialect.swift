/// Which rules a page's reader has for blocks.
package enum Dialect: String, CaseIterable, Sendable {
  /// CommonMark, as on GitHub.
  case commonMark = "commonmark"
  /// MDX 3, as in Docusaurus: JSX, expressions and ESM in place of HTML, and no indented code.
  case mdx
  /// Python-Markdown with pymdown-extensions, as in MkDocs: `===` tabs, `!!!` admonitions and their indentation.
  case pythonMarkdown = "python-markdown"

  /// What it is called.
  var title: String {
    switch self {
    case .commonMark: "CommonMark"
    case .mdx: "MDX"
    case .pythonMarkdown: "Python-Markdown"
    }
  }

  /// How much of the indentation of a fence's content counts against the three columns that a closing fence may be
  /// indented by: none where that may be indented as it likes.
  func indent(ofContent columns: Int) -> Int { self == .mdx ? .min / 2 : columns }

  /// The dialect that a page's name says (`.mdx`), or else its text.
  package static func shown(by name: String, _ bytes: Bytes) -> Dialect {
    [".mdx", ".mdx.src"].contains { name.lowercased().hasSuffix($0) } ? .mdx : .guessed(of: bytes)
  }

  /// What a text that nobody has named the dialect of must be: it holds what only one of them has. CommonMark for all
  /// others.
  ///
  /// A title of a tab, an admonition or details counts with something indented below it; a tag of a component with its
  /// end tag alone on a line. Lines in fences don't count.
  package static func guessed(of bytes: Bytes) -> Dialect {
    guard
      ["===", "!!!", "???"].contains(where: { bytes.holds($0) })
        || bytes.holdsComponent
    else { return .commonMark }
    var scanner = BlockScanner(bytes)
    var at = 0
    var isBehindTitle = false
    var tags: Set<Bytes> = []
    while at < bytes.count {
      let end = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count) ?? bytes.count
      let role = scanner.take(at..<end)
      var line = bytes[at..<end]
      if line.last == .carriageReturn { line.removeLast() }
      at = end + 1
      let indent = line.prefix { $0 == .space }.count
      if isBehindTitle, !line.allSatisfy({ $0.isBlank }) {
        if indent >= 4 || line.first == .tab { return .pythonMarkdown }
        isBehindTitle = false
      }
      guard role == .text || role == .blank else { continue }
      if indent == 0, line.isPythonTitle { isBehindTitle = true }
      guard let tag = Component(line) else { continue }
      if tag.isEnd, tags.contains(tag.name) { return .mdx }
      if !tag.isEnd { tags.insert(tag.name) }
    }
    return .commonMark
  }

  /// A tag of a component alone on a line: HTML has no tag with a capital letter in front.
  private struct Component {
    let name: Bytes
    let isEnd: Bool

    init?(_ line: ArraySlice<UInt8>) {
      let text = line.trimmed()
      guard text.count > 2, text.first == UInt8(ascii: "<"), text.last == UInt8(ascii: ">") else {
        return nil
      }
      isEnd = text.has("</", at: text.startIndex)
      let rest = text.dropFirst(isEnd ? 2 : 1)
      guard let first = rest.first, first >= 0x41, first <= 0x5A else { return nil }
      name = Bytes(rest.prefix { $0.isWord || $0 == UInt8(ascii: ".") })
      guard let next = rest.dropFirst(name.count).first,
        next == UInt8(ascii: ">") || !isEnd && next == .space
      else { return nil }
    }
  }
}

extension Bytes {
  /// Whether the three bytes of `text` begin a line.
  fileprivate func holds(_ text: StaticString) -> Bool {
    if has(text, at: 0) { return true }
    var from = 0
    let first = unsafe text.utf8Start.pointee
    while let at = firstOffset(of: first, in: from..<count) {
      from = at + 1
      if at > 0, self[at - 1] == .lineFeed, has(text, at: at) { return true }
    }
    return false
  }

  /// Whether an end tag with a capital letter stands anywhere.
  fileprivate var holdsComponent: Bool {
    var from = 0
    while let at = firstOffset(of: UInt8(ascii: "<"), in: from..<count) {
      from = at + 1
      if at + 2 < count, self[at + 1] == UInt8(ascii: "/"), (0x41...0x5A).contains(self[at + 2]) {
        return true
      }
    }
    return false
  }
}
