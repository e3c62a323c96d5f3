import DocbuildCore
import Glibc

/// What is never embedded, even inside the root, because it holds secrets.
package struct Secrets: Sendable {
  /// What is allowed all the same; `.git/` never is.
  private let allowed: GlobSet

  package init(allowing allowed: [String] = []) { self.allowed = GlobSet(allowed) }

  private static let folders: Set<String> = [".aws", ".ssh", ".gnupg", ".kube"]
  private static let files: Set<String> = [
    ".netrc", "_netrc", ".npmrc", ".pypirc", ".git-credentials", ".pgpass", ".htpasswd",
    "id_rsa", "id_dsa", "id_ecdsa", "id_ed25519", "id_ecdsa_sk", "id_ed25519_sk",
  ]
  private static let endings = [".ppk", ".p12", ".pfx", ".jks", ".keystore"]

  /// Why the file at `path`, its real path below the root, is refused by its name; nil when it is not.
  func reason(toRefuse path: Bytes) -> String? {
    guard mayHoldSecrets(path) else { return nil }
    let components = path.components.map { $0.text.lowercased() }
    if components.contains(".git") { return "'.git' is git's own" }
    guard !isAllowed(path) else { return nil }
    if let folder = components.dropLast().first(where: Secrets.folders.contains) {
      return "files below '\(folder)' hold secrets"
    }
    guard let file = components.last else { return nil }
    if file == ".env" || file.hasPrefix(".env.") || Secrets.files.contains(file) {
      return "files of that name hold secrets"
    }
    if Secrets.endings.contains(where: file.hasSuffix) {
      return "files of that kind hold private keys"
    }
    return nil
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

  /// Why the file is refused by what it holds: a private key in the forms of PEM and OpenSSH (RFC 7468) or of PGP
  /// (RFC 4880, 6.2), its first line alone on a line.
  func reason(toRefuse bytes: Bytes, at path: Bytes) -> String? {
    let mark = Bytes("PRIVATE KEY".utf8)
    let endings = ["-----", " BLOCK-----"].map { Bytes($0.utf8) }
    var from = 0
    while let at = bytes.firstOffset(of: UInt8(ascii: "P"), in: from..<bytes.count) {
      from = at + 1
      guard bytes[at...].starts(with: mark) else { continue }
      let line = (bytes[..<at].lastIndex(of: UInt8(ascii: "\n")) ?? -1) + 1
      let end = bytes.firstOffset(of: UInt8(ascii: "\n"), in: at..<bytes.count) ?? bytes.count
      var rest = bytes[at + mark.count..<end]
      while let last = rest.last, last.isBlank || last == UInt8(ascii: "\r") { rest.removeLast() }
      if bytes[line..<at].starts(with: Bytes("-----BEGIN ".utf8)),
        endings.contains(where: { rest.elementsEqual($0) }), !isAllowed(path)
      {
        return "it holds a private key"
      }
    }
    return nil
  }

  private func isAllowed(_ path: Bytes) -> Bool { allowed.matches(path) }
}
