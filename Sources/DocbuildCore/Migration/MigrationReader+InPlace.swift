extension MigrationReader {
  /// embedme: a fence whose first line is a comment with a path, or a comment before the fence
  /// (<https://github.com/zakhenry/embedme>).
  static let embedme = MigrationReader(
    name: "embedme", rules: "https://github.com/zakhenry/embedme", form: .inPlace,
    example: "<!-- embedme listing.ts#L2-L5 -->"
  ) { page in
    page.fences.flatMap { fence -> [MigrationStep] in
      let above = fence.open > 0 ? page.text(fence.open - 1).text : ""
      let comment = above.between("<!--", "-->")?.stripped ?? ""
      if comment == "embedme-ignore-next" { return [] }
      if comment.hasPrefix("embedme ") {
        return page.embedme(String(comment.dropFirst(8)), fence, from: fence.open - 1)
      }
      guard fence.close > fence.open + 1,
        let path = page.text(fence.open + 1).text.commentedPath
      else { return [] }
      return page.embedme(path, fence, from: fence.open)
    }
  }

  /// code-embedder: an info string with a path, and perhaps what is meant of it
  /// (<https://github.com/kvankova/code-embedder>).
  static let codeEmbedder = MigrationReader(
    name: "code-embedder", rules: "https://github.com/kvankova/code-embedder", form: .inPlace,
    example: "```python:listing.py:o:setup"
  ) { page in
    page.fences.flatMap { fence -> [MigrationStep] in
      let parts = fence.info.split(separator: ":", omittingEmptySubsequences: false).map(
        String.init)
      guard parts.count == 2 || parts.count == 4, parts[1].contains("."), !parts[1].contains(" ")
      else { return [] }
      var excerpt = ForeignExcerpt(target: "/" + parts[1])
      if parts.count == 4 {
        switch parts[2] {
        case "o": excerpt.selector = "symbol=\(parts[3].asOptionValue)"
        default:
          guard page.lookup.source(excerpt.target) != nil else { return [] }
          return [
            MigrationStep(
              fence.open,
              .refused("docbuild does not read marks of the form 'code_embedder:\(parts[3]) start'")
            )
          ]
        }
      }
      let text = page.lines[fence.open + 1..<fence.close]
      if parts.count == 2, !page.lookup.mentioned.contains("code-embedder"),
        !excerpt.isShown(by: text, in: page)
      {
        return excerpt.isOnceShown(by: text, in: page) ? [page.stale(parts[1], fence.open)] : []
      }
      return [
        excerpt.ownedStep(
          fence.open..<fence.close + 1, margin: fence.margin, parts[0].asInfoOption, in: page)
      ]
    }
  }

  /// markdown-magic's CODE, between the marks of any of its versions
  /// (<https://github.com/DavidWells/markdown-magic>).
  static let markdownMagic = MigrationReader(
    name: "markdown-magic", rules: "https://github.com/DavidWells/markdown-magic", form: .inPlace,
    example: "<!-- docs CODE src=\"listing.js\" -->"
  ) { page in
    guard page.holds("<!--") else { return [] }
    var steps: [MigrationStep] = []
    var open: (line: Int, margin: Bytes, text: String)?
    var next = 0
    while next < page.lines.count {
      let (start, comment) = (next, page.comment(from: next))
      next = (comment?.last ?? next) + 1
      guard page.fence(around: start) == nil, let text = comment?.text else { continue }
      if let begun = open {
        guard text.isMagicEnd else { continue }
        steps.append(page.magic(begun.text, begun.line..<next, begun.margin))
        open = nil
      } else if let arguments = text.magicArguments {
        open = (start, page.text(start).margin, arguments)
      }
    }
    if let open { steps.append(MigrationStep(open.line, .refused("its end is missing"))) }
    return steps
  }
}

extension ForeignPage {
  /// - Parameter start: the line of a comment before the fence, or the fence's own, whose first line then names the file.
  fileprivate func embedme(_ path: String, _ fence: Fence, from start: Int) -> [MigrationStep] {
    let parts = path.stripped.split(separator: "#", maxSplits: 1).map(String.init)
    var target = parts.first ?? ""
    // Paths start where the tool is run: at the root.
    if !target.hasPrefix("./"), !target.hasPrefix("../") { target = "/" + target }
    var excerpt = ForeignExcerpt(target: target)
    if parts.count > 1 {
      guard let lines = parts[1].lineFragment else {
        return [MigrationStep(start, .refused("'#\(parts[1])' names no lines"))]
      }
      excerpt = ForeignExcerpt.lines([lines], of: target, in: self)
    }
    if start == fence.open, parts.count == 1, !lookup.mentioned.contains("embedme") {
      let text = lines[fence.open + 2..<fence.close]
      if !excerpt.isShown(by: text, in: self) {
        return excerpt.isOnceShown(by: text, in: self) ? [stale(target, start)] : []
      }
    }
    return [
      excerpt.ownedStep(
        start..<fence.close + 1, margin: fence.margin, fence.info.asInfoOption, in: self)
    ]
  }

  /// What a comment that opens on a line holds, its lines joined by blanks, and the line that it ends on; nil without one.
  fileprivate func comment(from line: Int) -> (text: String, last: Int)? {
    guard var whole = text(line).text.behind("<!--") else { return nil }
    var last = line
    // So many lines are a directive's at the most.
    while !whole.contains("-->"), last + 1 < lines.count, last - line < 20 {
      last += 1
      whole += " " + text(last).text
    }
    let parts = whole.pieces(between: "-->")
    return parts.count > 1 ? (parts[0].stripped, last) : nil
  }

  /// A block that is like the file that it names: by a tool, or by hand.
  fileprivate func stale(_ path: String, _ line: Int) -> MigrationStep {
    MigrationStep(
      line,
      .refused(
        "the block may only name '\(path)': let the tool fill it once more, or embed it by hand"))
  }

  fileprivate func magic(_ text: String, _ lines: Range<Int>, _ margin: Bytes) -> MigrationStep {
    func refused(_ why: String) -> MigrationStep { MigrationStep(lines, .refused(why)) }
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let kind = words.first, kind.uppercased() == "CODE" else {
      return refused("docbuild has nothing like '\(words.first ?? "")'")
    }
    let given = (words.dropFirst().first ?? "").attributes
    guard let source = given["src"] else { return refused("it names no file") }
    for key in given.keys.sorted() where !["src", "syntax", "lines"].contains(key) {
      return refused("docbuild has nothing like '\(key)'")
    }
    if source.contains("://") { return refused("it names an address") }
    var excerpt = ForeignExcerpt(target: source)
    if let numbers = given["lines"] {
      let digits = numbers.split { !"0123456789".contains($0) }.compactMap { Int($0) }
      guard digits.count == 2 else { return refused("'lines=\(numbers)' names no lines") }
      excerpt = ForeignExcerpt.lines([(digits[0], digits[1])], of: source, in: self)
    }
    let info = given["syntax"] ?? source.fileEnding
    return excerpt.ownedStep(lines, margin: margin, info.asInfoOption, in: self)
  }
}

extension String {
  /// The path that a comment alone on a line holds, perhaps with lines behind it; nil for another line.
  fileprivate var commentedPath: String? {
    var text = self[...]
    guard let open = ["//", "#", "/*", "<!--", "--", "%", ";"].first(where: { hasPrefix($0) })
    else {
      return nil
    }
    text = text.dropFirst(open.count)
    for close in ["*/", "-->"] where text.hasSuffix(close) { text = text.dropLast(close.count) }
    let path = String(text).stripped
    let bare = path.prefix { $0 != "#" }
    guard bare.contains("."), !bare.fileEndingIsEmpty, !path.contains(" "), !path.contains(":"),
      bare.utf8.allSatisfy({ $0.isWord || "./-@+".utf8.contains($0) })
    else { return nil }
    return path
  }

  fileprivate var isMagicEnd: Bool {
    let lower = lowercased()
    return lower == "/docs" || lower == "end-doc-gen" || lower == "doc-gen-end"
      || lower.hasPrefix("auto-generated-content:end")
  }

  /// What stands behind the opening words of a directive.
  fileprivate var magicArguments: String? {
    let lower = lowercased()
    for open in ["docs ", "doc-gen ", "auto-generated-content:start "] where lower.hasPrefix(open) {
      let rest = String(dropFirst(open.count)).stripped
      guard rest.hasPrefix("("), rest.hasSuffix(")") else { return rest }
      // `(CODE:src=./a.js&syntax=js)`
      return rest.dropFirst().dropLast().map { $0 == ":" || $0 == "&" ? " " : $0 }
        .reduce(into: "") { $0.append($1) }
    }
    return nil
  }
}

extension Substring {
  fileprivate var fileEndingIsEmpty: Bool { String(self).fileEnding.isEmpty }
}
