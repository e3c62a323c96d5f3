package import DocbuildCore

/// What `docbuild check` found of a document.
package struct CheckResult: Sendable {
  package let document: ProjectDocument
  package let diagnostics: [Diagnostic]
  /// Why it is stale, as far as the build log tells; nil when it is not, or nobody asked.
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
  package let diagnostics: [Diagnostic]
  /// How many pages without directives were not looked at.
  package let unseenPages: Int
}

/// Proves that every output is what its template and sources make, and that the pages are sound. Reads only: it writes
/// nothing and does not trust the build log.
///
/// - Throws: `Interrupted` when it is asked to end.
package func check(
  _ project: Project, _ options: CheckOptions, _ interrupt: Interrupt = Interrupt(),
  progress: ((Int, Int) -> Void)? = nil
) throws -> CheckReport {
  let found = try ProjectDocuments.scan(project, interrupt)
  if found.isMisconfigured {
    return CheckReport(results: [], diagnostics: found.diagnostics, unseenPages: 0)
  }
  let table = found.table(in: project)
  let reader = SourceReader(project, documents: table, interrupt: interrupt)
  let scope = try Scope(options.build, table, in: project, followsReaders: true) {
    namedFiles(of: table.documents[$0], with: reader)
  }
  let pages = PageChoice(options, scope, project)
  let documents = pages.adding(found.pages, to: scope.documents.map { table.documents[$0] })
  let leftOver =
    (try? Workspace.log(of: project.root))?.log.map {
      orphans(in: $0, among: table.documents, of: project)
    } ?? []
  let site = Site(
    root: project.root, limit: project.options.maxSourceBytes, orphans: leftOver)
  let work = ParallelJobs.run(
    documents.count, threads: options.build.threads,
    progress: progress.map { tell in { tell($0, documents.count) } }
  ) { index in
    interrupt.isSet
      ? Checked(document: documents[index])
      : check(documents[index], with: reader, site, options, pages)
  }
  try interrupt.check()
  guard var checked = work else { preconditionFailure("there is no bound to exceed") }
  if options.failMessage == nil { mendCures(&checked, project, interrupt) }
  let severities = project.configuration.checks ?? [:]
  var general = found.diagnostics + leftOver.map(\.problem)
  if options.allowsNetwork, severities[DiagnosticID.deadLink.rawValue] != "off" {
    general += askForRemoteLinks(&checked, project, interrupt)
  }
  try interrupt.check()
  let regions =
    severities[DiagnosticID.unusedRegion.rawValue] ?? "off" == "off"
    ? [] : unusedRegions(among: checked.flatMap(\.references))
  let reasons = options.explains ? staleness(of: checked, project, options.build.threads) : []
  return CheckReport(
    results: checked.indices.filter {
      checked[$0].isDocument || !checked[$0].diagnostics.isEmpty
    }.map { index in
      CheckResult(
        document: checked[index].document,
        diagnostics: checked[index].diagnostics.adjusted(by: severities),
        reason: reasons.isEmpty ? nil : reasons[index], diff: checked[index].diff,
        isPage: checked[index].isPage)
    },
    diagnostics: (general + regions).adjusted(by: severities),
    unseenPages: checked.count { $0.isUnseen })
}

/// Why documents are stale, by the build log, which decides nothing here; nil for those that are not.
private func staleness(of checked: [Checked], _ project: Project, _ threads: Int) -> [String?] {
  let planner = StalenessPlanner(
    project, log: (try? Workspace.log(of: project.root))?.log, threads: threads)
  let verdicts = planner.verdicts(for: checked.map(\.document))
  return checked.indices.map { index in
    guard checked[index].diagnostics.contains(where: { $0.id == .staleOutput }) else { return nil }
    return verdicts[index].reason ?? "it is as it was built, and is not what a build makes now"
  }
}

private struct Checked: Sendable {
  let document: ProjectDocument
  var diagnostics: [Diagnostic] = []
  var diff: Bytes = []
  var references: [Reference] = []
  var remoteLinks: [RemoteLink] = []
  /// What a build would replace, when that may be somebody's own.
  var replacement: Replacement?
  /// Whether there is a document, or a page to look at.
  var isDocument = true
  /// Whether it is Markdown without directives.
  var isPage = false
  /// Such a page that nobody asked for.
  var isUnseen: Bool { isPage && !isDocument }
}

/// Which pages without directives are looked at.
private struct PageChoice: Sendable {
  private let options: CheckOptions
  private let scope: Scope
  private let patterns: GlobSet

  init(_ options: CheckOptions, _ scope: Scope, _ project: Project) {
    self.options = options
    self.scope = scope
    patterns = GlobSet(project.configuration.checkedPages ?? [])
  }

  func takes(_ path: Bytes) -> Bool {
    options.pages || scope.names(path) || patterns.matches(path)
  }

  /// Documents and pages in the order of their paths.
  ///
  /// - Parameter pages: all that the configuration does not call documents.
  func adding(_ pages: [Bytes], to documents: [ProjectDocument]) -> [ProjectDocument] {
    let asked = pages.filter { path in
      (options.build.paths.isEmpty
        || options.build.paths.contains { $0.isEmpty || path.lies(at: $0) && path != $0 })
        && options.build.shard?.contains(path) ?? true
    }
    let more = asked.map { ProjectDocument(page: $0) } + scope.pages
    return more.isEmpty ? documents : (documents + more).sorted { $0.path.comesBefore($1.path) }
  }
}

private func check(
  _ document: ProjectDocument, with reader: SourceReader, _ site: Site, _ options: CheckOptions,
  _ pages: PageChoice
) -> Checked {
  let project = reader.project
  var checked = Checked(document: document)
  let input: Input
  switch Input.document(document, in: project) {
  case .success(let read?): input = read
  case .success(nil):
    checked.isDocument = false
    return checked
  case .failure(let problem):
    checked.diagnostics = [problem.diagnostic]
    return checked
  }
  checked.isPage =
    document.kind == .inPlace && input.template.directives.isEmpty
    && input.template.diagnostics.isEmpty
  if checked.isPage, !pages.takes(document.path) {
    checked.isDocument = false
    checked.diagnostics = input.template.remarks
    return checked
  }
  let woven = weave(input, with: reader, prover: Prover(threads: 1))
  checked.diagnostics = woven.diagnostics
  guard let page = woven.document else { return checked }
  checked.diagnostics += woven.remarks
  guard checked.isDocument else { return checked }
  checked.references = page.references
  let bytes = page.bytes
  let output = project.name(of: document.output).text
  let severities = (project.configuration.checks ?? [:]).compactMapValues(
    PageCheck.Severity.init(rawValue:))
  let report = inspectPage(
    bytes, name: document.output.text, severities: severities,
    site: site.page(in: document.output.folder))
  checked.diagnostics += report.findings.map {
    $0.diagnostic(on: page, bytes, output: output, in: project)
  }
  if options.allowsNetwork {
    checked.remoteLinks = report.externalLinks.map { $0.link(on: page, output: output) }
  }
  switch OutputPlace.find(document.output, in: project) {
  case .failure(let refusal):
    checked.diagnostics.append(.refused(document, refusal, project))
  case .success(let place):
    // Only a build adds end marks: what lacks nothing else is current.
    guard place.existing != bytes, !(place.existing.map(page.isWithoutMarks) ?? false) else {
      break
    }
    checked.diagnostics.append(
      stale(
        document, existing: place.existing, page: bytes, project, failMessage: options.failMessage))
    if let existing = place.existing, let path = place.path?.below(project.root.path) {
      checked.replacement = Replacement(of: existing, at: path, by: page, document.kind)
    }
    if options.diff {
      // A tab ends a name that holds spaces, as git and GNU diff write it.
      checked.diff = unifiedDiff(
        old: place.existing ?? [], new: bytes,
        oldName: output.contains(" ") ? "\(output)\t" : output, newName: "\(output)\t(woven)")
    }
  }
  return checked
}

/// Where a build would leave an output as it is, since somebody edited it, the cure is another.
private func mendCures(
  _ checked: inout [Checked], _ project: Project, _ interrupt: Interrupt
) {
  guard checked.contains(where: { $0.replacement != nil }) else { return }
  let log = try? Workspace.log(of: project.root).log
  let unknown = checked.map { item in
    item.replacement.flatMap { $0.digest == log?.written(item.document) ? nil : $0 }
  }
  // What is docbuild's own is not known to whoever may not read it, and the cure is the careful one.
  let edits = (try? Replacement.edits(unknown, in: project, interrupt)) ?? unknown
  for (index, edit) in edits.enumerated() {
    guard let edit,
      let at = checked[index].diagnostics.lastIndex(where: { $0.id == .staleOutput })
    else { continue }
    let found = checked[index].diagnostics[at]
    checked[index].diagnostics[at] = Diagnostic(
      found.id, found.message, at: found.place,
      notes: edit.problem(of: checked[index].document, in: project).notes)
  }
}

/// Adds what is wrong with remote links; returns what concerns no single document.
private func askForRemoteLinks(
  _ checked: inout [Checked], _ project: Project, _ interrupt: Interrupt
) -> [Diagnostic] {
  let links = checked.flatMap(\.remoteLinks)
  switch RemoteLinks(root: project.root.path, interrupt: interrupt).problems(of: links) {
  case .failure(let failure):
    return [
      Diagnostic(
        failure.id, failure.message, at: links.first?.place ?? Place(file: ""),
        notes: failure.notes.map { .init($0) })
    ]
  case .success(let problems):
    var next = 0
    for index in checked.indices {
      let count = checked[index].remoteLinks.count
      checked[index].diagnostics += problems[next..<next + count].compactMap { $0 }
      next += count
    }
    return []
  }
}

/// The problem that an output is not what it would be, at its first line that differs.
private func stale(
  _ document: ProjectDocument, existing: Bytes?, page: Bytes, _ project: Project,
  failMessage: String?
) -> Diagnostic {
  let output = project.name(of: document.output).text
  let path = project.name(of: document.path).text
  let cure =
    failMessage ?? "run '\(project.command("build", document.path))' and commit the result"
  guard let existing else {
    return Diagnostic(
      .staleOutput, "'\(output)' is missing", at: Place(file: path), notes: [.init(cure)])
  }
  var same = 0
  while same < existing.count, same < page.count, existing[same] == page[same] { same += 1 }
  let source = Source(name: output, bytes: existing)
  var start = min(same, max(0, existing.count - 1))
  while start > 0, existing[start - 1] != UInt8(ascii: "\n") { start -= 1 }
  let place = existing.isEmpty ? Place(file: output) : source.place(at: start..<start + 1)
  let made = document.kind == .inPlace ? "a block" : "it"
  return Diagnostic(
    .staleOutput, "'\(output)' is stale: from here on \(made) is not what '\(path)' makes",
    at: place,
    notes: [.init(cure)])
}

extension [Diagnostic] {
  /// With the severities that the configuration gives; what is off is left out.
  func adjusted(by severities: [String: String]) -> [Diagnostic] {
    compactMap { problem in
      var problem = problem
      switch severities[problem.id.rawValue] {
      case "off": return nil
      case "warning": problem.severity = .warning
      case "error": problem.severity = .error
      default: break
      }
      return problem
    }
  }
}
