import DocbuildCore
import Glibc
import Synchronization

/// The tests that have passed, in `.docbuild/passed`, each by a digest of all that it read: a test that is in it need not
/// run again.
///
/// The file is the line `docbuild passed 1`, then digests of 32 bytes each, ascending, then the digest of all that. A
/// file that is anything else counts as empty.
final class PassedLog: Sendable {
  /// Below the root.
  static let path = Bytes(".docbuild/passed".utf8)
  private static let fileName = Bytes("passed".utf8)
  private static let header = Bytes("docbuild passed 1\n".utf8)

  private let old: Set<Hash>
  private let current = Mutex<Set<Hash>>([])

  init(root: Root, _ interrupt: Interrupt) {
    old = Self.isTracked(root, interrupt) ? [] : Self.read(root)
  }

  /// Whether git tracks it, so that whoever committed it has made it; it is not believed then.
  private static func isTracked(_ root: Root, _ interrupt: Interrupt) -> Bool {
    guard case .success(let git) = Git.around(root, interrupt) else { return false }
    let listed = git.run(["ls-files", "-z", "--cached", "--", ".docbuild"], in: root.path)
    guard case .success(let done) = listed, done.status == 0 else { return true }
    return !done.output.isEmpty
  }

  private static func read(_ root: Root) -> Set<Hash> {
    guard let bytes = try? Workspace.bytes(of: fileName, in: root).bytes,
      bytes.starts(with: header),
      bytes.count >= header.count + 32, (bytes.count - header.count) % 32 == 0,
      Hash(Bytes(bytes.dropLast(32))).bytes.elementsEqual(bytes.suffix(32))
    else { return [] }
    return Set(
      stride(from: header.count, to: bytes.count - 32, by: 32).compactMap {
        Hash(stored: Bytes(bytes[$0..<$0 + 32]))
      })
  }

  /// Whether the test has passed before; if so it is kept.
  func holds(_ key: Hash) -> Bool {
    guard old.contains(key) else { return false }
    add(key)
    return true
  }

  func add(_ key: Hash) { _ = current.withLock { $0.insert(key) } }

  /// Writes what has passed.
  ///
  /// - Parameter keepsOthers: whether tests that were not looked at now are kept too.
  func store(in root: Root, keepsOthers: Bool) throws {
    let all = current.withLock { keepsOthers ? $0.union(old) : $0 }
    guard all != old else { return }
    var bytes = Self.header
    for key in all.map(\.bytes).sorted(by: { $0.lexicographicallyPrecedes($1) }) { bytes += key }
    bytes += Hash(bytes).bytes
    try Workspace.prepare(root)
    try OutputFile.replace(root.path.joined(Self.path), withBytes: bytes)
  }
}
