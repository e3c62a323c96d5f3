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
      }
    }
    cursor.findText(bytes)
    return containers.count
  }

  /// A blank line belongs to every list item up to the first quote, whatever its indentation: no need to visit each.
  /// Nil where the last item has no content yet, which takes a closer look.
  private func matchBlank(_ cursor: inout Cursor) -> Int? {
    if case .item(_, false)? = containers.last { return nil }
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
