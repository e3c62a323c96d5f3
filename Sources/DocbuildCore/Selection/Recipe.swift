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

  /// Which comments of the code are shown.
  enum Comments: Sendable, Hashable { case all, documentation, none }

  var steps: [Step] = []
  /// The labels that the page defines which the excerpt becomes part of.
  var pageLabels: [Bytes] = []
  /// Which names its footnotes get there, from 1.
  var footnoteNumber = 1
  /// The region that stands in place of a file: whichever source of the project marks it; nil where a file is named.
  package internal(set) var key: Bytes?
  /// The options of a directive whose target is a pattern, for each of the files that it fits; nil for one file.
  var optionsOfEach: [DirectiveOption]?
  /// What says which options are not the directive's own; empty where all are.
  var inherited = ""
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
  /// What values in that template are, by their names.
  package var with: [String: Bytes] = [:]
  /// How the file is written; nil for UTF-8.
  package var encoding: TextEncoding?
  /// Whether the excerpt is Markdown that becomes part of the page.
  package var markdown = false
  /// How many levels deeper the headings of that Markdown stand.
  var headingShift = 0
  /// The level that the topmost of its headings gets; nil to move them by `headingShift`.
  var headingLevel: Int?
  /// Whether a file of values becomes a table.
  package var table = false
  /// What the excerpt is compared with; nil for nothing.
  var other: Other?
  /// Whether the difference is shown, not the excerpt.
  package var isDifference = false
  /// Which lines are emphasised; nil for none.
  var highlight: Highlight?
  var highlightRange: Range<Int>?
  /// Whether lines are numbered.
  var numbers = false
  /// Where a line below the block leads; nil where it is no link.
  var link: Link?
  /// What the line below the block says; nil for the file's name.
  var caption: String?
  /// The definitions that selectors name.
  var symbolNames: [String] = []
  /// What stands before lines that are kept though they were not chosen; nil where they are left out.
  var context: Bytes?
  /// The comments that stay in the excerpt.
  var comments = Comments.all
  /// Whether only the signatures of definitions are shown.
  var signature = false
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
    steps.contains { $0.selector.needsSymbols } || comments == .documentation
  }

  /// Whether the text of the source is used whole and unchanged.
  package var isVerbatim: Bool {
    steps.isEmpty && strip.isEmpty && indent == .remove && !isPage && context == nil
      && highlight == nil && other == nil
      && comments == .all
  }

  /// Whether the excerpt becomes blocks of the page, not the text of a fenced one.
  package var isPage: Bool { markdown || table }

  /// Whether something stands in the info string that the page's readers decide the form of.
  package var hasNotation: Bool { highlight != nil || numbers }

  /// Whether the target is a pattern, which fits any number of files.
  package var isPattern: Bool { optionsOfEach != nil }

  /// Whether an `embed` owns all blocks before its end mark, not a fenced one.
  var ownsBlocks: Bool { isPage || isPattern }

  /// Whether it matters where the source lies beside the page.
  package var needsPath: Bool { markdown || hasCaption }
}
