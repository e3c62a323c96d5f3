import DocbuildCore

/// Where each key of a TOML document stands, which the parser does not tell.
///
/// The text was parsed before, so this only walks over it: headers, dotted and quoted keys, inline tables
/// (<https://toml.io/en/v1.0.0>). A key that stands more than once, as `a` in `a.b` and `a.c`, is known by its first place.
struct KeyPlaces: Sendable {
  private var found: [[Bytes]: Place] = [:]

  init() {}

  init(of source: Source) {
    var walker = Walker(source: source)
    walker.walk()
    found = walker.found
  }

  /// The place of the key that this path of keys leads to.
  subscript(path: [String]) -> Place? { found[path.map { Bytes($0.utf8) }] }
}

private struct Walker {
  let source: Source
  var found: [[Bytes]: Place] = [:]
  private var at = 0
  /// The line at `counted`, from 1.
  private var line = 1
  private var counted = 0

  init(source: Source) { self.source = source }

  private var bytes: Bytes { source.bytes }
  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  mutating func walk() {
    var table: [Bytes] = []
    while skipSpace(), let byte = next {
      if byte == UInt8(ascii: "[") {
        while next == UInt8(ascii: "[") { at += 1 }
        table = key(under: [])
        while next == UInt8(ascii: "]") { at += 1 }
      } else {
        pair(under: table)
      }
    }
  }

  /// Skips white space, line ends and comments; false at the end of the text.
  private mutating func skipSpace() -> Bool {
    while let byte = next {
      if byte == UInt8(ascii: "#") {
        at = bytes.firstOffset(of: UInt8(ascii: "\n"), in: at..<bytes.count) ?? bytes.count
      } else if byte.isBlank || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") {
        at += 1
      } else {
        return true
      }
    }
    return false
  }

  private mutating func pair(under table: [Bytes]) {
    let start = at
    let path = key(under: table)
    if next == UInt8(ascii: "=") { at += 1 }
    value(of: path)
    // Whatever it was, go on.
    if at == start { at += 1 }
  }

  /// A key, dotted or not; notes all that it names and stops behind it.
  private mutating func key(under table: [Bytes]) -> [Bytes] {
    var path = table
    repeat {
      if next == UInt8(ascii: ".") { at += 1 }
      skipBlanks()
      let isQuoted = next == UInt8(ascii: "\"") || next == UInt8(ascii: "'")
      let start = isQuoted ? at + 1 : at
      let part = isQuoted ? string() : bareKey()
      path.append(part)
      note(path, start..<(isQuoted ? at - 1 : at))
      skipBlanks()
    } while next == UInt8(ascii: ".")
    return path
  }

  private mutating func skipBlanks() { while let byte = next, byte.isBlank { at += 1 } }

  private mutating func bareKey() -> Bytes {
    let start = at
    while let byte = next, !byte.isBlank, !"=.]\"'\n\r#".utf8.contains(byte) { at += 1 }
    return Bytes(bytes[start..<at])
  }

  private mutating func note(_ path: [Bytes], _ range: Range<Int>) {
    line += bytes.lineFeedCount(in: counted..<range.lowerBound)
    counted = range.lowerBound
    if found[path] == nil {
      found[path] = source.place(
        at: range.lowerBound..<max(range.lowerBound, range.upperBound), line: line)
    }
  }

  private mutating func value(of path: [Bytes]) {
    guard skipSpace(), let byte = next else { return }
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): _ = string()
    case UInt8(ascii: "["): items(until: UInt8(ascii: "]")) { $0.value(of: path) }
    case UInt8(ascii: "{"): items(until: UInt8(ascii: "}")) { $0.pair(under: path) }
    default: while let byte = next, !",]}#\n".utf8.contains(byte) { at += 1 }
    }
  }

  private mutating func items(until end: UInt8, _ item: (inout Walker) -> Void) {
    at += 1
    while skipSpace(), let byte = next {
      let start = at
      if byte == end || byte == UInt8(ascii: ",") { at += 1 } else { item(&self) }
      if byte == end { return }
      if at == start { at += 1 }
    }
  }

  /// A string of any of the four kinds, without its quotes; escapes become what they stand for.
  private mutating func string() -> Bytes {
    let quote = bytes[at]
    let isLong = bytes[at...].starts(with: [quote, quote, quote])
    let width = isLong ? 3 : 1
    at += width
    var text: Bytes = []
    while let byte = next {
      if byte == quote, !isLong || bytes[at...].starts(with: [quote, quote, quote]) {
        at += width
        // As many as two quotes may stand before the closing three.
        while isLong, next == quote { at += 1 }
        return text
      }
      at += 1
      if byte == UInt8(ascii: "\\"), quote == UInt8(ascii: "\"") {
        text += escape()
      } else {
        text.append(byte)
      }
    }
    return text
  }

  private mutating func escape() -> Bytes {
    guard let byte = next else { return [] }
    at += 1
    let digits = byte == UInt8(ascii: "u") ? 4 : byte == UInt8(ascii: "U") ? 8 : 0
    if digits > 0 {
      let hex = bytes[at...].prefix(digits)
      at += hex.count
      return UInt32(hex.text, radix: 16).flatMap(Unicode.Scalar.init).map { Bytes(String($0).utf8) }
        ?? []
    }
    let plain: [UInt8: UInt8] = [
      UInt8(ascii: "b"): 8, UInt8(ascii: "t"): 9, UInt8(ascii: "n"): 10, UInt8(ascii: "f"): 12,
      UInt8(ascii: "r"): 13,
    ]
    return [plain[byte] ?? byte]
  }
}
