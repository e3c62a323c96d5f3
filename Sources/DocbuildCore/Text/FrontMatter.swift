extension Bytes {
  /// Where the text behind a front matter begins, 0 without one: YAML between lines of `---` (or `...` at its end), or
  /// TOML between lines of `+++`. Generators of sites read it, and GitHub shows the first as a table; CommonMark would
  /// take its end for the underline of a heading.
  ///
  /// Its lines stand at the margin. A line of `---` with a blank line behind it is a thematic break (as Pandoc has it, "yaml_metadata_block").
  var endOfFrontMatter: Int {
    let start = starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let isTOML = has("+++", at: start)
    guard isTOML || has("---", at: start),
      let first = firstOffset(of: .lineFeed, in: start..<count),
      self[(start + 3)..<first].trimmed().isEmpty
    else { return 0 }
    var at = first + 1
    while at < count {
      let feed = firstOffset(of: .lineFeed, in: at..<count)
      var line = self[at..<(feed ?? count)]
      while let last = line.last, last.isBlank || last == .carriageReturn { line.removeLast() }
      let isEnd =
        isTOML
        ? line.elementsEqual("+++".utf8)
        : line.elementsEqual("---".utf8) || line.elementsEqual("...".utf8)
      if at == first + 1, isEnd || line.isEmpty && !isTOML { return 0 }
      guard let feed else { return isEnd ? count : 0 }
      if isEnd { return feed + 1 }
      at = feed + 1
    }
    return 0
  }
}
