import DocbuildCore

/// A pass over what a command is asked for of a project: scanned, scoped, ready to go.
struct ProjectPass: Sendable {
  let pass: Pass
  /// All documents of the project that are there.
  let table: DocumentTable
  /// What the pass goes over, pages that were named included, in the order of the paths; none where the configuration is
  /// wrong about the project's files.
  let documents: [ProjectDocument]
  /// Markdown that the configuration does not call documents, in order.
  let pages: [RootPath]
  /// What concerns no single document.
  let problems: [Diagnostic]
  private let scoped: ScopedDocuments?

  /// - Parameters:
  ///   - followsReaders: whether what is named stands for what is made from it as well, however far.
  ///   - proves: whether pages are proven.
  ///   - keepsPages: whether the last step looks at pages as they were read for that.
  ///   - purpose: decides what can touch a document, where only what has changed counts.
  /// - Throws: when a path names nothing, or files can't be listed.
  init(
    over scope: Scope, in session: Session, followsReaders: Bool, proves: Bool,
    keepsPages: Bool = false, for purpose: TouchedDocuments.Purpose = .sources, threads: Int
  ) throws {
    let project = session.project
    let found = try ProjectDocuments.scan(project, session.interrupt)
    let isUsable = !found.isMisconfigured
    let table = isUsable ? found.table(in: project) : DocumentTable([], rules: project.rules)
    let pass = Pass(
      in: session, among: table, proves: proves, keepsPages: keepsPages, threads: threads)
    self.pass = pass
    self.table = table
    problems = pass.reported(found.diagnostics)
    guard isUsable else {
      pages = []
      scoped = nil
      documents = []
      return
    }
    let touched = try scope.since.map { revision in
      let all = table.documents + found.pages.map { ProjectDocument(page: $0) }
      let changed = try ChangedFiles(since: revision, in: project, session.interrupt)
      return try TouchedDocuments(
        by: changed, among: all, in: project, for: purpose, threads: threads, session.interrupt
      ).flags { allNamedFiles(of: all[$0], with: pass.reader) }
    }
    pages = found.pages.indices.filter { touched?[table.documents.count + $0] ?? true }
      .map { found.pages[$0] }
    let scoped = try ScopedDocuments(
      of: scope, among: table, in: project, followsReaders: followsReaders, touched: touched,
      threads: threads
    ) { namedFiles(of: table.documents[$0], with: pass.reader) }
    self.scoped = scoped
    let asked = scoped.documents.map { table.documents[$0] }
    documents =
      scoped.pages.isEmpty
      ? asked : (asked + scoped.pages).sorted { $0.path < $1.path }
  }

  /// Whether the file was named itself, not only a folder above it.
  func names(_ path: RootPath) -> Bool { scoped?.names(path) ?? false }

  var project: Project { pass.project }

  /// Goes over all documents, or over others; see `Pass.run`.
  func run<Made: Sendable>(
    over others: [ProjectDocument]? = nil, progress: ((Int, Int) -> Void)? = nil,
    _ lastStep: @escaping @Sendable (inout Pass.Turn) -> Made
  ) throws(Interrupted) -> [Pass.Passed<Made>] {
    try pass.run(over: others ?? documents, progress: progress, lastStep)
  }

  /// More that concerns no single document, as it counts; see `Pass.reported`.
  func reported(_ problems: [Diagnostic]) -> [Diagnostic] { pass.reported(problems) }
}
