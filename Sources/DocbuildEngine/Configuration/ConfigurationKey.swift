import DocbuildCore

/// A key of a table in `docbuild.toml`, which says something of a `Made`.
package struct ConfigurationKey<Made>: Sendable {
  /// The key, as it is written.
  package let name: String
  /// What it takes, as a message says it.
  package let takes: String
  /// Its part of the JSON schema; made when it is asked for, since every run reads a configuration.
  let schema: @Sendable () -> SchemaValue
  let read: Reading

  /// Puts a value into what is made.
  typealias Reading =
    @Sendable (inout Made, ConfigurationValue) throws(DiagnosticError) -> Void

  init(
    name: String, takes: String, schema: @autoclosure @escaping @Sendable () -> SchemaValue,
    read: @escaping Reading
  ) {
    self.name = name
    self.takes = takes
    self.schema = schema
    self.read = read
  }
}

extension SchemaValue {
  /// A table that has those keys and no others.
  static func table<Made>(_ description: String?, keys: [ConfigurationKey<Made>]) -> SchemaValue {
    .table(
      (description.map { [("description", .text($0))] } ?? []) + [
        ("type", "object"), ("additionalProperties", false),
        ("properties", .table(keys.map { ($0.name, $0.schema()) })),
      ])
  }
}

extension ConfigurationValue {
  /// Puts what the keys of this table say into `made`; other keys are an error.
  func fill<Made>(_ made: inout Made, by keys: [ConfigurationKey<Made>]) throws(DiagnosticError) {
    try expectKeys(among: keys.map(\.name), "key")
    for key in keys {
      if let value = value(key.name, takes: "'\(key.name)' takes \(key.takes)") {
        try key.read(&made, value)
      }
    }
  }
}
