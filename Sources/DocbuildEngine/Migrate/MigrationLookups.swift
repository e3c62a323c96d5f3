import DocbuildCore

/// What other tools would look up for a page: files, snippets by their names, and their own configuration.
struct MigrationLookups {
  private let session: Session
  /// Where the regions of a name stand.
  private let snippets: [String: [RootPath]]
  private let mentioned: Set<String>
  /// All files that git tracks.
  private let files: [RootPath]
  /// The folders that hold the configuration of a site, and those of MkDocs with their base paths.
  private let sites: [RootPath]
  private let mkdocs: [MkDocsSite]
  /// What of all that can't be read.
  let unread: UnreadFiles

  private static let siteFiles: Set<String> = [
    "docfx.json", "docusaurus.config.js", "docusaurus.config.ts", "docusaurus.config.mjs",
  ]

  init(_ session: Session, _ pass: ProjectPass) throws {
    self.session = session
    let project = session.project
    let files = try ProjectDocuments.files(
      of: project, endings: [[]], tracked: true, session.interrupt)
    let unread = UnreadFiles()
    func text(_ path: RootPath) -> Bytes {
      switch project.root.read(path, limit: project.options.maxSourceBytes) {
      case .success(let bytes): return bytes
      case .failure(.unreadable(let code)): unread.note(path, project.name(of: path), code)
      // What is no text of a source's size holds no setting, and no snippet that could be shown.
      case .failure: break
      }
      return []
    }
    var sites: [RootPath] = []
    var mkdocs: [MkDocsSite] = []
    var mentioned: Set<String> = []
    for path in files {
      let name = path.fileName.text
      if MigrationLookups.siteFiles.contains(name) { sites.append(path.folder) }
      if path.bytes.contains(Bytes(".vitepress/".utf8)) {
        let folder = path.text.pieces(between: ".vitepress/")[0]
        if let folder = RootPath(folding: Bytes(folder.utf8)) { sites.append(folder) }
      }
      if name == "mkdocs.yml" || name == "mkdocs.yaml" {
        mkdocs.append(MkDocsSite(folder: path.folder, configuration: text(path).text))
      }
      if name == "package.json" || name == ".pre-commit-config.yaml"
        || path.bytes.starts(with: Bytes(".github/workflows/".utf8))
      {
        let held = text(path).text
        for tool in ["embedme", "code-embedder"] where held.contains(tool) {
          mentioned.insert(tool)
        }
      }
    }
    self.files = files
    self.sites = sites
    self.mkdocs = mkdocs
    self.mentioned = mentioned
    let asksForNames = pass.documents.contains { text($0.path).contains(Bytes("snippet:".utf8)) }
    var snippets: [String: [RootPath]] = [:]
    let links = asksForNames ? project.root.links(among: files) : []
    for path in asksForNames ? files.filter({ PathKind.isSource($0) }) : []
    where !links.contains(path) {
      try session.interrupt.check()
      let bytes = text(path)
      guard bytes.contains(Bytes("snippet".utf8)) || bytes.contains(Bytes("region".utf8)) else {
        continue
      }
      let facts = SourceFacts(Source(name: path.text, bytes: normalised(bytes), path: path.bytes))
      for name in Set(facts.regions.regions.map(\.name)) {
        snippets[name, default: []].append(path)
      }
    }
    self.snippets = snippets
    self.unread = unread
  }

  /// What is looked up for a page.
  ///
  /// - Parameter unread: where is noted what the page names and can't be read.
  func lookup(for page: RootPath, noting unread: UnreadFiles) -> ForeignPage.Lookup {
    let (session, snippets) = (session, snippets)
    @Sendable func path(_ target: String) -> RootPath? {
      let bytes = Bytes(target.utf8)
      let path =
        bytes.first == Bytes.slash
        ? RootPath(folding: Bytes(bytes.drop { $0 == Bytes.slash }))
        : page.folder.resolving(bytes)
      return path.flatMap { $0.isRoot ? nil : $0 }
    }
    @Sendable func facts(_ target: String) -> SourceFacts? {
      guard let path = path(target) else { return nil }
      let name = session.project.name(of: path)
      switch session.sources.source(WrittenPath(path), name: name, nil) {
      case .success(let facts): return facts
      case .failure(let failure):
        if failure.id == .unreadableFile {
          unread.note(path, Diagnostic(failure.id, failure.message, at: Place(file: name.text)))
        }
        return nil
      }
    }
    var lookup = ForeignPage.Lookup(
      source: facts,
      parsed: { target in
        guard let path = path(target), let found = facts(target) else { return nil }
        return session.sources.withSymbols(found, WrittenPath(path), nil)
      },
      snippets: { name in
        (snippets[name] ?? []).map { .init(target: "/" + $0.text, region: name) }
      })
    lookup.files = { [files] name in
      let end = Bytes("/\(name)".utf8)
      return files.filter { ([Bytes.slash] + $0.bytes).ends(with: end) }.map { "/" + $0.text }
    }
    lookup.isElsewhere = { path($0)?.folder != page.folder }
    lookup.mentioned = mentioned
    lookup.siteRoot = nearest(sites, to: page)?.text ?? ""
    let site = mkdocs.filter { page.lies(at: $0.folder) }
      .max { $0.folder.bytes.count < $1.folder.bytes.count }
    if let site {
      lookup.basePaths = site.basePaths.map { site.folder.bytes.joined(Bytes($0.utf8)).folded.text }
      lookup.dedentsSnippets = site.dedentsSnippets
      lookup.pagesFolder = site.folder.bytes.joined(Bytes(site.pages.utf8)).folded.text
    }
    return lookup
  }

  private func nearest(_ folders: [RootPath], to page: RootPath) -> RootPath? {
    folders.filter { page.lies(at: $0) }.max { $0.bytes.count < $1.bytes.count }
  }
}
