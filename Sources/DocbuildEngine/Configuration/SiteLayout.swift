import DocbuildCore

/// A site of which a page is a part: its content roots, as they lie below the project's root.
struct SiteLayout: Sendable {
  struct Mount: Sendable {
    /// With a slash at both ends.
    let route: Bytes
    /// From the project's root on, folded, empty for that itself; as it is configured, so it may lead out.
    let folder: Bytes
  }

  let reader: Reader
  /// The site's own folder.
  let folder: RootPath
  /// The longest routes first; of those that are as long, in the order of the roots.
  let mounts: [Mount]
  /// Beginnings of routes that lead to other sites.
  let siblings: [Bytes]
  /// Files whose definitions hold on every page, relative to the site's folder.
  let sharedFiles: [String]

  init(
    _ reader: Reader, in folder: RootPath, roots: [ContentRoot], siblings: [String] = [],
    sharedFiles: [String] = []
  ) {
    self.sharedFiles = sharedFiles
    self.reader = reader
    self.folder = folder
    self.siblings = siblings.map { Bytes($0.utf8) }
    let all = roots.map { root in
      let below = folder.bytes.joined(Bytes(root.folder.utf8)).folded
      return Mount(route: Bytes(root.route.utf8), folder: below)
    }
    mounts = all.enumerated().sorted {
      ($1.element.route.count, $0.offset) < ($0.element.route.count, $1.offset)
    }.map(\.element)
  }

  /// The mount that a file lies in: the nearest one around it.
  func mount(of path: some PathFromRoot) -> Mount? {
    mounts.filter { $0.folder.isEmpty || path.bytes.lies(at: $0.folder) }
      .max { $0.folder.count < $1.folder.count }
  }

  /// Whether a component of the site may show a page that lies in none of its roots: beside its program, in a folder.
  func mayShow(_ page: some PathFromRoot) -> Bool {
    let (page, own) = (page.bytes, folder.bytes)
    return reader.importsParts && !folder.isRoot && page.lies(at: own) && page.folder != own
  }

  /// All mounts that a file lies in by their folders.
  func mounts(of path: some PathFromRoot) -> [Mount] {
    guard let nearest = mount(of: path) else { return [] }
    return mounts.filter { $0.folder == nearest.folder }
  }
}

/// Who reads a page, as far as anybody says.
enum Readership: Sendable {
  /// Nobody says: GitHub's visitors, and perhaps those of a site.
  case unsaid
  case github
  case site(SiteLayout)
}
