import DocbuildCore

/// What a check has made of a document.
struct Checked: Sendable {
  let document: ProjectDocument
  var diff: Bytes = []
  /// What it shows of sources, where regions that nobody shows are looked for.
  var references: [Reference] = []
  var remoteLinks: [RemoteLink] = []
  /// The patterns of `ignore-links` that some link needed.
  var usedPatterns: Set<Int> = []
  /// What a build would replace, when that may be somebody's own.
  var replacement: Replacement?
  /// The output's real path, when it has CRLF where a build would write LF.
  var lineEnds: RootPath?
  /// Whether there is a document, or a page to look at.
  var isDocument = true
  /// Whether it is Markdown without directives.
  var isPage = false
  /// Such a page that nobody asked for.
  var isUnseen: Bool { isPage && !isDocument }
}

/// The last step of a check: looks at a woven document as its reader will, and holds it against the output that is there.
struct DocumentCheck: Sendable {
  let site: Site
  let options: CheckOptions
  let project: Project
  /// All documents of the project.
  let table: DocumentTable
  /// Whether a page without directives, by its path, is looked at.
  let takesPage: @Sendable (RootPath) -> Bool

  /// Checks the document of a turn, and reports what is wrong with it.
  func check(_ turn: inout Pass.Turn) -> Checked {
    var checked = Checked(document: turn.document)
    guard let woven = turn.woven else {
      // Nor is one a link out of the root.
      checked.isDocument = turn.isUnreadable && project.root.real(turn.document.path) != nil
      return checked
    }
    checked.isPage = !woven.isDocument
    if checked.isPage, !takesPage(turn.document.path) {
      checked.isDocument = false
      return checked
    }
    guard let page = woven.document else { return checked }
    if project.configuration.checks.asksFor(.unusedRegion) {
      checked.references = page.references
    }
    turn.report(woven.behindHead)
    let bytes = page.bytes
    inspect(page, bytes, &checked, &turn)
    compare(page, bytes, &checked, &turn)
    return checked
  }

  /// Looks at a page as its reader will.
  private func inspect(
    _ page: Document, _ bytes: Bytes, _ checked: inout Checked, _ turn: inout Pass.Turn
  ) {
    let document = turn.document
    let output = project.name(of: document.output).text
    let report = inspectPage(
      bytes, name: document.output.text, dialect: page.template.dialect,
      severities: project.configuration.checks,
      site: site.page(at: document.output), ignoring: options.ignoredLinks,
      listsExternal: options.allowsNetwork, asRead: turn.woven?.page)
    checked.usedPatterns = report.usedPatterns
    turn.report(
      report.findings.map { $0.diagnostic(on: page, bytes, output: output, in: project) })
    if !report.findings.contains(where: { $0.id == .largeFilePointer }) {
      turn.report(largeFilePointers(among: page.references))
    }
    turn.report(patternsOnPage(page, bytes, of: document.path, in: project))
    if options.allowsNetwork {
      checked.remoteLinks = report.externalLinks.map { $0.link(on: page, output: output) }
    }
  }

  /// Compares a page with the output that is there.
  private func compare(
    _ page: Document, _ bytes: Bytes, _ checked: inout Checked, _ turn: inout Pass.Turn
  ) {
    let document = turn.document
    switch OutputTarget.find(document.output, in: project) {
    case .failure(let refusal): turn.report(.refused(document, refusal, project))
    case .success(let target):
      if let problem = Diagnostic(sharedTargetOf: document, target.path, table, project) {
        return turn.report(problem)
      }
      let existing = options.readsUnsaved ? unsaved(document) ?? target.existing : target.existing
      // Only a build adds end marks: what lacks nothing else is current.
      guard !(existing?.isSame(as: bytes) ?? false),
        !(existing.map(page.isWithoutMarks) ?? false)
      else {
        return
      }
      if document.kind == .template, let existing,
        LineEnds.areAll(thatDiffers: existing, from: bytes)
      {
        checked.lineEnds = target.path?.path(below: project.root.path)
        return
      }
      turn.report(
        stale(
          document, existing: existing, page, bytes, project, failMessage: options.failMessage))
      if let existing, let path = target.path?.path(below: project.root.path) {
        checked.replacement = Replacement(of: existing, at: path, by: page, document.kind)
      }
      if options.diff {
        let output = project.name(of: document.output).text
        // A tab ends a name that holds spaces, as git and GNU diff write it.
        checked.diff = unifiedDiff(
          old: existing ?? [], new: bytes,
          oldName: output.contains(" ") ? "\(output)\t" : output, newName: "\(output)\t(woven)")
      }
    }
  }

  /// The output as an editor has it.
  private func unsaved(_ document: ProjectDocument) -> Bytes? {
    try? project.root.read(document.output, limit: .max).get()
  }
}
