import DocbuildCore

/// The names by which a page may link to files, looked for in its text.
///
/// A link may leave out endings and write signs in other ways, so only the longest run of letters and digits in a file's name
/// is looked for, and what is found may be no link. A page whose letters may be written as numbers may link to anything.
struct Mentions: Sendable {
  private let names: [Bytes]
  /// Names that matter only with a line behind them, `#L12`.
  private let withLines: [Bytes]
  /// Whether some file can't be told by a name.
  private let isAll: Bool
  /// Whether a file is among them that a link to its folder leads to.
  private let hasIndex: Bool

  init(of paths: [Bytes], lines: [Bytes]) {
    let all = paths.flatMap(\.mentions)
    // Many names together are in nearly every page.
    isAll = all.contains([]) || Set(all).count > 200
    names = Array(Set(all))
    hasIndex = paths.contains { $0.isNameOfIndex }
    withLines = Array(Set(lines.flatMap(\.mentions)))
  }

  func stand(in text: Bytes) -> Bool {
    if isAll || names.contains(where: { text.holds($0) }) { return true }
    if !names.isEmpty, text.hasEncodedNames || hasIndex && text.linksByDots { return true }
    guard !withLines.isEmpty, text.holds(Bytes("#L".utf8)) else { return false }
    return withLines.contains { text.holds($0) }
  }
}

extension Bytes {
  /// What a text holds that links to this file: the longest run of letters and digits in its name without the ending, or in
  /// its folder's where the name may be left out; also in lower case, in which some sites have it.
  fileprivate var mentions: [Bytes] {
    let stem = Bytes(fileName.prefix { $0 != UInt8(ascii: ".") })
    guard stem.isEmpty || isNameOfIndex else { return stem.wordMentions }
    return folder.fileName.wordMentions + (stem.isEmpty ? [] : stem.wordMentions)
  }

  /// Whether a file of that name is what a link to its folder may lead to.
  fileprivate var isNameOfIndex: Bool {
    ["readme", "index", "_index", "_category_", "main"].contains(
      fileName.prefix { $0 != UInt8(ascii: ".") }.text.lowercased())
  }

  private var wordMentions: [Bytes] {
    let runs = split { !$0.isLetter && !$0.isDigit }
    let words = runs.filter { $0.contains(where: \.isLetter) }
    let run = Bytes((words.isEmpty ? runs : words).max { $0.count < $1.count } ?? [])
    let lower = run.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    if run.count == 1 {
      // A letter alone is everywhere: it stands beside what may stand around a name.
      return ["(", "/", "\"", "'", ".", " "].map { Bytes($0.utf8) + run } + [run + Bytes(".".utf8)]
    }
    return lower == run ? [run] : [run, lower]
  }

  /// Whether there may be a link of dots and slashes alone, as `(..#use)`.
  fileprivate var linksByDots: Bool {
    let before = Bytes("(<\"'= \t\n:".utf8)
    let behind = Bytes("#?)>\"' \t\r\n".utf8)
    var at = 0
    while at < count {
      guard self[at] == UInt8(ascii: ".") || self[at] == Bytes.slash else {
        at += 1
        continue
      }
      let first = at
      while at < count, self[at] == UInt8(ascii: ".") || self[at] == Bytes.slash { at += 1 }
      // An ellipsis is no link.
      if (first == 0 || before.contains(self[first - 1]))
        && (at == count || behind.contains(self[at])),
        self[first..<at].split(separator: Bytes.slash).allSatisfy({ $0.count <= 2 })
      {
        return true
      }
    }
    return false
  }

  /// Whether letters, digits or dots may be written by their numbers, as `%6E` or `&#110;`.
  fileprivate var hasEncodedNames: Bool {
    if holds(Bytes("&#".utf8)) { return true }
    var at = 0
    while let found = firstOffset(of: UInt8(ascii: "%"), in: at..<count) {
      let decoded = Bytes(self[found..<Swift.min(found + 3, count)]).percentDecoded
      if decoded.count == 1, let byte = decoded.first,
        byte.isLetter || byte.isDigit || byte == UInt8(ascii: ".")
      {
        return true
      }
      at = found + 1
    }
    return false
  }

  /// Whether `part`, which is not empty, stands somewhere.
  func holds(_ part: Bytes) -> Bool {
    var at = 0
    while let found = firstOffset(of: part[0], in: at..<count) {
      if self[found...].starts(with: part) { return true }
      at = found + 1
    }
    return false
  }
}
