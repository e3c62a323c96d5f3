/// One pass over the bytes of a source.
struct LexicalReader {
  let bytes: Bytes
  let lexis: Lexis
  var spans: [LexicalMap.Span] = []
  var isBroken = false
  var at = 0
  /// The pieces of code inside strings that are open, and how many brackets are open in each.
  private var holes: [(quote: Lexis.Quote, depth: Int)] = []
  /// Here-documents that begin with the next line.
  var pending: [HereWord] = []
  /// Whether a byte may begin anything but code.
  private var isInteresting = [Bool](repeating: false, count: 256)

  struct HereWord {
    let word: ArraySlice<UInt8>
    let isIndented: Bool
    /// Whether more may stand behind the word on its line.
    let isPrefix: Bool
  }

  init(_ bytes: Bytes, _ lexis: Lexis) {
    self.bytes = bytes
    self.lexis = lexis
    for first in lexis.lines.compactMap(\.first) + lexis.blocks.compactMap(\.open.first)
      + lexis.quotes.compactMap(\.open.first)
    {
      isInteresting[Int(first)] = true
    }
    let others: [(Lexis.Traits, String)] = [
      (.characters, "'"), (.patterns, "/"), (.rustRaw, "r"), (.plusPlusRaw, "R"),
      (.longBrackets, "["), (.escapes, "\\"),
    ]
    for (trait, first) in others where lexis.traits.contains(trait) {
      for byte in first.utf8 { isInteresting[Int(byte)] = true }
    }
    if lexis.hereDocument != nil {
      isInteresting[Int(UInt8(ascii: "<"))] = true
      isInteresting[Int(UInt8(ascii: "@"))] = true
      isInteresting[Int(UInt8.lineFeed)] = true
    }
    if lexis.quotes.contains(where: { !$0.hole.isEmpty }) {
      for byte in "(){}".utf8 { isInteresting[Int(byte)] = true }
    }
  }

  mutating func run() {
    while at < bytes.count {
      if !isInteresting[Int(bytes[at])] || !step() { at += 1 }
    }
    if !holes.isEmpty || !pending.isEmpty { isBroken = true }
  }

  func has(_ text: Bytes, _ offset: Int) -> Bool {
    offset + text.count <= bytes.count && bytes[offset] == text[0]
      && bytes[offset..<offset + text.count].elementsEqual(text)
  }

  func lineEnd(_ offset: Int) -> Int {
    bytes.firstOffset(of: .lineFeed, in: offset..<bytes.count) ?? bytes.count
  }

  mutating func add(_ kind: LexicalMap.Kind, to end: Int) {
    spans.append(.init(kind: kind, range: at..<end))
    at = end
  }

  /// Takes what begins here; whether anything did.
  private mutating func step() -> Bool {
    let byte = bytes[at]
    if byte == .lineFeed { return !pending.isEmpty && takeHereDocuments() }
    if byte == UInt8(ascii: "\\"), lexis.traits.contains(.escapes) {
      at = min(at + 2, bytes.count)
      return true
    }
    if takeHole(byte) || takeComment() || takeRaw(byte) || takeHereWord(byte) { return true }
    for quote in lexis.quotes where has(quote.open, at) {
      return take(quote, from: quote.open.count)
    }
    if byte == UInt8(ascii: "'"), lexis.traits.contains(.characters) { return takeCharacter() }
    if byte == UInt8(ascii: "/"), lexis.traits.contains(.patterns) { return takePattern() }
    return false
  }

  // MARK: comments

  private mutating func takeComment() -> Bool {
    for block in lexis.blocks where has(block.open, at) {
      var depth = 1
      var next = at + block.open.count
      while next < bytes.count {
        if has(block.close, next) {
          depth -= 1
          next += block.close.count
          if depth == 0 || !block.nests { break }
        } else if block.nests, has(block.open, next) {
          depth += 1
          next += block.open.count
        } else {
          next += 1
        }
      }
      if next >= bytes.count, !bytes.suffix(block.close.count).elementsEqual(block.close) {
        isBroken = true
      }
      add(.comment, to: min(next, bytes.count))
      return true
    }
    for line in lexis.lines where has(line, at) {
      if lexis.traits.contains(.wordComments), at > 0, !bytes[at - 1].endsShellWord { return false }
      if line[0].isLetter, at > 0, bytes[at - 1].isWord { continue }
      add(.comment, to: lineEnd(at))
      return true
    }
    return false
  }

  // MARK: strings

  /// Takes a string whose opening ends `skip` bytes further on, or goes on with one behind a hole.
  private mutating func take(_ quote: Lexis.Quote, from skip: Int) -> Bool {
    var next = at + skip
    while next < bytes.count {
      let byte = bytes[next]
      if byte == .lineFeed, !quote.spansLines { return false }
      if byte == quote.escape {
        next += 2
        continue
      }
      if has(quote.close, next) {
        next += quote.close.count
        if quote.doubles, next < bytes.count, has(quote.close, next) {
          next += quote.close.count
          continue
        }
        // A run of quotes longer than the mark belongs to the text.
        if quote.close.count > 1 {
          while next < bytes.count, bytes[next] == quote.close[0],
            quote.close[0] != UInt8(ascii: "]")
          { next += 1 }
        }
        add(.string, to: next)
        return true
      }
      if !quote.hole.isEmpty, has(quote.hole, next) {
        add(.string, to: next + quote.hole.count)
        holes.append((quote, 0))
        return true
      }
      next += 1
    }
    guard quote.spansLines else { return false }
    isBroken = true
    add(.string, to: bytes.count)
    return true
  }

  /// Brackets of the code inside a string; the last one leads back into it.
  private mutating func takeHole(_ byte: UInt8) -> Bool {
    guard let hole = holes.last, let open = hole.quote.hole.last else { return false }
    let close = open == UInt8(ascii: "(") ? UInt8(ascii: ")") : UInt8(ascii: "}")
    if byte == open {
      holes[holes.count - 1].depth += 1
    } else if byte == close {
      guard hole.depth > 0 else {
        holes.removeLast()
        return take(hole.quote, from: 1)
      }
      holes[holes.count - 1].depth -= 1
    }
    return false
  }

  private mutating func takeRaw(_ byte: UInt8) -> Bool {
    let traits = lexis.traits
    var next = at + 1
    let isWordStart = at == 0 || !bytes[at - 1].isWord || bytes[at - 1] == UInt8(ascii: "b")
    if byte == UInt8(ascii: "r"), traits.contains(.rustRaw), isWordStart {
      while next < bytes.count, bytes[next] == UInt8(ascii: "#") { next += 1 }
      guard next < bytes.count, bytes[next] == UInt8(ascii: "\"") else { return false }
      let close = [UInt8(ascii: "\"")] + Bytes(repeating: UInt8(ascii: "#"), count: next - at - 1)
      return takeUntil(close, from: next + 1)
    }
    if byte == UInt8(ascii: "R"), traits.contains(.plusPlusRaw), next < bytes.count,
      bytes[next] == UInt8(ascii: "\"")
    {
      next += 1
      let word = bytes[next...].prefix(17).prefix { $0 != UInt8(ascii: "(") && $0 > 0x20 }
      guard word.endIndex < bytes.count, bytes[word.endIndex] == UInt8(ascii: "(") else {
        return false
      }
      return takeUntil(
        [UInt8(ascii: ")")] + word + [UInt8(ascii: "\"")], from: word.endIndex + 1)
    }
    if byte == UInt8(ascii: "["), traits.contains(.longBrackets) {
      while next < bytes.count, bytes[next] == UInt8(ascii: "=") { next += 1 }
      guard next < bytes.count, bytes[next] == UInt8(ascii: "[") else { return false }
      let signs = Bytes(repeating: UInt8(ascii: "="), count: next - at - 1)
      return takeUntil([UInt8(ascii: "]")] + signs + [UInt8(ascii: "]")], from: next + 1)
    }
    return false
  }

  mutating func takeUntil(_ close: Bytes, from start: Int) -> Bool {
    var next = start
    while next < bytes.count, !has(close, next) { next += 1 }
    if next >= bytes.count { isBroken = true }
    add(.string, to: min(next + close.count, bytes.count))
    return true
  }

  /// `'x'`, `'\n'`, `'\u{1F600}'`; a lone sign (a lifetime, a prime) is none.
  private mutating func takeCharacter() -> Bool {
    var next = at + 1
    guard next < bytes.count else { return false }
    if at > 0, bytes[at - 1].isWord, bytes[at - 1] != UInt8(ascii: "b"),
      bytes[at - 1] != UInt8(ascii: "L"), bytes[at - 1] != UInt8(ascii: "u")
    {
      return false
    }
    let isEscape = bytes[next] == UInt8(ascii: "\\")
    if isEscape { next += 1 }
    next += 1
    let limit = min(bytes.count, at + (isEscape ? 14 : 6))
    while next < limit, bytes[next] != UInt8(ascii: "'") {
      guard isEscape || bytes[next] >= 0x80 else { return false }
      next += 1
    }
    guard next < limit else { return false }
    add(.string, to: next + 1)
    return true
  }

  /// A pattern between slashes, where no number or name stands before it.
  private mutating func takePattern() -> Bool {
    var before = at - 1
    while before >= 0, bytes[before].isBlank { before -= 1 }
    if before >= 0, bytes[before] != .lineFeed,
      !"(,=:[!&|?{;+-*%~^>".utf8.contains(bytes[before])
    {
      let word = bytes[..<(before + 1)].reversed().prefix { $0.isLetter }
      guard
        ["return", "typeof", "case", "if", "unless", "when", "and", "or", "not"].contains(
          Bytes(word.reversed()).text)
      else { return false }
    }
    var next = at + 1
    var isClass = false
    while next < bytes.count, bytes[next] != .lineFeed {
      switch bytes[next] {
      case UInt8(ascii: "\\"): next += 1
      case UInt8(ascii: "["): isClass = true
      case UInt8(ascii: "]"): isClass = false
      case UInt8(ascii: "/") where !isClass:
        add(.string, to: next + 1)
        return true
      default: break
      }
      next += 1
    }
    return false
  }
}

extension UInt8 {
  /// Whether a new word may begin behind it in a shell.
  fileprivate var endsShellWord: Bool { self <= 0x20 || ";|&()".utf8.contains(self) }
}
