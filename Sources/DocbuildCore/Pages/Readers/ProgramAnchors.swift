extension Bytes {
  /// Whether an element with a capital letter stands in it, `<ApiIndex />`, which is a component.
  var opensComponent: Bool {
    var at = 0
    while let open = firstOffset(of: UInt8(ascii: "<"), in: at..<count) {
      at = open + 1
      if at < count, self[at] >= UInt8(ascii: "A"), self[at] <= UInt8(ascii: "Z") { return true }
    }
    return false
  }

  /// The anchors that a hook makes of comments such as `<!-- md:setting config.lang -->`: the last word of each whose
  /// first has a colon in it, with a `+` in front, too, as options have it.
  var commandComments: [Bytes] {
    var found: [Bytes] = []
    var at = 0
    while let open = firstOffset(of: UInt8(ascii: "<"), in: at..<count) {
      at = open + 1
      guard has("<!--", at: open),
        let close = firstOffset(of: UInt8(ascii: ">"), in: open..<Swift.min(count, open + 200)),
        has("--", at: close - 2)
      else { continue }
      let words = self[(open + 4)..<(close - 2)].split(whereSeparator: \.isSpace)
      guard words.count > 1, let first = words.first, let last = words.last,
        first.dropFirst().dropLast().contains(UInt8(ascii: ":"))
      else { continue }
      found += [Bytes(last), [UInt8(ascii: "+")] + last]
    }
    return found
  }

  /// Makes blank lines of lines with nothing but an end tag, `</div>`, right before a fence, which opens there to
  /// kramdown, and is a line of the HTML to CommonMark.
  mutating func clearEndTagsBeforeFences() {
    var at = 0
    while let open = firstOffset(of: UInt8(ascii: "<"), in: at..<count) {
      at = open + 1
      guard open == 0 || self[open - 1] == .lineFeed, has("</", at: open),
        let end = firstOffset(of: .lineFeed, in: open..<count), self[end - 1] == UInt8(ascii: ">"),
        self[(open + 2)..<(end - 1)].allSatisfy(\.isWord),
        has("```", at: end + 1) || has("~~~", at: end + 1)
      else { continue }
      for index in open..<end { self[index] = .space }
    }
  }
}
