import DocbuildCore

/// Finds the sources of pasted code and embeds what is a copy for certain (`docbuild adopt`). Nothing is written unless it is
/// asked for, and nothing is run but git, for the list of files and their history, and the parser of definitions.
///
/// - Throws: when a path names nothing, files can't be listed or written, or it is asked to end.
package func adopt(_ session: Session, _ settings: AdoptSettings) throws -> AdoptReport {
  // What would be written is tried as if it were.
  let session = Session(
    session.project.overlaid(), clock: session.clock, interrupt: session.interrupt)
  let pass = try ProjectPass(
    over: settings.scope, in: session, followsReaders: false, proves: true,
    threads: settings.threads)
  var report = AdoptReport()
  report.problems = pass.problems
  readPages(of: pass, settings, into: &report)
  try session.interrupt.check()
  let lines = report.blocks.flatMap(\.block.tellingLines)
  let scan = try SourceScan(
    of: session, lines: lines, leavingOut: pass.table, threads: settings.threads)
  report.problems += scan.unread
  report.choose(settings.choices, in: session.project)
  let files = CandidateFiles(session.sources)
  let planner = AdoptPlanner(scan: scan, files: files, settings: settings)
  let (pages, blocks) = (report.pages, report.blocks)
  let planned = ParallelJobs.run(blocks.count, threads: settings.threads) { index in
    session.interrupt.isSet
      ? blocks[index]
      : planner.plan(blocks[index], on: pages[blocks[index].page].document.path)
  }
  try session.interrupt.check()
  report.blocks = planned ?? []
  var adoption = Adoption(session: session, pass: pass.pass, settings: settings, files: files)
  try adoption.prepare(&report)
  report.reportVainChoices(in: session.project)
  if settings.writes, !report.problems.contains(where: { $0.severity == .error }) {
    try adoption.write(&report)
  }
  return report
}

/// Reads the blocks of the pages that are asked for.
private func readPages(
  of pass: ProjectPass, _ settings: AdoptSettings, into report: inout AdoptReport
) {
  let project = pass.project
  let documents = pass.documents.filter { document in
    let isFrozen = PathKind.isFrozen(document.path) && !pass.names(document.path)
    if isFrozen { report.frozenPages += 1 }
    return !isFrozen
  }
  let read = ParallelJobs.run(documents.count, threads: settings.threads) {
    index -> Result<(AdoptPage, [PastedBlock]), DiagnosticError>? in
    let document = documents[index]
    let input: Input
    switch Input.document(document, in: project) {
    case .success(let read?): input = read
    case .failure(let failure) where failure.diagnostic.id == .unreadableFile:
      return .failure(failure)
    default: return nil
    }
    let page = AdoptPage(
      document: document, input: input, name: project.name(of: document.path))
    return .success((page, PastedBlock.all(in: input.template)))
  }
  for case let result? in read ?? [] {
    guard case .success((let page, let blocks)) = result else {
      if case .failure(let failure) = result { report.problems.append(failure.diagnostic) }
      continue
    }
    let source = page.input.template.source
    if let fault = source.fault {
      var problem = Diagnostic.fault(fault, in: source)
      problem.severity = .warning
      report.problems.append(problem)
    }
    if blocks.isEmpty { continue }
    let number = report.pages.count
    report.pages.append(page)
    report.blocks += blocks.map { PlannedBlock(page: number, block: $0, verdict: .notFound) }
  }
}

extension AdoptReport {
  /// The line that is meant; nil where no page is named, or it has no such line.
  private func place(of named: BlockName) -> Place? {
    guard
      let page = pages.count == 1 && named.page == nil
        ? pages[0] : pages.first(where: { $0.document.path == named.page })
    else { return nil }
    let lines = page.input.template.source.lines
    return lines.indices.contains(named.line - 1) ? page.place(ofLine: named.line) : nil
  }

  /// Notes what the user has chosen for which block; what names none is a problem.
  fileprivate mutating func choose(_ choices: [AdoptChoice], in project: Project) {
    for choice in choices {
      let named = choice.block
      let found = blocks.indices.filter { index in
        let page = pages[blocks[index].page].document.path
        return named.page.map { $0 == page } ?? true
          && blocks[index].block.pageLines.contains(named.line)
      }
      // A line alone is one of the only page.
      let only = pages.count == 1 ? pages[0].document.path : nil
      let page = (named.page ?? only).map { project.name(of: $0).text }
      if found.count == 1 {
        let before = blocks[found[0]].choice
        blocks[found[0]].choice = choice.action
        if let before, before != choice.action {
          problems.append(
            Diagnostic(
              .notAdopted, "two different things are to be done with this block",
              at: pages[blocks[found[0]].page].place(ofLine: blocks[found[0]].block.openLine)))
        }
      } else {
        let place = page.map { "line \(named.line) of '\($0)'" } ?? "line \(named.line)"
        problems.append(
          Diagnostic(
            .noSuchBlock,
            found.isEmpty
              ? "\(place) is in no block that can be adopted"
              : "\(place) is in a block of \(found.count) pages: name the page, as in 'PAGE.md:\(named.line)'",
            at: self.place(of: named) ?? Place(file: page ?? "")))
      }
    }
  }
}

/// The sources that blocks are compared with, each read once.
struct CandidateFiles: Sendable {
  let reader: SourceReader

  init(_ reader: SourceReader) { self.reader = reader }

  /// A source with its lines; nil when it can't be read.
  func source(_ path: RootPath) -> SourceFacts? {
    try? reader.source(WrittenPath(path), name: reader.project.name(of: path), nil).get()
  }

  /// The same with its definitions, where there is a parser.
  func parsed(_ facts: SourceFacts, _ path: RootPath) -> SourceFacts {
    reader.withSymbols(facts, WrittenPath(path), nil)
  }
}
