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
  /// Where each console block starts.
  private(set) var starts: StartFolders?
  var references: [Reference] = []
  /// The files that it was made from, from their names to their paths.
  var inputs: [String: RootPath] = [:]

  /// The last step of `test`: looks for what there is to test in a woven document.
  ///
  /// - Parameter settings: nothing is said of transcripts that are not to be run.
  init(_ turn: inout Pass.Turn, in project: Project, _ settings: TestSettings) {
    document = turn.document
    name = project.name(of: document.path).text
    guard let woven = turn.woven, let page = woven.document else { return }
    self.page = page
    references = page.references
    for dependency in woven.dependencies { inputs[dependency.name.text] = dependency.path }
    let found = PageTests(
      page.bytes, prompts: Array(project.configuration.prompts.keys),
      vary: project.configuration.test.vary(in: document.path).compactMap {
        Pattern.varying(Bytes($0.utf8))
      },
      dialect: page.template.dialect)
    blocks = found.blocks
    isAsked =
      !settings.scope.paths.isEmpty || woven.isDocument || found.hasComments
      || project.configuration.test.lists(document.path)
    guard isAsked else { return }
    let starts = StartFolders(of: transcripts, in: document.path, project)
    self.starts = starts
    let problems =
      starts.troubles.map { trouble in
        let block = transcripts[trouble.block]
        return Diagnostic(
          .invalidTest, trouble.message, at: placeOfComment(of: block),
          notes: [.init(trouble.cure)])
      }
      + found.findings.filter {
        // What is wrong with a transcript is nobody's question where none is run.
        settings.runsTranscripts
          || ![.unknownPrompt, .invalidPattern, .incompleteCommand].contains($0.id)
      }.map { finding in
        let notes =
          finding.id == .unknownPrompt
          ? PromptCure.notes(for: finding.text).map { Diagnostic.Note($0) } : []
        return Diagnostic(
          finding.id, finding.message,
          at: place(of: finding.text, line: finding.line, column: finding.column), notes: notes,
          fixIt: finding.fixIt)
      }
    turn.report(problems)
  }

  /// Weaves a document alone, whose text is in memory.
  static func read(
    _ input: Input, of document: ProjectDocument, in project: Project, _ settings: TestSettings,
    _ interrupt: Interrupt
  ) -> Self {
    let pass = Pass(SourceReader(project, interrupt: interrupt), prover: Prover(threads: 1))
    let passed = pass.run(on: input, of: document) { TestedDocument(&$0, in: project, settings) }
    return passed.made.with(passed.problems)
  }

  /// The same with what is wrong with it.
  func with(_ problems: [Diagnostic]) -> Self {
    var made = self
    made.diagnostics = problems
    return made
  }

  /// Whether something is wrong with the document itself.
  ///
  /// A bad pattern in a transcript, or in the comment before one, is not: the rest of it is run.
  var isBroken: Bool {
    let faults = diagnostics.filter { $0.severity == .error && $0.id != .invalidPattern }
    let comments = faults.count { $0.id == .invalidTest }
    return page == nil
      || faults.count > min(comments, blocks.count(where: \.options.hasBadPattern))
  }

  /// The console blocks, and those that are what a command prints.
  var transcripts: [PageTests.Block] { blocks.filter(\.isTranscript) }

  /// Where a line (from 1) of the page comes from.
  func place(of text: Bytes, line: Int, column: Int = 1) -> Place {
    page?.origins(ofLine: line).last?.place(of: text, near: column) ?? Place(file: name)
  }

  /// Where line `index` (from 0) of a block comes from; the comment that makes it, where it has no lines yet.
  func place(_ index: Int, of block: PageTests.Block) -> Place {
    if block.lines.isEmpty, block.output != nil { return placeOfComment(of: block) }
    return place(
      of: index < block.lines.count ? block.lines[index] : [], line: block.openLine + 1 + index)
  }

  /// Where the comment that says how a block is tested comes from; the block itself where there is none.
  func placeOfComment(of block: PageTests.Block) -> Place {
    guard let comment = block.comment else { return place(0, of: block) }
    return place(of: comment.text, line: comment.line)
  }

  /// The page or template that a block comes from whole, fences and all, as the user would write it: `accept` takes that one.
  /// Nil for a block that is put together, or of another file.
  func part(holding block: PageTests.Block, in project: Project) -> String? {
    let lines = [block.openLine, block.openLine + block.lines.count]
    let names = lines.map { page?.origins(ofLine: $0).last?.name }
    guard let name = names[0], names[1] == name, name != self.name, let path = inputs[name],
      path.bytes.isNameOfPage || project.rules.kind(of: path) != nil
    else { return nil }
    return name
  }

  /// Whether the author wrote the block's text into the document itself.
  func isAuthors(_ block: PageTests.Block) -> Bool {
    guard let page, !block.lines.isEmpty, !page.embeds(atLine: block.openLine) else { return false }
    return [0, block.lines.count - 1].allSatisfy { index in
      page.origins(ofLine: block.openLine + 1 + index).count == 1
    }
  }
}
