extension Directive {
  /// The line below the block that shows `excerpt`, without its end; nil for none.
  ///
  /// - Parameters:
  ///   - path: the file as the page's folder sees it.
  ///   - address: the file at the repository's host; nil where that is not known.
  func caption(
    of excerpt: Excerpt, path: Bytes?, address: SourceAddress?
  ) -> Bytes? {
    guard recipe.hasCaption else { return nil }
    let lines = excerpt.shownLines
    let file = path ?? target
    let name = file.lastIndex(of: UInt8(ascii: "/")).map { Bytes(file[($0 + 1)...]) } ?? file
    func filled(_ name: String) -> String {
      switch name {
      case "path": file.text
      case "name":
        name.isEmpty ? "" : Bytes(file.split(separator: UInt8(ascii: "/")).last ?? []).text
      case "lines":
        (lines ?? excerpt.allLines).map {
          $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)–\($0.upperBound)"
        } ?? ""
      case "symbol": recipe.symbolNames.joined(separator: ", ")
      case "region": recipe.regionNames.joined(separator: ", ")
      default: recipe.revision?.text ?? ""
      }
    }
    var text = ""
    var rest = (recipe.caption ?? "{name}")[...]
    while let open = rest.firstIndex(of: "{"), let close = rest[open...].firstIndex(of: "}") {
      text += rest[..<open]
      text += filled(String(rest[rest.index(after: open)..<close])).escapedForLink
      rest = rest[rest.index(after: close)...]
    }
    text += rest
    if text.isEmpty { text = name.text.escapedForLink }
    guard let link = recipe.link else { return Bytes(text.utf8) }
    let base =
      address?.file ?? file.percentEncoded { $0 <= 0x20 || "()<>\"%?#\\".utf8.contains($0) }
    var anchor = ""
    if link != .file, let lines { anchor = (address?.anchor ?? .github).text(lines) }
    return Bytes("[\(text)](\(base.text)\(anchor))".utf8)
  }
}

extension Excerpt {
  /// The lines of the source (from 1) from the first to the last that is shown; nil for the whole of it.
  fileprivate var shownLines: ClosedRange<Int>? {
    guard !isWhole else { return nil }
    let shown = runs.compactMap { run in run.sourceLine.map { ($0 + 1, $0 + run.count) } }
    guard let first = shown.map(\.0).min(), let last = shown.map(\.1).max() else { return nil }
    return first...max(first, last)
  }

  /// All lines of the source, from 1, where the whole of it is shown.
  fileprivate var allLines: ClosedRange<Int>? {
    isWhole && lineCount > 0 ? 1...lineCount : nil
  }
}

extension String {
  /// With what would be Markdown in the text of a link escaped.
  fileprivate var escapedForLink: String {
    map { "\\`*_[]<>".contains($0) ? "\\\($0)" : String($0) }.joined()
  }
}
