extension MigrationReader {
  /// DocFX's `[!code-…]`, `[!INCLUDE]` and `:::code`; the common indentation goes
  /// (<https://dotnet.github.io/docfx/docs/markdown.html#code-snippet>).
  static let docFX = MigrationReader(
    name: "DocFX", rules: "https://dotnet.github.io/docfx/docs/markdown.html", form: .template,
    example: "[!code-csharp[](Program.cs#main)]"
  ) { page in
    guard page.holds("[!", ":::") else { return [] }
    return page.lines.indices.flatMap { line -> [MigrationStep] in
      guard page.fence(around: line) == nil else { return [] }
      let (margin, text) = page.text(line)
      let lower = text.lowercased()
      if lower.hasPrefix(":::") {
        // Blanks may stand before the word.
        let inside = text.dropFirst(3).drop { $0 == " " || $0 == "\t" }
        let isCode = inside.lowercased().hasPrefix("code ") && lower.contains("source=")
        return isCode ? [page.tripleColon(String(inside.dropFirst(5)), line, margin)] : []
      }
      guard lower.contains("[!code"), lower.contains("](") || lower.contains("[!include") else {
        return lower.contains("[!include") ? [page.docFXInclude(text, line, margin)] : []
      }
      guard lower.hasPrefix("[!code"), text.hasSuffix(")]"), let link = text.behind("](") else {
        return [MigrationStep(line, .refused("text stands beside the directive on its line"))]
      }
      let language = text.dropFirst(6).prefix { $0 != "[" }.drop { $0 == "-" }
      let path = String(link.dropLast(2)).split(separator: " ").first.map(String.init) ?? ""
      return [page.docFXCode(path, String(language).stripped, line, margin)]
    }
  }
}

extension ForeignPage {
  /// `[!INCLUDE [title](path)]`.
  fileprivate func docFXInclude(_ text: String, _ line: Int, _ margin: Bytes) -> MigrationStep {
    guard text.lowercased().hasPrefix("[!include"), text.hasSuffix(")]"),
      let path = text.behind("](").map({ String($0.dropLast(2)).stripped })
    else {
      return MigrationStep(line, .refused("text stands beside the directive on its line"))
    }
    let target = path.atRoot("~", lookup.siteRoot)
    guard let facts = lookup.source(target) else {
      return MigrationStep(line, .refused("'\(path)' is not there, or can't be read"))
    }
    if facts.source.bytes.contains(Bytes("[!".utf8)) {
      return MigrationStep(line, .refused("'\(path)' holds directives itself"))
    }
    let shown = facts.lines(by: "") ?? []
    if lookup.isElsewhere(target), shown.contains(where: { $0.text.hasRelativeTarget }) {
      return MigrationStep(line, .refused("relative links of '\(path)' would have to be rewritten"))
    }
    let selector = facts.source.bytes.endOfFrontMatter > 0 ? "strip=front-matter" : ""
    return ForeignExcerpt(target: target, selector: selector)
      .step(line..<line + 1, margin: margin, in: self)
  }

  /// `language="csharp" source="Program.cs" id="main":::`, which stands behind `:::code`.
  fileprivate func tripleColon(_ text: String, _ line: Int, _ margin: Bytes) -> MigrationStep {
    let given = text.pieces(between: ":::")[0].attributes
    guard let source = given["source"] else {
      return MigrationStep(line, .refused("it names no file"))
    }
    let query = [
      ("range", given["range"]), ("name", given["id"]), ("highlight", given["highlight"]),
    ]
    .compactMap { key, value in value.map { "\(key)=\($0)" } }
    return docFXCode(
      query.isEmpty ? source : "\(source)?\(query.joined(separator: "&"))", given["language"] ?? "",
      line, margin)
  }

  fileprivate func docFXCode(_ link: String, _ language: String, _ line: Int, _ margin: Bytes)
    -> MigrationStep
  {
    func refused(_ why: String) -> MigrationStep { MigrationStep(line, .refused(why)) }
    let path = String(link.prefix { $0 != "?" && $0 != "#" })
    let target = path.atRoot("~", lookup.siteRoot)
    let fragment = link.behind("#").map { String($0.prefix { $0 != "?" }) } ?? ""
    var query: [String: String] = [:]
    for pair in (link.behind("?") ?? "").split(separator: "&") {
      let parts = pair.split(separator: "=", maxSplits: 1).map(String.init)
      query[parts[0].lowercased()] = parts.count > 1 ? parts[1] : ""
    }
    for key in query.keys.sorted() where !["range", "name", "start", "end"].contains(key) {
      return refused("docbuild has nothing like '\(key)'")
    }
    var excerpt = ForeignExcerpt(target: target)
    var ranges: [(first: Int, last: Int?)]?
    if let range = query["range"] {
      ranges = range.numberRanges
      if ranges == nil { return refused("'range=\(range)' names no lines") }
    } else if query["start"] != nil || query["end"] != nil {
      ranges = [(query["start"].flatMap { Int($0) } ?? 1, query["end"].flatMap { Int($0) })]
    } else if let lines = fragment.lineFragment {
      ranges = [lines]
    }
    if let ranges {
      excerpt = ForeignExcerpt.lines(ranges, of: target, in: self)
      // DocFX takes the indentation away as docbuild does.
      excerpt.wanted = nil
    } else if let name = query["name"] ?? (fragment.isEmpty ? nil : fragment) {
      excerpt.selector = "region=\(name.asOptionValue)"
    }
    let info = language.isEmpty ? "fence" : "fence=\(language.asOptionValue)"
    return excerpt.step(line..<line + 1, margin: margin, info, in: self)
  }
}

extension String {
  /// The path with the folder that `sign/` at its start stands for, as a directive names it.
  func atRoot(_ sign: String, _ root: String) -> String {
    guard hasPrefix(sign + "/") else { return self }
    return "/" + (root.isEmpty ? "" : root + "/") + dropFirst(sign.count + 1)
  }

  /// `L3-L6`, `L3`, `L3-`, as in `#L3-L6`; nil for another fragment.
  var lineFragment: (first: Int, last: Int?)? {
    guard hasPrefix("L") else { return nil }
    let ends = split(separator: "-", omittingEmptySubsequences: false).map { part in
      String(part.first == "L" ? part.dropFirst() : part)
    }
    guard let first = Int(ends[0]), ends.count <= 2 else { return nil }
    if ends.count == 1 { return (first, first) }
    if ends[1].isEmpty { return (first, nil) }
    return Int(ends[1]).map { (first, $0) }
  }
}
