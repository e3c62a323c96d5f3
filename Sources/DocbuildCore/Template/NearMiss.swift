/// What a comment was probably meant to be, although it is not a directive.
struct NearMiss {
  /// `include`, `embed`, `test`, or `/embed` for the mark that ends a block.
  let meant: String
  /// What is wrong with it.
  let message: String
  /// Directives that may have been meant, best first; whoever prints one has parsed it.
  var cures: [Bytes] = []

  /// How a name came to be another.
  private enum Spelling { case exact, otherCase, inflected, misspelt }

  /// Nil for an ordinary comment: one whose first word is not, or only nearly, the name of a directive, or behind which
  /// no parenthesis, quoted text, path or `key=value` follows.
  init?(_ head: CommentHead) {
    if head.sign.contains(UInt8(ascii: "/")) {
      guard let found = NearMiss(endMark: head) else { return nil }
      self = found
      return
    }
    guard let (meant, spelling) = NearMiss.meaning(of: head.name) else {
      guard let found = NearMiss(test: head) else { return nil }
      self = found
      return
    }
    guard let arguments = NearMiss.arguments(head, spelling) else { return nil }
    self.meant = meant
    cures = arguments.map { Bytes("<!-- \(meant)(".utf8) + $0 + Bytes(") -->".utf8) }
    message = NearMiss.message(head, meant, spelling)
  }

  private init(meant: String, message: String, cures: [Bytes]) {
    self.meant = meant
    self.message = message
    self.cures = cures
  }

  private static func message(_ head: CommentHead, _ meant: String, _ spelling: Spelling) -> String
  {
    let name = head.name.text
    if !head.isOnOneLine { return "'\(meant)' goes over several lines: a directive stands on one" }
    if !head.sign.isEmpty {
      return "'\(head.sign.text)\(name)' is not a directive: expected '\(meant)'"
    }
    switch spelling {
    case .otherCase: return "directive names are lower case: expected '\(meant)', found '\(name)'"
    case .inflected, .misspelt: return "'\(name)' is not a directive: expected '\(meant)'"
    case .exact: break
    }
    if head.hasOddSpaces {
      return "a space in it is not a plain one: write '\(head.style.opening) \(meant)('"
    }
    if head.rest.first != UInt8(ascii: "(") || head.isApart || !head.mark.isEmpty {
      return "expected '(' right after '\(meant)'"
    }
    if !head.isSpaced { return "expected a space between '\(head.style.opening)' and '\(meant)'" }
    if !head.isClosed {
      return "'\(meant)(' is never closed: expected ') \(head.style.closing)' on the same line"
    }
    return "expected ')' before '\(head.style.closing)'"
  }

  // MARK: names

  /// The directive whose name `word` is, or was meant to be.
  private static func meaning(of word: Bytes) -> (String, Spelling)? {
    let lower = word.text.lowercased()
    for known in ["include", "embed"] {
      if word.elementsEqual(known.utf8) { return (known, .exact) }
      if lower == known { return (known, .otherCase) }
    }
    if let base = inflections[lower] { return (base, .inflected) }
    guard word.count >= 4, !words.contains(lower) else { return nil }
    let letters = Bytes(lower.utf8)
    return ["include", "embed"].first { editDistance(letters, Bytes($0.utf8), limit: 2) != nil }
      .map { ($0, .misspelt) }
  }

  private static let inflections = [
    "includes": "include", "included": "include", "embeds": "embed", "embeded": "embed",
  ]

  /// Words, and names of other tools, that are nearly the name of a directive.
  private static let words: Set<String> = [
    "exclude", "incline", "inclined", "conclude", "occlude", "intrude", "preclude", "seclude",
    "member", "ember", "embers", "ended", "embody", "emblem", "ebbed", "mbed", "eased", "edged",
    "embedme", "embedmd", "embark",
  ]

  // MARK: what follows

  /// What the parentheses of the directive would hold, best first; nil when nothing shows that one was meant.
  private static func arguments(_ head: CommentHead, _ spelling: Spelling) -> [Bytes]? {
    let rest = head.rest
    guard let first = rest.first else { return nil }
    if first == UInt8(ascii: "(") {
      let (written, behind) = parted(rest)
      let inside =
        head.isOnOneLine ? written : Bytes(written.words.joined(separator: [.space]))
      if !head.isApart, head.mark.isEmpty, head.sign.isEmpty || spelling == .exact {
        // `include(s)` in a sentence.
        let isPlural = ["s", "d", "ed", "es"].contains(inside.text) && !behind.isEmpty
        if isPlural { return nil }
        // What stands behind must not be lost by the cure.
        if spelling != .inflected, behind.isEmpty {
          // A bracket of another kind in place of the last.
          let isOther =
            !rest.contains(UInt8(ascii: ")")) && "]}>".utf8.contains(inside.last ?? 0)
          return isOther ? [Bytes(inside.dropLast()), inside] : [inside]
        }
        if spelling != .inflected {
          return areOptions(behind.words) ? [inside + [.space] + behind] : []
        }
      }
      let isWord = spelling == .inflected && !(inside.words.first?.looksLikePath ?? false)
      return isPlausible(inside) && behind.isEmpty && !isWord ? [inside] : nil
    }
    if let close = [
      UInt8(ascii: "["): UInt8(ascii: "]"), UInt8(ascii: "{"): UInt8(ascii: "}"),
      UInt8(ascii: "<"): UInt8(ascii: ">"),
    ][first] {
      let inside = Bytes(rest.dropFirst().prefix { $0 != close }.trimmed())
      return isPlausible(inside) && inside.words.first?.looksLikePath ?? false ? [inside] : nil
    }
    if let quoted = quoted(rest) {
      guard spelling != .inflected || quoted.text.looksLikePath, areOptions(quoted.behind.words)
      else { return nil }
      return [joined(target: quoted.text, quoted.behind.words)]
    }
    let words = rest.words
    guard let word = words.first else { return nil }
    if let equals = word.firstIndex(of: UInt8(ascii: "=")), equals > 0,
      word[..<equals].allSatisfy({ $0.isWord || $0 == UInt8(ascii: "-") }),
      word[equals - 1] != UInt8(ascii: "=")
    {
      return keyed(words)
    }
    guard spelling != .inflected else { return nil }
    let target = word.last == UInt8(ascii: ",") && words.count > 1 ? Bytes(word.dropLast()) : word
    guard target.looksLikePath, areOptions(Array(words.dropFirst())) else { return nil }
    return [joined(target: target, Array(words.dropFirst()))]
  }

  /// What stands in the parenthesis that `rest` begins with, and behind it.
  private static func parted(_ rest: Bytes) -> (inside: Bytes, behind: Bytes) {
    let close = rest.lastIndex(of: UInt8(ascii: ")")) ?? rest.endIndex
    let behind = close < rest.endIndex ? rest[(close + 1)...] : []
    return (Bytes(rest[1..<close].trimmed()), Bytes(behind.trimmed()))
  }

  /// Whether `arguments` are a path with options, or one word.
  private static func isPlausible(_ arguments: Bytes) -> Bool {
    let words = arguments.words
    guard let first = words.first else { return false }
    return (quoted(first)?.text ?? first).looksLikePath || words.count == 1
      || areOptions(words) || (quoted(first) != nil && areOptions(Array(words.dropFirst())))
  }

  /// Whether the words behind a path can be options: so the whole is not a sentence.
  private static func areOptions(_ words: [Bytes]) -> Bool {
    guard let word = words.first else { return true }
    let key = Bytes(word.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ":") }).text
      .lowercased()
    return word.contains(UInt8(ascii: "="))
      || word.allSatisfy { $0.isDigit || "-.,:L#".utf8.contains($0) }
      || OptionRule.all.contains { $0.key == key && !sentenceWords.contains(key) }
      || OptionAlias.named(key) != nil && words.count == 1
  }

  /// Options that are words of a sentence as well.
  private static let sentenceWords: Set<String> = ["from", "to", "after", "before", "lines", "doc"]

  /// `file="a.py" lines=1..3`: the path is the value of a key.
  private static func keyed(_ words: [Bytes]) -> [Bytes] {
    for (index, word) in words.enumerated() {
      guard let equals = word.firstIndex(of: UInt8(ascii: "=")),
        OptionAlias.ofPaths.contains(word[..<equals].text.lowercased())
      else { continue }
      var others = words
      others.remove(at: index)
      let value = Bytes(word[(equals + 1)...])
      return [joined(target: quoted(value)?.text ?? value, others)]
    }
    guard let index = words.firstIndex(where: \.looksLikePath) else { return [] }
    var others = words
    others.remove(at: index)
    return [joined(target: words[index], others)]
  }

  private static func joined(target: Bytes, _ options: [Bytes]) -> Bytes {
    let options = options.map { word in
      Bytes(word.last == UInt8(ascii: ",") ? word.dropLast() : word[...])
    }
    return Bytes(([target.asTarget] + options).joined(separator: [.space]))
  }

  /// The text in quotes that `text` begins with, and what stands behind it.
  private static func quoted(_ text: Bytes) -> (text: Bytes, behind: Bytes)? {
    guard let first = text.first, "\"'`".utf8.contains(first),
      let close = text.dropFirst().firstIndex(of: first), close > 1
    else { return nil }
    return (Bytes(text[1..<close]), Bytes(text[(close + 1)...].trimmed()))
  }
}

extension NearMiss {
  /// The mark that ends a block, misspelt.
  private init?(endMark head: CommentHead) {
    guard head.sign == [UInt8(ascii: "/")], head.rest.isEmpty, head.isOnOneLine, head.mark.isEmpty
    else { return nil }
    let lower = Bytes(head.name.text.lowercased().utf8)
    guard !head.name.elementsEqual("embed".utf8),
      editDistance(lower, Bytes("embed".utf8), limit: 2) != nil, lower.count >= 3,
      !NearMiss.words.contains(lower.text)
    else { return nil }
    self.init(
      meant: "/embed", message: "'/\(head.name.text)' is not a directive: expected '/embed'",
      cures: [Bytes("<!-- /embed -->".utf8)])
  }

  /// A `test` comment, misspelt or without its parentheses.
  private init?(test head: CommentHead) {
    let lower = Bytes(head.name.text.lowercased().utf8)
    let isExact = head.name.elementsEqual("test".utf8)
    let isTest = lower.elementsEqual("test".utf8)
    guard isTest || (lower.count >= 3 && !NearMiss.likeTest.contains(lower.text)),
      let distance = editDistance(lower, Bytes("test".utf8), limit: 2)
    else { return nil }
    let isInParentheses = head.rest.first == UInt8(ascii: "(")
    let inside = isInParentheses ? NearMiss.parted(head.rest).inside : head.rest
    let keys = inside.words.map { word in
      Bytes(word.prefix { $0 != UInt8(ascii: "=") && $0 != UInt8(ascii: ",") }).text.lowercased()
    }
    let known = keys.first.map { key in TestOptions.all.contains { $0.name == key } } ?? false
    let hasValue = inside.words.first?.contains(UInt8(ascii: "=")) ?? false
    let looksMeant =
      if isExact, isInParentheses, !head.isApart, head.sign.isEmpty, head.mark.isEmpty {
        // Of a comment on one line, or with commands in it, the tests themselves say what is wrong with its options.
        !(head.isOnOneLine || TestOptions.holdsCommands(head.rest)) || !head.isSpaced
      } else if isTest {
        hasValue || known && (isInParentheses || !head.mark.isEmpty)
          || !keys.isEmpty && keys.allSatisfy { key in TestOptions.all.contains { $0.name == key } }
      } else {
        distance == 1 && (known && (hasValue || isInParentheses))
          || known && hasValue && isInParentheses && keys.first != "name"
      }
    guard looksMeant else { return nil }
    let plain = inside.words.map { word in
      Bytes(word.last == UInt8(ascii: ",") ? word.dropLast() : word[...])
    }
    let message =
      if !head.isOnOneLine {
        "'test' goes over several lines: it stands on one"
      } else if !head.sign.isEmpty || !isTest {
        "'\(head.sign.text)\(head.name.text)' is not a directive: expected 'test'"
      } else if !isExact {
        "directive names are lower case: expected 'test', found '\(head.name.text)'"
      } else if !isInParentheses || head.isApart || !head.mark.isEmpty {
        "expected '(' right after 'test'"
      } else {
        "expected a space before 'test'"
      }
    self.init(
      meant: "test", message: message,
      cures: [
        Bytes("<!-- test(".utf8) + Bytes(plain.joined(separator: [.space])) + Bytes(") -->".utf8)
      ])
  }

  private static let likeTest: Set<String> = [
    "text", "rest", "best", "west", "nest", "vest", "zest", "pest", "fest", "jest", "lest", "tent",
    "list", "last", "lost", "most", "must", "next", "past", "post", "just", "cost", "east", "est",
    "host", "term", "tech", "team", "tea", "ten", "tab", "set", "get", "let", "yes", "use", "step",
    "temp", "type", "task", "toast", "taste", "theft", "feast", "yeast", "guest", "quest", "rests",
  ]
}

extension Bytes {
  /// As the target of a directive is written: in quotes where it must be.
  package var asTarget: Bytes {
    guard
      contains(where: { $0.isBlank || $0 == UInt8(ascii: "\"") }) || last == UInt8(ascii: ")")
    else { return self }
    var made: Bytes = [UInt8(ascii: "\"")]
    for byte in self {
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") {
        made.append(UInt8(ascii: "\\"))
      }
      made.append(byte)
    }
    return made + [UInt8(ascii: "\"")]
  }
}
