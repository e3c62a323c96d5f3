import DocbuildCore
import PageWire
import Testing

@testable import DocbuildEngine

/// Directives that name their sources by a key or a pattern, in projects in memory.
struct LookupTests {
  private static func region(_ name: String, _ text: String) -> String {
    "// #region \(name)\n\(text)\n// #endregion\n"
  }

  private func built(_ texts: [String: String]) throws -> MemoryProject {
    let project = MemoryProject(texts)
    project.wait()
    try project.build()
    project.wait()
    return project
  }

  private func messages(_ project: MemoryProject) throws -> [String] {
    try project.build().report.results.flatMap(\.diagnostics).map(\.message)
  }

  // MARK: keys

  private static let keyed = [
    "a.src": "<!-- include(key=start) -->\n", "lib/x.go": region("start", "x"),
  ]

  @Test func aNewFileWithTheSameKeyMakesThePageStale() throws {
    let project = try built(Self.keyed)
    #expect(project.files["a.md"] == "x\n")
    project.files["lib/y.go"] = Self.region("start", "y")
    let result = try project.build().report.results[0]
    #expect(result.outcome == .failed)
    let problem = try #require(result.diagnostics.first)
    #expect(problem.id == .ambiguousKey)
    #expect(problem.notes.compactMap { $0.place?.name } == ["lib/x.go", "lib/y.go"])
    project.files["lib/x.go"] = nil
    try project.build()
    #expect(project.files["a.md"] == "y\n")
  }

  /// Files that hold secrets or no text, pages and templates are not looked at, nor what others wrote.
  @Test(arguments: [
    ".env", ".hidden.go", "id_rsa", "page.md", "part.src", "node_modules/x.js", "x.png", "bin.go",
  ])
  func whatHoldsNoSources(_ name: String) throws {
    var texts = Self.keyed
    texts[name] = (name == "bin.go" ? "\0" : "") + Self.region("start", "other")
    let project = try built(texts)
    #expect(project.files["a.md"] == "x\n")
  }

  @Test func aKeyThatNobodyMarksHasTheNearestForItsCure() throws {
    var texts = Self.keyed
    texts["a.src"] = "<!-- include(key=strat) -->\n"
    let problem = try #require(
      try MemoryProject(texts).build().report.results[0].diagnostics.first)
    #expect(problem.id == .regionNotFound)
    #expect(problem.fixIt?.text.text == "key=start")
    #expect(problem.notes.first?.place?.name == "lib/x.go")
  }

  @Test func aKeyIsADependencyLikeItsFile() throws {
    let project = try built(Self.keyed)
    let found = try ProjectDependencies.find(
      in: Session(of: try project.open()), paths: [], threads: 1)
    let row = try #require(found.rows.first)
    #expect(row.sources.map(\.text) == ["lib/x.go"])
    // What may mark it, and where a file may come that does.
    #expect(Set(row.inputs.map(\.text)).isSuperset(of: ["a.src", "lib/x.go", "lib", "."]))
    let references = try References.find(in: Session(of: try project.open()), threads: 1)
    #expect(references.all.map(\.source.name) == ["lib/x.go"])
    #expect(references.all.map(\.lines) == [[2...2]])
    #expect(references.all.map(\.regions) == [["start"]])
    let record = try ProjectRecord.make(in: Session(of: try project.open()), Scope(), threads: 1)
    #expect(record.pages.first?.blocks.map(\.origin.source) == ["lib/x.go"])
    #expect(record.pages.first?.blocks.map(\.options) == ["region=start"])
  }

  /// Two keys of one file are two excerpts.
  @Test func keysOfOneFileAreToldApart() throws {
    let project = try built([
      "a.src": "<!-- include(key=one) -->\n<!-- include(key=two) -->\n",
      "x.go": Self.region("one", "1") + Self.region("two", "2"),
    ])
    #expect(project.files["a.md"] == "1\n2\n")
  }

  /// Whoever keeps a session, as `watch` and the language server do, sees what has changed.
  @Test func aSessionFollowsTheFiles() throws {
    let project = MemoryProject(Self.keyed)
    let session = Session(of: try project.open())
    func problems() throws -> [DiagnosticID] {
      try References.find(in: session, threads: 1).diagnostics.map(\.id)
    }
    #expect(try problems() == [])
    project.files["y.go"] = Self.region("start", "y")
    session.sources.invalidate([RootPath("y.go")])
    #expect(try problems() == [.ambiguousKey])
    project.files["y.go"] = Self.region("other", "y")
    session.sources.invalidate([RootPath("y.go")])
    #expect(try problems() == [])
  }

  // MARK: patterns

  /// The root has a name in messages, and a file that a pattern fits its own.
  @Test func namesInMessages() throws {
    let project = MemoryProject(["a.src": "<!-- include(f*) -->\n", "big.txt": "x\n"])
    let problem = try #require(try project.build().report.results[0].diagnostics.first)
    #expect(problem.notes.first?.message == "'.' holds 'a.src', 'big.txt'")
    for (directive, name) in [("include(**)", "r2.md"), ("include(key=one)", "r2.html")] {
      let made = MemoryProject([
        "a.src": "# A\n\n<!-- \(directive) -->\n",
        name: "<!-- #region one -->\n<!-- embed(x.txt) -->\n<!-- #endregion one -->\n",
      ])
      let problems = try made.build().report.results.flatMap(\.diagnostics)
      let remarks = problems.filter { $0.id == .unwovenDirective }
      #expect(
        remarks.map(\.message) == ["'\(name)' holds directives, which are not woven"],
        "\(problems)")
    }
  }

  private static let several = [
    "docs/a.src": "<!-- include(x/*.txt fence caption=\"\") -->\n", "docs/x/b.txt": "b\n",
    "docs/x/a.txt": "a\n", "docs/x/c.md": "c\n",
  ]

  private static func page(_ texts: String...) -> String {
    texts.map { "```text\n\($0)\n```\n" }.joined(separator: "\n")
  }

  @Test func aNewFileThatFitsMakesThePageStale() throws {
    let project = try built(Self.several)
    #expect(project.files["docs/a.md"] == Self.page("a", "b"))
    project.files["docs/x/ab.txt"] = "ab\n"
    #expect(try project.build().report.results[0].outcome == .written)
    #expect(project.files["docs/a.md"] == Self.page("a", "ab", "b"))
    project.wait()
    project.files["docs/x/a.txt"] = nil
    try project.build()
    #expect(project.files["docs/a.md"] == Self.page("ab", "b"))
    for name in ["ab", "b"] { project.files["docs/x/\(name).txt"] = nil }
    #expect(try messages(project) == ["no file of the project fits 'x/*.txt'"])
  }

  @Test func aPatternDependsOnItsFolder() throws {
    let project = try built(Self.several)
    let found = try ProjectDependencies.find(
      in: Session(of: try project.open()), paths: [], threads: 1)
    let row = try #require(found.rows.first)
    #expect(row.sources.map(\.text) == ["docs/x/a.txt", "docs/x/b.txt"])
    #expect(row.inputs.map(\.text).contains("docs/x"))
    let references = try References.find(in: Session(of: try project.open()), threads: 1)
    #expect(references.all.map(\.source.name) == ["docs/x/a.txt", "docs/x/b.txt"])
    #expect(references.all.allSatisfy { $0.place.name == "docs/a.src" && $0.place.column == 14 })
  }

  /// A page does not show itself, and what another template makes is there before it is made.
  @Test func outputsCount() throws {
    let project = try built([
      "index.src": "# All\n\n<!-- include(*.md markdown caption=\"\") -->\n", "a.md": "A\n",
      "b.src": "B <!-- value(x) -->\n", "docbuild.toml": "[values]\nx = \"1\"\n",
    ])
    #expect(project.files["index.md"] == "# All\n\nA\n\nB 1\n")
    #expect(try project.build().report.results.allSatisfy { $0.diagnostics.isEmpty })
  }

  /// A file of the very name is meant, and folders are no patterns.
  @Test func namesWithSignsOfPatterns() throws {
    let project = try built([
      "a.src": "<!-- include(what?.txt) -->\n", "what?.txt": "?\n", "what1.txt": "1\n",
      "[x]*/b.src": "<!-- include(?.txt) -->\n", "[x]*/1.txt": "one\n", "xy/2.txt": "two\n",
      "c.src": "<!-- include([id].tsx) -->\n", "[id].tsx": "id\n",
    ])
    #expect(project.files["a.md"] == "?\n")
    #expect(project.files["[x]*/b.md"] == "one\n")
    #expect(project.files["c.md"] == "id\n")
  }

  @Test func aPagesPreviewFollows() throws {
    let project = MemoryProject(Self.several)
    let preview = Preview(Session(of: try project.open()), PreviewOptions())
    _ = try preview.all()
    project.files["docs/x/ab.txt"] = "ab\n"
    let touched = try #require(try preview.touched(by: [RootPath("docs/x/ab.txt")]))
    #expect(touched.map(\.shown.text.text) == [Self.page("a", "ab", "b")])
  }

  @Test func naming() throws {
    var texts = Self.several
    texts["docs/k.src"] = "<!-- include(key=r) -->\n"
    texts["r.go"] = Self.region("r", "r")
    let project = try built(texts)
    let session = Session(of: try project.open())
    func documents(_ path: String) throws -> [String] {
      try ProjectDependencies.find(in: session, paths: [RootPath(path)], threads: 1)
        .rows.map(\.template.text)
    }
    #expect(try documents("docs/x/b.txt") == ["docs/a.src"])
    #expect(try documents("r.go") == ["docs/k.src"])
  }
}
