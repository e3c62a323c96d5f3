import DocbuildCore

/// What `docbuild check` is asked for.
package struct CheckOptions: Sendable {
  /// Which documents are looked at.
  package var scope = Scope()
  /// How many threads work at once.
  package var threads = 1
  /// Whether the difference to what is there is wanted too.
  package var diff = false
  /// Whether the reasons for staleness are wanted.
  package var explains = false
  /// What to tell instead of the command that mends a stale output.
  package var failMessage: String?
  /// Whether pages without directives are looked at as well.
  package var pages = false
  /// Whether remote links may be asked for.
  package var allowsNetwork = false

  /// Whether outputs are compared as an editor has them, saved or not.
  var readsUnsaved = false

  /// Patterns of links that are left alone; those of the configuration.
  var ignoredLinks: [Glob] = []

  /// What holds where nothing is said.
  package init() {}
}
