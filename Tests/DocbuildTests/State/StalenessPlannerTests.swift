import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Which documents are woven again, and what is said to be the reason.
struct StalenessPlannerTests {
  private let planned: PlannedProject

  init() throws {
    planned = try PlannedProject([
      "a.src": "a", "a.md": "made of a", "x.go": "x", "y.go": "y", "page.md": "page",
      "plain.md": "plain", "text.src": "text",
    ])
  }

  private func name(_ path: String) -> String { planned.project.name(of: RootPath(path)).text }

  private func verdict(
    _ document: ProjectDocument, _ log: BuildLog?, threads: Int = 1
  ) -> String {
    planned.planner(log, threads: threads).verdicts(for: [document])[0].words
  }

  /// What is said of `a.src`, made from `x.go` and `y.go`, when the log is put together so.
  private func verdict(_ make: (inout LogOf) -> Void) -> String {
    var log = LogOf(planned)
    make(&log)
    return verdict(planned.template("a.src"), log.log)
  }

  @Test func whatIsTheSameIsUpToDate() {
    #expect(verdict { $0.document("a.src", "a.md", from: ["x.go", "y.go"]) } == "up to date")
    var log = LogOf(planned)
    log.document("page.md", "page.md", from: ["x.go"])
    log.document("plain.md", "")
    log.document("text.src", "")
    let verdicts = planned.planner(log.log).verdicts(for: [
      planned.inPlace("page.md"), planned.inPlace("plain.md"), planned.template("text.src"),
    ])
    #expect(verdicts.map(\.words) == ["up to date", "no document", "no document"])
    #expect(verdicts.map(\.isStale) == [false, false, false])
    #expect(verdicts.map(\.reason) == [nil, nil, nil])
  }

  @Test func whatTheLogDoesNotKnowIsStale() {
    #expect(verdict(planned.template("a.src"), nil) == "it is not in the build log")
    #expect(verdict { $0.document("page.md", "page.md") } == "it is not in the build log")
  }

  @Test func otherSettingsMakeAllStale() {
    var log = BuildLog(settings: digest(5))
    log.add(
      RootPath("a.src"), output: WrittenPath("a.md"), planned.stamp("a.md"), digest(1), inputs: [])
    #expect(
      verdict(planned.template("a.src"), log)
        == "docbuild's version, configuration or options changed")
  }

  /// Whatever differs in a file's status.
  @Test(arguments: ["a.src", "x.go", "y.go"]) func changedInputs(_ changed: String) {
    let now = planned.stamp(changed)
    for stamp in [
      Stamp(size: now.size + 1, changed: now.changed, inode: now.inode),
      Stamp(size: now.size, changed: now.changed - 1, inode: now.inode),
      Stamp(size: now.size, changed: now.changed, inode: now.inode + 1), .volatile, .absent,
    ] {
      let found = verdict { log in
        let places = ["a.src", "x.go", "y.go"].map { log.file($0, $0 == changed ? stamp : nil) }
        log.add("a.src", "a.md", places)
      }
      #expect(found == "'\(name(changed))' changed", "\(stamp)")
    }
  }

  @Test func whatWasNewWhenItWasReadMayHaveChanged() {
    let found = verdict { log in
      log.add("a.src", "a.md", [log.file("a.src"), log.file("x.go", .unknown)])
    }
    #expect(found == "'\(name("x.go"))' was new when it was read, and may have changed since")
  }

  @Test func goneInputs() {
    let gone = verdict { log in
      log.add("a.src", "a.md", [log.file("a.src"), log.file("z.go", stamp(1))])
    }
    #expect(gone == "'\(name("z.go"))' is gone")
    let stillAbsent = verdict { log in
      log.add("a.src", "a.md", [log.file("a.src"), log.file("z.go", .absent)])
    }
    #expect(stillAbsent == "up to date")
  }

  @Test func theFirstReasonIsGiven() {
    let found = verdict { log in
      log.add(
        "a.src", "a.md",
        [log.file("a.src"), log.file("z.go", stamp(1)), log.file("x.go", stamp(1))], stamp(1))
    }
    #expect(found == "'\(name("z.go"))' is gone")
  }

  @Test func outputs() {
    #expect(verdict { $0.document("a.src", "a.md", stamp(1)) } == "its output changed")
    #expect(verdict { $0.document("a.src", "a.md", .unknown) } == "its output changed")
    #expect(
      verdict { $0.document("a.src", "a.md", .volatile) }
        == "it shows a git revision, a URL, or what a key or a pattern finds")
    planned.folder.remove("a.md")
    #expect(verdict { $0.document("a.src", "a.md", stamp(1)) } == "its output is missing")
    #expect(verdict { $0.document("a.src", "b.md", stamp(1)) } == "its output has another name now")
    #expect(
      verdict { $0.document("a.src", "a.md2", stamp(1)) } == "its output has another name now")
  }

  @Test func outputsOfWhatWasNoDocument() throws {
    // A text that was none of docbuild's business has a page beside it now.
    #expect(verdict { $0.document("a.src", "") } == "its output is there")
    planned.folder.remove("a.md")
    #expect(verdict { $0.document("a.src", "") } == "no document")
    // Markdown is its own output.
    var log = LogOf(planned)
    log.document("plain.md", "")
    #expect(verdict(planned.inPlace("plain.md"), log.log) == "no document")
    try planned.folder.write("plain.md", "changed")
    #expect(verdict(planned.inPlace("plain.md"), log.log) == "'\(name("plain.md"))' changed")
  }

  @Test func whatFailedIsTriedAgain() {
    let found = verdict { $0.add("a.src", "a.md", []) }
    #expect(found == "it was not woven the last time")
  }

  /// Files are looked at by the hundred, on several threads.
  @Test(arguments: [1, 4]) func manyFiles(_ threads: Int) throws {
    let count = 700
    let names = (0..<count).map { "d\(1000 + $0)" }
    let many = try PlannedProject(
      Dictionary(uniqueKeysWithValues: names.flatMap { [("\($0).src", ""), ("\($0).md", "")] }))
    var log = LogOf(many)
    for name in names { log.document("\(name).src", "\(name).md") }
    let changed = Set([0, 1, 255, 511, 512, 513, 699])
    for place in changed { try many.folder.write("\(names[place]).src", "changed") }
    let missing = Set([2, 323, 324, 325, 511, 698])
    for place in missing { many.folder.remove("\(names[place]).md") }
    let documents = names.map { many.template("\($0).src") }
    let verdicts = many.planner(log.log, threads: threads).verdicts(for: documents)
    let stale = verdicts.indices.filter { verdicts[$0].words.hasSuffix("' changed") }
    #expect(stale == changed.sorted())
    let gone = verdicts.indices.filter { verdicts[$0].words == "its output is missing" }
    #expect(gone == missing.subtracting(changed).sorted())
    #expect(verdicts.count { !$0.isStale } == count - changed.union(missing).count)
    // Some of them are found by their own entries.
    let some = [3, 324, 513, 600].map { documents[$0] }
    #expect(
      many.planner(log.log, threads: threads).verdicts(for: some).map { $0.isStale }
        == [false, true, true, false])
  }

  // MARK: documents that show one another

  @Test func whatShowsAStaleOutputIsStale() throws {
    let chain = try PlannedProject([
      "a.src": "", "a.md": "", "b.src": "", "b.md": "", "c.src": "", "c.md": "", "d.src": "",
      "d.md": "", "e.src": "", "e.md": "",
    ])
    var log = LogOf(chain)
    log.document("a.src", "a.md")
    log.document("b.src", "b.md", from: ["a.md"])
    log.document("c.src", "c.md", from: ["b.md", "d.md"])
    log.document("d.src", "d.md", from: ["e.src"])
    log.document("e.src", "e.md")
    let table = DocumentTable(
      ["a.src", "b.src", "c.src", "d.src", "e.src"].map { chain.template($0) },
      rules: chain.project.rules)
    func verdicts(_ stale: [Int]) -> [String] {
      var verdicts = chain.planner(log.log).verdicts(for: table.documents)
      for index in stale { verdicts[index] = .stale("x") }
      chain.planner(log.log).followOutputs(&verdicts, of: table)
      return verdicts.map(\.words)
    }
    func anew(_ path: String) -> String {
      "'\(chain.project.name(of: RootPath(path)).text)' is made anew"
    }
    let fresh = "up to date"
    #expect(verdicts([]) == [fresh, fresh, fresh, fresh, fresh])
    #expect(verdicts([0]) == ["x", anew("a.md"), anew("b.md"), fresh, fresh])
    #expect(verdicts([0, 1]) == ["x", "x", anew("b.md"), fresh, fresh])
    // The first that is found to be made anew is the reason.
    #expect(verdicts([0, 3]) == ["x", anew("a.md"), anew("d.md"), "x", fresh])
    #expect(verdicts([1]) == [fresh, "x", anew("b.md"), fresh, fresh])
    #expect(verdicts([2]) == [fresh, fresh, "x", fresh, fresh])
    #expect(verdicts([3]) == [fresh, fresh, anew("d.md"), "x", fresh])
    // What shows the template's own text shows no output.
    #expect(verdicts([4]) == [fresh, fresh, fresh, fresh, "x"])
  }

  @Test func inPlaceDocumentsAreMadeTooAndTheirOwnTextIsNoReason() throws {
    let pages = try PlannedProject(["a.md": "", "b.md": ""])
    var log = LogOf(pages)
    log.document("a.md", "a.md")
    log.document("b.md", "b.md", from: ["a.md"])
    let table = DocumentTable(
      ["a.md", "b.md"].map { pages.inPlace($0) }, rules: pages.project.rules)
    let planner = pages.planner(log.log)
    var verdicts = planner.verdicts(for: table.documents)
    verdicts[0] = .stale("x")
    planner.followOutputs(&verdicts, of: table)
    #expect(verdicts.map(\.isStale) == [true, true])
    verdicts = [.upToDate, .stale("x")]
    planner.followOutputs(&verdicts, of: table)
    #expect(verdicts.map(\.isStale) == [false, true])
  }

  // MARK: what the log says

  @Test func whatWasWrittenIsKnownByItsOutput() {
    var log = LogOf(planned)
    log.document("a.src", "a.md", from: ["x.go", "y.go"], digest: 7)
    let planner = planned.planner(log.log)
    #expect(planner.written(planned.template("a.src")) == digest(7))
    #expect(planner.written(planned.template("a.src", "b.md")) == nil)
    #expect(planner.written(planned.template("b.src")) == nil)
    #expect(planned.planner(nil).written(planned.template("a.src")) == nil)
    #expect(planner.inputs(of: planned.template("a.src")) == ["x.go", "y.go"].map { RootPath($0) })
    #expect(planner.inputs(of: planned.template("b.src")).isEmpty)
  }

  @Test func onlyNewsIsNoted() {
    var log = LogOf(planned)
    log.document("a.src", "a.md", digest: 7)
    let planner = planned.planner(log.log)
    var work = DocumentWorker.Work(planned.template("a.src"), .unchanged, "")
    #expect(planner.news(of: work).isEmpty)
    work.hash = digest(7)
    #expect(planner.news(of: work).isEmpty)
    work.hash = digest(8)
    #expect(planner.news(of: work) == [digest(8)])
    work.result.outcome = .failed
    #expect(planner.news(of: work).isEmpty)
  }

  @Test func settingsDecide() throws {
    let configured = try PlannedProject(["docbuild.toml": "templates = ['*.src']\n"])
    #expect(configured.settings != planned.settings)
    #expect(try PlannedProject([:]).settings == planned.settings)
    var options = Project.Options()
    options.root = planned.folder.root.bytes
    func settings(_ change: (inout Project.Options) -> Void) throws -> Hash {
      var changed = options
      change(&changed)
      let project = try Project(
        base: planned.folder.root.bytes, options: changed, environment: .process)
      return StalenessPlanner(project, log: nil, threads: 1).settings
    }
    let others = try [
      settings { $0.maxSourceBytes = 5 }, settings { $0.limits.outputBytes = 5 },
      settings { $0.allowsURLs = true }, settings { _ in },
    ]
    #expect(others.last == planned.settings)
    #expect(Set(others).count == 4)
  }
}
