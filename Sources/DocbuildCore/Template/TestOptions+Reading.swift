/// What is wrong with a `test` comment, at a range of the page's bytes.
struct TestTrouble: Error, Equatable {
  let message: String
  let range: Range<Int>
  var fixIt: String?
}

extension TokenCursor {
  /// The options up to the parenthesis that closes them; the cursor stands at the comment's end afterwards.
  ///
  /// - Parameter whole: where what is wrong with the list is reported.
  mutating func commentOptions(of whole: Range<Int>) throws(TestTrouble) -> [DirectiveOption] {
    var options: [DirectiveOption] = []
    var isClosed = false
    while !isClosed {
      _ = skipBlanks()
      guard let next = peek, !bytes.has(closing, at: at) else { break }
      if next == UInt8(ascii: ")") {
        at += 1
        isClosed = true
        break
      }
      switch option() {
      case .trouble(let message, _):
        // A path that begins with a slash looks like a pattern.
        let cure = message.hasPrefix("the pattern of") ? ", or quotes around a path" : ""
        throw TestTrouble(message: message + cure, range: whole)
      case .option(let option, let closed):
        options.append(option)
        isClosed = closed
        guard options.count <= DirectiveParser.mostOptions else {
          throw TestTrouble(
            message: "more than \(DirectiveParser.mostOptions) options", range: whole)
        }
      }
    }
    _ = skipBlanks()
    guard isClosed, bytes.has(closing, at: at) else {
      throw TestTrouble(
        message: "expected ' ) \(closing)' at the end of the options", range: whole)
    }
    return options
  }
}

extension TestOptions {
  /// Whether the whole of `comment` is a `test` comment with nothing wrong about it.
  static func isSound(_ comment: Bytes) -> Bool {
    do {
      let options = try TestOptions(comment: 0..<comment.count, in: comment)
      return options.map { $0.badPattern == nil } ?? false
    } catch {
      return false
    }
  }

  /// Reads the comment at `range` of `bytes`; nil when it is a comment like any other.
  init?(comment: Range<Int>, in bytes: Bytes) throws(TestTrouble) {
    self.init()
    let script = Self.script(of: comment, in: bytes)
    // Options stand on one line.
    let range = script == nil ? bytes.firstLine(of: comment) : comment
    let style = CommentStyle.at(range.lowerBound, in: bytes)
    var cursor = TokenCursor(
      bytes, range.lowerBound + style.width, end: range.upperBound, closing: style.closing)
    let isSpaced = cursor.skipBlanks()
    let name = cursor.at
    guard bytes.has("test", at: name), name + 4 < range.upperBound else { return nil }
    cursor.at += 4
    let isApart = cursor.skipBlanks()
    guard cursor.peek == UInt8(ascii: "(") else { return nil }
    let whole = range.lowerBound..<Self.end(of: range, in: bytes)
    if let script,
      !bytes[script].allSatisfy(\.isBlank)
    {
      // As if it ended there: places are the same.
      let head = Self.head(of: range.lowerBound, script.lowerBound - 1, in: bytes)
      self = try Self(comment: range.lowerBound..<head.count, in: head) ?? self
      guard bytes[(script.upperBound + 3)..<range.upperBound].allSatisfy(\.isSpace) else {
        throw TestTrouble(
          message:
            "expected nothing behind '\(style.closing)', which ends the comment in a command as well",
          range: bytes.firstLine(of: range))
      }
      return
    }
    if script == nil, Self.holdsCommands(bytes[cursor.at..<range.upperBound]),
      !bytes.has(style.closing, at: whole.upperBound - 3)
    {
      throw TestTrouble(
        message: "expected '\(style.closing)' behind the commands of 'test(run)'", range: whole)
    }
    guard isSpaced, !isApart else {
      throw TestTrouble(
        message: isSpaced ? "expected '(' right after 'test'" : "expected a space before 'test'",
        range: whole)
    }
    cursor.at += 1
    _ = cursor.skipBlanks()
    var seen: [String] = []
    for option in try cursor.commentOptions(of: whole) {
      if option.key != "expect", seen.contains(option.key) {
        throw TestTrouble(message: "'\(option.key)' is there twice", range: option.range)
      }
      seen.append(option.key)
      try take(option)
    }
    let rest = bytes[cursor.at + 3..<range.upperBound].trimmed()
    guard rest.isEmpty else {
      throw TestTrouble(
        message: "expected nothing behind '\(style.closing)'",
        range: rest.startIndex..<rest.endIndex)
    }
  }

  mutating func take(_ option: DirectiveOption) throws(TestTrouble) {
    let text: String? =
      switch option.value {
      case .text(let bytes): bytes.text
      case .pattern(let bytes) where option.key == "vary": bytes.text
      case .pattern(let bytes) where option.key == "expect": "\(bytes.text) (re)"
      case .pattern, .none: nil
      }
    guard let takes = Self.all.first(where: { $0.name == option.key })?.takes else {
      let guess = nearest(to: option.key, among: Self.all.map(\.name), count: 1).first
      throw TestTrouble(
        message: "unknown option '\(option.key)' of 'test'"
          + (guess == nil ? ": expected \(Self.all.map(\.name).joined(separator: ", "))" : ""),
        range: option.range.lowerBound..<option.range.lowerBound + option.key.utf8.count,
        fixIt: guess)
    }
    let wrong = TestTrouble(message: "'\(option.key)' takes \(takes)", range: option.range)
    switch (option.key, text) {
    case ("fresh", nil):
      guard case .none = option.value else { throw wrong }
      isFresh = true
    case ("skip", let text?) where !text.isEmpty: skip = text
    case ("name", let text?) where !text.isEmpty: name = text
    case ("reads", let text?):
      let paths = text.split { $0 == " " || $0 == "," }.map(String.init)
      if !paths.allSatisfy(Self.isBelowRoot) { throw wrong }
      reads = paths
    case ("run", nil):
      guard case .none = option.value else { throw wrong }
      isHidden = true
    case ("setup", let text?) where !text.utf8.allSatisfy(\.isBlank): setup = text
    case ("in", let text?) where !text.utf8.allSatisfy(\.isBlank) && !text.utf8.contains(0):
      folder = text
    case ("needs", let text?):
      needs = Self.list(text)
      if needs.contains(where: \.isEmpty) { throw wrong }
    case ("expect", let text?) where !text.utf8.allSatisfy(\.isBlank):
      expect.append(Bytes(text.utf8))
    case ("vary", let text?):
      let pattern = Bytes(text.utf8)
      guard case .pattern = option.value else { throw wrong }
      // What else is said holds all the same.
      if Pattern.varying(pattern) == nil { badPattern = wrong } else { vary = pattern }
    case ("timeout", let text?):
      guard let time = Self.milliseconds(text) else { throw wrong }
      timeout = time
    default: throw wrong
    }
  }

  /// The words between commas, those in quotes of a shell left alone.
  private static func list(_ text: String) -> [String] {
    var parts: [Bytes] = [[]]
    var quote: UInt8?
    for byte in text.utf8 {
      if byte == quote {
        quote = nil
      } else if quote == nil, byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") {
        quote = byte
      } else if quote == nil, byte == UInt8(ascii: ",") {
        parts.append([])
        continue
      }
      parts[parts.count - 1].append(byte)
    }
    return parts.map { Bytes($0.trimmed()).text }
  }

  /// `30s`, `2m`, `500ms`; up to a day.
  private static func milliseconds(_ text: String) -> Int? {
    for (unit, factor) in [("ms", 1), ("s", 1000), ("m", 60_000)] where text.hasSuffix(unit) {
      guard let number = Int(text.dropLast(unit.count)), number > 0, number <= 86_400_000 / factor
      else { return nil }
      return number * factor
    }
    return nil
  }

  /// The end of the comment in `range`, or of the range.
  private static func end(of range: Range<Int>, in bytes: Bytes) -> Int {
    let style = CommentStyle.at(range.lowerBound, in: bytes)
    var at = range.lowerBound
    while at + 3 <= range.upperBound {
      if bytes.has(style.closing, at: at) { return at + 3 }
      at += 1
    }
    return range.upperBound
  }
}

extension TestOptions {
  /// Of a comment that holds commands, `<!-- test(run …)` and then they, what stands between the parenthesis and the
  /// comment's end; nil for others.
  static func script(of range: Range<Int>, in bytes: Bytes) -> Range<Int>? {
    let style = CommentStyle.at(range.lowerBound, in: bytes)
    let name = range.lowerBound + style.width + 1
    guard bytes.has("test(", at: name), holdsCommands(bytes[(name + 4)..<range.upperBound])
    else { return nil }
    let end = end(of: range, in: bytes) - 3
    let lineEnd = bytes.firstOffset(of: .lineFeed, in: name..<range.upperBound) ?? end
    var first: Int?
    for at in name..<max(name, min(lineEnd, end)) where bytes[at] == UInt8(ascii: ")") {
      if bytes[(at + 1)..<end].allSatisfy(\.isSpace) { return at + 1..<end }
      if isSound(Bytes(head(of: range.lowerBound, at, in: bytes)[range.lowerBound...])) {
        return at + 1..<end
      }
      first = first ?? at
    }
    return first.map { $0 + 1..<end }
  }

  /// The page up to a comment's parenthesis at `paren`, and the comment's end right behind it.
  private static func head(of comment: Int, _ paren: Int, in bytes: Bytes) -> Bytes {
    Bytes(bytes[...paren]) + Bytes(" \(CommentStyle.at(comment, in: bytes).closing)".utf8)
  }

  /// Whether the options that begin so are those of a comment with commands.
  static func holdsCommands(_ options: some Collection<UInt8>) -> Bool {
    let rest = options.dropFirst().drop(while: \.isBlank)
    guard rest.starts(with: "run".utf8), let next = rest.dropFirst(3).first else { return false }
    return next.isSpace || next == UInt8(ascii: ")")
  }
}

extension Bytes {
  /// What of `range` stands on its first line.
  func firstLine(of range: Range<Int>) -> Range<Int> {
    range.lowerBound..<(firstOffset(of: .lineFeed, in: range) ?? range.upperBound)
  }
}
