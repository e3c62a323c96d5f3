/// Which of the open containers a line belongs to.
extension BlockScanner {
  /// Consumes the marks of the open containers; returns how many of them the line belongs to.
  mutating func matchContainers(_ cursor: inout Cursor) -> Int {
    if cursor.isBlank, let matched = matchBlank(&cursor) { return matched }
    for (index, container) in containers.enumerated() {
      cursor.findText(bytes)
      switch container {
      case .quote:
        guard cursor.indent <= mostIndent, !cursor.isBlank,
          bytes[cursor.text] == UInt8(ascii: ">")
        else {
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
      case .footnote:
        if cursor.indent >= 4 {
          cursor.advance(4, bytes)
        } else if !cursor.isBlank || cursor.indent > 0 || cursor.column > 0 {
          // Blanks on the line, or the mark of a quote (cmark-gfm 0.29, `parse_footnote_definition_block_prefix`).
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
    if openFootnotes > 0 { return nil }
    let matched = firstQuote ?? containers.count
    if case .fence = leaf, cursor.indent > 0, firstQuote == nil {
      // What the items leave of its blanks is text of the fence.
      for case .item(let width, _) in containers {
        guard cursor.indent >= width else {
          cursor.skipToText()
          break
        }
        cursor.advance(width, bytes)
        cursor.findText(bytes)
      }
      return matched
    }
    cursor.skipToText()
    return matched
  }
}
