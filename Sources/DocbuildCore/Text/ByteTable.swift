/// A hash table from bytes to values.
///
/// `Dictionary` would do, but for its start: the first one with a key such as `[UInt8]` makes the Swift runtime search
/// all conformances of the program, which takes longer than weaving an article. What is generic here is small enough to
/// be inlined: the runtime takes long to find its way in generic code of another module. Only what is public is inlined
/// there, so this is.
public final class ByteTable<Value: Sendable> {
  @usableFromInline let keys: ByteKeys
  @usableFromInline var values: [Value] = []

  /// - Parameter capacity: how many entries to expect; more may come.
  @inlinable
  public init(capacity: Int = 0) {
    keys = ByteKeys(capacity: capacity)
    if capacity > 0 { values.reserveCapacity(capacity) }
  }

  /// The value of `key`; setting nil is an error, since nothing is ever removed.
  @inlinable
  public subscript(key: [UInt8]) -> Value? {
    get {
      let found = keys.find(key)
      return found < 0 ? nil : values[found]
    }
    set {
      guard let newValue else { preconditionFailure("entries are never removed") }
      let found = keys.add(key)
      if found < values.count { values[found] = newValue } else { values.append(newValue) }
    }
  }

  /// A table of those entries.
  package convenience init(_ entries: [(key: [UInt8], value: Value)]) {
    self.init(capacity: entries.count)
    for entry in entries { self[entry.key] = entry.value }
  }

  /// In the order of their coming.
  package var entries: [(key: [UInt8], value: Value)] {
    zip(keys.all, values).map { ($0, $1) }
  }
}

/// Different keys, numbered from 0 in the order of their coming.
@usableFromInline
package final class ByteKeys {
  // One value, so that each question is one access to the object.
  private var table: Table

  /// An empty table with room for so many keys.
  @usableFromInline
  package init(capacity: Int) { table = Table(capacity: capacity) }

  /// The number of `key`; -1 when it is not there.
  @usableFromInline
  package func find(_ key: [UInt8]) -> Int { table.find(key) }

  /// The same for bytes that are not an array.
  package func find(_ key: UnsafeRawBufferPointer) -> Int { unsafe table.find(key) }

  /// The number of `key`, which is the next one when it has not been there yet.
  @usableFromInline
  package func add(_ key: [UInt8]) -> Int { table.add(key) }

  /// In the order of their numbers.
  package var all: [[UInt8]] { table.entries.map(\.key) }

  private struct Entry {
    let hash: UInt64
    let key: Bytes
  }

  private struct Table {
    /// Indices of entries by bucket, -1 for a free one; the count is a power of two, or 0 before the first entry: many
    /// tables never get one.
    private var buckets: [Int32] = []
    private(set) var entries: [Entry] = []

    init(capacity: Int) {
      guard capacity > 0 else { return }
      var count = 16
      while count < capacity * 2 { count *= 2 }
      buckets = Array(repeating: -1, count: count)
      entries.reserveCapacity(capacity)
    }

    func find(_ key: Bytes) -> Int {
      entries.isEmpty ? -1 : Int(buckets[bucket(of: key, key.tableHash)])
    }

    func find(_ key: UnsafeRawBufferPointer) -> Int {
      if entries.isEmpty { return -1 }
      let hash = unsafe tableHash(of: key)
      let mask = buckets.count - 1
      var at = Int(truncatingIfNeeded: hash) & mask
      while buckets[at] >= 0 {
        let entry = Int(buckets[at])
        if entries[entry].hash == hash, unsafe entries[entry].key.elementsEqual(key) {
          return entry
        }
        at = (at + 1) & mask
      }
      return -1
    }

    mutating func add(_ key: Bytes) -> Int {
      if buckets.isEmpty { buckets = Array(repeating: -1, count: 16) }
      let hash = key.tableHash
      let found = bucket(of: key, hash)
      if buckets[found] >= 0 { return Int(buckets[found]) }
      buckets[found] = Int32(entries.count)
      entries.append(Entry(hash: hash, key: key))
      if entries.count * 2 > buckets.count { grow() }
      return entries.count - 1
    }

    private func bucket(of key: Bytes, _ hash: UInt64) -> Int {
      let mask = buckets.count - 1
      var at = Int(truncatingIfNeeded: hash) & mask
      while buckets[at] >= 0 {
        let entry = Int(buckets[at])
        if entries[entry].hash == hash, entries[entry].key.isSame(as: key) { return at }
        at = (at + 1) & mask
      }
      return at
    }

    private mutating func grow() {
      buckets = Array(repeating: -1, count: buckets.count * 4)
      let mask = buckets.count - 1
      for index in entries.indices {
        var at = Int(truncatingIfNeeded: entries[index].hash) & mask
        while buckets[at] >= 0 { at = (at + 1) & mask }
        buckets[at] = Int32(index)
      }
    }
  }
}

extension Bytes {
  /// A hash that differs from process to process, eight bytes at a time.
  package var tableHash: UInt64 {
    unsafe withUnsafeBytes { unsafe DocbuildCore.tableHash(of: $0) }
  }
}

private func tableHash(of buffer: UnsafeRawBufferPointer) -> UInt64 {
  var hash = tableSeed ^ UInt64(buffer.count)
  var at = 0
  while at + 8 <= buffer.count {
    hash = mixed(hash ^ (unsafe buffer.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
    at += 8
  }
  var rest: UInt64 = 0
  while at < buffer.count {
    rest = unsafe rest << 8 | UInt64(buffer[at])
    at += 1
  }
  return mixed(hash ^ rest)
}

/// Both halves of the product, so that each bit of the sum counts in the low bits.
private func mixed(_ value: UInt64) -> UInt64 {
  let product = (value ^ tableSeed).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
  return product.high ^ product.low
}

/// Another in each process, so that nobody can choose keys that collide.
private let tableSeed = UInt64.random(in: .min ... .max) | 1
