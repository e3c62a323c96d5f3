/// What a directive yields, and what it was made from.
struct ComparedExcerpt {
  let excerpt: Excerpt
  /// What the options chose, not compared yet.
  let new: Excerpt
  /// What it was compared with; nil where nothing is compared.
  var old: Excerpt?

  /// - Parameter excerpt: what the comparison yields; nil where `new` stays as it is.
  init(_ new: Excerpt, with old: Excerpt? = nil, yields excerpt: Excerpt? = nil) {
    self.new = new
    self.old = old
    self.excerpt = excerpt ?? new
  }
}

extension Directive {
  /// The difference of an excerpt from the same of another source, or the excerpt with what changed emphasised.
  func compared(
    _ new: Excerpt, with other: BoundTemplate.Target, in template: Template
  ) -> Result<ComparedExcerpt, ExcerptTrouble> {
    guard let side = otherSide else { return .success(ComparedExcerpt(new)) }
    let target = template.source.place(at: side.targetRange, line: line)
    let old: Excerpt
    switch other {
    case .failed(let problem): return .failure(.init([problem]))
    case .part: return .success(ComparedExcerpt(new))
    case .source(let facts):
      switch makeExcerpt(
        of: facts, by: side.recipe, target: target,
        place: { template.source.place(at: $0, line: line) })
      {
      case .failure(let trouble): return .failure(trouble)
      case .success(let made): old = made
      }
    }
    if recipe.isDifference {
      if let difference = new.difference(from: old) {
        return .success(ComparedExcerpt(new, with: old, yields: difference))
      }
    } else if new.wholeText != old.wholeText {
      let lines = new.sourceLines(since: old)
      return .success(
        ComparedExcerpt(
          new, with: old,
          yields: new.emphasising(lines, idle: lines.isEmpty ? [side.nothingNew(in: new)] : [])))
    }
    return .failure(
      .init([
        Diagnostic(
          .emptyExcerpt,
          "'\(new.source.name)'\(shownRevision) shows no difference from '\(old.source.name)'\(side.shownRevision)",
          at: target)
      ]))
  }

  /// The revision that it is read at, as it follows the name of a file.
  private var shownRevision: String {
    recipe.revision.map { " at revision '\($0.text)'" } ?? ""
  }

  /// That lines were only taken away since the revision of this side.
  private func nothingNew(in excerpt: Excerpt) -> IdleOption {
    IdleOption(
      key: "highlight",
      reason: "no line of '\(excerpt.source.name)' is new since '\(recipe.revision?.text ?? "")'")
  }
}
