import CMarkGFM
import PageServer
import PageWire

/// A tree of GitHub's libcmark, freed with this.
final class Markdown {
  let root: OpaquePointer
  private let parser: OpaquePointer

  private static let extensions = ["table", "strikethrough", "autolink", "tagfilter", "tasklist"]

  /// nil where there is no memory.
  init?(_ text: [UInt8]) {
    cmark_gfm_core_extensions_ensure_registered()
    guard let parser = cmark_parser_new(CMARK_OPT_FOOTNOTES | CMARK_OPT_VALIDATE_UTF8) else {
      return nil
    }
    for name in Markdown.extensions {
      if let known = cmark_find_syntax_extension(name) {
        cmark_parser_attach_syntax_extension(parser, known)
      }
    }
    text.withUnsafeBytes { bytes in
      cmark_parser_feed(parser, bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
    }
    guard let root = cmark_parser_finish(parser) else {
      cmark_parser_free(parser)
      return nil
    }
    self.root = root
    self.parser = parser
  }

  deinit {
    cmark_node_free(root)
    cmark_parser_free(parser)
  }
}

/// A node of a tree.
struct Node {
  typealias Pointer = OpaquePointer
  let pointer: Pointer

  /// The kind, by libcmark's own word for it, which it lacks for footnotes.
  var kind: String {
    switch cmark_node_get_type(pointer) {
    case CMARK_NODE_FOOTNOTE_DEFINITION: "footnote_definition"
    case CMARK_NODE_FOOTNOTE_REFERENCE: "footnote_reference"
    default: String(cString: cmark_node_get_type_string(pointer))
    }
  }
  var literal: [UInt8] { Node.bytes(cmark_node_get_literal(pointer)) }
  var address: [UInt8] { Node.bytes(cmark_node_get_url(pointer)) }
  var title: [UInt8] { Node.bytes(cmark_node_get_title(pointer)) }
  var info: [UInt8] { Node.bytes(cmark_node_get_fence_info(pointer)) }
  var parent: Node? { cmark_node_parent(pointer).map { Node(pointer: $0) } }
  var firstChild: Node? { cmark_node_first_child(pointer).map { Node(pointer: $0) } }
  var next: Node? { cmark_node_next(pointer).map { Node(pointer: $0) } }
  var lines: ClosedRange<Int> {
    let first = Int(cmark_node_get_start_line(pointer))
    return first...max(first, Int(cmark_node_get_end_line(pointer)))
  }

  private static func bytes(_ text: UnsafePointer<CChar>?) -> [UInt8] {
    text.map { [UInt8](String(cString: $0).utf8) } ?? []
  }
}
