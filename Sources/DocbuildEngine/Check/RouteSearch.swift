import DocbuildCore

/// Looks for what a link on a page of a site leads to.
///
/// Where a generator, or only a browser, decides what a relative link means, each of its meanings is looked for.
struct RouteSearch {
  let layout: SiteLayout
  let page: WrittenPath
  let isImage: Bool
  let kind: (Bytes) -> PageTargetKind
  /// The file that has a route by its front matter, or by its name without numbers; asked for last.
  let file: (Bytes) -> Bytes?
  /// Where the site's host leads a route that the site does not have.
  let redirect: (Bytes) -> Redirects.Target?

  /// Where a link leads.
  ///
  /// - Parameter path: without query and fragment, percent-encoding resolved.
  func destination(of path: Bytes) -> PageDestination {
    if path.first == Bytes.slash {
      if layout.siblings.contains(where: { path.starts(with: $0) }) { return .unknown }
      return atRoute(path) ?? inSite(path) ?? (isMade(path) ? .unknown : .missing)
    }
    // A page's source is named as a file, and so are images; what else a browser resolves comes first by its route.
    let isFile = path.isSourceOfPage || isImage
    if isFile, let found = atFile(path) { return found }
    var leavesSite = false
    for start in pageRoutes {
      guard let route = start.climbed(path) else {
        leavesSite = true
        continue
      }
      if layout.siblings.contains(where: { route.starts(with: $0) }) { return .unknown }
      if let found = atRoute(route) { return found }
      if isMade(route) { return .unknown }
    }
    if !isFile, let found = atFile(path) { return found }
    // Above the site there is another one, of which nothing is known, but no page of this kind.
    return leavesSite && !path.isSourceOfPage ? .unknown : .missing
  }

  /// Whether something else than a file of the site's makes that route.
  private func isMade(_ route: Bytes) -> Bool {
    if layout.reader.makesIndex, Bytes.topRoutes.contains(route) { return true }
    let plain = route.last == Bytes.slash ? Bytes(route.dropLast()) : route
    return layout.reader.made.contains { name in
      if name.hasSuffix("/") { return (plain + [Bytes.slash]).contains(Bytes(name.utf8)) }
      return plain.ends(with: Bytes((name.hasPrefix("/") ? name : "/" + name).utf8))
    }
  }

  /// What lies there from the page's own folder on.
  private func atFile(_ path: Bytes) -> PageDestination? {
    if let found = at(page.bytes.folder.joined(path).folded), isShown(found) { return found }
    guard layout.reader.searchesRoots else { return nil }
    // The page's own version first.
    let mounts = layout.mounts(of: page) + layout.mounts
    return mounts.lazy.compactMap { at($0.folder.joined(path)) }.first
      ?? atRoute([Bytes.slash] + path)
  }

  /// What a route from the top of the site on leads to, its host's rules followed.
  private func atRoute(_ route: Bytes) -> PageDestination? {
    if let found = atOwnRoute(route) { return found }
    var next = route
    for _ in 0..<RouteSearch.mostRedirects where !next.isSourceOfPage {
      switch redirect(next) {
      case .elsewhere: return .unknown
      case .route(let route, let hasAnchor):
        if let found = atOwnRoute(route) ?? inSite(route) { return hasAnchor ? .unknown : found }
        if isMade(route) { return .unknown }
        next = route
      case nil: return nil
      }
    }
    return nil
  }

  /// More than this a browser does not follow.
  private static let mostRedirects = 10

  /// What the site itself has at a route.
  private func atOwnRoute(_ route: Bytes) -> PageDestination? {
    for mount in layout.mounts {
      guard route.starts(with: mount.route) || route + [Bytes.slash] == mount.route else {
        continue
      }
      let rest = Bytes(route.dropFirst(mount.route.count))
      if let found = at(mount.folder.joined(rest)) { return found }
      // Posts are listed at the top.
      if rest.isEmpty, mount.route.count > 1, layout.reader.datedFolder != nil { return .unknown }
    }
    // Front matter gives routes, not files, other names.
    guard layout.reader.hasOtherRoutes, !route.isSourceOfPage else { return nil }
    return file(route).map { .file($0.fromRoot) }
  }

  /// A file that is named from the site's own folder, or from the project's root.
  private func inSite(_ path: Bytes) -> PageDestination? {
    let below = Bytes(path.drop { $0 == Bytes.slash })
    for start in [layout.folder.bytes, []] {
      let file = start.joined(below).folded
      if kind(file) == .file { return .file(file.fromRoot) }
    }
    return nil
  }

  /// Whether the site's visitors see a file: some generators copy nothing that lies outside the content roots.
  private func isShown(_ found: PageDestination) -> Bool {
    guard layout.reader.isClosed, case .file(let file) = found else { return true }
    return layout.mount(of: WrittenPath(Bytes(file.dropFirst()))) != nil
  }

  /// What is at a path below the root, with all that a route may leave out of it.
  private func at(_ path: Bytes) -> PageDestination? {
    var path = path.folded
    while path.last == Bytes.slash { path.removeLast() }
    let there = kind(path)
    switch there {
    case .file: return .file(path.fromRoot)
    case .folder: if let index = index(of: path) { return .file(index.fromRoot) }
    case .outside: return nil
    case .missing: break
    }
    if !path.isEmpty, path.fileName != Bytes("..".utf8) {
      for ending in layout.reader.endings where kind(path + ending) == .file {
        return .file((path + ending).fromRoot)
      }
      if let page = pageOfHTML(path) { return .file(page.fromRoot) }
    }
    guard there == .folder else { return nil }
    if isImage { return .folder(path.fromRoot) }
    return layout.reader.listsFolders ? .unknown : nil
  }

  /// The page that is shown for a folder.
  private func index(of folder: Bytes) -> Bytes? {
    for name in layout.reader.indexNames {
      for ending in layout.reader.endings {
        let path = folder.joined(Bytes(name.utf8) + ending)
        if kind(path) == .file { return path }
      }
    }
    return nil
  }

  /// The page that becomes `x.html`, or `x/index.html`.
  private func pageOfHTML(_ path: Bytes) -> Bytes? {
    guard layout.reader.leavesOut.contains(".html"), let stem = path.withoutHTML else { return nil }
    for ending in layout.reader.endings where kind(stem + ending) == .file { return stem + ending }
    guard stem.fileName == Bytes("index".utf8) else { return nil }
    if let index = index(of: stem.folder) { return index }
    for ending in layout.reader.endings where kind(stem.folder + ending) == .file {
      return stem.folder + ending
    }
    return nil
  }
}

extension Reader {
  /// The endings that a route may leave out.
  var endings: [Bytes] {
    leavesOut.filter { $0.hasPrefix(".") }.map { Bytes($0.utf8) }
  }

  /// Whether there are routes that paths alone do not say.
  fileprivate var hasOtherRoutes: Bool { !routeKeys.isEmpty || dropsNumbers || lowersRoutes }

  /// The names that a route may leave out.
  var indexNames: [String] { leavesOut.filter { !$0.hasPrefix(".") } }
}

extension Bytes {
  /// What a site's own first page is asked for by.
  fileprivate static let topRoutes = ["/", "/index.html"].map { Bytes($0.utf8) }

  /// With a slash in front, as the paths of links from the root on have it.
  fileprivate var fromRoot: Bytes { [Bytes.slash] + self }

  /// The path from this folder of a site on, which has a slash at both ends; nil where that leaves the site.
  fileprivate func climbed(_ path: Bytes) -> Bytes? {
    var parts = components
    for part in path.components {
      if part == Bytes("..".utf8) {
        guard parts.popLast() != nil else { return nil }
      } else {
        parts.append(part)
      }
    }
    return [Bytes.slash] + Bytes(parts.joined(separator: [Bytes.slash]))
  }

  /// A file's name without what a route leaves out of it.
  func stem(_ reader: Reader) -> Bytes {
    for ending in reader.endings where ends(with: ending) { return Bytes(dropLast(ending.count)) }
    return self
  }

  /// Whether it names the source of a page, which a site has under another name.
  fileprivate var isSourceOfPage: Bool {
    [".md", ".mdx", ".markdown"].contains { ends(with: Bytes($0.utf8)) }
  }

  /// Without `.html`; nil for another path.
  fileprivate var withoutHTML: Bytes? {
    for ending in [".html", ".htm"] where ends(with: Bytes(ending.utf8)) {
      return Bytes(dropLast(ending.utf8.count))
    }
    return nil
  }
}
