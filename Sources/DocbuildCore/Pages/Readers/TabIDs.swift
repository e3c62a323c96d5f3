/// Ids that the tabs of a page get where the settings of PyMdown's Tabbed (or its block `tab`) name a `slugify`
/// (<https://facelessuser.github.io/pymdown-extensions/extensions/tabbed/>). Without one they are `__tabbed_1_2`.
struct TabIDs: Sendable, Equatable {
  /// Whether the id of the heading above stands before a tab's own.
  var isCombined = false
  /// What stands between the two.
  var separator = "-"

  /// What the settings of a site of MkDocs say of its tabs; nil where they get no such ids.
  init?(_ settings: String) {
    var isNamed = false
    for name in ["pymdownx.tabbed", "pymdownx.blocks.tab"] {
      let section = settings.section(name)
      guard let slugify = section.values("slugify").first,
        !["false", "null", "~", ""].contains(slugify)
      else { continue }
      isNamed = true
      isCombined = isCombined || section.values("combine_header_slug").first == "true"
      if let own = section.values("separator").first { separator = own }
    }
    guard isNamed else { return nil }
  }

  /// The ways in which the title of a tab becomes an id: which of them is a setting, as for headings.
  static let slugs: [HeadingIDs] = [
    .python, .pythonUnicode, .pymdown, HeadingIDs(slug: { $0.wordsAndHyphens }, separator: "_"),
  ]
}

extension String {
  /// The lines below `- name:` in a list of YAML that are indented more than it, trimmed.
  fileprivate func section(_ name: String) -> [Substring] {
    var found: [Substring] = []
    var depth: Int?
    for line in split(whereSeparator: \.isNewline) {
      let text = line.drop { $0 == " " }
      let indent = line.count - text.count
      if text.isEmpty || text.first == "#" { continue }
      if let open = depth {
        if indent > open { found.append(text) } else { depth = nil }
      }
      let item = text.drop { $0 == "-" || $0 == " " || $0 == "\"" || $0 == "'" }
      if depth == nil, item.hasPrefix(name),
        item.dropFirst(name.count).drop(while: { "\"' ".contains($0) }).first == ":"
      {
        depth = indent
      }
    }
    return found
  }
}

extension [Substring] {
  /// The values of a key in lines of YAML, without quotes and comments.
  fileprivate func values(_ key: String) -> [String] {
    compactMap { line in
      guard line.hasPrefix(key + ":") else { return nil }
      let value = line.dropFirst(key.count + 1).prefix { $0 != "#" && $0 != "\r" }
      return value.filter { !" \"'".contains($0) }
    }
  }
}

extension Bytes {
  /// As PyMdown's `slugify` makes it where nothing is said of case: words and hyphens stay, spaces become hyphens.
  fileprivate var wordsAndHyphens: Bytes {
    Bytes(trimmed()).filter { $0.isWord || $0 == UInt8(ascii: "-") || $0 == .space }
      .map { $0 == .space ? UInt8(ascii: "-") : $0 }
  }
}
