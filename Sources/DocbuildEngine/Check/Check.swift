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
    over: options.scope, in: session, followsReaders: true, proves: true, for: .links,
    threads: options.threads)
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
  var checked = try pass.run(over: pages.addingPages(), progress: progress) {
    [options] turn in
    check(&turn, site, options, pages)
  }
  if options.failMessage == nil { mendCures(&checked, project, interrupt) }
  let severities = project.configuration.checks
  var general = leftOver.map(\.problem)
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
  if options.scope.since == nil, severities[.unusedRegion] ?? .off != .off {
    general += unusedRegions(among: checked.flatMap(\.made.references))
  }
  let reasons = options.explains ? staleness(of: checked, project, options.threads) : []
  let results = checked.indices.compactMap { index -> CheckResult? in
    let (found, problems) = (checked[index].made, checked[index].problems)
    guard found.isDocument || !problems.isEmpty else { return nil }
    return CheckResult(
      document: found.document, diagnostics: problems,
      reason: reasons.isEmpty ? nil : reasons[index], diff: found.diff, isPage: found.isPage)
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
    guard checked[index].problems.contains(where: { $0.id == .staleOutput }) else { return nil }
    return verdicts[index].reason ?? "it is as it was built, and is not what a build makes now"
  }
}

private struct Checked: Sendable {
  let document: ProjectDocument
  var diff: Bytes = []
  var references: [Reference] = []
  var remoteLinks: [RemoteLink] = []
  /// The patterns of `ignore-links` that some link needed.
  var usedPatterns: Set<Int> = []
  /// What a build would replace, when that may be somebody's own.
  var replacement: Replacement?
  /// The output's real path below the root, when it has CRLF where a build would write LF.
  var lineEnds: Bytes?
  /// Whether there is a document, or a page to look at.
  var isDocument = true
  /// Whether it is Markdown without directives.
  var isPage = false
  /// Such a page that nobody asked for.
  var isUnseen: Bool { isPage && !isDocument }
}

/// The last step of a check.
private func check(
  _ turn: inout Pass.Turn, _ site: Site, _ options: CheckOptions, _ pages: PageChoice
) -> Checked {
  var checked = Checked(document: turn.document)
  guard let woven = turn.woven else {
    checked.isDocument = turn.isUnreadable
    return checked
  }
  checked.isPage = !woven.isDocument
  if checked.isPage, !pages.takes(turn.document.path) {
    checked.isDocument = false
    return checked
  }
  guard let page = woven.document else { return checked }
  checked.references = page.references
  let bytes = page.bytes
  inspect(page, bytes, &checked, &turn, site, options, pages.project)
  compare(page, bytes, &checked, &turn, options, pages.project)
  return checked
}

/// Looks at a page as its reader will.
private func inspect(
  _ page: Document, _ bytes: Bytes, _ checked: inout Checked, _ turn: inout Pass.Turn,
  _ site: Site, _ options: CheckOptions, _ project: Project
) {
  let document = turn.document
  let output = project.name(of: document.output).text
  let report = inspectPage(
    bytes, name: document.output.text, dialect: page.template.dialect,
    severities: project.configuration.checks,
    site: site.page(at: document.output), ignoring: options.ignoredLinks)
  checked.usedPatterns = report.usedPatterns
  turn.report(
    report.findings.map { $0.diagnostic(on: page, bytes, output: output, in: project) })
  turn.report(patternsOnPage(page, bytes, of: document.path, in: project))
  if options.allowsNetwork {
    checked.remoteLinks = report.externalLinks.map { $0.link(on: page, output: output) }
  }
}

/// Compares a page with the output that is there.
private func compare(
  _ page: Document, _ bytes: Bytes, _ checked: inout Checked, _ turn: inout Pass.Turn,
  _ options: CheckOptions, _ project: Project
) {
  let document = turn.document
  switch OutputTarget.find(document.output, in: project) {
  case .failure(let refusal): turn.report(.refused(document, refusal, project))
  case .success(let target):
    // Only a build adds end marks: what lacks nothing else is current.
    guard !(target.existing?.isSame(as: bytes) ?? false),
      !(target.existing.map(page.isWithoutMarks) ?? false)
    else {
      return
    }
    if document.kind == .template, let existing = target.existing,
      LineEnds.areAll(thatDiffers: existing, from: bytes)
    {
      checked.lineEnds = target.path?.below(project.root.path)
      return
    }
    turn.report(
      stale(
        document, existing: target.existing, page, bytes, project,
        failMessage: options.failMessage)
    )
    if let existing = target.existing, let path = target.path?.below(project.root.path) {
      checked.replacement = Replacement(of: existing, at: path, by: page, document.kind)
    }
    if options.diff {
      let output = project.name(of: document.output).text
      // A tab ends a name that holds spaces, as git and GNU diff write it.
      checked.diff = unifiedDiff(
        old: target.existing ?? [], new: bytes,
        oldName: output.contains(" ") ? "\(output)\t" : output, newName: "\(output)\t(woven)")
    }
  }
}

/// Where a build would leave an output as it is, since somebody edited it, the cure is another.
private func mendCures(
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
