extension DirectiveParser {
  /// Reads `[embedmd]:# (pathOrURL language /start/ /end/)` on the line `range`.
  ///
  /// The grammar is embedmd 2's: words are parted by white space, a pattern stands between slashes with `\/`
  /// for a slash, a lone `$` as the last argument is the end of the file.
  func parse(commandOn range: Range<Int>, line: Int) -> Result {
    let bytes = source.bytes
    let textEnd = bytes[range].last == .carriageReturn ? range.upperBound - 1 : range.upperBound
    func problem(_ id: DiagnosticID, _ message: String, _ at: Range<Int>) -> Result {
      .problems(
        [
          Diagnostic(
            id, message, at: source.place(at: at, line: line),
            notes: [.init("an embedmd command is '[embedmd]:# (path language /start/ /end/)'")])
        ], .block)
    }
    let inside = bytes[(range.lowerBound + 11)..<textEnd].trimmed()
    guard inside.count >= 2, inside.first == UInt8(ascii: "("), inside.last == UInt8(ascii: ")")
    else {
      return problem(
        .malformedDirective, "expected the arguments between parentheses",
        range.lowerBound..<textEnd)
    }
    let (words, unbalanced) = bytes.commandWords(in: inside.startIndex + 1..<inside.endIndex - 1)
    if let unbalanced { return problem(.malformedDirective, "unbalanced '/'", unbalanced) }
    guard let target = words.first else {
      return problem(
        .malformedDirective, "expected a file name between the parentheses",
        inside.startIndex..<inside.endIndex)
    }
    var rest = words.dropFirst()
    var language = bytes[target].languageOfName
    if let named = rest.first, bytes[named.lowerBound] != UInt8(ascii: "/"),
      bytes[named].text != "$"
    {
      language = Bytes(bytes[named])
      rest = rest.dropFirst()
    }
    guard let language else {
      return problem(
        .malformedDirective,
        "a file without extension needs a language: '(\(bytes[target].text) text)'", target)
    }
    guard rest.count <= 2 else {
      return problem(.malformedDirective, "too many arguments", rest[rest.startIndex + 2])
    }
    var bounds: [Directive.Command.Bound] = []
    for range in rest {
      do throws(OptionTrouble) {
        bounds.append(try bound(range, mayBeEnd: bounds.count == 1))
      } catch {
        return problem(error.id, error.message, range)
      }
    }
    var command = Directive.Command(language: language)
    command.start = bounds.first
    command.end = bounds.dropFirst().first
    return .directive(
      Directive(
        kind: .embedmd, line: line, lineRange: range.lowerBound..<textEnd,
        prefix: range.lowerBound..<range.lowerBound, target: Bytes(bytes[target]),
        targetRange: target,
        recipe: nil, command: command), [])
  }
  /// The pattern at `range`, or the end of the file where that may be.
  private func bound(_ range: Range<Int>, mayBeEnd: Bool) throws(OptionTrouble)
    -> Directive.Command.Bound
  {
    let text = source.bytes[range].text
    if text == "$", mayBeEnd { return .init(text: text, range: range, pattern: nil) }
    guard range.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else {
      throw OptionTrouble(
        id: .malformedDirective, message: "expected a pattern between slashes, found '\(text)'")
    }
    let inside = Bytes(source.bytes[range.lowerBound + 1..<range.upperBound - 1])
    return .init(
      text: text, range: range, pattern: try Pattern.compilePOSIX(inside.undoingSlashes()))
  }
}

extension Bytes {
  /// The words in `range`: what white space parts, or a pattern between slashes; with a pattern that has no end, and what
  /// stands behind its slash.
  fileprivate func commandWords(in range: Range<Int>) -> (
    words: [Range<Int>], unbalanced: Range<Int>?
  ) {
    var words: [Range<Int>] = []
    var at = range.lowerBound
    let end = range.upperBound
    while at < end {
      if self[at].isBlank {
        at += 1
        continue
      }
      let start = at
      if self[at] == UInt8(ascii: "/") {
        at += 1
        while at < end, self[at] != UInt8(ascii: "/") {
          at += self[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard at < end else { return (words, start..<end) }
        at += 1
      } else {
        while at < end, !self[at].isBlank { at += 1 }
      }
      words.append(start..<at)
    }
    return (words, nil)
  }

  /// `\/` becomes `/`.
  fileprivate func undoingSlashes() -> Bytes {
    var made: Bytes = []
    for (index, byte) in enumerated() {
      if byte == UInt8(ascii: "\\"), index + 1 < count, self[index + 1] == UInt8(ascii: "/") {
        continue
      }
      made.append(byte)
    }
    return made
  }
}

extension ArraySlice<UInt8> {
  /// The language that embedmd takes a file of that name for: what stands behind its last dot, else the language of files
  /// that are called so; nil when neither is known.
  fileprivate var languageOfName: Bytes? {
    let file = self[((lastIndex(of: UInt8(ascii: "/")) ?? startIndex - 1) + 1)...]
    if let dot = file.lastIndex(of: UInt8(ascii: ".")), dot > file.startIndex,
      dot + 1 < file.endIndex
    {
      return Bytes(file[(dot + 1)...])
    }
    return Language.of(path: Bytes(file), firstLine: []).map { Bytes($0.name.utf8) }
  }
}
