import CHash
package import DocbuildCore

/// A SHA-256 digest.
package struct Hash: Hashable, Sendable {
  /// Its bytes, eight in each as they lie in memory: 100,000 documents have a digest each.
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// 32 bytes.
  package var bytes: Bytes { withUnsafeBytes(of: words) { Bytes($0) } }

  /// Whether all bits are the same.
  package static func == (one: Hash, other: Hash) -> Bool { one.words == other.words }

  /// By its first bits, which are as good as any.
  package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }

  /// The digest of all that `feed` hands over.
  package init(of feed: ((UnsafeRawBufferPointer) -> Void) -> Void) {
    let state = UnsafeMutableRawPointer.allocate(byteCount: docbuild_hash_size(), alignment: 16)
    defer { state.deallocate() }
    docbuild_hash_begin(state)
    feed { docbuild_hash_add(state, $0.baseAddress, $0.count) }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { room in
      if let start = room.assumingMemoryBound(to: UInt8.self).baseAddress {
        docbuild_hash_end(state, start)
      }
    }
    self.words = words
  }

  /// The digest of `bytes`.
  package init(_ bytes: Bytes) { self.init { feed in bytes.withUnsafeBytes(feed) } }

  /// A digest that was stored; nil when it has not 32 bytes.
  package init?(stored bytes: Bytes) {
    guard bytes.count == 32 else { return nil }
    var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
    withUnsafeMutableBytes(of: &words) { $0.copyBytes(from: bytes) }
    self.words = words
  }

  /// The name that git has for a blob of those bytes, as hexadecimal digits; in repositories of SHA-1, as nearly all are.
  package static func blobName(of bytes: Bytes) -> String {
    var name = Bytes(repeating: 0, count: 20)
    bytes.withUnsafeBytes { all in
      name.withUnsafeMutableBufferPointer { room in
        if let start = room.baseAddress { docbuild_blob_name(all.baseAddress, all.count, start) }
      }
    }
    return name.flatMap { $0.hexadecimal() }.text
  }

  /// As hexadecimal digits.
  package var text: String {
    bytes.flatMap { $0.hexadecimal() }.text
  }
}
