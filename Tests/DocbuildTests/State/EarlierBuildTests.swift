import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Builds that look only at what is reported as changed since the one before.
struct EarlierBuildTests {
  private let memory: MemoryProject
  private static let count = 40

  /// Forty documents of a source each, and one that shows the page of the first.
  init() throws {
    var texts = ["chain.src": "<!-- include(p00.md) -->\n", "page.md": "plain\n", "known.txt": ""]
    for number in 0..<EarlierBuildTests.count {
      let name = EarlierBuildTests.name(number)
      texts["p\(name).src"] = "<!-- include(s\(name).txt) -->\n"
      texts["s\(name).txt"] = "\(number)\n"
    }
    memory = MemoryProject(texts)
    for _ in 0..<2 {
      memory.wait()
      try memory.build()
    }
    memory.wait()
  }

  private static func name(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

  /// What a build that looks at everything has seen.
  private func seen() throws -> EarlierBuild {
    let seen = try #require(try memory.build().report.seen)
    memory.wait()
    return seen
  }

  private func changes(_ paths: [String]) -> TreeChanges {
    var changes = TreeChanges()
    changes.paths = paths.map { RootPath($0) }
    return changes
  }

  private func after(_ seen: EarlierBuild, _ paths: [String]) throws -> EarlierBuild? {
    seen.after(changes(paths), in: try memory.open())
  }

  private func known(_ seen: EarlierBuild, _ paths: [String]) throws -> EarlierBuild {
    let known = try after(seen, paths)
    return try #require(known)
  }

  private func woven(_ report: BuildReport) -> [String] {
    report.results.filter { $0.reason != nil }.map(\.document.path.text)
  }

  @Test func onlyWhatIsReportedIsLookedAt() throws {
    let seen = try seen()
    memory.files["s05.txt"] = "new\n"
    memory.files["s07.txt"] = "nobody says so\n"
    let next = try memory.build(earlier: try known(seen, ["s05.txt"])).report
    #expect(woven(next) == ["p05.src"])
    #expect(memory.files["p05.md"] == "new\n")
    #expect(next.results.count == EarlierBuildTests.count + 2)
    #expect(woven(try memory.build().report).contains("p07.src"))
  }

  /// What a build has done is what the one after it starts from.
  @Test func roundsFollowOneAnother() throws {
    var seen = try seen()
    for (number, page) in [("s05.txt", "p05.md"), ("s05.txt", "p05.md"), ("s06.txt", "p06.md")]
      .enumerated()
    {
      memory.files[page.0] = "round \(number)\n"
      memory.wait()
      let next = try memory.build(earlier: try known(seen, [page.0])).report
      #expect(memory.files[page.1] == "round \(number)\n")
      #expect(woven(next).count == 1)
      seen = try #require(next.seen)
      memory.wait()
    }
    #expect(woven(try memory.build().report).isEmpty)
  }

  @Test func pagesThatShowPagesFollow() throws {
    let seen = try seen()
    memory.files["s00.txt"] = "first\n"
    memory.wait()
    let next = try memory.build(earlier: try known(seen, ["s00.txt"])).report
    #expect(woven(next) == ["chain.src", "p00.src"])
    #expect(memory.files["chain.md"] == "first\n")
  }

  @Test func missingOutputsAreMadeAnew() throws {
    let seen = try seen()
    memory.files["p09.md"] = nil
    let next = try memory.build(earlier: try known(seen, ["p09.md"])).report
    #expect(woven(next) == ["p09.src"])
    #expect(memory.files["p09.md"] == "9\n")
    memory.wait()
    let settled = try memory.build(earlier: try known(try #require(next.seen), [])).report
    #expect(woven(settled) == [])
  }

  @Test func problemsStayUntilTheyAreMended() throws {
    let seen = try seen()
    memory.files["s03.txt"] = nil
    memory.wait()
    let broken = try memory.build(earlier: try known(seen, ["s03.txt"])).report
    #expect(broken.results.flatMap(\.diagnostics).map(\.id) == [.fileNotFound])
    memory.files["s04.txt"] = "new\n"
    memory.wait()
    let still = try memory.build(
      earlier: try known(try #require(broken.seen), ["s04.txt"])
    ).report
    #expect(still.results.flatMap(\.diagnostics).map(\.id) == [.fileNotFound])
    memory.files["s03.txt"] = "back\n"
    let mended = try memory.build(
      earlier: try known(try #require(still.seen), ["s03.txt"])
    ).report
    #expect(mended.results.flatMap(\.diagnostics).isEmpty)
    #expect(memory.files["p03.md"] == "back\n")
  }

  @Test(arguments: [
    "p05.src", "p05.md", "s05.txt", "page.md", "unknown.txt", "known.txt", "p05.src~", "deep/er.go",
  ])
  func whatChangesNothingElse(_ path: String) throws {
    #expect(try after(try seen(), [path]) != nil)
  }

  @Test(arguments: [
    "docbuild.toml", "sub/docbuild.toml", ".gitignore", "sub/.gitignore", ".gitmodules",
    ".git/HEAD", ".git/refs/heads/main", "new.src", "new.md", "sub/new.src",
  ])
  func whatMayChangeTheDocuments(_ path: String) throws {
    let seen = try seen()
    if path.hasSuffix(".src") || path.hasSuffix(".md") { memory.files[path] = "new\n" }
    #expect(try after(seen, [path]) == nil)
    #expect(try after(seen, ["s05.txt", path]) == nil)
  }

  @Test func documentsThatGo() throws {
    let seen = try seen()
    memory.files["p05.src"] = nil
    #expect(try after(seen, ["p05.src"]) == nil)
    memory.files["page.md"] = nil
    #expect(try after(seen, ["page.md"]) == nil)
  }

  @Test func whatIsNotKnownInDetail() throws {
    let seen = try seen()
    let project = try memory.open()
    #expect(seen.after(TreeChanges(mayBeMore: true), in: project) == nil)
    var folders = changes(["deep"])
    folders.hasFolders = true
    #expect(seen.after(folders, in: project) == nil)
    let full = try known(seen, (0..<64).map { "f\($0)" })
    #expect(full.after(changes(["one"]), in: project) == nil)
  }

  /// Another program has built meanwhile, with more than is kept beside the log.
  @Test func anotherLogIsLookedAtWhole() throws {
    let seen = try seen()
    for number in 0..<20 { memory.files["s\(EarlierBuildTests.name(number)).txt"] = "other\n" }
    memory.wait()
    try memory.build()
    memory.wait()
    memory.files["s30.txt"] = "unsaid\n"
    let next = try memory.build(earlier: try known(seen, ["s31.txt"])).report
    #expect(woven(next).contains("p30.src"))
  }

  @Test func otherSettingsAreLookedAtWhole() throws {
    let seen = try seen()
    memory.files["docbuild.toml"] = "exclude = [\"p05.src\"]\n"
    let next = try memory.build(earlier: seen).report
    #expect(woven(next).count == EarlierBuildTests.count + 2)
    #expect(!next.results.contains { $0.document.path == RootPath("p05.src") })
  }

  @Test func ownWritingIsKnown() throws {
    let seen = try seen()
    memory.files["s05.txt"] = "new\n"
    memory.wait()
    let next = try memory.build(earlier: try known(seen, ["s05.txt"])).report.seen
    let written = try #require(next)
    let root = try memory.open().root
    #expect(written.wrote(RootPath("p05.md"), in: root))
    #expect(!written.wrote(RootPath("p06.md"), in: root))
    memory.wait()
    memory.files["p05.md"] = "new\n"
    #expect(!written.wrote(RootPath("p05.md"), in: root))
  }

  /// Whatever happens, what is reported and built is what a build finds that looks at everything.
  @Test(arguments: 0..<12) func asOneThatLooksAtEverything(_ seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    var seen: EarlierBuild?
    for _ in 0..<25 {
      var paths: [String] = []
      for _ in 0..<Int.random(in: 1...3, using: &random) { paths.append(change(&random)) }
      if Bool.random(using: &random) { memory.wait() }
      let report = try memory.build(
        earlier: try seen.flatMap { try after($0, paths) }
      ).report
      seen = report.seen
      if Bool.random(using: &random) { memory.wait() }
      let problems = Set(report.results.flatMap(\.diagnostics).map(\.message))
      // It writes nothing, so that what is known stays what it was.
      var options = BuildOptions()
      options.dryRun = true
      let session = Session(
        try memory.open(), clock: WallClock { [memory] in memory.files.now }, interrupt: Interrupt()
      )
      let whole = try DocbuildEngine.build(session, options)
      #expect(whole.results.filter { $0.outcome == .written }.map(\.document.path.text) == [])
      #expect(Set(whole.results.flatMap(\.diagnostics).map(\.message)) == problems)
    }
  }

  /// Does something to a file; its name.
  private func change(_ random: inout SeededGenerator) -> String {
    let name = EarlierBuildTests.name(Int.random(in: 0..<EarlierBuildTests.count, using: &random))
    let text = "\(Int.random(in: 0..<3, using: &random))\n"
    switch Int.random(in: 0..<8, using: &random) {
    case 0:
      memory.files["s\(name).txt"] = nil
      return "s\(name).txt"
    case 1:
      memory.files["p\(name).md"] = nil
      return "p\(name).md"
    case 2:
      memory.files["p\(name).src"] = "\(text)\n<!-- include(s\(name).txt) -->\n"
      return "p\(name).src"
    case 3:
      memory.files["p\(name).src"] = text
      return "p\(name).src"
    case 4:
      memory.files["new\(name).src"] = "<!-- include(s\(name).txt) -->\n"
      return "new\(name).src"
    case 5:
      memory.files["new\(name).src"] = nil
      return "new\(name).src"
    default:
      memory.files["s\(name).txt"] = text
      return "s\(name).txt"
    }
  }
}
