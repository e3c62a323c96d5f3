import DocbuildCore

/// How a build log is stored.
///
/// Format: the line `docbuild log 5`, then 64-bit little-endian numbers and byte strings (a number of bytes, then the
/// bytes): the digest of the settings, the root's path; the number of files, and of each its path, a NUL, its size,
/// time in nanoseconds and inode; the number of documents, and of each its path, a NUL, its output, a NUL, the output's
/// size, time and inode, the digest of what was written (32 bytes), and its inputs (their number, then their places
/// among the files, from 0). Last comes a checksum of all that, which tells damage, not malice.
extension BuildLog {
  private static let magic = Bytes("docbuild log 5\n".utf8)
  /// Of a digest, in bytes.
  private static let hashCount = 32

  /// Nil for a log that is damaged or of another root.
  init?(_ bytes: Bytes, root: Bytes) {
    guard bytes.starts(with: BuildLog.magic), bytes.count > BuildLog.magic.count + 8,
      bytes.count < Int32.max
    else { return nil }
    let read = bytes.withUnsafeBytes { buffer -> BuildLog? in
      let end = buffer.count - 8
      var last = Reader(bytes: buffer, at: end, end: buffer.count)
      let sum = BuildLog.checksum(buffer, count: end)
      guard last.number() == sum else { return nil }
      var reader = Reader(bytes: buffer, at: BuildLog.magic.count, end: end)
      guard let settings = reader.string().flatMap({ Hash(stored: Bytes($0)) }),
        let stored = reader.string(), root.elementsEqual(stored)
      else { return nil }
      var log = BuildLog(settings: settings, text: bytes)
      guard log.readFiles(&reader), log.readEntries(&reader) else {
        return nil
      }
      log.sum = sum
      log.wholeFiles = Int32(log.files.count)
      return log
    }
    guard let read else { return nil }
    self = read
  }

  /// Adds the files that follow.
  mutating func readFiles(_ reader: inout Reader) -> Bool {
    guard let count = reader.count() else { return false }
    files.reserveCapacity(files.count + count)
    for _ in 0..<count {
      guard let path = reader.path(), let stamp = reader.stamp() else { return false }
      files.append(File(path: path, stamp: stamp))
    }
    return true
  }

  private mutating func readEntries(_ reader: inout Reader) -> Bool {
    guard let count = reader.count() else { return false }
    entries.reserveCapacity(count)
    inputs.reserveCapacity(count * 4)
    for _ in 0..<count {
      guard let entry = readEntry(&reader) else { return false }
      if let before = entries.last?.path {
        guard BuildLog.order(reader.slice(before), reader.slice(entry.path)) < 0 else {
          return false
        }
      }
      entries.append(entry)
    }
    return true
  }

  /// Reads an entry, whose inputs are among the files read so far.
  mutating func readEntry(_ reader: inout Reader) -> Entry? {
    guard let path = reader.path(), let output = reader.path(), let stamp = reader.stamp(),
      let hash = reader.skip(BuildLog.hashCount), let inputCount = reader.count()
    else { return nil }
    let first = Int32(inputs.count)
    for _ in 0..<inputCount {
      guard let place = reader.number(), files.indices.contains(place) else { return nil }
      inputs.append(Int32(place))
    }
    return Entry(
      path: path, output: output, outputStamp: stamp, hash: Int32(hash),
      inputs: first..<Int32(inputs.count))
  }

  /// The log as it is stored.
  func stored(root: Bytes) -> Bytes {
    var writer = Writer(bytes: BuildLog.magic)
    writer.bytes.reserveCapacity(
      text.count + root.count + files.count * 32 + entries.count * 64 + inputs.count * 8 + 128)
    writer.string(settings.bytes)
    writer.string(root)
    return storedRest(&writer)
  }

  /// Adds files, entries and the checksum.
  func storedRest(_ writer: inout Writer) -> Bytes {
    writer.number(files.count)
    for file in files {
      writer.path(text, file.path)
      writer.stamp(file.stamp)
    }
    writer.number(entries.count)
    for entry in entries {
      writer.path(text, entry.path)
      writer.path(text, entry.output)
      writer.stamp(entry.outputStamp)
      writer.bytes += text[Int(entry.hash)..<Int(entry.hash) + BuildLog.hashCount]
      writer.number(entry.inputs.count)
      for place in inputs(of: entry) { writer.number(Int(place)) }
    }
    let count = writer.bytes.count
    writer.number(writer.bytes.withUnsafeBytes { BuildLog.checksum($0, count: count) })
    return writer.bytes
  }

  /// Mixes the bytes, eight at a time.
  static func checksum(_ bytes: UnsafeRawBufferPointer, count: Int) -> Int {
    var sum: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(count)
    var at = 0
    while at + 8 <= count {
      sum =
        (sum ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)) &* 0xBF58_476D_1CE4_E5B9
      sum ^= sum >> 31
      at += 8
    }
    while at < count {
      sum = (sum ^ UInt64(bytes[at])) &* 0x94D0_49BB_1331_11EB
      at += 1
    }
    return Int(truncatingIfNeeded: sum ^ (sum >> 29))
  }

  struct Writer {
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

    mutating func path(_ text: Bytes, _ path: Path) {
      number(Int(path.count))
      bytes += text[Int(path.start)..<Int(path.start + path.count)]
      bytes.append(0)
    }

    mutating func stamp(_ value: Stamp) {
      number(value.size)
      number(value.changed)
      number(Int(truncatingIfNeeded: value.inode))
    }
  }

  struct Reader {
    let bytes: UnsafeRawBufferPointer
    var at: Int
    let end: Int

    mutating func number() -> Int? {
      guard at + 8 <= end else { return nil }
      let value = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
      at += 8
      return Int(truncatingIfNeeded: UInt64(littleEndian: value))
    }

    /// A number of things that follow, each of eight bytes at the least.
    mutating func count() -> Int? {
      guard let count = number(), count >= 0, count <= (end - at) / 8 else { return nil }
      return count
    }

    /// Passes over `count` bytes; returns where they begin.
    mutating func skip(_ count: Int) -> Int? {
      guard count <= end - at else { return nil }
      defer { at += count }
      return at
    }

    mutating func string() -> UnsafeRawBufferPointer? {
      guard let count = number(), count >= 0, count <= end - at else { return nil }
      defer { at += count }
      return UnsafeRawBufferPointer(rebasing: bytes[at..<at + count])
    }

    mutating func path() -> Path? {
      guard let count = number(), count >= 0, count < end - at, bytes[at + count] == 0 else {
        return nil
      }
      defer { at += count + 1 }
      return Path(start: Int32(at), count: Int32(count))
    }

    func slice(_ path: Path) -> UnsafeRawBufferPointer {
      UnsafeRawBufferPointer(rebasing: bytes[Int(path.start)..<Int(path.start + path.count)])
    }

    mutating func stamp() -> Stamp? {
      guard let size = number(), let changed = number(), let inode = number() else { return nil }
      return Stamp(size: size, changed: changed, inode: UInt64(bitPattern: Int64(inode)))
    }
  }
}
