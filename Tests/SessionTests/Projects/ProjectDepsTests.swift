import Foundation
import Glibc
import Testing

/// A tree built by ninja and by Make with what `docbuild deps` tells (issue 3.8).
struct ProjectDepsTests {
  private func tool(_ name: String, _ folder: Folder, _ arguments: String...) throws -> Outcome {
    let program = try #require(find(name))
    var command = Command(program: program, arguments: arguments)
    command.folder = folder.path
    command.limit = 120
    let bin = URL(fileURLWithPath: docbuildPath).deletingLastPathComponent().path
    command.environment["PATH"] = bin + ":/usr/local/bin:/usr/bin:/bin"
    return try run(command)
  }

  private func tree() throws -> Folder {
    let folder = Folder.many(40)
    folder.write("docbuild.toml", "")
    folder.write("page.md", "<!-- embed(s0.txt) -->\n```text\nsource 0\n```\n")
    folder.write("with space.src", "<!-- include(s1.txt) -->\n")
    folder.age()
    return folder
  }

  @Test func ninjaRebuildsWhatChangedAndNoOther() throws {
    let folder = try tree()
    let deps = try project("deps", "--format", "ninja", in: folder)
    deps.expect(0)
    folder.write("build.ninja", bytes: deps.output)
    let first = try tool("ninja", folder)
    first.expect(0)
    #expect(folder.pages.count == 42)
    #expect(folder.text("with space.md") == "source 1\n")
    try project("check", in: folder).expect(0)
    #expect(try tool("ninja", folder).text.contains("no work to do"))

    let before = folder.tree
    folder.write("s3.txt", "other\n")
    try tool("ninja", folder).expect(0)
    let changed = folder.tree.filter { $0.key.hasSuffix(".md") && before[$0.key] != $0.value }
    #expect(changed.keys.sorted() == ["d3/doc23.md", "d3/doc3.md"])
    try project("check", in: folder).expect(0)

    // Touched only: woven, and stays as it is.
    let touched = folder.tree
    folder.touch("s3.txt", "now")
    try tool("ninja", folder).expect(0)
    #expect(
      folder.tree.filter { $0.key.hasSuffix(".md") } == touched.filter { $0.key.hasSuffix(".md") })
    #expect(try tool("ninja", folder).text.contains("no work to do"))
  }

  @Test func makeRebuildsWhatChangedAndNoOther() throws {
    let folder = try tree()
    folder.remove("with space.src")
    let deps = try project("deps", "--format", "make", in: folder)
    deps.expect(0)
    let rules = "\n%.md: %.src\n\tdocbuild weave $< -o $@ && touch $@ && echo wove $@\n"
    folder.write("deps.mk", bytes: deps.output)
    let outputs = deps.text.split(separator: "\n").filter { $0.contains(".md:") }
      .map { $0.prefix { $0 != ":" } }.filter { $0 != "page.md" }
    #expect(outputs.count == 40)
    folder.write(
      "Makefile", "all: \(outputs.joined(separator: " "))\n\(rules)\ninclude deps.mk\n")
    try tool("make", folder, "-s").expect(0)
    #expect(folder.pages.count == 41)
    try project("check", in: folder).expect(0)
    #expect(try tool("make", folder, "-s").text.isEmpty)
    folder.write("s3.txt", "other\n")
    let again = try tool("make", folder, "-s")
    again.expect(0)
    #expect(again.text.split(separator: "\n").sorted() == ["wove d3/doc23.md", "wove d3/doc3.md"])
    try project("check", in: folder).expect(0)
  }

  @Test func jsonTellsAllInputs() throws {
    let folder = Folder.project()
    let outcome = try project("deps", "--format", "json", in: folder)
    outcome.expect(0)
    let rows = try JSONSerialization.jsonObject(with: Data(outcome.output)) as? [[String: Any]]
    let inputs = (rows ?? []).reduce(into: [String: [String]]()) { made, row in
      if let output = row["output"] as? String { made[output] = row["sources"] as? [String] }
    }
    #expect(
      inputs == [
        "a.md": ["one.txt", "both.txt"], "sub/b.md": ["two.txt", "both.txt"],
        "page.md": ["one.txt"],
      ])
  }

  /// The tree that `deps` tells of is the one that `build` makes.
  @Test func theTreeIsTheProjects() throws {
    let folder = Folder.project()
    folder.write("ignored/x.src", "text\n")
    folder.write("skipped/y.src", "text\n")
    folder.write("nested/docbuild.toml", "")
    folder.write("nested/z.src", "text\n")
    try folder.git("init", "-q")
    folder.write(".gitignore", "/ignored/\n")
    folder.write("docbuild.toml", "exclude = ['skipped/']\n[outputs]\n'a.src' = 'site/a.md'\n")
    let deps = try project("deps", "--format", "ninja", in: folder)
    deps.expect(0)
    let outputs = deps.text.split(separator: "\n").filter { $0.hasPrefix("build ") }
      .map { $0.dropFirst(6).prefix { $0 != ":" } }
    #expect(outputs == ["site/a.md", "sub/b.md"])
    folder.write("build.ninja", bytes: deps.output)
    try tool("ninja", folder).expect(0)
    try project("check", in: folder).expect(0)
    #expect(!folder.exists("a.md") && !folder.exists("ignored/x.md"))
  }
}
