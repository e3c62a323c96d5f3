/// An HTML tag in a page (CommonMark 6.6), with its attributes.
struct HTMLTag {
  /// In lower case; empty for a comment, a declaration and the like.
  var name = ""
  var isClosing = false
  /// Names in lower case; a range is empty for an attribute without a value.
  var attributes: [(name: String, value: Range<Int>)] = []
  /// Behind the `>`.
  var end: Int

  func value(_ name: String) -> Range<Int>? { attributes.first { $0.name == name }?.value }
}

/// Reads tags of a text, each search in time linear in all of the text.
struct HTMLTagReader {
  let text: Bytes
  /// What was looked for in vain, and where.
  private var absent: [(what: String, range: Range<Int>)] = []

  init(_ text: Bytes) { self.text = text }

  /// The tag, comment, instruction, declaration or CDATA section whose `<` is at `start` and that ends before `limit`.
  mutating func tag(at start: Int, before limit: Int) -> HTMLTag? {
    guard start + 1 < limit else { return nil }
    switch text[start + 1] {
    case UInt8(ascii: "!"):
      if text.has("<!--", at: start) {
        guard let close = find("-->", from: start + 4, before: limit) else { return nil }
        return HTMLTag(end: close)
      }
      if text.has("<![CDATA[", at: start) {
        return find("]]>", from: start + 9, before: limit).map { HTMLTag(end: $0) }
      }
      guard start + 2 < limit, text[start + 2].isLetter else { return nil }
      return find(">", from: start + 2, before: limit).map { HTMLTag(end: $0) }
    case UInt8(ascii: "?"):
      return find("?>", from: start + 2, before: limit).map { HTMLTag(end: $0) }
    case UInt8(ascii: "/"):
      var at = start + 2
      guard let name = name(&at, limit) else { return nil }
      skipSpaces(&at, limit)
      guard at < limit, text[at] == UInt8(ascii: ">") else { return nil }
      return HTMLTag(name: name, isClosing: true, end: at + 1)
    default:
      return element(at: start, limit)
    }
  }

  private func element(at start: Int, _ limit: Int) -> HTMLTag? {
    var at = start + 1
    guard let name = name(&at, limit) else { return nil }
    var tag = HTMLTag(name: name, end: at)
    while true {
      let before = at
      skipSpaces(&at, limit)
      guard at < limit else { return nil }
      if text[at] == UInt8(ascii: ">") {
        tag.end = at + 1
        return tag
      }
      if text[at] == UInt8(ascii: "/"), at + 1 < limit, text[at + 1] == UInt8(ascii: ">") {
        tag.end = at + 2
        return tag
      }
      guard at > before, text[at].isLetter || "_:".utf8.contains(text[at]) else { return nil }
      let nameStart = at
      while at < limit, text[at].isLetter || text[at].isDigit || "_.:-".utf8.contains(text[at]) {
        at += 1
      }
      let attribute = text[nameStart..<at].text.lowercased()
      let afterName = at
      skipSpaces(&at, limit)
      guard at < limit, text[at] == UInt8(ascii: "=") else {
        tag.attributes.append((attribute, afterName..<afterName))
        at = afterName
        continue
      }
      at += 1
      skipSpaces(&at, limit)
      guard at < limit else { return nil }
      let quote = text[at]
      if quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") {
        guard let close = text.firstOffset(of: quote, in: at + 1..<limit) else { return nil }
        tag.attributes.append((attribute, at + 1..<close))
        at = close + 1
      } else {
        let from = at
        while at < limit, !text[at].isSpace, !"\"'=<>`".utf8.contains(text[at]) { at += 1 }
        guard at > from else { return nil }
        tag.attributes.append((attribute, from..<at))
      }
    }
  }

  private func name(_ at: inout Int, _ limit: Int) -> String? {
    let start = at
    guard at < limit, text[at].isLetter else { return nil }
    while at < limit, text[at].isLetter || text[at].isDigit || text[at] == UInt8(ascii: "-") {
      at += 1
    }
    return text[start..<at].text.lowercased()
  }

  private func skipSpaces(_ at: inout Int, _ limit: Int) {
    while at < limit, text[at].isSpace { at += 1 }
  }

  /// Behind the next `what` at or behind `from`.
  mutating func find(_ what: String, from: Int, before limit: Int) -> Int? {
    guard from < limit else { return nil }
    if absent.contains(where: {
      $0.what == what && $0.range.contains(from) && $0.range.upperBound >= limit
    }) {
      return nil
    }
    let wanted = Bytes(what.utf8)
    var at = from
    while at < limit, let found = text.firstOffset(of: wanted[0], in: at..<limit) {
      if text[found...].starts(with: wanted) {
        return found + wanted.count <= limit ? found + wanted.count : nil
      }
      at = found + 1
    }
    absent.removeAll { $0.what == what }
    absent.append((what, from..<limit))
    return nil
  }
}

extension Bytes {
  /// The addresses in a `srcset`: each up to white space, with an optional descriptor up to a comma (HTML Living
  /// Standard, "Parsing a srcset attribute").
  func imageCandidates(in value: Range<Int>) -> [Range<Int>] {
    var found: [Range<Int>] = []
    var at = value.lowerBound
    while at < value.upperBound {
      while at < value.upperBound, self[at].isSpace || self[at] == UInt8(ascii: ",") { at += 1 }
      let start = at
      while at < value.upperBound, !self[at].isSpace { at += 1 }
      var end = at
      while end > start, self[end - 1] == UInt8(ascii: ",") { end -= 1 }
      if end > start { found.append(start..<end) }
      // A comma right behind the address ends the candidate.
      if end == at {
        while at < value.upperBound, self[at] != UInt8(ascii: ",") { at += 1 }
      }
    }
    return found
  }
}
