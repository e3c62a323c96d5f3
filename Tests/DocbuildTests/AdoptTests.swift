import DocbuildCore
import Testing

@testable import DocbuildEngine

/// What `adopt` says of blocks, and what it makes of pages, over files in memory.
struct AdoptTests {
  static let server = """
    package main

    import "fmt"

    // Server keeps the nodes.
    type Server struct {
    \tnodes map[string]string
    }

    func (s *Server) register(name string) error {
    \tif name == "" {
    \t\treturn fmt.Errorf("a node needs a name")
    \t}
    \ts.nodes[name] = "registered"
    \treturn nil
    }

    func (s *Server) forget(name string) error {
    \tif _, known := s.nodes[name]; !known {
    \t\treturn fmt.Errorf("node %q is not known", name)
    \t}
    \tdelete(s.nodes, name)
    \treturn nil
    }

    """
  static let compose =
    "services:\n  etcd-node:\n    image: quay.io/coreos/etcd\n    ports: [2379]\n"

  static func lines(_ text: String, _ range: ClosedRange<Int>) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)[
      (range.lowerBound - 1)..<range.upperBound
    ].map { $0 + "\n" }.joined()
  }

  static func fence(_ language: String, _ text: String) -> String { "```\(language)\n\(text)```\n" }

  private func run(
    _ texts: [String: String], _ set: (inout AdoptSettings) -> Void = { _ in }
  ) throws -> (report: AdoptReport, project: MemoryProject) {
    let project = MemoryProject(texts)
    var settings = AdoptSettings()
    settings.threads = 2
    set(&settings)
    let session = Session(of: try project.open())
    return (try adopt(session, settings), project)
  }

  private func verdict(_ page: String, _ more: [String: String] = [:]) throws -> AdoptVerdict? {
    var texts = [
      "README.md": page, "server.go": AdoptTests.server, "compose.yaml": AdoptTests.compose,
    ]
    texts.merge(more) { $1 }
    return try run(texts).report.blocks.first?.verdict
  }

  private func options(_ page: String, _ more: [String: String] = [:]) throws -> String? {
    guard case .exact(_, _, let options, _)? = try verdict(page, more) else { return nil }
    return options
  }

  // MARK: exact copies

  @Test func wholeFile() throws {
    let page = "Start `compose.yaml`:\n\n" + AdoptTests.fence("yaml", AdoptTests.compose)
    guard case .exact(let place, let directive, "", [])? = try verdict(page) else {
      Issue.record("not exact: \(String(describing: try verdict(page)))")
      return
    }
    #expect(place.path.text == "compose.yaml" && place.lines == nil)
    #expect(directive == "<!-- embed(compose.yaml) -->")
  }

  @Test func linesByHowTheyBegin() throws {
    let page =
      "In server.go:\n\n" + AdoptTests.fence("go", AdoptTests.lines(AdoptTests.server, 18...24))
    // By its name where ast-grep is installed.
    #expect(
      ["symbol=Server.forget", #"from=/^func \(s \*Server\) forget/ to=/^\}/"#].contains(
        try options(page)))
  }

  @Test func dedentedLines() throws {
    let text = AdoptTests.lines(AdoptTests.server, 19...22).split(separator: "\n")
      .map { $0.dropFirst() + "\n" }.joined()
    let page = "In server.go:\n\n" + AdoptTests.fence("go", text)
    let found = try options(page)
    #expect(found?.hasPrefix("from=/^\\s+if _") ?? false, "\(found ?? "nil")")
  }

  @Test func indentationIsKept() throws {
    let page =
      "In server.go:\n\n" + AdoptTests.fence("go", AdoptTests.lines(AdoptTests.server, 19...22))
    #expect(try options(page)?.hasSuffix(" indent=keep") ?? false)
  }

  @Test func linesLeftOut() throws {
    let text =
      AdoptTests.lines(AdoptTests.server, 10...10) + "\t// ...\n"
      + AdoptTests.lines(AdoptTests.server, 14...16)
    let page = "In server.go:\n\n" + AdoptTests.fence("go", text)
    let found = try options(page)
    #expect(found?.contains("lines=1,5..7") ?? false, "\(found ?? "nil")")
    #expect(found?.contains("elide=\"// ...\"") ?? false, "\(found ?? "nil")")
  }

  @Test func theInfoStringIsKept() throws {
    for (info, wanted) in [
      ("yml", "fence=yml"), ("", "info=\"\""), ("yaml title=x", "info=\"yaml title=x\""),
    ] {
      let page = "See compose.yaml:\n\n" + AdoptTests.fence(info, AdoptTests.compose)
      guard case .exact(_, let directive, _, [])? = try verdict(page) else {
        Issue.record("\(info)")
        continue
      }
      #expect(directive == "<!-- embed(compose.yaml \(wanted)) -->")
    }
  }

  @Test func anExistingRegionIsTaken() throws {
    let text =
      "a = 1\n# region setup\nconnection = open(\"db-one\")\nconnection.begin()\nconnection.check()\n# endregion\nb = 2\n"
    let page = "See `db.py`:\n\n" + AdoptTests.fence("python", AdoptTests.lines(text, 3...5))
    #expect(try options(page, ["db.py": text]) == "region=setup")
  }

  @Test func whiteSpaceAndBlankLinesAreAnnounced() throws {
    let text = AdoptTests.compose.split(separator: "\n").map { $0 + "  \n" }.joined()
    let page = "See compose.yaml:\n\n" + AdoptTests.fence("yaml", text)
    guard case .exact(_, _, "", let notes)? = try verdict(page) else {
      Issue.record("not exact")
      return
    }
    #expect(notes == ["the code's white space"])
  }

  @Test func anotherIndentationIsAnotherText() throws {
    let text = AdoptTests.compose.replacing("    ", with: "   ")
    let page = "See compose.yaml:\n\n" + AdoptTests.fence("yaml", text)
    if case .exact? = try verdict(page) { Issue.record("exact") }
  }

  // MARK: what is asked

  @Test func amongEqualsNothingIsChosen() throws {
    let page = "See:\n\n" + AdoptTests.fence("yaml", AdoptTests.compose)
    guard case .choose(let places, _)? = try verdict(page, ["dev/compose.yaml": AdoptTests.compose])
    else {
      Issue.record("not to choose")
      return
    }
    #expect(Set(places.map(\.path.text)) == ["compose.yaml", "dev/compose.yaml"])
  }

  @Test func thePathInThePageSettlesIt() throws {
    let page = "See dev/compose.yaml:\n\n" + AdoptTests.fence("yaml", AdoptTests.compose)
    guard
      case .exact(let place, _, _, _)? = try verdict(page, ["dev/compose.yaml": AdoptTests.compose])
    else {
      Issue.record("not exact")
      return
    }
    #expect(place.path.text == "dev/compose.yaml")
  }

  @Test func twoPlacesOfOneFileAreAsked() throws {
    let page =
      "In server.go:\n\n" + AdoptTests.fence("go", AdoptTests.lines(AdoptTests.server, 18...23))
    let twice = AdoptTests.server + "\n" + AdoptTests.lines(AdoptTests.server, 18...23)
    guard case .choose(let places, _)? = try verdict(page, ["server.go": twice]) else {
      Issue.record("not to choose")
      return
    }
    #expect(places.map { $0.lines?.lowerBound } == [18, 26])
  }

  @Test(arguments: [
    ("yaml", "tests/compose.yaml"), ("go", "values.yaml"), ("yaml", "deploy/generated/all.yaml"),
    ("yaml", "far/away/compose.yaml"),
  ])
  func doubtfulPlacesAreAsked(language: String, path: String) throws {
    let page = "See:\n\n" + AdoptTests.fence(language, AdoptTests.compose)
    let texts = ["notes/how/to.md": page, path: AdoptTests.compose]
    let report = try run(texts).report
    guard case .choose(let places, _)? = report.blocks.first?.verdict else {
      Issue.record("\(path): \(report.blocks.map(\.verdict))")
      return
    }
    #expect(places.map(\.path.text) == [path])
  }

  @Test func codeInAStringIsAsked() throws {
    let text =
      "example = \"\"\"\nconnection = open(\"db-one\")\nconnection.begin()\nconnection.check()\n\"\"\"\n"
    let page = "See `db.py`:\n\n" + AdoptTests.fence("python", AdoptTests.lines(text, 2...4))
    guard case .choose? = try verdict(page, ["db.py": text]) else {
      Issue.record("not to choose")
      return
    }
  }

  // MARK: what is left alone

  @Test func outputIsNamed() throws {
    for (text, wanted) in [
      ("$ make all\nbuilt the program\n", "1 command"), ("$ one\n$ two\n", "2 commands"),
      (
        "usage: tool [FLAGS]\n\n  --quiet  say less\n  --help   say more\n",
        "output of 'tool --help'"
      ),
    ] {
      guard case .output(wanted, _)? = try verdict(AdoptTests.fence("", text)) else {
        Issue.record("\(text): \(String(describing: try verdict(AdoptTests.fence("", text))))")
        continue
      }
    }
    // A flag alone makes no help text.
    guard
      case .notFound? = try verdict(
        AdoptTests.fence("sh", "docker run \\\n  --rm \\\n  --tty example\n"))
    else {
      Issue.record("a command is taken for output")
      return
    }
  }

  @Test func theBlocksOfOtherToolsAreLeftAlone() throws {
    let block = AdoptTests.fence("yaml", AdoptTests.compose)
    for page in [
      "<!-- snippet: compose -->\n\(block)<!-- endSnippet -->\n",
      "<!-- embedme compose.yaml -->\n\(block)",
      "<!-- docs CODE src=compose.yaml -->\n\(block)<!-- /docs -->\n",
      "<!-- BEGIN_GENERATED -->\n\(block)<!-- END_GENERATED -->\n",
      AdoptTests.fence("yaml file=compose.yaml", AdoptTests.compose),
    ] {
      guard case .leftAlone? = try verdict("See compose.yaml\n\n" + page) else {
        Issue.record("\(page)")
        continue
      }
    }
    let after =
      "See compose.yaml\n\n<!-- snippet: x -->\n```\nx\n```\n<!-- endSnippet -->\n\ncompose.yaml:\n\n\(block)"
    guard
      case .exact? = try run(["README.md": after, "compose.yaml": AdoptTests.compose]).report.blocks
        .last?.verdict
    else {
      Issue.record("what stands behind another tool's end is not looked at")
      return
    }
  }

  @Test func ownedBlocksAndFrozenPagesAreNotLookedAt() throws {
    let owned =
      "<!-- embed(compose.yaml) -->\n\(AdoptTests.fence("yaml", AdoptTests.compose))<!-- /embed -->\n"
    let pasted = "See compose.yaml\n\n" + AdoptTests.fence("yaml", AdoptTests.compose)
    let texts = [
      "README.md": owned, "CHANGELOG.md": pasted, "docs/v1.2/a.md": pasted, "blog/a.md": pasted,
      "compose.yaml": AdoptTests.compose,
    ]
    let report = try run(texts).report
    #expect(report.blocks.isEmpty && report.frozenPages == 3)
    let named = try run(texts) { $0.scope.paths = [RootPath("CHANGELOG.md")] }.report
    #expect(named.blocks.count == 1)
  }

  @Test func aFenceOnTheLineOfAListsMarkIsLeftAlone() throws {
    let page =
      "See compose.yaml\n\n- ```yaml\n"
      + AdoptTests.compose.split(separator: "\n").map { "  \($0)\n" }.joined() + "  ```\n"
    guard case .leftAlone? = try verdict(page) else {
      Issue.record("not left alone")
      return
    }
  }

  // MARK: carried out

  @Test func exactCopiesChangeNoLine() throws {
    let page =
      "# A\n\nSee compose.yaml:\n\n> "
      + AdoptTests.fence("yaml", AdoptTests.compose)
      .split(separator: "\n").joined(separator: "\n> ") + "\n\n1. In server.go\n\n   "
      + AdoptTests.fence("go", AdoptTests.lines(AdoptTests.server, 18...23)).split(separator: "\n")
      .joined(separator: "\n   ") + "\n"
    let texts = [
      "README.md": page, "server.go": AdoptTests.server, "compose.yaml": AdoptTests.compose,
    ]
    let (report, project) = try run(texts) { $0.writes = true }
    #expect(report.written == ["README.md"], "\(report.blocks.map(\.verdict)) \(report.problems)")
    let made = project.files["README.md"] ?? ""
    #expect(made.contains("> <!-- embed(compose.yaml) -->\n> ```yaml"), "\(made)")
    #expect(made.contains("   <!-- embed(server.go "), "\(made)")
    let kept = made.split(separator: "\n", omittingEmptySubsequences: false).filter {
      !$0.contains("embed")
    }
    #expect(kept.joined(separator: "\n") == page)
    try expectClean(project)
  }

  @Test func aTemplateIncludes() throws {
    let page =
      "# A\n\n<!-- \\include(x) -->\n\nSee compose.yaml:\n\n"
      + AdoptTests.fence("yaml", AdoptTests.compose)
    let (report, project) = try run(["a.src": page, "compose.yaml": AdoptTests.compose]) {
      $0.writes = true
    }
    #expect(report.written == ["a.src"], "\(report.blocks.map(\.verdict))")
    #expect(
      project.files["a.src"]?.contains("```yaml\n<!-- include(compose.yaml) -->\n```\n") ?? false)
  }

  @Test func windowsLineEndsStay() throws {
    let page = ("See compose.yaml:\n\n" + AdoptTests.fence("yaml", AdoptTests.compose)).replacing(
      "\n", with: "\r\n")
    let (report, project) = try run(["README.md": page, "compose.yaml": AdoptTests.compose]) {
      $0.writes = true
    }
    #expect(report.written == ["README.md"], "\(report.blocks.map(\.verdict))")
    let made = project.files["README.md"] ?? ""
    #expect(made.replacing("\r\n", with: "").utf8.allSatisfy { $0 != 10 && $0 != 13 }, "\(made)")
    try expectClean(project)
  }

  @Test func aPageOfMDXGetsItsComments() throws {
    let page =
      "export const a = 1\n\n<Tabs>\n\nSee compose.yaml:\n\n"
      + AdoptTests.fence("yaml", AdoptTests.compose) + "\n</Tabs>\n"
    let texts = [
      "README.md": page, "compose.yaml": AdoptTests.compose, "docbuild.toml": "dialect = \"mdx\"\n",
    ]
    let (report, project) = try run(texts) { $0.writes = true }
    #expect(report.written == ["README.md"], "\(report.blocks.map(\.verdict)) \(report.problems)")
    let made = project.files["README.md"] ?? ""
    #expect(made.contains("{/* embed(compose.yaml) */}\n```yaml"), "\(made)")
    #expect(made.contains("```\n{/* /embed */}\n"), "\(made)")
    try expectClean(project)
  }

  @Test func textThatGitCannotGiveBackStays() throws {
    let text = AdoptTests.compose.split(separator: "\n").map { $0 + "  \n" }.joined()
    let texts = [
      "README.md": "See compose.yaml:\n\n" + AdoptTests.fence("yaml", text),
      "compose.yaml": AdoptTests.compose,
    ]
    let (report, project) = try run(texts) { $0.writes = true }
    #expect(report.problems.map(\.id) == [.editedOutput])
    #expect(project.files["README.md"] == texts["README.md"])
    let forced = try run(texts) {
      $0.writes = true
      $0.force = true
    }
    #expect(forced.report.written == ["README.md"])
    try expectClean(forced.project)
  }

  // MARK: by choice

  private func choice(_ line: Int, _ action: AdoptChoice.Action) -> AdoptChoice {
    AdoptChoice(BlockName(page: RootPath("README.md"), line: line), action)
  }

  @Test func oneOfSeveralByName() throws {
    let texts = [
      "README.md": "See:\n\n" + AdoptTests.fence("yaml", AdoptTests.compose),
      "a/compose.yaml": AdoptTests.compose, "b/compose.yaml": AdoptTests.compose,
    ]
    let (report, project) = try run(texts) {
      $0.writes = true
      $0.choices = [choice(4, .embed(RootPath("b/compose.yaml"), line: nil))]
    }
    #expect(report.problems.isEmpty)
    #expect(project.files["README.md"]?.contains("<!-- embed(b/compose.yaml) -->") ?? false)
    try expectClean(project)
  }

  @Test func aBlockBecomesAFile() throws {
    let page = "# A\n\n  ```js\n  const server = createServer();\n    server.listen(80);\n  ```"
    let (report, project) = try run(["README.md": page]) {
      $0.writes = true
      $0.choices = [choice(3, .extract(RootPath("examples/a.js")))]
    }
    #expect(report.problems.isEmpty, "\(report.problems) \(report.blocks.map(\.verdict))")
    #expect(
      project.files["examples/a.js"] == "const server = createServer();\n  server.listen(80);\n")
    #expect(
      project.files["README.md"]?.contains("  <!-- embed(examples/a.js fence=js) -->\n  ```js")
        ?? false)
    try expectClean(project)
  }

  @Test func nothingIsOverwrittenByABlock() throws {
    for path in ["examples/a.js", ".env", ".docbuild/a.js", ".docbuild"] {
      let texts = [
        "README.md": "# A\n\n" + AdoptTests.fence("js", "let a = 1;\nlet b = 2;\n"),
        "examples/a.js": "mine\n",
      ]
      let (report, project) = try run(texts) {
        $0.writes = true
        $0.choices = [choice(3, .extract(RootPath(path)))]
      }
      #expect(report.problems.map(\.id) == [.notAdopted], "\(path)")
      #expect(
        project.files["examples/a.js"] == "mine\n"
          && project.files["README.md"] == texts["README.md"])
    }
  }

  @Test func aDriftedBlockTakesTheCode() throws {
    let old = AdoptTests.lines(AdoptTests.server, 10...16).replacing("registered", with: "known")
    let texts = [
      "README.md": "In server.go:\n\n" + AdoptTests.fence("go", old),
      "server.go": AdoptTests.server,
    ]
    let planned = try run(texts) { $0.writes = true }
    guard case .differs(let place, nil, let difference)? = planned.report.blocks.first?.verdict
    else {
      Issue.record("\(planned.report.blocks.map(\.verdict))")
      return
    }
    #expect(place.lines == 10...16)
    #expect(
      difference.map(\.text) == [
        "-\ts.nodes[name] = \"known\"", "+\ts.nodes[name] = \"registered\"",
      ])
    #expect(planned.report.written.isEmpty)
    let (report, project) = try run(texts) {
      $0.writes = true
      $0.force = true
      $0.choices = [choice(5, .takeCode)]
    }
    #expect(report.written == ["README.md"], "\(report.problems) \(report.blocks.map(\.verdict))")
    #expect(project.files["README.md"]?.contains("\"registered\"") ?? false)
    try expectClean(project)
  }

  @Test func theCodeTakesThePagesText() throws {
    let new = AdoptTests.lines(AdoptTests.server, 10...16).replacing("registered", with: "known")
    let texts = [
      "README.md": "In server.go:\n\n" + AdoptTests.fence("go", new),
      "server.go": AdoptTests.server,
    ]
    let (report, project) = try run(texts) {
      $0.writes = true
      $0.force = true
      $0.choices = [choice(5, .takePage)]
    }
    #expect(
      report.written == ["server.go", "README.md"],
      "\(report.problems) \(report.blocks.map(\.verdict))")
    #expect(project.files["server.go"] == AdoptTests.server.replacing("registered", with: "known"))
    try expectClean(project)
  }

  @Test func marksOnlyWhenAskedFor() throws {
    let texts = [
      "README.md": "# Forget a node\n\nIn server.go:\n\n"
        + AdoptTests.fence("go", AdoptTests.lines(AdoptTests.server, 19...22)),
      "server.go": AdoptTests.server,
    ]
    let (report, project) = try run(texts) {
      $0.writes = true
      $0.marks = true
    }
    #expect(
      report.written == ["server.go", "README.md"],
      "\(report.problems) \(report.blocks.map(\.verdict))")
    let made = project.files["server.go"] ?? ""
    #expect(made.contains("\t// #region forget-a-node\n\tif _, known"), "\(made)")
    #expect(made.contains("\tdelete(s.nodes, name)\n\t// #endregion forget-a-node\n"), "\(made)")
    #expect(project.files["README.md"]?.contains("region=forget-a-node") ?? false)
    try expectClean(project)
  }

  /// A program without names for its lines, and pages that show some of them.
  private static let script =
    "import os\n\n\n"
    + (1...20).map { "step_\($0) = compute(\($0), os)\n" }
    .joined()

  private static func shown(_ ranges: ClosedRange<Int>...) -> String {
    "# All\n\n"
      + ranges.map { range in
        "## Part \(range.lowerBound)\n\nIn run.py:\n\n"
          + fence("python", lines(script, range)) + "\n"
      }.joined()
  }

  /// Marks that are there already move the lines of those that follow.
  @Test func marksOfOneFileStandAroundTheirLines() throws {
    let page = AdoptTests.shown(5...8, 12...15, 18...21)
    let (report, project) = try run(["README.md": page, "run.py": AdoptTests.script]) {
      $0.writes = true
      $0.marks = true
    }
    #expect(report.written == ["run.py", "README.md"], "\(report.problems)")
    let made = project.files["run.py"] ?? ""
    for (first, last) in [(2, 5), (9, 12), (15, 18)] {
      let region = "# #region part-\(first + 3)\nstep_\(first) ="
      #expect(
        made.contains(region) && made.contains("step_\(last) = compute(\(last), os)\n# #endregion"),
        "\(made)")
    }
    let kept = (project.files["README.md"] ?? "").split(separator: "\n").filter {
      !$0.hasPrefix("<!--")
    }
    #expect(kept == page.split(separator: "\n"), "\(project.files["README.md"] ?? "")")
    try expectClean(project)
  }

  /// Where a page can't take a block, nothing is marked for it; marks of others stay.
  @Test func noMarksForPagesThatAreLeftAlone() throws {
    let broken = AdoptTests.shown(12...15) + "<!-- embed(none.py) -->\n"
    var texts = ["BROKEN.md": broken, "run.py": AdoptTests.script]
    let alone = try run(texts) {
      $0.writes = true
      $0.marks = true
    }
    #expect(alone.report.written == [], "\(alone.report.problems)")
    #expect(alone.project.files["run.py"] == AdoptTests.script)
    texts["README.md"] = AdoptTests.shown(18...21)
    let (report, project) = try run(texts) {
      $0.writes = true
      $0.marks = true
    }
    #expect(report.written == ["run.py", "README.md"], "\(report.problems)")
    #expect(project.files["BROKEN.md"] == broken)
    let made = project.files["run.py"] ?? ""
    #expect(made.contains("# #region part-18\nstep_15 ="), "\(made)")
    #expect(!made.contains("part-12"), "\(made)")
  }

  @Test func aLineOfNoBlockIsAnError() throws {
    let texts = ["README.md": "See:\n\n" + AdoptTests.fence("yaml", AdoptTests.compose)]
    let report = try run(texts) { $0.choices = [choice(1, .takeCode)] }.report
    #expect(report.problems.map(\.id) == [.noSuchBlock])
  }

  /// A build writes nothing, and a check finds nothing.
  private func expectClean(_ project: MemoryProject) throws {
    let before = project.files["README.md"]
    let (report, _) = try project.build()
    #expect(
      report.results.allSatisfy { $0.outcome != .failed }, "\(report.results.map(\.diagnostics))")
    #expect(project.files["README.md"] == before)
    let found = try check(Session(of: try project.open()), CheckOptions())
    #expect(found.results.flatMap(\.diagnostics).isEmpty, "\(found.results.flatMap(\.diagnostics))")
  }
}
