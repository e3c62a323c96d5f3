/// A directive that stands alone on its line, its options checked.
package struct Directive: Sendable {
  package enum Kind: Sendable { case include, embed, embedmd }

  package let kind: Kind
  /// The line's number, from 1.
  package let line: Int
  /// The whole line without its line feed (and without the CR before it in an in-place document).
  package let lineRange: Range<Int>
  /// White space and `>` in front: kept before every line that the directive yields.
  package let prefix: Range<Int>
  /// The path or URL, its escapes undone.
  package let target: Bytes
  package let targetRange: Range<Int>
  /// How the excerpt is chosen and shaped.
  package let recipe: Recipe
  /// For an embedmd command: its language and patterns.
  var command: Command?
  /// What stands around it.
  package var context: Context = .outside
  /// For a directive that owns a fenced block: the lines of the block that is there already.
  package var ownedBlock: OwnedBlock?

  /// The arguments of an embedmd command behind its target.
  struct Command: Sendable {
    struct Bound: Sendable {
      /// As written, with the slashes.
      let text: String
      let range: Range<Int>
      /// Nil for `$`, the end of the file.
      let pattern: Pattern?
    }

    let language: Bytes
    var start: Bound?
    var end: Bound?
  }

  package enum Context: Sendable, Equatable {
    case outside
    /// Inside the fenced block of that index in `Template.fences`.
    /// The second value is how far the directive is indented inside the containers, in columns.
    case fence(Int, indent: Int)
  }

  package struct OwnedBlock: Sendable, Equatable {
    /// From the opening fence to behind the line end of the closing one.
    package let range: Range<Int>
    /// How many lines those are.
    package let lineCount: Int
  }
}
