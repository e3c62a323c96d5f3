/// The names of footnotes on a page, of which no two may be the same: the page's own, and those that come with parts of it.
struct FootnoteNames {
  /// What a note is of: the same text elsewhere has links that lead elsewhere.
  private struct Owner: Equatable {
    let path: Bytes?
    let text: Bytes
  }

  /// By the names as names are compared; nil before they are looked for.
  private var owners: [Bytes: Owner]?
  private let templates: [BoundTemplate]

  /// - Parameter templates: the page, and what is woven into it.
  init(of templates: [BoundTemplate]) { self.templates = templates }

  /// Which names the footnotes of a part get: of so many the first that no other note of the page has.
  ///
  /// - Parameter path: that of the part from the page's folder, where that matters.
  /// - Returns: from 1.
  mutating func number(of source: Source, path: Bytes?) -> Int {
    guard source.bytes.mayHoldFootnotes else { return 1 }
    let part = MarkdownPart(source.bytes)
    var owners = owners ?? FootnoteNames.own(of: templates)
    defer { self.owners = owners }
    let own = Owner(path: path, text: source.bytes)
    var number = 1
    while true {
      let names = part.footnoteNames(MarkdownPart.Setting.address(of: source, path), number)
      if names.allSatisfy({ owners[$0].map { $0 == own } ?? true }) {
        for name in names { owners[name] = own }
        return number
      }
      number += 1
    }
  }

  /// What templates themselves define, outside of what docbuild makes in them.
  private static func own(of templates: [BoundTemplate]) -> [Bytes: Owner] {
    var found: [Bytes: Owner] = [:]
    for template in templates.map(\.template) where template.source.bytes.mayHoldFootnotes {
      let made = template.directives.compactMap { $0.ownedBlock?.free }
      for footnote in MarkdownPart(template.source.bytes).footnotes
      where footnote.isDefinition && !made.contains(where: { $0.overlaps(footnote.name) }) {
        found[footnote.key] = Owner(path: nil, text: template.source.bytes)
      }
    }
    return found
  }
}

extension Bytes {
  fileprivate var mayHoldFootnotes: Bool {
    var at = 0
    while let bracket = firstOffset(of: UInt8(ascii: "["), in: at..<count) {
      if has("[^", at: bracket) { return true }
      at = bracket + 1
    }
    return false
  }
}
