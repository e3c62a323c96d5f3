import DocbuildCore
import Testing

@testable import DocbuildEngine

/// What makes a document stale, each with its reason: over files in memory, by a clock that the tests set.
struct StalenessTests {
  private static let texts = [
    "a.src": "<!-- include(x.txt) -->\n", "b.src": "<!-- include(y.txt) -->\n",
    "x.txt": "one\n", "y.txt": "other\n",
  ]

  /// Something that happens to a built project.
  struct Change: Sendable, CustomTestStringConvertible {
    let name: String
    /// Why `a.src` is woven then; nil when it is not.
    let reason: String?
    /// What becomes of it.
    let outcome: BuildResult.Outcome
    let make: @Sendable (MemoryProject) -> Void

    var testDescription: String { name }
  }

  static let changes = [
    Change(name: "nothing", reason: nil, outcome: .upToDate) { _ in },
    Change(name: "touched, same bytes", reason: "'x.txt' changed", outcome: .unchanged) {
      $0.files["x.txt"] = "one\n"
    },
    Change(name: "another size", reason: "'x.txt' changed", outcome: .written) {
      $0.files["x.txt"] = "longer\n"
    },
    Change(name: "same size", reason: "'x.txt' changed", outcome: .written) {
      $0.files["x.txt"] = "two\n"
    },
    Change(name: "the template", reason: "'a.src' changed", outcome: .written) {
      $0.files["a.src"] = "New\n\n<!-- include(x.txt) -->\n"
    },
    Change(name: "output deleted", reason: "its output is missing", outcome: .written) {
      $0.files["a.md"] = nil
    },
    Change(name: "output touched", reason: "its output changed", outcome: .unchanged) {
      $0.files["a.md"] = "one\n"
    },
    Change(name: "output edited", reason: "its output changed", outcome: .failed) {
      $0.files["a.md"] = "mine\n"
    },
    Change(
      name: "configuration", reason: "docbuild's version, configuration or options changed",
      outcome: .unchanged
    ) { $0.files["docbuild.toml"] = "exclude = [\"z\"]\n" },
    Change(name: "source removed", reason: "'x.txt' is gone", outcome: .failed) {
      $0.files["x.txt"] = nil
    },
    Change(name: "source in the editor", reason: "'x.txt' changed", outcome: .written) {
      _ = try? $0.open().root.overlay(Bytes("edited\n".utf8), at: RootPath("x.txt"))
    },
  ]

  private func built() throws -> MemoryProject {
    let project = MemoryProject(Self.texts)
    project.wait()
    let (report, _) = try project.build()
    #expect(report.results.map(\.outcome) == [.written, .written])
    project.wait()
    return project
  }

  @Test(arguments: changes) func aChange(_ change: Change) throws {
    let project = try built()
    change.make(project)
    project.wait()
    let result = try project.build().report.results[0]
    #expect(result.reason == change.reason)
    #expect(result.outcome == change.outcome)
  }

  /// But for a configuration, and for a source that is gone: its neighbours are looked at for a cure.
  @Test(arguments: changes.filter { !["configuration", "source removed"].contains($0.name) })
  func aChangeMakesNothingElseStale(_ change: Change) throws {
    let project = try built()
    change.make(project)
    project.wait()
    let (report, events) = try project.build()
    #expect(report.results[1].reason == nil)
    #expect(report.results[1].outcome == .upToDate)
    #expect(!events.contains { ["b.src", "b.md", "y.txt"].contains($0.path.text) })
  }

  @Test func nothingToDoWritesNothing() throws {
    let project = try built()
    let (report, events) = try project.build()
    #expect(report.results.allSatisfy { $0.outcome == .upToDate })
    #expect(events.changes == [])
    // No document and no source is read either.
    #expect(events.reads.allSatisfy { $0.hasPrefix(".docbuild/") })
  }

  @Test func whatWasMadeInTheSecondOfTheBuildIsReadAgain() throws {
    let project = MemoryProject(Self.texts)
    try project.build()
    // Written between the reading and the end of the build, with the same size and time.
    project.files["x.txt"] = "two\n"
    project.wait()
    let (report, _) = try project.build()
    #expect(
      report.results[0].reason == "'a.src' was new when it was read, and may have changed since")
    #expect(report.results[0].outcome == .written)
    #expect(project.files["a.md"] == "two\n")
    project.wait()
    #expect(try project.build().events.changes == [])
  }

  @Test(arguments: [
    // Files with whole seconds may be on a disk that has no others.
    (1_000_000_000_000_000_000, 1.5, true), (1_000_000_000_000_000_000, 2.5, false),
    (1_000_000_000_123_456_789, 0.019, true), (1_000_000_000_123_456_789, 0.021, false),
  ]) func howLongAFileIsNew(now: Int, seconds: Double, isNew: Bool) throws {
    let project = MemoryProject([:])
    project.files.now = now
    for (path, text) in Self.texts { project.files[path] = text }
    project.wait(seconds: seconds)
    try project.build()
    project.wait(seconds: 9.25)
    #expect(try project.build().report.results.map(\.reason).contains { $0 != nil } == isNew)
  }

  @Test func aSourceThatIsMadeAgain() throws {
    let project = try built()
    project.files["x.txt"] = nil
    project.wait()
    let (broken, _) = try project.build()
    #expect(broken.results[0].diagnostics.map(\.id) == [.fileNotFound])
    project.files["x.txt"] = "one\n"
    project.wait()
    let (mended, events) = try project.build()
    #expect(mended.results[0].reason == "it was not woven the last time")
    #expect(mended.results[0].outcome == .unchanged)
    #expect(!events.changes.contains { $0.path.text == "a.md" })
  }

  @Test func aTemplateThatIsRemoved() throws {
    let project = try built()
    project.files["a.src"] = nil
    project.wait()
    let (report, events) = try project.build()
    // What it left is looked at as a page of its own, which it is not.
    #expect(report.results.map(\.document.path.text) == ["a.md", "b.src"])
    #expect(report.results.map(\.outcome) == [.noDocument, .upToDate])
    #expect(report.diagnostics.map(\.id) == [.orphanedOutput])
    #expect(project.files["a.md"] == "one\n")
    #expect(events.changes.allSatisfy { $0.path.text.hasPrefix(".docbuild/") })
  }

  @Test func otherOptions() throws {
    let project = try built()
    var options = Project.Options()
    options.maxSourceBytes = 100
    let reasons = try project.build(options).report.results.map(\.reason)
    #expect(reasons.allSatisfy { $0 == "docbuild's version, configuration or options changed" })
  }

  @Test func anotherVersion() throws {
    let project = try built().open()
    #expect(
      StalenessPlanner.settings(of: project) != StalenessPlanner.settings(of: project, version: "0")
    )
  }

  @Test func aDocumentOfAnOutput() throws {
    let project = MemoryProject([
      "a.src": "<!-- include(x.txt) -->\n", "b.src": "<!-- include(a.md) -->\n", "x.txt": "one\n",
    ])
    // What the first build has written is new to it.
    for _ in 0..<2 {
      project.wait()
      try project.build()
    }
    project.wait()
    project.files["x.txt"] = "two\n"
    project.wait()
    let results = try project.build().report.results
    #expect(results.map(\.reason) == ["'x.txt' changed", "'a.md' is made anew"])
    #expect(project.files["b.md"] == "two\n")
  }

  @Test func aSecondBuildAtTheSameTimeIsRefused() throws {
    let project = try built()
    let held = try Workspace(root: project.open().root)
    #expect(throws: CannotRun.self) { try project.build() }
    withExtendedLifetime(held) {}
  }
}
