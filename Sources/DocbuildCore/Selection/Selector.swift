/// What narrows a selection: a closure made from an option's value.
package struct Selector: Sendable {
  /// Narrows `selection`; the recipe has the options that change how (`doc`).
  let narrow:
    @Sendable (_ selection: inout Selection, _ recipe: Recipe) throws(SelectionProblem) -> Void
  /// Whether a parser must have read the source.
  var needsSymbols = false

  init(
    needsSymbols: Bool = false,
    _ narrow: @escaping @Sendable (inout Selection, Recipe) throws(SelectionProblem) -> Void
  ) {
    self.narrow = narrow
    self.needsSymbols = needsSymbols
  }

  /// The options that choose lines, in the manual's order.
  package static let all: [OptionRule] = [
    .lines, .region, .symbol, .doc, .signature, .from, .after, .to, .before, .omit, .section,
  ]

  static let keys = all.map(\.key)
}
