import CHash
package import DocbuildCore

/// A SHA-256 digest.
package struct Hash: Hashable, Sendable {
  /// 32 bytes.
  package let bytes: Bytes

  /// The digest of all that `feed` hands over.
  package init(of feed: ((UnsafeRawBufferPointer) -> Void) -> Void) {
    let state = UnsafeMutableRawPointer.allocate(byteCount: docbuild_hash_size(), alignment: 16)
    defer { state.deallocate() }
    docbuild_hash_begin(state)
    feed { docbuild_hash_add(state, $0.baseAddress, $0.count) }
    bytes = Bytes(unsafeUninitializedCapacity: 32) { room, count in
      if let start = room.baseAddress { docbuild_hash_end(state, start) }
      count = 32
    }
  }

  /// The digest of `bytes`.
  package init(_ bytes: Bytes) { self.init { feed in bytes.withUnsafeBytes(feed) } }

  /// A digest that was stored; nil when it has not 32 bytes.
  package init?(stored bytes: Bytes) {
    guard bytes.count == 32 else { return nil }
    self.bytes = bytes
  }

  /// As hexadecimal digits.
  package var text: String {
    bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
  }
}
