/// What scissors on a line of their own mean to PyMdown Snippets: the line is read from behind its indentation to its very
/// end, where even a blank makes it text.
enum SnippetNotation: Equatable {
  /// With a `;` before them: text, less that `;`.
  case escaped
  /// A line that opens or closes a block.
  case mark
  /// A file in quotes, with what is chosen of it.
  case file(String)

  /// - Parameter text: a line behind its indentation; nil for one that is text.
  init?(_ text: String) {
    let rest = text.drop { $0 == ";" }
    let first = rest.drop { $0 == "-" }
    let second = first.dropFirst(2)
    let tail = second.drop { $0 == "-" }
    guard first.count < rest.count, first.hasPrefix("8<"), tail.count < second.count else {
      return nil
    }
    let quoted = String(tail.drop { $0 == " " || $0 == "\t" })
    if tail.isEmpty {
      self = rest.count < text.count ? .escaped : .mark
      return
    }
    guard quoted.count < tail.count, let quote = quoted.first, quote == "\"" || quote == "'",
      quoted.count > 2, quoted.last == quote
    else { return nil }
    let path = String(quoted.dropFirst().dropLast())
    if path.replacing("\\\(quote)", with: "").contains(quote) { return nil }
    self = rest.count < text.count ? .escaped : .file(path.stripped)
  }
}

/// A file with what a snippet shows of it.
struct SnippetTarget {
  /// What of the file is shown.
  enum Choice {
    case whole
    /// Lines from 1, both ends included; nil for the file's own ends, negative numbers count from behind.
    case lines([(first: Int?, last: Int?)])
    case section(String)
  }

  /// Below one of the base paths.
  let path: String
  /// What of it is shown.
  let choice: Choice

  /// Reads `a.py`, `a.py:4`, `a.py:4:6`, `a.py:1:3,-2:`, `a.py:setup`: the path ends at the first colon behind which one of
  /// these stands.
  init(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    for count in parts.indices.dropFirst() {
      let rest = parts[count...].joined(separator: ":")
      guard let choice = Choice(rest) else { continue }
      (path, self.choice) = (parts[..<count].joined(separator: ":"), choice)
      return
    }
    (path, choice) = (text, .whole)
  }
}

extension SnippetTarget.Choice {
  fileprivate init?(_ text: String) {
    if text.isSectionName {
      self = .section(text)
      return
    }
    var ranges: [(first: Int?, last: Int?)] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard ends.count <= 2, ends.allSatisfy({ $0.isEmpty || Int($0) != nil && $0.first != "+" })
      else { return nil }
      ranges.append((Int(ends[0]), ends.count > 1 ? Int(ends[1]) : nil))
    }
    self = .lines(ranges)
  }
}

extension String {
  /// Whether it can name a section.
  fileprivate var isSectionName: Bool {
    guard let first = utf8.first, first | 0x20 >= 0x61, first | 0x20 <= 0x7A else { return false }
    return utf8.allSatisfy { $0.isWord || $0 == UInt8(ascii: "-") }
  }
}

extension [Bytes] {
  /// The lines as a snippet shows them: without the marks of sections, and without the first `;` of what is escaped; nil
  /// where they hold directives themselves.
  var asSnippet: [Bytes]? {
    var shown: [Bytes] = []
    for line in self {
      let margin = line.prefix { $0.isBlank }
      switch SnippetNotation(line.dropFirst(margin.count).text) {
      case .escaped?: shown.append(Bytes(margin) + line[(margin.count + 1)...])
      case .mark?, .file?: return nil
      case nil:
        let mark = SectionMark(line)
        if mark?.isEscaped ?? true { shown.append(mark?.unescaped ?? line) }
      }
    }
    return shown
  }

  /// The lines between the marks of a section, without the marks of others; nil where one of its own is missing.
  func section(_ name: String) -> [Bytes]? {
    var found: [Bytes] = []
    var isInside = false
    for line in self {
      let mark = SectionMark(line).flatMap { $0.isEscaped ? nil : $0 }
      if let mark, mark.name == name {
        if !mark.isStart { return isInside ? found : nil }
        isInside = true
      } else if mark == nil, isInside {
        found.append(line)
      }
    }
    return nil
  }
}

/// `--8<-- [start:name]`, wherever it stands on a line.
private struct SectionMark {
  let isStart: Bool
  let name: String
  /// Whether a `;` makes it text.
  let isEscaped: Bool
  /// The line less that `;`.
  let unescaped: Bytes

  init?(_ line: Bytes) {
    for at in line.indices.dropFirst() where line[at...].starts(with: "8<-".utf8) {
      let tail = line[(at + 2)...].drop { $0 == UInt8(ascii: "-") }
      let inside = tail.drop { $0.isBlank }
      guard line[at - 1] == UInt8(ascii: "-"), inside.count < tail.count,
        inside.first == UInt8(ascii: "["), let close = inside.firstIndex(of: UInt8(ascii: "]"))
      else { continue }
      let words = inside[(inside.startIndex + 1)..<close].text.split(
        separator: ":", omittingEmptySubsequences: false
      ).map { String($0).stripped }
      guard words.count == 2, ["start", "end"].contains(words[0].lowercased()),
        words[1].isSectionName
      else { continue }
      // In capitals it goes like a mark, but begins nothing.
      isStart = words[0] == "start"
      name = words[1]
      let head = Bytes(line[..<at].reversed()).drop { $0 == UInt8(ascii: "-") }
      let signs = head.prefix { $0 == UInt8(ascii: ";") }.count
      isEscaped = signs > 0
      var less = line
      if isEscaped { less.remove(at: head.count - signs) }
      unescaped = less
      return
    }
    return nil
  }
}
