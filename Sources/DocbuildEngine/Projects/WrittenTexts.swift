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

  /// What is known of the project at `root`.
  init(at root: Bytes) throws(SystemError) {
    self.init(try Workspace.bytes(of: WrittenTexts.fileName, at: root).bytes ?? [])
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

  /// Adds digests to the file at `path`, at its end where that is possible.
  static func add(_ digests: [Hash], at path: Bytes) throws {
    let more = digests.reduce(into: Bytes()) { $0 += $1.bytes }
    let flags = O_RDWR | O_APPEND | O_NOFOLLOW | O_NONBLOCK
    guard case .success(let file) = Descriptor.open(path, flags: flags), let status = file.status,
      status.st_mode & S_IFMT == S_IFREG
    else { return try OutputFile.replaceOwn(path, withBytes: magic + more) }
    let count = Int(status.st_size)
    // Another name for the same file may lie anywhere.
    if status.st_nlink == 1, count >= size, count % size == 0, count + more.count <= most {
      return try OutputFile.write(more, to: file.number, named: path.text)
    }
    var kept: Bytes = []
    if case .success(let stored?) = file.readAll(limit: most * 2, sizeHint: count),
      stored.starts(with: magic)
    {
      kept = Bytes(stored[size..<stored.count / size * size])
      if kept.count + more.count > most { kept.removeFirst(kept.count / 2 / size * size) }
    }
    try OutputFile.replaceOwn(path, withBytes: magic + kept + more)
  }
}

extension OutputFile {
  /// Replaces a file of docbuild's own by a new one, whatever is there.
  fileprivate static func replaceOwn(_ path: Bytes, withBytes bytes: Bytes) throws {
    _ = path.withCString { unlink($0) }
    try replace(path, withBytes: bytes)
  }
}

/// What docbuild knows to have written, asked for no sooner than it is needed.
final class KnownTexts {
  private let root: Bytes
  private var found: WrittenTexts?

  init(root: Bytes) { self.root = root }

  func contains(_ digest: Hash) throws(SystemError) -> Bool {
    if let found { return found.contains(digest) }
    let known = try WrittenTexts(at: root)
    found = known
    return known.contains(digest)
  }
}
