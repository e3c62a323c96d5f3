import DocbuildCore

extension Site {
  /// The anchors of what a page shows of other files: of the pages that it imports, and of those that the components do
  /// which it imports.
  ///
  /// - Parameters:
  ///   - imports: as the page names them.
  ///   - page: where it lies.
  func anchors(shownBy imports: [Bytes], on page: WrittenPath) -> PageAnchors {
    let reader = readers.reader(of: page)
    var folder = RootPath.root
    if case .site(let layout) = readers.readership(of: page) { folder = layout.folder }
    var names: [Bytes] = []
    var isOpen = false
    var seen: Set<WrittenPath> = [page]
    var work = imports.map { (path: $0, from: page) }
    while let next = work.popLast(), seen.count < Site.mostParts {
      guard let file = file(imported: next.path, from: next.from, site: folder) else {
        // What only a build makes may have any.
        isOpen = isOpen || next.path.isMarkdown
        continue
      }
      guard seen.insert(file).inserted, let part = part(file, reader) else { continue }
      names += part.names
      // A part without headings is not a page of components: those are the page's.
      isOpen = isOpen || !file.bytes.isMarkdown && part.isOpen
      work += part.imports.map { ($0, file) }
    }
    return PageAnchors(names, isOpen: isOpen || !work.isEmpty)
  }

  /// More files than this no page shows.
  private static let mostParts = 200

  private func part(_ file: WrittenPath, _ reader: Reader) -> PageAnchors? {
    if file.bytes.isMarkdown, readers.reader(of: file).name == reader.name {
      return anchors(in: file)
    }
    guard let text = text(of: file) else { return nil }
    return file.bytes.isMarkdown
      ? PageAnchors(ofPage: text, for: reader, in: dialect(of: file, text))
      : PageAnchors(ofComponent: text)
  }

  /// The page or module that an import names, whose ending may be left out; nil for none.
  private func file(imported path: Bytes, from file: WrittenPath, site: RootPath) -> WrittenPath? {
    let alias = Bytes("@site/".utf8)
    let whole =
      path.starts(with: alias)
      ? site.bytes.joined(Bytes(path.dropFirst(alias.count))).folded
      : file.bytes.folder.joined(path).folded
    for middle in ["", "/index"] {
      for ending in [""] + Site.partEndings {
        let found = WrittenPath(whole + Bytes((middle + ending).utf8))
        guard Site.partEndings.contains(where: { found.bytes.ends(with: Bytes($0.utf8)) }) else {
          continue
        }
        if keptKind(of: found) == .file { return found }
      }
    }
    return nil
  }

  private static let partEndings = [".mdx", ".md", ".jsx", ".tsx", ".js", ".ts"]
}
