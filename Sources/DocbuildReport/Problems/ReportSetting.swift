package import DocbuildCore

/// What reports need of the world outside.
package struct ReportSetting: Sendable {
  /// docbuild's version.
  package let version: String
  /// A cryptographic digest, in hexadecimal digits.
  package let digest: @Sendable (Bytes) -> String
  /// What a file holds, by its name as the user in the current folder would write it; nil for what can't be read again.
  package var text: @Sendable (String) -> Bytes? = { _ in nil }
  /// Whether text for a person is in colours.
  package var hasColors: Bool
  /// A file's name, as the user in the current folder would write it, from the top of its repository: programs that show
  /// problems beside the code look for it there.
  package var nameInRepository: @Sendable (String) -> String

  /// What a command prints beside its problems, as members of its JSON.
  package var members: [String: JSONValue] = [:]

  /// Without colours, and with names as the user would write them, unless more is said.
  package init(
    version: String, digest: @escaping @Sendable (Bytes) -> String, hasColors: Bool = false,
    nameInRepository: @escaping @Sendable (String) -> String = { $0 }
  ) {
    self.version = version
    self.digest = digest
    self.hasColors = hasColors
    self.nameInRepository = nameInRepository
  }
}
