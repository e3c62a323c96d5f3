/// A link's destination taken apart, and what it leads to.
struct PageTarget {
  enum Outcome: Equatable {
    /// A URL with a scheme or a host, which is not looked at.
    case external
    /// All is there, or nothing can be said.
    case sound
    case empty
    case missing
    /// An image that is a folder.
    case folder
    /// git ignores what is there.
    case ignored
    /// A site would show that file, or has such an id; GitHub does not.
    case onSite(Bytes)
    /// The generator makes a page for it, with nothing in it.
    case toBeMade
    /// An output whose template is gone.
    case leftOver(template: String)
    case outside
    /// Nobody else can follow it.
    case unreachable(UnreachableScheme)
    /// The page is there but has no such anchor.
    case noAnchor
    /// The text file is there but has only so many lines.
    case noLine(count: Int)
  }

  let link: Page.Link
  var outcome: Outcome
  /// The path with percent-encoding resolved, empty for the page itself.
  let path: Bytes
  /// What follows `#`, percent-encoding resolved; nil without one.
  let fragment: Bytes?
  /// The path as it is written, in the page.
  let pathRange: Range<Int>
  /// The fragment with its `#`.
  let fragmentRange: Range<Int>
  /// The anchors of the page that the fragment should be in.
  let anchors: PageAnchors?

  /// - Parameter isElsewhere: whether relative links of the page start where nothing is known of.
  init(
    _ link: Page.Link, in page: Page, name: String, isElsewhere: Bool, site: any PageSite
  ) {
    self.link = link
    let url = link.destination
    let hash = url.firstIndex(of: UInt8(ascii: "#"))
    let beforeHash = url[..<(hash ?? url.count)]
    let query = beforeHash.firstIndex(of: UInt8(ascii: "?"))
    path = Bytes(beforeHash[..<(query ?? beforeHash.endIndex)]).percentDecoded
    let fragment = hash.map { Bytes(url[($0 + 1)...]).percentDecoded }
    self.fragment = fragment
    // An entity in it hides where its parts are.
    let raw = page.bytes[link.raw]
    if raw.contains(UInt8(ascii: "&")) {
      (pathRange, fragmentRange) = (link.raw, link.raw)
    } else {
      let rawHash = raw.firstIndex(of: UInt8(ascii: "#")) ?? raw.endIndex
      let rawEnd = raw[..<rawHash].firstIndex(of: UInt8(ascii: "?")) ?? rawHash
      (pathRange, fragmentRange) = (raw.startIndex..<rawEnd, rawHash..<raw.endIndex)
    }
    let isPlain = query.map { beforeHash[$0...].elementsEqual("?plain=1".utf8) } ?? false
    let lookup = Lookup(
      link: link, path: path, fragment: fragment, isPlain: isPlain, page: page, name: name,
      site: site)
    if url.isEmpty {
      (outcome, anchors) = (link.origin == .definition || site.isSummary ? .sound : .empty, nil)
    } else if url.hasScheme || url.starts(with: Bytes("//".utf8)) {
      (outcome, anchors) = lookup.onServer(
        url, Bytes(beforeHash[..<(query ?? beforeHash.endIndex)]))
    } else if isElsewhere || url.isTemplated || page.isProgram(url, site.reader) {
      (outcome, anchors) = (.sound, nil)
    } else {
      (outcome, anchors) = lookup.inTree()
    }
  }

  /// The path as it is written, for messages.
  func shown(in page: Page) -> String { page.bytes[pathRange].text }
}

/// Looks for what a link names.
private struct Lookup {
  typealias Outcome = PageTarget.Outcome

  let link: Page.Link
  let path: Bytes
  let fragment: Bytes?
  let isPlain: Bool
  let page: Page
  let name: String
  let site: any PageSite

  /// A path of the tree that the page is in.
  func inTree() -> (Outcome, PageAnchors?) {
    if path.isEmpty {
      guard let fragment, !link.isImage, !isCommon(fragment, name), !isPart else {
        return (.sound, nil)
      }
      return (outcome(of: fragment, in: page.anchors, at: []), page.anchors)
    }
    let destination = site.destination(of: path, isImage: link.isImage)
    if case .outside = destination { return (path.isGitHubRoute ? .sound : .outside, nil) }
    return at(destination)
  }

  /// Whether the page is a part of others, whose anchors it may name.
  private var isPart: Bool {
    site.isPart
      || site.reader.hasParts
        && name.split(separator: "/").contains { $0.hasPrefix("_") && !$0.hasPrefix("_index") }
  }

  /// A URL: what it names of the repository itself is looked for in the tree.
  func onServer(_ url: Bytes, _ withoutFragment: Bytes) -> (Outcome, PageAnchors?) {
    if let scheme = UnreachableScheme(of: url) { return (.unreachable(scheme), nil) }
    guard let own = site.repositoryPath(of: withoutFragment) else { return (.external, nil) }
    let path = own.percentDecoded
    switch site.kind(of: path) {
    case .missing: return (.missing, nil)
    case .outside: return (.external, nil)
    case .folder: return at(.folder(path))
    case .file: return at(.file(path))
    }
  }

  private func at(_ destination: PageDestination) -> (Outcome, PageAnchors?) {
    switch destination {
    case .missing: return (.missing, nil)
    case .outside: return (.outside, nil)
    case .ignored: return (.ignored, nil)
    case .onSite(let file): return (.onSite(file), nil)
    case .toBeMade: return (.toBeMade, nil)
    case .unknown: return (.sound, nil)
    case .folder(let folder): return at(folder: folder)
    case .file(let file): return at(file: file)
    }
  }

  private func at(folder: Bytes) -> (Outcome, PageAnchors?) {
    if link.isImage { return (.folder, nil) }
    guard let fragment, !fragment.isEmpty else { return (.sound, nil) }
    let slash: Bytes = folder.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]
    let readme = folder + slash + Bytes("README.md".utf8)
    guard !isCommon(fragment, "README.md"), let anchors = site.anchors(in: readme) else {
      return (.sound, nil)
    }
    return (outcome(of: fragment, in: anchors, at: readme), anchors)
  }

  private func at(file: Bytes) -> (Outcome, PageAnchors?) {
    if let template = site.goneTemplate(of: file) { return (.leftOver(template: template), nil) }
    guard let fragment, !fragment.isEmpty, !link.isImage else { return (.sound, nil) }
    if let line = fragment.lastLine, isPlain || site.anchors(in: file) == nil {
      guard let count = site.lineCount(of: file), line > count else { return (.sound, nil) }
      return (.noLine(count: count), nil)
    }
    guard fragment.lastLine == nil, !isCommon(fragment, file.text),
      let anchors = site.anchors(in: file)
    else { return (.sound, nil) }
    return (outcome(of: fragment, in: anchors, at: file), anchors)
  }

  /// - Parameter path: that of the page with these anchors, empty for the page itself.
  private func outcome(of fragment: Bytes, in anchors: PageAnchors, at path: Bytes) -> Outcome {
    if anchors.holds(fragment) || anchors.isOpen || isForgiven(fragment, in: anchors) {
      return .sound
    }
    if !anchors.imports.isEmpty {
      let shown = site.anchors(shownBy: anchors.imports, on: path)
      if shown.isOpen || shown.holds(fragment) { return .sound }
    }
    return anchors.elsewhere.contains(fragment) && !site.isGitHubMeant ? .onSite([]) : .noAnchor
  }

  /// Whether GitHub's script finds the anchor all the same: what the browser has not found is looked for once more in
  /// lower case.
  private func isForgiven(_ fragment: Bytes, in anchors: PageAnchors) -> Bool {
    !site.reader.isSite && anchors.holds(Bytes(fragment.text.lowercased().utf8))
  }

  /// Anchors that are there without being made by the page: the top, GitHub's box around a README, footnotes, and the
  /// browser's own.
  private func isCommon(_ fragment: Bytes, _ name: String) -> Bool {
    if fragment.isEmpty || fragment.elementsEqual("top".utf8) { return true }
    if fragment.elementsEqual("readme".utf8) {
      let file = name.split(separator: "/").last ?? ""
      return file.lowercased().hasPrefix("readme")
    }
    if site.reader.isSite,
      fragment.starts(with: Bytes("__".utf8)) || fragment.starts(with: Bytes("fn:".utf8))
        || fragment.first == UInt8(ascii: "/")
    {
      return true
    }
    return fragment.starts(with: Bytes("fn".utf8)) && fragment.contains(where: \.isDigit)
      || fragment.starts(with: Bytes("user-content-fn".utf8))
      || fragment.starts(with: Bytes(":~:".utf8))
  }
}

extension String {
  /// Whether the relative links of a page of that name start somewhere else than at its folder: those of GitHub's
  /// templates at the page of the issue or the pull request, those of a DocC catalogue at what it documents.
  var isResolvedElsewhere: Bool {
    let upper = Bytes(utf8.map { $0.isLetter ? $0 & 0xDF : $0 })
    return Bytes(utf8).contains(Bytes(".docc/".utf8))
      || upper.contains(Bytes("PULL_REQUEST_TEMPLATE".utf8))
      || upper.contains(Bytes("ISSUE_TEMPLATE".utf8))
  }
}

extension PageAnchors {
  /// Whether a fragment leads to one of them: GitHub puts `user-content-` in front of each.
  fileprivate func holds(_ fragment: Bytes) -> Bool {
    if contains(fragment) { return true }
    let prefix = Bytes("user-content-".utf8)
    return fragment.starts(with: prefix) && contains(Bytes(fragment.dropFirst(prefix.count)))
  }
}

extension Page {
  /// Whether a destination is something that only a site's program knows: an expression of JSX, an alias of its bundler.
  fileprivate func isProgram(_ url: Bytes, _ reader: Reader) -> Bool {
    guard reader.isSite, let first = url.first else { return false }
    return first == UInt8(ascii: "{") || first == UInt8(ascii: "@") || first == UInt8(ascii: "~")
  }
}

extension Bytes {
  /// As it can stand in a link: spaces and what Markdown or a URL would read otherwise as `%XX`.
  var percentEncoded: Bytes {
    percentEncoded { $0 <= 0x20 || $0 == 0x7F || "%#?()<>\"\\[]*".utf8.contains($0) }
  }

  /// Whether it is a URL with a scheme (RFC 3986, 3.1).
  var hasScheme: Bool {
    guard let colon = firstIndex(of: UInt8(ascii: ":")), colon > 0, self[0].isLetter else {
      return false
    }
    return self[..<colon].allSatisfy { $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) }
  }

  /// Whether a path that leaves the repository upwards leads to a page that GitHub has beside its files, as
  /// `../../issues` does from a README, or to the repository's own page.
  fileprivate var isGitHubRoute: Bool {
    var parts = split(separator: UInt8(ascii: "/")).map(\.text)
    let ups = parts.prefix { $0 == ".." || $0 == "." }.filter { $0 == ".." }.count
    guard ups >= 2 else { return false }
    parts.removeFirst(parts.prefix { $0 == ".." || $0 == "." }.count)
    return parts.first.map(gitHubRoutes.contains) ?? true
  }

  /// The line that `L10`, `L10-L20` or `L10C3-L20C5` ends with; nil when it is another fragment.
  fileprivate var lastLine: Int? {
    var last: Int?
    for part in split(separator: UInt8(ascii: "-"), omittingEmptySubsequences: false) {
      guard part.first == UInt8(ascii: "L"), part.count > 1 else { return nil }
      let digits = part.dropFirst().prefix(while: \.isDigit)
      let rest = part.dropFirst(1 + digits.count)
      guard !digits.isEmpty, digits.count < 10,
        rest.isEmpty || rest.first == UInt8(ascii: "C") && rest.dropFirst().allSatisfy(\.isDigit)
      else { return nil }
      last = Swift.max(last ?? 0, Int(digits.text) ?? 0)
    }
    return last
  }
}

private let gitHubRoutes: Set<String> = [
  "actions", "activity", "archive", "blame", "blob", "branches", "commit", "commits", "community",
  "compare",
  "contributors", "deployments", "discussions", "forks", "graphs", "issues", "labels", "milestone",
  "milestones",
  "network", "packages", "projects", "pull", "pulls", "pulse", "raw", "releases", "security",
  "stargazers", "tags",
  "tree", "watchers", "wiki",
]
