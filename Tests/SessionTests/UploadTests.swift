import Foundation
import Testing

/// What services take that reports are uploaded to, held against their own rules by a script.
struct UploadTests {
  private static func folder() throws -> Folder {
    let folder = Folder([
      "sub/docs/a.md": "# A\n\n[x](none.md) [y](none.md)\n\n### B\n\n[the text][why]\n",
      "sub/docs/b c.md": "[x](none.md)\n", "sub/docbuild.toml": "[check]\npages = [\"**/*.md\"]\n",
    ])
    try folder.commit()
    return folder
  }

  private func rules(_ script: String, hold text: String, in folder: Folder) throws {
    let python = try #require(find("python3"), "python3 is missing: scripts/test installs it")
    var command = Command(program: python, arguments: ["-c", script])
    command.folder = folder.path
    command.input = .bytes(Array(text.utf8))
    let outcome = try run(command)
    #expect(outcome.status == 0, "\(outcome.messages)\n\(text)")
  }

  /// <https://docs.github.com/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning>
  private static let sarif = """
    import json, os, sys
    log = json.load(sys.stdin)
    assert log["version"] == "2.1.0" and "sarif-2.1.0" in log["$schema"]
    run, = log["runs"]
    driver = run["tool"]["driver"]
    rules = [rule["id"] for rule in driver["rules"]]
    assert driver["name"] == "docbuild" and driver["semanticVersion"]
    assert len(rules) == len(set(rules))
    prints = set()
    for result in run["results"]:
        assert result["ruleId"] in rules and result["message"]["text"]
        assert result["level"] in ("error", "warning", "note", "none")
        place, = result["locations"]
        for location in [place] + result.get("relatedLocations", []):
            physical = location["physicalLocation"]
            uri = physical["artifactLocation"]["uri"]
            assert uri and " " not in uri and not uri.startswith(("/", "..", "file:")), uri
            region = physical["region"]
            assert 1 <= region["startLine"] <= region["endLine"]
            assert 1 <= region["startColumn"] <= region["endColumn"]
        key = result["ruleId"], uri, result["partialFingerprints"]["primaryLocationLineHash"]
        assert key not in prints, key
        prints.add(key)
    for invocation in run["invocations"]:
        for note in invocation["toolExecutionNotifications"]:
            assert note["level"] in ("error", "warning", "note", "none") and note["message"]["text"]
    assert len(run["results"]) == int(os.environ["COUNT"]), len(run["results"])
    """

  /// <https://docs.gitlab.com/ci/testing/code_quality/>, "Code Quality report format"
  private static let gitlab = """
    import json, sys
    issues = json.load(sys.stdin)
    prints = [issue["fingerprint"] for issue in issues]
    assert issues and len(prints) == len(set(prints))
    for issue in issues:
        assert issue["description"] and issue["check_name"]
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        path = issue["location"]["path"]
        assert path.startswith("sub/") and not path.startswith("./"), path
        assert issue["location"]["lines"]["begin"] >= 1
    """

  @Test func whatCodeScanningTakes() throws {
    let folder = try UploadTests.folder()
    let script = UploadTests.sarif
    func holds(_ arguments: String..., count: Int) throws {
      let text = try project(
        "check", "--format", "sarif", arguments[0], arguments[1], in: folder, at: "sub"
      ).text
      try rules(
        script.replacingOccurrences(of: "os.environ[\"COUNT\"]", with: "\(count)"), hold: text,
        in: folder)
    }
    try holds("--max-problems", "0", count: 5)
    try holds("--max-problems", "1", count: 2)
    folder.write("sub/docbuild.toml", "bogus = 1\n")
    try holds("--max-problems", "0", count: 1)
  }

  @Test func fingerprintsAreGitHubs() throws {
    let folder = try UploadTests.folder()
    func prints() throws -> Set<Substring> {
      let text = try project("check", "--format", "sarif", in: folder, at: "sub").text
      return Set(text.split(separator: "\n").filter { $0.contains("primaryLocationLineHash") })
    }
    let before = try prints()
    #expect(before.count >= 4)
    // Lines above move the others, and change no print but that of their own.
    folder.write("sub/docs/a.md", "New.\n\n" + folder.text("sub/docs/a.md"))
    #expect(try prints() == before)
  }

  @Test func whatCodeQualityTakes() throws {
    let folder = try UploadTests.folder()
    let text = try project("check", "--format", "gitlab", in: folder, at: "sub").text
    try rules(UploadTests.gitlab, hold: text, in: folder)
  }

  @Test func unusedRegionsAreAReport() throws {
    let folder = Folder([
      "a.go": "// #region one\nx\n// #endregion\n// #region two\ny\n// #endregion\n",
      "a.src": "<!-- include(a.go region=one) -->\n",
    ])
    for style in ["sarif", "json", "junit", "gitlab"] {
      let outcome = try project("refs", "--unused", "--format", style, in: folder)
      outcome.expect(1)
      #expect(outcome.text.contains("unused-region"), "\(style): \(outcome.text)")
      #expect(outcome.messages.isEmpty)
    }
    folder.write("a.src", "<!-- include(a.go region=one,two) -->\n")
    let outcome = try project("refs", "--unused", "--format", "json", in: folder)
    outcome.expect(0)
    #expect(outcome.text.contains("\"problems\" : ["))
  }

  @Test func annotationsSayWhereInTheirText() throws {
    let folder = try UploadTests.folder()
    let outcome = try project("check", "--format", "github", in: folder, at: "sub")
    #expect(outcome.messages.contains("::sub/docs/a.md:3:5: nothing is at 'none.md'"))
  }
}
