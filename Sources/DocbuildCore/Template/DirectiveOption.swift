/// An option as the author wrote it: `key`, `key=value`, `key="…"` or `key=/regex/`.
package struct DirectiveOption: Sendable, Hashable {
  package enum Value: Sendable, Hashable {
    /// A key alone.
    case none
    /// A bare or quoted value, its escapes undone.
    case text(Bytes)
    /// Between slashes, with `\/` undone.
    case pattern(Bytes)
  }

  package let key: String
  package let value: Value
  /// The bytes of the template that it fills.
  package let range: Range<Int>
}
