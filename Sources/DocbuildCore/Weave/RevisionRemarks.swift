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

extension Document {
  /// That the page shows a file as it was and elsewhere as it is today, be it in parts or by patterns.
  package var mixedRevisions: [Diagnostic] {
    guard showsRevisions else { return [] }
    // What could not be had counts as text of the page itself.
    let shown = shownFiles.filter { $0.name != template.source.name }
    var then: [String: ShownFile] = [:]
    for file in shown where file.revision != nil && then[file.name] == nil {
      then[file.name] = file
    }
    return shown.compactMap { file in
      guard file.revision == nil, let other = then[file.name] else { return nil }
      var made = Diagnostic(
        .mixedRevisions, "'\(file.name)' is shown as it is today, and elsewhere as it was",
        at: file.place,
        notes: [.init("there it is that of '\(other.revision?.text ?? "")'", at: other.place)])
      made.severity = .warning
      return made
    }.eachOnce()
  }

  /// A file that a directive shows, as it was or as it is.
  private struct ShownFile {
    /// As the user would write it.
    let name: String
    /// Nil for today.
    let revision: Bytes?
    let place: Place
  }

  private var showsRevisions: Bool {
    template.directives.contains { $0.recipe.revision != nil }
      || parts.values.contains { $0.showsRevisions }
  }

  /// The files that are shown for themselves, not for what differs, in order; those of parts too.
  private var shownFiles: [ShownFile] {
    pieces.flatMap { piece -> [ShownFile] in
      guard case .excerpt(let excerpt, _) = piece.content, let index = piece.directive else {
        return []
      }
      if let part = parts[index] { return part.shownFiles }
      let directive = template.directives[index]
      let recipe = directive.recipe
      guard recipe.revision != nil || recipe.other == nil && directive.kind != .embedmd else {
        return []
      }
      return [
        ShownFile(
          name: excerpt.source.name, revision: recipe.revision,
          place: template.source.place(
            at: recipe.revisionRange ?? directive.targetRange, line: directive.line))
      ]
    }
  }
}
