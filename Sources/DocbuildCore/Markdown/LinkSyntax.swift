/// Reads link reference definitions (CommonMark 4.7) and what links are made of (6.3).
enum LinkSyntax {
  /// A definition as it is written, in offsets of its paragraph's text.
  struct Definition {
    let label: Range<Int>
    let destination: Range<Int>
    /// Behind its line's end.
    let end: Int
  }

  /// The definition that begins at `start`, a line's start; nil when there is none.
  static func definition(in text: Bytes, at start: Int) -> Definition? {
    guard let label = label(in: text, at: start), label.upperBound + 1 < text.count,
      text[label.upperBound + 1] == UInt8(ascii: ":"),
      text[label].contains(where: { !$0.isSpace })
    else { return nil }
    let from = skipSpaces(in: text, from: label.upperBound + 2)
    guard let destination = destination(in: text, at: from), destination.next > from else {
      return nil
    }
    func lineEnd(_ from: Int) -> Int? {
      var at = from
      while at < text.count, text[at].isBlank { at += 1 }
      return at >= text.count ? at : text[at] == .lineFeed ? at + 1 : nil
    }
    let plain = lineEnd(destination.next)
    let titleStart = skipSpaces(in: text, from: destination.next)
    if titleStart > destination.next, let title = title(in: text, at: titleStart),
      let end = lineEnd(title.upperBound)
    {
      return Definition(label: label, destination: destination.range, end: end)
    }
    return plain.map { Definition(label: label, destination: destination.range, end: $0) }
  }

  /// The text between the brackets that begin at `start`: at most 999 bytes and no brackets in it that are not
  /// escaped.
  static func label(in text: Bytes, at start: Int) -> Range<Int>? {
    guard start < text.count, text[start] == UInt8(ascii: "[") else { return nil }
    var at = start + 1
    let limit = min(text.count, at + 1000)
    while at < limit {
      switch text[at] {
      case UInt8(ascii: "]"): return start + 1..<at
      case UInt8(ascii: "["): return nil
      case UInt8(ascii: "\\"): at += at + 1 < text.count && text[at + 1].isPunctuation ? 2 : 1
      default: at += 1
      }
    }
    return nil
  }

  /// A destination in `<…>` or without, and what follows; nil when none can be read. Without brackets it may be empty.
  static func destination(in text: Bytes, at start: Int) -> (range: Range<Int>, next: Int)? {
    guard start < text.count else { return nil }
    var at = start
    if text[start] == UInt8(ascii: "<") {
      at += 1
      while at < text.count {
        switch text[at] {
        case UInt8(ascii: ">"): return (start + 1..<at, at + 1)
        case UInt8(ascii: "<"), .lineFeed: return nil
        case UInt8(ascii: "\\"): at += at + 1 < text.count && text[at + 1].isPunctuation ? 2 : 1
        default: at += 1
        }
      }
      return nil
    }
    var depth = 0
    loop: while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\\") where at + 1 < text.count && text[at + 1].isPunctuation: at += 2
      case UInt8(ascii: "("):
        depth += 1
        if depth > 32 { return nil }
        at += 1
      case UInt8(ascii: ")"):
        if depth == 0 { break loop }
        depth -= 1
        at += 1
      case 0...0x20, 0x7F: break loop
      default: at += 1
      }
    }
    if at == start, at < text.count, text[at] != UInt8(ascii: ")") { return nil }
    return depth == 0 ? (start..<at, at) : nil
  }

  /// A title with its quotes or parentheses.
  static func title(in text: Bytes, at start: Int) -> Range<Int>? {
    guard start < text.count else { return nil }
    let open = text[start]
    let close: UInt8
    switch open {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): close = open
    case UInt8(ascii: "("): close = UInt8(ascii: ")")
    default: return nil
    }
    var at = start + 1
    while at < text.count {
      if text[at] == close { return start..<at + 1 }
      if text[at] == open { return nil }
      at +=
        text[at] == UInt8(ascii: "\\") && at + 1 < text.count && text[at + 1].isPunctuation
        ? 2 : 1
    }
    return nil
  }

  static func skipSpaces(in text: Bytes, from start: Int) -> Int {
    var at = start
    while at < text.count, text[at].isSpace { at += 1 }
    return at
  }

  /// A label as labels are compared: case folded, runs of white space as one space (CommonMark 6.3).
  static func normalised(_ label: ArraySlice<UInt8>) -> Bytes {
    var made: Bytes = []
    made.reserveCapacity(label.count)
    var pending = false
    var isASCII = true
    for byte in label {
      if byte.isSpace {
        pending = !made.isEmpty
        continue
      }
      if pending {
        made.append(.space)
        pending = false
      }
      if byte >= 0x80 { isASCII = false }
      made.append(byte >= 0x41 && byte <= 0x5A ? byte | 0x20 : byte)
    }
    // Upper case between two lower cases folds what one alone does not, as ẞ and ss, ς and σ.
    return isASCII ? made : Bytes(made.text.lowercased().uppercased().lowercased().utf8)
  }

  /// A destination as the browser gets it: escapes and entities resolved.
  static func resolved(_ raw: ArraySlice<UInt8>) -> Bytes {
    if raw.contains(UInt8(ascii: "&")), let resolved = resolvedDestination(Bytes(raw)) {
      return resolved
    }
    guard raw.contains(UInt8(ascii: "\\")) else { return Bytes(raw) }
    var made: Bytes = []
    var at = raw.startIndex
    while at < raw.endIndex {
      if raw[at] == UInt8(ascii: "\\"), at + 1 < raw.endIndex, raw[at + 1].isPunctuation { at += 1 }
      made.append(raw[at])
      at += 1
    }
    return made
  }
}

extension UInt8 {
  /// White space as CommonMark's rules for links mean it.
  var isSpace: Bool { self == .space || (self >= 0x09 && self <= 0x0D) }

  /// ASCII punctuation, which a backslash escapes (CommonMark 2.4).
  var isPunctuation: Bool {
    switch self {
    case 0x21...0x2F, 0x3A...0x40, 0x5B...0x60, 0x7B...0x7E: true
    default: false
    }
  }
}
