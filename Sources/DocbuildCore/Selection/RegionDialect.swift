/// A way in use to mark regions in comments. A dialect is a row of `RegionDialect.all`.
package struct RegionDialect: Sendable {
  /// The program or house that the marks come from.
  package let origin: String
  /// The text of the opening mark without the comment's own characters, `{}` standing for the name.
  package let open: String
  /// The same for the closing mark. Without `{}`, or with `{?}` where the name may be missing, it closes the
  /// innermost region.
  package let close: String
  /// Whether a name may hold spaces.
  let spacedNames: Bool
  /// Lines between these two are left out of regions.
  package let hide: String?
  package let show: String?
  /// Whether an opening mark without a closing one, or in a documentation comment, is no mark at all.
  let isCommonText: Bool

  init(
    _ origin: String, _ open: String, _ close: String, spacedNames: Bool = false,
    hide: String? = nil, show: String? = nil, isCommonText: Bool = false
  ) {
    self.origin = origin
    self.open = open
    self.close = close
    self.spacedNames = spacedNames
    self.hide = hide
    self.show = show
    self.isCommonText = isCommonText
  }

  /// Every dialect that is read. docbuild has no marks of its own.
  package static let all: [RegionDialect] = [
    RegionDialect("C# and Visual Studio Code", "#region {}", "#endregion {?}", spacedNames: true),
    RegionDialect("JetBrains editors", "region {}", "endregion {?}", spacedNames: true),
    RegionDialect("C and C++", "#pragma region {}", "#pragma endregion {?}", spacedNames: true),
    RegionDialect("mdBook", "ANCHOR: {}", "ANCHOR_END: {}"),
    RegionDialect("Asciidoctor", "tag::{}[]", "end::{}[]"),
    RegionDialect("MarkdownSnippets", "begin-snippet: {}", "end-snippet {?}"),
    RegionDialect("Google Cloud", "[START {}]", "[END {}]"),
    RegionDialect("PyMdown Snippets", "--8<-- [start:{}]", "--8<-- [end:{}]"),
    RegionDialect("Noir and Aztec", "docs:start:{}", "docs:end:{}"),
    RegionDialect(
      "Swift DocC", "snippet.{}", "snippet.end", hide: "snippet.hide",
      show: "snippet.show"),
    RegionDialect("DocFX", "<{}>", "</{}>", isCommonText: true),
  ]

  /// The closing mark for a region, as an author would write it.
  func closing(_ name: String) -> String {
    var text = close
    for placeholder in ["{?}", "{}"] {
      if let range = text.firstRange(of: placeholder) { text.replaceSubrange(range, with: name) }
    }
    return text
  }
}

extension String {
  fileprivate func firstRange(of part: String) -> Range<String.Index>? {
    var at = startIndex
    while at < endIndex {
      if self[at...].hasPrefix(part) { return at..<index(at, offsetBy: part.count) }
      at = index(after: at)
    }
    return nil
  }
}

/// A mark's text cut at its placeholder, for comparing as bytes.
struct MarkForm: Sendable {
  let before: Bytes
  let after: Bytes
  let hasName: Bool
  let nameIsOptional: Bool

  init(_ text: String) {
    let bytes = Bytes(text.utf8)
    let open = bytes.firstIndex(of: UInt8(ascii: "{"))
    let close = bytes.firstIndex(of: UInt8(ascii: "}"))
    if let open, let close {
      before = Bytes(bytes[..<open].trimmed())
      after = Bytes(bytes[(close + 1)...])
      hasName = true
      nameIsOptional = close - open > 1
    } else {
      before = bytes
      after = []
      hasName = false
      nameIsOptional = false
    }
  }

  /// The name in `text` when it is such a mark; an empty name where there is none to be had; nil for no mark.
  func name(in text: ArraySlice<UInt8>, spaced: Bool) -> String? {
    guard text.starts(with: before) else { return nil }
    var rest = text.dropFirst(before.count)
    guard hasName else { return rest.trimmed().isEmpty ? "" : nil }
    // A word must end where the mark's text ends with one.
    if let last = before.last, last.isWord, let next = rest.first, next.isWord { return nil }
    rest = rest.trimmed()
    guard rest.count >= after.count, rest.suffix(after.count).elementsEqual(after) else {
      return nil
    }
    let name = rest.dropLast(after.count).trimmed()
    if name.isEmpty { return nameIsOptional ? "" : nil }
    let isSound = name.allSatisfy { byte in
      byte.isWord || "-.:/+@$".utf8.contains(byte)
        || (spaced
          && (byte.isBlank
            || byte > 0x20 && byte != UInt8(ascii: "<") && byte != UInt8(ascii: ">")))
    }
    return isSound ? name.text : nil
  }
}
