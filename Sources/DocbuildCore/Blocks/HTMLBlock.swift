/// One of CommonMark's seven kinds of HTML block (section 4.6): how it opens and what ends it.
enum HTMLBlock: Equatable {
  case verbatim, comment, instruction, declaration, cdata, block, tag

  /// The kind that `line`, from its first `<`, opens; nil for none.
  static func opened(in line: ArraySlice<UInt8>, interrupting paragraph: Bool) -> HTMLBlock? {
    let at = line.startIndex
    if line.has("<!--", at: at) { return .comment }
    if line.has("<?", at: at) { return .instruction }
    if line.has("<![CDATA[", at: at) { return .cdata }
    if line.has("<!", at: at), line.count > 2, line[at + 2].isLetter { return .declaration }
    var name = at + 1
    let closing = name < line.endIndex && line[name] == UInt8(ascii: "/")
    if closing { name += 1 }
    var end = name
    while end < line.endIndex,
      line[end].isLetter || line[end].isDigit || line[end] == UInt8(ascii: "-")
    {
      end += 1
    }
    let tag = line[name..<end].text.lowercased()
    guard let first = line[name..<end].first, first.isLetter else { return nil }
    let next = end < line.endIndex ? line[end] : .lineFeed
    let separated =
      next.isBlank || next == .lineFeed || next == .carriageReturn || next == 0x0B || next == 0x0C
    if !closing, verbatimTags.contains(tag), separated || next == UInt8(ascii: ">") {
      return .verbatim
    }
    if blockTags.contains(tag),
      separated || next == UInt8(ascii: ">") || line.has("/>", at: end)
    {
      return .block
    }
    guard !paragraph, let close = endOfTag(line, from: end, closing: closing) else { return nil }
    let rest = line[close...]
    return rest.allSatisfy { $0.isBlank || $0 == .carriageReturn } ? .tag : nil
  }

  var endsAtBlankLine: Bool { self == .block || self == .tag }

  /// Whether `line` holds what ends the block.
  func ends(in line: ArraySlice<UInt8>) -> Bool {
    switch self {
    case .verbatim:
      let lower = Bytes(line.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 })
      return ["</script>", "</pre>", "</style>", "</textarea>"].contains {
        lower.contains(Bytes($0.utf8))
      }
    case .comment: return line.hasEnd("-->")
    case .instruction: return line.hasEnd("?>")
    case .declaration: return line.contains(UInt8(ascii: ">"))
    case .cdata: return line.hasEnd("]]>")
    case .block, .tag: return false
    }
  }

  /// Behind the `>` of an open or closing tag whose name ends at `from`; nil when it is not a whole tag.
  private static func endOfTag(_ line: ArraySlice<UInt8>, from: Int, closing: Bool) -> Int? {
    var at = from
    func skipBlanks() -> Bool {
      let start = at
      while at < line.endIndex, line[at].isBlank { at += 1 }
      return at > start
    }
    while true {
      let spaced = skipBlanks()
      guard at < line.endIndex else { return nil }
      if line[at] == UInt8(ascii: ">") { return at + 1 }
      if closing { return nil }
      if line.has("/>", at: at) { return at + 2 }
      guard spaced, line[at].isLetter || "_:".utf8.contains(line[at]) else { return nil }
      while at < line.endIndex,
        line[at].isLetter || line[at].isDigit || "_.:-".utf8.contains(line[at])
      {
        at += 1
      }
      let afterName = at
      _ = skipBlanks()
      guard at < line.endIndex, line[at] == UInt8(ascii: "=") else {
        at = afterName
        continue
      }
      at += 1
      _ = skipBlanks()
      guard at < line.endIndex else { return nil }
      let quote = line[at]
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        guard let close = line[(at + 1)...].firstIndex(of: quote) else { return nil }
        at = close + 1
      } else {
        let start = at
        while at < line.endIndex, !line[at].isBlank, !"\"'=<>`".utf8.contains(line[at]) { at += 1 }
        guard at > start else { return nil }
      }
    }
  }

  private static let verbatimTags: Set<String> = ["script", "pre", "style", "textarea"]

  private static let blockTags: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center",
    "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption",
    "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5", "h6", "head",
    "header", "hr", "html", "iframe", "legend", "li", "link", "main", "menu", "menuitem", "nav",
    "noframes", "ol", "optgroup", "option", "p", "param", "section", "source", "summary", "table",
    "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
  ]
}

extension ArraySlice<UInt8> {
  /// Whether `text`, which ends with `>`, stands anywhere.
  fileprivate func hasEnd(_ text: StaticString) -> Bool {
    let length = text.utf8CodeUnitCount
    var at = startIndex
    while let end = self[at...].firstIndex(of: UInt8(ascii: ">")) {
      at = end + 1
      if at - startIndex >= length, has(text, at: at - length) { return true }
    }
    return false
  }
}
