/// Takes from a source what `recipe` chooses, and shapes it; the diagnostics say what could not be done.
///
/// `place` turns the bytes of an option into a place in the template; `target` is the place of the directive's
/// target; `path` is that of the source from the page's folder, where that matters.
func makeExcerpt(
  of facts: SourceFacts, by recipe: Recipe, target: Place, path: Bytes? = nil,
  place: (Range<Int>) -> Place
) -> Result<Excerpt, ExcerptTrouble> {
  let source = facts.source
  if recipe.isVerbatim {
    if let fault = source.fault {
      return .failure(.init([.fault(fault, in: source, usedAt: target)]))
    }
    let idle = recipe.elide == nil ? [] : [IdleOption.elide]
    return .success(Excerpt(whole: facts, idle: idle))
  }
  var selection = Selection(all: facts)
  if let trouble = selection.choose(by: recipe, target: target, path: path, place: place) {
    return .failure(trouble)
  }
  var excerpt = selection.shaped(by: recipe)
  do throws(SelectionProblem) {
    if let highlight = recipe.highlight {
      excerpt = excerpt.emphasising(try selection.emphasised(highlight))
    }
    if let wrong = recipe.numbers ? excerpt.firstMisnumbered : nil {
      return .failure(
        .init([
          wrong.problem(in: source).diagnostic(
            at: recipe.optionRanges["numbers"].map(place) ?? target)
        ]))
    }
    return .success(recipe.table ? try excerpt.asTable() : excerpt)
  } catch {
    return .failure(.init([error.diagnostic(at: recipe.highlightRange.map(place) ?? target)]))
  }
}

/// Why there is no excerpt.
struct ExcerptTrouble: Error {
  let diagnostics: [Diagnostic]
  init(_ diagnostics: [Diagnostic]) { self.diagnostics = diagnostics }
}

extension Diagnostic {
  fileprivate static func fault(_ fault: TextFault, in source: Source, usedAt place: Place)
    -> Diagnostic
  {
    .fault(fault, in: source, notes: [.init("the directive is here", at: place)])
      .outOfThePast(at: place)
  }
}

extension IdleOption {
  static let elide = IdleOption(
    key: "elide", reason: "no lines are left out that it could stand for")
}

extension Selection {
  /// Leaves the lines that a recipe chooses; nil when that can be done.
  fileprivate mutating func choose(
    by recipe: Recipe, target: Place, path: Bytes?, place: (Range<Int>) -> Place
  ) -> ExcerptTrouble? {
    for step in recipe.steps {
      if let problem = narrow(by: step, of: recipe, place: place) { return .init([problem]) }
    }
    if let step = recipe.steps.last, let first = ranges.first, let last = ranges.last {
      // What is hidden behind a prefix is an excerpt, too.
      let shown =
        recipe.context == nil ? first.lowerBound..<last.upperBound : 0..<source.lines.count
      leaveOutMarks(in: shown, recipe)
      if ranges.isEmpty {
        return .init([
          Diagnostic(
            .emptyExcerpt, "nothing of '\(source.name)' is left but marks of regions",
            at: place(step.range), notes: [.init("'marks=keep' keeps them")])
        ])
      }
    }
    strip(recipe.strip)
    if recipe.comments != .all, let problem = leaveOutComments(recipe.comments) {
      return .init([problem.diagnostic(at: target)])
    }
    if recipe.markdown, let problem = becomePart(recipe, path: path) {
      return .init([problem.diagnostic(at: target)])
    }
    if ranges.isEmpty, !source.bytes.isEmpty {
      let what = "nothing of '\(source.name)' is left"
      return .init([
        Diagnostic(
          .emptyExcerpt,
          recipe.strip.isEmpty ? what : "'strip' leaves nothing of '\(source.name)'",
          at: recipe.stripRange.map(place) ?? target)
      ])
    }
    guard source.fault != nil else { return nil }
    let shown = recipe.context == nil ? ranges : [0..<source.lines.count]
    for range in shown where !range.isEmpty {
      let bytes =
        source.line(range.lowerBound).lowerBound..<source.line(range.upperBound - 1).upperBound
      if let fault = source.bytes.firstFault(in: bytes) {
        return .init([.fault(fault, in: source, usedAt: target)])
      }
    }
    return nil
  }

  /// Nil when something is left.
  fileprivate mutating func narrow(
    by step: Recipe.Step, of recipe: Recipe, place: (Range<Int>) -> Place
  ) -> Diagnostic? {
    do throws(SelectionProblem) {
      try step.selector.narrow(&self, recipe)
      if ranges.isEmpty {
        throw SelectionProblem(.emptyExcerpt, "nothing of '\(source.name)' is left")
      }
      return nil
    } catch {
      return error.diagnostic(at: place(step.range))
    }
  }

  fileprivate mutating func strip(_ kinds: Recipe.Strip) {
    let hasShebang = !source.lines.isEmpty && source.bytes.has("#!", at: 0)
    for (_, kind) in Recipe.Strip.names where kinds.contains(kind) {
      let before = lineCount
      let removed: [Range<Int>]
      switch kind {
      case .marks:
        removed = facts.regions.lines(in: 0..<source.lines.count, wanted: wantedDialects)
      case .shebang: removed = hasShebang ? [0..<1] : []
      case .frontMatter: removed = source.frontMatterLines.map { [$0] } ?? []
      default: removed = source.licenseLines(from: hasShebang ? 1 : 0).map { [$0] } ?? []
      }
      remove(removed)
      silent += removed
      if lineCount == before {
        idle.append(
          IdleOption(
            key: "strip", reason: kind.reasonForNothing(in: source.name), isWhole: kinds == kind))
      }
    }
  }
}

extension SelectionProblem {
  /// The problem, where it has no place of its own at that of an option.
  fileprivate func diagnostic(at option: Place) -> Diagnostic {
    let own = place == nil ? [] : [Diagnostic.Note("the directive is here", at: option)]
    return Diagnostic(id, message, at: place ?? option, notes: notes + own)
      .outOfThePast(at: option)
  }
}
