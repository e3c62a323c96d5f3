import DocbuildCore
import DocbuildReport
import Foundation
import Testing

/// The styles that programs read: each byte, and what strict foreign parsers make of them.
struct ProgramStyleTests {
  // MARK: JSON

  @Test func json() {
    #expect(Samples.text(.json) == Expected.json)
    #expect(
      Samples.text(.json, Report([])) == "{\n  \"omitted\" : 0,\n  \"problems\" : [\n\n  ]\n}\n")
  }

  @Test func jsonIsReadAsItWasMeant() throws {
    let report = try object(Samples.text(.json))
    let problems = try #require(report["problems"] as? [[String: Any]])
    #expect(
      problems.map { $0["message"] as? String } == Samples.all.problems.map { $0.message })
    #expect(
      problems.map { $0["severity"] as? String } == ["error", "warning", "error", "error"])
    let places = problems.map { $0["location"] as? [String: Any] }
    #expect(places[2]?["file"] as? String == Samples.hostile)
    #expect(places[2]?.count == 1)
    #expect(places[3] == nil)
    #expect(try object(Samples.text(.json, Samples.cut))["omitted"] as? Int == 3)
  }

  // MARK: SARIF

  @Test func sarif() throws {
    let text = Samples.text(.sarif)
    let begin = try #require(text.range(of: "          \"rules\" : [\n"))
    let end = try #require(text.range(of: "          ],\n          \"semanticVersion\""))
    #expect(text[..<begin.upperBound] + text[end.lowerBound...] == Expected.sarif)
  }

  /// All rules are described, whether they occurred or not, each where `ruleIndex` says.
  @Test func sarifDescribesEachRule() throws {
    let run = try run(Samples.text(.sarif))
    let tool = try #require(run["tool"] as? [String: Any])
    let rules = try #require((tool["driver"] as? [String: Any])?["rules"] as? [[String: Any]])
    #expect(rules.compactMap { $0["id"] as? String } == DiagnosticRule.all.map(\.id.rawValue))
    for (rule, meant) in zip(rules, DiagnosticRule.all) {
      func text(_ key: String, _ part: String = "text") -> String? {
        (rule[key] as? [String: Any])?[part] as? String
      }
      #expect(text("shortDescription") == meant.summary)
      #expect(text("fullDescription") == meant.cause)
      #expect(text("help") == "\(meant.cause)\n\(meant.cure)")
      #expect(text("help", "markdown") == meant.markdown)
      let usual = rule["defaultConfiguration"] as? [String: Any]
      #expect(usual?["enabled"] as? Bool == (meant.level != .off))
      #expect(usual?["level"] as? String == (meant.level == .warning ? "warning" : "error"))
    }
    for result in run["results"] as? [[String: Any]] ?? [] {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
    }
  }

  @Test func sarifIsReadAsItWasMeant() throws {
    let run = try run(Samples.text(.sarif))
    let results = try #require(run["results"] as? [[String: Any]])
    #expect(results.map { $0["level"] as? String } == ["error", "warning", "error"])
    let invocations = run["invocations"] as? [[String: Any]]
    #expect(invocations?.first?["executionSuccessful"] as? Bool == false)
    let sound = try self.run(Samples.text(.sarif, Report([Samples.sound])))
    #expect(
      (sound["invocations"] as? [[String: Any]])?.first?["executionSuccessful"] as? Bool == true)
  }

  @Test func sarifSaysWhatIsCut() throws {
    let run = try run(Samples.text(.sarif, Samples.cut))
    let notes =
      (run["invocations"] as? [[String: Any]])?.first?["toolExecutionNotifications"]
      as? [[String: Any]]
    #expect(notes?.count == 1)
    #expect(notes?.first?["level"] as? String == "note")
    #expect(
      (notes?.first?["message"] as? [String: Any])?["text"] as? String
        == "3 more problems not shown")
  }

  /// A server knows a problem again by its fingerprint, so two of a run must not share one.
  @Test func fingerprintsAreUnique() throws {
    let report = Report([
      ReportedDocument(
        name: "a",
        diagnostics: ["a", "b", "c"].map {
          Diagnostic(
            .brokenLink, "same",
            at: Source(name: $0, bytes: Bytes("same\n".utf8)).place(at: 0..<4))
        })
    ])
    let results = try #require(try run(Samples.text(.sarif, report))["results"] as? [[String: Any]])
    let prints = results.compactMap {
      ($0["partialFingerprints"] as? [String: String])?["primaryLocationLineHash"]
    }
    #expect(prints == (1...3).map { "<broken-link\nsame\nsame>:\($0)" })
    let issues = try #require(list(Samples.text(.gitlab, report)) as? [[String: Any]])
    #expect(issues.map { $0["fingerprint"] as? String } == prints)
  }

  // MARK: GitLab

  @Test func gitlab() {
    #expect(Samples.text(.gitlab) == Expected.gitlab)
    #expect(Samples.text(.gitlab, Report([])) == "[\n\n]\n")
  }

  @Test func gitlabSaysWhatIsCut() throws {
    let issues = try #require(list(Samples.text(.gitlab, Samples.cut)) as? [[String: Any]])
    #expect(issues.map { $0["severity"] as? String } == ["major", "major", "info"])
    #expect(issues.last?["description"] as? String == "3 more problems not shown")
  }

  // MARK: JUnit

  @Test func junit() {
    #expect(Samples.text(.junit) == Expected.junit)
    #expect(
      Samples.text(.junit, Report([]))
        == "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"docbuild\" tests=\"0\" failures=\"0\">\n</testsuites>\n"
    )
  }

  @Test func junitSaysWhatIsCut() {
    let text = Samples.text(.junit, Samples.cut)
    #expect(text.hasSuffix("  <!-- 3 more problems not shown -->\n</testsuites>\n"))
    #expect(text.contains("<testsuites name=\"docbuild\" tests=\"2\" failures=\"2\">"))
  }

  /// A document is not called sound because its problems stand with another one.
  @Test func problemsOfAnotherDocument() {
    let report = Report(
      ["a", "b"].map { ReportedDocument(name: $0, diagnostics: [Samples.wholeFile]) })
    let text = Samples.text(.junit, report)
    #expect(text.contains("<testsuites name=\"docbuild\" tests=\"2\" failures=\"1\">"))
    #expect(
      text.contains(
        """
          <testsuite name="b" tests="1" failures="0" errors="0" skipped="1">
            <testcase classname="b" name="sound"><skipped message="its problems are reported with another document"/></testcase>
          </testsuite>

        """))
  }

  /// The numbers that JUnit's XML promises are those of its elements, and no text gets lost on the way.
  @Test func junitCountsItsElements() throws {
    let python = try #require(
      ["/usr/bin/python3", "/usr/local/bin/python3"].first {
        FileManager.default.isExecutableFile(atPath: $0)
      }, "python3 is missing: scripts/test installs it")
    let said = try run(
      python,
      [
        "-c",
        """
        import sys, xml.etree.ElementTree as tree
        top = tree.fromstring(sys.stdin.buffer.read())
        suites = list(top)
        for suite in suites:
            cases = list(suite)
            assert int(suite.get("tests")) == len(cases) > 0, suite.attrib
            assert int(suite.get("failures")) == len(suite.findall("testcase/failure")), suite.attrib
            assert int(suite.get("skipped")) == len(suite.findall("testcase/skipped")), suite.attrib
            assert all(case.get("classname") == suite.get("name") for case in cases)
        assert int(top.get("tests")) == sum(len(s) for s in suites)
        assert int(top.get("failures")) == len(top.findall("testsuite/testcase/failure"))
        for found in top.iter("failure"): print(found.get("message"))
        for found in top.iter("skipped"): print(found.get("message"))
        """,
      ], input: Samples.text(.junit))
    #expect(
      said
        == """
        region '100%, <a> & "b"' not found
        'A.md' and 'a.md' differ in case
        cannot read 'x': permission denied
        no "docker" & no %

        """)
  }

  // MARK: reading

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func list(_ text: String) throws -> [Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Any])
  }

  private func run(_ text: String) throws -> [String: Any] {
    let log = try object(text)
    #expect(log["version"] as? String == "2.1.0")
    let runs = try #require(log["runs"] as? [[String: Any]])
    #expect(runs.count == 1)
    return try #require(runs.first)
  }

  /// What a program prints that is given `input`.
  private func run(_ program: String, _ arguments: [String], input: String) throws -> String {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    let (into, out) = (Pipe(), Pipe())
    process.standardInput = into
    process.standardOutput = out
    try process.run()
    try into.fileHandleForWriting.write(contentsOf: Data(input.utf8))
    try into.fileHandleForWriting.close()
    let said = try out.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return String(decoding: said, as: UTF8.self)
  }
}
