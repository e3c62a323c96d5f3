import DocbuildCore
import Glibc

extension UnsafeRawBufferPointer {
  /// Below 0 when these bytes come before others, 0 when they are the same, above 0 when they come behind: the order
  /// that all lists of paths have.
  func order(to other: UnsafeRawBufferPointer) -> Int {
    let shared = Swift.min(count, other.count)
    if shared > 0, let first = baseAddress, let second = other.baseAddress {
      let found = memcmp(first, second, shared)
      if found != 0 { return Int(found) }
    }
    return count - other.count
  }
}

extension Bytes {
  /// Whether the path comes before another, byte by byte.
  func comesBefore(_ other: Bytes) -> Bool {
    withUnsafeBytes { own in other.withUnsafeBytes { own.order(to: $0) < 0 } }
  }
}
