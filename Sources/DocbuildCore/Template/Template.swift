/// A document before it is woven: its text, its directives in order, and what is wrong with it.
package struct Template: Sendable {
  /// What can become of a document.
  package enum Kind: Sendable {
    /// Woven into another file; LF line ends.
    case template
    /// Its own output: only `embed` and embedmd commands are live, line ends stay as they are.
    case inPlace
  }

  /// A backslash to be left out, so that what looks like a directive stays text.
  struct Escape: Sendable {
    let offset: Int
    let line: Int
  }

  /// A fenced block of the author's that holds directives.
  struct Fence: Sendable {
    let character: UInt8
    let length: Int
    /// Columns that the opening line is indented by inside its containers.
    let indent: Int
    /// The run of fence characters of the opening line, and that line's number from 1.
    let openRun: Range<Int>
    let openLine: Int
    /// The same for the closing line; nil while there is none.
    var closeRun: Range<Int>?
    var closeLine: Int?
  }

  /// An offset where the document can be cut for the proof: the start of a line that begins a paragraph or
  /// heading outside all containers, after a blank line.
  struct Cut: Sendable {
    let offset: Int
    let line: Int
  }

  /// What becomes of the document.
  package let kind: Kind
  /// Its text, with a name.
  package let source: Source
  /// Which rules its reader has for blocks.
  package let dialect: Dialect
  /// In the order of the lines.
  package internal(set) var directives: [Directive] = []
  /// The values in its sentences, in the order of their places.
  package internal(set) var values: [ValueDirective] = []
  /// What is wrong with its directives, in the order of the lines.
  package internal(set) var diagnostics: [Diagnostic] = []
  /// What is worth a word although nothing is wrong, all warnings.
  package internal(set) var remarks: [Diagnostic] = []
  /// Whether there is a comment for tests, `test` or `output`, right or wrong.
  var holdsTest = false
  /// Whether it holds an `output` outside of code.
  var holdsOutput = false
  /// Whether there is a footnote as GitHub has them, which libcmark has not.
  var holdsFootnotes = false
  /// How many lines there are; the last need not end with a line feed.
  package internal(set) var lineCount = 0
  var escapes: [Escape] = []
  var fences: [Fence] = []
  var cuts: [Cut] = []
  /// End marks that end no block.
  var strayMarks: [OwnedBlock.Line] = []
  /// Numbers of lines that would be directives if they did not stand in a code block.
  var inertLines: [Int] = []

  /// What it stands for, where docbuild made it of a directive whose target is a pattern.
  package internal(set) var expansion: Expansion?

  /// Whether a value takes a place on that line, from 1.
  package func holdsValue(onLine line: Int) -> Bool { values.contains { $0.placeLine == line } }

  /// Whether weaving changes nothing at all.
  package var isPlain: Bool { directives.isEmpty && values.isEmpty && escapes.isEmpty }

  /// Whether it holds anything that is made, so that Markdown is a document of docbuild's.
  package var holdsDirectives: Bool {
    !directives.isEmpty || !values.isEmpty || holdsOutput
  }

  /// Whether it holds a directive or an escape, or what was meant for a directive, or is another tool's, or is evidently a page: by
  /// that a `*.src` that nothing names is known as a template.
  package var showsIntent: Bool {
    !isPlain
      || diagnostics.contains {
        [.malformedDirective, .textBesideDirective, .invalidTest].contains($0.id)
      } || remarks.contains { $0.id == .foreignDirective } || holdsTest
      || readsAsPage
  }

  /// A page that is taken as it stands: nothing in it is a directive.
  ///
  /// - Parameter dialect: nil for what its name or its text shows.
  package static func page(_ source: Source, dialect: Dialect? = nil) -> Template {
    var page = Template(
      kind: .inPlace, source: source, dialect: dialect ?? .shown(by: source.name, source.bytes))
    if let fault = source.fault { page.diagnostics.append(.fault(fault, in: source)) }
    page.lineCount = source.bytes.commonMarkLineCount(
      in: 0..<source.bytes.count, mayHoldCarriageReturns: true)
    return page
  }

  /// Reads the directives of `source`. Never fails: what is wrong is in `diagnostics`.
  ///
  /// - Parameters:
  ///   - dialect: nil for what its name or its text shows.
  ///   - defaults: the options of directives that do not say otherwise.
  package static func parse(
    _ source: Source, kind: Kind, dialect: Dialect? = nil,
    defaults: DirectiveDefaults = DirectiveDefaults()
  ) -> Template {
    var reader = TemplateReader(
      source, kind: kind, dialect: dialect ?? .shown(by: source.name, source.bytes),
      defaults: defaults)
    reader.read()
    return reader.template
  }
}
