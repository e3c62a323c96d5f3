/// Ids that authors write themselves: `{#id}`, `{: #id}`, `{ #id .class }`, `{/* #id */}`.
///
/// They are an extension of many Markdown processors
/// (<https://michelf.ca/projects/php-markdown/extra/#spe-attr>, "Special Attributes").
enum WrittenIDs {
  /// The form that is a comment to MDX.
  private static let comment = "{/* #id */}"

  /// The forms that a reader may know.
  static let forms = ["{#id}", "{: #id}", comment]

  /// The ids in a text, wherever they stand, in the forms that a reader knows.
  static func all(in text: Bytes, _ range: Range<Int>, _ forms: [String]) -> [Bytes] {
    let takesComments = forms.contains(comment)
    var found: [Bytes] = []
    var at = range.lowerBound
    while let open = text.firstOffset(of: UInt8(ascii: "{"), in: at..<range.upperBound) {
      if let id = id(in: text, at: open, before: range.upperBound),
        takesComments || !id.isComment
      {
        found.append(id.name)
      }
      at = open + 1
    }
    return found
  }

  /// The id at the end of a heading, and where its brace opens.
  static func atEnd(of text: Bytes, _ forms: [String]) -> (name: Bytes, start: Int)? {
    guard let open = text.lastIndex(of: UInt8(ascii: "{")), !forms.isEmpty,
      let id = id(in: text, at: open, before: text.count),
      text[id.end...].allSatisfy(\.isSpace),
      forms.contains(where: { id.isComment == ($0 == comment) })
    else { return nil }
    return (id.name, open)
  }

  private static func id(in text: Bytes, at open: Int, before end: Int)
    -> (name: Bytes, end: Int, isComment: Bool)?
  {
    // A blank may stand between the brace and the comment in it.
    var inside = open + 1
    while inside < end, text[inside].isBlank { inside += 1 }
    // Where markup is gone, the stars of `/*#id*/` are, too: they have made it emphasis.
    let isComment = text.has("/*", at: inside) || text.has("/#", at: inside)
    var at = isComment ? inside + (text.has("/#", at: inside) ? 1 : 2) : open + 1
    guard
      let close = text.firstOffset(of: UInt8(ascii: "}"), in: at..<min(end, open + 400))
    else { return nil }
    if text[at] == UInt8(ascii: ":") { at += 1 }
    while at < close {
      while at < close, text[at].isBlank { at += 1 }
      let start = at
      while at < close, !text[at].isBlank { at += 1 }
      var name: ArraySlice<UInt8>
      if at > start + 1, text[start] == UInt8(ascii: "#") {
        name = text[(start + 1)..<at]
      } else if text.has("id=", at: start) {
        name =
          text[(start + 3)..<at].filter { $0 != UInt8(ascii: "\"") && $0 != UInt8(ascii: "'") }[...]
      } else {
        continue
      }
      if let star = name.firstIndex(of: UInt8(ascii: "*")), isComment { name = name[..<star] }
      if isComment, name.last == UInt8(ascii: "/") { name = name.dropLast() }
      guard !name.isEmpty, name.allSatisfy({ $0 > 0x20 && !"{}<>\"'()".utf8.contains($0) }) else {
        return nil
      }
      return (Bytes(name), close + 1, isComment)
    }
    return nil
  }
}
