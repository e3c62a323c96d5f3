import CKernel
import DocbuildCore
import Glibc

/// What a file's status said when it was read: enough to see that it has changed since.
struct Stamp: Equatable, Sendable {
  /// In bytes; -1 for a file that must be read again, since it was written too short a time before it was read.
  var size: Int
  /// When the status last changed, in nanoseconds since 1970: with each change of the content too, and no program can
  /// set it back, as it can the time of the last modification.
  let changed: Int
  let inode: UInt64

  static let unknown = Stamp(size: -1, changed: 0, inode: 0)
  /// Of an output that must be made each time.
  static let volatile = Stamp(size: -2, changed: 0, inode: 0)

  /// The file's status now; nil when there is none.
  init?(of path: Bytes) {
    var status = stat()
    guard path.withCString({ stat($0, &status) }) == 0 else { return nil }
    self.init(
      size: Int(status.st_size),
      changed: status.st_ctim.tv_sec * 1_000_000_000 + status.st_ctim.tv_nsec,
      inode: UInt64(status.st_ino))
  }

  init(size: Int, changed: Int, inode: UInt64) {
    self.size = size
    self.changed = changed
    self.inode = inode
  }
}

/// What `docbuild build` knows of its last run, in `.docbuild/log`.
///
/// It only spares work: a document is left alone when its template, its sources and its output have the stamps that
/// are noted here. A log that is damaged, or of another version or root, is not used at all.
///
/// Format: the line `docbuild log 2`, then 64-bit little-endian numbers and byte strings (a number of bytes, then the
/// bytes): the digest of the settings, the root's path; the number of files, and of each its path, size, time in
/// nanoseconds and inode; the number of documents, and of each its path, its output, the output's size, time and
/// inode, the digest of what was written, and its inputs (their number, then their places among the files, from 0).
/// Last comes a checksum of all that, which tells damage, not malice.
struct BuildLog {
  struct Entry {
    /// Empty for Markdown that was found to hold no directive.
    let output: Bytes
    let outputStamp: Stamp
    let outputHash: Hash
    /// Places in `files`; the document itself comes first.
    let inputs: [Int]
  }

  /// What the outputs depend on beside their inputs: the version, the configuration, options.
  var settings: Hash
  var files: [(path: Bytes, stamp: Stamp)] = []
  /// In the order of their paths.
  var documents: [(path: Bytes, entry: Entry)] = []

  private static let magic = Bytes("docbuild log 2\n".utf8)

  init(settings: Hash) { self.settings = settings }

  /// Nil for a log that is damaged or of another root.
  init?(_ bytes: Bytes, root: Bytes) {
    guard bytes.starts(with: BuildLog.magic), bytes.count > BuildLog.magic.count + 8
    else { return nil }
    var last = Reader(bytes: bytes, at: bytes.count - 8, end: bytes.count)
    guard last.number() == BuildLog.checksum(bytes, count: bytes.count - 8) else { return nil }
    var reader = Reader(bytes: bytes, at: BuildLog.magic.count, end: bytes.count - 8)
    guard let settings = reader.string().flatMap(Hash.init(stored:)), reader.string() == root,
      let fileCount = reader.count()
    else { return nil }
    self.settings = settings
    files.reserveCapacity(fileCount)
    for _ in 0..<fileCount {
      guard let path = reader.string(), let stamp = reader.stamp() else { return nil }
      files.append((path, stamp))
    }
    guard let documentCount = reader.count() else { return nil }
    documents.reserveCapacity(documentCount)
    for _ in 0..<documentCount {
      guard let path = reader.string(), let output = reader.string(), let stamp = reader.stamp(),
        let hash = reader.string().flatMap(Hash.init(stored:)), let inputCount = reader.count()
      else { return nil }
      var inputs: [Int] = []
      for _ in 0..<inputCount {
        guard let place = reader.number(), files.indices.contains(place) else { return nil }
        inputs.append(place)
      }
      documents.append(
        (path, Entry(output: output, outputStamp: stamp, outputHash: hash, inputs: inputs)))
    }
  }

  /// The log as it is stored.
  func stored(root: Bytes) -> Bytes {
    var writer = Writer(bytes: BuildLog.magic)
    writer.string(settings.bytes)
    writer.string(root)
    writer.number(files.count)
    for file in files {
      writer.string(file.path)
      writer.stamp(file.stamp)
    }
    writer.number(documents.count)
    for (path, entry) in documents {
      writer.string(path)
      writer.string(entry.output)
      writer.stamp(entry.outputStamp)
      writer.string(entry.outputHash.bytes)
      writer.number(entry.inputs.count)
      for place in entry.inputs { writer.number(place) }
    }
    writer.number(BuildLog.checksum(writer.bytes, count: writer.bytes.count))
    return writer.bytes
  }

  /// Mixes the bytes, eight at a time.
  private static func checksum(_ bytes: Bytes, count: Int) -> Int {
    bytes.withUnsafeBytes { buffer in
      var sum: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)
      var at = 0
      while at + 8 <= count {
        sum =
          (sum ^ buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0xBF58_476D_1CE4_E5B9
        sum ^= sum >> 31
        at += 8
      }
      while at < count {
        sum = (sum ^ UInt64(buffer[at])) &* 0x94D0_49BB_1331_11EB
        at += 1
      }
      return Int(truncatingIfNeeded: sum ^ (sum >> 29))
    }
  }

  private struct Writer {
    var bytes: Bytes

    mutating func number(_ value: Int) {
      withUnsafeBytes(of: UInt64(bitPattern: Int64(value)).littleEndian) {
        bytes.append(contentsOf: $0)
      }
    }

    mutating func string(_ value: Bytes) {
      number(value.count)
      bytes += value
    }

    mutating func stamp(_ value: Stamp) {
      number(value.size)
      number(value.changed)
      number(Int(truncatingIfNeeded: value.inode))
    }
  }

  private struct Reader {
    let bytes: Bytes
    var at: Int
    let end: Int

    mutating func number() -> Int? {
      guard at + 8 <= end else { return nil }
      let value = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: at, as: UInt64.self) }
      at += 8
      return Int(truncatingIfNeeded: UInt64(littleEndian: value))
    }

    /// A number of things that follow, each of eight bytes at the least.
    mutating func count() -> Int? {
      guard let count = number(), count >= 0, count <= (end - at) / 8 else { return nil }
      return count
    }

    mutating func string() -> Bytes? {
      guard let count = number(), count >= 0, count <= end - at else { return nil }
      defer { at += count }
      return Bytes(bytes[at..<at + count])
    }

    mutating func stamp() -> Stamp? {
      guard let size = number(), let changed = number(),
        let inode = number()
      else { return nil }
      return Stamp(
        size: size, changed: changed, inode: UInt64(bitPattern: Int64(inode)))
    }
  }
}
