extension Reader {
  /// Hides the comments of a page of MDX, whoever reads it.
  mutating func hideMDXComments() {
    if !hidesExpressions { hidden.append(("{/*", "*/}")) }
  }

  /// Whether comments of MDX are hidden.
  var hidesExpressions: Bool { hidden.contains { $0.open == "{/*" } }

  /// The page without what is no Markdown to these readers: hidden text, and the content of some shortcodes. Each such
  /// byte is a space, so that all others stay where they are.
  func withoutHidden(_ bytes: Bytes) -> Bytes {
    guard !hidden.isEmpty || !shortcodes.isEmpty || fillsTemplates,
      bytes.firstOffset(of: UInt8(ascii: "{"), in: 0..<bytes.count) != nil
    else { return bytes }
    var made = bytes
    var at = 0
    while let open = bytes.firstOffset(of: UInt8(ascii: "{"), in: at..<bytes.count) {
      at = open + 1
      guard let end = endOfHidden(bytes, at: open) else {
        if fillsTemplates { join(&made, at: open) }
        continue
      }
      for index in open..<end where made[index] != .lineFeed && made[index] != .carriageReturn {
        made[index] = .space
      }
      at = end
    }
    return made
  }

  /// Makes one word of what is filled in on a line, as it is one where Markdown is read.
  private func join(_ bytes: inout Bytes, at open: Int) {
    guard open + 1 < bytes.count else { return }
    let close: StaticString
    switch bytes[open + 1] {
    case UInt8(ascii: "{"): close = "}}"
    case UInt8(ascii: "%"): close = "%}"
    default: return
    }
    var at = open + 2
    while at < bytes.count, bytes[at] != .lineFeed, !bytes.has(close, at: at) { at += 1 }
    guard bytes.has(close, at: at) else { return }
    for index in open..<at where bytes[index].isBlank || "<>\"'()[]".utf8.contains(bytes[index]) {
      bytes[index] = UInt8(ascii: "_")
    }
  }

  private func endOfHidden(_ bytes: Bytes, at open: Int) -> Int? {
    for pair in hidden where bytes[open...].starts(with: pair.open.utf8) {
      // A heading's own id is hidden from readers, not from links.
      let inside = bytes[(open + pair.open.utf8.count)...].drop { $0.isBlank }
      if inside.first == UInt8(ascii: "#") { return nil }
      return bytes.end(of: pair.close, from: open + pair.open.utf8.count)
    }
    guard open + 1 < bytes.count, let (name, isSlash) = shortcode(bytes, at: open) else {
      return nil
    }
    // What closes itself has no content.
    if let close = bytes.end(of: isSlash ? "}}" : "%}", from: open), close > 4,
      bytes[(close - 4)..<close].contains(UInt8(ascii: "/")),
      bytes[close - 3] == UInt8(ascii: "/") || bytes[close - 4] == UInt8(ascii: "/")
    {
      return nil
    }
    let ends =
      isSlash
      ? ["{{< /\(name)", "{{</\(name)", "{{</ \(name)", "{{% /\(name)", "{{%/ \(name)"]
      : ["{% end\(name)", "{%- end\(name)"]
    return ends.compactMap { bytes.end(of: $0, from: open + 2) }.min()
      .flatMap { bytes.end(of: "}", from: $0) }
  }

  /// The shortcode that opens there, and whether its end is written with a slash.
  private func shortcode(_ bytes: Bytes, at open: Int) -> (name: String, isSlash: Bool)? {
    let isTag = bytes[open + 1] == UInt8(ascii: "%")
    let isShortcode = bytes.has("{{<", at: open) || bytes.has("{{%", at: open)
    guard isTag || isShortcode else { return nil }
    var at = open + (isTag ? 2 : 3)
    while at < bytes.count, bytes[at].isBlank || bytes[at] == UInt8(ascii: "-") { at += 1 }
    let name = bytes[at...].prefix { $0.isWord || $0 == UInt8(ascii: "-") }.text
    return shortcodes.contains(name) ? (name, isShortcode) : nil
  }
}

extension Bytes {
  /// Behind the next `text`.
  fileprivate func end(of text: String, from start: Int) -> Int? {
    let wanted = Bytes(text.utf8)
    var at = start
    while at < count, let found = firstOffset(of: wanted[0], in: at..<count) {
      if self[found...].starts(with: wanted) { return found + wanted.count }
      at = found + 1
    }
    return nil
  }
}
