import DocbuildCore

/// A part of a tree, for one of several machines. A document's part follows from its path alone, so that it stays the same
/// while others come and go.
package struct Shard: Sendable {
  /// Which part, from 1.
  package let index: Int
  /// Of how many.
  package let count: Int

  /// Nil unless 1 ≤ index ≤ count.
  package init?(index: Int, count: Int) {
    guard index >= 1, index <= count else { return nil }
    self.index = index
    self.count = count
  }

  /// Whether the document at `path` belongs to this part.
  func contains(_ path: RootPath) -> Bool {
    let digest = Hash(path.bytes).bytes
    let number = digest.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return Int(number % UInt64(count)) == index - 1
  }
}
