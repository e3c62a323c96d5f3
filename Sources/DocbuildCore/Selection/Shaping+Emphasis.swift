extension OptionRule {
  static let highlight = OptionRule(
    "highlight", forms: ["highlight=/re/", "highlight=40..42,45", "highlight=since:step-1"],
    "emphasises lines, by a pattern, by their numbers in the source, or those that changed since a revision, in the notation of the page's reader",
    examples: [
      .init("fence=go highlight=/b/", "a\nb\n", "```go {2}\na\nb\n```\n"),
      .init(
        "lines=2.. fence=go highlight=3..4,6", "1\n2\n3\n4\n5\n6\n",
        "```go {2-3,5}\n2\n3\n4\n5\n6\n```\n"),
      .init("fence=go highlight=/x/", "a\n", nil),
      .init("lines=1 fence=go highlight=2", "a\nb\n", nil),
    ]
  ) { option, recipe throws(OptionTrouble) in
    recipe.highlightRange = option.range
    if case .pattern = option.value {
      recipe.highlight = .pattern(try option.pattern())
      return
    }
    let expected = "a pattern between slashes, or lines of the source such as 40..42"
    let text = try option.text(expected)
    if text.starts(with: "since:".utf8), text.count > 6 {
      recipe.highlight = .changes
      recipe.other = .revision(Bytes(text[6...]))
      return
    }
    var ranges: [ClosedRange<Int>] = []
    for part in text.split(separator: UInt8(ascii: ",")) {
      let bounds = part.text.split(separator: ".", omittingEmptySubsequences: false)
      let first = bounds.first.flatMap { Int($0) }
      let last = bounds.count == 1 ? first : bounds.count == 3 ? Int(bounds[2]) : nil
      guard let first, let last, first > 0, last >= first else {
        let isBack = text.contains(UInt8(ascii: "-")) && text.first == UInt8(ascii: "-")
        throw OptionTrouble(
          message: "'highlight' takes \(expected), found '\(text.text)'",
          fixIt: isBack ? nil : lineRangesMeant(by: Bytes(text)).map { "highlight=\($0)" })
      }
      ranges.append(first...last)
    }
    recipe.highlight = .lines(ranges)
  }

  static let numbers = OptionRule(
    "numbers", forms: ["numbers"],
    "has lines numbered as they are in the source, in the notation of the page's reader",
    examples: [
      .init("lines=2.. fence=go numbers", "a\nb\n", "```go showLineNumbers=2\nb\n```\n")
    ]
  ) { option, recipe throws(OptionTrouble) in
    try option.flag()
    recipe.numbers = true
  }
}

extension Recipe {
  /// Which lines of an excerpt are emphasised.
  enum Highlight: Sendable {
    case pattern(Pattern)
    /// By their numbers in the source, from 1.
    case lines([ClosedRange<Int>])
    /// Those that another side of a comparison does not have.
    case changes
  }
}

extension Selection {
  /// The lines (from 0) that are left and emphasised, ascending.
  func emphasised(_ highlight: Recipe.Highlight) throws(SelectionProblem) -> [Int] {
    switch highlight {
    case .pattern(let pattern):
      let found = indices.filter { pattern.matches(source.bytes, in: source.line($0)) }
      if found.isEmpty {
        throw SelectionProblem(
          .patternNotFound,
          "no line of the excerpt of '\(source.name)' matches '/\(pattern.text.text)/'")
      }
      return found
    case .changes: return []
    case .lines(let wanted):
      let shown = Array(indices)
      let known = Set(shown)
      for range in wanted {
        // What is left out in between may well be.
        let missing = [range.lowerBound, range.upperBound].filter { !known.contains($0 - 1) }
        guard let first = missing.first else { continue }
        let isAll = missing.count == 2 && range.count > 1
        let lines = isAll ? "lines \(range.lowerBound)..\(range.upperBound)" : "line \(first)"
        throw SelectionProblem(
          .lineOutOfRange, "\(lines) of '\(source.name)' \(isAll ? "are" : "is") not shown",
          notes: [
            .init(
              "'highlight' counts the lines of the source, and a range begins and ends with lines that are shown"
            )
          ])
      }
      return shown.filter { line in wanted.contains { $0.contains(line + 1) } }
    }
  }
}

extension Excerpt {
  /// Its lines (from 1) that come from those lines (from 0) of the source, as ranges.
  func ranges(ofSourceLines wanted: [Int]) -> [ClosedRange<Int>] {
    let wanted = Set(wanted)
    var found: [ClosedRange<Int>] = []
    var line = 0
    for run in runs {
      for index in 0..<run.count {
        line += 1
        guard let start = run.sourceLine, wanted.contains(start + index) else { continue }
        if let last = found.last, last.upperBound == line - 1 {
          found[found.count - 1] = last.lowerBound...line
        } else {
          found.append(line...line)
        }
      }
    }
    return found
  }
}

/// A line that a reader of pages would give another number than it has in its source.
struct MisnumberedLine {
  /// Its numbers, from 1: in the source, and as the reader counts.
  let own: Int
  let counted: Int

  func problem(in source: Source) -> SelectionProblem {
    SelectionProblem(
      .conflictingOptions,
      "'numbers' can't be right: line \(own) of '\(source.name)' would have the number \(counted), since lines before it are left out",
      notes: [
        .init(
          "a block's numbers count on from its first line: show the lines between ('marks=keep' keeps marks of regions), or leave 'numbers' out"
        )
      ])
  }
}

extension Excerpt {
  /// The first line that stands behind a gap, so that numbers which count on are wrong from there.
  var firstMisnumbered: MisnumberedLine? {
    var next: Int?
    for run in runs {
      if let start = run.sourceLine {
        if let next, next != start { return MisnumberedLine(own: start + 1, counted: next + 1) }
        next = start + run.count
      } else if let line = next {
        // The line that stands for what is left out is counted, too.
        next = line + run.count
      }
    }
    return nil
  }
}

/// How a reader of pages has lines of a fenced block emphasised and numbered: what is added to the info string.
package struct InfoNotation: Sendable {
  /// The reader's name.
  package let name: String
  let highlight: @Sendable ([ClosedRange<Int>]) -> String
  let numbers: @Sendable (Int) -> String
  /// Whether both stand in one pair of braces.
  var isBraced = false

  /// What stands behind the language.
  func suffix(_ ranges: [ClosedRange<Int>], firstNumber: Int?) -> String {
    var parts: [String] = []
    if !ranges.isEmpty { parts.append(highlight(ranges)) }
    if let firstNumber { parts.append(numbers(firstNumber)) }
    parts.removeAll { $0.isEmpty }
    guard !parts.isEmpty else { return "" }
    return isBraced ? " {\(parts.joined(separator: ","))}" : " " + parts.joined(separator: " ")
  }

  private static func list(_ ranges: [ClosedRange<Int>], _ separator: String) -> String {
    ranges.map { $0.count == 1 ? "\($0.lowerBound)" : "\($0.lowerBound)-\($0.upperBound)" }
      .joined(separator: separator)
  }

  /// What Docusaurus, Gatsby and many highlighters of Markdown read, and others show as it is.
  package static let braces = InfoNotation(
    name: "docusaurus", highlight: { "{\(list($0, ","))}" }, numbers: { "showLineNumbers=\($0)" })

  /// That of the readers that are called so.
  package static func of(readers name: String) -> InfoNotation {
    all.first { $0.name == name } ?? braces
  }

  /// By the names of readers; `braces` for all others.
  package static let all: [InfoNotation] = [
    braces,
    InfoNotation(
      name: "vitepress", highlight: { "{\(list($0, ","))}" }, numbers: { ":line-numbers=\($0)" }),
    InfoNotation(
      name: "mkdocs", highlight: { "hl_lines=\"\(list($0, " "))\"" },
      numbers: { "linenums=\"\($0)\"" }),
    InfoNotation(
      name: "hugo",
      highlight: { ranges in
        let items = ranges.map {
          $0.count == 1 ? "\($0.lowerBound)" : "\"\($0.lowerBound)-\($0.upperBound)\""
        }
        return "hl_lines=[\(items.joined(separator: ","))]"
      }, numbers: { "linenos=true,linenostart=\($0)" }, isBraced: true),
    InfoNotation(name: "mdbook", highlight: { _ in "" }, numbers: { _ in "" }),
  ]
}
