/// Why a command can't do its work at all, where no system call has failed: a tool that is missing, a path that names
/// nothing, another build that runs. The run ends with exit status 2.
package struct CannotRun: Error, Sendable, CustomStringConvertible {
  /// In words, for a person.
  package let description: String

  /// Says why.
  package init(_ description: String) { self.description = description }
}
