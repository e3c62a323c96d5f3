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
    var block: (start: Int, margin: Bytes, files: [String])?
    for line in page.lines.indices {
      let (margin, text) = page.text(line)
      if let open = block {
        if text.isSnippetMark {
          steps.append(page.snippetBlock(open.start..<line + 1, open.margin, open.files))
          block = nil
        } else if !text.isEmpty, !text.hasPrefix(";") {
          block?.files.append(text)
        }
        continue
      }
      if text.isSnippetMark {
        block = (line, margin, [])
        continue
      }
      let escapes = text.prefix { $0 == ";" }.count
      let rest = String(text.dropFirst(escapes))
      guard let file = rest.snippetFile else { continue }
      if escapes > 0 {
        steps.append(
          MigrationStep(line, .lines([margin + Bytes(String(text.dropFirst()).utf8)])))
      } else {
        steps.append(page.snippet(file, line..<line + 1, margin))
      }
    }
    if let block {
      steps.append(MigrationStep(block.start, .refused("the block of snippets is never closed")))
    }
    return steps
  }
}

extension ForeignPage {
  fileprivate func snippetBlock(_ lines: Range<Int>, _ margin: Bytes, _ files: [String])
    -> MigrationStep
  {
    var made: [Bytes] = []
    for file in files {
      switch snippet(file, lines, margin).outcome {
      case .lines(let more): made += more
      case .refused(let why): return MigrationStep(lines, .refused(why))
      }
    }
    return MigrationStep(lines, .lines(made))
  }

  fileprivate func snippet(_ text: String, _ lines: Range<Int>, _ margin: Bytes) -> MigrationStep {
    if text.contains("://") { return MigrationStep(lines, .refused("it names an address")) }
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(
      String.init)
    let paths = lookup.basePaths.map { "/" + ($0.isEmpty ? "" : $0 + "/") + parts[0] }
    guard let target = paths.first(where: { lookup.source($0) != nil }) else {
      return MigrationStep(lines, .refused("'\(parts[0])' is not there, or can't be read"))
    }
    let holds = lookup.source(target)?.lines(by: "")?.contains { line in
      let text = line.text.stripped
      return text.isSnippetMark || text.snippetFile != nil
    }
    if holds ?? false {
      return MigrationStep(lines, .refused("'\(parts[0])' holds directives itself"))
    }
    guard parts.count > 1, !parts[1].isEmpty else {
      let isMarked = lookup.source(target)?.source.bytes.contains(Bytes("8<-- [start:".utf8))
      return isMarked ?? false
        ? MigrationStep(lines, .refused("a whole file with marks of sections"))
        : ForeignExcerpt(target: target).step(lines, margin: margin, in: self)
    }
    if let ranges = parts[1].snippetRanges {
      return ForeignExcerpt.lines(ranges, of: target, in: self).step(
        lines, margin: margin, in: self)
    }
    return ForeignExcerpt(
      target: target, selector: "region=\(parts[1].asOptionValue)",
      wanted: section(parts[1], in: target)
    ).step(lines, margin: margin, in: self)
  }

  /// The lines of a section, without marks of others, indented as they are.
  private func section(_ name: String, in target: String) -> [Bytes]? {
    guard let lines = lookup.source(target)?.lines(by: "") else { return nil }
    var found: [Bytes] = []
    var isInside = false
    for line in lines {
      let mark = line.text.between("8<-- [", "]") ?? line.text.between("8<- [", "]")
      if mark?.stripped == "start:\(name)" {
        isInside = true
      } else if mark?.stripped == "end:\(name)" {
        if isInside { return found }
      } else if mark == nil, isInside {
        found.append(line)
      }
    }
    return nil
  }
}

extension String {
  /// Whether it is nothing but scissors (`--8<--`).
  fileprivate var isSnippetMark: Bool {
    let parts = pieces(between: "8<")
    return parts.count == 2
      && parts.allSatisfy { !$0.isEmpty && $0.utf8.allSatisfy { $0 == UInt8(ascii: "-") } }
  }

  /// The file that a line with scissors names in quotes.
  fileprivate var snippetFile: String? {
    guard hasPrefix("-"), let blank = firstIndex(where: { $0 == " " || $0 == "\t" }),
      String(self[..<blank]).isSnippetMark
    else { return nil }
    let rest = String(self[blank...]).stripped
    let bare = rest.unquoted
    return bare == rest || bare.isEmpty ? nil : bare
  }

  /// `4:6`, `4`, `:6`, `1:3,5:6`: nil for the name of a section.
  fileprivate var snippetRanges: [(first: Int, last: Int?)]? {
    var found: [(first: Int, last: Int?)] = []
    for part in split(separator: ",", omittingEmptySubsequences: false) {
      let ends = part.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard ends.count <= 2, ends.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) }),
        ends.contains(where: { !$0.isEmpty })
      else { return nil }
      found.append((Int(ends[0]) ?? 1, ends.count > 1 ? Int(ends[1]) : nil))
    }
    return found
  }
}
