extension OptionRule {
  static let signature = OptionRule(
    "signature", forms: ["signature"],
    "with `symbol`: only what stands before the definition's body"
  ) { option, recipe throws(OptionTrouble) in
    try option.flag()
    recipe.signature = true
  }
}

extension Selection {
  /// The first lines of a definition, up to where its body begins, which is cut off the last of them.
  ///
  /// A body begins with a brace, in Python with a colon, in other languages behind the first line.
  mutating func signature(of definition: Range<Int>) -> Range<Int> {
    let bytes = source.bytes
    guard let language = source.language, let lexis = language.lexis else { return definition }
    let opener: UInt8
    switch language.name {
    case "python": opener = UInt8(ascii: ":")
    case "ruby", "lua", "elixir", "haskell", "yaml", "json":
      return definition.lowerBound..<definition.lowerBound + 1
    default: opener = UInt8(ascii: "{")
    }
    let end = source.line(definition.upperBound - 1).upperBound
    let map = LexicalMap(of: bytes, by: lexis)
    var at = source.line(definition.lowerBound).lowerBound
    var depth = 0
    while at < end {
      let span = map.index(of: at)
      if span < map.spans.count, map.spans[span].range.contains(at) {
        at = map.spans[span].range.upperBound
        continue
      }
      let byte = bytes[at]
      if byte == UInt8(ascii: "(") || byte == UInt8(ascii: "[") { depth += 1 }
      if byte == UInt8(ascii: ")") || byte == UInt8(ascii: "]") { depth -= 1 }
      // Go writes types such as `interface{}` and `map[string]struct{}`.
      let isEmptyPair = byte == UInt8(ascii: "{") && bytes.has("{}", at: at)
      if byte == opener, depth <= 0, !(isEmptyPair && at + 2 < end && !endsLine(at + 2)) { break }
      at += isEmptyPair ? 2 : 1
    }
    guard at < end else { return definition }
    let last = bytes.lineFeedCount(in: 0..<at)
    let start = source.line(last).lowerBound
    var text = bytes[start..<at]
    while let blank = text.last, blank.isBlank { text.removeLast() }
    // A brace on a line of its own.
    guard !text.isEmpty, last >= definition.lowerBound else { return definition.lowerBound..<last }
    rewritten[last] = Bytes(text)
    return definition.lowerBound..<last + 1
  }

  private func endsLine(_ offset: Int) -> Bool {
    let rest = source.bytes[offset...].prefix { $0 != .lineFeed }
    return rest.allSatisfy { $0.isBlank || $0 == .carriageReturn }
  }
}
