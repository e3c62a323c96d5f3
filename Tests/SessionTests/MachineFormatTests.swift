import Foundation
import Testing

/// What commands print that answer with more than problems, in formats for programs: one whole text, whatever happened.
struct MachineFormatTests {
  private func object(_ outcome: Outcome) throws -> [String: Any] {
    let value = try? JSONSerialization.jsonObject(with: Data(outcome.output)) as? [String: Any]
    return try #require(value, "\(outcome.text)\(outcome.messages)")
  }

  private func ids(_ object: [String: Any]) -> [String?] {
    (object["problems"] as? [[String: Any]] ?? []).map { $0["id"] as? String }
  }

  private static let files = [
    "a.go": "// #region one\nx\n// #endregion\n", "a.src": "<!-- include(a.go region=one) -->\n",
  ]

  @Test(
    arguments: [
      (["adopt"], "pages"), (["deps"], nil), (["deps", "a.src"], nil), (["refs"], "references"),
      (["where", "a.md:1"], "places"),
    ] as [([String], String?)])
  func aFaultyConfigurationIsReported(_ words: [String], _ list: String?) throws {
    let folder = Folder(MachineFormatTests.files)
    folder.write("docbuild.toml", "foo =\n")
    let outcome = try run(docbuildCommand(words + ["--format", "json"], in: folder))
    outcome.expect(1)
    let told = try object(outcome)
    #expect(ids(told) == ["invalid-configuration"])
    #expect(outcome.messages.isEmpty, "\(outcome.messages)")
    if let list { #expect((told[list] as? [Any])?.isEmpty ?? false, "\(outcome.text)") }
  }

  @Test func weaveReportsOneBesideThePage() throws {
    let folder = Folder(MachineFormatTests.files)
    folder.write("docbuild.toml", "foo =\n")
    let outcome = try docbuild("a.src", "--format", "json", in: folder)
    outcome.expect(1)
    #expect(outcome.text.isEmpty)
    let told = try JSONSerialization.jsonObject(with: Data(outcome.errors)) as? [String: Any]
    #expect(ids(told ?? [:]) == ["invalid-configuration"], "\(outcome.messages)")
  }

  @Test func whatIsAskedForStandsBesideTheProblems() throws {
    let folder = Folder(MachineFormatTests.files)
    folder.write("docbuild.toml", "")
    folder.write("b.src", "<!-- include(none) -->\n")
    let refs = try docbuild("refs", "--format", "json", "a.go", in: folder)
    refs.expect(1)
    let told = try object(refs)
    #expect(ids(told) == ["file-not-found"])
    let found = try #require((told["references"] as? [[String: Any]])?.first)
    #expect((found["location"] as? [String: Any])?["file"] as? String == "a.src")
    #expect(found["source"] as? String == "a.go")
    #expect(found["regions"] as? [String] == ["one"])
    #expect((found["lines"] as? [[String: Int]]) == [["firstLine": 2, "lastLine": 2]])

    let place = try docbuild("where", "--format", "json", "a.md:1", in: folder)
    place.expect(0)
    let places = try object(place)["places"] as? [[String: Any]]
    #expect(places?.map { $0["file"] as? String } == ["a.src", "a.go"])
    #expect(places?.map { $0["line"] as? Int } == [1, 2])

    let beyond = try docbuild("where", "--format", "json", "a.md:7", in: folder)
    beyond.expect(1)
    #expect(ids(try object(beyond)) == ["line-out-of-range"])

    let deps = try docbuild("deps", "--format", "json", in: folder)
    deps.expect(1)
    #expect(ids(try object(deps)) == ["file-not-found"])
  }

  @Test(arguments: [
    (["refs"], "references"), (["refs", "a.go"], "references"), (["where", "a.md:1"], "places"),
  ])
  func formatsThatHoldProblemsOnlySaySo(_ words: [String], _ what: String) throws {
    let folder = Folder(MachineFormatTests.files)
    for format in ["sarif", "junit", "github", "gitlab"] {
      let outcome = try run(docbuildCommand(words + ["--format", format], in: folder))
      outcome.expect(0)
      // The report is whole all the same.
      #expect(outcome.text.isEmpty == (format == "github"), "\(format): \(outcome.text)")
      #expect(
        outcome.messages.contains(
          "'\(format)' holds problems only, and no \(what): 'json' has them"))
      let faulty = Folder([
        "docbuild.toml": "[checks]\nbroken-link = 1\n", "a.md": "x\n", "a.go": "",
      ])
      let failed = try run(docbuildCommand(words + ["--format", format], in: faulty))
      failed.expect(1)
      #expect((failed.text + failed.messages).contains("invalid-configuration"), "\(format)")
    }
  }

  /// What makes the run fail is a failure in its report.
  @Test func unusedRegionsAreFailures() throws {
    let folder = Folder(MachineFormatTests.files)
    folder.write("a.go", "// #region one\nx\n// #endregion\ny\n")
    folder.write("a.src", "<!-- include(a.go lines=4) -->\n")
    let outcome = try docbuild("refs", "--unused", "--format", "junit", in: folder)
    outcome.expect(1)
    #expect(outcome.text.contains("failures=\"1\""), "\(outcome.text)")
    #expect(outcome.text.contains("<failure type=\"unused-region\""), "\(outcome.text)")
  }

  @Test func problemsOfAPlanSayWhereTheyAre() throws {
    let folder = Folder(["page.md": "# Page\n\n```go\nx\n```\n"])
    try folder.commit()
    let outcome = try docbuild(
      "adopt", "--format", "json", "--take", "code", "page.md:1", in: folder)
    outcome.expect(1)
    let problems = try object(outcome)["problems"] as? [[String: Any]]
    let place = try #require(problems?.first?["location"] as? [String: Any])
    #expect(place["file"] as? String == "page.md")
    #expect(place["line"] as? Int == 1)
    #expect(problems?.first?["id"] as? String == "no-such-block")
  }
}
