/// What a comment of a page is to docbuild when the page becomes a part of another.
enum PartComment: Equatable {
  /// A directive that is not for the page's reader or tests: it goes.
  case owning
  /// Nearly a directive, or one that does nothing there: its word, at that offset, is escaped.
  case mistaken(word: Int)
  case other

  /// How those begin that own a part of a page.
  private static let owningStarts: [StaticString] = [
    "embed(", "/embed", "value(", "/value", "output(", "/output", "defaults(",
  ]
  /// Those that stay.
  private static let keptStarts: [StaticString] = ["test(", "check("]
  private static let names = [
    "embed", "include", "value", "output", "defaults", "test", "check",
  ].map { Bytes($0.utf8) }

  init(_ comment: ArraySlice<UInt8>) {
    guard comment.has("<!--", at: comment.startIndex) else {
      self = .other
      return
    }
    let text = comment.dropFirst(4).drop(while: \.isSpace)
    func begins(_ starts: [StaticString]) -> Bool {
      starts.contains { text.has($0, at: text.startIndex) }
    }
    if begins(PartComment.owningStarts) {
      self = .owning
    } else if begins(PartComment.keptStarts), !comment.contains(.lineFeed) {
      self = .other
    } else if PartComment.looksLikeDirective(text) {
      self = .mistaken(word: text.startIndex)
    } else {
      self = .other
    }
  }

  /// Whether a word much like a directive's name stands there with what may be its parentheses, a quoted text or an option.
  private static func looksLikeDirective(_ text: ArraySlice<UInt8>) -> Bool {
    let word = text.prefix { $0.isLetter || $0 == UInt8(ascii: "-") }
    let rest = text[word.endIndex...].drop(while: \.isSpace)
    guard let next = rest.first, !word.isEmpty else { return false }
    let option = rest.prefix { $0.isLetter || $0 == UInt8(ascii: "-") }
    guard
      "(\"'".utf8.contains(next)
        || !option.isEmpty && rest.has("=", at: option.endIndex)
    else { return false }
    let lower = Bytes(word.text.lowercased().utf8)
    return names.contains { editDistance(lower, $0, limit: 2) != nil }
  }
}
