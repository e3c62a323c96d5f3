/// A line that may hold a mark of a region, taken apart.
struct MarkLine: Sendable {
  /// The line without the white space at its ends.
  let text: ArraySlice<UInt8>
  /// What the comment says that the line begins with; nil when it begins with none of its language.
  let comment: ArraySlice<UInt8>?
  /// Whether it is a documentation comment, where tags such as `<p>` are text.
  let isDocumentation: Bool
  /// Whether there is code behind the comment.
  let hasTail: Bool
  /// Whether a line of the language itself may be a mark, as C#'s `#region` is.
  let takesRegionLines: Bool

  init(_ line: ArraySlice<UInt8>, lexis: Lexis?) {
    let text = line.trimmed()
    self.text = text
    takesRegionLines = lexis?.traits.contains(.regionLines) ?? true
    let start = text.startIndex
    isDocumentation =
      text.first == UInt8(ascii: "*") || text.has("/**", at: start) || text.has("///", at: start)
      || text.has("//!", at: start)
    for blocks in [lexis?.lineBlocks ?? [], lexis?.blocks ?? Self.everyBlock] {
      for block in blocks where text.starts(with: block.open) {
        let inner = text.dropFirst(block.open.count)
        let end = inner.firstIndex(of: block.close)
        comment = inner[..<(end ?? inner.endIndex)].drop { "*!".utf8.contains($0) }.trimmed()
        hasTail = end.map { !inner[$0...].dropFirst(block.close.count).trimmed().isEmpty } ?? false
        return
      }
    }
    hasTail = false
    for opener in lexis?.lines ?? Self.everyLine where text.startsComment(opener) {
      let rest = text.dropFirst(opener.count)
      comment = rest.drop { $0 == opener[opener.count - 1] || $0 == UInt8(ascii: "!") }.trimmed()
      return
    }
    comment = nil
  }

  /// The comments of languages that docbuild does not know.
  private static let everyBlock = [
    ("<!--", "-->"), ("{{!--", "--}}"), ("{/*", "*/}"), ("/*", "*/"), ("<%--", "--%>"),
    ("<%#", "%>"), ("{#", "#}"), ("@*", "*@"), ("(*", "*)"), ("{-", "-}"), ("{$", "}"),
    ("<#", "#>"), ("--[[", "]]"), ("#=", "=#"),
  ].map { Lexis.Block(open: Bytes($0.0.utf8), close: Bytes($0.1.utf8)) }
  private static let everyLine = [
    "//", "--", ";", "#", "%", "*>", "*", "'", "\"", "!", "@REM", "REM", "::", "..",
  ].map { Bytes($0.utf8) }

  /// Whether the mark at `offset` stands alone: no code is on its line.
  func isAlone(at offset: Int) -> Bool {
    if hasTail { return false }
    if comment != nil || offset == text.startIndex { return true }
    return Self.everyBlock.contains { text.starts(with: $0.open) }
      || Self.everyLine.contains { text.startsComment($0) }
  }

  /// Whether what stands at `offset` is the first thing that the line says.
  func begins(at offset: Int) -> Bool {
    text[..<offset].allSatisfy { !$0.isWord } && text[..<offset].count < 12
  }

  /// Whether only the sign of a comment, and white space, stands between `offset` and the code before it.
  func followsComment(_ offset: Int) -> Bool {
    guard let before = text[..<offset].last(where: { !$0.isBlank }) else { return true }
    return "/*#-;%'\"!(".utf8.contains(before)
  }

  /// Where `word` stands.
  func offsets(of word: StaticString) -> [Int] {
    var found: [Int] = []
    let first = unsafe word.utf8Start.pointee
    for at in text.indices where text[at] == first && text.has(word, at: at) { found.append(at) }
    return found
  }

  /// Whether no letter, digit or underscore stands right before `offset`.
  func isBoundary(_ offset: Int) -> Bool {
    offset == text.startIndex || !text[offset - 1].isWord
  }

  func cursor(at offset: Int) -> MarkCursor { MarkCursor(rest: text[offset...]) }
}

/// What is left of a mark to be read.
struct MarkCursor {
  var rest: ArraySlice<UInt8>

  mutating func take(_ word: StaticString) -> Bool {
    guard rest.has(word, at: rest.startIndex) else { return false }
    rest = rest.dropFirst(word.utf8CodeUnitCount)
    return true
  }

  /// Takes `word`, which is in lower case, in letters of either case.
  mutating func takeAnyCase(_ word: String) -> Bool {
    var at = rest.startIndex
    for letter in word.utf8 {
      guard at < rest.endIndex, rest[at] == letter || rest[at].isLetter && rest[at] | 0x20 == letter
      else { return false }
      at += 1
    }
    rest = rest[at...]
    return true
  }

  /// How many blanks were taken.
  @discardableResult
  mutating func skipBlanks() -> Int {
    let blanks = rest.prefix { $0.isBlank }.count
    rest = rest.dropFirst(blanks)
    return blanks
  }

  /// A name without spaces; nil when none stands here.
  mutating func name() -> String? {
    var found = rest.prefix { $0.isWord || "-.:/+@$".utf8.contains($0) }
    // What closes a comment, and the end of a sentence, are not part of a name.
    for (at, byte) in zip(found.indices, found)
    where (byte == UInt8(ascii: "-") || byte == UInt8(ascii: "/"))
      && ["-->", "--}", "--%", "-}"].contains(where: { rest[at...].starts(with: $0.utf8) })
    {
      found = found[..<at]
      break
    }
    while let last = found.last, ".:/".utf8.contains(last) { found = found.dropLast() }
    guard !found.isEmpty else { return nil }
    rest = rest[found.endIndex...]
    return found.text
  }

  /// What is left, without the end of a comment.
  var tail: ArraySlice<UInt8> {
    var text = rest.trimmed()
    for close in [
      "-->", "--}}", "*/}", "*/", "*)", "-}", "--%>", "%>", "#}", "*@", "#>", "]]", "=#",
    ]
    where text.suffix(close.utf8.count).elementsEqual(close.utf8) {
      text = text.dropLast(close.utf8.count).trimmed()
      break
    }
    return text
  }

  /// Whether a word ends here, or the comment does.
  var isAtEnd: Bool {
    guard let next = rest.first else { return true }
    return next.isBlank
      || ["-->", "*/", "*)", "-}", "%>", "#}", "*@", "#>", "]]", "=#"].contains {
        rest.starts(with: $0.utf8)
      }
  }
}

extension ArraySlice<UInt8> {
  /// Whether it begins with the comment's sign; a word such as `REM` in either case, with a blank behind it.
  fileprivate func startsComment(_ opener: Bytes) -> Bool {
    guard opener[opener.count - 1].isLetter else { return starts(with: opener) }
    guard count > opener.count, self[startIndex + opener.count].isBlank else { return false }
    return zip(self, opener).allSatisfy { $0 == $1 || ($0.isLetter && $0 & 0xDF == $1) }
  }

  fileprivate func firstIndex(of text: Bytes) -> Int? {
    indices.first { self[$0] == text[0] && self[$0...].starts(with: text) }
  }
}
