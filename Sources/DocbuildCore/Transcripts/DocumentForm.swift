extension Template.Kind {
  /// How a line that a command printed is written into a fenced block of such a document so that the page shows it and
  /// nothing in it is live: directives get their backslash. Nil when it must be written as a pattern.
  package func form(of line: Bytes) -> Bytes? {
    if line.holdsDirectiveInBraces { return nil }
    guard let first = line.nextComment(from: 0) else { return line }
    var at: Int? = first
    var escaped = line[..<first]
    while let comment = at {
      let next = line.nextComment(from: comment + 4)
      let text = line[comment..<(next ?? line.count)]
      let name = text.dropFirst(4).drop(while: \.isBlank)
      // An end mark or a comment for `test` has no form in which it would stay text outside its fence.
      if name.has("/embed", at: name.startIndex) || name.has("test", at: name.startIndex) {
        return nil
      }
      escaped += text[..<name.startIndex]
      let word = name.drop { $0 == UInt8(ascii: "\\") }
      if self == .template,
        directiveStarts.contains(where: { word.has($0, at: word.startIndex) })
      {
        escaped.append(UInt8(ascii: "\\"))
      }
      escaped += name
      at = next
    }
    return reads(Bytes(escaped), as: line) ? Bytes(escaped) : nil
  }

  /// Whether a line in a fenced block of such a document becomes `line` on its page.
  private func reads(_ written: Bytes, as line: Bytes) -> Bool {
    let fence = Bytes(repeating: UInt8(ascii: "~"), count: 3 + written.count)
    let start = fence.count + 1
    let template = Template.parse(
      Source(name: "", bytes: fence + [.lineFeed] + written + [.lineFeed]), kind: self)
    guard !template.holdsDirectives, template.diagnostics.isEmpty else { return false }
    var read = written
    for escape in template.escapes.reversed() { read.remove(at: escape.offset - start) }
    return read == line
  }
}

/// How directives begin that are live in a template's code.
private let directiveStarts: [StaticString] = ["include(", "embed(", "value("]

extension Bytes {
  /// Whether something stands in it that would be live in MDX: it has no form in which it would stay text.
  fileprivate var holdsDirectiveInBraces: Bool {
    var from = 0
    var comments = Comments(in: self, inBraces: true)
    while let at = comments.next(from: from) {
      from = at + 3
      guard has(CommentStyle.braces.opening, at: at) else { continue }
      let name = self[(at + 3)...].drop { $0.isBlank || $0 == UInt8(ascii: "\\") }
      if (directiveStarts + ["/embed", "/value", "test"]).contains(where: {
        name.has($0, at: name.startIndex)
      }) {
        return true
      }
    }
    return false
  }
}
