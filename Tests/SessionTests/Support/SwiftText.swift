/// A file of Swift without its comments and the texts of its literals, as lines and words.
///
/// It is as much of a reader as the tests of layers and lengths need: names, braces and lines. Code inside `\(…)` is
/// kept. Regular expressions between slashes are not known to it.
struct SwiftText {
  /// A word of the code and what surrounds it.
  struct Word {
    let text: String
    /// From 0.
    let line: Int
    /// How many braces are open around it.
    let depth: Int
    /// Whether a dot stands right before it.
    let isMember: Bool
    /// Whether an opening parenthesis stands right behind it.
    let isCalled: Bool
  }

  /// The code in the lines of the file.
  let lines: [[UInt8]]

  init(_ text: String) {
    var reader = CodeReader(bytes: Array(text.utf8))
    reader.readCode(upToParenthesis: false)
    lines = reader.code.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
      .map(Array.init)
  }

  /// All words in order.
  var words: [Word] {
    var found: [Word] = []
    var depth = 0
    for (number, line) in lines.enumerated() {
      var at = 0
      while at < line.count {
        switch line[at] {
        case UInt8(ascii: "{"): depth += 1
        case UInt8(ascii: "}"): depth -= 1
        case let byte where byte.isOfWord:
          var end = at
          while end < line.count, line[end].isOfWord { end += 1 }
          found.append(
            Word(
              text: String(decoding: line[at..<end], as: UTF8.self), line: number, depth: depth,
              isMember: at > 0 && line[at - 1] == UInt8(ascii: "."),
              isCalled: end < line.count && line[end] == UInt8(ascii: "(")))
          at = end
          continue
        default: break
        }
        at += 1
      }
    }
    return found
  }
}

extension UInt8 {
  fileprivate var isOfWord: Bool {
    switch self {
    case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x5F, 0x80...: true
    default: false
    }
  }
}

/// Copies the code of a file, with spaces in place of what is left out.
private struct CodeReader {
  let bytes: [UInt8]
  var at = 0
  var code: [UInt8] = []

  init(bytes: [UInt8]) {
    self.bytes = bytes
    code.reserveCapacity(bytes.count)
  }

  private func has(_ text: StaticString) -> Bool { bytes[at...].starts(with: "\(text)".utf8) }

  /// Passes over bytes, whose line ends stay.
  private mutating func skip(_ count: Int) {
    for byte in bytes[at..<min(at + count, bytes.count)] {
      code.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
    }
    at += count
  }

  mutating func readCode(upToParenthesis: Bool) {
    var open = 0
    while at < bytes.count {
      let byte = bytes[at]
      switch byte {
      case UInt8(ascii: "/") where has("//"):
        while at < bytes.count, bytes[at] != UInt8(ascii: "\n") { skip(1) }
        continue
      case UInt8(ascii: "/") where has("/*"):
        while at < bytes.count, !has("*/") { skip(1) }
        skip(2)
        continue
      case UInt8(ascii: "\""), UInt8(ascii: "#"):
        let signs = bytes[at...].prefix { $0 == UInt8(ascii: "#") }.count
        if at + signs < bytes.count, bytes[at + signs] == UInt8(ascii: "\"") {
          readLiteral(signs)
          continue
        }
      case UInt8(ascii: "("): open += 1
      case UInt8(ascii: ")"):
        open -= 1
        if upToParenthesis, open == 0 {
          code.append(byte)
          at += 1
          return
        }
      default: break
      }
      code.append(byte)
      at += 1
    }
  }

  /// A string with so many signs of number before its first quote.
  private mutating func readLiteral(_ signs: Int) {
    skip(signs)
    let quotes = has("\"\"\"") ? 3 : 1
    skip(quotes)
    let number = [UInt8](repeating: UInt8(ascii: "#"), count: signs)
    let end = [UInt8](repeating: UInt8(ascii: "\""), count: quotes) + number
    let escape = [UInt8(ascii: "\\")] + number
    while at < bytes.count, !bytes[at...].starts(with: end) {
      guard bytes[at...].starts(with: escape) else {
        skip(1)
        continue
      }
      skip(escape.count)
      if at < bytes.count, bytes[at] == UInt8(ascii: "(") {
        readCode(upToParenthesis: true)
      } else {
        skip(1)
      }
    }
    skip(end.count)
  }
}
