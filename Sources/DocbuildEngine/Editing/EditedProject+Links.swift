package import DocbuildCore

/// A link to an anchor.
package struct AnchorLink: Sendable {
  /// The page that it is on.
  package let page: RootPath
  /// What names the anchor, with its `#`: an offset range in the page's text.
  package let range: Range<Int>
}

extension EditedProject {
  /// The file that a link's path, as its reader takes it, names from a page: by its text, so folded, and perhaps outside the
  /// root.
  package func path(ofPage link: Bytes, from page: some PathFromRoot) -> WrittenPath {
    WrittenPath(
      link.first == Bytes.slash
        ? Bytes(link.folded.drop { $0 == Bytes.slash }) : page.bytes.folder.joined(link).folded)
  }

  /// The links to an anchor of a page, in templates and pages, as they are typed.
  ///
  /// A template's heading is its output's.
  ///
  /// - Parameters:
  ///   - anchor: percent-encoding resolved.
  ///   - path: the page or its template.
  ///   - text: what a file holds now; nil for what can't be read.
  package func links(to anchor: Bytes, of path: RootPath, text: (RootPath) -> Bytes?)
    -> [AnchorLink]
  {
    let output = document(at: path)?.output ?? WrittenPath(path)
    let sign = Bytes("#".utf8)
    let pages = pagesAndTemplates
    return pages.flatMap { page -> [AnchorLink] in
      let own = document(at: page)?.output ?? WrittenPath(page)
      // Most pages name no such thing, and needn't be taken apart.
      guard let bytes = text(page), own == output || bytes.holds(text: output.fileName),
        bytes.holds(text: sign)
      else { return [] }
      let site = site(of: own)
      return outline(bytes, of: page).links.compactMap { link in
        guard link.fragment == anchor, !link.isExternal else { return nil }
        if link.path.isEmpty {
          guard own == output else { return nil }
        } else {
          guard case .file(let file) = site.destination(of: link.path, isImage: false),
            self.path(ofPage: file, from: own) == output
          else { return nil }
        }
        return AnchorLink(page: page, range: link.fragmentRange)
      }
    }
  }

  /// What links may stand in: templates, in-place documents and other pages, but no outputs, which are made anew.
  package var pagesAndTemplates: [RootPath] {
    let outputs = Set(documents.filter { $0.kind == .template }.compactMap(\.output.folded))
    let listed = documents.map(\.path)
    let others = files.filter { $0.bytes.isNameOfPage && !outputs.contains($0) }
    return Set(listed + others).sorted()
  }
}

extension Bytes {
  /// Whether `text` stands somewhere in it.
  package func holds(text: Bytes) -> Bool {
    guard let first = text.first else { return true }
    var at = 0
    while let hit = firstOffset(of: first, in: at..<count) {
      if hit + text.count <= count, self[hit..<hit + text.count].elementsEqual(text) { return true }
      at = hit + 1
    }
    return false
  }
}
