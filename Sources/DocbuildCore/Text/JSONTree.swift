/// A value of JSON (RFC 8259) that another program printed.
package enum JSONTree: Equatable, Sendable {
  case null
  case truth(Bool)
  case text(String)
  /// Nil for what is not whole, or does not fit.
  case number(Int?)
  case list([JSONTree])
  /// Of members with the same name the last counts.
  case object([String: JSONTree])

  /// The value that `bytes` hold, with nothing but white space around it; nil when they are not JSON in UTF-8, or nested
  /// deeper than 200.
  package init?(_ bytes: some Collection<UInt8>) {
    var reader = JSONReader(bytes: Bytes(bytes))
    guard let value = reader.value(depth: 0), reader.isAtEnd else { return nil }
    self = value
  }

  /// The member `name`; nil where there is none, and for what is not an object.
  package subscript(_ name: String) -> JSONTree? {
    if case .object(let members) = self { members[name] } else { nil }
  }

  /// The text; nil for any other value.
  package var text: String? { if case .text(let text) = self { text } else { nil } }

  /// The whole number; nil for any other value.
  package var number: Int? { if case .number(let number) = self { number } else { nil } }

  /// Whether it is true; nil for any other value than true and false.
  package var flag: Bool? { if case .truth(let flag) = self { flag } else { nil } }

  /// The elements; nil for what is not a list.
  package var items: [JSONTree]? { if case .list(let items) = self { items } else { nil } }
}

/// Reads JSON from left to right.
private struct JSONReader {
  let bytes: Bytes
  var at = 0

  init(bytes: Bytes) { self.bytes = bytes }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  var isAtEnd: Bool {
    mutating get {
      skipBlanks()
      return at == bytes.count
    }
  }

  private mutating func skipBlanks() {
    while let byte = next, byte.isBlank || byte == .lineFeed || byte == .carriageReturn { at += 1 }
  }

  private mutating func take(_ text: StaticString) -> Bool {
    guard bytes.has(text, at: at) else { return false }
    at += text.utf8CodeUnitCount
    return true
  }

  mutating func value(depth: Int) -> JSONTree? {
    guard depth < 200 else { return nil }
    skipBlanks()
    switch next {
    case UInt8(ascii: "{"): return object(depth: depth)
    case UInt8(ascii: "["): return list(depth: depth)
    case UInt8(ascii: "\""): return string().map(JSONTree.text)
    case UInt8(ascii: "n"): return take("null") ? .null : nil
    case UInt8(ascii: "t"): return take("true") ? .truth(true) : nil
    case UInt8(ascii: "f"): return take("false") ? .truth(false) : nil
    default: return number()
    }
  }

  private mutating func list(depth: Int) -> JSONTree? {
    at += 1
    var items: [JSONTree] = []
    skipBlanks()
    if take("]") { return .list(items) }
    repeat {
      guard let item = value(depth: depth + 1) else { return nil }
      items.append(item)
      skipBlanks()
    } while take(",")
    return take("]") ? .list(items) : nil
  }

  private mutating func object(depth: Int) -> JSONTree? {
    at += 1
    var members: [String: JSONTree] = [:]
    skipBlanks()
    if take("}") { return .object(members) }
    repeat {
      skipBlanks()
      guard next == UInt8(ascii: "\""), let name = string() else { return nil }
      skipBlanks()
      guard take(":"), let member = value(depth: depth + 1) else { return nil }
      members[name] = member
      skipBlanks()
    } while take(",")
    return take("}") ? .object(members) : nil
  }

  private mutating func number() -> JSONTree? {
    let start = at
    _ = take("-")
    let digits = at
    while next?.isDigit ?? false { at += 1 }
    guard at > digits, at == digits + 1 || bytes[digits] != UInt8(ascii: "0") else { return nil }
    let whole = bytes[start..<at]
    if take(".") {
      let part = at
      while next?.isDigit ?? false { at += 1 }
      guard at > part else { return nil }
    }
    if take("e") || take("E") {
      _ = take("+") || take("-")
      let part = at
      while next?.isDigit ?? false { at += 1 }
      guard at > part else { return nil }
    }
    return .number(whole.endIndex == at ? Int(whole.text) : nil)
  }

  /// The text between quotes, the first of which is next; nil when it is not one.
  private mutating func string() -> String? {
    at += 1
    var made: Bytes = []
    while let byte = next, byte >= 0x20 {
      at += 1
      switch byte {
      case UInt8(ascii: "\""): return String(validating: made, as: UTF8.self)
      case UInt8(ascii: "\\"): guard escape(into: &made) else { return nil }
      default: made.append(byte)
      }
    }
    return nil
  }

  /// What a backslash stands before.
  private mutating func escape(into made: inout Bytes) -> Bool {
    guard let letter = next else { return false }
    at += 1
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): made.append(letter)
    case UInt8(ascii: "b"): made.append(0x08)
    case UInt8(ascii: "f"): made.append(0x0C)
    case UInt8(ascii: "n"): made.append(.lineFeed)
    case UInt8(ascii: "r"): made.append(.carriageReturn)
    case UInt8(ascii: "t"): made.append(.tab)
    case UInt8(ascii: "u"):
      guard let scalar = scalar() else { return false }
      made.append(contentsOf: Bytes(String(scalar).utf8))
    default: return false
    }
    return true
  }

  /// A code point in hexadecimal digits, beyond the basic plane in two surrogates.
  private mutating func scalar() -> Unicode.Scalar? {
    guard let unit = codeUnit() else { return nil }
    guard UTF16.isLeadSurrogate(unit) else { return Unicode.Scalar(unit) }
    guard take("\\u"), let second = codeUnit(), UTF16.isTrailSurrogate(second) else { return nil }
    return Unicode.Scalar(0x10000 + (UInt32(unit) - 0xD800) << 10 + (UInt32(second) - 0xDC00))
  }

  private mutating func codeUnit() -> UInt16? {
    guard at + 4 <= bytes.count else { return nil }
    let digits = bytes[at..<at + 4]
    guard digits.allSatisfy({ $0.isDigit || $0.isLetter }) else { return nil }
    at += 4
    return UInt16(digits.text, radix: 16)
  }
}
