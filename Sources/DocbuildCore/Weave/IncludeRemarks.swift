extension Document.OpenInclude {
  /// What is worth a word about Markdown that is put into a page although nothing is wrong: it holds directives that
  /// nobody weaves, or begins with a front matter, which is none in the middle of a page.
  ///
  /// - Parameter isPart: whether it is woven itself.
  func remarks(in template: Template, isPart: Bool) -> [Diagnostic] {
    guard !excerpt.isEmpty else { return [] }
    if template.directives[directive].kind == .embed { return [] }
    return [isPart ? nil : unwoven(in: template), frontMatter(in: template, isPart: isPart)]
      .compactMap { $0 }
  }

  /// What the directive names, as its author wrote it; the file's name where only a pattern or a key stands there.
  private func name(in template: Template) -> String {
    let directive = template.directives[directive]
    return template.expansion == nil && directive.recipe.key == nil
      ? directive.target.text : excerpt.source.name
  }

  private func unwoven(in template: Template) -> Diagnostic? {
    guard excerpt.holdsComment else { return nil }
    let name = excerpt.source.name
    let isMarkdown = [".md", ".markdown", ".mdx"].contains { name.lowercased().hasSuffix($0) }
    let text = Source(name: name, bytes: Bytes(excerpt.bytes[excerpt.range]))
    let found = Template.parse(text, kind: isMarkdown ? .inPlace : .template).directives
    // The block that an `embed` owns comes along with it.
    guard
      let first = found.first(where: { isMarkdown ? $0.ownedBlock == nil : $0.kind != .embedmd })
    else { return nil }
    let directive = template.directives[directive]
    var notes: [Diagnostic.Note] = []
    if let line = excerpt.sourceLine(of: first.line - 1), line < excerpt.source.lines.count {
      notes.append(.init("this would stay as it is", at: excerpt.source.place(ofLine: line)))
    }
    let isWhole = directive.isBare && !isMarkdown
    notes.append(
      .init(
        isWhole
          ? "'weave' weaves it; 'unwoven-directive = \"off\"' in [checks] says that it is meant"
          : "'unwoven-directive = \"off\"' in [checks] of docbuild.toml says that it is meant"))
    return warning(
      .unwovenDirective, "'\(self.name(in: template))' holds directives, which are not woven",
      notes,
      directive, in: template, fixIt: isWhole ? "weave" : nil)
  }

  private func frontMatter(in template: Template, isPart: Bool) -> Diagnostic? {
    let directive = template.directives[directive]
    guard firstLine > 1 || !directive.prefix.isEmpty,
      [UInt8(ascii: "-"), UInt8(ascii: "+")].contains(excerpt.bytes[excerpt.range.lowerBound]),
      case let text = Bytes(excerpt.bytes[excerpt.range].prefix(1 << 16)), text.opensFrontMatter
    else { return nil }
    let strips = !isPart && !directive.recipe.weave && directive.kind == .include
    return warning(
      .frontMatter,
      "the front matter of '\(name(in: template))' is text here: CommonMark makes a heading of it",
      [
        .init(
          strips
            ? "'strip=front-matter' leaves it out"
            : "only at the start of a page is it a front matter: take it out of the part")
      ], directive, in: template, fixIt: strips ? "strip=front-matter" : nil)
  }

  /// A warning at the target of `directive`, whose cure is one more option.
  private func warning(
    _ id: DiagnosticID, _ message: String, _ notes: [Diagnostic.Note], _ directive: Directive,
    in template: Template, fixIt option: String?
  ) -> Diagnostic {
    let target = template.source.bytes[directive.targetRange].text
    var made = Diagnostic(
      id, message, at: template.source.place(at: directive.targetRange, line: directive.line),
      notes: notes, fixIt: option.map { "\(target) \($0)" })
    made.severity = .warning
    return made
  }
}

extension Excerpt {
  fileprivate var holdsComment: Bool {
    var from = range.lowerBound
    while let at = bytes.firstOffset(of: UInt8(ascii: "<"), in: from..<range.upperBound) {
      if bytes.has("<!--", at: at) { return true }
      from = at + 1
    }
    return false
  }
}

extension Bytes {
  /// Whether it begins with what only a front matter has: a fence of it, and right behind that a key.
  fileprivate var opensFrontMatter: Bool {
    let end = endOfFrontMatter
    guard end > 0, let feed = firstOffset(of: .lineFeed, in: 0..<end) else { return false }
    let second = self[(feed + 1)...].prefix { $0 != .lineFeed }.trimmed()
    guard let first = second.first, first.isLetter || "\"'#[".utf8.contains(first) else {
      return false
    }
    return self[..<end].contains { $0 == UInt8(ascii: ":") || $0 == UInt8(ascii: "=") }
  }
}
