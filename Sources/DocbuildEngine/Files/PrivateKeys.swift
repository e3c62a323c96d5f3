import DocbuildCore

/// Private keys in text, wherever they stand: in the forms of PEM and OpenSSH (RFC 7468), of PGP (RFC 4880, 6.2), of
/// SSH.COM (RFC 4716 has its public ones), of PuTTY and of age.
extension Bytes {
  /// Whether the text has a private key. One that only names the first line of such a key, as a program does that looks
  /// for it, has none.
  var holdsPrivateKey: Bool {
    var from = 0
    while let at = firstOffset(of: UInt8(ascii: "P"), in: from..<count) {
      from = at + 1
      if self[at...].starts(with: PrivateKey.title), isTitle(at) { return true }
      if self[at...].starts(with: PrivateKey.putty), at == 0 || self[at - 1].isLineEnd {
        return true
      }
    }
    from = 0
    while let at = firstOffset(of: UInt8(ascii: "A"), in: from..<count) {
      from = at + 1
      guard self[at...].starts(with: PrivateKey.age) else { continue }
      let digits = self[(at + PrivateKey.age.count)...].prefix { $0.isBase64 }
      if digits.count >= 50 { return true }
    }
    return false
  }

  /// Whether the words `PRIVATE KEY` at that offset belong to the first line of a key.
  private func isTitle(_ at: Int) -> Bool {
    let start = (self[..<at].lastIndex { $0.isLineEnd } ?? -1) + 1
    let end = self[at...].firstIndex { $0.isLineEnd } ?? count
    guard
      let opening = PrivateKey.openings.compactMap({ self[start..<at].lastOffset(of: $0) }).first
    else { return false }
    let tail = self[(at + PrivateKey.title.count)..<end]
    guard let closing = PrivateKey.closings.first(where: { tail.starts(with: $0) }) else {
      return false
    }
    let rest = tail.dropFirst(closing.count)
    // Alone on its line it is one whatever follows.
    if opening == start, rest.allSatisfy({ $0.isBlank }) { return true }
    return self[rest.startIndex...].beginsWithKey
  }
}

/// What is written at both ends of keys.
private enum PrivateKey {
  static let title = Bytes("PRIVATE KEY".utf8)
  static let openings = ["-----BEGIN ", "---- BEGIN "].map { Bytes($0.utf8) }
  static let closings = ["-----", " BLOCK-----", " ----"].map { Bytes($0.utf8) }
  static let putty = Bytes("PuTTY-User-Key-File-".utf8)
  static let age = Bytes("AGE-SECRET-KEY-1".utf8)
}

extension ArraySlice<UInt8> {
  /// Where `wanted` begins last.
  fileprivate func lastOffset(of wanted: Bytes) -> Int? {
    guard count >= wanted.count else { return nil }
    return (startIndex...(endIndex - wanted.count)).last { self[$0...].starts(with: wanted) }
  }

  /// Whether a key's digits follow, behind what a quoted, commented or indented text has between its lines and behind
  /// the key's own headers (`Proc-Type: …`, RFC 1421).
  fileprivate var beginsWithKey: Bool {
    // Where the text in quotes ends with the title, what follows is most likely a program's.
    let isQuoted = behindEscapes.first.map { "\"'`".utf8.contains($0) } ?? false
    var rest = self
    for _ in 0..<16 {
      rest = rest.behindDecoration
      let name = rest.prefix { $0.isBase64 || $0 == UInt8(ascii: "-") }
      if !name.isEmpty, rest.dropFirst(name.count).first == UInt8(ascii: ":") {
        rest = rest.drop { !$0.isLineEnd && $0 != UInt8(ascii: "\\") }
        continue
      }
      let word = rest.prefix { $0.isBase64 }
      let behind = rest.dropFirst(word.count).drop { $0.isBlank }.first
      let isWhole = behind.map { $0.isLineEnd || "\\\"'`".utf8.contains($0) } ?? true
      return word.count >= 40
        || isWhole && word.isMixed && word.count >= (isQuoted ? 20 : 4)
        || isWhole && word.count >= 3 && word.starts(with: Bytes("MI".utf8))
    }
    return false
  }

  /// Without line ends that are written as `\n`.
  private var behindEscapes: Self {
    var rest = self
    while rest.first == UInt8(ascii: "\\"), let next = rest.dropFirst().first,
      "nrt".utf8.contains(next)
    {
      rest = rest.dropFirst(2)
    }
    return rest
  }
  /// Without blanks, line ends (`\n` written as such, too), quotes, and the marks of comments and quotes.
  private var behindDecoration: Self {
    var rest = self
    while let byte = rest.first {
      let unescaped = rest.behindEscapes
      if unescaped.count < rest.count {
        rest = unescaped
      } else if byte.isBlank || byte.isLineEnd || "\"'`#*;>|+,.()&\\".utf8.contains(byte)
        || byte == UInt8(ascii: "/") && rest.dropFirst().first == byte
      {
        rest = rest.dropFirst(byte == UInt8(ascii: "/") ? 2 : 1)
      } else {
        break
      }
    }
    return rest
  }

  /// Whether it has both cases or a digit, as words of a language have not.
  private var isMixed: Bool {
    let inner = dropFirst()
    let hasUpper = inner.contains { $0 >= UInt8(ascii: "A") && $0 <= UInt8(ascii: "Z") }
    let hasLower = contains { $0 >= UInt8(ascii: "a") && $0 <= UInt8(ascii: "z") }
    return hasUpper && hasLower || contains { $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") }
  }
}

extension UInt8 {
  fileprivate var isLineEnd: Bool { self == UInt8(ascii: "\n") || self == UInt8(ascii: "\r") }

  fileprivate var isBase64: Bool {
    self >= UInt8(ascii: "a") && self <= UInt8(ascii: "z")
      || self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z")
      || self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") || "+/=".utf8.contains(self)
  }
}
