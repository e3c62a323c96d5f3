/// Finds out of brackets that are not a link whether their author meant one.
///
/// Precision goes before recall. Not reported: a shortcut reference (`[x]`: check boxes, footnotes, alerts, citations
/// and options look like it), brackets right behind a word, a bracket or a parenthesis (`f[i][j]`, `array[0](x y)`),
/// labels without a letter or of one character but for numbers behind text with a letter, all upper case (`[OPTION][FILE]`), and text in parentheses that does
/// not look like a path or an address.
struct Misfits {
  let text: Bytes
  /// Where the text ends.
  let end: Int

  func misfit(from start: Int, inside: Range<Int>, label: Range<Int>?) -> Misfit? {
    let next = inside.upperBound + 1
    if let reversed = reversed(start, inside) { return reversed }
    // `[x][1]` may be a link within a sentence, and what begins a paragraph a task.
    guard next < end, !isCheckBox(inside) || label != nil && start > 0 else { return nil }
    if text[next] == UInt8(ascii: "(") { return parenthesis(start, inside, next) }
    guard !followsWord(start) else { return nil }
    if let label {
      let name = label.isEmpty ? inside : label
      let isText = isName(text[inside]) || inside.count == 1 && text[inside.lowerBound].isLetter
      // `[the text][1]`, but not `[1][2]`.
      let isNumber = text[name].allSatisfy(\.isDigit) && isText
      guard isName(text[name]) || isNumber,
        label.isEmpty || isText || text[inside].contains(UInt8(ascii: "`")),
        !text.has("[", at: label.upperBound + 1), !text.has("(", at: label.upperBound + 1),
        !text[inside].contains(UInt8(ascii: "["))
      else { return nil }
      return Misfit(
        kind: .undefined(Bytes(text[name])), range: start..<label.upperBound + 1, replacement: nil)
    }
    return gap(start, inside, next)
  }

  // MARK: (a)[…

  /// `(text)[address]`: brackets right behind parentheses with text in them, which behind no word begin.
  private func reversed(_ start: Int, _ inside: Range<Int>) -> Misfit? {
    guard start > 1, text[start - 1] == UInt8(ascii: ")"), isTarget(text[inside]),
      !text.has("(", at: inside.upperBound + 1), !text.has("[", at: inside.upperBound + 1)
    else { return nil }
    let from = max(0, start - 200)
    guard let open = text[from..<start].lastIndex(of: UInt8(ascii: "(")), open + 2 < start,
      open == 0 || !text[open - 1].isWord && !"])`".utf8.contains(text[open - 1]),
      !text[open..<start].contains(.lineFeed), text[open..<start].contains(where: \.isWord)
    else { return nil }
    let words = text[(open + 1)..<(start - 1)]
    return Misfit(
      kind: .reversed, range: open..<inside.upperBound + 1,
      replacement: [UInt8(ascii: "[")] + words + Bytes("](".utf8) + text[inside]
        + [UInt8(ascii: ")")])
  }

  // MARK: [a](…

  private func parenthesis(_ start: Int, _ inside: Range<Int>, _ open: Int) -> Misfit? {
    let from = LinkSyntax.skipSpaces(in: text, from: open + 1)
    guard from < end, !isTemplated(from) else { return nil }
    let lineEnd = self.lineEnd(from)
    guard let destination = LinkSyntax.destination(in: text, at: from) else {
      // Parentheses that are not balanced, or `<` without `>`.
      return unclosed(start, open, from, lineEnd)
    }
    let after = LinkSyntax.skipSpaces(in: text, from: destination.next)
    if after < end, let quotes = curlyQuotes(at: after) {
      let replacement =
        Bytes(text[start..<quotes.lowerBound]) + [UInt8(ascii: "\"")]
        + Bytes(text[quotes.lowerBound + 3..<quotes.upperBound - 3])
        + [UInt8(ascii: "\""), UInt8(ascii: ")")]
      return Misfit(
        kind: .curlyQuotes, range: start..<quotes.upperBound + 1,
        replacement: replacement.contains(.lineFeed) ? nil : replacement)
    }
    guard !followsWord(start) else { return nil }
    let looksLike = isTarget(text[destination.range])
    guard after < end else {
      return looksLike
        ? Misfit(
          kind: .unclosed, range: start..<destination.range.upperBound, replacement: nil)
        : nil
    }
    if after > destination.next,
      text[after] == UInt8(ascii: "\"") || text[after] == UInt8(ascii: "'"), looksLike
    {
      return Misfit(kind: .title, range: start..<after + 1, replacement: nil)
    }
    guard let close = text.firstOffset(of: UInt8(ascii: ")"), in: from..<lineEnd) else {
      return unclosed(start, open, from, lineEnd)
    }
    let whole = text[from..<close].trimmed()
    guard whole.contains(where: \.isBlank), !whole.contains(UInt8(ascii: "(")),
      !whole.contains(UInt8(ascii: "[")),
      isTarget(whole), !whole.contains(UInt8(ascii: "\"")), !whole.contains(UInt8(ascii: "<"))
    else { return nil }
    let encoded = whole.flatMap { $0 == .space ? Bytes("%20".utf8) : [$0] }
    return Misfit(
      kind: .space, range: start..<close + 1,
      replacement: Bytes(text[start..<from]) + encoded + [UInt8(ascii: ")")])
  }

  private func unclosed(_ start: Int, _ open: Int, _ from: Int, _ lineEnd: Int) -> Misfit? {
    guard !followsWord(start) else { return nil }
    let token = text[from..<lineEnd].prefix { !$0.isSpace }.drop { $0 == UInt8(ascii: "<") }
      .prefix { $0 != UInt8(ascii: ")") || !text.has("<", at: from) }
    guard isTarget(token.last.map { ".,;".utf8.contains($0) } == true ? token.dropLast() : token)
    else { return nil }
    return Misfit(
      kind: .unclosed, range: start..<max(open + 1, token.endIndex), replacement: nil)
  }

  /// A run in typographic quotes right before a closing parenthesis.
  private func curlyQuotes(at start: Int) -> Range<Int>? {
    guard isCurlyQuote(start) else { return nil }
    let lineEnd = self.lineEnd(start)
    guard let close = text.firstOffset(of: UInt8(ascii: ")"), in: start..<lineEnd),
      close - 3 >= start + 3, isCurlyQuote(close - 3)
    else { return nil }
    return start..<close
  }

  /// U+2018…U+201F: the typographic quotes, each of three bytes.
  private func isCurlyQuote(_ at: Int) -> Bool {
    at + 2 < end && text[at] == 0xE2 && text[at + 1] == 0x80 && (0x98...0x9F).contains(text[at + 2])
  }

  // MARK: [a] (…)

  private func gap(_ start: Int, _ inside: Range<Int>, _ next: Int) -> Misfit? {
    var open = next
    while open < end, text[open].isSpace { open += 1 }
    guard open > next, open - next <= 2, open < end, text[open] == UInt8(ascii: "("),
      text[inside].contains(where: { $0.isLetter || $0 >= 0x80 }), !isTemplated(open + 1),
      let destination = LinkSyntax.destination(in: text, at: open + 1),
      destination.next < end, text[destination.next] == UInt8(ascii: ")"),
      isTarget(text[destination.range])
    else { return nil }
    return Misfit(
      kind: .gap, range: start..<destination.next + 1,
      replacement: Bytes(text[start..<next]) + Bytes(text[open...destination.next]))
  }

  // MARK: what things look like

  /// Where the line of `at` ends, or as far as anybody looks for the end of a link.
  private func lineEnd(_ at: Int) -> Int {
    let limit = min(end, at + 1000)
    return text.firstOffset(of: .lineFeed, in: at..<limit) ?? limit
  }

  private func isCheckBox(_ inside: Range<Int>) -> Bool {
    inside.count <= 1 && text[inside].allSatisfy { $0.isSpace || ($0 | 0x20) == UInt8(ascii: "x") }
  }

  /// Whether brackets at `start` go on something, as an index does.
  private func followsWord(_ start: Int) -> Bool {
    guard start > 0 else { return false }
    let before = text[start - 1]
    return before.isWord || before == UInt8(ascii: "]") || before == UInt8(ascii: ")")
      || before == UInt8(ascii: "`") || before == UInt8(ascii: "$") || before == UInt8(ascii: ">")
      || before == UInt8(ascii: ".")
  }

  /// Words that a label could be: a letter in them, more than one character, not all upper case.
  private func isName(_ label: ArraySlice<UInt8>) -> Bool {
    label.count >= 2 && !label.contains(where: { "=|{}<>\"$\\@".utf8.contains($0) })
      && label.first != UInt8(ascii: "!") && label.first != UInt8(ascii: "^")
      && label.first != UInt8(ascii: "-")
      && label.contains { ($0 >= 0x61 && $0 <= 0x7A) || $0 >= 0x80 }
  }

  /// Text that a program fills in: `{{ … }}`, `{% … %}`, `${…}`.
  private func isTemplated(_ at: Int) -> Bool {
    text[at..<min(end, at + 200)].prefix { $0 != .lineFeed }.isTemplated
  }

  /// A path with a slash at its start or an extension at its end, an address, or an anchor.
  private func isTarget(_ token: ArraySlice<UInt8>) -> Bool {
    guard token.count >= 2, let last = token.last else { return false }
    for start in ["http://", "https://", "./", "../", "mailto:", "www."] as [StaticString]
    where token.has(start, at: token.startIndex) {
      return token.count > start.utf8CodeUnitCount
    }
    if token.first == UInt8(ascii: "#") {
      return token.dropFirst().allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") }
        && token.dropFirst().contains(where: \.isLetter)
    }
    guard last.isWord else { return false }
    let path = token.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
    guard let dot = path.lastIndex(of: UInt8(ascii: ".")), dot > path.startIndex else {
      return false
    }
    return Misfits.extensions.contains(path[(dot + 1)...].text.lowercased())
      && path[path.index(before: dot)].isWord
  }

  /// Extensions of what pages link to.
  private static let extensions: Set<String> = [
    "md", "markdown", "rst", "txt", "adoc", "html", "htm", "pdf", "png", "jpg", "jpeg", "gif",
    "svg", "webp", "mp4",
    "json", "yaml", "yml", "toml", "xml", "csv", "zip", "ipynb",
  ]
}

extension Collection<UInt8> {
  /// Whether a program fills parts of the text in before anybody reads it.
  var isTemplated: Bool {
    var before: UInt8 = 0
    for byte in self {
      switch (before, byte) {
      case (UInt8(ascii: "{"), UInt8(ascii: "{")), (UInt8(ascii: "{"), UInt8(ascii: "%")),
        (UInt8(ascii: "$"), UInt8(ascii: "{")), (UInt8(ascii: "<"), UInt8(ascii: "%")):
        return true
      default: before = byte
      }
    }
    return false
  }
}
