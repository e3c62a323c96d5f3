import DocbuildCore

extension Escaping {
  /// What stands between the quotes of a JSON string (RFC 8259, 7). What must not stand in a log as it is comes as `\u`
  /// escapes, which mean the same.
  static let json = Escaping(
    form: { scalar, completesCommand in
      switch scalar {
      case "\"": Bytes("\\\"".utf8)
      case "\\": Bytes("\\\\".utf8)
      case "\u{8}": Bytes("\\b".utf8)
      case "\u{C}": Bytes("\\f".utf8)
      case "\n": Bytes("\\n".utf8)
      case "\r": Bytes("\\r".utf8)
      case "\t": Bytes("\\t".utf8)
      default: completesCommand || scalar.isUnseen ? scalar.asUnits : nil
      }
    }, guardsStart: false)
}

extension Unicode.Scalar {
  /// Its UTF-16 code units, each as `\uXXXX`; small letters for control characters.
  fileprivate var asUnits: Bytes {
    utf16.flatMap { unit in
      let digits = String(unit, radix: 16, uppercase: value >= 0x20)
      return Bytes("\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
    }
  }
}
