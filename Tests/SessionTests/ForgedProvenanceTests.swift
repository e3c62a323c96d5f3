import Foundation
import Testing

/// What a record says is held against what the tree makes, field by field.
struct ForgedProvenanceTests {
  /// A place in a record, what is put there (nil takes away) and what is said of it.
  struct Forgery: Sendable, CustomTestStringConvertible {
    let place: String
    let value: String?
    let message: String

    init(_ place: String, _ value: String?, _ message: String) {
      (self.place, self.value, self.message) = (place, value, message)
    }

    var testDescription: String { place }
  }

  private static let page = "predicate.pages.0"
  private static let zeros = "\"\(String(repeating: "0", count: 64))\""

  static let forgeries = [
    Forgery(
      "\(page).blocks.0.blob", "\"12\"", "at line 4 of 'a.py', 'blob' is '12' in the record, and '"),
    Forgery(
      "\(page).blocks.0.source", "\"b.py\"", "at line 4 it shows 'a.py', in the record 'b.py'"),
    Forgery("\(page).blocks.0.lines", "\"2\"", "'lines' is '2' in the record, and '1' in the tree"),
    Forgery("\(page).blocks.0.line", "77", "'line' is 77 in the record, and 4 in the tree"),
    Forgery("\(page).blocks.0.sha256", zeros, "'sha256' is '0000"),
    Forgery(
      "\(page).blocks.0.options", nil, "'options' is missing in the record, and 'lines=1 fence' in"),
    Forgery(
      "\(page).blocks.0.revision", "\"v1\"", "'revision' is 'v1' in the record, and missing in"),
    Forgery("\(page).blocks.0", nil, "it shows 1 excerpt, in the record 0"),
    Forgery(
      "\(page).template", "\"q.src\"", "'template' is 'q.src' in the record, and 'doc.src' in"),
    Forgery("\(page).templateBlob", nil, "'templateBlob' is missing in the record, and '"),
    Forgery("\(page).tests.0", nil, "it has 1 test, in the record 0"),
    Forgery("\(page).tests.0.line", "8", "it has a test at line 7, in the record 8"),
    Forgery(
      "\(page).sha256", zeros,
      "contradicts itself: the subject 'doc.md' has another digest than the page"),
    Forgery(
      "subject.0.digest.sha256", zeros,
      "contradicts itself: the subject 'doc.md' has another digest"),
    Forgery(
      "subject.0.name", "\"x.md\"",
      "contradicts itself: it has the subject 'x.md' for the page 'doc.md'"),
    Forgery("subject.0", nil, "contradicts itself: it has 0 subjects, and 1 pages"),
    Forgery(
      "predicate.values.port", "\"81\"", "the value 'port' is '81' in the record, and '80' now"),
    Forgery("_type", "\"x\"", "is not a record that docbuild wrote"),
    Forgery("predicateType", "\"x\"", "is not a record that docbuild wrote"),
  ]

  /// The tree with `value` at the place that the names lead to.
  private func forged(_ tree: Any, _ names: ArraySlice<String>, _ value: Any?) -> Any {
    guard let name = names.first else { return value ?? NSNull() }
    let isLast = names.count == 1
    if var list = tree as? [Any] {
      let index = Int(name) ?? 0
      if isLast, value == nil {
        list.remove(at: index)
      } else {
        list[index] = forged(list[index], names.dropFirst(), value)
      }
      return list
    }
    var members = tree as? [String: Any] ?? [:]
    members[name] =
      isLast && value == nil ? nil : forged(members[name] ?? NSNull(), names.dropFirst(), value)
    return members
  }

  @Test(arguments: forgeries) func isTold(_ forgery: Forgery) throws {
    let folder = Folder([
      "a.py": "x = 1\ny = 2\n",
      "doc.src": "# Doc\n\n<!-- include(a.py lines=1 fence) -->\n\n```console\n$ echo a\na\n```\n",
    ])
    let built = try docbuild(
      "build", "--provenance", "record.json", "--set", "port=80", in: folder)
    #expect(built.status == 0, "\(built.messages)")
    let words = ["check", "--provenance", "record.json", "--set", "port=80"]
    #expect(try run(docbuildCommand(words, in: folder)).status == 0)
    #expect(try docbuild("check", "--provenance", "record.json", in: folder).status == 0)
    let tree = try JSONSerialization.jsonObject(with: Data(folder.bytes("record.json")))
    let value = try forgery.value.map {
      try JSONSerialization.jsonObject(with: Data($0.utf8), options: .fragmentsAllowed)
    }
    let names = forgery.place.split(separator: ".").map(String.init)
    let made = try JSONSerialization.data(withJSONObject: forged(tree, names[...], value))
    folder.write("record.json", String(decoding: made, as: UTF8.self))
    let outcome = try run(docbuildCommand(words, in: folder))
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("[record-mismatch]"), "\(outcome.messages)")
    #expect(outcome.messages.contains(forgery.message), "\(outcome.messages)")
    #expect(outcome.messages.contains("1 with problems"), "\(outcome.messages)")
  }

  /// A source that has changed elsewhere than in its excerpt is another source than the record's.
  @Test func anotherBlobIsADifference() throws {
    let folder = Folder(["a.py": "x = 1\n", "doc.src": "<!-- include(a.py lines=1 fence) -->\n"])
    #expect(try docbuild("build", "--provenance", "record.json", in: folder).status == 0)
    folder.write("a.py", "x = 1\n# more\n")
    let outcome = try docbuild("check", "--provenance", "record.json", in: folder)
    #expect(outcome.status == 1)
    #expect(
      outcome.messages.contains("'doc.md' is not made as the record says"), "\(outcome.messages)")
  }

  /// What was read at a revision is named by git's own names, and so is the other side of a comparison.
  @Test(.needs("git")) func revisionsAndComparisons() throws {
    let folder = Folder(["a.py": "x = 1\n", "d/b.py": "x = 2\n"])
    func git(_ words: String...) throws -> String {
      var command = Command(
        program: find("git") ?? "",
        arguments: ["-c", "user.name=a", "-c", "user.email=a@b.c"] + words)
      command.folder = folder.at("")
      return try run(command).text.split(separator: "\n").last.map(String.init) ?? ""
    }
    _ = try git("init", "-q", "-b", "main")
    _ = try git("add", ".")
    _ = try git("commit", "-qm", "one")
    _ = try git("tag", "-m", "one", "v1")
    let names = try ["v1^{commit}", "v1:a.py", "v1:d/b.py"].map { try git("rev-parse", $0) }
    folder.write("a.py", "x = 3\n")
    folder.write(
      "d/doc.src",
      """
      <!-- include(../a.py rev=v1 fence) -->

      <!-- include(../a.py diff=b.py fence) -->

      <!-- include(../a.py diff=rev:v1 fence) -->

      """)
    let built = try docbuild("build", "--provenance", "record.json", in: folder)
    #expect(built.status == 0, "\(built.messages)")
    let tree = try JSONSerialization.jsonObject(with: Data(folder.bytes("record.json")))
    let predicate = (tree as? [String: Any])?["predicate"] as? [String: Any]
    let blocks = try #require(
      (predicate?["pages"] as? [[String: Any]])?.first?["blocks"] as? [[String: Any]])
    let then = ["source": "a.py", "blob": names[1], "revision": "v1", "commit": names[0]]
    let keys = ["source", "blob", "revision", "commit"]
    #expect(blocks[0].filter { keys.contains($0.key) } as? [String: String] == then)
    #expect(blocks[0]["other"] == nil)
    let now = try git("hash-object", "a.py")
    #expect(blocks[1]["blob"] as? String == now)
    #expect(
      blocks[1]["other"] as? [String: String] == ["source": "d/b.py", "blob": names[2]])
    #expect(blocks[2]["other"] as? [String: String] == then)
    #expect(try docbuild("check", "--provenance", "record.json", in: folder).status == 0)
    #expect(
      try docbuild("check", "--provenance", "../record.json", in: folder, at: "d").status == 0)
    // The same text at another commit is not what the record says.
    _ = try git("commit", "--allow-empty", "-qm", "two")
    _ = try git("tag", "-f", "v1")
    let moved = try docbuild("check", "--provenance", "record.json", in: folder)
    #expect(moved.status == 1)
    #expect(
      moved.messages.contains("at line 2 of 'a.py', 'commit' is '\(names[0])' in the record"),
      "\(moved.messages)")
    #expect(
      moved.messages.contains("'other.commit' is '\(names[0])' in the record"),
      "\(moved.messages)")
  }
}
