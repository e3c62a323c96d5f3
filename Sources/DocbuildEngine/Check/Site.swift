package import DocbuildCore
import Synchronization

/// The files that pages link to, below a root. What was read of a page for its anchors is kept, for all threads.
package final class Site: Sendable {
  private let root: Root
  private let limit: Int
  /// From outputs to their templates, which are gone.
  private let orphans: [Bytes: String]

  private struct Known {
    let anchors = ByteTable<PageAnchors?>()
    let lineCounts = ByteTable<Int?>()
  }

  private let known = Mutex(Known())

  /// - Parameter limit: the largest page or source that is read, in bytes.
  package convenience init(root: Root, limit: Int = 64 << 20) {
    self.init(root: root, limit: limit, orphans: [])
  }

  /// - Parameter orphans: outputs that are not to be linked to any more.
  init(root: Root, limit: Int, orphans: [Orphan]) {
    self.orphans = Dictionary(orphans.map { ($0.output, $0.template) }) { $1 }
    self.root = root
    self.limit = limit
  }

  /// What the pages in `folder`, a path below the root, link to.
  package func page(in folder: Bytes) -> some PageSite { PageFolder(site: self, folder: folder) }

  /// Hands over the anchors of the page at `path`, below the root, so that it is not read for them: they are those of
  /// what it will be, not of what it is.
  package func set(_ anchors: PageAnchors, at path: Bytes) {
    known.withLock { $0.anchors[path.folded] = .some(anchors) }
  }

  fileprivate func kind(of path: Bytes) -> PageTargetKind {
    // No byte is read: every file is larger than that.
    switch root.read(path.isEmpty ? Bytes(".".utf8) : path, limit: -1) {
    case .success: .file
    case .failure(.notRegular(.folder)): .folder
    case .failure(.notFound): .missing
    case .failure(.outside): .outside
    case .failure: .file
    }
  }

  fileprivate func anchors(in path: Bytes) -> PageAnchors? {
    guard path.isMarkdown else { return nil }
    if let found = known.withLock({ $0.anchors[path] }) { return found }
    var anchors: PageAnchors?
    if case .success(let bytes) = root.read(path, limit: limit) {
      anchors = PageAnchors(ofPage: bytes)
    }
    known.withLock { $0.anchors[path] = .some(anchors) }
    return anchors
  }

  fileprivate func lineCount(of path: Bytes) -> Int? {
    if let found = known.withLock({ $0.lineCounts[path] }) { return found }
    var count: Int?
    if case .success(let bytes) = root.read(path, limit: limit) {
      count =
        bytes.lineFeedCount(in: 0..<bytes.count)
        + (bytes.last == UInt8(ascii: "\n") || bytes.isEmpty ? 0 : 1)
    }
    known.withLock { $0.lineCounts[path] = .some(count) }
    return count
  }

  fileprivate func goneTemplate(of path: Bytes) -> String? {
    orphans.isEmpty ? nil : orphans[path]
  }

  fileprivate func names(in path: Bytes) -> [String] { root.names(in: path) }
}

/// A site as the pages of one folder see it: `..` is resolved as text, as browsers do.
private struct PageFolder: PageSite {
  let site: Site
  let folder: Bytes

  func kind(of path: Bytes) -> PageTargetKind { site.kind(of: resolved(path)) }
  func anchors(in path: Bytes) -> PageAnchors? { site.anchors(in: resolved(path)) }
  func lineCount(of path: Bytes) -> Int? { site.lineCount(of: resolved(path)) }
  func goneTemplate(of path: Bytes) -> String? { site.goneTemplate(of: resolved(path)) }
  func names(in path: Bytes) -> [String] { site.names(in: resolved(path)) }

  private func resolved(_ path: Bytes) -> Bytes {
    path.first == Bytes.slash
      ? Bytes(path.folded.drop { $0 == Bytes.slash }) : folder.joined(path).folded
  }
}

extension Bytes {
  /// Whether GitHub shows a file of that name as Markdown.
  fileprivate var isMarkdown: Bool {
    let name = fileName.text.lowercased()
    return [".md", ".markdown", ".mdown", ".mkd", ".mkdn"].contains { name.hasSuffix($0) }
  }
}
