extension BoundTemplate {
  /// That the excerpt of a directive, which shows a source as it was, is no longer what the source says today; nil when it is,
  /// and where nobody asks.
  ///
  /// - Parameter excerpt: before it is compared with another.
  func behindHead(_ number: Int, _ excerpt: Excerpt) -> Diagnostic? {
    guard let now = today[number], let directive = template.directives[number].ofToday() else {
      return nil
    }
    let revision = template.directives[number].recipe.revision?.text ?? ""
    let place = template.source.place(
      at: directive.recipe.revisionRange ?? directive.targetRange, line: directive.line)
    var made = Diagnostic(
      .behindHead,
      "what '\(excerpt.source.name)' says at '\(revision)' is not what it says today",
      at: place)
    switch now {
    case .part: return nil
    case .failed(let trouble):
      made.notes.append(
        .init(
          trouble.id == .fileNotFound ? "it is not there today" : "today \(trouble.message)"))
    case .source(let facts):
      switch makeExcerpt(
        of: facts, by: directive.recipe, target: place, path: paths[number], place: { _ in place })
      {
      case .success(let other):
        if other.wholeText == excerpt.wholeText { return nil }
      case .failure(let trouble):
        if let first = trouble.diagnostics.first {
          made.notes.append(.init("today \(first.message)"))
        }
      }
    }
    made.severity = .warning
    return made
  }
}

extension Template {
  /// That the page shows a file as it was, and elsewhere as it is today.
  var mixedRevisions: [Diagnostic] {
    guard directives.contains(where: { $0.recipe.revision != nil }) else { return [] }
    var found: [Diagnostic] = []
    for directive in directives
    where directive.recipe.revision == nil && directive.recipe.other == nil
      && !directive.recipe.weave && directive.kind != .embedmd
    {
      guard
        let other = directives.first(where: {
          $0.recipe.revision != nil && $0.target == directive.target
        })
      else { continue }
      var made = Diagnostic(
        .mixedRevisions,
        "'\(directive.target.text)' is shown as it is today, and elsewhere as it was",
        at: source.place(at: directive.targetRange, line: directive.line),
        notes: [
          .init(
            "there it is that of '\(other.recipe.revision?.text ?? "")'",
            at: source.place(
              at: other.recipe.revisionRange ?? other.targetRange, line: other.line))
        ])
      made.severity = .warning
      found.append(made)
    }
    return found
  }
}
