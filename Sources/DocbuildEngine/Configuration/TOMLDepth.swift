import DocbuildCore

/// How deep a TOML document goes, measured without building anything: a parser that calls itself, and a tree that frees
/// its children, spend stack on each level.
///
/// Strings and comments are passed over as TOML 1.0 has them. Where the text is malformed this may lose its way; a
/// parser stops there, so that what lies behind costs nothing.
struct TOMLDepth {
  private let bytes: Bytes
  private var at = 0
  /// Open brackets and braces.
  private var brackets = 0
  /// Parts of the key, or dots of the number, that is being read.
  private var parts = 0

  /// Where `bytes` first goes deeper than `limit`, by brackets and by parts of a key; nil when it nowhere does.
  static func firstExcess(in bytes: Bytes, limit: Int) -> Int? {
    var depth = TOMLDepth(bytes: bytes)
    while depth.at < bytes.count {
      depth.step()
      if depth.brackets > limit || depth.parts > limit { return min(depth.at, bytes.count) - 1 }
    }
    return nil
  }

  private init(bytes: Bytes) { self.bytes = bytes }

  private mutating func step() {
    let byte = bytes[at]
    switch byte {
    case UInt8(ascii: "#"):
      at = bytes.firstOffset(of: UInt8(ascii: "\n"), in: at..<bytes.count) ?? bytes.count
      return
    case UInt8(ascii: "\""), UInt8(ascii: "'"):
      skipString(quote: byte)
      return
    case UInt8(ascii: "["), UInt8(ascii: "{"):
      brackets += 1
      parts = 0
    case UInt8(ascii: "]"), UInt8(ascii: "}"):
      brackets = max(0, brackets - 1)
      parts = 0
    case UInt8(ascii: "."): parts += 1
    case UInt8(ascii: "="), UInt8(ascii: ","), UInt8(ascii: "\n"): parts = 0
    default: break
    }
    at += 1
  }

  private mutating func skipString(quote: UInt8) {
    let isLong = bytes[at...].starts(with: [quote, quote, quote])
    at += isLong ? 3 : 1
    while at < bytes.count {
      let byte = bytes[at]
      if byte == quote, !isLong || bytes[at...].starts(with: [quote, quote, quote]) {
        at += isLong ? 3 : 1
        // As many as two quotes may stand before the closing three.
        while isLong, at < bytes.count, bytes[at] == quote { at += 1 }
        return
      }
      if byte == UInt8(ascii: "\n"), !isLong { return }
      at += byte == UInt8(ascii: "\\") && quote == UInt8(ascii: "\"") ? 2 : 1
    }
    at = bytes.count
  }
}
