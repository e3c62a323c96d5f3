extension UInt8 {
  var isUpper: Bool { self >= UInt8(ascii: "A") && self <= UInt8(ascii: "Z") }
  var isDigit: Bool { self >= UInt8(ascii: "0") && self <= UInt8(ascii: "9") }
  var isLetter: Bool { inLowerCase >= UInt8(ascii: "a") && inLowerCase <= UInt8(ascii: "z") }
  var inLowerCase: UInt8 { isUpper ? self | 0x20 : self }

  /// White space of HTML.
  var isSpace: Bool { self == 0x20 || self >= 9 && self <= 13 && self != 11 }

  /// What a name in HTTP may hold (RFC 9110, "token").
  var isToken: Bool { isDigit || isLetter || "!#$%&'*+-.^_`|~".utf8.contains(self) }

  /// The value of a hexadecimal digit.
  var hexadecimal: UInt8? {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): self - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): self - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): self - UInt8(ascii: "A") + 10
    default: nil
    }
  }
}

extension Collection<UInt8> {
  /// As text for a person.
  package var text: String { String(decoding: self, as: UTF8.self) }
}

extension BidirectionalCollection<UInt8> {
  /// Without spaces and tabs at either end.
  func trimmingBlanks() -> SubSequence {
    var rest = self[...]
    while let first = rest.first, first == 0x20 || first == 9 { rest = rest.dropFirst() }
    while let last = rest.last, last == 0x20 || last == 9 { rest = rest.dropLast() }
    return rest
  }
}

extension [UInt8] {
  /// A literal's bytes.
  package init(_ text: StaticString) {
    self = text.withUTF8Buffer { Array($0) }
  }

  /// Adds a text.
  package mutating func add(_ text: String) { append(contentsOf: text.utf8) }

  /// Adds text to HTML, where neither a tag nor an entity can be read in it.
  package mutating func add(escaping text: some Sequence<UInt8>) {
    for byte in text {
      switch byte {
      case UInt8(ascii: "<"): add("&lt;")
      case UInt8(ascii: ">"): add("&gt;")
      case UInt8(ascii: "&"): add("&amp;")
      case UInt8(ascii: "\""): add("&quot;")
      case UInt8(ascii: "'"): add("&#39;")
      case 0: add("\u{FFFD}")
      default: append(byte)
      }
    }
  }

  /// Adds a path to an address in HTML: what is no letter, digit or `-._~/` is escaped.
  package mutating func add(path: some Sequence<UInt8>) {
    let digits = Array<UInt8>("0123456789ABCDEF")
    for byte in path {
      if byte.isDigit || byte.isLetter || "-._~/".utf8.contains(byte) {
        append(byte)
      } else {
        append(UInt8(ascii: "%"))
        append(digits[Int(byte >> 4)])
        append(digits[Int(byte & 15)])
      }
    }
  }
}
