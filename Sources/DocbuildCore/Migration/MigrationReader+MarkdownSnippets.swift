extension MigrationReader {
  /// MarkdownSnippets: a name that is looked up in all sources; `snippet: NAME` in a `.source.md`, or a comment around a
  /// block in the page itself. The common indentation and blank lines at the ends go
  /// (<https://github.com/SimonCropp/MarkdownSnippets>).
  static let markdownSnippets = MigrationReader(
    name: "MarkdownSnippets", rules: "https://github.com/SimonCropp/MarkdownSnippets",
    form: .inPlace, example: "<!-- snippet: setup -->"
  ) { page in
    var steps: [MigrationStep] = []
    var open: (line: Int, name: String)?
    for line in page.lines.indices {
      if page.fence(around: line) != nil { continue }
      let text = page.text(line).text
      let comment = text.hasPrefix("<!--") ? text.between("<!--", "-->")?.stripped : nil
      if let start = open {
        guard comment?.lowercased() == "endsnippet" else { continue }
        steps.append(page.snippetSteps(start.name, start.line..<line + 1))
        open = nil
      } else if let name = (comment ?? "").behindWord("snippet:") {
        open = (line, name)
      } else if let address = comment?.behindWord("web-snippet:")
        ?? text.behindWord("web-snippet:")
      {
        steps.append(MigrationStep(line, .refused("it takes '\(address)' from the web")))
      } else if comment?.behindWord("include:") != nil || text.hasPrefix("include: ") {
        steps.append(
          MigrationStep(
            line,
            .refused("a part's text is not told from the page's; 'embed(PATH markdown)' owns one")))
      } else if text.hasPrefix("snippet: ") {
        steps.append(page.snippetSteps(String(text.dropFirst(9)).stripped, line..<line + 1))
      }
    }
    if let open { steps.append(MigrationStep(open.line, .refused("'endSnippet' is missing"))) }
    return steps
  }
}

extension ForeignPage {
  fileprivate func snippetSteps(_ name: String, _ lines: Range<Int>) -> MigrationStep {
    func refused(_ why: String) -> MigrationStep { MigrationStep(lines, .refused(why)) }
    let margin = text(lines.lowerBound).margin
    let found = lookup.snippets(name)
    // A file, by the end of its path.
    let files =
      !found.isEmpty || lookup.source("/" + name) != nil ? ["/" + name] : lookup.files(name)
    var excerpt: ForeignExcerpt
    if let snippet = found.first, found.count == 1 {
      excerpt = ForeignExcerpt(
        target: snippet.target, selector: "region=\(snippet.region.asOptionValue)")
    } else if found.isEmpty, let file = files.first, files.count == 1 {
      excerpt = ForeignExcerpt(target: file)
    } else {
      let count = max(found.count, files.count)
      return refused(
        count == 0
          ? "no source has a snippet '\(name)'" : "snippet '\(name)' stands in \(count) files")
    }
    let info = excerpt.target.fileEnding
    // A link to the snippet leads to the anchor that the tool put before the block.
    let anchors = self.lines[lines].filter { $0.text.stripped.hasPrefix("<a id='") }
    return excerpt.ownedStep(lines, margin: margin, before: anchors, "fence=\(info)", in: self)
  }
}

extension String {
  /// What stands behind a word at the start, whatever its case; nil where another stands.
  fileprivate func behindWord(_ word: String) -> String? {
    lowercased().hasPrefix(word) ? String(dropFirst(word.count)).stripped : nil
  }
}
