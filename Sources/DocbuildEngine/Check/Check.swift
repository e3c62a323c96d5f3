package import DocbuildCore

/// What `docbuild check` found of a document.
package struct CheckResult: Sendable {
  /// What was looked at.
  package let document: ProjectDocument
  /// What is wrong with it, in order.
  package let diagnostics: [Diagnostic]
  /// Why it is stale, as far as the build log knows; nil when it is not, or nobody asked.
  package let reason: String?
  /// In the unified format; empty when the output is current or no difference is wanted.
  package let diff: Bytes
  /// Whether it is Markdown without directives.
  package let isPage: Bool
  /// Whether there is something that was looked at.
  package let isDocument: Bool
}

/// What `docbuild check` found of a project.
package struct CheckReport: Sendable {
  /// In the order of the documents.
  package let results: [CheckResult]
  /// What concerns no single document.
  package var diagnostics: [Diagnostic]
  /// How many pages without directives were not looked at.
  package let unseenPages: Int
}

/// Proves that every output is what its template and sources make, and that the pages are sound. Reads only: it writes
/// nothing and does not trust the build log.
///
/// - Throws: `Interrupted` when it is asked to end.
package func check(
  _ session: Session, _ options: CheckOptions,
  progress: ((Int, Int) -> Void)? = nil
) throws -> CheckReport {
  let (project, interrupt) = (session.project, session.interrupt)
  let pass = try ProjectPass(
    over: options.scope, in: session, followsReaders: true, proves: true, keepsPages: true,
    for: .links, threads: options.threads)
  let leftOver =
    (try? Workspace.log(of: project.root))?.log.map {
      orphans(in: $0, among: pass.table.documents, of: project)
    } ?? []
  let site = Site(
    root: project.root, limit: project.options.maxSourceBytes, orphans: leftOver,
    project.configuration.check, rules: project.rules,
    facts: ProjectFacts(project, documents: pass.table, interrupt))
  var options = options
  options.ignoredLinks = project.configuration.check.ignoredLinks.map { Glob($0) }
  let pages = PageChoice(options, pass)
  let step = DocumentCheck(
    site: site, options: options, project: project, table: pass.table
  ) { pages.takes($0) }
  var checked = try pass.run(over: pages.addingPages(), progress: progress) { step.check(&$0) }
  if options.failMessage == nil { mendCures(&checked, project, interrupt) }
  let severities = project.configuration.checks
  var general = leftOver.map(\.problem)
  general += site.unread.map { Diagnostic(unreadable: project.name(of: $0.path), $0.code) }
  var lineEnds = LineEnds()
  for item in checked.map(\.made) {
    if let path = item.lineEnds {
      lineEnds.note(path, named: project.name(of: item.document.output).text)
    }
  }
  if let remark = lineEnds.remark(in: project, interrupt) { general.append(remark) }
  if options.allowsNetwork, severities[.deadLink] != .off {
    general += askForRemoteLinks(&checked, pass, interrupt)
  }
  if options.scope.isAll, !checked.contains(where: { $0.made.isUnseen }) {
    general += unusedPatterns(of: project, checked.map(\.made.usedPatterns))
  }
  try interrupt.check()
  // Of some documents alone nobody knows what the others show.
  if options.scope.since == nil, severities.asksFor(.unusedRegion) {
    general += unusedRegions(
      among: checked.flatMap(\.made.references), file: project.file(named:))
  }
  let reasons = options.explains ? staleness(of: checked, project, options.threads) : []
  let results = checked.indices.compactMap { index -> CheckResult? in
    let (found, problems) = (checked[index].made, checked[index].problems)
    guard found.isDocument || !problems.isEmpty else { return nil }
    return CheckResult(
      document: found.document, diagnostics: problems,
      reason: reasons.isEmpty ? nil : reasons[index], diff: found.diff, isPage: found.isPage,
      isDocument: found.isDocument)
  }
  return CheckReport(
    results: results, diagnostics: pass.problems + pass.reported(general),
    unseenPages: checked.count { $0.made.isUnseen })
}

/// Patterns of `ignore-links` that no link of any page needed.
private func unusedPatterns(of project: Project, _ used: [Set<Int>]) -> [Diagnostic] {
  let check = project.configuration.check
  guard !check.ignoredLinks.isEmpty else { return [] }
  let all = used.reduce(into: Set<Int>()) { $0.formUnion($1) }
  return check.ignoredLinks.indices.filter { !all.contains($0) }.map { index in
    var problem = Diagnostic(
      .unusedIgnore,
      "'\(check.ignoredLinks[index])' in 'ignore-links' fits no link that leads nowhere",
      at: check.placeOfIgnoredLinks ?? Place(file: project.name(of: Configuration.name).text))
    problem.severity = .warning
    return problem
  }
}

/// Why documents are stale, by the build log, which decides nothing here; nil for those that are not.
private func staleness(
  of checked: [Pass.Passed<Checked>], _ project: Project, _ threads: Int
) -> [String?] {
  let planner = StalenessPlanner(
    project, log: (try? Workspace.log(of: project.root))?.log, threads: threads)
  let verdicts = planner.verdicts(for: checked.map(\.made.document))
  return checked.indices.map { index in
    let item = checked[index]
    guard let stale = item.problems.first(where: { $0.id == .staleOutput }) else { return nil }
    let shown = stale.notes.compactMap { $0.place?.name }
    return planner.reason(for: item.made.document, differingAt: shown) ?? verdicts[index].reason
      ?? "it is as it was built, and is not what a build makes now"
  }
}

/// Where a build would leave an output as it is, since somebody edited it, the cure is another.
func mendCures(
  _ checked: inout [Pass.Passed<Checked>], _ project: Project, _ interrupt: Interrupt
) {
  guard checked.contains(where: { $0.made.replacement != nil }) else { return }
  let log = try? Workspace.log(of: project.root).log
  let unknown = checked.map { item in
    item.made.replacement.flatMap { $0.digest == log?.written(item.made.document) ? nil : $0 }
  }
  // What is docbuild's own is not known to whoever may not read it, and the cure is the careful one.
  let edits = (try? Replacement.edits(unknown, in: project, interrupt)) ?? unknown
  for (index, edit) in edits.enumerated() {
    guard let edit,
      let at = checked[index].problems.lastIndex(where: { $0.id == .staleOutput })
    else { continue }
    let problem = edit.problem(of: checked[index].made.document, in: project)
    let shown = checked[index].problems[at].notes.filter { $0.place != nil }
    checked[index].problems[at].notes = problem.notes + shown
  }
}

/// Adds what is wrong with remote links; returns what concerns no single document.
private func askForRemoteLinks(
  _ checked: inout [Pass.Passed<Checked>], _ pass: ProjectPass, _ interrupt: Interrupt
) -> [Diagnostic] {
  let links = checked.flatMap(\.made.remoteLinks)
  switch RemoteLinks(project: pass.project, interrupt: interrupt).problems(of: links) {
  case .failure(let failure):
    return [
      Diagnostic(
        failure.id, failure.message, at: links.first?.place ?? Place(file: ""),
        notes: failure.notes.map { .init($0) })
    ]
  case .success(let problems):
    var next = 0
    for index in checked.indices {
      let count = checked[index].made.remoteLinks.count
      checked[index].problems += pass.reported(problems[next..<next + count].compactMap { $0 })
      next += count
    }
    return []
  }
}
