import DocbuildCore

/// Puts a state file together, in the format that `StateReader` describes.
struct StateWriter {
  private(set) var bytes: Bytes

  /// - Parameter capacity: how many bytes are expected; more cost time.
  init(_ file: StateFile, capacity: Int = 0) {
    bytes = []
    bytes.reserveCapacity(capacity)
    bytes += file.heading ?? []
  }

  mutating func number(_ value: Int) {
    withUnsafeBytes(of: UInt64(bitPattern: Int64(value)).littleEndian) {
      bytes.append(contentsOf: $0)
    }
  }

  /// Bytes whose number the reader knows.
  mutating func raw(_ value: ArraySlice<UInt8>) { bytes += value }

  mutating func string(_ value: Bytes) {
    number(value.count)
    bytes += value
  }

  mutating func text(_ value: String) { string(Bytes(value.utf8)) }

  mutating func path(_ value: ArraySlice<UInt8>) {
    number(value.count)
    bytes += value
    bytes.append(0)
  }

  mutating func stamp(_ value: Stamp) {
    number(value.size)
    number(value.changed)
    number(Int(truncatingIfNeeded: value.inode))
  }

  mutating func digest(_ value: Hash) { bytes += value.bytes }

  mutating func list<Item>(_ items: [Item], _ write: (inout StateWriter, Item) -> Void) {
    number(items.count)
    for item in items { write(&self, item) }
  }

  /// The whole file, with its seal.
  consuming func sealed() -> Bytes {
    number(bytes.withUnsafeBytes { StateReader.checksum($0) })
    return bytes
  }
}
