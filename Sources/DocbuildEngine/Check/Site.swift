package import DocbuildCore
import Synchronization

/// The files that pages link to, below a root. What was read of a page for its anchors is kept, for all threads.
package final class Site: Sendable {
  private let root: Root
  private let limit: Int
  /// From outputs to their templates, which are gone.
  private let orphans: [RootPath: String]
  let readers: Readerships
  private let facts: ProjectFacts?
  private let rules: DocumentRules?

  private struct Known {
    var anchors = ByteTable<PageAnchors?>()
    var lineCounts = ByteTable<Int?>()
    /// Of paths that routes may mean, of which many pages ask for the same.
    let kinds = ByteTable<PageTargetKind>()
    /// By the names of their readers and the folders of their sites.
    let routes = ByteTable<RouteIndex>()
    let shared = ByteTable<SharedText>()
    /// The `errno` of what can't be read, by its path.
    var unread: [Bytes: Int32] = [:]
  }

  private let known = Mutex(Known())

  /// - Parameter limit: the largest page or source that is read, in bytes.
  package convenience init(root: Root, limit: Int = 64 << 20) {
    self.init(root: root, limit: limit, orphans: [])
  }

  /// - Parameters:
  ///   - orphans: outputs that are not to be linked to any more.
  ///   - rules: what says which dialect a page is of; nil for what its name or its text shows.
  ///   - facts: what git and the project's other files say; nil where nothing is known of them.
  init(
    root: Root, limit: Int, orphans: [Orphan],
    _ configuration: CheckConfiguration = CheckConfiguration(), rules: DocumentRules? = nil,
    facts: ProjectFacts? = nil
  ) {
    self.orphans = Dictionary(orphans.map { ($0.output, $0.template) }) { $1 }
    self.root = root
    self.limit = limit
    self.facts = facts
    self.rules = rules
    readers = Readerships(root, configuration)
  }

  /// What the pages in `folder` link to, as GitHub's visitors see them.
  package func page(in folder: RootPath) -> some PageSite {
    PageView(
      site: self, page: WrittenPath(folder.joined(Bytes("page.md".utf8))), readership: .github)
  }

  /// What the page at `path` links to.
  func page(at path: WrittenPath) -> some PageSite {
    PageView(site: self, page: path, readership: readers.readership(of: path))
  }

  /// Hands over the anchors of the page at `path`, so that it is not read for them: they are those of
  /// what it will be, not of what it is.
  package func set(_ anchors: PageAnchors, at path: RootPath) {
    known.withLock { $0.anchors[path] = .some(anchors) }
  }

  /// Forgets what was read of files: their text is another now.
  func forget(_ changed: [RootPath]) {
    let paths = changed.map(\.bytes)
    known.withLock { known in
      known.anchors = ByteTable(known.anchors.entries.filter { !paths.contains($0.key) })
      known.lineCounts = ByteTable(known.lineCounts.entries.filter { !paths.contains($0.key) })
      for path in paths { known.unread[path] = nil }
    }
  }

  func kind(of path: WrittenPath) -> PageTargetKind {
    // No byte is read: every file is larger than that.
    switch root.read(path.bytes.isEmpty ? WrittenPath(Bytes(".".utf8)) : path, limit: -1) {
    case .success: .file
    case .failure(.notRegular(.folder)): .folder
    case .failure(.notFound): .missing
    case .failure(.outside): .outside
    case .failure: .file
    }
  }

  /// The same, kept for those who ask again.
  func keptKind(of path: WrittenPath) -> PageTargetKind {
    if let found = known.withLock({ $0.kinds[path] }) { return found }
    let kind = kind(of: path)
    known.withLock { $0.kinds[path] = kind }
    return kind
  }

  func anchors(in path: WrittenPath) -> PageAnchors? {
    guard path.bytes.isMarkdown else { return nil }
    if let found = known.withLock({ $0.anchors[path] }) { return found }
    var anchors: PageAnchors?
    if let bytes = text(of: path) {
      anchors = PageAnchors(
        ofPage: bytes, for: readers.reader(of: path), in: dialect(of: path, bytes))
    }
    known.withLock { $0.anchors[path] = .some(anchors) }
    return anchors
  }

  /// What the file at `path` holds; nil when it can't be read.
  func text(of path: some PathFromRoot) -> Bytes? {
    switch root.read(path, limit: limit) {
    case .success(let bytes): return bytes
    case .failure(.unreadable(let code)): known.withLock { $0.unread[path.bytes] = code }
    case .failure: break
    }
    return nil
  }

  /// The files that links led to and that could not be read, in order, with the `errno`: what they hold nobody knows.
  var unread: [(path: WrittenPath, code: Int32)] {
    known.withLock { $0.unread }.sorted { $0.key.comesBefore($1.key) }
      .map { (WrittenPath($0.key), $0.value) }
  }

  func dialect(of path: WrittenPath, _ page: Bytes) -> Dialect {
    path.folded.flatMap { rules?.dialect(of: $0) } ?? .shown(by: path.text, page)
  }

  func lineCount(of path: WrittenPath) -> Int? {
    if let found = known.withLock({ $0.lineCounts[path] }) { return found }
    var count: Int?
    if let bytes = text(of: path) {
      count =
        bytes.lineFeedCount(in: 0..<bytes.count)
        + (bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? 0 : 1)
    }
    known.withLock { $0.lineCounts[path] = .some(count) }
    return count
  }

  func goneTemplate(of path: WrittenPath) -> String? {
    orphans.isEmpty ? nil : path.folded.flatMap { orphans[$0] }
  }

  func names(in path: WrittenPath) -> [String] { root.names(in: path) }

  /// Whether git ignores what is there, unless docbuild builds it.
  func isIgnored(_ path: WrittenPath) -> Bool {
    facts.flatMap { facts in path.folded.map { facts.isIgnored($0) } } ?? false
  }

  func repositoryPath(of url: Bytes) -> Bytes? { facts?.urls.path(of: url) }

  /// What files of a site say of all its pages.
  func shared(on layout: SiteLayout) -> SharedText {
    let key = Bytes(layout.reader.name.utf8) + [0] + layout.folder.bytes
    if let found = known.withLock({ $0.shared[key] }) { return found }
    let made = SharedText(of: layout) { path in
      try? root.read(WrittenPath(path), limit: 1 << 20).get()
    }
    known.withLock { $0.shared[key] = made }
    return made
  }

  /// The page that has a route of a site by its front matter or its name.
  func file(at route: Bytes, on layout: SiteLayout) -> Bytes? {
    let key = Bytes(layout.reader.name.utf8) + [0] + layout.folder.bytes
    if let found = known.withLock({ $0.routes[key] }) { return found.file(at: route)?.bytes }
    let made = RouteIndex(of: layout, among: facts?.files ?? []) { text(of: $0) }
    known.withLock { $0.routes[key] = made }
    return made.file(at: route)?.bytes
  }
}

extension Bytes {
  /// Whether a file of that name is shown as Markdown.
  var isMarkdown: Bool {
    let name = fileName.text.lowercased()
    return [".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx"].contains { name.hasSuffix($0) }
  }
}
