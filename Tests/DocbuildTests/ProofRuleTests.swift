import Testing

@testable import DocbuildCore

/// The rules of the proof, each by a page that breaks it alone. Such pages come of faults in weaving, so they are written
/// here by hand and held against what the template asks for.
struct ProofRuleTests {
  private func document(_ template: String, _ excerpt: String, kind: Template.Kind = .template)
    throws -> Document
  {
    let source = Source(name: "p.go", bytes: Bytes(excerpt.utf8), path: Bytes("p.go".utf8))
    let parsed = Template.parse(Source(name: "t.src", bytes: Bytes(template.utf8)), kind: kind)
    try #require(parsed.diagnostics.isEmpty, "\(parsed.diagnostics)")
    let bound = BoundTemplate(
      parsed, targets: parsed.directives.map { _ in .source(SourceFacts(source)) })
    let woven = weave(bound, parts: [])
    try #require(woven.problems.isEmpty)
    return try #require(woven.document)
  }

  /// Nil when the parse was made to end early, which nobody asks for here.
  private func withTree<Result>(of page: String, _ body: (MarkdownTree) -> Result) -> Result? {
    MarkdownTree.withDocument(
      of: { feed in unsafe Bytes(page.utf8).withUnsafeBytes { unsafe feed($0) } }, codeOnly: false,
      body)
  }

  /// What the proof says of `page` when `document` should have become it.
  private func faults(_ document: Document, on page: String) -> [String] {
    withTree(of: page) { document.check($0, document.chunks[0]).map(\.message) } ?? ["no tree"]
  }

  private static func broken(_ why: String) -> [String] { ["'p.go' would break the page: \(why)"] }
  private static let noCode = broken("it does not come out as a code block")
  private static let tooEarly = broken("its code block ends too early")
  private static let otherEnd = broken("its code block does not end where its fence does")
  private static let otherText = broken("its text does not come out as it is")

  // MARK: code blocks

  private static let fenced = "# T\n\n```go\n<!-- include(p.go) -->\n```\n\nend\n"

  @Test(arguments: [
    ("# T\n\n```go\none\n two\n```\n\nend\n", []),
    ("# T\n\n~~~~ x\none\n two\n~~~~\n", []),
    // The fence is not there, or on another line.
    ("# T\n\ngo\none\n two\n\n\nend\n", noCode),
    ("# T\n\n\n```go\none\n two\n```\nend\n", noCode),
    ("# T\n```go\none\n two\n```\n\n\nend\n", noCode),
    ("# T\n\n<pre>\none\n two\n</pre>\n\nend\n", noCode),
    ("```\n# T\n```\ngo\none\n two\n\nend\n", noCode),
    // It ends elsewhere.
    ("# T\n\n```go\none\n```\n two\n\nend\n", tooEarly),
    ("# T\n\n```go\none\n two\nthree\n```\nend\n", otherEnd),
    ("# T\n\n```go\none\n two\n\n\nend\n", otherEnd),
    ("# T\n\n```go\none\n two\n", tooEarly),
    // Its text is another.
    ("# T\n\n```go\nOne\n two\n```\n", otherText),
    ("# T\n\n```go\none\ntwo\n```\n", otherText),
    ("# T\n\n```go\none\n two \n```\n", otherText),
    ("# T\n\n```go\n two\none\n```\n", otherText),
    ("# T\n\n```go\n one\n  two\n```\n", otherText),
    ("# T\n\n```go\n\n two\n```\n", otherText),
  ])
  func aFencedExcerptIsTheCodeBlock(_ page: String, _ faults: [String]) throws {
    let document = try document(ProofRuleTests.fenced, "one\n two\n")
    #expect(self.faults(document, on: page) == faults, "\(page)")
  }

  /// Behind a prefix some of it may be left, the same on each line that is not empty.
  @Test(arguments: [
    ("- a\n\n  ```\n     one\n\n      two\n  ```\n", []),
    ("- a\n\n  ```\n  one\n\n   two\n  ```\n", []),
    ("- a\n\n  ```\n     one\n     \n      two\n  ```\n", otherText),
    ("- a\n\n  ```\n     one\n\n     two\n  ```\n", otherText),
    ("- a\n\n  ```\n     one\n\n   two\n  ```\n", otherText),
    ("- a\n\n  ```\n  x  one\n\n  x   two\n  ```\n", otherText),
    ("- a\n\n  ```\n     one\n\n  ```\n      two\n", tooEarly),
    ("a\n\n  ```\n     one\n\n      two\n  ```\n", []),
  ])
  func aPrefixMayBeLeft(_ page: String, _ faults: [String]) throws {
    let document = try document(
      "- a\n\n  ```\n     <!-- include(p.go) -->\n  ```\n", "one\n\n two\n")
    #expect(self.faults(document, on: page) == faults, "\(page)")
  }

  /// CommonMark ends a line at a CR, too.
  @Test(arguments: [
    ("```\na\rb\n```\n", []), ("```\na\nb\n```\n", []), ("```\na b\n\n```\n", otherText),
    ("```\na\r\rb\n```\n", otherEnd), ("```\nab\n\n```\n", otherText),
  ])
  func carriageReturns(_ page: String, _ faults: [String]) throws {
    let document = try document("```\n<!-- include(p.go) -->\n```\n", "a\rb\n")
    #expect(self.faults(document, on: page) == faults, "\(page)")
  }

  @Test func twoExcerptsInOneBlockAreReadInOrder() throws {
    let template = "```\n<!-- include(p.go) -->\nmiddle\n<!-- include(p.go) -->\n```\n"
    let document = try document(template, "a\nb\n")
    #expect(faults(document, on: "```\na\nb\nmiddle\na\nb\n```\n") == [])
    #expect(faults(document, on: "```\na\nb\nmiddle\na\nB\n```\n") == ProofRuleTests.otherText)
    #expect(faults(document, on: "```\na\nB\nmiddle\na\nb\n```\n") == ProofRuleTests.otherText)
    #expect(faults(document, on: "```\na\nb\nmiddle\nb\na\n```\n") == ProofRuleTests.otherText)
  }

  @Test func anExcerptWithoutALineFeedEndsItsLine() throws {
    let document = try document("```\n<!-- include(p.go) -->\n```\n", "one")
    #expect(faults(document, on: "```\none\n```\n") == [])
    #expect(faults(document, on: "```\nones\n```\n") == ProofRuleTests.otherText)
  }

  // MARK: what was taken for text

  private static let noCodeHere = [
    "this line looks like a directive in a code block, but the page has no code here"
  ]

  @Test func aDirectiveThatIsTextIsCode() throws {
    for (template, pages) in [
      (
        "a\n\n    <!-- embed(p.go) -->\n\nb\n",
        [
          ("a\n\n    <!-- embed(p.go) -->\n\nb\n", true),
          ("a\n\n<!-- embed(p.go) -->\n\nb\n", false),
        ]
      ),
      (
        "```\n<!-- embed(p.go) -->\n```\n\n```\nx\n```\n",
        [
          ("```\n<!-- embed(p.go) -->\n```\n", true), ("\n<!-- embed(p.go) -->\n", false),
          ("\n\n```\n<!-- embed(p.go) -->\n```\n", false), ("```\n```\n", true),
          ("- x\n  y\n\n```\nx\n```\n", false),
        ]
      ),
    ] {
      let document = try document(template, "one\n", kind: .inPlace)
      try #require(document.inertLines.count == 1)
      for (page, isSound) in pages {
        #expect(faults(document, on: page) == (isSound ? [] : ProofRuleTests.noCodeHere), "\(page)")
      }
    }
  }

  // MARK: parts

  @Test func theBlocksOfPartsAreProvenWhereTheyStand() throws {
    let part = Template.parse(
      Source(
        name: "part.src", bytes: Bytes("p\n\n```\n<!-- include(p.go) -->\n```\n".utf8)),
      kind: .template)
    let source = Source(name: "p.go", bytes: Bytes("one\n".utf8), path: Bytes("p.go".utf8))
    let root = Template.parse(
      Source(name: "t.src", bytes: Bytes("a\n\n<!-- include(part.src weave) -->\n\nb\n".utf8)),
      kind: .template)
    let woven = weave(
      BoundTemplate(root, targets: [.part(0)]),
      parts: [BoundTemplate(part, targets: [.source(SourceFacts(source))])])
    let document = try #require(woven.document)
    for (page, isSound) in [
      ("a\n\np\n\n```\none\n```\n\nb\n", true), ("a\n\np\n```\none\n```\n\n\nb\n", false),
      ("a\n\np\n\n\n```\none\n```\nb\n", false), ("a\n\np\n\n```\ntwo\n```\n\nb\n", false),
    ] {
      let found = faults(document, on: page)
      #expect(found.count == (isSound ? 0 : 1), "\(page): \(found)")
      #expect(found.allSatisfy { $0.hasPrefix("'part.src' would break the page: ") })
    }
  }

  // MARK: includes outside fences

  /// An include that was taken to stand outside code, and that Markdown has in a fenced block.
  @Test(
    arguments: [
      ("a\n\nx\n\nb\n", nil), ("```\n\nx\n\n```\n", 1), ("a\n```\nx\n```\nb\n", 2),
      ("```\n```\nx\n", nil), ("a\n\n    x\n", nil), ("a\n\n\n```\nb\n```\n", nil),
      ("~~~\n\nx\n", 1),
    ] as [(String, Int?)])
  func anIncludeThatOnlyMarkdownSeesInCode(_ page: String, _ line: Int?) throws {
    let document = try document("a\n\n<!-- include(p.go) -->\n\nb\n", "one\n")
    let found = try #require(
      withTree(of: page) { document.fencedIncludes($0, document.chunks[0]) })
    #expect(
      found.map(\.message)
        == (line == nil
          ? [] : ProofRuleTests.broken("it stands in a code block that only Markdown sees")),
      "\(page)")
    #expect(found.first?.notes.first?.place?.line == line, "\(page)")
  }

  /// Indented by four columns or a tab, each line of its excerpt is code by itself.
  @Test(arguments: [("   ", 1), ("    ", 0), ("\t", 0), (">", 1), (">     ", 0)])
  func anIncludeThatIsIndentedAsCode(_ margin: String, _ count: Int) throws {
    let document = try document("a\n\n\(margin)<!-- include(p.go) -->\n\nb\n", "one\n")
    let found = try #require(
      withTree(of: "```\n\nx\n```\n") {
        document.fencedIncludes($0, document.chunks[0])
      })
    #expect(found.count == count)
  }

  private static let leaf = ComparableLeaf(
    kind: .heading, path: 1, detail: 2, firstLine: 7, lastLine: 8, line: 7)

  private func difference(_ woven: [ComparableLeaf], _ plain: [ComparableLeaf]) throws
    -> Diagnostic?
  {
    let document = try document(
      "a\n\n<!-- include(p.go) -->\n\nb\n\n## c\nc\n\n<!-- include(p.go) -->\n\n# d\n\ne\n", "one\n"
    )
    return document.firstDifference(woven, plain, document.chunks[0])
  }

  @Test func blocksThatAreAlikeAreNoDifference() throws {
    let leaf = ProofRuleTests.leaf
    #expect(try difference([], []) == nil)
    #expect(try difference([leaf, leaf], [leaf, leaf]) == nil)
    // Where it stands on the woven page does not matter.
    let moved = ComparableLeaf(
      kind: .heading, path: 1, detail: 2, firstLine: 7, lastLine: 8, line: 70)
    #expect(try difference([moved], [leaf]) == nil)
  }

  @Test(arguments: [
    ComparableLeaf(kind: .paragraph, path: 1, detail: 2, firstLine: 7, lastLine: 8, line: 7),
    ComparableLeaf(kind: .heading, path: 3, detail: 2, firstLine: 7, lastLine: 8, line: 7),
    ComparableLeaf(kind: .heading, path: 1, detail: 1, firstLine: 7, lastLine: 8, line: 7),
    ComparableLeaf(kind: .heading, path: 1, detail: 2, firstLine: 6, lastLine: 8, line: 7),
    ComparableLeaf(kind: .heading, path: 1, detail: 2, firstLine: 7, lastLine: 7, line: 7),
  ])
  func anyOtherBlockIsADifference(_ other: ComparableLeaf) throws {
    let leaf = ProofRuleTests.leaf
    for (woven, plain) in [([other], [leaf]), ([leaf, other], [leaf, leaf])] {
      let found = try #require(try difference(woven, plain))
      #expect(
        [found.message] == ProofRuleTests.broken("it changes blocks outside of it"), "\(other)")
      #expect(found.notes.first?.place?.line == 7)
    }
  }

  @Test func aBlockMoreOrLessIsADifference() throws {
    let leaf = ProofRuleTests.leaf
    for (woven, plain) in [
      ([leaf], []), ([], [leaf]), ([leaf, leaf], [leaf]), ([leaf], [leaf, leaf]),
    ] {
      #expect(try difference(woven, plain) != nil, "\(woven.count), \(plain.count)")
    }
  }

  /// The cause is the include that stands last before the block, or the first one when none does.
  @Test(arguments: [(1, 3), (3, 3), (5, 3), (7, 3), (10, 3), (12, 10), (14, 10)])
  func theIncludeBeforeTheBlockIsTheCause(_ line: Int, _ cause: Int) throws {
    let leaf = ComparableLeaf(
      kind: .paragraph, path: 1, detail: 0, firstLine: line, lastLine: line, line: line)
    #expect(try difference([], [leaf])?.place.line == cause)
    #expect(try difference([leaf], [])?.place.line == cause)
  }
}
