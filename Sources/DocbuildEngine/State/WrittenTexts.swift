import DocbuildCore
import Glibc

/// The digests of what docbuild has made of this project, in `.docbuild/written`: whole outputs and the blocks of in-place
/// documents. What is there may be replaced, for nobody else wrote it.
///
/// It is apart from the build log, so that it holds wherever the project lies, whatever the version, and also after a
/// build that was killed: digests are added before outputs are put into their places.
///
/// Format: a line of 32 bytes, then SHA-256 digests of 32 bytes each, in the order in which they came. A rest of less
/// is left over from a build that was killed.
struct WrittenTexts {
  static let fileName = Bytes("written".utf8)
  private static let magic = Bytes("docbuild wrote this: version 1.\n".utf8)
  private static let size = 32
  /// In bytes; of a larger file the older half is forgotten.
  private static let most = 32 << 20

  private let digests: Set<Hash>

  /// What is known of the project.
  init(of root: Root) throws(SystemError) {
    self.init(try Workspace.bytes(of: WrittenTexts.fileName, in: root).bytes ?? [])
  }

  private init(_ stored: Bytes) {
    guard stored.starts(with: WrittenTexts.magic) else {
      digests = []
      return
    }
    let size = WrittenTexts.size
    digests = Set(
      stride(from: size, through: stored.count - size, by: size).compactMap {
        Hash(stored: Bytes(stored[$0..<$0 + size]))
      })
  }

  func contains(_ digest: Hash) -> Bool { digests.contains(digest) }

  /// Adds digests to the file at `place`, at its end where that is possible.
  static func add(_ digests: [Hash], at place: FilePlace, _ shown: String) throws {
    let more = digests.reduce(into: Bytes()) { $0 += $1.bytes }
    // Another name for the same file may lie anywhere.
    let isAppended = try OutputFile.append(more, to: place, shown) { status in
      status.names == 1 && status.size >= size && status.size % size == 0
        && status.size + more.count <= most
    }
    if isAppended { return }
    var kept: Bytes = []
    if case .success(let stored) = place.read(limit: most * 2), stored.starts(with: magic) {
      kept = Bytes(stored[size..<stored.count / size * size])
      if kept.count + more.count > most { kept.removeFirst(kept.count / 2 / size * size) }
    }
    try OutputFile.replace(place, withBytes: magic + kept + more, shown)
  }
}

/// What docbuild knows to have written, asked for no sooner than it is needed.
final class KnownTexts {
  private let root: Root
  private var found: WrittenTexts?

  init(root: Root) { self.root = root }

  func contains(_ digest: Hash) throws(SystemError) -> Bool {
    if let found { return found.contains(digest) }
    let known = try WrittenTexts(of: root)
    found = known
    return known.contains(digest)
  }
}
