import Foundation
import Testing

/// `build --provenance` and `check --provenance`.
struct ProvenanceTests {
  private func folder() -> Folder {
    Folder([
      "docbuild.toml": "[values]\nport = \"80\"\n",
      "a.go": "package a\n\n// #region r\nvar x = 1\n// #endregion\n",
      "doc.src":
        "# Doc <!-- value(port) -->\n\n<!-- include(a.go region=r fence) -->\n\n<!-- include(_part.src weave) -->\n",
      "_part.src": "<!-- include(a.go lines=1 fence) -->\n",
    ])
  }

  private func record(_ folder: Folder) throws -> [String: Any] {
    let outcome = try docbuild("build", "--provenance", "record.json", in: folder)
    #expect(outcome.status == 0, "\(outcome.messages)")
    let tree = try JSONSerialization.jsonObject(with: Data(folder.bytes("record.json")))
    return try #require(tree as? [String: Any])
  }

  @Test func aRecordIsAnInTotoStatement() throws {
    let folder = folder()
    let record = try record(folder)
    #expect(record["_type"] as? String == "https://in-toto.io/Statement/v1")
    #expect(record["predicateType"] as? String == "urn:docbuild:provenance:1")
    let subject = try #require((record["subject"] as? [[String: Any]])?.first)
    #expect(subject["name"] as? String == "doc.md")
    let sum = try run(Command(program: "/usr/bin/sha256sum", arguments: [folder.at("doc.md")]))
    let digest = try #require((subject["digest"] as? [String: String])?["sha256"])
    #expect(sum.text.hasPrefix(digest))
    let page = try #require(
      ((record["predicate"] as? [String: Any])?["pages"] as? [[String: Any]])?.first)
    #expect(page["template"] as? String == "doc.src")
    let blocks = try #require(page["blocks"] as? [[String: Any]])
    #expect(blocks.map { $0["line"] as? Int } == [1, 4, 8])
    #expect(blocks.map { $0["source"] as? String } == [nil, "a.go", "a.go"])
    #expect(blocks.map { $0["lines"] as? String } == [nil, "4", "1"])
    #expect(blocks[1]["options"] as? String == "region=r fence")
  }

  @Test(.needs("git")) func blobsAreGits() throws {
    let folder = folder()
    let text = try #require(String(data: Data(folder.bytes("a.go")), encoding: .utf8))
    #expect(text.hasPrefix("package"))
    var command = Command(
      program: find("git") ?? "", arguments: ["hash-object", "--no-filters", folder.at("a.go")])
    command.folder = folder.at("")
    let blob = try run(command).text.split(separator: "\n").first.map(String.init)
    let record = try record(folder)
    let page = ((record["predicate"] as? [String: Any])?["pages"] as? [[String: Any]])?.first
    let blocks = page?["blocks"] as? [[String: Any]]
    #expect(blocks?[1]["blob"] as? String == blob)
  }

  @Test func aTreeIsHeldAgainstIt() throws {
    let folder = folder()
    _ = try record(folder)
    #expect(try docbuild("check", "--provenance", "record.json", in: folder).status == 0)
    folder.write("a.go", "package a\n\n// #region r\nvar x = 2\n// #endregion\n")
    _ = try docbuild("build", in: folder)
    let outcome = try docbuild("check", "--provenance", "record.json", in: folder)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages.contains("'doc.md' is not the page of the record [record-mismatch]"),
      "\(outcome.messages)")
    #expect(
      outcome.messages.contains("at line 4 'a.go' says something else"), "\(outcome.messages)")
  }

  /// What `test` has found of just this stands in the record: nothing before it has run, nor after a change.
  @Test func verdictsOfTests() throws {
    let folder = Folder([
      "doc.src":
        "# Doc\n\n<!-- include(a.json fence) -->\n\n```console\n$ echo one\none\n```\n\n<!-- test(skip=\"slow\") -->\n```console\n$ sleep 100\n```\n",
      "a.json": "{}\n", "docbuild.toml": "exclude = [\"none\"]\n",
    ])
    func verdicts() throws -> (transcripts: [String?], tools: [String: String]?) {
      let page = try #require(
        ((try record(folder)["predicate"] as? [String: Any])?["pages"] as? [[String: Any]])?.first)
      let tests = page["tests"] as? [[String: Any]] ?? []
      #expect(tests.map { $0["line"] as? Int } == [7, 13])
      let block = (page["blocks"] as? [[String: Any]])?.first
      return (tests.map { $0["transcript"] as? String }, block?["tools"] as? [String: String])
    }
    let before = try verdicts()
    #expect(before.transcripts == ["not tested", "skipped: slow"])
    #expect(before.tools.map { Set($0.values) } == ["not tested"])
    #expect(try docbuild("test", in: folder).status == 0)
    let after = try verdicts()
    #expect(after.transcripts == ["passed", "skipped: slow"])
    #expect(after.tools.map { Set($0.values) } == ["passed"])
    let held = try docbuild("check", "--provenance", "record.json", in: folder)
    #expect(held.status == 0)
    #expect(
      held.messages.contains("of 3 tests in the record, 2 had passed"),
      "\(held.messages)")
    folder.write("doc.src", folder.text("doc.src").replacingOccurrences(of: "one", with: "two"))
    folder.write("a.json", "[]\n")
    let changed = try verdicts()
    #expect(changed.transcripts == ["not tested", "skipped: slow"])
    #expect(changed.tools.map { Set($0.values) } == ["not tested"])
  }

  @Test func aPublishedPageIsHeldAgainstIt() throws {
    let folder = folder()
    _ = try record(folder)
    let site = Folder([
      "doc.md": folder.text("doc.md"), "record.json": folder.text("record.json"), "x.md": "x\n",
    ])
    #expect(try docbuild("check", "--provenance", "record.json", in: site).status == 0)
    site.write("doc.md", folder.text("doc.md") + "\n")
    let outcome = try docbuild("check", "--provenance", "record.json", in: site)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("is not the page of the record"), "\(outcome.messages)")
    site.remove("doc.md")
    let gone = try docbuild("check", "--provenance", "record.json", in: site)
    #expect(gone.messages.contains("is in the record, and not there"), "\(gone.messages)")
  }

  /// However the pages are asked for, each is compared as it lies there.
  @Test(arguments: ["", "doc.md", "."]) func aPublishedPageIsFoundByItsName(_ path: String) throws {
    let folder = folder()
    _ = try record(folder)
    let site = Folder(["doc.md": folder.text("doc.md"), "record.json": folder.text("record.json")])
    let words = ["check", "--provenance", "record.json"] + (path.isEmpty ? [] : [path])
    #expect(try run(docbuildCommand(words, in: site)).status == 0)
    site.write("doc.md", folder.text("doc.md").replacingOccurrences(of: "var x", with: "var y"))
    let outcome = try run(docbuildCommand(words, in: site))
    #expect(outcome.status == 1)
    #expect(
      outcome.messages.contains("'doc.md' is not the page of the record"), "\(outcome.messages)")
    #expect(outcome.messages.contains(" checked, 1 with problems"), "\(outcome.messages)")
    #expect(
      outcome.messages.contains("; 1 page of the record compared as it lies there"),
      "\(outcome.messages)")
  }

  /// Also where nobody looks for stale pages.
  @Test func aChangedPageIsFoundBesideItsTemplate() throws {
    let folder = folder()
    folder.write(
      "docbuild.toml", folder.text("docbuild.toml") + "[checks]\nstale-output = \"off\"\n")
    _ = try record(folder)
    folder.write("doc.md", folder.text("doc.md").replacingOccurrences(of: "\n", with: "\r\n"))
    #expect(try docbuild("check", "--provenance", "record.json", in: folder).status == 0)
    folder.write("doc.md", folder.text("doc.md") + "more\n")
    let outcome = try docbuild("check", "--provenance", "record.json", in: folder)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages.contains("'doc.md' is not the page of the record"), "\(outcome.messages)")
    #expect(
      outcome.messages.contains(
        "'doc.src' makes the page of the record; what lies there was changed"),
      "\(outcome.messages)")
  }

  /// Without its sources an in-place document can't be made, and is a page like others; with some of them it is not.
  @Test func anInPlacePageIsPublished() throws {
    let folder = Folder([
      "a.py": "x = 1\n", "b.py": "y\n", "i.md": "<!-- embed(a.py) -->\n<!-- embed(b.py) -->\n",
    ])
    _ = try record(folder)
    let site = Folder(["i.md": folder.text("i.md"), "record.json": folder.text("record.json")])
    let sound = try docbuild("check", "--provenance", "record.json", in: site)
    #expect(sound.status == 0, "\(sound.messages)")
    site.write("i.md", folder.text("i.md").replacingOccurrences(of: "x = 1", with: "x = 2"))
    let changed = try docbuild("check", "--provenance", "record.json", in: site)
    #expect(changed.status == 1)
    #expect(changed.messages.contains("1 document checked, 1 with problems"), "\(changed.messages)")
    folder.remove("b.py")
    let broken = try docbuild("check", "--provenance", "record.json", in: folder)
    #expect(broken.messages.contains("file 'b.py' not found"), "\(broken.messages)")
  }

  /// What is not a record of docbuild's is left as it is.
  @Test(arguments: ["a.go", "doc.src", "doc.md", "docbuild.toml", "other.json"])
  func nothingElseIsReplacedByARecord(_ name: String) throws {
    let folder = folder()
    folder.write(
      "other.json", #"{"_type": "https://in-toto.io/Statement/v1", "predicateType": "x"}"#)
    // A page that the build itself makes there is not the record's either.
    let before = name == "doc.md" ? nil : folder.text(name)
    let outcome = try docbuild("build", "--provenance", name, in: folder)
    #expect(outcome.status == 1)
    let reason =
      name == "docbuild.toml"
      ? "it is a project's configuration" : "is not a record that docbuild wrote"
    #expect(outcome.messages.contains("\(reason) [refused-output]"), "\(outcome.messages)")
    if let before {
      #expect(folder.text(name) == before)
      #expect(!folder.exists("doc.md"))
    } else {
      #expect(folder.text(name).hasPrefix("# Doc 80"))
    }
    _ = try record(folder)
    _ = try record(folder)
  }

  @Test func nothingIsWrittenOfABrokenBuild() throws {
    let folder = folder()
    folder.write("doc.src", "<!-- include(none) -->\n")
    #expect(try docbuild("build", "--provenance", "record.json", in: folder).status == 1)
    #expect(!folder.exists("record.json"))
    folder.write("other.json", "{}")
    let other = try docbuild("check", "--provenance", "other.json", in: folder)
    #expect(other.messages.contains("is not a record that docbuild wrote"), "\(other.messages)")
    #expect(try docbuild("check", "--provenance", "none.json", in: folder).status == 2)
  }
}
