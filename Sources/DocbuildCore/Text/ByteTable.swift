/// A hash table from bytes to values.
///
/// `Dictionary` would do, but for its start: the first one with a key such as `[UInt8]` makes the Swift runtime search
/// all conformances of the program, which takes longer than weaving an article.
package final class ByteTable<Value: Sendable> {
  /// Places of entries, -1 for a free one; the count is a power of two.
  private var places: [Int] = Array(repeating: -1, count: 16)
  private var hashes: [UInt64] = []
  private var keys: [Bytes] = []
  private var values: [Value] = []

  package init() {}

  /// The value of `key`; setting nil is an error, since nothing is ever removed.
  package subscript(key: Bytes) -> Value? {
    get {
      let entry = places[place(of: key, hash(key))]
      return entry < 0 ? nil : values[entry]
    }
    set {
      guard let newValue else { preconditionFailure("entries are never removed") }
      let hash = hash(key)
      let found = place(of: key, hash)
      if places[found] >= 0 {
        values[places[found]] = newValue
        return
      }
      places[found] = keys.count
      hashes.append(hash)
      keys.append(key)
      values.append(newValue)
      if keys.count * 2 > places.count { grow() }
    }
  }

  private func place(of key: Bytes, _ hash: UInt64) -> Int {
    let mask = places.count - 1
    var at = Int(truncatingIfNeeded: hash) & mask
    while places[at] >= 0 {
      if hashes[places[at]] == hash, keys[places[at]] == key { return at }
      at = (at + 1) & mask
    }
    return at
  }

  private func grow() {
    places = Array(repeating: -1, count: places.count * 4)
    let mask = places.count - 1
    for entry in hashes.indices {
      var at = Int(truncatingIfNeeded: hashes[entry]) & mask
      while places[at] >= 0 { at = (at + 1) & mask }
      places[at] = entry
    }
  }

  private func hash(_ key: Bytes) -> UInt64 {
    var hash = tableSeed
    for byte in key {
      hash = (hash ^ UInt64(byte)) &* 0x9E37_79B9_7F4A_7C15
      hash ^= hash >> 29
    }
    return hash ^ (hash >> 32)
  }
}

/// Another in each process, so that nobody can choose keys that collide.
private let tableSeed = UInt64.random(in: .min ... .max) | 1
