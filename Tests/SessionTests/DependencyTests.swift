import DocbuildCore
import DocbuildEngine
import Foundation
import Glibc
import Testing

/// Depfiles and `deps`, as the real Make and ninja read them.
struct DependencyTests {
  /// Names that both tools write in their own ways.
  static let names = [
    "plain.txt", "a b.txt", "c$d.txt", "e#f.txt", "two  spaces.txt", "g$$h#i j.txt", "k:l.txt",
    "ünï.txt", "m=n.txt",
  ]

  private func project(_ names: [String]) -> Folder {
    let folder = Folder([
      "x.src": names.map { "<!-- include(\"\($0)\") -->\n" }.joined(), "unrelated.txt": "x\n",
    ])
    for name in names { folder.write(name, "old\n") }
    return folder
  }

  private func tool(_ name: String, _ arguments: [String], in folder: Folder) throws -> Outcome {
    var command = docbuildCommand(arguments, in: folder)
    command.program = find(name) ?? ""
    let beside = URL(fileURLWithPath: docbuildPath).deletingLastPathComponent().path
    command.environment["PATH"] = "\(beside):/usr/local/bin:/usr/bin:/bin"
    return try run(command)
  }

  /// Makes a file newer than all the others.
  private func change(_ name: String, in folder: Folder, _ text: String) {
    usleep(20_000)
    folder.write(name, text)
  }

  // MARK: --depfile

  private let makefile = "x.md: x.src\n\tdocbuild weave x.src -o x.md --depfile x.d\n-include x.d\n"

  @Test(.needs("make"), arguments: names)
  func makeReadsTheDepfile(_ name: String) throws {
    let folder = project(
      ["plain.txt", name].reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    folder.write("Makefile", makefile)
    try #require(try tool("make", [], in: folder).status == 0)
    #expect(try tool("make", ["-q"], in: folder).status == 0, "up to date: \(folder.text("x.d"))")
    change("unrelated.txt", in: folder, "y\n")
    #expect(try tool("make", ["-q"], in: folder).status == 0)
    change(name, in: folder, "new\n")
    #expect(try tool("make", ["-q"], in: folder).status == 1, "\(folder.text("x.d"))")
    let made = try tool("make", [], in: folder)
    #expect(made.status == 0, "\(made.messages)")
    #expect(folder.text("x.md").contains("new\n"))
    #expect(try tool("make", ["-q"], in: folder).status == 0)
    // A source that is gone does not stop Make before docbuild says so; `m=n:` would be a variable to it.
    guard !name.contains("=") else { return }
    folder.remove(name)
    let gone = try tool("make", [], in: folder)
    #expect(gone.status == 2)
    #expect(gone.messages.contains("[file-not-found]"), "\(gone.messages)")
  }

  @Test(.needs("ninja"), arguments: names, ["gcc", "none"])
  func ninjaReadsTheDepfile(_ name: String, _ deps: String) throws {
    let folder = project(
      ["plain.txt", name].reduce(into: []) { if !$0.contains($1) { $0.append($1) } })
    folder.write(
      "build.ninja",
      "rule w\n  command = docbuild weave $in -o $out --depfile $out.d\n  depfile = $out.d\n"
        + (deps == "gcc" ? "  deps = gcc\n" : "") + "build x.md: w x.src\n")
    let first = try tool("ninja", [], in: folder)
    try #require(first.status == 0, "\(first.text)")
    #expect(try tool("ninja", [], in: folder).text.contains("no work to do"))
    change("unrelated.txt", in: folder, "y\n")
    #expect(try tool("ninja", [], in: folder).text.contains("no work to do"))
    change(name, in: folder, "new\n")
    #expect(try tool("ninja", [], in: folder).status == 0)
    #expect(folder.text("x.md").contains("new\n"))
    #expect(try tool("ninja", [], in: folder).text.contains("no work to do"))
  }

  @Test(.needs("make"))
  func outputsWithSpacesInTheirNames() throws {
    let folder = project(["plain.txt"])
    folder.write(
      "Makefile",
      "my\\ x.md: x.src\n\tdocbuild weave x.src -o 'my x.md' --depfile x.d\n-include x.d\n")
    #expect(try tool("make", [], in: folder).status == 0)
    change("plain.txt", in: folder, "new\n")
    #expect(try tool("make", [], in: folder).status == 0)
    #expect(folder.text("my x.md") == "new\n")
  }

  @Test func depfileNamesAllThatWasRead() throws {
    let folder = Folder([
      "docbuild.toml": "",
      "sub/x.src":
        "<!-- include(p.src weave) -->\n<!-- include(a.txt) -->\n<!-- include(a.txt lines=1) -->\n",
      "sub/p.src": "<!-- include(../b.txt) -->\n", "sub/a.txt": "a\n", "b.txt": "b\n",
    ])
    try docbuild("weave", "sub/x.src", "-o", "x.md", "--depfile", "x.d", in: folder).expect(
      prints: "")
    let rule = folder.text("x.d").components(separatedBy: "\n\n")[0].replacingOccurrences(
      of: "\\\n", with: "")
    let words = rule.split { $0 == " " || $0 == "\n" }.map(String.init)
    #expect(words.first == "x.md:")
    #expect(
      Set(words.dropFirst()) == ["sub/x.src", "sub/p.src", "sub/a.txt", "b.txt", "docbuild.toml"])
    #expect(words.count == 6)
  }

  @Test func depfileOfTheFilter() throws {
    let folder = Folder(["a.txt": "a\n"])
    try docbuild(
      "--depfile", "x.d", in: folder, input: .bytes(Array("<!-- include(a.txt) -->\n".utf8))
    ).expect(prints: "a\n")
    #expect(folder.text("x.d") == "-: \\\n  a.txt\n\na.txt:\n")
  }

  /// `-` is standard output elsewhere, and no file that anybody means.
  @Test(arguments: [["weave", "x.src"], ["deps", "x.src"]])
  func anOutputIsAFile(_ words: [String]) throws {
    let folder = Folder(["x.src": "x\n"])
    let outcome = try run(docbuildCommand(words + ["-o", "out", "--depfile", "-"], in: folder))
    outcome.expect(64)
    #expect(outcome.messages.contains("'--depfile' takes a file, found '-'"))
    #expect(!folder.exists("-") && !folder.exists("out"))
    let output = try run(docbuildCommand(words + ["-o", "-"], in: folder))
    output.expect(64)
    #expect(output.messages.contains("'-o' takes a file, found '-'") && !folder.exists("-"))
    try run(docbuildCommand(words + ["-o", "out", "--depfile", "./-"], in: folder)).expect(0)
    #expect(folder.exists("-"))
  }

  @Test func aRecordIsAFile() throws {
    let folder = Folder(["x.src": "x\n"])
    try docbuild("build", "--provenance", "-", in: folder).expect(64)
    #expect(!folder.exists("-") && !folder.exists("x.md"))
  }

  @Test func makesEscapes() {
    #expect(depfile(output: Array("o".utf8), dependencies: []).text == "o:\n")
    #expect(
      depfile(output: Array("o p".utf8), dependencies: [Array("a b".utf8), Array("c$d#e".utf8)])
        .text
        == "o\\ p: \\\n  a\\ b \\\n  c$$d\\#e\n\na\\ b:\n\nc$$d\\#e:\n")
  }

  // MARK: deps

  private func three() -> Folder {
    Folder([
      "one.src": "<!-- include(a.txt) -->\n",
      "two.src": "<!-- include(\"b c.txt\") -->\n<!-- include(part.src weave) -->\n",
      "docs/my three.src": "<!-- include(\"../b c.txt\") -->\n",
      "part.src": "<!-- include(d.txt) -->\n", "docbuild.toml": "",
      "a.txt": "a\n", "b c.txt": "b\n", "d.txt": "d\n",
    ])
  }

  private let outputs = ["docs/my three.md", "one.md", "two.md"]
  private let templates = ["one.src", "two.src", "docs/my three.src"]

  @Test(
    .needs("ninja"),
    arguments: [
      ("a.txt", ["one.md"]), ("b c.txt", ["docs/my three.md", "two.md"]), ("d.txt", ["two.md"]),
      ("one.src", ["one.md"]),
    ])
  func ninjaRebuildsJustWhatIsStale(_ source: String, _ stale: [String]) throws {
    let folder = three()
    let deps = try run(docbuildCommand(["deps", "--format", "ninja"] + templates, in: folder))
    deps.expect(0)
    folder.write("build.ninja", deps.text)
    let first = try tool("ninja", ["-v"], in: folder)
    try #require(first.status == 0, "\(first.text)")
    let before = outputs.map(folder.status)
    #expect(try tool("ninja", [], in: folder).text.contains("no work to do"))
    change(
      source, in: folder, source.hasSuffix(".src") ? "other\n<!-- include(a.txt) -->\n" : "other\n")
    let plan = try tool("ninja", ["-v", "-n"], in: folder)
    #expect(
      plan.text.split(separator: "\n").filter { $0.contains("weave") }.count == stale.count,
      "\(plan.text)")
    let again = try tool("ninja", ["-v"], in: folder)
    #expect(again.status == 0, "\(again.text)")
    for (output, old) in zip(outputs, before) {
      #expect((folder.status(output) != old) == stale.contains(output), "\(output)")
      #expect(folder.text(output).contains("other") == stale.contains(output), "\(output)")
    }
    #expect(try tool("ninja", [], in: folder).text.contains("no work to do"))
  }

  @Test(.needs("ninja"))
  func ninjaLearnsNewSources() throws {
    let folder = three()
    folder.write(
      "build.ninja", try docbuild("deps", "--format", "ninja", "one.src", in: folder).text)
    #expect(try tool("ninja", [], in: folder).status == 0)
    folder.write("later.txt", "later\n")
    change("one.src", in: folder, "<!-- include(later.txt) -->\n")
    #expect(try tool("ninja", [], in: folder).status == 0)
    change("later.txt", in: folder, "changed\n")
    #expect(try tool("ninja", [], in: folder).status == 0)
    #expect(folder.text("one.md") == "changed\n")
  }

  @Test(.needs("ninja"))
  func ninjaNamesAreEscaped() throws {
    let folder = Folder(["a $b:c.src": "<!-- include(\"d $e:f.txt\") -->\n", "d $e:f.txt": "old\n"])
    folder.write(
      "build.ninja", try docbuild("deps", "--format", "ninja", "a $b:c.src", in: folder).text)
    let first = try tool("ninja", [], in: folder)
    #expect(first.status == 0, "\(first.text)\(first.messages)")
    change("d $e:f.txt", in: folder, "new\n")
    #expect(try tool("ninja", [], in: folder).status == 0)
    #expect(folder.text("a $b:c.md") == "new\n")
  }

  @Test(
    .needs("make"),
    arguments: [
      ("a.txt", ["one.md"]), ("b c.txt", ["docs/my three.md", "two.md"]), ("d.txt", ["two.md"]),
    ])
  func makeRebuildsJustWhatIsStale(_ source: String, _ stale: [String]) throws {
    let folder = three()
    let deps = try run(docbuildCommand(["deps", "--format", "make"] + templates, in: folder))
    deps.expect(0)
    folder.write("deps.mk", deps.text)
    folder.write(
      "Makefile",
      "all: one.md two.md docs/my\\ three.md\n%.md: %.src\n\tdocbuild weave '$*.src' -o '$@'\ninclude deps.mk\n"
    )
    let first = try tool("make", [], in: folder)
    try #require(first.status == 0, "\(first.messages)")
    let before = outputs.map(folder.status)
    #expect(try tool("make", ["-q"], in: folder).status == 0)
    change(source, in: folder, "other\n")
    #expect(try tool("make", [], in: folder).status == 0)
    for (output, old) in zip(outputs, before) {
      #expect((folder.status(output) != old) == stale.contains(output), "\(output)")
    }
  }

  private struct Row: Decodable {
    let output: String
    let template: String
    let sources: [String]
  }

  @Test func depsAsJSON() throws {
    let folder = three()
    let outcome = try run(docbuildCommand(["deps", "--format", "json"] + templates, in: folder))
    outcome.expect(0)
    let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output))
    #expect(rows.map(\.output) == ["one.md", "two.md", "docs/my three.md"])
    #expect(rows.map(\.template) == templates)
    #expect(
      rows.map { Set($0.sources) } == [
        ["docbuild.toml", "a.txt"], ["docbuild.toml", "b c.txt", "part.src", "d.txt"],
        ["docbuild.toml", "b c.txt"],
      ])
  }

  @Test func folderStandsForItsTemplates() throws {
    let folder = three()
    folder.write(".hidden/no.src", "<!-- include(missing) -->\n")
    let all = try docbuild("deps", "--format", "json", in: folder)
    all.expect(0)
    #expect(
      try JSONDecoder().decode([Row].self, from: Data(all.output)).map(\.template) == [
        "docs/my three.src", "one.src", "part.src", "two.src",
      ])
    let some = try docbuild("deps", "--format", "json", "docs", in: folder)
    #expect(
      try JSONDecoder().decode([Row].self, from: Data(some.output)).map(\.output) == [
        "docs/my three.md"
      ])
  }

  @Test func depsOfWrongTemplates() throws {
    let folder = Folder(["x.src": "<!-- include(missing) -->\n"])
    for format in ["make", "ninja"] {
      try docbuild("deps", "--format", format, "x.src", in: folder).expect(
        fails: 1, "file-not-found")
    }
    // A program is told in its format.
    let told = try docbuild("deps", "--format", "json", "x.src", in: folder)
    told.expect(1)
    #expect(told.text.contains("\"file-not-found\"") && told.messages.isEmpty, "\(told.text)")
    try docbuild("deps", "missing.src", in: folder).expect(2)
  }

  @Test func inPlaceDocumentIsItsOwnOutput() throws {
    let folder = Folder(["x.md": "<!-- embed(a.go) -->\n", "a.go": "package a\n"])
    let outcome = try docbuild("deps", "--format", "json", "x.md", in: folder)
    outcome.expect(0)
    let rows = try JSONDecoder().decode([Row].self, from: Data(outcome.output))
    #expect(rows.map(\.output) == ["x.md"])
    #expect(rows.map(\.sources) == [["a.go"]])
  }
}
