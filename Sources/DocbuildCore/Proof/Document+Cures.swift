extension Document {
  /// That what a directive yields is not on the page as it should be, and what would help.
  func broken(_ index: Int, _ fault: String, at line: Int) -> Diagnostic {
    let directive = template.directives[index]
    var fence = directive.line
    if case .fence(let index, _) = directive.context { fence = template.fences[index].openLine }
    return Diagnostic(
      .pageBroken, "'\(directive.shownTarget)' would break the page: \(fault)",
      at: template.source.place(at: directive.targetRange, line: directive.line),
      notes: [.init("it would be at line \(line) of the output")] + cures(ofFenceAt: fence))
  }

  /// What would make a fence of what stands at a line of the template (from 1): a blank line in front of it, or the rules
  /// of another dialect; nothing where neither would.
  func cures(ofFenceAt line: Int) -> [Diagnostic.Note] {
    let lines = template.source.lines
    guard line >= 1, line <= lines.count else { return [] }
    var notes: [Diagnostic.Note] = []
    if template.dialect == .commonMark, let above = lineAbove(line) {
      let text = template.source.bytes[above.range].drop { $0.isBlank || $0 == UInt8(ascii: ">") }
      if text.first == UInt8(ascii: "<"),
        HTMLBlock.opened(in: text, interrupting: false)?.endsAtBlankLine ?? false
      {
        notes.append(
          .init(
            "a blank line in front of the fence makes it one: what HTML begins goes on to the next blank line",
            at: template.source.place(ofLine: line - 1)))
      }
    }
    if template.dialect != .pythonMarkdown, lineOfTitle(before: line) != nil {
      notes.append(
        .init("MkDocs reads it as a fence: 'dialect = \"python-markdown\"' in docbuild.toml"))
    } else if template.dialect != .mdx, isBelowComponent(line) {
      notes.append(.init("MDX reads it as a fence: 'dialect = \"mdx\"' in docbuild.toml"))
    }
    if template.dialect == .pythonMarkdown {
      notes.append(
        .init(
          "Python-Markdown has a fence where each line stands behind the same margin, and its header is a language, '{…}', or known options"
        ))
    }
    return notes
  }

  private func lineAbove(_ line: Int) -> (range: Range<Int>, isBlank: Bool)? {
    guard line >= 2 else { return nil }
    let range = template.source.line(line - 2)
    return (range, template.source.bytes[range].trimmed().isEmpty)
  }

  /// The title of a tab, an admonition or details that a line, which is indented, may stand below.
  private func lineOfTitle(before line: Int) -> Int? {
    let bytes = template.source.bytes
    guard bytes[template.source.line(line - 1)].prefix(while: { $0.isBlank }).count > 0 else {
      return nil
    }
    for above in stride(from: line - 1, through: max(1, line - 200), by: -1) {
      let text = bytes[template.source.line(above - 1)]
      if text.trimmed().isPythonTitle { return above }
      if let first = text.first, !first.isBlank, first != .carriageReturn { return nil }
    }
    return nil
  }

  /// Whether a tag that only a component can have stands right above a line, or above the text that it is in.
  private func isBelowComponent(_ line: Int) -> Bool {
    let bytes = template.source.bytes
    for above in stride(from: line - 1, through: max(1, line - 200), by: -1) {
      let text = bytes[template.source.line(above - 1)].trimmed()
      if text.isEmpty { return false }
      if text.first == UInt8(ascii: "<"), let next = text.dropFirst().first,
        (0x41...0x5A).contains(next)
      {
        return true
      }
    }
    return false
  }
}
