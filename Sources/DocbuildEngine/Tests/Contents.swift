import DocbuildCore
import Glibc
import Synchronization

/// What the files of a project hold, as digests that results are kept by; each is computed at most once.
final class Contents: Sendable {
  private let root: Root
  /// In the order of their paths' bytes, below the root.
  let files: [Bytes]
  private let digests = Mutex(ByteTable<Hash>())

  init(_ project: Project) throws {
    root = project.root
    files = try ProjectDocuments.files(of: project, endings: [[]])
  }

  /// The files in the folder and below, a prefix of whose path it is; empty for the root.
  func files(in folder: Bytes) -> [Bytes] {
    if folder.isEmpty { return files }
    let start = folder + [Bytes.slash]
    return files.filter { $0.starts(with: start) }
  }

  /// The digest of names, modes and contents of all files in the folder and below.
  func digest(of folder: Bytes) -> Hash {
    if let known = digests.withLock({ $0[folder] }) { return known }
    var key = KeyWriter()
    for file in files(in: folder) {
      let path = root.path.joined(file)
      var status = stat()
      guard path.withCString({ lstat($0, &status) }) == 0 else { continue }
      key.add(file)
      key.add(Bytes("\(status.st_mode)".utf8))
      if status.st_mode & S_IFMT == S_IFREG,
        case .success(let opened) = Descriptor.open(path, flags: O_RDONLY | O_NOFOLLOW | O_NONBLOCK),
        case .success(let bytes?) = opened.readAll(limit: 1 << 30, sizeHint: Int(status.st_size))
      {
        key.add(bytes)
      } else {
        var room = [CChar](repeating: 0, count: Int(PATH_MAX) + 1)
        let count = path.withCString { readlink($0, &room, Int(PATH_MAX)) }
        key.add(room.prefix(max(0, count)).map { UInt8(bitPattern: $0) })
      }
    }
    let digest = key.hash
    digests.withLock { $0[folder] = digest }
    return digest
  }
}

/// Puts together what a result depends on; every part with its length, so that no two lists look alike.
struct KeyWriter {
  private var parts: [Bytes] = []

  mutating func add(_ part: Bytes) { parts.append(part) }
  mutating func add(_ part: String) { parts.append(Bytes(part.utf8)) }

  /// A program's path, size and time of change: another version is another program.
  mutating func add(program path: String) {
    var status = stat()
    let known = stat(path, &status) == 0
    add(path)
    if known {
      add("\(status.st_size) \(status.st_mtim.tv_sec).\(status.st_mtim.tv_nsec) \(status.st_ino)")
    }
  }

  var hash: Hash {
    Hash { feed in
      for part in parts {
        withUnsafeBytes(of: part.count, feed)
        part.withUnsafeBytes(feed)
      }
    }
  }
}
