/// A directive that stands alone on its line, its options checked.
package struct Directive: Sendable {
  /// The directives that there are.
  package enum Kind: Sendable { case include, embed, embedmd }

  /// Which of the directives it is.
  package let kind: Kind
  /// The line's number, from 1.
  package let line: Int
  /// The whole line without its line feed (and without the CR before it in an in-place document).
  package let lineRange: Range<Int>
  /// White space and `>` in front: kept before every line that the directive yields.
  package let prefix: Range<Int>
  /// The path or URL, its escapes undone.
  package internal(set) var target: Bytes
  /// Where the path, or the key, stands, in the template's bytes.
  package let targetRange: Range<Int>
  private var recipeBox: Box<Recipe>
  private let commandBox: Box<Command>?
  /// What stands around it.
  package var context: Context = .outside
  private var blockBox: Box<OwnedBlock>?

  init(
    kind: Kind, line: Int, lineRange: Range<Int>, prefix: Range<Int>, target: Bytes,
    targetRange: Range<Int>, recipe: Recipe?, command: Command? = nil
  ) {
    self.kind = kind
    self.line = line
    self.lineRange = lineRange
    self.prefix = prefix
    self.target = target
    self.targetRange = targetRange
    recipeBox = recipe.map(Box.init) ?? Directive.plainRecipe
    commandBox = command.map(Box.init)
  }

  private static let plainRecipe = Box(Recipe())

  /// How the excerpt is chosen and shaped.
  package var recipe: Recipe { _read { yield recipeBox.value } }

  /// Puts the revision that was found in the place of what stands for one.
  mutating func setRevision(_ revision: Bytes) {
    var made = recipe
    made.revision = revision
    recipeBox = Box(made)
  }

  /// Takes it for one without 'fence', where none can be.
  mutating func leaveOutFence() {
    var made = recipe
    made.fenced = false
    recipeBox = Box(made)
  }

  /// What names the other side of a comparison; nil where nothing is compared.
  package var otherSide: Directive? {
    guard let other = recipe.other else { return nil }
    var file = target
    if case .file(let named) = other { file = named }
    return Directive(
      kind: kind, line: line, lineRange: lineRange, prefix: prefix, target: file,
      targetRange: optionRange("diff") ?? optionRange("since") ?? optionRange("highlight")
        ?? targetRange, recipe: recipe.ofOtherSide(other))
  }

  /// The same for what the source says today, compared with nothing; nil where that is shown anyway.
  ///
  /// - Parameter path: from the root, where the source lies today; nil where it lay.
  package func ofToday(at path: Bytes? = nil) -> Directive? {
    guard recipe.revision != nil, !recipe.weave else { return nil }
    var now = recipe
    now.revision = nil
    now.other = nil
    now.isDifference = false
    // Its lines may be others, which is no news while their text is the same.
    now.highlight = nil
    return Directive(
      kind: kind, line: line, lineRange: lineRange, prefix: prefix,
      target: path.map { [UInt8(ascii: "/")] + $0 } ?? target, targetRange: targetRange, recipe: now
    )
  }

  /// Whether an option of its own names a file to compare with.
  package var isComparedByOption: Bool {
    guard case .file = recipe.other, let range = optionRange("diff") else { return false }
    return range != targetRange
  }

  /// What it is called in messages: the path as its author wrote it, or the key that one was found for.
  var shownTarget: String { recipe.key.map { "key=\($0.text)" } ?? target.text }

  private func optionRange(_ key: String) -> Range<Int>? { recipe.optionRanges[key] }

  /// For a directive that owns a fenced block: what is there of it already.
  package var ownedBlock: OwnedBlock? {
    get { blockBox?.value }
    set { blockBox = newValue.map(Box.init) }
  }

  /// For an embedmd command: its language and patterns.
  var command: Command? { commandBox?.value }

  /// Whether there are no options at all.
  var isBare: Bool { recipeBox === Directive.plainRecipe && commandBox == nil }

  /// Whether the target is a file of the working tree that is taken as text, without a parser.
  package var namesPlainFile: Bool {
    isBare
      || (!recipe.weave && recipe.revision == nil && recipe.encoding == nil
        && recipe.other == nil
        && !recipe.needsSymbols)
  }

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

  /// Where in the page a directive stands.
  package enum Context: Sendable, Equatable {
    case outside
    /// Inside the fenced block of that index in `Template.fences`.
    /// The second value is how far the directive is indented inside the containers, in columns.
    case fence(Int, indent: Int)
  }
}

/// What is asked of every directive while its source is found: answered without a copy of its recipe.
extension Directive {
  /// What a directive asks beside its source: few do.
  package struct Needs: OptionSet, Sendable {
    /// The bits.
    package let rawValue: Int
    /// From bits.
    package init(rawValue: Int) { self.rawValue = rawValue }

    /// Where the source lies beside the page (`needsPath`).
    package static let path = Needs(rawValue: 1)
    /// The form of something in the info string (`hasNotation`).
    package static let notation = Needs(rawValue: 2)
    /// A link to a commit (`linksToCommit`).
    package static let commit = Needs(rawValue: 4)
    /// Another side that it is compared with (`otherSide`).
    package static let otherSide = Needs(rawValue: 8)
    /// A revision of git.
    package static let revision = Needs(rawValue: 16)
  }

  fileprivate var needs: Needs {
    if isBare { return [] }
    var needs: Needs = []
    let recipe = recipeBox.value
    if needsPath { needs.insert(.path) }
    if recipe.hasNotation { needs.insert(.notation) }
    if recipe.linksToCommit { needs.insert(.commit) }
    if recipe.other != nil { needs.insert(.otherSide) }
    if recipe.revision != nil { needs.insert(.revision) }
    return needs
  }

  /// Whether the excerpt depends on where the source lies beside the page.
  package var needsPath: Bool {
    recipeBox.value.needsPath && !recipeBox.value.isPattern && !target.isURL
  }

  /// Whether something stands in the info string that the page's readers decide the form of.
  package var hasNotation: Bool { recipeBox.value.hasNotation }

  /// Whether the line below its block leads to a commit.
  package var linksToCommit: Bool { recipeBox.value.linksToCommit }

  /// Whether one file is taken from `revision`, as it is written.
  package func names(revision: Bytes) -> Bool {
    recipeBox.value.revision == revision && !recipeBox.value.isPattern
  }
}

extension Template {
  /// What any of the directives asks beside its source.
  package var needs: Directive.Needs {
    directives.reduce(into: []) { $0.formUnion($1.needs) }
  }
}

/// A value behind one reference, so that what holds it is cheap to copy.
private final class Box<Value: Sendable>: Sendable {
  let value: Value
  init(_ value: Value) { self.value = value }
}
