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
  func flags(inputs: @escaping @Sendable (Int) -> [Bytes]?) -> [Bool] {
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
      let mentions = self.mentions(flags)
      isWanted = { _, text in mentions.stand(in: text) }
    case .trials:
      // A transcript may read what it likes of the project; of pages, those in its own folder.
      let hasOther = changed.paths.contains {
        !$0.isNameOfPage && !$0.ends(with: Bytes(".src".utf8))
      }
      isWanted = { index, text in
        let folder = documents[index].path.folder
        return (hasOther || changed.paths.contains { folder.isEmpty || $0.lies(at: folder) })
          && ["console", "session"].contains { text.holds(Bytes($0.utf8)) }
      }
    }
    let holding = ParallelJobs.run(documents.count, threads: threads) { [flags] index in
      flags[index]
        || text(of: documents[index], found[index] ?? []) { isWanted(index, $0) }
    }
    return holding ?? flags.map { _ in true }
  }

  /// The names of what links may lead to that leads elsewhere now.
  private func mentions(_ flags: [Bool]) -> Mentions {
    var names: [Bytes] = []
    for path in changed.paths where !changed.kept.contains(path) || mayLead(path) {
      names.append(path)
      names += routes(of: path)
    }
    // An output that git does not know may be another now.
    names += changed.unknown(
      among: documents.indices.filter { flags[$0] && documents[$0].kind == .template }
        .map { documents[$0].output })
    return Mentions(
      of: names, lines: changed.paths.filter { changed.kept.contains($0) && !$0.isPage })
  }

  /// The routes that a page's front matter names, and those that it has named.
  private func routes(of path: Bytes) -> [Bytes] {
    guard path.isPage else { return [] }
    let keys = Reader.all.flatMap(\.routeKeys)
    return [now(path), old(path)].compactMap { $0 }
      .flatMap { frontMatterRoutes(of: $0, keys: keys) }.map { Bytes($0.utf8) }
  }

  private func now(_ path: Bytes) -> Bytes? {
    try? project.root.read(path, limit: project.options.maxSourceBytes).get()
  }

  private func old(_ path: Bytes) -> Bytes? {
    try? GitRevisions(project: project, interrupt: interrupt).read(
      path, at: changed.revision, limit: project.options.maxSourceBytes, refuse: { _ in nil }
    ).get()
  }

  /// Takes what is made from the output of a document that is taken.
  private func followOutputs(_ flags: inout [Bool], _ inputs: [[Bytes]?]) {
    var outputs = Set(documents.indices.filter { flags[$0] }.map { documents[$0].output })
    var isNews = !outputs.isEmpty
    while isNews {
      isNews = false
      for index in flags.indices where !flags[index] {
        guard inputs[index]?.contains(where: { outputs.contains($0) }) ?? true else { continue }
        flags[index] = true
        isNews = outputs.insert(documents[index].output).inserted || isNews
      }
    }
  }

  /// Whether links to a file that is there still, and was there, may lead elsewhere now: its anchors or routes are others.
  private func mayLead(_ path: Bytes) -> Bool {
    guard path.isPage else { return false }
    guard let now = now(path), let old = old(path) else { return true }
    let reader = Readerships(project.root, project.configuration.check).reader(of: path)
    return PageAnchors(ofPage: now, for: reader) != PageAnchors(ofPage: old, for: reader)
      || frontMatterRoutes(of: now, keys: reader.routeKeys)
        != frontMatterRoutes(of: old, keys: reader.routeKeys)
  }

  /// Whether one of the texts that may hold a document's links is like that: the document, its output, what it weaves.
  private func text(
    of document: ProjectDocument, _ inputs: [Bytes], _ isWanted: (Bytes) -> Bool
  ) -> Bool {
    var paths = [document.path]
    if document.output != document.path { paths.append(document.output) }
    paths += inputs.filter { $0.isPage || $0.ends(with: Bytes(".src".utf8)) }
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

  init(_ paths: [Bytes]) { self.paths = Set(paths.map(\.folded)) }

  /// Whether a path is one of them, or lies below one.
  func cover(_ path: Bytes) -> Bool {
    if paths.contains(path) { return true }
    var folder = path.folder
    while !folder.isEmpty, folder != [Bytes.slash] {
      if paths.contains(folder) { return true }
      folder = folder.folder
    }
    return false
  }
}

/// The names by which a page may link to files, looked for in its text.
///
/// A link may leave out endings and write signs in other ways, so only the longest run of letters and digits in a file's name
/// is looked for, and what is found may be no link.
private struct Mentions: Sendable {
  private let names: [Bytes]
  /// Names that matter only with a line behind them, `#L12`.
  private let withLines: [Bytes]
  /// Whether some file can't be told by a name.
  private let isAll: Bool

  init(of paths: [Bytes], lines: [Bytes]) {
    let all = paths.flatMap(\.mentions)
    // Many names together are in nearly every page.
    isAll = all.contains([]) || Set(all).count > 200
    names = Array(Set(all))
    withLines = Array(Set(lines.flatMap(\.mentions)))
  }

  func stand(in text: Bytes) -> Bool {
    if isAll || names.contains(where: { text.holds($0) }) { return true }
    guard !withLines.isEmpty, text.holds(Bytes("#L".utf8)) else { return false }
    return withLines.contains { text.holds($0) }
  }
}

extension Bytes {
  /// What a text holds that links to this file: the longest run of letters and digits in its name without the ending, or in
  /// its folder's where the name may be left out; also in lower case, in which some sites have it.
  fileprivate var mentions: [Bytes] {
    var stem = Bytes(fileName.prefix { $0 != UInt8(ascii: ".") })
    let names = ["readme", "index", "_index", "_category_", "main"]
    if stem.isEmpty || names.contains(stem.text.lowercased()) { stem = folder.fileName }
    let runs = stem.split { !$0.isLetter && !$0.isDigit }
    let words = runs.filter { $0.contains(where: \.isLetter) }
    let run = Bytes((words.isEmpty ? runs : words).max { $0.count < $1.count } ?? [])
    let lower = run.map { $0 >= 0x41 && $0 <= 0x5A ? $0 | 0x20 : $0 }
    if run.count == 1 {
      // A letter alone is everywhere: it stands beside what may stand around a name.
      return ["(", "/", "\"", "'", ".", " "].map { Bytes($0.utf8) + run } + [run + Bytes(".".utf8)]
    }
    return lower == run ? [run] : [run, lower]
  }

  /// Whether `part`, which is not empty, stands somewhere.
  fileprivate func holds(_ part: Bytes) -> Bool {
    var at = 0
    while let found = firstOffset(of: part[0], in: at..<count) {
      if self[found...].starts(with: part) { return true }
      at = found + 1
    }
    return false
  }

  /// Whether it names a page of Markdown, that of MDX included.
  fileprivate var isPage: Bool { isNameOfPage || ends(with: Bytes(".mdx".utf8)) }
}
