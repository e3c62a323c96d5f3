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
  ///
  /// - Throws: all that is wrong, in the order of the places.
  func fill<Made>(_ made: inout Made, by keys: [ConfigurationKey<Made>]) throws(DiagnosticError) {
    var problems: [Diagnostic] = []
    do throws(DiagnosticError) { try expectKeys(among: keys.map(\.name), "key") } catch {
      problems = error.diagnostics
    }
    do throws(DiagnosticError) {
      try forEach(in: keys) { (key) throws(DiagnosticError) in
        if let value = value(key.name, takes: "'\(key.name)' takes \(key.takes)") {
          try key.read(&made, value)
        }
      }
    } catch {
      problems += error.diagnostics
    }
    problems.sort { ($0.place.line, $0.place.column) < ($1.place.line, $1.place.column) }
    if let all = DiagnosticError(problems) { throw all }
  }
}
