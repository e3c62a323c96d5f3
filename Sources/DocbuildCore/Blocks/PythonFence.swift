/// A fenced block of pymdownx.superfences, which are found before any other block.
///
/// https://facelessuser.github.io/pymdown-extensions/extensions/superfences/: what stands before the opening fence, white
/// space and `>` of quotes, stands before each line that is not blank; the closing fence is the same as the opening one.
/// A fence that is not closed so, or has a header that is not known, is text.
struct PythonFence {
  /// Indices of the lines with the fences.
  let open: Int
  let close: Int
  /// How wide the margin is, in columns.
  let margin: Int
  let character: UInt8
  let length: Int
  /// How long a fence of CommonMark must be around the same text.
  let plainLength: Int

  private struct Open {
    let line: Int
    let margin: Int
    let quotes: Int
    let fence: Bytes
    var hasEmptyLine = false
  }

  private enum Verdict { case content, close, none }

  /// The fences of a page, in order.
  static func all(in text: PythonText) -> [PythonFence] {
    var found: [PythonFence] = []
    var open: Open?
    for index in text.first..<max(text.first, text.lines.count) {
      let line = text.lines[index]
      guard let current = open else {
        let margin = line.prefix { $0 == .space || $0 == quote }
        if let fence = opening(line[margin.count...]) {
          open = Open(
            line: index, margin: margin.count, quotes: margin.count { $0 == quote },
            fence: Bytes(fence))
        }
        continue
      }
      switch verdict(on: line, &open) {
      case .content: break
      case .none: open = nil
      case .close:
        found.append(
          PythonFence(
            open: current.line, close: index, margin: current.margin, character: current.fence[0],
            length: current.fence.count,
            plainLength: plainLength(of: current, text.lines[(current.line + 1)..<index])))
        open = nil
      }
    }
    return found
  }

  private static let quote = UInt8(ascii: ">")

  private static func plainLength(of open: Open, _ lines: ArraySlice<Bytes>) -> Int {
    let runs = lines.map { line in
      line.drop { $0 == .space || $0 == quote }.prefix { $0 == open.fence[0] }.count
    }
    return max(open.fence.count, (runs.max() ?? 0) + 1)
  }

  private static func verdict(on line: Bytes, _ open: inout Open?) -> Verdict {
    guard let fence = open else { return .none }
    let margin = line.prefix(fence.margin).prefix { $0 == .space || $0 == quote }
    let content = line[margin.count...]
    let quotes = margin.count { $0 == quote }
    let closes =
      content.starts(with: fence.fence)
      && content.dropFirst(fence.fence.count).allSatisfy { $0 == .space }
    if fence.quotes == 0 {
      if quotes > 0 { return .none }
      if line.isEmpty { return .content }
      if margin.count != fence.margin { return content.isEmpty ? .content : .none }
      return closes ? .close : .content
    }
    if quotes > fence.quotes { return .none }
    if content.isEmpty {
      open?.hasEmptyLine = true
      return .content
    }
    if margin.count < fence.margin { return .none }
    if fence.hasEmptyLine, quotes < fence.quotes { return .none }
    if closes { return .close }
    open?.hasEmptyLine = false
    return .content
  }

  /// The fence that the text opens; nil for none.
  private static func opening(_ text: ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
    guard let first = text.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") else {
      return nil
    }
    let run = text.prefix { $0 == first }
    return run.count >= 3 && isHeader(text[run.endIndex...]) ? run : nil
  }

  /// Whether superfences knows what stands behind an opening fence: a language, then attributes in braces or options.
  private static func isHeader(_ header: ArraySlice<UInt8>) -> Bool {
    var rest = header.trimmed()
    let word = rest.dropFirst(rest.first == UInt8(ascii: ".") ? 1 : 0).prefix {
      $0.isWord || $0 >= 0x80 || "#.+-".utf8.contains($0)
    }
    if !word.isEmpty, word.endIndex == rest.endIndex || rest[word.endIndex] == .space {
      rest = rest[word.endIndex...].trimmed()
    }
    if rest.isEmpty { return true }
    if rest.first == UInt8(ascii: "{") { return rest.last == UInt8(ascii: "}") && rest.count > 1 }
    while !rest.isEmpty {
      let key = rest.prefix { $0.isWord }
      guard let first = key.first, first.isLetter else { return false }
      var value = key
      rest = rest[key.endIndex...]
      if rest.first == UInt8(ascii: "=") {
        guard let quote = rest.dropFirst().first, "\"'".utf8.contains(quote) else { return false }
        let from = rest.index(rest.startIndex, offsetBy: 2)
        // The value goes on to a quote with white space behind it.
        guard
          let end = rest[from...].indices.first(where: {
            rest[$0] == quote && ($0 + 1 == rest.endIndex || rest[$0 + 1] == .space)
          })
        else { return false }
        // What an option means ends at the first of them.
        value = rest[from...].prefix { $0 != quote }
        rest = rest[(end + 1)...]
      }
      guard rest.isEmpty || rest.first == .space, isOption(Bytes(key).text, Bytes(value).text)
      else { return false }
      rest = rest.trimmed()
    }
    return true
  }

  private static func isOption(_ key: String, _ value: String) -> Bool {
    switch key {
    case "title", "title_mode": return true
    case "linenums": return value.utf8.first.map(\.isDigit) ?? false
    case "hl_lines":
      let words = value.utf8.split { $0 == .space || $0 == .tab }
      return value.utf8.first.map(\.isDigit) ?? false
        && words.allSatisfy { word in
          let ends = word.split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false)
          return ends.count <= 2 && ends.allSatisfy { !$0.isEmpty && $0.allSatisfy(\.isDigit) }
        } && value.utf8.last.map(\.isDigit) ?? false
    default: return false
    }
  }
}
