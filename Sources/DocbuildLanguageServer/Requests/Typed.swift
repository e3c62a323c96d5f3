import DocbuildCore

/// What is being typed at a place: a directive's part, or a link's.
enum Typed: Equatable {
  /// The name of a directive, from that offset on.
  case name(from: Int)
  /// The path in a directive; it begins at the offset, within quotes or not.
  case target(directive: String, Bytes, from: Int, isQuoted: Bool)
  /// An option's name, behind the target, if there is one.
  case option(directive: String, target: Bytes?, from: Int)
  /// An option's value, from that offset on.
  case value(directive: String, target: Bytes?, key: String, from: Int)
  /// The path of a link.
  case link(Bytes, from: Int)
  /// What stands behind the `#` of a link to a path.
  case anchor(of: Bytes, from: Int)

  /// What is being typed at a point; nil for anything else.
  init?(at point: Point, in bytes: Bytes) {
    let typed = bytes[point.lineRange.lowerBound..<point.offset]
    if let found = Typed.directive(in: typed) ?? Typed.link(in: typed) {
      self = found
    } else {
      return nil
    }
  }

  /// What comments begin with that directives stand in.
  private static let openings = ["<!--", "{/*"]
  /// What takes a file.
  static let filed: Set = ["include", "embed"]

  private static func directive(in line: ArraySlice<UInt8>) -> Typed? {
    var start: Int?
    for at in line.indices {
      for opening in openings where line[at...].starts(with: opening.utf8) {
        start = at + opening.utf8.count
      }
      if line[at...].starts(with: "-->".utf8) || line[at...].starts(with: "*/}".utf8) {
        start = nil
      }
    }
    guard let start else { return command(in: line) }
    var at = start
    while at < line.endIndex, line[at].isBlank { at += 1 }
    let name = line[at...].prefix { $0.isLetter || $0 == UInt8(ascii: "/") }
    if name.endIndex == line.endIndex { return at > start ? .name(from: at) : nil }
    guard line[name.endIndex] == UInt8(ascii: "(") else { return nil }
    return arguments(of: name.text, line[(name.endIndex + 1)...])
  }

  /// The path of an embedmd command.
  private static func command(in line: ArraySlice<UInt8>) -> Typed? {
    let text = line.trimmed()
    guard text.starts(with: "[embedmd]:#".utf8), let open = text.firstIndex(of: UInt8(ascii: "("))
    else { return nil }
    let rest = line[(open + 1)...]
    guard !rest.contains(where: { $0.isBlank }) else { return nil }
    return .target(directive: "embedmd", Bytes(rest), from: rest.startIndex, isQuoted: false)
  }

  private static func arguments(of directive: String, _ text: ArraySlice<UInt8>) -> Typed? {
    var target: Bytes?
    var at = text.startIndex
    while true {
      while at < text.endIndex, text[at].isBlank { at += 1 }
      let start = at
      let end = token(in: text, from: at)
      let isTarget = target == nil && filed.contains(directive)
      guard end < text.endIndex else {
        if isTarget {
          let isQuoted = start < text.endIndex && text[start] == UInt8(ascii: "\"")
          let from = isQuoted ? start + 1 : start
          return .target(
            directive: directive, Bytes(text[from...]), from: from, isQuoted: isQuoted)
        }
        guard let equals = text[start...].firstIndex(of: UInt8(ascii: "=")) else {
          return .option(directive: directive, target: target, from: start)
        }
        return value(
          directive, target, key: text[start..<equals].text, text[(equals + 1)...])
      }
      if text[end] == UInt8(ascii: ")") { return nil }
      if isTarget { target = Bytes(text[start..<end].filter { $0 != UInt8(ascii: "\"") }) }
      at = end
    }
  }

  /// Where the token ends: at a blank or a parenthesis outside of quotes and patterns.
  private static func token(in text: ArraySlice<UInt8>, from start: Int) -> Int {
    var at = start
    var closing: UInt8?
    while at < text.endIndex {
      let byte = text[at]
      if byte == UInt8(ascii: "\\"), closing != nil {
        at += 1
      } else if byte == closing {
        closing = nil
      } else if closing == nil {
        if byte.isBlank || byte == UInt8(ascii: ")") { return at }
        let isStart = at == start || text[at - 1] == UInt8(ascii: "=")
        if isStart, byte == UInt8(ascii: "\"") || at > start && byte == UInt8(ascii: "/") {
          closing = byte
        }
      }
      at += 1
    }
    return min(at, text.endIndex)
  }

  /// The last item of a value's list.
  private static func value(
    _ directive: String, _ target: Bytes?, key: String, _ text: ArraySlice<UInt8>
  ) -> Typed {
    var from = text.startIndex
    if text.first == UInt8(ascii: "\"") { from += 1 }
    if let comma = text.lastIndex(of: UInt8(ascii: ",")) { from = comma + 1 }
    return .value(directive: directive, target: target, key: key, from: from)
  }

  private static func link(in line: ArraySlice<UInt8>) -> Typed? {
    var start: Int?
    if let open = line.lastIndex(of: UInt8(ascii: "(")), open > line.startIndex,
      line[open - 1] == UInt8(ascii: "]")
    {
      start = open + 1
    } else {
      // A definition.
      let text = line.drop(while: \.isBlank)
      if text.first == UInt8(ascii: "["), let close = text.firstIndex(of: UInt8(ascii: "]")),
        close + 1 < text.endIndex, text[close + 1] == UInt8(ascii: ":")
      {
        let rest = text[(close + 2)...].drop(while: \.isBlank)
        start = rest.startIndex
      }
    }
    guard var from = start else { return nil }
    if from < line.endIndex, line[from] == UInt8(ascii: "<") { from += 1 }
    let typed = line[from...]
    guard !typed.contains(where: { $0.isBlank || $0 == UInt8(ascii: ")") }) else { return nil }
    guard let hash = typed.firstIndex(of: UInt8(ascii: "#")) else {
      return .link(Bytes(typed), from: from)
    }
    return .anchor(of: Bytes(typed[..<hash]), from: hash + 1)
  }
}
