/// What MDX has where CommonMark has HTML: tags of JSX and expressions in braces that stand alone on their lines, and ESM.
///
/// https://mdxjs.com/docs/what-is-mdx/ and the micromark extensions mdx-jsx, mdx-expression and mdxjs-esm. JavaScript is not
/// parsed: braces are counted outside of strings, templates and comments.
struct MDXFlow {
  private let bytes: Bytes
  /// How many quotes the first line stands in: so many `>` begin each line.
  private let quotes: Int
  private let limit: Int
  /// How many bytes of the page may still be looked at. Where there is no end, each line looks for one again, and a template in
  /// which another begins is read twice.
  private var budget: Int
  private var depth = 0

  /// Braces and templates that stand deeper in one another have no end.
  private static let maximumDepth = 60

  /// What may be looked at of a page with so many bytes: many times what a page takes that people write.
  static func budget(for count: Int) -> Int { 32 * count + 1 << 20 }

  /// How far the end of a tag or an expression is looked for, and that of a module.
  private static let longest = (flow: 1 << 14, module: 1 << 20)

  private init(_ bytes: Bytes, from start: Int, quotes: Int, longest: Int, _ budget: Int) {
    self.bytes = bytes
    self.quotes = quotes
    self.budget = budget
    limit = min(bytes.count, start + longest)
  }

  /// Where the line ends that tags and expressions which begin at `start` end on; nil when they are none, or something
  /// else follows on that line: then they are part of a paragraph.
  ///
  /// - Parameter budget: what may still be looked at of the page, for all its lines.
  static func end(_ bytes: Bytes, from start: Int, quotes: Int, _ budget: inout Int) -> Int? {
    var reader = MDXFlow(bytes, from: start, quotes: quotes, longest: longest.flow, budget)
    defer { budget = reader.budget }
    var at = start
    while true {
      let next =
        bytes[at] == UInt8(ascii: "<")
        ? reader.tag(at)
        : bytes[at] == UInt8(ascii: "{") ? reader.braces(at) : nil
      guard var end = next else { return nil }
      while end < bytes.count, bytes[end].isBlank || bytes[end] == .carriageReturn { end += 1 }
      if end >= bytes.count || bytes[end] == .lineFeed { return end }
      at = end
    }
  }

  /// Where the last line ends of the `import` or `export` that begins at `start`: at a blank line outside of all brackets;
  /// nil when none begins there.
  ///
  /// - Parameter budget: what may still be looked at of the page, for all its lines.
  static func endOfModule(_ bytes: Bytes, from start: Int, _ budget: inout Int) -> Int? {
    guard bytes.has("import ", at: start) || bytes.has("export ", at: start) else { return nil }
    var reader = MDXFlow(bytes, from: start, quotes: 0, longest: longest.module, budget)
    defer { budget = reader.budget }
    var at = start
    var depth = 0
    var blank: Int?
    while at < reader.limit {
      switch bytes[at] {
      case UInt8(ascii: "{"), UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "}"), UInt8(ascii: ")"), UInt8(ascii: "]"): depth -= 1
      case .lineFeed:
        let rest = bytes[(at + 1)...].prefix { $0 != .lineFeed }
        if rest.trimmed().isEmpty {
          blank = blank ?? at
          if depth <= 0 { return at }
        }
      default: break
      }
      at = reader.token(at)
    }
    return blank ?? bytes.firstOffset(of: .lineFeed, in: start..<bytes.count) ?? bytes.count
  }

  // MARK: JSX

  /// Behind the tag that begins at `start`; nil when it is none.
  private mutating func tag(_ start: Int) -> Int? {
    var at = skipSpace(start + 1)
    let isEnd = peek(at) == UInt8(ascii: "/")
    if isEnd { at = skipSpace(at + 1) }
    if peek(at) == UInt8(ascii: ">") { return at + 1 }
    guard let first = peek(at), first.beginsIdentifier else { return nil }
    at = skipName(at, also: "-.:")
    while true {
      at = skipSpace(at)
      guard let byte = peek(at) else { return nil }
      if byte == UInt8(ascii: ">") { return at + 1 }
      if isEnd { return nil }
      if byte == UInt8(ascii: "/") {
        at = skipSpace(at + 1)
        return peek(at) == UInt8(ascii: ">") ? at + 1 : nil
      }
      if byte == UInt8(ascii: "{") {
        guard let end = braces(at) else { return nil }
        at = end
        continue
      }
      guard byte.beginsIdentifier else { return nil }
      at = skipName(at, also: "-:")
      let behind = skipSpace(at)
      guard peek(behind) == UInt8(ascii: "=") else { continue }
      guard let end = value(skipSpace(behind + 1)) else { return nil }
      at = end
    }
  }

  private mutating func value(_ at: Int) -> Int? {
    guard let byte = peek(at) else { return nil }
    if byte == UInt8(ascii: "{") { return braces(at) }
    guard byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") else { return nil }
    let end = bytes.firstOffset(of: byte, in: (at + 1)..<limit)
    budget -= (end ?? limit) - at
    return end.map { $0 + 1 }
  }

  /// Behind the `}` that ends the braces which open at `start`; nil when none does.
  private mutating func braces(_ start: Int) -> Int? {
    var at = start
    var depth = 0
    while at < limit {
      if bytes[at] == UInt8(ascii: "{") { depth += 1 }
      if bytes[at] == UInt8(ascii: "}") {
        depth -= 1
        if depth == 0 { return at + 1 }
      }
      at = token(at)
    }
    return nil
  }

  // MARK: JavaScript

  /// Behind the string, template or comment that begins at `at`, or else behind one byte.
  private mutating func token(_ at: Int) -> Int {
    guard budget > 0 else { return limit }
    let end = tokenEnd(at)
    budget -= end - at
    return end
  }

  private mutating func tokenEnd(_ at: Int) -> Int {
    switch bytes[at] {
    case UInt8(ascii: "\""), UInt8(ascii: "'"): return string(at)
    case UInt8(ascii: "`"): return template(at)
    case UInt8(ascii: "/") where bytes.has("/*", at: at):
      var end = at + 2
      while end < limit, !bytes.has("*/", at: end) { end += 1 }
      return min(limit, end + 2)
    default: return at + 1
    }
  }

  /// A quote that no other on its line closes is an apostrophe in a text.
  private mutating func string(_ start: Int) -> Int {
    var at = start + 1
    while at < limit, bytes[at] != .lineFeed {
      if bytes[at] == bytes[start] { return at + 1 }
      at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
    }
    budget -= at - start
    return start + 1
  }

  private mutating func template(_ start: Int) -> Int {
    var at = start + 1
    depth += 1
    defer { depth -= 1 }
    while at < limit, budget > 0, depth < MDXFlow.maximumDepth {
      if bytes[at] == UInt8(ascii: "`") { return at + 1 }
      budget -= 1
      if bytes.has("${", at: at) {
        guard let end = braces(at + 1) else { return start + 1 }
        at = end
      } else {
        at += bytes[at] == UInt8(ascii: "\\") ? 2 : 1
      }
    }
    return start + 1
  }

  // MARK: bytes

  private func peek(_ at: Int) -> UInt8? { at < limit ? bytes[at] : nil }

  private mutating func skipName(_ start: Int, also signs: String) -> Int {
    var at = start
    while at < limit,
      bytes[at].beginsIdentifier || bytes[at].isDigit || signs.utf8.contains(bytes[at])
    {
      at += 1
    }
    return at
  }

  /// Behind white space and line ends, and what the lines of quotes begin with.
  private mutating func skipSpace(_ start: Int) -> Int {
    var at = start
    guard budget > 0 else { return limit }
    defer { budget -= at - start }
    while at < limit, bytes[at].isBlank || bytes[at] == .lineFeed || bytes[at] == .carriageReturn {
      let ends = bytes[at] == .lineFeed
      at += 1
      guard ends else { continue }
      var left = quotes
      while left > 0, at < limit, bytes[at].isBlank || bytes[at] == UInt8(ascii: ">") {
        if bytes[at] == UInt8(ascii: ">") { left -= 1 }
        at += 1
      }
    }
    return at
  }
}

extension UInt8 {
  fileprivate var beginsIdentifier: Bool {
    isLetter || self == UInt8(ascii: "_") || self == UInt8(ascii: "$") || self >= 0x80
  }
}
