extension Document {
  /// What is wrong with a proven in-place page as the next build reads it: a part of Markdown in it may take its end mark
  /// in, or hold what would be read as a directive. Empty for pages without such parts.
  package func faultsReadBack() -> [Diagnostic] {
    guard template.kind == .inPlace,
      let first = template.directives.first(where: { $0.recipe.isPage })
    else { return [] }
    let page = Source(name: template.source.name, bytes: bytes)
    let again = Template.parse(page, kind: .inPlace, dialect: template.dialect)
    let fault = again.diagnostics.first { $0.severity == .error }
    let isSame =
      again.targetsAsWritten == template.targetsAsWritten
      && again.directives.allSatisfy { !$0.recipe.isPage || $0.ownedBlock?.mark != nil }
    guard fault != nil || !isSame else { return [] }
    let why =
      fault.map { "the next build would find at line \($0.place.line): \($0.message)" }
      ?? "the next build would not find its end mark"
    return [
      Diagnostic(
        .pageBroken, "'\(first.shownTarget)' would break the page: \(why)",
        at: template.source.place(at: first.targetRange, line: first.line),
        notes: [.init("what the part begins, as a fence or a comment, must end in it")])
    ]
  }

  /// All of it as one part.
  var whole: Chunk {
    Chunk(
      pieces: pieces.indices, blocks: blocks.indices, openIncludes: openIncludes.indices,
      riskyValues: riskyValues.indices, inertLines: inertLines.indices, firstLine: 1)
  }
}

extension Template {
  /// What its directives name, as their author wrote it: the file of a key or a pattern is known only once it is looked up.
  fileprivate var targetsAsWritten: [Bytes] {
    directives.map { Bytes(source.bytes[$0.targetRange]) }
  }
}
