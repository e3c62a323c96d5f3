/// An HTML comment read as if it were meant for a directive: a sign, a name, and what follows it.
struct CommentHead {
  /// How comments are written there.
  let style: CommentStyle
  /// Behind the `-->`, or where the line ends in which the comment begins and is never closed.
  let end: Int
  let isClosed: Bool
  /// Whether it ends on the line that it begins on.
  let isOnOneLine: Bool
  /// Whether white space stands between `<!--` and the rest.
  let isSpaced: Bool
  /// Whether a space is one that editors show like a plain one: a no-break space, or one without a width.
  let hasOddSpaces: Bool
  /// What stands before the name: `@`, `#`, `:` and the like.
  let sign: Bytes
  let name: Bytes
  /// `:` or `=` behind the name.
  let mark: Bytes
  /// Whether white space stands between the name and what follows.
  let isApart: Bool
  /// What follows, line ends as spaces, without white space at its ends.
  let rest: Bytes

  /// The most bytes and lines that a directive could be spread over.
  private static let most = (bytes: 4096, lines: 24)

  /// Reads the comment at `start` on the line that ends at `lineEnd`; nil without a name.
  init?(_ bytes: Bytes, at start: Int, lineEnd: Int) {
    let style = CommentStyle.at(start, in: bytes)
    self.style = style
    var at = start + style.width
    func isSpace(_ byte: UInt8) -> Bool {
      byte.isBlank || byte == .lineFeed || byte == .carriageReturn
    }
    func skipSpaces(to limit: Int) {
      while at < limit {
        if isSpace(bytes[at]) {
          at += 1
        } else if bytes.has("\u{A0}", at: at) {
          at += 2
        } else if bytes.has("\u{200B}", at: at) {
          at += 3
        } else {
          return
        }
      }
    }
    func take(while isPart: (UInt8) -> Bool, to limit: Int) -> Bytes {
      let from = at
      while at < limit, isPart(bytes[at]), !bytes.has(style.closing, at: at) { at += 1 }
      return Bytes(bytes[from..<at])
    }
    let limit = min(bytes.count, start + CommentHead.most.bytes)
    skipSpaces(to: limit)
    isSpaced = at > start + style.width
    sign = take(while: { "@#:!$/".utf8.contains($0) }, to: limit)
    skipSpaces(to: limit)
    name = take(
      while: { $0.isLetter || $0.isDigit || $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") },
      to: limit)
    guard !name.isEmpty, name.count <= 16 else { return nil }

    let close = CommentHead.close(bytes, from: at, to: limit, style)
    isClosed = close != nil
    isOnOneLine = close.map { $0 <= lineEnd } ?? (at <= lineEnd)
    // What is never closed may be as long as the page: no directive is.
    let other = CommentHead.opening(bytes, from: at, to: min(lineEnd, limit), style)
    var last = close ?? max(at, other)
    end = close.map { $0 + 3 } ?? max(at, lineEnd)
    if close == nil {
      // `--`, `->` and the like: the end that was meant.
      while last > at, "->".utf8.contains(bytes[last - 1]) || isSpace(bytes[last - 1]) { last -= 1 }
    }
    let afterName = at
    skipSpaces(to: last)
    mark = take(while: { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }, to: last)
    skipSpaces(to: last)
    isApart = at > afterName
    hasOddSpaces = (start..<at).contains {
      bytes[$0] >= 0x80 && (bytes.has("\u{A0}", at: $0) || bytes.has("\u{200B}", at: $0))
    }
    rest = Bytes(bytes[at..<max(at, last)].map { isSpace($0) ? .space : $0 }.trimmed())
  }

  /// Where the next comment begins on the line, else the line's end.
  private static func opening(_ bytes: Bytes, from: Int, to end: Int, _ style: CommentStyle) -> Int
  {
    var at = from
    while at < end, !bytes.has(style.opening, at: at) { at += 1 }
    return max(from, min(at, end))
  }

  /// Where the `-->` of a comment is, unless another comment, or too many lines, come before it.
  private static func close(_ bytes: Bytes, from: Int, to limit: Int, _ style: CommentStyle)
    -> Int?
  {
    var lines = 0
    var at = from
    while at < limit {
      switch bytes[at] {
      case UInt8(ascii: "-"), UInt8(ascii: "*"):
        if bytes.has(style.closing, at: at) { return at }
      case UInt8(ascii: "<"), UInt8(ascii: "{"):
        if bytes.has(style.opening, at: at) { return nil }
      case .lineFeed:
        lines += 1
        if lines > most.lines { return nil }
      default: break
      }
      at += 1
    }
    return nil
  }
}

extension CommentHead {
  /// Whether it is written as a `test` comment is, so that the test itself says what is wrong with it.
  var callsTest: Bool {
    name.elementsEqual("test".utf8) && rest.first == UInt8(ascii: "(") && isSpaced && isOnOneLine
      && !isApart && sign.isEmpty && mark.isEmpty
  }

  /// The words that `rest` is made of; what stands in quotes, slashes or parentheses is one.
  var words: [Bytes] { rest.words }
}

extension Bytes {
  /// Parted by white space outside of double quotes.
  var words: [Bytes] {
    var found: [Bytes] = []
    var word: Bytes = []
    var isQuoted = false
    for byte in self {
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if byte.isBlank, !isQuoted {
        if !word.isEmpty { found.append(word) }
        word = []
      } else {
        word.append(byte)
      }
    }
    if !word.isEmpty { found.append(word) }
    return found
  }

  /// Whether it can only be a path: something with `.` or `/` inside that no sentence has.
  var looksLikePath: Bool {
    guard count >= 3, count <= 400, let last, !".,;:!?/".utf8.contains(last) || last == .slash,
      contains(where: \.isLetter), !contains(where: { "()*<>|".utf8.contains($0) })
    else { return false }
    let lower = text.lowercased()
    if Self.wordsWithSlashes.contains(lower) { return false }
    let isVersion = dropFirst(first == UInt8(ascii: "v") ? 1 : 0).allSatisfy {
      $0.isDigit || $0 == UInt8(ascii: ".")
    }
    if isVersion { return false }
    if contains(.slash) { return count > 2 }
    guard let dot = lastIndex(of: UInt8(ascii: ".")), dot > 0 else { return false }
    return self[(dot + 1)...].allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") }
      && self[(dot + 1)...].contains(where: \.isLetter)
  }

  /// What people write with a stroke or a dot, and mean no file by.
  private static let wordsWithSlashes: Set<String> = [
    "and/or", "or/and", "either/or", "he/she", "she/he", "his/her", "him/her", "n/a", "w/o", "i/o",
    "yes/no", "on/off", "true/false", "read/write", "input/output", "pros/cons", "tcp/ip", "e.g",
    "i.e", "a.k.a", "vs.", "etc.", "p.s", "node.js", "vue.js", "next.js", "nuxt.js", "three.js",
    "d3.js", "chart.js", "asp.net", "socket.io", "github.com", "u.s", "u.k",
  ]
}

extension UInt8 {
  fileprivate static let slash = UInt8(ascii: "/")
}
