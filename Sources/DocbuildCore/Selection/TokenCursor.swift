/// Reads the tokens inside a directive's parentheses.
struct TokenCursor {
  let bytes: Bytes
  var at: Int
  let end: Int
  /// What ends the comment that they stand in.
  let closing: StaticString

  init(_ bytes: Bytes, _ at: Int, end: Int, closing: StaticString = CommentStyle.html.closing) {
    self.bytes = bytes
    self.at = at
    self.end = end
    self.closing = closing
  }

  var peek: UInt8? { at < end ? bytes[at] : nil }

  /// Whether there were any.
  mutating func skipBlanks() -> Bool {
    let start = at
    while let byte = peek, byte.isBlank { at += 1 }
    return at > start
  }

  /// Whether the comment's end follows the `)` at `offset` without a space.
  func closesUnspaced(at offset: Int) -> Bool {
    bytes.has(")", at: offset) && bytes.has(closing, at: offset + 1)
  }

  /// Whether the `)` at `offset` is followed by white space and the comment's end.
  func closes(at offset: Int) -> Bool {
    var next = offset + 1
    while next < end, bytes[next].isBlank { next += 1 }
    return next > offset + 1 && next + 3 <= end && bytes.has(closing, at: next)
  }

  enum Run {
    /// Followed by more.
    case open(Range<Int>)
    /// Its last byte was the closing parenthesis, which is not in the range.
    case closed(Range<Int>)
    /// `)-->` without a space.
    case unspaced
  }

  /// The bytes up to white space.
  mutating func run() -> Run {
    let start = at
    while let byte = peek, !byte.isBlank {
      if closesUnspaced(at: at) { return .unspaced }
      at += 1
    }
    if at > start, bytes[at - 1] == UInt8(ascii: ")"), closes(at: at - 1) {
      return .closed(start..<at - 1)
    }
    return .open(start..<at)
  }

  /// What stands between double quotes, with `\"` and `\\` undone; nil when they never close.
  mutating func quoted() -> Bytes? {
    delimited(by: UInt8(ascii: "\""), undoing: [UInt8(ascii: "\""), UInt8(ascii: "\\")])
  }

  private mutating func delimited(by mark: UInt8, undoing: [UInt8]) -> Bytes? {
    at += 1
    var text: Bytes = []
    while let byte = peek {
      if byte == mark {
        at += 1
        return text
      }
      if byte == UInt8(ascii: "\\"), at + 1 < end {
        if undoing.contains(bytes[at + 1]) {
          text.append(bytes[at + 1])
        } else {
          text += [byte, bytes[at + 1]]
        }
        at += 2
        continue
      }
      text.append(byte)
      at += 1
    }
    return nil
  }

  enum OptionToken {
    /// The flag says whether the closing parenthesis came right behind it.
    case option(DirectiveOption, Bool)
    /// With what would mend it, other text at that place.
    case trouble(String, cure: (range: Range<Int>, text: Bytes)? = nil)
  }

  /// One option; the cursor stands at its first byte.
  mutating func option() -> OptionToken {
    let start = at
    while let byte = peek, !byte.isBlank, byte != UInt8(ascii: "="), byte != UInt8(ascii: ")") {
      at += 1
    }
    let key = bytes[start..<at].text
    guard peek == UInt8(ascii: "=") else {
      if peek == UInt8(ascii: ")"), closes(at: at) {
        defer { at += 1 }
        return .option(DirectiveOption(key: key, value: .none, range: start..<at), true)
      }
      if closesUnspaced(at: at) { return .trouble("expected a space before '\(closing)'") }
      while let byte = peek, !byte.isBlank { at += 1 }
      return .option(
        DirectiveOption(key: bytes[start..<at].text, value: .none, range: start..<at), false)
    }
    at += 1
    let value: DirectiveOption.Value
    switch peek {
    case UInt8(ascii: "\""):
      guard let text = quoted() else {
        return .trouble("the quoted value of '\(key)' is never closed")
      }
      value = .text(text)
    // A path from the root is no pattern.
    case UInt8(ascii: "/") where !["diff", "path"].contains(key):
      guard let text = delimited(by: UInt8(ascii: "/"), undoing: [UInt8(ascii: "/")]) else {
        return .trouble("the pattern of '\(key)' is never closed: expected '/'")
      }
      value = .pattern(text)
    default:
      if let cure = mendedQuotes() {
        return .trouble("'\(key)' takes a text with spaces between double quotes", cure: cure)
      }
      switch run() {
      case .unspaced: return .trouble("expected a space before '\(closing)'")
      case .open(let range):
        return .option(
          DirectiveOption(key: key, value: .text(Bytes(bytes[range])), range: start..<at), false)
      case .closed(let range):
        return .option(
          DirectiveOption(key: key, value: .text(Bytes(bytes[range])), range: start..<at - 1), true)
      }
    }
    let option = DirectiveOption(key: key, value: value, range: start..<at)
    if peek == UInt8(ascii: ")"), closes(at: at) {
      at += 1
      return .option(option, true)
    }
    return .option(option, false)
  }
}

extension TokenCursor {
  /// How patterns with commas between them were meant, of which `option`, right behind which `at` stands, is the first: lines
  /// that match one of them, or from one to the other; nil where they are something else.
  func mendedList(_ option: DirectiveOption) -> (range: Range<Int>, text: Bytes)? {
    guard case .pattern = option.value else { return nil }
    let start = option.range.lowerBound + option.key.utf8.count + 2
    var patterns = [Bytes(bytes[start..<at - 1])]
    var cursor = self
    while cursor.peek == UInt8(ascii: ","), cursor.bytes.has("/", at: cursor.at + 1) {
      cursor.at += 1
      let from = cursor.at + 1
      guard cursor.delimited(by: UInt8(ascii: "/"), undoing: []) != nil else { return nil }
      patterns.append(Bytes(bytes[from..<cursor.at - 1]))
    }
    let separator: String
    switch (option.key, patterns.count) {
    case (_, 1): return nil
    // Flags count for what follows them.
    case ("omit", _) where !patterns.contains { $0.starts(with: "(?".utf8) }: separator = "|"
    case ("from", 2): separator = "/ to=/"
    case ("after", 2): separator = "/ before=/"
    default: return nil
    }
    let text = Bytes(patterns.joined(separator: Bytes(separator.utf8)))
    return (start..<cursor.at, text + [UInt8(ascii: "/")])
  }

  /// The text that begins at `at` with a single quote and ends with one behind white space, between double quotes; nil where
  /// it is something else.
  func mendedQuotes() -> (range: Range<Int>, text: Bytes)? {
    let quote = UInt8(ascii: "'")
    guard peek == quote else { return nil }
    var (last, isSpaced) = (at + 1, false)
    while last < end, bytes[last] != quote {
      if bytes[last].isBlank { isSpaced = true }
      last += 1
    }
    guard last < end, isSpaced,
      last + 1 >= end || bytes[last + 1].isBlank || bytes[last + 1] == UInt8(ascii: ")")
    else { return nil }
    let inside = bytes[at + 1..<last].flatMap { byte in
      "\"\\".utf8.contains(byte) ? [UInt8(ascii: "\\"), byte] : [byte]
    }
    let double = UInt8(ascii: "\"")
    return (at..<last + 1, [double] + inside + [double])
  }

  /// Whether another pattern follows behind a comma.
  var isAtNextPattern: Bool { peek == UInt8(ascii: ",") && bytes.has("/", at: at + 1) }

  /// How the pattern of `option`, right behind which `at` stands in text that is not white space, was meant: with flags
  /// behind it, or with slashes inside; nil when it is neither.
  func mendedPattern(_ option: DirectiveOption) -> (range: Range<Int>, text: Bytes)? {
    guard case .pattern = option.value else { return nil }
    let start = option.range.lowerBound + option.key.utf8.count + 2
    var last = at
    while last < end, !bytes[last].isBlank, !(bytes[last] == UInt8(ascii: ")") && closes(at: last))
    {
      last += 1
    }
    let slash = bytes[start..<last].lastIndex(of: UInt8(ascii: "/")) ?? at - 1
    // RE2's own flags, and those of JavaScript that are its habit anyway.
    let flags = bytes[(slash + 1)..<last].text
    // The next option begins right behind it.
    if bytes[at..<last].contains(UInt8(ascii: "=")) { return nil }
    guard flags.allSatisfy({ "imsUguy".contains($0) }) else { return nil }
    let kept = flags.filter { "imsU".contains($0) }
    var text = Bytes((kept.isEmpty ? "" : "(?\(kept))").utf8)
    var index = start
    while index < slash {
      if bytes[index] == UInt8(ascii: "\\"), index + 1 < slash {
        text += bytes[index...index + 1]
        index += 2
        continue
      }
      if bytes[index] == UInt8(ascii: "/") { text.append(UInt8(ascii: "\\")) }
      text.append(bytes[index])
      index += 1
    }
    return (start..<last, text + [UInt8(ascii: "/")])
  }
}

extension DirectiveOption {
  /// The options that `text` is; nil when it is something else.
  static func list(_ text: String) -> [DirectiveOption]? {
    var cursor = TokenCursor(Bytes("\(text) ) -->".utf8), 0, end: text.utf8.count + 6)
    var found: [DirectiveOption] = []
    while true {
      _ = cursor.skipBlanks()
      if cursor.peek == UInt8(ascii: ")"), cursor.closes(at: cursor.at) { return found }
      guard cursor.peek != nil, case .option(let option, false) = cursor.option() else {
        return nil
      }
      found.append(option)
    }
  }
}
