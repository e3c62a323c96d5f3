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
    var words: [Range<Int>] = []
    var at = inside.startIndex + 1
    let end = inside.endIndex - 1
    while at < end {
      if bytes[at].isBlank {
        at += 1
        continue
      }
      let start = at
      if bytes[at] == UInt8(ascii: "/") {
        at += 1
        while at < end, bytes[at] != UInt8(ascii: "/") {
          at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
        }
        guard at < end else { return problem(.malformedDirective, "unbalanced '/'", start..<end) }
        at += 1
      } else {
        while at < end, !bytes[at].isBlank { at += 1 }
      }
      words.append(start..<at)
    }
    guard let target = words.first else {
      return problem(
        .malformedDirective, "expected a file name between the parentheses",
        inside.startIndex..<inside.endIndex)
    }
    var rest = words.dropFirst()
    let language: Bytes
    if let named = rest.first, bytes[named.lowerBound] != UInt8(ascii: "/"),
      bytes[named].text != "$"
    {
      language = Bytes(bytes[named])
      rest = rest.dropFirst()
    } else {
      let name = bytes[target]
      let file = name[((name.lastIndex(of: UInt8(ascii: "/")) ?? name.startIndex - 1) + 1)...]
      if let dot = file.lastIndex(of: UInt8(ascii: ".")), dot > file.startIndex,
        dot + 1 < file.endIndex
      {
        language = Bytes(file[(dot + 1)...])
      } else if let known = Language.of(path: Bytes(file), firstLine: []) {
        language = Bytes(known.name.utf8)
      } else {
        return problem(
          .malformedDirective, "a file without extension needs a language: '(\(name.text) text)'",
          target)
      }
    }
    guard rest.count <= 2 else {
      return problem(.malformedDirective, "too many arguments", rest[rest.startIndex + 2])
    }
    var bounds: [Directive.Command.Bound] = []
    for range in rest {
      let text = bytes[range].text
      if text == "$", bounds.count == 1 {
        bounds.append(.init(text: text, range: range, pattern: nil))
        continue
      }
      guard range.count > 2, text.hasPrefix("/"), text.hasSuffix("/") else {
        return problem(
          .malformedDirective, "expected a pattern between slashes, found '\(text)'", range)
      }
      do throws(OptionTrouble) {
        let pattern = try Pattern.compilePOSIX(
          Bytes(bytes[range.lowerBound + 1..<range.upperBound - 1]).undoingSlashes())
        bounds.append(.init(text: text, range: range, pattern: pattern))
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
}

extension Bytes {
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
