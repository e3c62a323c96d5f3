/// A tag as browsers read it (<https://html.spec.whatwg.org/multipage/parsing.html#tag-open-state>).
struct HTMLTag {
  struct Attribute {
    /// In lower case.
    let name: String
    /// Without entities.
    let value: [UInt8]
  }

  /// In lower case.
  let name: String
  let isClosing: Bool
  /// Each name once, the first that there is.
  let attributes: [Attribute]
  /// Behind its `>`.
  let end: Int

  /// Tags that GitHub shows as text, since they would change how all behind them is read (GitHub Flavored Markdown, 6.11).
  static let filtered: Set<String> = [
    "title", "textarea", "style", "xmp", "iframe", "noembed", "noframes", "script", "plaintext",
  ]

  /// Reads the tag that begins at `start`; nil where there is none, or no end of it.
  init?(_ html: [UInt8], at start: Int) {
    var at = start + 1
    isClosing = at < html.count && html[at] == UInt8(ascii: "/")
    if isClosing { at += 1 }
    guard at < html.count, html[at].isLetter else { return nil }
    let nameStart = at
    while at < html.count, !html[at].isSpace, html[at] != UInt8(ascii: "/"),
      html[at] != UInt8(ascii: ">")
    {
      at += 1
    }
    name = html[nameStart..<at].map(\.inLowerCase).text
    var found: [Attribute] = []
    while true {
      while at < html.count, html[at].isSpace || html[at] == UInt8(ascii: "/") { at += 1 }
      guard at < html.count else { return nil }
      if html[at] == UInt8(ascii: ">") { break }
      guard found.count < 200, let attribute = HTMLTag.attribute(html, &at) else { return nil }
      if !found.contains(where: { $0.name == attribute.name }) { found.append(attribute) }
    }
    attributes = found
    end = at + 1
  }

  private static func attribute(_ html: [UInt8], _ at: inout Int) -> Attribute? {
    let start = at
    at += 1
    while at < html.count, !html[at].isSpace, !"/>=".utf8.contains(html[at]) { at += 1 }
    let name = html[start..<at].map(\.inLowerCase).text
    var next = at
    while next < html.count, html[next].isSpace { next += 1 }
    guard next < html.count, html[next] == UInt8(ascii: "=") else {
      return Attribute(name: name, value: [])
    }
    next += 1
    while next < html.count, html[next].isSpace { next += 1 }
    guard next < html.count else { return nil }
    let quote = html[next]
    if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
      guard let end = html[(next + 1)...].firstIndex(of: quote) else { return nil }
      at = end + 1
      return Attribute(name: name, value: resolved(html[(next + 1)..<end]))
    }
    at = next
    while at < html.count, !html[at].isSpace, html[at] != UInt8(ascii: ">") { at += 1 }
    return Attribute(name: name, value: resolved(html[next..<at]))
  }

  /// Where `mark` ends, from `start` on.
  static func end(of mark: StaticString, in html: [UInt8], from start: Int) -> Int? {
    let mark = Array<UInt8>(mark)
    var at = start
    while at + mark.count <= html.count {
      if html[at..<at + mark.count].elementsEqual(mark) { return at + mark.count }
      at += 1
    }
    return nil
  }

  // MARK: entities

  /// Whether what begins with `&` may be an entity.
  static func isReference(_ html: [UInt8], at start: Int) -> Bool {
    var at = start + 1
    if at < html.count, html[at] == UInt8(ascii: "#") { at += 1 }
    let first = at
    while at < html.count, html[at].isLetter || html[at].isDigit { at += 1 }
    return at > first && at < html.count && html[at] == UInt8(ascii: ";")
  }

  /// The value with its entities resolved, as far as they are numbers or in the table; all others stay as they are
  /// written, and their `&` is written as text.
  static func resolved(_ value: ArraySlice<UInt8>) -> [UInt8] {
    guard value.contains(UInt8(ascii: "&")) else { return Array(value) }
    var made: [UInt8] = []
    var at = value.startIndex
    while at < value.endIndex {
      guard value[at] == UInt8(ascii: "&"),
        let end = value[at...].prefix(12).firstIndex(of: UInt8(ascii: ";")),
        let text = character(value[(at + 1)..<end])
      else {
        made.append(value[at])
        at += 1
        continue
      }
      made += text
      at = end + 1
    }
    return made
  }

  private static let named: [String: String] = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©",
    "mdash": "—", "ndash": "–", "hellip": "…", "colon": ":", "Tab": "\t", "NewLine": "\n",
  ]

  private static func character(_ name: ArraySlice<UInt8>) -> [UInt8]? {
    guard name.first == UInt8(ascii: "#") else { return named[name.text].map { Array($0.utf8) } }
    let digits = name.dropFirst()
    let isHexadecimal = digits.first.map { $0 | 0x20 } == UInt8(ascii: "x")
    guard
      let number = UInt32(
        digits.dropFirst(isHexadecimal ? 1 : 0).text, radix: isHexadecimal ? 16 : 10)
    else { return nil }
    let scalar = number == 0 ? nil : Unicode.Scalar(number)
    return Array(String(Character(scalar ?? "\u{FFFD}")).utf8)
  }
}
