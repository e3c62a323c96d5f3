import DocbuildCore

/// The documents that changed files can touch: those that are changed themselves or whose output is, those that show one of
/// them, however far, those that show what git does not say, and, where pages are checked, those that may link to one.
struct TouchedDocuments: Sendable {
  private let changed: ChangedFiles
  private let documents: [ProjectDocument]
  private let project: Project
  private let purpose: Purpose
  private let threads: Int
  private let interrupt: Interrupt

  /// What is done with documents, which decides what can touch them.
  enum Purpose: Sendable {
    /// They are woven: by what they show.
    case sources
    /// Their links are followed, too.
    case links
    /// Their console blocks are run, and tools on what they show.
    case trials
  }

  init(
    by changed: ChangedFiles, among documents: [ProjectDocument], in project: Project,
    for purpose: Purpose, threads: Int, _ interrupt: Interrupt
  ) {
    self.changed = changed
    self.documents = documents
    self.project = project
    self.purpose = purpose
    self.threads = threads
    self.interrupt = interrupt
  }

  /// Whether each document is touched.
  ///
  /// - Parameter inputs: the files that a document names; nil where something else decides what it shows, as a git revision.
  ///
  /// - Throws: where git, or the project's files, can't be asked.
  func flags(inputs: @escaping @Sendable (Int) -> [RootPath]?) throws -> [Bool] {
    if changed.touchesAll || purpose == .trials && changed.touchesTools {
      return documents.map { _ in true }
    }
    let wanted = FolderSet(changed.paths)
    let found = ParallelJobs.run(documents.count, threads: threads) { inputs($0) } ?? []
    var flags = documents.indices.map { index in
      guard let inputs = found[index] else { return true }
      return wanted.cover(documents[index].path) || wanted.cover(documents[index].output)
        || inputs.contains { wanted.cover($0) }
    }
    followOutputs(&flags, found)
    let isWanted: @Sendable (Int, Bytes) -> Bool
    switch purpose {
    case .sources: return flags
    case .links:
      guard let mentions = try self.mentions(flags) else { return documents.map { _ in true } }
      isWanted = { _, text in mentions.stand(in: text) }
    case .trials:
      let reach = try TranscriptReach(of: changed, in: project, interrupt)
      isWanted = { reach.covers(documents[$0].path, text: $1) }
    }
    let holding = ParallelJobs.run(documents.count, threads: threads) { [flags] index in
      flags[index]
        || text(of: documents[index], found[index] ?? []) { isWanted(index, $0) }
    }
    return holding ?? flags.map { _ in true }
  }

  /// The names of what links may lead to that leads elsewhere now; nil where that can be anything, since a page can't be read.
  private func mentions(_ flags: [Bool]) throws -> Mentions? {
    var names = try changed.foldersThatCameOrWent().map(\.bytes)
    for path in changed.paths where !changed.kept.contains(path) || mayLead(path) {
      guard let routes = routes(of: path) else { return nil }
      names.append(path.bytes)
      names += routes
    }
    // An output that git does not know may be another now.
    names += changed.unknown(
      among: documents.indices.filter { flags[$0] && documents[$0].kind == .template }
        .compactMap { documents[$0].output.folded }
    ).map(\.bytes)
    return Mentions(
      of: names,
      lines: changed.paths.filter { changed.kept.contains($0) && !$0.bytes.isPage }.map(\.bytes))
  }

  /// The routes that a page's front matter names, and those that it has named; nil where the page can't be read.
  private func routes(of path: RootPath) -> [Bytes]? {
    guard path.bytes.isPage else { return [] }
    let keys = Reader.all.flatMap(\.routeKeys)
    var texts: [Bytes] = []
    switch now(path) {
    case .success(let text): texts.append(text)
    case .failure(.unreadable): return nil
    // Nobody follows links to it.
    case .failure: break
    }
    switch old(path) {
    case .success(let text): texts.append(text)
    case .failure(.fileNotFound), .failure(.outside), .failure(.refused), .failure(.tooLarge): break
    case .failure: return nil
    }
    return texts.flatMap { frontMatterRoutes(of: $0, keys: keys) }.map { Bytes($0.utf8) }
  }

  private func now(_ path: RootPath) -> Result<Bytes, FileTrouble> {
    project.root.read(path, limit: project.options.maxSourceBytes)
  }

  private func old(_ path: RootPath) -> Result<Bytes, GitRevisions.Failure> {
    GitRevisions(project: project, interrupt: interrupt).read(
      path, at: changed.revision, limit: project.options.maxSourceBytes, refuse: { _ in nil })
  }

  /// Takes what is made from the output of a document that is taken.
  private func followOutputs(_ flags: inout [Bool], _ inputs: [[RootPath]?]) {
    var outputs = Set(
      documents.indices.filter { flags[$0] }.map { documents[$0].output.bytes })
    var isNews = !outputs.isEmpty
    while isNews {
      isNews = false
      for index in flags.indices where !flags[index] {
        guard inputs[index]?.contains(where: { outputs.contains($0.bytes) }) ?? true else {
          continue
        }
        flags[index] = true
        isNews = outputs.insert(documents[index].output.bytes).inserted || isNews
      }
    }
  }

  /// Whether links to a file that is there still, and was there, may lead elsewhere now: its anchors or routes are others, or
  /// it leads to another file or folder itself, or holds a repository.
  private func mayLead(_ path: RootPath) -> Bool {
    if project.root.isLink(path) || project.root.isFolder(path) { return true }
    guard path.bytes.isPage else { return false }
    guard case .success(let now) = now(path), case .success(let old) = old(path) else {
      return true
    }
    let reader = Readerships(project.root, project.configuration.check).reader(of: path)
    return PageAnchors(ofPage: now, for: reader) != PageAnchors(ofPage: old, for: reader)
      || frontMatterRoutes(of: now, keys: reader.routeKeys)
        != frontMatterRoutes(of: old, keys: reader.routeKeys)
  }

  /// Whether one of the texts that may hold a document's links is like that: the document, its output, what it weaves.
  private func text(
    of document: ProjectDocument, _ inputs: [RootPath], _ isWanted: (Bytes) -> Bool
  ) -> Bool {
    var paths = [WrittenPath(document.path)]
    if !document.output.isSame(as: document.path) { paths.append(document.output) }
    paths += inputs.filter { $0.bytes.isPage || $0.bytes.ends(with: Bytes(".src".utf8)) }
      .map { WrittenPath($0) }
    return paths.contains { path in
      switch project.root.read(path, limit: project.options.maxSourceBytes) {
      case .success(let bytes): isWanted(bytes)
      case .failure(.notFound): false
      // What can't be read is reported by whoever looks at it.
      case .failure: true
      }
    }
  }
}

/// Paths, and all below them.
private struct FolderSet {
  private let paths: Set<Bytes>

  init(_ paths: [RootPath]) { self.paths = Set(paths.map(\.bytes)) }

  /// Whether a path is one of them, or lies below one.
  func cover(_ written: some PathFromRoot) -> Bool {
    let path = written.bytes
    if paths.contains(path) { return true }
    var folder = path.folder
    while !folder.isEmpty, folder != [Bytes.slash] {
      if paths.contains(folder) { return true }
      folder = folder.folder
    }
    return false
  }
}

extension Bytes {
  /// Whether it names a page of Markdown, that of MDX included.
  fileprivate var isPage: Bool { isNameOfPage || ends(with: Bytes(".mdx".utf8)) }
}
