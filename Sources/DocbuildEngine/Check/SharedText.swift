import DocbuildCore

/// What files of a site say of all its pages: references that are defined for each, pages that are listed, routes that
/// its host leads elsewhere, and links that a program takes for itself. They are read as text, never run.
struct SharedText: Sendable {
  /// As definitions on a page have them, normalised.
  let labels: Set<Bytes>
  /// Pages that the generator makes where they are not there, below the project's root.
  let chapters: Set<Bytes>
  /// What the site's host leads elsewhere.
  let redirects: Redirects
  /// The texts of the programs that say what a link means.
  private let hooks: [Bytes]

  /// Reads a site's files.
  ///
  /// - Parameter read: what a file below the root holds; nil where there is none.
  init(of layout: SiteLayout, read: (Bytes) -> Bytes?) {
    hooks = layout.reader.linkHooks.compactMap { read(layout.folder.bytes.joined(Bytes($0.utf8))) }
    var labels: Set<Bytes> = []
    for path in layout.sharedFiles {
      guard let bytes = read(layout.folder.bytes.joined(Bytes(path.utf8)).folded) else { continue }
      labels.formUnion(definedLabels(in: bytes))
    }
    self.labels = labels
    var chapters: Set<Bytes> = []
    for mount in layout.mounts where layout.reader.makesListed {
      guard let name = layout.reader.summaryPage,
        let text = read(mount.folder.joined(Bytes(name.utf8)))
      else { continue }
      chapters.formUnion(linkedPaths(in: text).map { mount.folder.joined($0).folded })
    }
    self.chapters = chapters
    var redirects = Redirects()
    for name in Redirects.files(of: layout) { read(name).map { redirects.add(list: $0) } }
    for folder in [layout.folder.bytes, []].eachOnce() {
      read(folder.joined(Bytes("netlify.toml".utf8))).map { redirects.add(settings: $0) }
    }
    self.redirects = redirects
  }

  /// Whether a program compares a link's destination with that text.
  func isQuoted(_ path: Bytes) -> Bool {
    guard !hooks.isEmpty, !path.isEmpty else { return false }
    return ["\"", "'", "`"].contains { quote in
      let wanted = Bytes(quote.utf8) + path + Bytes(quote.utf8)
      return hooks.contains { $0.contains(wanted) }
    }
  }
}

extension Redirects {
  /// Where a site may have its `_redirects`, below the project's root: in what is copied to its top, or where a script
  /// takes it from.
  fileprivate static func files(of layout: SiteLayout) -> [Bytes] {
    let tops = layout.mounts.filter { $0.route == [Bytes.slash] }.map(\.folder)
    return (tops + [layout.folder.bytes, []]).eachOnce().map { $0.joined(Bytes("_redirects".utf8)) }
  }
}

extension [Bytes] {
  /// Each once, in order.
  fileprivate func eachOnce() -> [Bytes] {
    var seen: Set<Bytes> = []
    return filter { seen.insert($0).inserted }
  }
}
