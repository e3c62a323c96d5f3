extension OptionRule {
  static let diff = OptionRule(
    "diff", forms: ["diff=OTHER", "diff=rev:v1.2.0"],
    "shows how what is chosen differs from the same of another file, or of the file at a revision"
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("a file, or rev: and a git revision")
    recipe.other = text.other ?? .file(text)
    recipe.isDifference = true
  }

  static let since = OptionRule(
    "since", forms: ["since=step-1"],
    "the same as `diff=rev:…`: what has changed since that revision"
  ) { option, recipe throws(OptionTrouble) in
    recipe.other = .revision(try option.text("a git revision"))
    recipe.isDifference = true
  }
}

extension Recipe {
  /// What an excerpt is compared with.
  enum Other: Sendable {
    case file(Bytes)
    /// The same file at a git revision.
    case revision(Bytes)
  }

  /// How the other side of a comparison is chosen: as this one.
  func ofOtherSide(_ other: Other) -> Recipe {
    var made = self
    made.other = nil
    made.isDifference = false
    made.highlight = nil
    switch other {
    case .revision(let revision):
      made.revision = revision
      // What is wrong with it is not the fault of 'rev'.
      made.revisionRange = nil
    case .file:
      // It is named, whatever finds this one.
      made.key = nil
      made.optionsOfEach = nil
    }
    return made
  }
}

extension Bytes {
  /// What `rev:v1.2.0` names; nil for a file.
  var other: Recipe.Other? {
    guard starts(with: "rev:".utf8), count > 4 else { return nil }
    return .revision(Bytes(self[4...]))
  }
}

extension Excerpt {
  /// How it differs from `old`, as the hunks of a unified diff; nil where it doesn't.
  func difference(from old: Excerpt) -> Excerpt? {
    let text = unifiedDiff(old: old.wholeText, new: wholeText, oldName: "a", newName: "b")
    guard !text.isEmpty else { return nil }
    var lines = text.split(separator: .lineFeed, omittingEmptySubsequences: false).dropFirst(2)
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    let hunks = lines.count { $0.starts(with: "@@ ".utf8) }
    var made: Bytes = []
    var runs: [Run] = []
    var line = 0
    for text in lines {
      let isHead = text.starts(with: "@@ ".utf8)
      if isHead {
        let start = text.text.split(separator: "+").dropFirst().first?.prefix { $0.isNumber }
        line = max(0, (start.flatMap { Int($0) } ?? 1) - 1)
        if hunks == 1 { continue }
      }
      let isNew = !isHead && text.first != UInt8(ascii: "-") && text.first != UInt8(ascii: "\\")
      // Blanks at the end of an empty line would be a formatter's next change.
      made += text.count == 1 && text.first == .space ? [] : text
      made.append(.lineFeed)
      runs.append(Run(sourceLine: isNew ? sourceLine(of: line) : nil, count: 1))
      if isNew { line += 1 }
    }
    return Excerpt(facts, bytes: made, runs: runs, idle: idle)
  }

  /// The lines (from 0) of its source that `old` does not have.
  func sourceLines(since old: Excerpt) -> [Int] {
    addedLines(old: old.wholeText, new: wholeText).compactMap { sourceLine(of: $0) }
  }

  /// Its text, its last line ended.
  var wholeText: Bytes { Bytes(bytes[range]) + (addsLineFeed ? [.lineFeed] : []) }
}
