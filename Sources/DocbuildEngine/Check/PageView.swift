import DocbuildCore

/// A site as the readers of one page see it: `..` is resolved as text, as browsers do.
struct PageView: PageSite {
  let site: Site
  let page: WrittenPath
  let readership: Readership

  var reader: Reader {
    if case .site(let layout) = readership { layout.reader } else { .github }
  }

  var isGitHubMeant: Bool {
    if case .github = readership { true } else { false }
  }

  func kind(of path: Bytes) -> PageTargetKind { site.kind(of: resolved(path)) }
  func anchors(in path: Bytes) -> PageAnchors? { site.anchors(in: resolved(path)) }
  func anchors(shownBy imports: [Bytes], on path: Bytes) -> PageAnchors {
    site.anchors(shownBy: imports, on: path.isEmpty ? page : resolved(path))
  }
  func lineCount(of path: Bytes) -> Int? { site.lineCount(of: resolved(path)) }
  func goneTemplate(of path: Bytes) -> String? { site.goneTemplate(of: resolved(path)) }
  func names(in path: Bytes) -> [String] { site.names(in: resolved(path)) }
  func repositoryPath(of url: Bytes) -> Bytes? { site.repositoryPath(of: url) }

  var isSummary: Bool {
    guard let layout = site(of: page) else { return false }
    return layout.isSummary(page)
  }

  var isPart: Bool {
    guard case .unsaid = readership, let layout = site.readers.guess(page) else { return false }
    return layout.mount(of: page) == nil
  }

  /// The site that the page is a part of, or seems to be where nobody says who reads it.
  private func site(of page: WrittenPath) -> SiteLayout? {
    switch readership {
    case .site(let layout): layout
    case .github: nil
    case .unsaid: site.readers.guess(page)
    }
  }

  func isDefinedForAll(_ label: Bytes) -> Bool {
    guard case .site(let layout) = readership else { return false }
    return site.shared(on: layout).labels.contains(label)
  }

  func destination(of path: Bytes, isImage: Bool) -> PageDestination {
    if case .site(let layout) = readership {
      return shown(path, on: layout, isImage: isImage)
    }
    let real = resolved(path)
    switch site.kind(of: real) {
    case .file:
      return site.isIgnored(real) && !site.isIgnored(page) ? .ignored : .file(path)
    case .folder:
      return site.isIgnored(real) && !site.isIgnored(page) ? .ignored : .folder(path)
    case .outside: return .outside
    case .missing: break
    }
    guard case .unsaid = readership else { return .missing }
    return onSite(path, isImage: isImage) ?? .missing
  }

  /// Where a link leads the visitors of a site that the page is a part of.
  private func shown(_ path: Bytes, on layout: SiteLayout, isImage: Bool) -> PageDestination {
    let found = search(layout, isImage: isImage).destination(of: path)
    guard found == .missing else { return found }
    let shared = site.shared(on: layout)
    if shared.isQuoted(path) { return .unknown }
    if !shared.chapters.isEmpty, !isImage {
      let start = path.first == Bytes.slash ? layout.mount(of: page)?.folder : page.bytes.folder
      let file = (start ?? []).joined(Bytes(path.drop { $0 == Bytes.slash })).folded
      if shared.chapters.contains(file.source) {
        return layout.isSummary(page) ? .toBeMade : .unknown
      }
    }
    return .missing
  }

  /// What a site would show: that of the generator whose files lie around the page, or any whose root is a folder above
  /// the page.
  private func onSite(_ path: Bytes, isImage: Bool) -> PageDestination? {
    if let layout = site.readers.guess(page) {
      switch shown(path, on: layout, isImage: isImage) {
      case .file(let file): return .onSite(Bytes(file.drop { $0 == Bytes.slash }))
      case .unknown, .toBeMade: return .onSite([])
      default: break
      }
    }
    // What is there from the root on was meant so, by somebody who forgot the slash.
    if path.first != Bytes.slash, site.kind(of: WrittenPath(path.folded)) == .file { return nil }
    var roots: [ContentRoot] = [ContentRoot(folder: "")]
    var folder = page.folded?.folder ?? .root
    while !folder.isRoot {
      roots.append(ContentRoot(folder: folder.text))
      folder = folder.folder
    }
    let layout = SiteLayout(.site, in: .root, roots: roots)
    guard case .file(let file) = search(layout, isImage: isImage).destination(of: path) else {
      return nil
    }
    return .onSite(Bytes(file.drop { $0 == Bytes.slash }))
  }

  private func search(_ layout: SiteLayout, isImage: Bool) -> RouteSearch {
    RouteSearch(
      layout: layout, page: page, isImage: isImage, kind: { site.keptKind(of: WrittenPath($0)) },
      file: { site.file(at: $0, on: layout) },
      redirect: { site.shared(on: layout).redirects.target(of: $0) })
  }

  private func resolved(_ path: Bytes) -> WrittenPath {
    WrittenPath(
      path.first == Bytes.slash
        ? Bytes(path.folded.drop { $0 == Bytes.slash }) : page.bytes.folder.joined(path).folded)
  }
}

extension SiteLayout {
  /// Whether a page lists all others.
  fileprivate func isSummary(_ page: WrittenPath) -> Bool {
    guard let name = reader.summaryPage else { return false }
    return mounts.contains { page.bytes == $0.folder.joined(Bytes(name.utf8)) }
  }
}

extension Bytes {
  /// What `x.html` is made from.
  fileprivate var source: Bytes {
    let ending = Bytes(".html".utf8)
    return ends(with: ending) ? Bytes(dropLast(ending.count)) + Bytes(".md".utf8) : self
  }
}
