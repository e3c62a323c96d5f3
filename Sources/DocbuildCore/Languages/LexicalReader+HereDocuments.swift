/// Strings of whole lines up to a word.
extension LexicalReader {
  mutating func takeHereWord(_ byte: UInt8) -> Bool {
    guard let style = lexis.hereDocument else { return false }
    if style == .powerShell { return takeHereString(byte) }
    let sign = Bytes((style == .php ? "<<<" : "<<").utf8)
    guard has(sign, at) else { return false }
    var next = at + sign.count
    if style == .shell || style == .hcl || style == .ruby,
      next < bytes.count, bytes[next] == UInt8(ascii: "<")
    {
      at = next + 1
      return true
    }
    var isIndented = style == .php || style == .hcl
    var isMarked = false
    if next < bytes.count, bytes[next] == UInt8(ascii: "-") || bytes[next] == UInt8(ascii: "~") {
      isIndented = true
      isMarked = true
      next += 1
    }
    if style == .shell || style == .php {
      while next < bytes.count, bytes[next].isBlank { next += 1 }
    }
    guard next < bytes.count else { return false }
    var word: ArraySlice<UInt8>
    let quote = bytes[next]
    if "\"'".utf8.contains(quote) {
      word = bytes[(next + 1)..<lineEnd(next)].prefix { $0 != quote }
      next = word.endIndex + 1
    } else {
      if quote == UInt8(ascii: "\\") { next += 1 }
      word = bytes[next...].prefix { $0.isWord }
      next = word.endIndex
      let isUpper = word.first.map { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") } ?? false
      if style == .ruby, !isMarked, !isUpper { return false }
    }
    guard let first = word.first, !first.isDigit else { return false }
    pending.append(HereWord(word: word, isIndented: isIndented, isPrefix: style == .php))
    at = min(next, bytes.count)
    return true
  }

  mutating func takeHereDocuments() -> Bool {
    let start = at + 1
    var next = start
    for here in pending {
      var found = false
      while next < bytes.count, !found {
        let end = lineEnd(next)
        var line = bytes[next..<end]
        if line.last == .carriageReturn { line = line.dropLast() }
        if here.isIndented { line = line.drop { $0.isBlank } }
        found =
          line.elementsEqual(here.word)
          || (here.isPrefix && line.starts(with: here.word)
            && !(line.dropFirst(here.word.count).first?.isWord ?? false))
        next = min(end + 1, bytes.count)
      }
      if !found { isBroken = true }
    }
    pending = []
    at = start
    if next > start { add(.string, to: next) }
    return true
  }

  private mutating func takeHereString(_ byte: UInt8) -> Bool {
    guard byte == UInt8(ascii: "@"), at + 1 < bytes.count,
      "\"'".utf8.contains(bytes[at + 1]), bytes[(at + 2)..<lineEnd(at)].trimmed().isEmpty
    else { return false }
    return takeUntil([.lineFeed, bytes[at + 1], UInt8(ascii: "@")], from: at + 2)
  }
}
