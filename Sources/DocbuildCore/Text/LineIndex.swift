import CText

/// Lines that are looked for in many texts, found in one pass over each: white space at the ends of lines does not count.
///
/// The lines that are looked for are few and kept; the texts, which are many, are only read. A hash stands for a line, so
/// whoever finds something compares the bytes.
package struct LineIndex: Sendable {
  /// A line of a text that is one of those looked for.
  package struct Hit: Sendable, Hashable {
    /// Which of the lines it is, from 0.
    package let id: Int32
    /// The line of the text, from 0.
    package let line: Int32
  }

  private var hashes: [UInt64] = []
  /// Numbers of lines by their hashes, -1 for a free place; the count is a power of two.
  private var places: [Int32]
  /// A bit for each value of the low bits of a hash.
  private var filter: [UInt64]

  /// An index of those hashes of lines (`lineHash`); each counts once, 0 (a blank line) not at all.
  package init(_ lines: some Sequence<UInt64>) {
    var seen: Set<UInt64> = [0]
    for hash in lines where seen.insert(hash).inserted { hashes.append(hash) }
    var count = 64
    while count < hashes.count * 4 { count *= 2 }
    places = Array(repeating: -1, count: count)
    filter = Array(repeating: 0, count: max(64, count / 4))
    let bits = UInt64(filter.count) * 64 - 1
    for (id, hash) in hashes.enumerated() {
      var at = Int(truncatingIfNeeded: hash >> 20) & (count - 1)
      while places[at] >= 0 { at = (at + 1) & (count - 1) }
      places[at] = Int32(id)
      filter[Int((hash & bits) / 64)] |= 1 << ((hash & bits) % 64)
    }
  }

  /// How many different lines are looked for.
  package var count: Int { hashes.count }

  /// The number of the line with that hash; nil when it is not looked for.
  package func id(of hash: UInt64) -> Int32? {
    var at = Int(truncatingIfNeeded: hash >> 20) & (places.count - 1)
    while places[at] >= 0 {
      if hashes[Int(places[at])] == hash { return places[at] }
      at = (at + 1) & (places.count - 1)
    }
    return nil
  }

  /// The lines of `bytes` that are looked for, in order.
  package func hits(in bytes: Bytes) -> [Hit] {
    var found: [Hit] = []
    let room = 256
    unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe filter.withUnsafeBufferPointer { filter in
        guard let start = filter.baseAddress else { return }
        var scan = unsafe docbuild_line_scan(
          bytes: bytes.baseAddress, count: bytes.count, at: 0, number: 0, filter: start,
          mask: UInt64(filter.count) * 64 - 1)
        unsafe withUnsafeTemporaryAllocation(of: docbuild_line.self, capacity: room) { lines in
          guard let first = lines.baseAddress else { return }
          while unsafe scan.at < bytes.count {
            let count = unsafe docbuild_scan_lines(&scan, first, room)
            for index in 0..<count {
              guard let id = unsafe self.id(of: lines[index].hash) else { continue }
              unsafe found.append(Hit(id: id, line: Int32(truncatingIfNeeded: lines[index].number)))
            }
          }
        }
      }
    }
    return found
  }
}

extension ArraySlice<UInt8> {
  /// What tells a line from others, white space at its ends left aside; 0 for a blank one.
  package var lineHash: UInt64 {
    unsafe withUnsafeBufferPointer { unsafe docbuild_line_hash($0.baseAddress, $0.count) }
  }
}
