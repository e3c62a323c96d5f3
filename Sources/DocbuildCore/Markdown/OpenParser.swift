import CArena
import CCmark

/// A new libcmark parser on this thread's arena; whoever makes one resets the arena afterwards.
func newMarkdownParser() -> OpaquePointer {
  guard let parser = unsafe cmark_parser_new_with_mem(CMARK_OPT_DEFAULT, docbuild_arena()) else {
    preconditionFailure("the arena never returns nil")
  }
  return unsafe parser
}

/// Hands bytes to a parser; false when it was stopped (`ParseStop`), now or before.
@discardableResult
func feed(_ parser: OpaquePointer, _ slice: UnsafeRawBufferPointer) -> Bool {
  unsafe isWhole(
    docbuild_parse(
      parser, slice.baseAddress?.assumingMemoryBound(to: CChar.self), slice.count))
}

/// Ends the document that is being parsed; nil when that was stopped.
func finish(_ parser: OpaquePointer) -> OpaquePointer? {
  var root: OpaquePointer?
  let code = unsafe docbuild_finish_parse(parser, &root)
  return unsafe isWhole(code) ? root : nil
}

private func isWhole(_ code: CInt) -> Bool {
  precondition(code != CInt(DOCBUILD_PARSE_OUT_OF_MEMORY), "out of memory while parsing Markdown")
  return code == 0
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
