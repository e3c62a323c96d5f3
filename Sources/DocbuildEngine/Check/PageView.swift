import DocbuildCore

/// A site as the readers of one page see it: `..` is resolved as text, as browsers do.
struct PageView: PageSite {
  let site: Site
  /// Below the root.
  let page: Bytes
  let readership: Readership

  var reader: Reader {
    if case .site(let layout) = readership { layout.reader } else { .github }
  }

  var isGitHubMeant: Bool {
    if case .github = readership { true } else { false }
  }

  func kind(of path: Bytes) -> PageTargetKind { site.kind(of: resolved(path)) }
  func anchors(in path: Bytes) -> PageAnchors? { site.anchors(in: resolved(path)) }
  func lineCount(of path: Bytes) -> Int? { site.lineCount(of: resolved(path)) }
  func goneTemplate(of path: Bytes) -> String? { site.goneTemplate(of: resolved(path)) }
  func names(in path: Bytes) -> [String] { site.names(in: resolved(path)) }
  func repositoryPath(of url: Bytes) -> Bytes? { site.repositoryPath(of: url) }

  func isDefinedForAll(_ label: Bytes) -> Bool {
    guard case .site(let layout) = readership else { return false }
    return site.shared(on: layout).labels.contains(label)
  }

  func destination(of path: Bytes, isImage: Bool) -> PageDestination {
    if case .site(let layout) = readership {
      let found = search(layout, isImage: isImage).destination(of: path)
      return found == .missing && site.shared(on: layout).isQuoted(path) ? .unknown : found
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

  /// What a site would show: that of the generator whose files lie around the page, or any whose root is a folder above
  /// the page.
  private func onSite(_ path: Bytes, isImage: Bool) -> PageDestination? {
    if let layout = site.readers.guess(page) {
      switch search(layout, isImage: isImage).destination(of: path) {
      case .file(let file): return .onSite(Bytes(file.drop { $0 == Bytes.slash }))
      case .unknown: return .onSite([])
      default: break
      }
    }
    // What is there from the root on was meant so, by somebody who forgot the slash.
    if path.first != Bytes.slash, site.kind(of: path.folded) == .file { return nil }
    var roots: [ContentRoot] = [ContentRoot(folder: "")]
    var folder = page.folder
    while !folder.isEmpty {
      roots.append(ContentRoot(folder: folder.text))
      folder = folder.folder
    }
    let layout = SiteLayout(.site, in: [], roots: roots)
    guard case .file(let file) = search(layout, isImage: isImage).destination(of: path) else {
      return nil
    }
    return .onSite(Bytes(file.drop { $0 == Bytes.slash }))
  }

  private func search(_ layout: SiteLayout, isImage: Bool) -> RouteSearch {
    RouteSearch(
      layout: layout, page: page, isImage: isImage, kind: { site.keptKind(of: $0) },
      file: { site.file(at: $0, on: layout) })
  }

  private func resolved(_ path: Bytes) -> Bytes {
    path.first == Bytes.slash
      ? Bytes(path.folded.drop { $0 == Bytes.slash }) : page.folder.joined(path).folded
  }
}
