import CArena
import CCmark
import Glibc

/// The blocks of a Markdown text, as libcmark sees them.
///
/// Only leaves are listed; what they stand in is in `path`. Lines count from 1 (`cmark_node_get_start_line`).
@safe struct MarkdownTree {
  @safe struct Leaf {
    enum Kind: UInt8 { case paragraph, heading, code, html, thematicBreak, other }

    let kind: Kind
    /// A number that is the same for two leaves just when they stand in the same kinds of containers.
    let path: UInt64
    /// A heading's level, else 0.
    let detail: Int
    let firstLine: Int
    let lastLine: Int
    /// A code block's text, which lives as long as the tree.
    let literal: UnsafeRawBufferPointer
  }

  let leaves: [Leaf]
  /// What the leaves lie below, and the sentinel behind them; nil where there was none.
  let root: OpaquePointer
  let end: OpaquePointer?

  /// Parses what `text` hands over, up to a place that should be outside all blocks, and calls `body` with the tree,
  /// whose memory is gone afterwards; returns nil when a block is still open there.
  ///
  /// Behind the text comes a sentinel, a one-word paragraph after a blank line. When that is the root's last child,
  /// every block before it is closed, so the tree can be read without `cmark_parser_finish`: inlines, which take most
  /// of the time and memory and can't change blocks (CommonMark, appendix "A parsing strategy"), are never parsed.
  ///
  /// - Parameter endsWithBlankLine: whether the text ends with a blank line, or is cut after one.
  static func withBlocks<Result>(
    of text: ((UnsafeRawBufferPointer) -> Void) -> Void, endsWithBlankLine: Bool, codeOnly: Bool,
    _ body: (MarkdownTree) -> Result
  ) -> Result? {
    defer { docbuild_arena_reset() }
    let parser = unsafe newMarkdownParser()
    var isWhole = true
    unsafe text { isWhole = unsafe feed(parser, $0) && isWhole }
    guard isWhole else { return nil }
    let sentinel = Bytes((endsWithBlankLine ? "x\n" : "\n\nx\n").utf8)
    guard unsafe sentinel.withUnsafeBytes({ unsafe feed(parser, $0) }) else { return nil }
    guard let root = unsafe openMarkdownRoot() ?? finish(parser) else { return nil }
    guard let last = unsafe cmark_node_last_child(root),
      unsafe cmark_node_get_type(last) == CMARK_NODE_PARAGRAPH
    else { return nil }
    return unsafe body(MarkdownTree(root, upTo: last, codeOnly: codeOnly))
  }

  /// Parses all that `text` hands over to the end of the document, inlines too; nil when
  /// that was stopped.
  static func withDocument<Result>(
    of text: ((UnsafeRawBufferPointer) -> Void) -> Void, codeOnly: Bool,
    _ body: (MarkdownTree) -> Result
  ) -> Result? {
    defer { docbuild_arena_reset() }
    let parser = unsafe newMarkdownParser()
    var isWhole = true
    unsafe text { isWhole = unsafe feed(parser, $0) && isWhole }
    guard isWhole, let root = unsafe finish(parser) else { return nil }
    return unsafe body(MarkdownTree(root, upTo: nil, codeOnly: codeOnly))
  }

  /// Lists the leaves below `root` in front of its child `end`.
  private init(_ root: OpaquePointer, upTo end: OpaquePointer?, codeOnly: Bool) {
    var leaves: [Leaf] = []
    var paths: [UInt64] = [1]
    var node = unsafe cmark_node_first_child(root)
    while let current = unsafe node, unsafe current != end {
      let type = unsafe cmark_node_get_type(current)
      if type == CMARK_NODE_LIST || type == CMARK_NODE_ITEM || type == CMARK_NODE_BLOCK_QUOTE {
        if let child = unsafe cmark_node_first_child(current) {
          paths.append(paths[paths.count - 1] &* 1_000_003 &+ UInt64(type.rawValue))
          unsafe node = child
          continue
        }
      } else if !codeOnly || type == CMARK_NODE_CODE_BLOCK {
        unsafe leaves.append(Leaf(current, type, path: paths[paths.count - 1]))
      }
      unsafe node = current
      while let at = unsafe node, unsafe cmark_node_next(at) == nil {
        let parent = unsafe cmark_node_parent(at)
        if unsafe parent == root || parent == nil {
          unsafe node = nil
          break
        }
        paths.removeLast()
        unsafe node = parent
      }
      if let at = unsafe node { unsafe node = cmark_node_next(at) }
    }
    self.leaves = leaves
    unsafe self.root = root
    unsafe self.end = end
  }
}

extension MarkdownTree.Leaf {
  fileprivate init(_ node: OpaquePointer, _ type: cmark_node_type, path: UInt64) {
    self.path = path
    firstLine = unsafe Int(cmark_node_get_start_line(node))
    lastLine = unsafe Int(cmark_node_get_end_line(node))
    var detail = 0
    var literal = unsafe UnsafeRawBufferPointer(start: nil, count: 0)
    switch type {
    case CMARK_NODE_PARAGRAPH: kind = .paragraph
    case CMARK_NODE_HEADING:
      kind = .heading
      detail = unsafe Int(cmark_node_get_heading_level(node))
    case CMARK_NODE_CODE_BLOCK:
      kind = .code
      if let text = unsafe cmark_node_get_literal(node) {
        unsafe literal = UnsafeRawBufferPointer(start: text, count: strlen(text))
      }
    case CMARK_NODE_HTML_BLOCK: kind = .html
    case CMARK_NODE_THEMATIC_BREAK: kind = .thematicBreak
    default: kind = .other
    }
    self.detail = detail
    unsafe self.literal = literal
  }
}
