/// How an excerpt is made from a source: selectors in the author's order, and shaping.
package struct Recipe: Sendable {
  /// A selector with the place of its option in the template.
  struct Step: Sendable {
    let selector: Selector
    var range: Range<Int>

    init(_ selector: Selector) {
      self.selector = selector
      range = 0..<0
    }
  }

  /// What a narrowed excerpt's indentation becomes.
  enum Indent: Sendable, Hashable {
    /// The common indentation goes.
    case remove
    case keep
    /// The common indentation goes, then so many spaces are put before every line that is not empty.
    case spaces(Int)
  }

  /// What is left out of an excerpt.
  struct Strip: OptionSet, Sendable {
    let rawValue: Int
    static let license = Strip(rawValue: 1)
    static let shebang = Strip(rawValue: 2)
    static let marks = Strip(rawValue: 4)
    static let frontMatter = Strip(rawValue: 8)
    static let names: [(name: String, strip: Strip)] = [
      ("license", .license), ("shebang", .shebang), ("marks", .marks),
      ("front-matter", .frontMatter),
    ]
  }

  var steps: [Step] = []
  /// Whether `symbol` takes the comment above the definition too.
  var doc = false
  var indent: Indent = .remove
  /// The text of the line that stands for lines left out; nil for none, empty for the default `…`.
  var elide: String?
  var strip: Strip = []
  /// Whether marks of regions stay in a narrowed excerpt.
  var keepsMarks = false
  /// Whether blank lines at the ends of regions stay.
  var keepsBlankEnds = false
  /// Whether a fence is put around the excerpt.
  package var fenced = false
  /// The language that the fence names, nil for the file's own.
  package var fenceLanguage: String?
  /// The whole info string, nil for the language alone.
  package var info: String?
  /// The git revision to read from, nil for the working tree.
  package var revision: Bytes?
  /// Whether the target is itself a template to be woven.
  package var weave = false
  /// The regions that selectors name.
  var regionNames: [String] = []
  /// Whether an option is wrong, so that nothing can be chosen.
  var isFaulty = false
  /// Where the option `strip` stands.
  var stripRange: Range<Int>?
  /// Where each option stands.
  var optionRanges: [String: Range<Int>] = [:]
  /// Where the option `rev` stands, for problems with it.
  package var revisionRange: Range<Int>?

  /// Whether a definition is asked for, so that a parser is needed.
  package var needsSymbols: Bool {
    steps.contains { $0.selector.needsSymbols }
  }

  /// Whether the text of the source is used whole and unchanged.
  package var isVerbatim: Bool {
    steps.isEmpty && strip.isEmpty && indent == .remove
  }
}
