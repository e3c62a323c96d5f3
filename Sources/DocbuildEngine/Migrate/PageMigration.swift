import DocbuildCore

/// A page with other tools' directives, and what it becomes.
struct PageMigration {
  let pass: Pass
  let document: ProjectDocument
  let text: Bytes

  /// Why a page is left as it is.
  struct Trouble: Error { let diagnostics: [Diagnostic] }

  private var project: Project { pass.project }
  private var name: String { project.name(of: document.path).text }

  /// What the page becomes; nil for one without directives of other tools.
  func made(with lookup: ForeignPage.Lookup) -> Result<MigratedPage, Trouble>? {
    let page = ForeignPage(name: name, bytes: text, lookup: lookup)
    var steps: [MigrationStep] = []
    var readers: [MigrationReader] = []
    var tools: [(reader: MigrationReader, steps: Set<Int>)] = []
    for reader in MigrationReader.all {
      let found = reader.read(page).filter { step in
        !steps.contains { $0.lines.overlaps(step.lines) }
      }.map { $0.outsideOfCode(page, reader.form) }
      if found.isEmpty { continue }
      steps += found
      readers.append(reader)
      tools.append((reader, Set(found.map(\.lines.lowerBound))))
    }
    guard !readers.isEmpty else { return nil }
    steps.sort { $0.lines.lowerBound < $1.lines.lowerBound }
    func tool(of step: MigrationStep) -> MigrationReader? {
      tools.first { $0.steps.contains(step.lines.lowerBound) }?.reader
    }
    let refusals = steps.compactMap { step -> Diagnostic? in
      guard case .refused(let why) = step.outcome else { return nil }
      return problem(
        "this directive of \(tool(of: step)?.name ?? "") is left as it is: \(why)",
        step.lines.lowerBound, page)
    }
    if !refusals.isEmpty { return .failure(Trouble(diagnostics: refusals)) }
    let becomesTemplate = readers.contains { $0.form == .template } || isSource
    if becomesTemplate, !isSource, readers.contains(where: { $0.form == .inPlace }) {
      // Each tool once, where its first directive stands.
      var told: Set<String> = []
      let problems = steps.compactMap { step -> Diagnostic? in
        guard let reader = tool(of: step), told.insert(reader.name).inserted else { return nil }
        let others =
          reader.form == .inPlace
          ? "write into the page, and those of another tool make another file of it"
          : "make another file of the page, and those of another tool write into it"
        return problem(
          "the directives of \(reader.name) \(others)", step.lines.lowerBound, page)
      }
      return .failure(Trouble(diagnostics: problems))
    }
    if becomesTemplate, let trouble = templateTrouble(steps, page) { return .failure(trouble) }
    return woven(becomesTemplate, readers, steps, page)
  }

  /// Why the page can't become a template.
  private func templateTrouble(_ steps: [MigrationStep], _ page: ForeignPage) -> Trouble? {
    let line = steps[0].lines.lowerBound
    if document.path.bytes.ends(with: Bytes(".markdown".utf8)) {
      let made =
        project.name(of: WrittenPath(Bytes(document.path.asTemplate.bytes.dropLast(4)))).text
        + ".md"
      return Trouble(diagnostics: [
        problem(
          "its template would be woven into '\(made)': give the page that name first", line, page)
      ])
    }
    let own = Template.parse(Source(name: name, bytes: normalised(text)), kind: .inPlace)
    guard let first = own.directives.first else { return nil }
    return Trouble(diagnostics: [
      problem(
        "the page has directives of docbuild's own, which write into it", first.line - 1, page)
    ])
  }

  /// Whether it is what MarkdownSnippets makes `NAME.md` of.
  private var isSource: Bool { document.path.bytes.ends(with: Bytes(".source.md".utf8)) }

  private func problem(_ message: String, _ line: Int, _ page: ForeignPage) -> Diagnostic {
    let source = Source(name: name, bytes: normalised(text))
    var made = Diagnostic(
      .notMigrated, message, at: source.place(ofLine: min(line, source.lines.count - 1)))
    made.severity = .warning
    return made
  }

  /// The page with the new lines in place.
  ///
  /// - Returns: its text, and for each of its lines the one (from 0) of the old page that it comes from.
  private func joined(_ page: ForeignPage, _ steps: [MigrationStep], escaping: Bool) -> (
    text: Bytes, origins: [Int]
  ) {
    var lines: [Bytes] = []
    var origins: [Int] = []
    var at = 0
    func keep(_ upTo: Int) {
      for line in page.lines[at..<upTo] { lines.append(escaping ? line.escapingDirectives : line) }
      origins += at..<upTo
    }
    for step in steps {
      keep(step.lines.lowerBound)
      if case .lines(let new) = step.outcome { lines += isSource ? new.asIncludes : new }
      origins += repeatElement(step.lines.lowerBound, count: lines.count - origins.count)
      at = step.lines.upperBound
    }
    keep(page.lines.count)
    let end = Bytes((text.contains(UInt8(ascii: "\r")) && !escaping ? "\r\n" : "\n").utf8)
    return (lines.reduce(into: []) { $0 += $1 + end }, origins)
  }

  /// The page if it weaves; where the tool wrote into the page, with its blocks made.
  private func woven(
    _ becomesTemplate: Bool, _ readers: [MigrationReader], _ steps: [MigrationStep],
    _ page: ForeignPage
  ) -> Result<MigratedPage, Trouble>? {
    let (made, origins) = joined(page, steps, escaping: becomesTemplate)
    let newPath = becomesTemplate ? document.path.asTemplate : document.path
    let newName = project.name(of: newPath)
    let kind: Template.Kind = becomesTemplate ? .template : .inPlace
    var input = Input(name: newName, bytes: made, kind: kind, base: newName.folder)
    let output = WrittenPath(
      isSource ? Bytes(newPath.bytes.dropLast(4)) + Bytes(".md".utf8) : document.path.bytes)
    input.output = output
    let new = ProjectDocument(kind: kind, path: newPath, output: output)
    let passed = pass.run(on: input, of: new) { $0.woven?.document?.bytes }
    let errors = passed.problems.filter { $0.severity == .error }
    guard errors.isEmpty, let bytes = passed.made else {
      let first = errors.first?.message ?? "it can't be woven"
      // Where it shows in what would be woven, if it is there.
      let place = errors.first?.place
      let shown = place.flatMap { place in
        place.name == newName.text && origins.indices.contains(place.line - 1)
          ? origins[place.line - 1] : nil
      }
      return .failure(
        Trouble(diagnostics: [
          problem("the page would not weave: \(first)", shown ?? steps[0].lines.lowerBound, page)
        ]))
    }
    if newPath != document.path, project.root.isThere(newPath) {
      switch project.root.readSaved(newPath, limit: 1 << 30) {
      // It was migrated before, and not built or deleted since.
      case .success(let held) where held.bytes == made: return nil
      case .failure(.unreadable(let code)):
        return .failure(Trouble(diagnostics: [Diagnostic(unreadable: newName, code)]))
      default: break
      }
      return .failure(
        Trouble(diagnostics: [
          problem(
            "'\(newName.text)' is there already: if it has taken this page's place, delete this one",
            steps[0].lines.lowerBound, page)
        ]))
    }
    return .success(
      MigratedPage(
        name: name, newName: newName.text, tools: readers.map(\.name), count: steps.count,
        old: text, new: becomesTemplate ? made : bytes, path: document.path, newPath: newPath))
  }
}

extension [Bytes] {
  /// Blocks that directives own, in a template that is woven into another file: directives that are replaced.
  fileprivate var asIncludes: [Bytes] {
    filter { !$0.ends(with: OwnedBlock.endMark) }.map {
      Bytes($0.text.replacing("<!-- embed(", with: "<!-- include(").utf8)
    }
  }
}

extension RootPath {
  /// `NAME.src` for `NAME.md` and `NAME.source.md`; what lies in `mdsource` comes to the folder above.
  fileprivate var asTemplate: RootPath {
    if bytes.ends(with: Bytes(".source.md".utf8)), folder.fileName == Bytes("mdsource".utf8) {
      return folder.folder.joined(fileName).asTemplate
    }
    for ending in [".source.md", ".md", ".markdown"] where bytes.ends(with: Bytes(ending.utf8)) {
      return RootPath(
        trusted: Bytes(bytes.dropLast(ending.utf8.count)) + Bytes(".src".utf8))
    }
    return appending(Bytes(".src".utf8))
  }
}

extension Bytes {
  /// The line with a backslash in what would be a directive in a template.
  fileprivate var escapingDirectives: Bytes {
    guard contains(Bytes("<!-- ".utf8)) else { return self }
    var line = text
    for name in ["include", "embed"] {
      line = line.replacing("<!-- \(name)(", with: "<!-- \\\(name)(")
    }
    return Bytes(line.utf8)
  }
}
