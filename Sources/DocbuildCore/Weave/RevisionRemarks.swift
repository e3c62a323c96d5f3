extension BoundTemplate {
  /// That the excerpt of a directive, which shows a source as it was, is no longer what the source says today; nil when it is,
  /// and where nobody asks.
  func behindHead(_ number: Int, _ excerpt: Excerpt) -> Diagnostic? {
    guard let facts = today[number] else { return nil }
    let directive = template.directives[number]
    let place = template.source.place(
      at: directive.recipe.revisionRange ?? directive.targetRange, line: directive.line)
    let now = makeExcerpt(of: facts, by: directive.recipe, target: place, path: paths[number]) {
      _ in
      place
    }
    if case .success(let other) = now, other.bytes[other.range] == excerpt.bytes[excerpt.range] {
      return nil
    }
    let revision = directive.recipe.revision?.text ?? ""
    var made = Diagnostic(
      .behindHead,
      "what '\(directive.target.text)' says at '\(revision)' is not what it says today",
      at: place)
    if case .failure(let trouble) = now, let first = trouble.diagnostics.first {
      made.notes.append(.init("today \(first.message)"))
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
