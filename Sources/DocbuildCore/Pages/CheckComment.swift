/// A comment `<!-- check(off=broken-link why="…") -->`: the next block's findings of those kinds are not reported.
struct CheckComment {
  /// The kinds that it names.
  var kinds: [DiagnosticID] = []
  /// The comment's own bytes in the page.
  let range: Range<Int>
  /// What it is about: all behind it, to the end of the next block.
  var block: Range<Int>
  /// What is wrong with it; then it silences nothing.
  var trouble: String?
  /// The kinds that were found there.
  var used: [DiagnosticID] = []

  /// Reads the HTML block that fills `range`; nil when it is another comment.
  init?(_ bytes: Bytes, _ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound, bytes[start].isBlank || bytes[start] == UInt8(ascii: ">") {
      start += 1
    }
    var at = start
    guard bytes.has("<!--", at: at) || bytes.has("{/*", at: at) else { return nil }
    let isHTML = bytes[at] == UInt8(ascii: "<")
    at += isHTML ? 4 : 3
    while at < range.upperBound, bytes[at].isSpace { at += 1 }
    guard bytes.has("check(", at: at) else { return nil }
    let inside = bytes[(at + 6)..<range.upperBound].trimmed()
    self.range = start..<inside.endIndex
    block = range.upperBound..<range.upperBound
    guard inside.text.hasSuffix(isHTML ? "-->" : "*/}") else {
      trouble = "expected nothing behind the comment"
      return
    }
    let options = inside.dropLast(3).trimmed()
    guard options.last == UInt8(ascii: ")"),
      let list = DirectiveOption.list(Bytes(options.dropLast().trimmed()).joiningLines.text)
    else {
      trouble = "expected \(CheckComment.form)"
      return
    }
    read(list)
  }

  static let form = "check(off=KIND why=\"the reason\")"

  private mutating func read(_ options: [DirectiveOption]) {
    for key in ["off", "why"] where options.count(where: { $0.key == key }) > 1 {
      trouble = "'\(key)' is there twice"
      return
    }
    for option in options {
      guard case .text(let value) = option.value, ["off", "why"].contains(option.key) else {
        trouble = "expected \(CheckComment.form), found '\(option.key)'"
        return
      }
      if option.key == "why", value.allSatisfy(\.isSpace) { trouble = "'why' is empty" }
      guard option.key == "off" else { continue }
      for name in value.text.split(whereSeparator: { $0 == "," || $0 == " " }) {
        let known = CheckComment.known
        guard let kind = known.first(where: { $0.rawValue == name }) else {
          let near = nearest(to: String(name), among: known.map(\.rawValue), count: 1).first
          trouble = "no check is called '\(name)'" + (near.map { "; the nearest is '\($0)'" } ?? "")
          return
        }
        kinds.append(kind)
      }
    }
    if kinds.isEmpty { trouble = "'off' names no check: expected \(CheckComment.form)" }
    if !options.contains(where: { $0.key == "why" }) {
      trouble = "the reason is missing: expected \(CheckComment.form)"
    }
    if trouble != nil { kinds = [] }
  }

  /// What may be silenced: findings of a page, but for those about comments like this one.
  private static var known: [DiagnosticID] {
    PageCheck.all.map(\.id).filter { $0 != .invalidCheck && $0 != .unusedIgnore } + [.deadLink]
  }
}

extension Bytes {
  /// The lines as one, without the signs of the quotes that they stand in.
  fileprivate var joiningLines: Bytes {
    var made: Bytes = []
    var startsLine = false
    for byte in self {
      if byte == .lineFeed || byte == .carriageReturn {
        startsLine = true
        continue
      }
      if startsLine {
        if byte.isBlank || byte == UInt8(ascii: ">") { continue }
        made.append(.space)
        startsLine = false
      }
      made.append(byte)
    }
    return made
  }
}
