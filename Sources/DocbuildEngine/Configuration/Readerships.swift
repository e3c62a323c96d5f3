import DocbuildCore
import Synchronization

/// Who reads the pages of a project: by the configuration, and by the generators' own files around a page.
final class Readerships: Sendable {
  private let root: Root
  private let settings: [(glob: Glob, setting: ReaderSetting)]
  /// By the page's folder, behind the place of its setting.
  private let known = Mutex(ByteTable<[SiteLayout]>())

  init(_ root: Root, _ configuration: CheckConfiguration) {
    self.root = root
    // The most exact pattern decides.
    settings = configuration.readers.map { (Glob($0.pattern), $0) }
      .sorted { $0.setting.pattern.utf8.count > $1.setting.pattern.utf8.count }
  }

  /// Who reads the page at a path.
  func readership(of page: some PathFromRoot) -> Readership {
    guard let setting = settings.first(where: { $0.glob.matches(page) })?.setting else {
      return .unsaid
    }
    guard setting.reader.isSite else { return .github }
    if let roots = setting.roots {
      return .site(SiteLayout(setting.reader, in: .root, roots: roots, siblings: setting.siblings))
    }
    if let found = layouts(around: page, [setting.reader], setting.siblings)
      .first(where: { $0.mount(of: page) != nil })
    {
      return .site(found)
    }
    // Where the generator's settings lie elsewhere, the pattern's folder is the root.
    let folder = setting.pattern.literalFolder
    guard !folder.isEmpty || setting.reader.signs.isEmpty else { return .github }
    return .site(
      SiteLayout(
        setting.reader, in: .root, roots: [ContentRoot(folder: folder)], siblings: setting.siblings)
    )
  }

  /// Who the configuration says reads it, whether or not a site of that kind is there; nil where it says nothing.
  func named(of page: some PathFromRoot) -> Reader? {
    settings.first { $0.glob.matches(page) }?.setting.reader
  }

  /// Who reads it, as far as anchors and hidden text go.
  func reader(of page: some PathFromRoot) -> Reader {
    if case .site(let layout) = readership(of: page) { layout.reader } else { .github }
  }

  /// The site that a page seems to be a part of, where nobody says who reads it.
  func guess(_ page: some PathFromRoot) -> SiteLayout? {
    let all = layouts(around: page, Reader.all, [])
    return all.first { $0.mount(of: page) != nil } ?? all.first { $0.mayShow(page) }
  }

  /// The sites whose folder is the page's or one above it, the nearest first.
  private func layouts(around page: some PathFromRoot, _ readers: [Reader], _ siblings: [String])
    -> [SiteLayout]
  {
    let key =
      page.bytes.folder + [0] + Bytes((readers.count == 1 ? readers[0].name : "").utf8)
      + siblings.flatMap { [0] + Bytes($0.utf8) }
    if let found = known.withLock({ $0[key] }) { return found }
    var found: [SiteLayout] = []
    // What is never written lies in no site.
    var folder = RootPath(folding: page.bytes)?.folder ?? .root
    while true {
      for reader in readers {
        if let layout = SiteLayout(reader, around: folder, in: root, siblings) {
          found.append(layout)
        }
      }
      if folder.isRoot { break }
      folder = folder.folder
    }
    // A site's own folder may lie beside its content.
    for name in ["website", "site", "web", "www", "docs-site", "book", "doc", "docs"] {
      for reader in readers {
        if let layout = SiteLayout(
          reader, around: RootPath.root.joined(Bytes(name.utf8)), in: root, siblings)
        {
          found.append(layout)
        }
      }
    }
    known.withLock { $0[key] = found }
    return found
  }
}

extension SiteLayout {
  /// The site of that kind whose folder is `folder`; nil where nothing says that there is one, or it has no content.
  init?(_ reader: Reader, around folder: RootPath, in root: Root, _ siblings: [String]) {
    guard
      let sign = reader.signs.first(where: { sign in
        let path = folder.joined(Bytes(sign.utf8).folded)
        return sign.hasSuffix("/") ? root.isFolder(path) : root.exists(path)
      })
    else { return nil }
    var settings = ""
    // A list of pages says that there is a site, and nothing of it.
    if !sign.hasSuffix("/"), !sign.hasSuffix(".md"),
      case .success(let bytes) = root.read(folder.joined(Bytes(sign.utf8)), limit: 1 << 20)
    {
      settings = bytes.text
    }
    func isThere(_ content: ContentRoot) -> Bool {
      let path = folder.bytes.joined(Bytes(content.folder.utf8))
      // A site may have content outside the root, which no page is a part of.
      return RootPath(folding: path).map { $0.isRoot || root.isFolder($0) }
        ?? root.path.joined(path.folded).isFolder
    }
    var roots = reader.roots(settings).filter(isThere)
    if let all = reader.allRoots {
      let found = all(roots, settings) { name in
        let path = WrittenPath(folder.bytes.joined(Bytes(name.utf8)))
        return try? root.read(path, limit: 1 << 20).get().text
      }
      roots = found.filter(isThere)
    }
    // Files such as `config.toml` say nothing where there is no content.
    guard let first = reader.roots(settings).first, roots.contains(first) || roots.count > 1 else {
      return nil
    }
    self.init(
      reader.adapted(to: settings), in: folder, roots: roots, siblings: siblings,
      sharedFiles: reader.sharedKey.map { settings.listedSettings($0) } ?? [])
  }
}

extension String {
  /// The folder that all paths of the pattern lie in, as far as no wildcard stands in it.
  fileprivate var literalFolder: String {
    var parts = split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if !contains("/") { return "" }
    parts.removeLast()
    let plain = parts.prefix { part in !part.contains { "*?[\\".contains($0) } }
    return plain.filter { !$0.isEmpty && $0 != "." }.joined(separator: "/")
  }
}
