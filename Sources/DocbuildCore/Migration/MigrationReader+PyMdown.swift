extension MigrationReader {
  /// PyMdown's Snippets, in a line or in a block; paths are looked for in the base paths of `mkdocs.yml`, and the
  /// indentation of the directive is put before every line
  /// (<https://facelessuser.github.io/pymdown-extensions/extensions/snippets/>).
  static let pymdown = MigrationReader(
    name: "PyMdown Snippets",
    rules: "https://facelessuser.github.io/pymdown-extensions/extensions/snippets/",
    form: .template, example: "--8<-- \"listing.py:setup\""
  ) { page in
    guard page.holds("8<") else { return [] }
    var steps: [MigrationStep] = []
    var open: Int?
    for line in page.lines.indices {
      let (margin, text) = page.indented(line)
      let notation = SnippetNotation(text)
      if let start = open {
        guard notation == .mark else { continue }
        steps.append(page.snippetBlock(start..<line + 1))
        open = nil
        continue
      }
      switch notation {
      case .mark?: open = line
      case .escaped?:
        steps.append(MigrationStep(line, .lines([margin + Bytes(text.utf8.dropFirst())])))
      case .file(let file)?:
        steps.append(page.snippet(file, line..<line + 1, margin).settled(on: page))
      case nil:
        let shown = [page.lines[line]].asSnippet ?? []
        if shown != [page.lines[line]] { steps.append(MigrationStep(line, .lines(shown))) }
      }
    }
    if let open {
      steps.append(MigrationStep(open, .refused("the block of snippets is never closed")))
    }
    return steps
  }
}

extension ForeignPage {
  /// A line's indentation, and all that stands behind it.
  fileprivate func indented(_ line: Int) -> (margin: Bytes, text: String) {
    let margin = Bytes(lines[line].prefix { $0.isBlank })
    return (margin, lines[line].dropFirst(margin.count).text)
  }

  /// A block: a path a line, with indentations of their own; an empty line is one on the page, too.
  ///
  /// - Parameter lines: its marks included.
  fileprivate func snippetBlock(_ lines: Range<Int>) -> MigrationStep {
    var made: [Bytes] = []
    for line in lines.dropFirst().dropLast() {
      let (margin, text) = indented(line)
      switch SnippetNotation(text) {
      case .escaped?: made.append(margin + Bytes(text.utf8.dropFirst()))
      case .mark?, .file?: break
      case nil where text.stripped.isEmpty: made.append([])
      case nil:
        switch snippet(text.stripped, lines, margin).outcome {
        case .lines(let more): made += more
        case .refused(let why): return MigrationStep(lines, .refused(why))
        }
      }
    }
    return MigrationStep(lines, .lines(made)).settled(on: self)
  }

  /// What a path with what is chosen of it becomes; behind a file's last line feed stands an empty line.
  fileprivate func snippet(_ text: String, _ lines: Range<Int>, _ margin: Bytes) -> MigrationStep {
    func refused(_ why: String) -> MigrationStep { MigrationStep(lines, .refused(why)) }
    // A path that is switched off.
    if text.hasPrefix(";") { return MigrationStep(lines, .lines([])) }
    if text.contains("://") { return refused("it names an address") }
    let wanted = SnippetTarget(text)
    let paths = lookup.basePaths.map { "/" + ($0.isEmpty ? "" : $0 + "/") + wanted.path }
    guard let target = paths.first(where: { lookup.source($0) != nil }),
      let facts = lookup.source(target)
    else { return refused("'\(wanted.path)' is not there, or can't be read") }
    guard let (selector, taken, isToEnd) = chosen(wanted.choice, of: facts) else {
      return refused("'\(wanted.path)' has no such section with both of its marks")
    }
    guard let shown = taken.asSnippet else {
      return refused("'\(wanted.path)' holds directives itself")
    }
    if shown.isEmpty { return refused("it shows nothing") }
    // Marks of sections go from a whole file, too.
    let isLess = selector.isEmpty && shown != taken
    let step = ForeignExcerpt(
      target: target, selector: isLess ? "lines=1.." : selector, wanted: shown
    ).step(lines, margin: margin.withoutTabs, in: self)
    guard isToEnd, facts.source.bytes.last == .lineFeed, case .lines(let made) = step.outcome
    else { return step }
    return MigrationStep(lines, .lines(made + [[]]))
  }

  /// docbuild's selector for what a snippet takes of a file, those lines, marks included, and whether it goes on to the
  /// file's end; nil where a section is not there.
  private func chosen(_ choice: SnippetTarget.Choice, of facts: SourceFacts) -> (
    selector: String, lines: [Bytes], isToEnd: Bool
  )? {
    let all = facts.lines(by: "") ?? []
    func dedented(_ lines: [Bytes]) -> [Bytes] {
      lookup.dedentsSnippets ? lines.dedented : lines
    }
    switch choice {
    case .whole: return ("", all, true)
    case .section(let name):
      return all.section(name).map { ("region=\(name.asOptionValue)", dedented($0), false) }
    case .lines(let ranges):
      // To PyMdown there is one more line behind the last line feed.
      let count = all.count + (facts.source.bytes.last == .lineFeed ? 1 : 0)
      var parts: [String] = []
      var taken: [Bytes] = []
      var isToEnd = false
      for (first, last) in ranges {
        let start = first.map { $0 < 0 ? max(0, count + $0) : max(0, $0 - 1) } ?? 0
        let stop = last.map { $0 < 0 ? count + 1 + $0 : $0 } ?? count
        let end = min(stop, all.count)
        guard start < end else { continue }
        isToEnd = stop >= count
        taken += all[start..<end]
        parts.append(
          last == nil ? "\(start + 1).." : start + 1 == end ? "\(end)" : "\(start + 1)..\(end)")
      }
      return ("lines=\(parts.joined(separator: ","))", dedented(taken), isToEnd)
    }
  }
}

extension MigrationStep {
  /// Without an empty line at its end where that means nothing: before another one, a closing fence, and the page's end.
  fileprivate func settled(on page: ForeignPage) -> MigrationStep {
    guard case .lines(let made) = outcome, made.last?.isEmpty ?? false else { return self }
    let next = lines.upperBound
    let isClosed = page.fence(around: lines.lowerBound).map { $0.close == next }
    let isText = next < page.lines.count && !(isClosed ?? page.lines[next][...].trimmed().isEmpty)
    return isText ? self : MigrationStep(lines, .lines(made.dropLast()))
  }
}

extension Bytes {
  /// As an indentation, each tab up to the next column that four divides.
  fileprivate var withoutTabs: Bytes {
    reduce(into: []) { made, byte in
      made += byte == .tab ? Bytes(repeating: .space, count: 4 - made.count % 4) : [byte]
    }
  }
}
