extension MigrationReader {
  /// VitePress's `<<< file` and `<!--@include: file-->`
  /// (<https://vitepress.dev/guide/markdown#import-code-snippets>).
  static let vitePress = MigrationReader(
    name: "VitePress", rules: "https://vitepress.dev/guide/markdown#import-code-snippets",
    form: .template, example: "<<< @/snippets/listing.js#setup{1,3}"
  ) { page in
    guard page.holds("<<<", "@include:") else { return [] }
    return page.lines.indices.flatMap { line -> [MigrationStep] in
      guard page.fence(around: line) == nil else { return [] }
      let (margin, text) = page.text(line)
      if text.hasPrefix("<<<"), text.looksLikeSnippet {
        return [page.vitePressCode(text, line, margin)]
      }
      guard let path = text.between("<!--", "-->")?.stripped, path.hasPrefix("@include:") else {
        return []
      }
      guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.pieces(between: "-->").count == 2
      else {
        return [MigrationStep(line, .refused("text stands beside the directive on its line"))]
      }
      return [page.vitePressInclude(String(path.dropFirst(9)).stripped, line, margin)]
    }
  }
}

extension ForeignPage {
  /// `<<< path#region{1,3 js:line-numbers} [title]`.
  fileprivate func vitePressCode(_ text: String, _ line: Int, _ margin: Bytes) -> MigrationStep {
    var rest = String(text.dropFirst(3)).stripped
    var title = ""
    if rest.hasSuffix("]"), let open = rest.lastIndex(of: "[") {
      title = String(rest[open...])
      rest = String(rest[..<open]).stripped
    }
    var (lines, language, attributes) = ("", "", "")
    if rest.hasSuffix("}"), let open = rest.lastIndex(of: "{") {
      let words = rest[rest.index(after: open)...].dropLast().split(separator: " ").map(String.init)
      for word in words {
        if word.utf8.allSatisfy({ $0.isDigit || $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "-") }
        ) {
          lines = word
        } else if language.isEmpty {
          language = word
        } else {
          attributes = word
        }
      }
      rest = String(rest[..<open]).stripped
    }
    let parts = rest.split(separator: "#", maxSplits: 1).map(String.init)
    guard let path = parts.first else { return MigrationStep(line, .refused("it names no file")) }
    var excerpt = ForeignExcerpt(target: path.atRoot("@", lookup.siteRoot))
    if parts.count > 1 { excerpt.selector = "region=\(parts[1].asOptionValue)" }
    var info = language.isEmpty ? path.fileEnding : language
    if !lines.isEmpty { info += "{\(lines)}" }
    if title.isEmpty, isInCodeGroup(line) {
      title = "[\(path.split(separator: "/").last.map(String.init) ?? path)]"
    }
    for more in [title, attributes] where !more.isEmpty { info += " \(more)" }
    return excerpt.step(line..<line + 1, margin: margin, info.asInfoOption, in: self)
  }

  /// Whether the line stands in a `::: code-group`, where the file's name is the title.
  private func isInCodeGroup(_ line: Int) -> Bool {
    for above in stride(from: line - 1, through: 0, by: -1) {
      let text = self.text(above).text
      guard text.hasPrefix(":::") else { continue }
      return text.drop { $0 == ":" || $0 == " " }.hasPrefix("code-group")
    }
    return false
  }

  fileprivate func vitePressInclude(_ text: String, _ line: Int, _ margin: Bytes) -> MigrationStep {
    func refused(_ why: String) -> MigrationStep { MigrationStep(line, .refused(why)) }
    var path = text
    var range: [(first: Int, last: Int?)]?
    if path.hasSuffix("}"), let open = path.lastIndex(of: "{") {
      let numbers = String(path[path.index(after: open)...].dropLast())
      let ends = numbers.split(separator: ",", omittingEmptySubsequences: false).map {
        Int(String($0).stripped)
      }
      guard ends.count == 2 else { return refused("'{\(numbers)}' names no lines") }
      range = [(ends[0] ?? 1, ends[1])]
      path = String(path[..<open]).stripped
    }
    if path.contains("#") {
      return refused("'section=' takes a part by its heading, but makes its links lead from here")
    }
    let target = path.atRoot("@", lookup.siteRoot)
    guard let facts = lookup.source(target) else {
      return refused("'\(path)' is not there, or can't be read")
    }
    let bytes = facts.source.bytes
    if bytes.contains(Bytes("@include:".utf8)) || bytes.contains(Bytes("<<<".utf8)) {
      return refused("'\(path)' holds directives itself")
    }
    guard let range else {
      let selector = bytes.endOfFrontMatter > 0 ? "strip=front-matter" : ""
      return ForeignExcerpt(target: target, selector: selector)
        .step(line..<line + 1, margin: margin, in: self)
    }
    return ForeignExcerpt.lines(range, of: target, in: self)
      .step(line..<line + 1, margin: margin, in: self)
  }
}

extension String {
  /// Whether what stands behind `<<<` is a path, and nothing of a shell's or of a merge conflict.
  fileprivate var looksLikeSnippet: Bool {
    let rest = dropFirst(3)
    guard rest.first != "<", let word = rest.split(separator: " ").first else { return false }
    return word.contains(".") || word.hasPrefix("@/")
  }
}
