extension OptionRule {
  static let section = OptionRule(
    "section", forms: ["section=ANCHOR"],
    "of a page of Markdown, the section under the heading with that anchor; goes with `markdown`",
    examples: [
      .init("section=b", "# A\n\n## B c\n\nx\n", nil),
      .init("section=b-c", "# A\n\n## B c\n\nx\n\n## D\n", "## B c\n\nx\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("the anchor of a heading")
    let id = Bytes(text.drop { $0 == UInt8(ascii: "#") })
    recipe.markdown = true
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          let source = selection.source
          if let language = source.language, language.name != "markdown", language.comment != nil {
            throw SelectionProblem(
              .sectionNotFound, "'\(source.name)' is not Markdown, so it has no sections",
              notes: [.init("in code, 'region=\(text.text)' takes what is marked")])
          }
          let part = MarkdownPart(source.bytes)
          guard let range = part.section(id) else {
            let ids = part.headings.map(\.id.text)
            let near = nearest(to: id.text, among: ids, count: 2)
            throw SelectionProblem(
              .sectionNotFound, "no heading of '\(source.name)' has the anchor '\(id.text)'",
              notes: near.isEmpty
                ? [
                  .init(
                    ids.isEmpty
                      ? "it has no headings"
                      : "its anchors are \(ids.prefix(8).map { "'\($0)'" }.joined(separator: ", "))"
                  )
                ] : near.map { .init("the nearest anchor is '\($0)'") })
          }
          let bytes = source.bytes
          let first = bytes.lineFeedCount(in: 0..<range.lowerBound)
          let last = bytes.lineFeedCount(in: 0..<range.upperBound)
          let end = range.upperBound == bytes.count ? source.lines.count : last
          selection.intersect([first..<end])
        }))
  }

  static let markdown = OptionRule(
    "markdown", forms: ["markdown"],
    "takes the file as part of the page: without its front matter, its links and images leading from here, its definitions of links kept apart",
    examples: [
      .init(
        "markdown", "---\ntitle: a\n---\n\n# A\n\n[b], [c][1]\n\n[b]: b.md 'B'\n[1]: c.md\n",
        "# A\n\n[b](b.md 'B'), [c](c.md)\n")
    ]
  ) { option, recipe throws(OptionTrouble) in
    try option.flag()
    recipe.markdown = true
  }

  static let headings = OptionRule(
    "headings", forms: ["headings=+1"],
    "moves the headings of Markdown by so many levels; implies `markdown`",
    examples: [
      .init("headings=+1", "# A\n\nB\n=\n\n## C ##\n", "## A\n\nB\n---\n\n### C ##\n"),
      .init("headings=+1", "A\nb\n-\n", "### A b\n"),
      .init("headings=-1", "# A\n", nil),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("how many levels, as in headings=+1").text
    guard text.hasPrefix("+") || text.hasPrefix("-"), let shift = Int(text),
      (-5...5).contains(shift),
      shift != 0
    else {
      let level = Int(text).flatMap { (1...5).contains($0) ? "headings=+\($0)" : nil }
      throw OptionTrouble(
        message: "'headings' takes how many levels, as in +1 or -1, found '\(text)'", fixIt: level)
    }
    recipe.markdown = true
    recipe.headingShift = shift
  }

  static let level = OptionRule(
    "level", forms: ["level=2"],
    "moves the headings of Markdown so that the topmost has that level; implies `markdown`",
    examples: [
      .init("level=3", "# A\n\n## B\n", "### A\n\n#### B\n"),
      .init("level=1", "### A\n", "# A\n"),
      .init("level=6", "# A\n\n## B\n", nil),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("a level from 1 to 6").text
    guard let level = Int(text), (1...6).contains(level) else {
      throw OptionTrouble(message: "'level' takes a level from 1 to 6, found '\(text)'")
    }
    recipe.markdown = true
    recipe.headingLevel = level
  }
}

extension Selection {
  /// Makes the lines part of another page, whose folder sees the file at `path`.
  ///
  /// - Parameter path: nil where the two lie in one folder.
  /// - Returns: what keeps it from being one.
  mutating func becomePart(_ recipe: Recipe, path: Bytes?) -> SelectionProblem? {
    let bytes = source.bytes
    if let matter = source.frontMatterLines {
      remove([matter])
      silent.append(matter)
    }
    let part = MarkdownPart(bytes, beside: recipe.pageLabels)
    var setting = setting(path)
    setting.footnotes = recipe.footnoteNumber
    add(part.footnotesLeftOut(setting))
    let marks = part.marks.filter { setting.holds($0.text.lowerBound) }
    var shift = recipe.headingShift
    if let level = recipe.headingLevel, let top = marks.map(\.level).min() { shift = level - top }
    if let wrong = marks.first(where: { !(1...6).contains($0.level + shift) }) {
      let line = bytes.lineFeedCount(in: 0..<wrong.text.lowerBound)
      return SelectionProblem(
        .invalidOption,
        "a heading of '\(source.name)' would have the level \(wrong.level + shift)",
        notes: [.init("it is here", at: source.place(ofLine: line))])
    }
    if shift == 0 || marks.isEmpty {
      for key in ["headings", "level"] where recipe.optionRanges[key] != nil {
        idle.append(
          IdleOption(
            key: key, reason: marks.isEmpty ? "there is no heading" : "it moves headings nowhere"))
      }
    }
    setting.shift = shift
    rewrite(part.edits(for: setting))
    trimBlankEnds()
    return nil
  }

  private func setting(_ path: Bytes?) -> MarkdownPart.Setting {
    var setting = MarkdownPart.Setting()
    setting.folder = (path?.folderAddress ?? []).asAddress
    setting.file = MarkdownPart.Setting.address(of: source, path)
    setting.chosen = ranges.map { range in
      source.line(range.lowerBound).lowerBound..<source.line(range.upperBound - 1).upperBound
    }
    return setting
  }

  /// Takes more lines, each range behind a blank one.
  private mutating func add(_ lines: [Range<Int>]) {
    for range in lines where !ranges.contains(where: { $0.overlaps(range) }) {
      ranges.append(range)
    }
    ranges.sort { $0.lowerBound < $1.lowerBound }
  }

  /// Applies edits; lines that they join count as the first of them, and one that they leave blank goes.
  private mutating func rewrite(_ edits: [MarkdownPart.Edit]) {
    guard !edits.isEmpty else { return }
    let bytes = source.bytes
    var made: Bytes = []
    /// The line that what is made begins on, and the one that is being read.
    var (owner, line) = (0, 0)
    var isChanged = false
    var kept = [Bool](repeating: false, count: source.lines.count + 1)
    func finish(_ selection: inout Selection) {
      if isChanged, owner < selection.source.lines.count {
        let wasBlank = bytes[selection.source.line(owner)].trimmed().isEmpty
        if made.trimmed().isEmpty, !wasBlank {
          kept[owner] = false
        } else {
          selection.rewritten[owner] = made
          kept[owner] = true
        }
      } else {
        kept[owner] = true
      }
      made = []
      isChanged = false
    }
    func copy(_ range: Range<Int>, _ selection: inout Selection) {
      var at = range.lowerBound
      while let feed = bytes.firstOffset(of: .lineFeed, in: at..<range.upperBound) {
        made += bytes[at..<feed]
        finish(&selection)
        line += 1
        owner = line
        at = feed + 1
      }
      made += bytes[at..<range.upperBound]
    }
    var at = 0
    for edit in edits {
      copy(at..<edit.range.lowerBound, &self)
      line += bytes.lineFeedCount(in: edit.range)
      if made.isEmpty, edit.text.isEmpty, edit.range.upperBound > edit.range.lowerBound,
        bytes[edit.range.upperBound - 1] == .lineFeed
      {
        owner = line
      } else {
        isChanged = true
      }
      made += edit.text
      at = edit.range.upperBound
    }
    copy(at..<bytes.count, &self)
    if !made.isEmpty || isChanged { finish(&self) }
    let gone = source.lines.indices.filter { !kept[$0] }.map { $0..<$0 + 1 }
    remove(gone)
    silent += gone
  }

  private mutating func trimBlankEnds() {
    func isBlank(_ line: Int) -> Bool {
      (rewritten[line]?[...] ?? source.bytes[source.line(line)]).trimmed().isEmpty
    }
    while let first = ranges.first?.lowerBound, isBlank(first) {
      remove([first..<first + 1])
      silent.append(first..<first + 1)
    }
    while let last = ranges.last?.upperBound, isBlank(last - 1) {
      remove([last - 1..<last])
      silent.append(last - 1..<last)
    }
  }
}

extension MarkdownPart.Setting {
  /// The address of a page from the folder of another.
  ///
  /// - Parameter path: nil where the two lie in one folder.
  static func address(of source: Source, _ path: Bytes?) -> Bytes {
    (path ?? Bytes(source.path.split(separator: UInt8(ascii: "/")).last ?? [])).asAddress
  }
}

extension Bytes {
  fileprivate var asAddress: Bytes {
    percentEncoded { $0 <= 0x20 || $0 >= 0x7F || "()<>\"'%?#[]\\`".utf8.contains($0) }
  }

  /// What stands before the last slash; nothing without one.
  fileprivate var folderAddress: Bytes {
    lastIndex(of: UInt8(ascii: "/")).map { Bytes(self[..<$0]) } ?? []
  }
}
