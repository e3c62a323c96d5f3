/// How a directive chooses the lines of a passage.
package struct PassageDirective: Sendable, Equatable {
  /// The options behind the path; empty for the whole file.
  package let options: String
  /// What the block will show, a line each.
  package let lines: [Bytes]
  /// Whether that is what the block shows now.
  package let isIdentical: Bool

  /// Options that choose `lines`.
  package init(options: String, lines: [Bytes], isIdentical: Bool) {
    self.options = options
    self.lines = lines
    self.isIdentical = isIdentical
  }
}

extension PastedBlock {
  /// The best way to choose the lines of a passage, if there is one: the whole file, a definition, a region, the lines from
  /// one to another, their count from a line that nothing else is like. Numbers alone would choose other lines as soon as
  /// the file changes.
  package func directive(for passage: Passage, in facts: SourceFacts) -> PassageDirective? {
    var second: PassageDirective?
    let wanted = passage.ranges.flatMap { $0.map { facts.source.bytes[facts.source.line($0)] } }
      .filter { !$0.trimmed().isEmpty }.map(\.lineHash)
    for options in candidates(for: passage, in: facts) {
      guard let found = facts.lines(by: options) else { continue }
      if found == lines {
        return PassageDirective(options: options, lines: found, isIdentical: true)
      }
      guard second == nil else { continue }
      let shown = found.filter { line in
        !line[...].trimmed().isEmpty
          && !(passage.ranges.count > 1 && PastedBlock.isElision(line))
      }
      if shown.map({ $0[...].lineHash }) == wanted {
        second = PassageDirective(options: options, lines: found, isIdentical: false)
      }
    }
    return second
  }

  /// The same by options that are known, with those for the block's own indentation; nil where they choose nothing.
  package func directive(choosing options: String, in facts: SourceFacts) -> PassageDirective? {
    let ways = [options] + (options.isEmpty ? [] : indents.map { "\(options) \($0)" })
    let found = ways.compactMap { way in
      facts.lines(by: way).map {
        PassageDirective(options: way, lines: $0, isIdentical: $0 == lines)
      }
    }
    return found.first(where: \.isIdentical) ?? found.first
  }

  /// The option that keeps the block's info string where the file's language would make another; nil where it need not be
  /// said.
  package func infoOption(for source: Source) -> String? {
    if info == source.language?.name ?? "" { return nil }
    if info.isEmpty { return "info=\"\"" }
    let isPlain = info.utf8.allSatisfy { $0.isWord || "+-.#".utf8.contains($0) }
    return isPlain ? "fence=\(info)" : "info=\(Bytes(info.utf8).inQuotes)"
  }

  private func candidates(for passage: Passage, in facts: SourceFacts) -> [String] {
    if passage.ranges.count > 1 { return elided(passage, in: facts) }
    let (source, lines) = (facts.source, passage.lines)
    var found: [String] = []
    let solid = SolidLines(of: source).numbers
    if solid.last.map({ Int($0) < lines.upperBound }) ?? false {
      let isWhole = solid.first.map { Int($0) >= lines.lowerBound } ?? false
      found += isWhole ? ["", "strip=marks"] : strips
    }
    for base in definitions(lines, in: facts) + regions(lines, in: facts) + bounds(lines, source) {
      found += [base] + indents.map { "\(base) \($0)" }
    }
    return found
  }

  private var strips: [String] {
    ["license", "shebang", "shebang,license", "front-matter"].map { "strip=\($0)" }
  }

  /// How the block's own indentation may be written.
  private var indents: [String] {
    let texts = lines.filter { !$0[...].trimmed().isEmpty }
    let width = texts.map { $0.prefix { $0 == .space }.count }.min() ?? 0
    let hasTab = texts.allSatisfy { $0.first == .tab }
    if width > 0 { return ["indent=keep", "indent=\(width)"] }
    return hasTab ? ["indent=keep"] : []
  }

  private func definitions(_ lines: Range<Int>, in facts: SourceFacts) -> [String] {
    guard case .found(let symbols)? = facts.symbols else { return [] }
    return symbols.filter { $0.lines.upperBound == lines.upperBound }.flatMap {
      symbol -> [String] in
      let name = Bytes(symbol.name.utf8).asValue
      if symbol.lines == lines { return ["symbol=\(name)"] }
      return symbol.lines.lowerBound > lines.lowerBound ? ["symbol=\(name) doc"] : []
    }
  }

  private func regions(_ lines: Range<Int>, in facts: SourceFacts) -> [String] {
    facts.regions.regions.filter { region in
      region.inner.lowerBound <= lines.lowerBound && lines.upperBound <= region.inner.upperBound
        && facts.source.isBlank(region.inner.lowerBound..<lines.lowerBound)
        && facts.source.isBlank(lines.upperBound..<region.inner.upperBound)
    }.map { "region=\(Bytes($0.name.utf8).asValue)" }
  }

  private func bounds(_ lines: Range<Int>, _ source: Source) -> [String] {
    let pattern = LinePattern(source: source)
    return [pattern.bounds(lines), pattern.anchored(lines)].compactMap { $0 }
  }

  /// The same where lines are left out: their numbers count within the definition, or between the bounds.
  private func elided(_ passage: Passage, in facts: SourceFacts) -> [String] {
    let lines = passage.lines
    let parts = passage.ranges.map { range in
      let (first, last) = (
        range.lowerBound - lines.lowerBound + 1, range.upperBound - lines.lowerBound
      )
      return first == last ? "\(first)" : "\(first)..\(last)"
    }.joined(separator: ",")
    let dots = self.lines.first { PastedBlock.isElision($0) }.map { Bytes($0[...].trimmed()) } ?? []
    let elisions = ["elide", "elide=\(dots.inQuotes)"]
    let starts = definitions(lines, in: facts) + bounds(lines, facts.source)
    return starts.flatMap { start -> [String] in
      // Numbers from an anchor would be counted twice.
      if start.contains(" lines=") { return [] }
      return elisions.flatMap { elide in
        ["\(start) lines=\(parts) \(elide)"]
          + indents.map { "\(start) lines=\(parts) \(elide) \($0)" }
      }
    }
  }
}

extension SourceFacts {
  /// The lines that options choose of the source, a fence left aside; nil where that is an error.
  package func lines(by options: String) -> [Bytes]? {
    guard let written = DirectiveOption.list(options) else { return nil }
    let text = Source(name: "", bytes: Bytes("\(options) ) -->".utf8))
    var recipe = Recipe()
    let problems = recipe.read(written, of: [], in: text, line: 1, isEmbed: true, cures: false)
    guard problems.isEmpty else { return nil }
    let nowhere = Place(file: "")
    guard
      case .success(let excerpt) = makeExcerpt(
        of: self, by: recipe, target: nowhere, place: { _ in nowhere })
    else { return nil }
    var lines = excerpt.bytes[excerpt.range].split(
      separator: .lineFeed, omittingEmptySubsequences: false
    ).map { Bytes($0) }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    return lines
  }
}

extension Source {
  /// Whether those lines (from 0) hold nothing but white space.
  func isBlank(_ lines: Range<Int>) -> Bool {
    lines.allSatisfy { bytes[line($0)].trimmed().isEmpty }
  }
}

extension PastedBlock {
  /// What will be different on the page although the text is the same; in words.
  package func announcements(of directive: PassageDirective) -> [String] {
    if directive.isIdentical { return [] }
    func texts(_ lines: [Bytes]) -> [Bytes] { lines.filter { !$0[...].trimmed().isEmpty } }
    let (own, made) = (texts(lines), texts(directive.lines))
    var found: [String] = []
    if isElided {
      let dots = made.first { PastedBlock.isElision($0) }.map { $0[...].trimmed().text }
      let old = own.filter { PastedBlock.isElision($0) }
      let new = made.filter { PastedBlock.isElision($0) }
      if old != new { found.append(dots.map { "'\($0)' for what is left out" } ?? "no dots") }
    }
    func code(_ lines: [Bytes]) -> [Bytes] { lines.filter { !PastedBlock.isElision($0) } }
    let (ownCode, madeCode) = (code(own), code(made))
    if ownCode != madeCode { found.append("the code's white space") }
    if lines.count - own.count != directive.lines.count - made.count {
      found.append("the code's blank lines")
    }
    return found.isEmpty ? ["the code's blank lines"] : found
  }
}

extension Source {
  /// The difference from a block to lines of the source (from 0): lines that begin with `-` or `+`.
  package func difference(from block: PastedBlock, _ lines: Range<Int>) -> [Bytes] {
    func text(_ lines: [Bytes]) -> Bytes {
      lines.dedented.reduce(into: []) { $0 += $1 + [.lineFeed] }
    }
    let own = text(block.lines)
    let theirs = text(lines.map { Bytes(bytes[line($0)]) })
    return unifiedDiff(old: own, new: theirs, oldName: "", newName: "")
      .split(separator: .lineFeed).dropFirst(2).map { Bytes($0) }
      .filter { $0.first == UInt8(ascii: "-") || $0.first == UInt8(ascii: "+") }
  }
}
