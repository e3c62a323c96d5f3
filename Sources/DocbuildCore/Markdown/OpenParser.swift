import CArena
import CCmark

/// A new libcmark parser on this thread's arena; whoever makes one resets the arena afterwards.
func newMarkdownParser() -> OpaquePointer {
  guard let parser = unsafe cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, docbuild_arena()) else {
    preconditionFailure("the arena never returns nil")
  }
  return unsafe parser
}

/// Hands bytes to a parser.
func feed(_ parser: OpaquePointer, _ slice: UnsafeRawBufferPointer) {
  unsafe cmark_parser_feed(
    parser, slice.baseAddress?.assumingMemoryBound(to: CChar.self), slice.count)
}

/// The root of the document that is being parsed, of which no inlines are parsed yet; nil when it is not where it is
/// looked for, as might be with another version of libcmark.
func openMarkdownRoot() -> OpaquePointer? {
  for index: Int32 in 0..<2 {
    guard let block = unsafe docbuild_arena_first(index) else { continue }
    let node = OpaquePointer(block)
    if unsafe cmark_node_get_type(node) == CMARK_NODE_DOCUMENT,
      unsafe cmark_node_parent(node) == nil,
      let child = unsafe cmark_node_first_child(node), unsafe cmark_node_parent(child) == node
    {
      return unsafe node
    }
  }
  return nil
}
