package import DocbuildCore

extension JSONValue {
  /// As JSON on one line with sorted keys, for programs that talk to one another: nothing is escaped but what JSON asks for.
  package var compact: Bytes {
    var made: Bytes = []
    write(to: &made)
    return made
  }

  private func write(to made: inout Bytes) {
    switch self {
    case .text(let text): JSONValue.quote(text, to: &made)
    case .number(let number): made += "\(number)".utf8
    case .flag(let flag): made += (flag ? "true" : "false").utf8
    case .null: made += "null".utf8
    case .list(let items):
      made.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { made.append(UInt8(ascii: ",")) }
        item.write(to: &made)
      }
      made.append(UInt8(ascii: "]"))
    case .object(let members):
      made.append(UInt8(ascii: "{"))
      var isFirst = true
      for (key, value) in members.sorted(by: { $0.key < $1.key }) {
        guard let value else { continue }
        if !isFirst { made.append(UInt8(ascii: ",")) }
        isFirst = false
        JSONValue.quote(key, to: &made)
        made.append(UInt8(ascii: ":"))
        value.write(to: &made)
      }
      made.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to made: inout Bytes) {
    made.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"):
        made.append(UInt8(ascii: "\\"))
        made.append(byte)
      case UInt8(ascii: "\n"): made += "\\n".utf8
      case 0..<0x20:
        made += (byte < 0x10 ? "\\u000" : "\\u00").utf8
        made += String(byte, radix: 16).utf8
      default: made.append(byte)
      }
    }
    made.append(UInt8(ascii: "\""))
  }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral
{
  /// A text.
  package init(stringLiteral text: String) { self = .text(text) }
  /// A number.
  package init(integerLiteral number: Int) { self = .number(number) }
  /// True or false.
  package init(booleanLiteral flag: Bool) { self = .flag(flag) }
  /// A list.
  package init(arrayLiteral items: JSONValue...) { self = .list(items) }
  /// An object; of members with one key the last counts, and those without a value are left out.
  package init(dictionaryLiteral members: (String, JSONValue?)...) {
    self = .object(Dictionary(members) { $1 })
  }
}
