/// The comments and scalars of a YAML file (YAML 1.2.2, chapters 6.6, 7.3 and 8.1): a `#` at the start of a line or behind a
/// blank opens a comment, outside quoted scalars and the lines of block scalars.
struct YAMLReader {
  private let bytes: Bytes
  private(set) var spans: [LexicalMap.Span] = []
  /// What closes the quoted scalar that is open, and where it begins.
  private var quote: UInt8?
  private var opening = 0
  /// The indentation of what a block scalar belongs to, whose lines are deeper; nil outside of one.
  private var scalar: Int?

  init(_ bytes: Bytes) {
    self.bytes = bytes
    var at = 0
    while at < bytes.count {
      let end = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count) ?? bytes.count
      take(at..<end)
      at = end + 1
    }
  }

  /// Whether a quoted scalar is never closed.
  var isBroken: Bool { quote != nil }

  private mutating func take(_ line: Range<Int>) {
    let start = line.first { !bytes[$0].isBlank && bytes[$0] != .carriageReturn } ?? line.upperBound
    if let owner = scalar {
      if start == line.upperBound { return }
      if start - line.lowerBound > owner {
        spans.append(LexicalMap.Span(kind: .string, range: line))
        return
      }
      scalar = nil
    }
    var owner = -1
    var at = start
    if quote == nil {
      // Each `- ` in front of a value is a list of its own.
      while at < line.upperBound, "-?".utf8.contains(bytes[at]), isBlank(at + 1, line) {
        owner = at - line.lowerBound
        at += 1
        while at < line.upperBound, bytes[at].isBlank { at += 1 }
      }
    }
    let content = at
    let end = readScalars(&at, line)
    guard quote == nil, let header = header(in: content..<end) else { return }
    let isKey = bytes[content..<header].contains(UInt8(ascii: ":"))
    scalar = isKey ? content - line.lowerBound : owner
  }

  /// Reads up to a comment or the line's end; returns where the content ends.
  private mutating func readScalars(_ at: inout Int, _ line: Range<Int>) -> Int {
    var mayOpen = true
    while at < line.upperBound {
      let byte = bytes[at]
      if let open = quote {
        if byte == UInt8(ascii: "\\"), open == UInt8(ascii: "\"") {
          at += 2
          continue
        }
        if byte == open {
          // Twice is one quote between single quotes.
          if open == UInt8(ascii: "'"), at + 1 < line.upperBound, bytes[at + 1] == open {
            at += 2
            continue
          }
          quote = nil
          mayOpen = false
          spans.append(LexicalMap.Span(kind: .string, range: opening..<at + 1))
        }
      } else if byte == UInt8(ascii: "#"), at == line.lowerBound || bytes[at - 1].isBlank {
        spans.append(LexicalMap.Span(kind: .comment, range: at..<line.upperBound))
        return at
      } else if mayOpen, "\"'".utf8.contains(byte) {
        (quote, opening) = (byte, at)
      } else if !byte.isBlank {
        mayOpen = "[{,".utf8.contains(byte) || ":-?".utf8.contains(byte) && isBlank(at + 1, line)
      }
      at += 1
    }
    return line.upperBound
  }

  private func isBlank(_ at: Int, _ line: Range<Int>) -> Bool {
    at >= line.upperBound || bytes[at].isBlank || bytes[at] == .carriageReturn
  }

  /// Where `|` or `>` stands that opens a block scalar, with its indicators the last word of the line.
  private func header(in content: Range<Int>) -> Int? {
    guard
      let last = bytes[content].lastIndex(where: { !$0.isBlank && $0 != .carriageReturn })
    else { return nil }
    let start =
      bytes[content.lowerBound...last].lastIndex { $0.isBlank }.map { $0 + 1 }
      ?? content.lowerBound
    guard "|>".utf8.contains(bytes[start]),
      bytes[(start + 1)..<(last + 1)].allSatisfy({ "+-".utf8.contains($0) || $0.isDigit })
    else { return nil }
    // Behind a key, a dash, a tag or an anchor, or at the start of a document.
    guard
      let before = bytes[content.lowerBound..<start].lastIndex(where: { !$0.isBlank })
    else { return start }
    let word =
      bytes[content.lowerBound...before].lastIndex { $0.isBlank }.map { $0 + 1 }
      ?? content.lowerBound
    return bytes[before] == UInt8(ascii: ":") || "!&".utf8.contains(bytes[word])
      || bytes[content.lowerBound..<start].elementsEqual("--- ".utf8) ? start : nil
  }
}
