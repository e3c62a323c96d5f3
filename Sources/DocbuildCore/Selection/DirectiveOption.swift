/// An option as the author wrote it: `key`, `key=value`, `key="…"` or `key=/regex/`.
package struct DirectiveOption: Sendable, Hashable {
  /// What stands behind the option's name.
  package enum Value: Sendable, Hashable {
    /// A key alone.
    case none
    /// A bare or quoted value, its escapes undone.
    case text(Bytes)
    /// Between slashes, with `\/` undone.
    case pattern(Bytes)
  }

  /// The option's name, as it is written.
  package let key: String
  /// What stands behind it.
  package let value: Value
  /// The bytes of the template that it fills.
  package let range: Range<Int>
}
