extension OptionRule {
  static let from = OptionRule(
    "from", forms: ["from=/re/"], "from the first line that matches, that line included",
    examples: [
      .init("from=/c/", "a\nb\nc\nd\n", "c\nd\n"),
      .init("from=/b/ to=/b/", "b\na\nb\nd\n", "b\na\nb\n"),
      .init("from=/x/", "a\n", nil),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let pattern = try option.pattern()
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          let at = try selection.firstLine(matching: pattern)
          selection.intersect([at..<Int.max])
          selection.startsWithMatch = true
        }))
  }

  static let after = OptionRule(
    "after", forms: ["after=/re/"], "from behind the first line that matches",
    examples: [.init("after=/b/", "a\nb\nc\n", "c\n"), .init("after=/c/", "a\nb\nc\n", nil)]
  ) { option, recipe throws(OptionTrouble) in
    let pattern = try option.pattern()
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          let at = try selection.firstLine(matching: pattern)
          selection.intersect([at + 1..<Int.max])
        }))
  }

  static let to = OptionRule(
    "to", forms: ["to=/re/"], "up to the next line that matches, that line included",
    examples: [
      .init("to=/b/", "a\nb\nc\n", "a\nb\n"),
      .init("from=/a/ to=/a|c/", "a\nb\nc\n", "a\nb\nc\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let pattern = try option.pattern()
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          let at = try selection.firstLine(matching: pattern)
          selection.intersect([0..<at + 1])
        }))
  }

  static let before = OptionRule(
    "before", forms: ["before=/re/"], "up to the line before the next that matches",
    examples: [.init("before=/b/", "a\nb\nc\n", "a\n"), .init("before=/a/", "a\nb\n", nil)]
  ) { option, recipe throws(OptionTrouble) in
    let pattern = try option.pattern()
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          let at = try selection.firstLine(matching: pattern)
          selection.intersect([0..<at])
        }))
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
