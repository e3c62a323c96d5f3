/// What a page of MDX or a module of JavaScript imports from its tree, as it is named there: `./x`, `../x`, and
/// `@site/x`, which starts at the site's folder (<https://docusaurus.io/docs/markdown-features/react#importing-markdown>).
/// Packages are left out.
package func importedPaths(in text: Bytes) -> [Bytes] {
  var found: [Bytes] = []
  for quote in [UInt8(ascii: "'"), UInt8(ascii: "\"")] {
    var at = 0
    while let open = text.firstOffset(of: quote, in: at..<text.count) {
      at = open + 1
      guard text.has(".", at: at) || text.has("@site/", at: at), text.isImported(at: open),
        let close = text[at...].firstIndex(where: { $0 == quote || $0 == .lineFeed }),
        text[close] == quote
      else { continue }
      // Formatters write `\_` where they take the line for Markdown.
      found.append(text[at..<close].filter { $0 != UInt8(ascii: "\\") })
      at = close + 1
    }
  }
  return found
}

extension PageAnchors {
  /// The ids that are written out in a module of JavaScript with JSX.
  package init(ofComponent text: Bytes) {
    var names: [Bytes] = []
    var at = 0
    while let sign = text.firstOffset(of: UInt8(ascii: "="), in: at..<text.count) {
      at = sign + 1
      guard text.has("\"", at: at) || text.has("'", at: at), sign > 2, text.has("id", at: sign - 2),
        text[sign - 3].isSpace,
        let close = text[(at + 1)...].firstIndex(where: { $0 == text[at] || $0 == .lineFeed })
      else { continue }
      names.append(Bytes(text[(at + 1)..<close]))
    }
    // A heading whose id is an expression may have any.
    let isOpen =
      text.contains(Bytes("<Heading".utf8))
      || text.contains(Bytes("id={".utf8))
        && (1...6).contains { text.contains(Bytes("<h\($0)".utf8)) }
    self.init(names, isOpen: isOpen, imports: importedPaths(in: text))
  }
}

extension Bytes {
  /// Whether the string that opens there is what `from`, `import` or `require(` names.
  fileprivate func isImported(at open: Int) -> Bool {
    var before = self[..<open]
    while let last = before.last, last.isBlank || last == UInt8(ascii: "(") { before.removeLast() }
    return ["from", "import", "require"].contains { word in
      before.suffix(word.utf8.count).elementsEqual(word.utf8)
        && !(before.dropLast(word.utf8.count).last?.isWord ?? false)
    }
  }
}
