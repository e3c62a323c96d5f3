import DocbuildCore
package import PageWire

/// A page for a browser, and what would make it another.
package struct PreviewedPage: Sendable {
  /// What is shown.
  package let shown: ShownPage
  /// The document that it is made from.
  package let document: ProjectDocument
  /// The files that it is made from, the document and its output included.
  package let inputs: [RootPath]
  /// Whether any file that comes, goes or changes may make it another: it shows what a key or a pattern finds.
  let isOfLookups: Bool
  /// The files that it links to, there or not; nothing that lies outside the root.
  package let linked: [RootPath]
}

/// How pages are shown.
package struct PreviewOptions: Sendable {
  /// Which documents and pages.
  package var scope = Scope()
  /// How many threads work at once.
  package var threads = 1
  /// What opens a place in an editor; nil for nothing.
  package var editor: EditorAddress?

  /// All of a project.
  package init() {}
}

/// Makes the pages of a project as they would be, with what is found of them, as often as something changes. Writes nothing.
package final class Preview {
  private let session: Session
  private let options: PreviewOptions
  private var pass: ProjectPass?
  private var pages: [RootPath: PreviewedPage] = [:]
  private var problems: [Diagnostic] = []

  /// Nothing is made yet.
  package init(_ session: Session, _ options: PreviewOptions) {
    self.session = session
    self.options = options
  }

  /// All pages, each anew, in the order of their documents.
  ///
  /// - Parameter changes: what has changed since the last time.
  /// - Throws: `Interrupted`, the machine's trouble.
  package func all(changes: [RootPath] = []) throws -> [PreviewedPage] {
    session.sources.invalidate(changes)
    let pass = try ProjectPass(
      over: options.scope, in: session, followsReaders: true, proves: true, for: .links,
      threads: options.threads)
    self.pass = pass
    var asked = CheckOptions()
    asked.scope = options.scope
    asked.pages = true
    problems = pass.problems
    let made = try make(PageChoice(asked, pass).addingPages(), pass)
    pages = Dictionary(made.map { ($0.document.path, $0) }) { $1 }
    return made
  }

  /// What concerns no single page.
  package var general: [ShownProblem] {
    problems.map { ShownProblem($0, line: 0, in: session.project, options.editor) }
  }

  /// The pages that are made from files which have changed, each anew; nil where only `all` can tell, since files came or
  /// went.
  ///
  /// - Throws: `Interrupted`.
  package func touched(by changes: [RootPath]) throws -> [PreviewedPage]? {
    guard let pass else { return nil }
    let all = Set(changes)
    let touched = pages.values.filter { page in
      page.isOfLookups || page.inputs.contains { all.contains($0) }
    }
    // What no page is made from may have come and gone already: most editors write beside a file and rename over it.
    let used = all.intersection(touched.flatMap(\.inputs))
    guard used.allSatisfy({ session.files.exists($0) && !session.files.isFolder($0) }) else {
      return nil
    }
    session.sources.invalidate(changes)
    let made = try make(
      touched.map(\.document).sorted { $0.path < $1.path }, pass)
    for page in made { pages[page.document.path] = page }
    return made
  }

  private func make(_ documents: [ProjectDocument], _ pass: ProjectPass) throws(Interrupted)
    -> [PreviewedPage]
  {
    let project = session.project
    let site = Site(
      root: project.root, limit: project.options.maxSourceBytes, orphans: [],
      project.configuration.check,
      facts: ProjectFacts(project, documents: pass.table, session.interrupt))
    let (ignored, editor) = (
      project.configuration.check.ignoredLinks.map { Glob($0) }, options.editor
    )
    return try pass.run(over: documents) { turn in
      previewed(&turn, site, ignored, project, editor)
    }.compactMap(\.made)
  }
}

/// The last step: what is shown of a document; nil for what is none after all.
private func previewed(
  _ turn: inout Pass.Turn, _ site: Site, _ ignored: [Glob], _ project: Project,
  _ editor: EditorAddress?
) -> PreviewedPage? {
  let document = turn.document
  guard let woven = turn.woven else { return nil }
  var shown = ShownPage(path: document.output.bytes, source: document.path.bytes, text: [])
  var isStale = false
  if let page = woven.document {
    shown.text = page.bytes
    isStale = woven.isDocument && page.differs(from: document, in: project)
    shown.problems = turn.problems.map {
      ShownProblem($0, line: page.line(of: $0.place), in: project, editor)
    }
    let report = inspectPage(
      shown.text, name: document.output.text, severities: project.configuration.checks,
      site: site.page(at: document.output), ignoring: ignored)
    for finding in report.findings {
      let known = turn.problems.count
      turn.report(
        finding.diagnostic(
          on: page, shown.text, output: project.name(of: document.output).text, in: project))
      shown.problems += turn.problems[known...].map {
        ShownProblem($0, line: finding.line, in: project, editor)
      }
    }
    shown.excerpts = page.recordedExcerpts.compactMap {
      ShownExcerpt($0, in: project, editor)
    }
  } else {
    shown.isWoven = false
    shown.text = turn.input?.template.source.bytes ?? []
    let name = project.name(of: document.path).text
    shown.problems = turn.problems.map {
      ShownProblem($0, line: $0.place.name == name ? $0.place.line : 0, in: project, editor)
    }
  }
  let map = PageMap(ofPage: shown.text)
  shown.frontMatter = map.frontMatter
  shown.headings = map.headings.map { ShownHeading(line: $0.line, id: $0.id) }
  shown.state =
    turn.hasErrors ? .problems : isStale ? .stale : turn.problems.isEmpty ? .clean : .warnings
  return PreviewedPage(
    shown: shown, document: document,
    inputs: [document.path] + [document.output.folded].compactMap { $0 }
      + woven.dependencies.map(\.path),
    isOfLookups: !woven.lookups.isEmpty,
    linked: map.links.compactMap { link in
      link.first == Bytes.slash
        ? RootPath(folding: Bytes(link.folded.dropFirst()))
        : RootPath(folding: document.output.bytes.folder.joined(link))
    })
}

extension Document {
  /// Whether a build would change the output that is there.
  fileprivate func differs(from document: ProjectDocument, in project: Project) -> Bool {
    guard case .success(let target) = OutputTarget.find(document.output, in: project),
      let existing = target.existing
    else { return true }
    let page = bytes
    return !existing.isSame(as: page) && !isWithoutMarks(existing)
      && !(document.kind == .template && LineEnds.areAll(thatDiffers: existing, from: page))
  }

  /// Where a problem of the template or a source stands on the page; 0 where it does not.
  fileprivate func line(of place: Place) -> Int {
    guard place.line > 0 else { return 0 }
    if place.name == template.source.name { return outputLine(ofTemplateLine: place.line) }
    return outputLine(ofSource: place.name, line: place.line) ?? 0
  }
}
