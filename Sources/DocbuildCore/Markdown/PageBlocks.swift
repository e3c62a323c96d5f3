import CArena
import CCmark
import Glibc

/// A leaf of a page's block tree, with what is needed to find its text in the page's own bytes.
struct PageBlock: Sendable {
  enum Kind: Equatable {
    case paragraph
    case heading(level: Int)
    /// `isClosed` is false for a fence that only the end of the page or of its container ends; nil without a fence.
    case code(isClosed: Bool?)
    case html
  }

  let kind: Kind
  /// Lines as CommonMark counts them, indices from 0; the last one is part of the block.
  let lines: ClosedRange<Int>
  /// Offset of the first line's text in that line.
  var column: Int
  /// How many block quotes it stands in.
  let quotes: Int
  /// Whether it stands in a list or a quote.
  let isNested: Bool
  /// The number of the page's own block that it is, or stands in, from 0.
  var outermost = 0
  /// A fence's info string and a code block's text, where they are asked for.
  var info: Bytes = []
  var literal: Bytes = []
}

/// A page that libcmark has read, so that nobody needs to have it read again.
package struct ReadPage: Sendable {
  let lines: PageLines
  let blocks: [PageBlock]
}

/// The leaf blocks of a page in order, as libcmark finds them.
///
/// Inlines are not parsed (`InlineScanner` does that, in linear time and with positions): `cmark_parser_finish`, which
/// would, is avoided by a sentinel paragraph that closes every block before it, as in `MarkdownTree.withBlocks`.
/// Where a fence or an HTML block swallows it, the text that ends those is fed as well, and a sentinel again.
///
/// - Parameters:
///   - dialect: the rules that blocks follow.
///   - withCode: whether the text of code blocks and their info strings are wanted.
///   - withFootnotes: whether what stands in GitHub's footnotes, which CommonMark has not, is wanted as well.
func pageBlocks(
  _ page: PageLines, in dialect: Dialect = .commonMark, withCode: Bool = false,
  withFootnotes: Bool = false
) -> [PageBlock] {
  if dialect != .commonMark { return DialectBlocks.all(of: page, in: dialect, withCode: withCode) }
  if withFootnotes, let found = footnoteBlocks(page, withCode: withCode) { return found }
  defer { docbuild_arena_reset() }
  let parser = unsafe newMarkdownParser()
  _ = unsafe page.bytes.withUnsafeBytes { all in
    unsafe feed(parser, UnsafeRawBufferPointer(rebasing: all[page.first...]))
  }
  let sentinel = "\n\nx\n"
  unsafe feed(parser, Bytes(sentinel.utf8))
  if let root = unsafe openMarkdownRoot() {
    if let found = unsafe blocks(below: root, page, withCode) { return found }
    unsafe feed(parser, Bytes(("</script></pre></style></textarea>-->?>]]>" + sentinel).utf8))
    if let found = unsafe blocks(below: root, page, withCode) { return found }
    if let last = unsafe cmark_node_last_child(root) {
      unsafe feed(parser, closingFence(of: last, page) + Bytes(sentinel.utf8))
    }
    if let found = unsafe blocks(below: root, page, withCode) { return found }
  }
  guard let root = unsafe finish(parser) else { return [] }
  return unsafe blocks(below: root, upTo: nil, page, withCode)
}

extension MarkdownTree {
  /// The leaf blocks of a tree that was made of `page`, a sentinel behind it.
  func blocks(of page: PageLines) -> [PageBlock] {
    unsafe DocbuildCore.blocks(below: root, upTo: end, page, false)
  }
}

private func feed(_ parser: OpaquePointer, _ bytes: Bytes) {
  _ = unsafe bytes.withUnsafeBytes { unsafe feed(parser, $0) }
}

/// The leaves in front of the sentinel; nil when that is not a paragraph of its own.
private func blocks(below root: OpaquePointer, _ page: PageLines, _ withCode: Bool) -> [PageBlock]?
{
  guard let last = unsafe cmark_node_last_child(root),
    unsafe cmark_node_get_type(last) == CMARK_NODE_PARAGRAPH
  else { return nil }
  return unsafe blocks(below: root, upTo: last, page, withCode)
}

/// What closes the fence that `node` is; nothing for another node.
private func closingFence(of node: OpaquePointer, _ page: PageLines) -> Bytes {
  let line = unsafe Int(cmark_node_get_start_line(node)) - 1
  guard unsafe cmark_node_get_type(node) == CMARK_NODE_CODE_BLOCK, line >= 0, line < page.count
  else { return [] }
  let text = page.bytes[page[line]].drop { $0.isBlank }
  guard let mark = text.first else { return [] }
  return Bytes(text.prefix { $0 == mark })
}

/// Lists the leaves below `root` in front of its child `end`.
private func blocks(
  below root: OpaquePointer, upTo end: OpaquePointer?, _ page: PageLines, _ withCode: Bool
) -> [PageBlock] {
  var found: [PageBlock] = []
  var quotes = 0
  var depth = 0
  var outermost = 0
  var node = unsafe cmark_node_first_child(root)
  while let current = unsafe node, unsafe current != end {
    let type = unsafe cmark_node_get_type(current)
    if type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE {
      if let child = unsafe cmark_node_first_child(current) {
        depth += 1
        if type == CMARK_NODE_BLOCK_QUOTE { quotes += 1 }
        unsafe node = child
        continue
      }
    } else if var block = unsafe PageBlock(
      current, type, page, quotes: quotes, isNested: depth > 0)
    {
      if withCode, type == CMARK_NODE_CODE_BLOCK {
        unsafe block.info = text(cmark_node_get_fence_info(current))
        unsafe block.literal = text(cmark_node_get_literal(current))
      }
      block.outermost = outermost
      found.append(block)
    }
    unsafe node = current
    while let at = unsafe node, unsafe cmark_node_next(at) == nil {
      guard let parent = unsafe cmark_node_parent(at), unsafe parent != root else {
        unsafe node = nil
        break
      }
      depth -= 1
      if unsafe cmark_node_get_type(parent) == CMARK_NODE_BLOCK_QUOTE { quotes -= 1 }
      unsafe node = parent
    }
    if depth == 0 { outermost += 1 }
    if let at = unsafe node { unsafe node = cmark_node_next(at) }
  }
  return found
}

private func text(_ start: UnsafePointer<CChar>?) -> Bytes {
  guard let start = unsafe start else { return [] }
  return unsafe Bytes(UnsafeRawBufferPointer(start: start, count: strlen(start)))
}

extension PageBlock {
  fileprivate init?(
    _ node: OpaquePointer, _ type: cmark_node_type, _ page: PageLines, quotes: Int, isNested: Bool
  ) {
    let first = unsafe Int(cmark_node_get_start_line(node)) - 1
    let last = unsafe Int(cmark_node_get_end_line(node)) - 1
    guard first >= 0, first < page.count else { return nil }
    let column = min(
      unsafe max(0, Int(cmark_node_get_start_column(node)) - 1), page[first].count)
    switch type {
    case CMARK_NODE_PARAGRAPH: kind = .paragraph
    case CMARK_NODE_HEADING:
      kind = unsafe .heading(level: Int(cmark_node_get_heading_level(node)))
    case CMARK_NODE_HTML_BLOCK: kind = .html
    case CMARK_NODE_CODE_BLOCK:
      kind = unsafe .code(
        isClosed: isClosed(node, page, lines: first...max(first, last), column: column))
    default: return nil
    }
    // libcmark 0.30 says a line too many of setext headings and a line too few of HTML blocks with an end of their own.
    var end = min(max(first, last), page.count - 1)
    if case .heading = kind, end > first {
      end = (first + 1...end).first { page.isUnderline($0) } ?? end
    } else if kind == .html, let text = unsafe cmark_node_get_literal(node) {
      let literal = unsafe UnsafeRawBufferPointer(start: text, count: strlen(text))
      end = unsafe min(max(end, first + countLineFeeds(literal) - 1), page.count - 1)
    }
    lines = first...end
    self.column = column
    self.quotes = quotes
    self.isNested = isNested
  }
}

/// Whether a code block's fence is closed; nil when it has none, which libcmark does not say: then its literal
/// begins with the block's first line.
private func isClosed(
  _ node: OpaquePointer, _ page: PageLines, lines: ClosedRange<Int>, column: Int
) -> Bool? {
  let opening = page.bytes[page[lines.lowerBound]].dropFirst(column)
  guard let mark = opening.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
    return nil
  }
  let length = opening.prefix { $0 == mark }.count
  guard length >= 3 else { return nil }
  guard let text = unsafe cmark_node_get_literal(node) else { return nil }
  let literal = unsafe UnsafeRawBufferPointer(start: text, count: strlen(text))
  if unsafe literal.starts(with: opening),
    unsafe literal.dropFirst(opening.count).first == .lineFeed
  {
    return nil
  }
  guard lines.upperBound < page.count else { return false }
  guard lines.count > 1 else { return false }
  let closing = page.bytes[page[lines.upperBound]].drop {
    $0.isBlank || $0 == UInt8(ascii: ">")
  }.trimmed()
  guard closing.count >= length, closing.allSatisfy({ $0 == mark }) else { return false }
  // A line like that may be content all the same, when it is indented too far.
  return unsafe countLineFeeds(literal) == lines.count - 2
}

/// The text of a run of inlines that holds no links, without its markup: emphasis, code spans, raw HTML, entities and
/// escapes are resolved by libcmark; nil when `inlines` is too long to be handed to it.
func plainText(ofInlines inlines: Bytes) -> Bytes? {
  unsafe withInlines("# ", inlines, "\n") { block in
    var text: Bytes = []
    var node = unsafe cmark_node_first_child(block)
    while let current = unsafe node {
      switch unsafe cmark_node_get_type(current) {
      case CMARK_NODE_TEXT, CMARK_NODE_CODE:
        if let literal = unsafe cmark_node_get_literal(current) {
          unsafe text.append(
            contentsOf: UnsafeRawBufferPointer(start: literal, count: strlen(literal)))
        }
      default: break
      }
      if let child = unsafe cmark_node_first_child(current) {
        unsafe node = child
        continue
      }
      unsafe node = current
      while let at = unsafe node, unsafe cmark_node_next(at) == nil {
        let parent = unsafe cmark_node_parent(at)
        unsafe node = parent == block ? nil : parent
      }
      if let at = unsafe node { unsafe node = cmark_node_next(at) }
    }
    return text
  }
}

/// A link's destination with its entities and escapes resolved by libcmark; nil when it is none.
func resolvedDestination(_ raw: Bytes) -> Bytes? {
  unsafe withInlines("[x](<", raw, ">)\n") { block in
    guard let link = unsafe cmark_node_first_child(block),
      unsafe cmark_node_get_type(link) == CMARK_NODE_LINK,
      let url = unsafe cmark_node_get_url(link)
    else { return nil }
    return unsafe Bytes(UnsafeRawBufferPointer(start: url, count: strlen(url)))
  }
}

private func withInlines(
  _ before: String, _ inlines: Bytes, _ after: String, _ body: (OpaquePointer) -> Bytes?
) -> Bytes? {
  guard inlines.count <= 4096 else { return nil }
  defer { docbuild_arena_reset() }
  let parser = unsafe newMarkdownParser()
  unsafe feed(parser, Bytes(before.utf8) + inlines + Bytes(after.utf8))
  guard let root = unsafe finish(parser),
    let block = unsafe cmark_node_first_child(root)
  else { return nil }
  return unsafe body(block)
}
