import DocbuildCore
import Glibc

/// What is never embedded, even inside the root, because it holds secrets.
package struct Secrets: Sendable {
  /// What is allowed all the same; `.git/` never is.
  private let allowed: GlobSet

  /// Refuses all that holds secrets but what patterns allow.
  package init(allowing allowed: [String] = []) { self.allowed = GlobSet(allowed) }

  /// Why the file at `path`, its real path, is refused by its name; nil when it is not.
  func reason(toRefuse path: RootPath) -> String? {
    guard mayHoldSecrets(path.bytes) else { return nil }
    let components = path.components.map { $0.text.lowercased() }
    if components.contains(".git") { return "'.git' is git's own" }
    guard !isAllowed(path) else { return nil }
    return SecretName.all.lazy.compactMap { $0.reason(toRefuse: components) }.first
  }

  /// Whether its name must be looked at more closely: whether a component begins, or the name ends, as one of those that
  /// hold secrets does. What is not ASCII may be the same as it in lower case.
  private func mayHoldSecrets(_ path: Bytes) -> Bool {
    var isStart = true
    var dot = -1
    for (at, byte) in path.enumerated() {
      if byte >= 0x80 { return true }
      if isStart, ".i_I".utf8.contains(byte) { return true }
      isStart = byte == Bytes.slash
      if byte == UInt8(ascii: ".") { dot = at }
    }
    return dot >= 0 && dot + 1 < path.count && "pPjJkK".utf8.contains(path[dot + 1])
  }

  /// Why the file is refused by what it holds.
  func reason(toRefuse bytes: Bytes, at path: RootPath) -> String? {
    bytes.holdsPrivateKey && !isAllowed(path) ? "it holds a private key" : nil
  }

  private func isAllowed(_ path: RootPath) -> Bool { allowed.matches(path) }
}
