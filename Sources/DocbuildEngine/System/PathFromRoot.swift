package import DocbuildCore

/// A path from the root of a project on, whether it is known to stay below the root or not. What takes either keeps the bounds
/// itself, or only shows it to people.
package protocol PathFromRoot: Sendable {
  /// As it is asked of the system and shown to people who stand in the root.
  var bytes: Bytes { get }
}

extension PathFromRoot {
  /// For people.
  package var text: String { bytes.text }

  /// The last component; empty for the root, and for a path that ends in a slash.
  package var fileName: Bytes { bytes.fileName }

  /// Whether both are the same, byte by byte.
  package func isSame(as other: some PathFromRoot) -> Bool { bytes == other.bytes }
}

/// By the bytes of paths.
extension ByteTable {
  /// The value of a path.
  subscript(path: some PathFromRoot) -> Value? {
    get { self[path.bytes] }
    set { self[path.bytes] = newValue }
  }
}

extension ByteKeys {
  /// The number of a path; -1 when it is not there.
  func find(_ path: some PathFromRoot) -> Int { find(path.bytes) }

  /// Adds a path; returns its number, old or new.
  func add(_ path: some PathFromRoot) -> Int { add(path.bytes) }
}

extension Glob {
  /// Whether it fits a path.
  package func matches(_ path: some PathFromRoot) -> Bool { matches(path.bytes) }
}

extension GlobSet {
  /// Whether one of the patterns fits a path.
  package func matches(_ path: some PathFromRoot) -> Bool { matches(path.bytes) }
}
