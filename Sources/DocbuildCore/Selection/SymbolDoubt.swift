extension Source {
  /// Why the parser may not have read `symbol` whole; nil when nothing speaks against it.
  ///
  /// Parsers of languages with a preprocessor take macros for something else, and go on after what they can't read:
  /// then a definition comes out cut off, or with a bracket of what is around it.
  func doubt(about symbol: Symbol) -> String? {
    if symbol.touchesError { return "the parser could not read what is at its bounds" }
    if let line = templateLine(above: symbol.lines.lowerBound) {
      return "line \(line + 1) above it belongs to it"
    }
    guard let brackets = language?.brackets(isAmongErrors: symbol.isAmongErrors),
      let lexis = language?.lexis
    else { return nil }
    return balance(of: symbol.lines, brackets, lexis)
  }

  /// What is wrong with the brackets of `lines`, those in strings and comments not counted.
  private func balance(of lines: Range<Int>, _ brackets: Bytes, _ lexis: Lexis) -> String? {
    let text = Bytes(
      bytes[line(lines.lowerBound).lowerBound..<line(lines.upperBound - 1).upperBound])
    let map = LexicalMap(of: text, by: lexis)
    guard !map.isBroken else { return nil }
    var open: [UInt8] = []
    var span = 0
    var at = 0
    var branches = PreprocessorBranches()
    var isLineStart = true
    while at < text.count {
      if span < map.spans.count, map.spans[span].range.lowerBound <= at {
        at = max(at, map.spans[span].range.upperBound)
        span += 1
        isLineStart = isLineStart && at > 0 && text[at - 1] == .lineFeed
        continue
      }
      let byte = text[at]
      if isLineStart, lexis.traits.contains(.preprocessor), byte == UInt8(ascii: "#") {
        let (word, next) = branches.take(text, from: at)
        if branches.isBroken { return "its '#\(word)' belongs to an '#if' above it" }
        at = next
        continue
      }
      if byte == .lineFeed { isLineStart = true } else if !byte.isBlank { isLineStart = false }
      at += 1
      guard !branches.isSkipping, let number = brackets.firstIndex(of: byte) else { continue }
      if number % 2 == 0 {
        open.append(byte)
      } else if open.popLast() != brackets[number - 1] {
        return "its '\([byte].text)' closes what begins elsewhere"
      }
    }
    if let word = branches.unended { return "its '#\(word)' ends below it" }
    return open.last.map { "its '\([$0].text)' is never closed" }
  }

  /// The line (from 0) with the `template<…>` of a definition that begins at line `first`, where it was left out.
  private func templateLine(above first: Int) -> Int? {
    guard let name = language?.name, name == "cpp" || name == "c" else { return nil }
    var index = first - 1
    while index >= 0, index > first - 12 {
      let text = bytes[line(index)].trimmed()
      guard let last = text.last, !";{}:".utf8.contains(last), text.first != UInt8(ascii: "#"),
        !text.starts(with: "//".utf8), !text.starts(with: "*/".utf8)
      else { return nil }
      if text.starts(with: "template".utf8),
        text.dropFirst(8).first(where: { !$0.isBlank }) == UInt8(ascii: "<")
      {
        return index
      }
      index -= 1
    }
    return nil
  }
}

extension Language {
  /// The pairs of brackets that a definition must close; nil where that says nothing.
  fileprivate func brackets(isAmongErrors: Bool) -> Bytes? {
    switch name {
    case "yaml", "markdown": nil
    // A pattern or a sigil may hold one that can't be distinguished from code here.
    case "ruby", "elixir", "haskell": isAmongErrors ? Bytes("{}[]()".utf8) : nil
    case "bash", "zsh", "javascript", "typescript", "tsx", "php", "lua": Bytes("{}".utf8)
    default: Bytes("{}[]()".utf8)
    }
  }
}

/// Of `#if` and its alternatives, the first counts: a bracket may be opened in each.
private struct PreprocessorBranches {
  /// The `#if`s that are open, and whether the first branch of each is over.
  private var open: [(word: String, isOver: Bool)] = []
  var isSkipping: Bool { open.contains(where: \.isOver) }
  /// Whether there was an end or an alternative of what has not begun.
  private(set) var isBroken = false
  /// The word of what has begun and not ended; nil for nothing.
  var unended: String? { open.last?.word }

  /// Takes the directive at `start`, with its continuation lines; its word, and where the next line begins.
  mutating func take(_ text: Bytes, from start: Int) -> (word: String, next: Int) {
    let word = text[(start + 1)...].drop { $0.isBlank }.prefix { $0.isLetter }.text
    switch word {
    case "if", "ifdef", "ifndef": open.append((word, false))
    case "else", "elif", "elifdef", "elifndef":
      if open.isEmpty { isBroken = true } else { open[open.count - 1].isOver = true }
    case "endif": if open.popLast() == nil { isBroken = true }
    default: break
    }
    var at = start
    while at < text.count {
      guard let end = text.firstOffset(of: .lineFeed, in: at..<text.count) else {
        return (word, text.count)
      }
      at = end + 1
      if end == 0 || text[end - 1] != UInt8(ascii: "\\") { break }
    }
    return (word, at)
  }
}
