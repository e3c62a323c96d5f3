extension MigrationReader {
  /// mkdocs-include-markdown's `{% include %}` and `{% include-markdown %}`
  /// (<https://github.com/mondeja/mkdocs-include-markdown-plugin>).
  static let mkdocsInclude = MigrationReader(
    name: "mkdocs-include-markdown",
    rules: "https://github.com/mondeja/mkdocs-include-markdown-plugin", form: .template,
    example: "{% include-markdown \"../README.md\" start=\"<!--intro-->\" %}"
  ) { page in
    guard page.holds("{%") else { return [] }
    var steps: [MigrationStep] = []
    var line = 0
    while line < page.lines.count {
      defer { line += 1 }
      let (margin, text) = page.text(line)
      guard text.contains("{%") else { continue }
      let start = line
      var whole = text
      // One may go over several lines.
      while !whole.contains("%}"), line + 1 < page.lines.count, line - start < 20 {
        line += 1
        whole += " " + page.text(line).text
      }
      let lines = start..<line + 1
      guard whole.namesInclude else {
        line = start
        continue
      }
      guard whole.hasPrefix("{%"), whole.hasSuffix("%}") else {
        steps.append(
          MigrationStep(lines, .refused("text stands beside the directive on its line")))
        continue
      }
      steps.append(page.mkdocsInclude(whole, lines, margin))
    }
    return steps
  }
}

/// Options that change nothing of what docbuild does.
private let plainOptions: [String: [String]] = [
  "comments": ["false"], "preserve-includer-indent": ["true"], "dedent": ["false"],
  "trailing-newlines": ["true"], "rewrite-relative-urls": ["false"],
  "encoding": ["utf-8"], "recursive": ["true", "false"],
]

extension ForeignPage {
  fileprivate func mkdocsInclude(_ text: String, _ lines: Range<Int>, _ margin: Bytes)
    -> MigrationStep
  {
    func refused(_ why: String) -> MigrationStep { MigrationStep(lines, .refused(why)) }
    let isPage = text.contains("include-markdown")
    let inside = text.behind(isPage ? "include-markdown" : "include").map {
      $0.pieces(between: "%}")[0].stripped
    }
    guard let inside, let quote = inside.first, quote == "\"" || quote == "'" else {
      return refused("it names no file in quotes")
    }
    let path = String(inside.dropFirst().prefix { $0 != quote })
    let given = String(inside.dropFirst(path.count + 2)).attributes
    let offset = Int(given["heading-offset"] ?? "0")
    for (key, value) in given.sorted(by: { $0.key < $1.key }) where key != "start" && key != "end" {
      let isOffset = key == "heading-offset" && (offset == 0 || (offset != nil && isPage))
      guard plainOptions[key]?.contains(value) ?? isOffset else {
        return refused("docbuild has nothing like '\(key)=\(value)'")
      }
    }
    guard !path.contains("*"), !path.contains("://") else {
      return refused("it names more than one file, or an address")
    }
    let target = path.hasPrefix("./") || path.hasPrefix("../") ? path : fromPagesFolder(path)
    guard let facts = lookup.source(target), let all = facts.lines(by: "") else {
      return refused("'\(path)' is not there, or can't be read")
    }
    let range = marked(all, given["start"], given["end"])
    guard let range else {
      return refused("'start' and 'end' don't stand once, alone on lines of '\(path)'")
    }
    let shown = all[range.lines]
    if shown.contains(where: { $0.text.contains("{% include") }) {
      return refused("'\(path)' holds directives itself")
    }
    if isPage, lookup.isElsewhere(target), shown.contains(where: { $0.text.hasRelativeTarget }),
      given["rewrite-relative-urls"] == nil || offset != 0
    {
      return refused("relative links of '\(path)' would have to be rewritten")
    }
    var excerpt = ForeignExcerpt(target: target)
    if !range.options.isEmpty {
      excerpt.selector = range.options
      excerpt.wanted = Array(shown)
    }
    guard let offset, offset != 0 else { return excerpt.step(lines, margin: margin, in: self) }
    // The tool moves headings by number signs alone, and keeps front matter.
    if all.first?.text == "---" || shown.contains(where: { $0.text.isUnderline }) {
      return refused("headings with lines below them, or front matter, would come out otherwise")
    }
    if shown.contains(where: { $0.text.hasDefinition }) {
      return refused("docbuild puts links by definitions, and footnotes, in other words")
    }
    let levels = offset > 0 ? "+\(offset)" : "\(offset)"
    return excerpt.step(lines, margin: margin, "headings=\(levels)", in: self)
  }

  /// A path that begins with no dot: from the folder of the site's pages, where it names a file there.
  private func fromPagesFolder(_ path: String) -> String {
    guard let folder = lookup.pagesFolder else { return path }
    let target = "/" + (folder.isEmpty ? "" : folder + "/") + path
    return lookup.source(target) == nil ? path : target
  }

  /// The lines between two texts that stand alone on lines, with the options that choose them; nil where the tool would cut
  /// elsewhere, or take more than one piece.
  private func marked(_ lines: [Bytes], _ start: String?, _ end: String?) -> (
    lines: Range<Int>, options: String
  )? {
    var (first, last) = (0, lines.count)
    var options: [String] = []
    if let start {
      let all = lines.indices.filter { lines[$0].text.contains(start) }
      guard let at = all.first, lines[at].text.stripped == start, end == nil || all.count == 1
      else { return nil }
      first = at + 1
      options.append("after=" + Bytes(start.utf8).asWholeLinePattern)
    }
    if let end {
      let all = lines[first...].indices.filter { lines[$0].text.contains(end) }
      guard let at = all.first, lines[at].text.stripped == end, start == nil || all.count == 1
      else { return nil }
      last = at
      options.append("before=" + Bytes(end.utf8).asWholeLinePattern)
    }
    return (first..<last, options.joined(separator: " "))
  }
}

extension Bytes {
  /// A pattern for a line that holds nothing else; what would end the comment that the directive is can't stand in it.
  fileprivate var asWholeLinePattern: String {
    let inner = String(asPattern.dropFirst().dropLast()).replacing("-->", with: "--[>]")
    return "/^\\s*\(inner)\\s*$/"
  }
}

extension String {
  /// Whether what `{%` opens is an `include`.
  fileprivate var namesInclude: Bool {
    pieces(between: "{%").dropFirst().contains { piece in
      piece.drop { $0 == "-" || $0 == " " || $0 == "\t" }.hasPrefix("include")
    }
  }

  /// Whether it may make a heading of the line above it.
  fileprivate var isUnderline: Bool {
    let text = stripped
    return !text.isEmpty && (text.allSatisfy { $0 == "=" } || text.allSatisfy { $0 == "-" })
  }

  /// Whether it is, or goes on from, a definition of a link or a footnote.
  fileprivate var hasDefinition: Bool { stripped.hasPrefix("[") && contains("]:") }
}
