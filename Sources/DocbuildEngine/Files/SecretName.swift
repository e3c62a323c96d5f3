import DocbuildCore

/// A name by which a file is known to hold secrets: a row of the table. All are compared in lower case, since some file
/// systems make no difference.
package struct SecretName: Sendable {
  /// The parts of a path that a name may be compared with.
  package enum Kind: Sendable {
    /// A folder of that name, wherever it lies, with all that is in it.
    case folder
    /// The last components of the path.
    case file
    /// A file of that name, or of that name with a dot and anything behind it.
    case family
    /// The end of the file's name.
    case ending
  }

  /// Which part of a path is compared.
  package let kind: Kind
  /// What it is compared with, in lower case.
  package let name: String
  /// Its components.
  private let parts: [String]

  private init(_ kind: Kind, _ name: String) {
    self.kind = kind
    self.name = name
    parts = name.split(separator: "/").map(String.init)
  }

  /// Each name begins with a dot, an underscore or an i, or is an ending in p, j or k: `Secrets` looks no closer at others.
  package static let all: [SecretName] =
    [
      ".aws", ".azure", ".chef", ".config/gcloud", ".gnupg", ".kube", ".password-store", ".ssh",
      ".terraform.d",
    ].map { SecretName(.folder, $0) }
    + [".env", ".envrc"].map { SecretName(.family, $0) }
    + [
      ".boto", ".bundle/config", ".cargo/credentials", ".cargo/credentials.toml",
      ".composer/auth.json", ".config/composer/auth.json", ".config/gh/hosts.yml", ".config/hub",
      ".config/rclone/rclone.conf", ".databrickscfg", ".docker/config.json", ".dockercfg",
      ".gem/credentials", ".git-credentials", ".gradle/gradle.properties", ".htpasswd",
      ".kaggle/kaggle.json", ".m2/settings-security.xml", ".m2/settings.xml", ".my.cnf",
      ".mylogin.cnf", ".netrc", ".npmrc", ".pgpass", ".pypirc", ".s3cfg", ".sentryclirc",
      ".terraformrc", ".vault-token", "_netrc", "id_dsa", "id_ecdsa", "id_ecdsa_sk", "id_ed25519",
      "id_ed25519_sk", "id_rsa",
    ].map { SecretName(.file, $0) }
    + [".jks", ".kdbx", ".keystore", ".p12", ".pfx", ".ppk"].map { SecretName(.ending, $0) }

  /// Why a file with that path, in lower case, is refused; nil when it is not.
  func reason(toRefuse path: [String]) -> String? {
    guard let file = path.last else { return nil }
    switch kind {
    case .folder:
      let folders = path.dropLast()
      let isBelow = folders.indices.contains { folders[$0...].starts(with: parts) }
      return isBelow ? "files below '\(name)' hold secrets" : nil
    case .file:
      return path.suffix(parts.count) == parts[...] ? "files of that name hold secrets" : nil
    case .family:
      return file == name || file.hasPrefix(name + ".") ? "files of that name hold secrets" : nil
    case .ending:
      return file.hasSuffix(name) ? "files of that kind hold private keys" : nil
    }
  }
}
