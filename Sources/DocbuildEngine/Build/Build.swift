package import DocbuildCore
import Glibc

/// What `docbuild build` is asked for.
package struct BuildOptions: Sendable {
  package var scope = Scope()
  /// Whether outputs that were edited by hand are overwritten.
  package var force = false
  /// Whether only to say what would be done.
  package var dryRun = false
  package var threads = 1

  package init() {}
}

/// What became of a document.
package struct BuildResult: Sendable {
  package enum Outcome: Sendable {
    case upToDate
    /// Woven again, with the same result.
    case unchanged
    case written
    case failed
    /// Markdown that holds no directive, which is none of docbuild's business.
    case noDocument
  }

  package let document: ProjectDocument
  package var outcome: Outcome
  /// Why it was woven; nil when it was not.
  package let reason: String?
  package var diagnostics: [Diagnostic]
}

/// What became of a project.
package struct BuildReport: Sendable {
  /// In the order of the documents.
  package var results: [BuildResult] = []
  /// What concerns no single document.
  package var diagnostics: [Diagnostic] = []
  /// Whether a log was there that could not be used.
  package var ignoredLog = false
}

/// Brings the outputs and in-place documents of a project up to date: all or nothing for each document, and every
/// problem of all of them.
///
/// - Throws: `Interrupted` when it is asked to end before anything is put in place; then nothing is. A `SystemError` for
///   the machine's trouble.
package func build(
  _ project: Project, _ options: BuildOptions, _ interrupt: Interrupt = Interrupt(),
  progress: ((Int, Int) -> Void)? = nil
) throws -> BuildReport {
  let workspace = options.dryRun ? nil : try Workspace(root: project.root)
  defer { workspace?.clear() }
  let started = min(now(), workspace?.started ?? .max)
  // git lists the files while the log is read and its files are looked at, unless it would list the same again.
  let isKnown = KnownListing.holds(in: project.root)
  let scan = isKnown ? nil : Background { Result { try ProjectDocuments.scan(project, interrupt) } }
  var report = BuildReport()
  let (log, isDamaged) = try Workspace.log(of: project.root)
  let remarks = try Workspace.remarks(of: project.root)
  report.ignoredLog = isDamaged || remarks == nil
  let planner = StalenessPlanner(project, log: log, threads: options.threads)
  let found: ProjectDocuments
  if isKnown, let log, log.settings == planner.settings {
    found = ProjectDocuments(of: log, by: project.rules)
  } else {
    found = try scan?.value().get() ?? ProjectDocuments.scan(project, interrupt)
  }
  if found.isMisconfigured {
    report.diagnostics = project.configuration.checks.applied(to: found.diagnostics)
    return report
  }
  var (all, verdicts) = plan(found, planner, project, options.threads)
  let table = DocumentTable(all, rules: project.rules)
  planner.followOutputs(&verdicts, of: table)
  let wasStale = verdicts
  var documents = all
  let pass = Pass(
    project, among: table, proves: true, threads: options.threads, interrupt: interrupt)
  report.diagnostics = pass.reported(found.diagnostics)
  if !options.scope.isAll {
    let scope = try ScopedDocuments(
      of: options.scope, among: table, in: project, followsReaders: true, threads: options.threads
    ) { [verdicts] index in
      verdicts[index].isStale
        ? namedFiles(of: table.documents[index], with: pass.reader)
        : planner.inputs(of: table.documents[index])
    }
    documents = scope.documents.map { all[$0] }
    verdicts = scope.documents.map { verdicts[$0] }
  }
  if let remarks {
    remarks.revise(&verdicts, of: documents, in: project)
  } else {
    // What can't be told again is found again.
    for index in verdicts.indices where !verdicts[index].isStale {
      verdicts[index] = .stale("the warnings of earlier builds are damaged")
    }
  }
  var (results, stale) = start(documents, verdicts)
  let worker = DocumentWorker(
    project, options, workspace, refused: found.refused, planner: planner)
  let upToDate = documents.count - stale.count
  var done = try pass.run(
    over: stale.map { documents[$0] },
    progress: progress.map { tell in { tell($0 + upToDate, $1 + upToDate) } }
  ) { [stale, results] turn in
    worker.work(on: &turn, reason: results[stale[turn.index]].reason ?? "")
  }.map { passed in
    var work = passed.made
    work.result.diagnostics = passed.problems
    return work
  }
  if let failure = done.lazy.compactMap(\.failure).first { throw failure }
  try refuseToReplaceEdits(&done, project, interrupt)
  try interrupt.check()
  var trouble: SystemError?
  if let workspace {
    let digests = done.flatMap { planner.news(of: $0) }
    if !digests.isEmpty { try workspace.note(written: digests) }
    trouble = try putInPlace(&done, workspace, project)
  }
  markUnsettled(&done, wasStale, table, project)
  for (number, index) in stale.enumerated() { results[index] = done[number].result }
  if let workspace {
    if done.isEmpty, !isKnown, let log, log.settings == planner.settings,
      documents.count == found.documents.count, found.areAll(of: log, by: project.rules),
      let listing = KnownListing(of: documents, in: project, started: started)
    {
      workspace.store(listing)
    }
    if !done.isEmpty || log == nil {
      // Before the log, which says that their documents are up to date. What is damaged stays so until all is woven.
      if remarks != nil || documents.count == all.count {
        try workspace.store((remarks ?? KeptRemarks()).updated(by: results, in: project))
      }
      try workspace.store(
        planner.nextLog(done, documents: all, started: started, threads: options.threads))
    }
    if let trouble { throw trouble }
  }
  remarks?.tellAgain(in: &results)
  report.results = results
  report.diagnostics += pass.reported(
    log.map { orphans(in: $0, among: all, of: project).map(\.problem) } ?? [])
  return report
}

/// The documents of the project with what is to be done. Those that git knows and that are not there any more are none.
private func plan(
  _ found: ProjectDocuments, _ planner: StalenessPlanner, _ project: Project, _ threads: Int
) -> (documents: [ProjectDocument], verdicts: [StalenessPlanner.Verdict]) {
  let documents = found.documents
  let verdicts = planner.verdicts(for: documents)
  let part = 256
  let parts = ParallelJobs.run((documents.count + part - 1) / part, threads: threads) { index in
    (index * part..<min(documents.count, (index + 1) * part)).allSatisfy {
      !verdicts[$0].isStale || project.holds(documents[$0])
    }
  }
  if parts?.allSatisfy({ $0 }) ?? false { return (documents, verdicts) }
  let kept = found.there(documents, in: project)
  return (kept, planner.verdicts(for: kept))
}

/// The results so far, and the places of those that must be woven.
private func start(
  _ documents: [ProjectDocument], _ verdicts: [StalenessPlanner.Verdict]
) -> (results: [BuildResult], stale: [Int]) {
  var stale: [Int] = []
  let results = documents.indices.map { index -> BuildResult in
    var outcome = BuildResult.Outcome.upToDate
    switch verdicts[index] {
    case .upToDate: break
    case .noDocument: outcome = .noDocument
    case .stale: stale.append(index)
    }
    return BuildResult(
      document: documents[index], outcome: outcome, reason: verdicts[index].reason, diagnostics: [])
  }
  return (results, stale)
}

/// Renames all that waits, in one go behind one wait for the disk. One that fails does not keep the others back.
private func putInPlace(
  _ done: inout [DocumentWorker.Work], _ workspace: Workspace, _ project: Project
) throws -> SystemError? {
  guard done.contains(where: { $0.waiting != nil }) else { return nil }
  try workspace.sync(done.compactMap { $0.waiting?.from })
  let folders = OutputFolders(project)
  var trouble: SystemError?
  for index in done.indices {
    do throws(SystemError) {
      try done[index].rename(folders)
    } catch {
      done[index].result.outcome = .failed
      trouble = trouble ?? error
    }
  }
  return trouble
}

/// What somebody wrote, and git can't give back, is not replaced; nor what somebody has written since it was read.
private func refuseToReplaceEdits(
  _ done: inout [DocumentWorker.Work], _ project: Project, _ interrupt: Interrupt
) throws {
  func refuse(_ work: inout DocumentWorker.Work, _ problem: Diagnostic) {
    work.waiting = nil
    work.result.outcome = .failed
    work.result.diagnostics = [problem]
  }
  let edits = try Replacement.edits(
    done.map { $0.result.outcome == .failed ? nil : $0.replacement }, in: project, interrupt)
  for (index, edit) in edits.enumerated() {
    guard let edit else { continue }
    refuse(&done[index], edit.problem(of: done[index].result.document, in: project))
  }
  for index in done.indices {
    guard let path = done[index].waiting?.to else { continue }
    let below = path.below(project.root.path) ?? path
    let now = (try? project.root.saved(below).get())?.stamp
    if now == nil, project.root.isThere(below) {
      throw SystemError("cannot read", path.text, EIO)
    }
    guard now != done[index].replaced else { continue }
    refuse(&done[index], .changedMeanwhile(done[index].result.document, project))
  }
}

/// The time in nanoseconds since 1970.
private func now() -> Int {
  var time = timespec()
  clock_gettime(CLOCK_REALTIME, &time)
  return time.tv_sec * 1_000_000_000 + time.tv_nsec
}

/// A document that shows the output of another which was to be written and is not must be woven again, even if nothing
/// that it was made from seems to change.
private func markUnsettled(
  _ done: inout [DocumentWorker.Work], _ verdicts: [StalenessPlanner.Verdict],
  _ table: DocumentTable, _ project: Project
) {
  if done.isEmpty { return }
  var isOpen = verdicts.map(\.isStale)
  for work in done where work.result.outcome != .failed {
    if let index = table.index(of: work.result.document.path) { isOpen[index] = false }
  }
  guard isOpen.contains(true) else { return }
  for index in done.indices {
    done[index].isUnsettled = done[index].inputs.contains { input in
      project.maker(of: input, among: table).map { isOpen[$0] } ?? false
    }
  }
}
