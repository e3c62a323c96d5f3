extension OptionRule {
  static let from = matching(
    "from", "from the first line that matches, that line included",
    examples: [
      .init("from=/c/", "a\nb\nc\nd\n", "c\nd\n"),
      .init("from=/b/ to=/b/", "b\na\nb\nd\n", "b\na\nb\n"),
      .init("from=/x/", "a\n", nil),
    ], startsWithMatch: true
  ) { $0..<Int.max }

  static let after = matching(
    "after", "from behind the first line that matches",
    examples: [.init("after=/b/", "a\nb\nc\n", "c\n"), .init("after=/c/", "a\nb\nc\n", nil)]
  ) { $0 + 1..<Int.max }

  static let to = matching(
    "to", "up to the next line that matches, that line included",
    examples: [
      .init("to=/b/", "a\nb\nc\n", "a\nb\n"),
      .init("from=/a/ to=/a|c/", "a\nb\nc\n", "a\nb\nc\n"),
    ]
  ) { 0..<$0 + 1 }

  static let before = matching(
    "before", "up to the line before the next that matches",
    examples: [.init("before=/b/", "a\nb\nc\n", "a\n"), .init("before=/a/", "a\nb\n", nil)]
  ) { 0..<$0 }

  /// A rule that keeps what stands on one side of the next line that matches.
  ///
  /// - Parameters:
  ///   - startsWithMatch: whether the rules behind it pass over that line.
  ///   - kept: the lines that are kept (from 0), by that line's number.
  private static func matching(
    _ name: String, _ help: String, examples: [Example], startsWithMatch: Bool = false,
    _ kept: @escaping @Sendable (Int) -> Range<Int>
  ) -> OptionRule {
    OptionRule(name, forms: ["\(name)=/re/"], help, examples: examples) {
      option, recipe throws(OptionTrouble) in
      let pattern = try option.pattern()
      recipe.steps.append(
        .init(
          Selector { selection, _ throws(SelectionProblem) in
            selection.intersect([kept(try selection.firstLine(matching: pattern))])
            if startsWithMatch { selection.startsWithMatch = true }
          }))
    }
  }
}

extension Selection {
  /// The first line that matches; the line that `from` has matched already is passed over.
  fileprivate func firstLine(matching pattern: Pattern) throws(SelectionProblem) -> Int {
    var skip = startsWithMatch
    for index in indices {
      if skip {
        skip = false
        continue
      }
      if pattern.matches(source.bytes, in: source.line(index)) { return index }
    }
    let whole = ranges == [0..<source.lines.count] && !startsWithMatch
    throw SelectionProblem(
      .patternNotFound,
      "no line of '\(source.name)' matches '/\(pattern.text.text)/'"
        + (whole ? "" : " among those that the options before it left"))
  }
}
