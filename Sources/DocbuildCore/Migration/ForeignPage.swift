/// A page with another tool's directives, line by line, and what that tool would read for it.
package struct ForeignPage: Sendable {
  /// A fenced block.
  package struct Fence: Sendable {
    /// The lines of its fences, from 0.
    package let open: Int
    /// The line of the closing one.
    package let close: Int
    /// What stands before the opening fence.
    package let margin: Bytes
    /// The opening fence itself.
    package let run: Bytes
    /// The info string.
    package let info: String
  }

  /// Where a snippet of a name stands.
  package struct Snippet: Sendable {
    /// The file as a directive of the page names it.
    package let target: String
    /// The region's name.
    package let region: String

    /// A region of a file.
    package init(target: String, region: String) {
      self.target = target
      self.region = region
    }
  }

  /// What the tool's own configuration says, and what it looks up.
  package struct Lookup: Sendable {
    /// The folders that PyMdown Snippets and others look in, below the root; the root itself is empty.
    package var basePaths: [String] = [""]
    /// Whether PyMdown Snippets take the common indentation from lines and sections of a file.
    package var dedentsSnippets = false
    /// Whether a file, as a directive of the page names it, lies in another folder, from which relative links lead elsewhere.
    package var isElsewhere: @Sendable (String) -> Bool = { _ in false }
    /// The folder of all pages of the site, below the root; nil where it is not known.
    package var pagesFolder: String?
    /// The folder that `@`, `~` or `<rootDir>` stands for, below the root.
    package var siteRoot = ""
    /// The tools that the repository's own files mention, where a directive alone does not tell.
    package var mentioned: Set<String> = []
    /// A file as a directive of the page names it; nil where it can't be read.
    package var source: @Sendable (String) -> SourceFacts?
    /// The same with its definitions.
    package var parsed: @Sendable (String) -> SourceFacts?
    /// The snippets of a name, wherever they stand.
    package var snippets: @Sendable (String) -> [Snippet]
    /// The files whose paths end like that, as a directive of the page names them.
    package var files: @Sendable (String) -> [String] = { _ in [] }

    /// Looks up files, and snippets by their names.
    package init(
      source: @escaping @Sendable (String) -> SourceFacts?,
      parsed: @escaping @Sendable (String) -> SourceFacts?,
      snippets: @escaping @Sendable (String) -> [Snippet]
    ) {
      self.source = source
      self.parsed = parsed
      self.snippets = snippets
    }
  }

  /// The page's name, which says what kind it is.
  package let name: String
  /// The lines without their ends.
  package let lines: [Bytes]
  /// In order.
  package let fences: [Fence]
  /// Code without a fence, by its lines (from 0).
  let indentedCode: [ClosedRange<Int>]
  /// For each line the fence whose text it is.
  private let fenceNumbers: [Int?]
  private let text: Bytes
  /// What the tool knows beyond the page.
  package let lookup: Lookup

  /// Reads a page; CRLF counts as LF.
  package init(name: String, bytes: Bytes, lookup: Lookup) {
    self.name = name
    self.lookup = lookup
    let text = normalised(bytes)
    var lines = text.split(separator: .lineFeed, omittingEmptySubsequences: false).map { Bytes($0) }
    if lines.last?.isEmpty ?? false { lines.removeLast() }
    self.lines = lines
    let page = PageLines(text)
    let skipped = text.lineFeedCount(in: 0..<page.first)
    var fences: [Fence] = []
    var indented: [ClosedRange<Int>] = []
    let dialect = Dialect.shown(by: name, text)
    for block in pageBlocks(page, in: dialect, withCode: true) {
      if case .code(isClosed: nil) = block.kind {
        indented.append(block.lines.lowerBound + skipped...block.lines.upperBound + skipped)
      }
      guard case .code(isClosed: true?) = block.kind else { continue }
      let line = text[page[block.lines.lowerBound]]
      let head = line.dropFirst(block.column)
      let run = head.prefix { $0 == head.first }
      fences.append(
        Fence(
          open: block.lines.lowerBound + skipped, close: block.lines.upperBound + skipped,
          margin: Bytes(line.prefix(block.column)), run: Bytes(run),
          info: block.info.text))
    }
    self.fences = fences
    indentedCode = indented
    self.text = text
    var numbers = [Int?](repeating: nil, count: lines.count)
    for (number, fence) in fences.enumerated() where fence.open + 1 < fence.close {
      for line in fence.open + 1..<min(fence.close, lines.count) { numbers[line] = number }
    }
    fenceNumbers = numbers
  }

  /// The fence whose text a line is.
  func fence(around line: Int) -> Fence? { fenceNumbers[line].map { fences[$0] } }

  /// Whether one of those texts stands anywhere on the page: most pages hold no tool's directives, and are read no further.
  func holds(_ parts: String...) -> Bool { parts.contains { text.contains(Bytes($0.utf8)) } }

  /// A line's text behind its margin of white space and the marks of quotes.
  func text(_ line: Int) -> (margin: Bytes, text: String) {
    let margin = lines[line].prefix { $0.isBlank || $0 == UInt8(ascii: ">") }
    return (Bytes(margin), lines[line].dropFirst(margin.count).trimmed().text)
  }
}

extension MigrationStep {
  /// The same; refused where a directive that owns a block would be code, for it stands in code that is only indented.
  package func outsideOfCode(_ page: ForeignPage, _ form: MigrationReader.Form) -> MigrationStep {
    guard form == .inPlace, case .lines = outcome,
      page.indentedCode.contains(where: { $0.contains(lines.lowerBound) })
    else { return self }
    return MigrationStep(
      lines.lowerBound, .refused("it stands in indented code, where nothing is made"))
  }
}

/// What becomes of lines of a page.
package struct MigrationStep: Sendable {
  /// What is done.
  package enum Outcome: Sendable, Equatable {
    /// These lines stand there instead.
    case lines([Bytes])
    /// It can't be said in docbuild's words, and why.
    case refused(String)
  }

  /// The lines of the page, from 0.
  package let lines: Range<Int>
  /// What becomes of them.
  package let outcome: Outcome

  init(_ lines: Range<Int>, _ outcome: Outcome) {
    self.lines = lines
    self.outcome = outcome
  }

  init(_ line: Int, _ outcome: Outcome) { self.init(line..<line + 1, outcome) }
}

/// A tool whose directives are turned into docbuild's.
package struct MigrationReader: Sendable {
  /// What a page becomes.
  package enum Form: Sendable {
    /// Its directives are replaced in what the tool publishes: the page becomes a template.
    case template
    /// The tool writes into the page itself: it stays what it is, with directives that own its blocks.
    case inPlace
  }

  /// The tool's name.
  package let name: String
  /// The page that has its rules.
  package let rules: String
  /// What a page becomes.
  package let form: Form
  /// A directive of the tool, for the manual.
  package let example: String
  /// What becomes of a page's lines, in order; nothing for a page without directives of the tool.
  package let read: @Sendable (ForeignPage) -> [MigrationStep]

  /// All readers, in the order in which they are tried.
  package static let all: [MigrationReader] = [
    .markdownSnippets, .mdBook, .pymdown, .embedme, .markdownMagic, .docFX, .vitePress,
    .docusaurus, .mkdocsInclude, .codeEmbedder,
  ]
}
