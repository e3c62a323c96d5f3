extension MigrationReader {
  /// mdBook's `{{#include}}` and `{{#playground}}`; it takes lines as they are and keeps their indentation
  /// (<https://rust-lang.github.io/mdBook/format/mdbook.html#including-files>).
  static let mdBook = MigrationReader(
    name: "mdBook", rules: "https://rust-lang.github.io/mdBook/format/mdbook.html", form: .template,
    example: "{{#include listing.rs:2:4}}"
  ) { page in
    guard page.holds("{{#", "{{ ", "{{\t") else { return [] }
    return page.lines.indices.flatMap { line -> [MigrationStep] in
      let whole = page.lines[line].text.closingBraces
      let pieces = whole.pieces(between: "{{#")
      guard pieces.count > 1 else { return [] }
      // A backslash makes it text.
      let live = pieces.indices.dropFirst().filter { !pieces[$0 - 1].hasSuffix("\\") }
      let known = [
        "include ", "rustdoc_include ", "playground ", "playpen ", "template ", "title ",
      ]
      guard
        let first = live.first(where: { piece in known.contains { pieces[piece].hasPrefix($0) } })
      else { return [] }
      let (margin, written) = page.text(line)
      let text = written.closingBraces
      guard live.count == 1, text.hasPrefix("{{#"), text.hasSuffix("}}"), first == 1 else {
        return [MigrationStep(line, .refused("text stands beside the directive on its line"))]
      }
      return [page.mdBookStep(line, margin, String(text.dropFirst(3).dropLast(2)))]
    }
  }
}

extension String {
  /// Without the blanks that mdBook takes between `{{` and `#`.
  fileprivate var closingBraces: String {
    pieces(between: "{{").enumerated().map { index, piece in
      let rest = piece.drop { $0 == " " || $0 == "\t" }
      return index > 0 && rest.first == "#" ? String(rest) : piece
    }.joined(separator: "{{")
  }
}

extension ForeignPage {
  fileprivate func mdBookStep(_ line: Int, _ margin: Bytes, _ text: String) -> MigrationStep {
    let words = text.split { $0 == " " || $0 == "\t" }.map(String.init)
    guard words.count > 1 else { return MigrationStep(line, .refused("it names no file")) }
    switch words[0] {
    case "include", "rustdoc_include":
      let parts = words[1].split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      if words[0] == "rustdoc_include", parts.count > 1 {
        return MigrationStep(
          line,
          .refused(
            "'context=\"# \"' hides the other lines, but leaves no blank behind '#' where they are blank"
          ))
      }
      if let facts = lookup.source(parts[0]), facts.source.bytes.contains(Bytes("{{#include".utf8))
      {
        return MigrationStep(line, .refused("'\(parts[0])' holds directives itself"))
      }
      guard let excerpt = mdBookExcerpt(parts) else {
        return MigrationStep(line, .refused("'\(parts[0])' has no such anchor, or is not there"))
      }
      let isOneLine = excerpt.lines(in: self)?.count == 1
      return margin.isEmpty || isOneLine
        ? excerpt.step(line..<line + 1, margin: margin, in: self) : indented(line)
    case "playground", "playpen":
      if !margin.isEmpty { return indented(line) }
      let info = (["rust"] + words.dropFirst(2)).joined(separator: ",")
      // Every file is Rust to mdBook.
      let isPlain = info == "rust" && words[1].fileEnding == "rs"
      return ForeignExcerpt(target: words[1]).step(
        line..<line + 1, margin: margin, isPlain ? "fence" : info.asInfoOption, in: self)
    default:
      return MigrationStep(line, .refused("docbuild has nothing like '{{#\(words[0])}}'"))
    }
  }

  /// A directive behind an indentation, which stands before the first line alone in what mdBook makes.
  private func indented(_ line: Int) -> MigrationStep {
    MigrationStep(line, .refused("mdBook indents the first of its lines only"))
  }

  /// `a.rs`, `a.rs:2`, `a.rs:2:4`, `a.rs::4`, `a.rs:2:`, `a.rs:anchor`; nil for an anchor that is not there.
  private func mdBookExcerpt(_ parts: [String]) -> ForeignExcerpt? {
    guard parts.count > 1 else { return ForeignExcerpt(target: parts[0]) }
    let first = Int(parts[1])
    if first == nil, !parts[1].isEmpty {
      return anchored(parts[1], in: parts[0]).map {
        ForeignExcerpt(
          target: parts[0], selector: "region=\(parts[1].asOptionValue)", wanted: $0)
      }
    }
    let last = parts.count > 2 ? Int(parts[2]) : first
    return ForeignExcerpt.lines([(first ?? 1, last)], of: parts[0], in: self)
  }

  /// The lines between the anchors of a name, without those of other anchors, indented as they are.
  private func anchored(_ name: String, in target: String) -> [Bytes]? {
    guard let lines = lookup.source(target)?.lines(by: "") else { return nil }
    var found: [Bytes] = []
    var isInside = false
    for line in lines {
      let text = line.text
      let start = text.behind("ANCHOR:").map { $0.firstName }
      let end = text.behind("ANCHOR_END:").map { $0.firstName }
      if let start {
        if start == name { isInside = true }
      } else if let end {
        if end == name, isInside { return found }
      } else if isInside {
        found.append(line)
      }
    }
    return found.isEmpty ? nil : found
  }
}

extension String {
  /// The name of an anchor, which stands behind white space (mdBook's `[\w_-]+`).
  fileprivate var firstName: String {
    String(stripped.prefix { $0.isLetter || $0.isNumber || $0 == "_" || $0 == "-" })
  }
}
