import DocbuildCore

/// A woven document, and what of it is to be tested.
struct TestedDocument: Sendable {
  let document: ProjectDocument
  /// As the user would write it.
  let name: String
  /// The document's own problems and those of its `test` comments; with errors nothing of it is run.
  var diagnostics: [Diagnostic] = []
  /// Whether its transcripts are to be run: it was named, or it says itself that it is docbuild's.
  private(set) var isAsked = false
  /// Nil when it can't be woven.
  var page: Document?
  var blocks: [PageTests.Block] = []
  var references: [Reference] = []
  /// The files that it was made from, from their names to their paths below the root.
  var inputs: [String: Bytes] = [:]

  /// Reads and weaves a document.
  ///
  /// - Parameter settings: nothing is said of transcripts that are not to be run.
  init(_ document: ProjectDocument, with reader: SourceReader, _ settings: TestSettings) {
    switch Input.document(document, in: reader.project) {
    case .success(let input?): self.init(document, input, with: reader, settings)
    case .success(nil): self.init(document, reader.project, [])
    case .failure(let problem): self.init(document, reader.project, [problem.diagnostic])
    }
  }

  /// A document that is not read.
  private init(_ document: ProjectDocument, _ project: Project, _ problems: [Diagnostic]) {
    self.document = document
    name = project.name(of: document.path).text
    diagnostics = problems
  }

  /// Weaves a document whose text is in memory.
  init(
    _ document: ProjectDocument, _ input: Input, with reader: SourceReader,
    _ settings: TestSettings
  ) {
    let project = reader.project
    self.document = document
    name = project.name(of: document.path).text
    let woven = weave(input, with: reader, prover: nil)
    diagnostics = woven.diagnostics
    guard let page = woven.document else { return }
    self.page = page
    references = page.references
    for dependency in woven.dependencies { inputs[dependency.name.text] = dependency.path }
    let found = PageTests(
      page.bytes, prompts: Array(project.configuration.prompts.keys),
      vary: project.configuration.test.vary.compactMap { Pattern.varying(Bytes($0.utf8)) })
    blocks = found.blocks
    isAsked =
      !settings.build.paths.isEmpty || woven.isDocument || found.hasComments
      || project.configuration.test.lists(document.path)
    guard isAsked else { return }
    diagnostics += found.findings.map { finding in
      var notes: [Diagnostic.Note] = []
      if finding.id == .unknownPrompt {
        notes.append(
          .init(
            "'prompts' in docbuild.toml names others, as in \"root@host:~#\" = \"ssh root@host bash\""
          ))
      }
      return Diagnostic(
        finding.id, finding.message,
        at: place(of: finding.text, line: finding.line, column: finding.column), notes: notes,
        fixIt: finding.fixIt)
    }
  }

  /// Whether something is wrong with the document itself.
  ///
  /// A bad pattern in a transcript is not: the rest of it is run.
  var isBroken: Bool {
    page == nil
      || diagnostics.contains { $0.severity == .error && $0.id != .invalidPattern }
  }

  /// The console blocks.
  var transcripts: [PageTests.Block] {
    blocks.filter { $0.language == PageTests.transcriptLanguage }
  }

  /// Where a line (from 1) of the page comes from.
  func place(of text: Bytes, line: Int, column: Int = 1) -> Place {
    page?.origins(ofLine: line).last?.place(of: text, near: column) ?? Place(file: name)
  }

  /// Where line `index` (from 0) of a block comes from.
  func place(_ index: Int, of block: PageTests.Block) -> Place {
    place(
      of: index < block.lines.count ? block.lines[index] : [], line: block.openLine + 1 + index)
  }

  /// Whether the author wrote the block's text into the document itself.
  func isAuthors(_ block: PageTests.Block) -> Bool {
    guard let page, !block.lines.isEmpty, !page.embeds(atLine: block.openLine) else { return false }
    return [0, block.lines.count - 1].allSatisfy { index in
      page.origins(ofLine: block.openLine + 1 + index).count == 1
    }
  }
}
