import DocbuildCore
import Synchronization

/// The tests that have passed (`StateFile.passed`), each by a digest of all that it read: a test that is in it need not
/// run again.
///
/// Format, as `StateReader` has it: the list of digests, ascending.
final class PassedLog: Sendable {
  private let old: Set<Hash>
  private let current = Mutex<Set<Hash>>([])

  /// Without what earlier runs have noted.
  init() { old = [] }

  /// With what earlier runs have noted in `root`; nothing where that can't be read.
  init(in root: Root) {
    guard case .bytes(let bytes)? = try? StateFolder.read(.passed, in: root) else {
      old = []
      return
    }
    old = Set(PassedLog.digests(bytes) ?? [])
  }

  /// Nil for what is damaged.
  static func digests(_ bytes: Bytes) -> [Hash]? {
    bytes.withUnsafeBytes { buffer in
      guard var reader = StateReader(buffer, of: .passed) else { return nil }
      let digests = reader.list { $0.digest() }
      return reader.isAtEnd ? digests : nil
    }
  }

  /// Whether the test has passed before; if so it is kept.
  func holds(_ key: Hash) -> Bool {
    guard old.contains(key) else { return false }
    add(key)
    return true
  }

  /// Notes that the test has passed.
  func add(_ key: Hash) { _ = current.withLock { $0.insert(key) } }

  /// Writes what has passed.
  ///
  /// - Parameter keepsOthers: whether tests that were not looked at now are kept too.
  func store(in root: Root, keepsOthers: Bool) throws(SystemError) {
    let all = current.withLock { keepsOthers ? $0.union(old) : $0 }
    guard all != old else { return }
    var writer = StateWriter(.passed)
    let digests = all.sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    writer.list(digests) { $0.digest($1) }
    try StateFolder.make(in: root).replace(.passed, withBytes: writer.sealed())
  }
}
