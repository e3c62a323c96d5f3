package import DocbuildCore

/// A project that somebody works on in an editor: documents and sources as they are typed, and what is known of them, kept
/// from one change to the next. Nothing of it is ever written.
///
/// It belongs to one thread at a time.
package final class EditedProject {
  /// The project with what was read of it.
  package let session: Session
  /// What is wrong with the project's files as a whole.
  package private(set) var problems: [Diagnostic] = []
  /// Who shows what.
  package private(set) var shown: ShownFiles
  let threads: Int
  private let isListed: Bool
  private(set) var table: DocumentTable
  private var site: Site
  private var facts: ProjectFacts
  private var leftOver: [Orphan] = []
  private var listProblems: [Diagnostic] = []
  /// Of the log of builds, when it was read.
  private var logStamps: [Stamp?]?
  /// What is known of documents, by their paths.
  private(set) var drafts: [RootPath: Draft] = [:]

  /// Opens a project and lists its documents.
  ///
  /// - Parameters:
  ///   - root: with an overlay for what is not saved.
  ///   - isListed: whether the folder is a project; else a file that is open is looked at, and nothing else is known.
  ///   - environment: whose current folder names in problems are relative to.
  /// - Throws: what is wrong with the configuration; when files can't be listed.
  package init(
    _ root: Root, options: Project.Options, environment: Environment, clock: WallClock,
    interrupt: Interrupt, threads: Int, isListed: Bool = true
  ) throws {
    let project = try Project(root, options: options, environment: environment)
    session = Session(project, clock: clock, interrupt: interrupt)
    self.threads = threads
    self.isListed = isListed
    table = DocumentTable([], rules: project.rules)
    facts = ProjectFacts(project, documents: table, interrupt)
    site = Site(root: project.root, limit: project.options.maxSourceBytes, orphans: [])
    shown = ShownFiles(of: table)
    try list()
  }

  /// The project.
  package var project: Project { session.project }

  /// All documents, in the order of their paths.
  package var documents: [ProjectDocument] { table.documents }

  /// Lists the documents anew, since files have come or gone.
  ///
  /// - Throws: when files can't be listed.
  package func list() throws {
    if isListed {
      let found = try ProjectDocuments.scan(project, session.interrupt)
      table =
        found.isMisconfigured
        ? DocumentTable([], rules: project.rules) : found.table(in: project)
      listProblems = found.diagnostics
    }
    session.sources.follow(table)
    facts = ProjectFacts(project, documents: table, session.interrupt)
    logStamps = nil
    followBuilds()
    shown = ShownFiles(of: table)
    drafts = [:]
  }

  /// Learns what builds have made whose template is gone, where one has written its log since that was asked last.
  ///
  /// - Returns: whether that is something else than before.
  @discardableResult
  package func followBuilds() -> Bool {
    let stamps = [StateFile.log, .changes].map { Stamp(of: project.root.path.joined($0.path)) }
    guard stamps != logStamps else { return false }
    let isFirst = logStamps == nil
    logStamps = stamps
    let old = leftOver.map(\.problem)
    leftOver =
      !isListed
      ? []
      : (try? Workspace.log(of: project.root))?.log.map {
        orphans(in: $0, among: table.documents, of: project)
      } ?? []
    let now = leftOver.map(\.problem)
    guard isFirst || now != old else { return false }
    problems = Pass.reported(listProblems + now, in: project)
    site = Site(
      root: project.root, limit: project.options.maxSourceBytes, orphans: leftOver,
      project.configuration.check, rules: project.rules, facts: facts)
    return true
  }

  /// Keeps what is known of a document until something changes.
  func keep(_ draft: Draft, of document: ProjectDocument) { drafts[document.path] = draft }

  /// Lets a text that is not saved stand for a file, there or not; nil for what is saved.
  package func set(_ text: Bytes?, at path: RootPath) {
    project.root.overlay(text, at: path)
    note(changed: [path])
  }

  /// Takes note that files hold something else now.
  package func note(changed paths: [RootPath]) {
    session.sources.invalidate(paths)
    site.forget(paths)
    for path in paths { shown.note(changed: path) }
    // Few are asked for again, and each may show what has changed.
    drafts = [:]
  }

  /// The document at a path; Markdown that the configuration does not call a document is looked at too. Nil
  /// for what is none, as a source or the output of a template.
  package func document(at path: RootPath) -> ProjectDocument? {
    if let index = table.index(of: path) { return table.documents[index] }
    let rules = project.rules
    if table.index(making: path) != nil || rules.leavesOut(path) { return nil }
    switch rules.kind(of: path) {
    case .template:
      return ProjectDocument(kind: .template, path: path, output: rules.output(ofTemplate: path))
    case .inPlace: return ProjectDocument(inPlace: path)
    case nil: return path.bytes.isNameOfPage ? ProjectDocument(page: path) : nil
    }
  }

  /// Whether a document is among those that were listed.
  package func lists(_ document: ProjectDocument) -> Bool {
    document.isPage || table.index(of: document.path) != nil
  }

  /// The template that is woven into a file; nil for none.
  package func maker(of output: RootPath) -> ProjectDocument? {
    table.index(making: output).map { table.documents[$0] }.flatMap {
      $0.output.isSame(as: $0.path) ? nil : $0
    }
  }

  /// All that `check` says of a document, for the texts as they are typed, in order of place.
  ///
  /// - Throws: when it is asked to end.
  package func problems(of document: ProjectDocument) throws(Interrupted) -> [Diagnostic] {
    var options = CheckOptions()
    options.readsUnsaved = true
    options.ignoredLinks = project.configuration.check.ignoredLinks.map { Glob($0) }
    let step = DocumentCheck(site: site, options: options, project: project, table: table) { _ in
      true
    }
    let pass = Pass(in: session, among: table, proves: true, keepsPages: true, threads: 1)
    var checked = try pass.run(over: [document]) { step.check(&$0) }
    mendCures(&checked, project, session.interrupt)
    try session.interrupt.check()
    return checked.flatMap(\.problems)
  }

  /// A document as it is typed, with its directives read; nil for what is none or can't be read.
  package func input(of document: ProjectDocument) -> Input? {
    try? Input.document(document, in: project).get()
  }

  /// Learns of a few more documents what they show; nothing is left to learn once it returns false.
  package func learn() -> Bool { shown.learn(with: session.sources, threads: threads) }

  /// Whether regions that no document asks for are reported.
  package var reportsUnusedRegions: Bool {
    project.configuration.checks.asksFor(.unusedRegion)
  }

  /// The regions of a source that is shown, which no document asks for by name; of those that are known.
  ///
  /// - Throws: when it is asked to end.
  package func unusedRegions(of path: RootPath) throws(Interrupted) -> [Diagnostic] {
    let references = shown.documents(touchedBy: [path])
      .flatMap { draft(of: $0)?.references ?? [] }.filter { self.path(of: $0.source) == path }
    try session.interrupt.check()
    return Pass.reported(
      DocbuildCore.unusedRegions(among: references, file: project.file(named:)), in: project)
  }

  /// The headings and links of a page or a template, as its reader takes them.
  package func outline(_ bytes: Bytes, of path: RootPath) -> PageOutline {
    PageOutline(
      ofPage: bytes, for: site(of: WrittenPath(path)).reader,
      in: project.rules.dialect(of: path) ?? .shown(by: path.text, bytes))
  }

  /// How the page at a path links to others.
  package func site(of page: WrittenPath) -> any PageSite { site.page(at: page) }

  /// Whether a path was a file of the project, or a folder with some, when the files were listed last.
  package func knows(_ path: RootPath) -> Bool {
    files.contains { $0.bytes.lies(at: path.bytes) }
      || documents.contains { $0.path == path || $0.output.isSame(as: path) }
  }

  /// All files of the project, in order; those that git ignores are left out.
  package var files: [RootPath] { isListed ? facts.files : [] }
}
