/// A way in use to mark regions. A dialect is a row of `RegionDialect.all`.
package final class RegionDialect: Sendable {
  /// The program or house that the marks come from.
  package let origin: String
  /// Where it says how they are written.
  package let page: String
  /// An opening mark without the comment's own characters, `{}` standing for the name.
  package let open: String
  /// The same for the closing mark. Without `{}`, or with `{?}` where the name may be missing, it closes the
  /// innermost region.
  package let close: String
  /// Whether nothing but a mark is spelt so: then it counts wherever on a line it stands, as its owner reads it.
  /// The others count only in a comment of the file's language.
  package let isUnmistakable: Bool
  /// Whether an opening mark without a closing one is not a mark at all.
  let isCommonText: Bool
  /// What the dialect makes of a line.
  let read: @Sendable (MarkLine) -> [MarkReading]

  init(
    _ origin: String, _ open: String, _ close: String, page: String, isUnmistakable: Bool = false,
    isCommonText: Bool = false, read: @escaping @Sendable (MarkLine) -> [MarkReading]
  ) {
    self.origin = origin
    self.page = page
    self.open = open
    self.close = close
    self.isUnmistakable = isUnmistakable
    self.isCommonText = isCommonText
    self.read = read
  }

  /// Every dialect that is read. docbuild has no marks of its own.
  package static let all: [RegionDialect] = [
    .region, .pragma, .anchor, .tag, .beginSnippet, .google, .scissors, .docs, .docregion, .amazon,
    .bluehawk, .snippet, .fold, .angle,
  ]

  /// Whether an end closes the innermost region when it does not name another.
  var closesInnermost: Bool { !close.utf8.contains(UInt8(ascii: "{")) || close.contains("{?}") }

  /// The closing mark for a region, as an author would write it.
  func closing(_ name: String) -> String { filled(close, name) }

  /// An opening and a closing mark, to show how they are written.
  var spelling: String { "'\(filled(open, "NAME"))' or '\(filled(close, "NAME"))'" }

  private func filled(_ mark: String, _ name: String) -> String {
    var text = mark
    for placeholder in ["{?}", "{}"] {
      if let range = text.firstRange(of: placeholder) { text.replaceSubrange(range, with: name) }
    }
    return text
  }
}

/// What a line, or a part of it, says in a dialect; each with the offset where it does.
enum MarkReading: Sendable {
  /// A region begins. Unless `isSure`, the line may well be a sentence.
  case open(name: String, at: Int, isSure: Bool = true)
  /// A region ends; an empty name stands for the innermost.
  case close(name: String, at: Int, isSure: Bool = true)
  /// Lines that regions leave out begin or end.
  case hide(at: Int)
  case show(at: Int)
  /// The line alone is left out.
  case hideLine(at: Int)
  /// A mark that means nothing here, but is not code either.
  case note(at: Int)
  /// Its owner shows something else than the lines say.
  case rewrite(at: Int)
  /// It begins like a mark, and is none.
  case fault(at: Int)

  /// Whether the line does not go as a mark does: it is none, or may be code, which goes where its region does.
  var isNoMark: Bool {
    switch self {
    case .hideLine, .rewrite, .fault: true
    default: false
    }
  }

  var offset: Int {
    switch self {
    case .open(_, let at, _), .close(_, let at, _), .hide(let at), .show(let at),
      .hideLine(let at), .note(let at), .rewrite(let at), .fault(let at):
      at
    }
  }
}
