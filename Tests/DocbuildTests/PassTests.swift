import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// Commands over a project differ in their last step alone: what the pass finds, all of them report.
struct PassTests {
  /// A project in which much is wrong, with a configuration.
  private func project(_ configuration: String = "") throws -> (TemporaryFolder, Project) {
    let folder = try TemporaryFolder()
    try folder.write("docbuild.toml", configuration)
    try folder.write("x.txt", "one\ntwo\n")
    try folder.write("a.src", "<!-- include(x.txt lines=1 elide) -->\n\n<!-- include(none) -->\n")
    try folder.write("b.src", "<!-- include(x.txt lines=9) -->\n\n<!-- inclde(x.txt) -->\n")
    try folder.write("c.src", "- a\n<!-- include(x.txt) -->\n\n<!-- include(x.txt elide) -->\n")
    try folder.write("d.md", "<!-- include(x.txt) -->\n")
    try folder.write("e.md", "<!-- embed(x.txt region=r) -->\n")
    // Two outputs that differ only in case.
    try folder.write("f.src", "<!-- include(x.txt) -->\n")
    try folder.write("F.src", "<!-- include(x.txt) -->\n")
    return (
      folder,
      try Project(
        base: Bytes(folder.url.path.utf8), options: Project.Options(), environment: .process)
    )
  }

  /// What each command reports, as `name:line: severity [id]`: of the project, then of its documents in order.
  private func reports(_ project: Project) throws -> [(command: String, problems: [String])] {
    func lines(_ problems: [Diagnostic]) -> [String] {
      // What only a check looks for.
      problems.filter { $0.id != .staleOutput }.map {
        "\(Bytes($0.place.name.utf8).fileName.text):\($0.place.line): \($0.severity.rawValue) [\($0.id.rawValue)]"
      }
    }
    var building = BuildOptions()
    building.dryRun = true
    let built = try build(Session(of: project), building)
    let checked = try check(Session(of: project), CheckOptions())
    var settings = TestSettings()
    settings.runsTools = false
    settings.usesCache = false
    let tested = try test(Session(of: project), settings)
    let accepted = try accept(Session(of: project), settings, AcceptSettings()).report
    let references = try References.find(in: Session(of: project), threads: 2)
    let dependencies = try ProjectDependencies.find(
      in: Session(of: project), paths: [], threads: 2)
    return [
      ("build", lines(built.diagnostics + built.results.flatMap(\.diagnostics))),
      ("check", lines(checked.diagnostics + checked.results.flatMap(\.diagnostics))),
      ("test", lines(tested.diagnostics + tested.results.flatMap(\.diagnostics))),
      ("accept", lines(accepted.diagnostics + accepted.results.flatMap(\.diagnostics))),
      ("refs", lines(references.diagnostics)),
      ("deps", lines(dependencies.diagnostics.flatMap { $0 })),
    ]
  }

  @Test func allCommandsReportTheSameProblemsInTheSameOrder() throws {
    let (folder, project) = try project()
    try withExtendedLifetime(folder) {
      for (command, problems) in try reports(project) {
        #expect(
          problems == [
            "f.src:0: warning [output-case]",
            "a.src:1: warning [no-effect]",
            "a.src:3: error [file-not-found]",
            "b.src:1: error [line-out-of-range]",
            "b.src:3: error [malformed-directive]",
            "c.src:4: warning [no-effect]",
            "d.md:1: warning [inert-directive]",
            "e.md:1: error [region-not-found]",
          ], "\(command)")
      }
    }
  }

  @Test(arguments: ["off", "warning", "error"])
  func severitiesCountForAllCommands(_ level: String) throws {
    let (folder, project) = try project(
      """
      [checks]
      no-effect = '\(level)'
      inert-directive = '\(level)'
      output-case = '\(level)'
      """)
    try withExtendedLifetime(folder) {
      for (command, problems) in try reports(project) {
        let told = problems.filter {
          $0.contains("no-effect") || $0.contains("inert") || $0.contains("output-case")
        }
        #expect(
          told
            == (level == "off"
              ? []
              : [
                "f.src:0: \(level) [output-case]", "a.src:1: \(level) [no-effect]",
                "c.src:4: \(level) [no-effect]", "d.md:1: \(level) [inert-directive]",
              ]),
          "\(command)")
      }
    }
  }
}
