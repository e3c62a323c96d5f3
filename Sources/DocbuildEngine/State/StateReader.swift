import DocbuildCore

/// Reads a state file that `StateWriter` has put together, out of a buffer.
///
/// Format of a sealed file: the heading of its `StateFile`, its fields, the checksum of both. The fields are
///
/// - numbers: 64 bits, little-endian;
/// - byte strings: the number of bytes, then they; text is one of UTF-8;
/// - paths: byte strings that a NUL follows, which is not counted: they are handed to the system where they stand;
/// - stamps: a file's size, its time in nanoseconds, its inode;
/// - digests: 32 bytes;
/// - lists: the number of items, then they.
///
/// The seal shows damage, not malice: what was read may be any numbers, so nothing is made as large as one of them says,
/// and every place is looked at. What can't be read whole is nil, and then nothing more may be read.
struct StateReader {
  let bytes: UnsafeRawBufferPointer
  /// Where the next field begins, an offset in `bytes`.
  private(set) var at: Int
  /// Where the fields end.
  private let end: Int
  /// The checksum of the file, by which a file beside it knows what it belongs to.
  let seal: Int

  /// Opens the file that begins at `start` and ends with the buffer; nil when it is another, or damaged.
  init?(_ bytes: UnsafeRawBufferPointer, from start: Int = 0, of file: StateFile) {
    let heading = file.heading ?? []
    guard bytes.count - start >= heading.count + StateReader.sealSize,
      bytes[start..<start + heading.count].elementsEqual(heading)
    else { return nil }
    self.bytes = bytes
    at = start + heading.count
    end = bytes.count - StateReader.sealSize
    seal = StateReader.checksum(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    var last = self
    last.at = end
    guard last.unboundedNumber() == seal else { return nil }
  }

  /// Whether all fields were read.
  var isAtEnd: Bool { at == end }

  mutating func number() -> Int? {
    guard end - at >= 8 else { return nil }
    return unboundedNumber()
  }

  private mutating func unboundedNumber() -> Int {
    let value = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
    at += 8
    return Int(truncatingIfNeeded: UInt64(littleEndian: value))
  }

  /// The number of items that follow, each of `size` bytes at the least; nil for more than there is room for.
  mutating func count(ofAtLeast size: Int) -> Int? {
    guard let count = number(), count >= 0, count <= (end - at) / size else { return nil }
    return count
  }

  /// Passes over `count` bytes; returns where they begin.
  mutating func skip(_ count: Int) -> Int? {
    guard count <= end - at else { return nil }
    defer { at += count }
    return at
  }

  mutating func string() -> UnsafeRawBufferPointer? {
    guard let count = count(ofAtLeast: 1), let start = skip(count) else { return nil }
    return UnsafeRawBufferPointer(rebasing: bytes[start..<start + count])
  }

  /// A byte string that is to be UTF-8.
  mutating func text() -> String? { string().flatMap { String(validating: $0, as: UTF8.self) } }

  mutating func path() -> StoredPath? {
    guard let count = number(), count >= 0, count < end - at, bytes[at + count] == 0 else {
      return nil
    }
    defer { at += count + 1 }
    return StoredPath(start: Int32(at), count: Int32(count))
  }

  /// The bytes of a path that was read.
  func slice(_ path: StoredPath) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[path.range])
  }

  mutating func stamp() -> Stamp? {
    guard let size = number(), let changed = number(), let inode = number() else { return nil }
    return Stamp(size: size, changed: changed, inode: UInt64(bitPattern: Int64(inode)))
  }

  mutating func digest() -> Hash? {
    skip(StateReader.digestSize).flatMap {
      Hash(stored: Bytes(bytes[$0..<$0 + StateReader.digestSize]))
    }
  }

  mutating func list<Item>(_ read: (inout StateReader) -> Item?) -> [Item]? {
    guard let count = count(ofAtLeast: 8) else { return nil }
    var items: [Item] = []
    for _ in 0..<count {
      guard let item = read(&self) else { return nil }
      items.append(item)
    }
    return items
  }

  // MARK: sizes in bytes

  static let sealSize = 8
  static let digestSize = 32
  /// Of an empty path and of a stamp.
  static let leastPathSize = 9
  static let stampSize = 24

  /// Mixes the bytes, eight at a time. Each step can be undone, so a change of one byte is always seen.
  static func checksum(_ bytes: UnsafeRawBufferPointer) -> Int {
    var sum: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var at = 0
    while at + 8 <= bytes.count {
      let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      sum = (sum ^ UInt64(littleEndian: word)) &* 0xBF58_476D_1CE4_E5B9
      sum ^= sum >> 31
      at += 8
    }
    while at < bytes.count {
      sum = (sum ^ UInt64(bytes[at])) &* 0x94D0_49BB_1331_11EB
      at += 1
    }
    return Int(truncatingIfNeeded: sum ^ (sum >> 29))
  }
}

/// Where a path stands in a buffer, in which a NUL follows it; in bytes.
struct StoredPath: Sendable {
  let start: Int32
  let count: Int32

  static let empty = StoredPath(start: 0, count: 0)
  var isEmpty: Bool { count == 0 }
  var range: Range<Int> { Int(start)..<Int(start) + Int(count) }
}
