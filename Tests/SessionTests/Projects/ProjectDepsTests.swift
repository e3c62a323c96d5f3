import Foundation
import Glibc
import Testing

/// A tree built by ninja and by Make with what `docbuild deps` tells.
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
    folder.write("page.md", "<!-- embed(s0.txt) -->\n")
    folder.write("d3/its page.md", "<!-- embed(../s3.txt) -->\n")
    folder.write("with space.src", "<!-- include(s1.txt) -->\n")
    folder.age()
    return folder
  }

  @Test(.needs("ninja")) func ninjaRebuildsWhatChangedAndNoOther() throws {
    let folder = try tree()
    let deps = try project("deps", "--format", "ninja", in: folder)
    deps.expect(0)
    folder.write("build.ninja", bytes: deps.output)
    let first = try tool("ninja", folder)
    first.expect(0)
    #expect(folder.pages.count == 43)
    #expect(
      folder.text("page.md")
        == "<!-- embed(s0.txt) -->\n```text\nsource 0\n```\n<!-- /embed -->\n")
    #expect(folder.text("with space.md") == "source 1\n")
    try project("check", in: folder).expect(0)
    #expect(try tool("ninja", folder).text.contains("no work to do"))

    let before = folder.tree
    folder.write("s3.txt", "other\n")
    try tool("ninja", folder).expect(0)
    let changed = folder.tree.filter { $0.key.hasSuffix(".md") && before[$0.key] != $0.value }
    #expect(changed.keys.sorted() == ["d3/doc23.md", "d3/doc3.md", "d3/its page.md"])
    try project("check", in: folder).expect(0)
    #expect(try tool("ninja", folder).text.contains("no work to do"))

    // An in-place document that a person changes is woven again, and nothing else is.
    folder.write("page.md", "# New\n\n<!-- embed(s0.txt) -->\n")
    let edited = try tool("ninja", folder, "-v")
    edited.expect(0)
    #expect(edited.text.contains("[1/1]"), "\(edited.text)")
    #expect(folder.text("page.md").hasSuffix("source 0\n```\n<!-- /embed -->\n"))
    #expect(try tool("ninja", folder).text.contains("no work to do"))

    // Touched only: woven, and stays as it is.
    let touched = folder.tree
    folder.touch("s3.txt", "now")
    try tool("ninja", folder).expect(0)
    #expect(
      folder.tree.filter { $0.key.hasSuffix(".md") } == touched.filter { $0.key.hasSuffix(".md") })
    #expect(try tool("ninja", folder).text.contains("no work to do"))
  }

  @Test(.needs("make")) func makeRebuildsWhatChangedAndNoOther() throws {
    let folder = try tree()
    folder.remove("with space.src")
    folder.remove("d3/its page.md")
    let deps = try project("deps", "--format", "make", in: folder)
    deps.expect(0)
    folder.write("deps.mk", bytes: deps.output)
    let outputs = deps.text.split(separator: "\n").filter { $0.contains(".md:") }
      .map { $0.prefix { $0 != ":" } }
    #expect(outputs.count == 41)
    folder.write("Makefile", "all: \(outputs.joined(separator: " "))\ninclude deps.mk\n")
    folder.touch("s0.txt", "now")
    try tool("make", folder, "-s").expect(0)
    #expect(folder.pages.count == 41)
    #expect(folder.text("page.md").hasSuffix("source 0\n```\n<!-- /embed -->\n"))
    try project("check", in: folder).expect(0)
    /// The outputs that Make makes now.
    func made() throws -> [String] {
      try tool("make", folder).text.split(separator: "\n").compactMap { line in
        line.contains(" weave ") ? line.split(separator: " ").last.map(String.init) : nil
      }.sorted()
    }
    #expect(try made().isEmpty)
    folder.write("s3.txt", "other\n")
    #expect(try made() == ["d3/doc23.md", "d3/doc3.md"])
    try project("check", in: folder).expect(0)
    folder.write("s0.txt", "new\n")
    #expect(try made() == ["d0/doc0.md", "d0/doc20.md", "page.md"])
    #expect(folder.text("page.md").hasSuffix("new\n```\n<!-- /embed -->\n"))
    #expect(try tool("make", folder, "-s").text.isEmpty)
  }

  /// What Make and ninja read makes itself anew when a template shows another source, or is gone.
  @Test(.needs("ninja"), .needs("make"), arguments: ["make", "ninja"])
  func theFileFollowsItsTemplates(_ name: String) throws {
    let folder = Folder([
      "docbuild.toml": "", "a.txt": "a\n", "t.src": "<!-- include(a.txt) -->\n",
      "other.src": "<!-- include(a.txt) -->\n",
    ])
    folder.age()
    let file = name == "make" ? "Makefile" : "build.ninja"
    try project("deps", "--format", name, "-o", file, in: folder).expect(0)
    try tool(name, folder, "t.md").expect(0)
    #expect(folder.text("t.md") == "a\n")
    // Make goes by times alone.
    folder.age()
    folder.remove("a.txt")
    folder.write("b.txt", "b\n")
    folder.write("t.src", "<!-- include(b.txt) -->\n")
    folder.remove("other.src")
    try tool(name, folder, "t.md").expect(0)
    #expect(folder.text("t.md") == "b\n")
    #expect(!folder.text(file).contains("other"), "\(folder.text(file))")
    folder.age()
    folder.write("b.txt", "new\n")
    try tool(name, folder, "t.md").expect(0)
    #expect(folder.text("t.md") == "new\n")
  }

  /// A source that is renamed stops nobody: ninja learns from the depfile what is read.
  @Test(.needs("ninja")) func ninjaFollowsARenamedSource() throws {
    let folder = Folder(["docbuild.toml": "", "a.txt": "a\n", "t.src": "<!-- include(a.txt) -->\n"])
    folder.write("build.ninja", bytes: try project("deps", "--format", "ninja", in: folder).output)
    try tool("ninja", folder).expect(0)
    folder.remove("a.txt")
    folder.write("b.txt", "b\n")
    folder.write("t.src", "<!-- include(b.txt) -->\n")
    try tool("ninja", folder).expect(0)
    #expect(folder.text("t.md") == "b\n")
    #expect(try tool("ninja", folder).text.contains("no work to do"))
  }

  /// A root that is not the nearest one must be told to each `docbuild weave`, from wherever ninja runs.
  @Test(.needs("ninja"), arguments: [("", "."), ("inner", ".."), ("it's a $tree", "..")])
  func optionsReachEveryEdge(_ place: String, _ root: String) throws {
    let folder = Folder([
      "one.txt": "one\n", "inner/docbuild.toml": "",
      "inner/a.src": "<!-- include(../one.txt) -->\n",
      "inner/b.md": "<!-- embed(../one.txt) -->\n", "it's a $tree/docbuild.toml": "",
      "it's a $tree/a.src": "<!-- include(../one.txt) -->\n",
    ])
    let target = folder.path.split(separator: "/").last.map(String.init) ?? ""
    for root in [root, root == "." ? "../\(target)" : "../../\(target)"] {
      let paths =
        place.isEmpty
        ? ["inner/a.src", "inner/b.md"] : place == "inner" ? ["a.src", "b.md"] : ["a.src"]
      let deps = try run(
        docbuildCommand(
          ["deps", "--root", root, "--allow-url", "--format", "ninja"] + paths, in: folder,
          at: place))
      deps.expect(0)
      #expect(deps.text.contains(" --allow-url\n"), "\(deps.text)")
      let at = place.isEmpty ? "" : place + "/"
      folder.write("\(at)build.ninja", bytes: deps.output)
      folder.write("one.txt", "\(root)\n")
      try tool("ninja", folder, "-C", folder.at(place)).expect(0)
      let page = place.isEmpty ? "inner/a.md" : at + "a.md"
      #expect(folder.text(page) == "\(root)\n")
      #expect(try tool("ninja", folder, "-C", folder.at(place)).text.contains("no work to do"))
      if place != "it's a $tree" { #expect(folder.text("inner/b.md").contains("\(root)\n")) }
    }
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
  @Test(.needs("ninja")) func theTreeIsTheProjects() throws {
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
    #expect(outputs == ["site/a.md", ".docbuild/ninja/page.md.stamp", "sub/b.md"])
    folder.write("build.ninja", bytes: deps.output)
    try tool("ninja", folder).expect(0)
    try project("check", in: folder).expect(0)
    #expect(!folder.exists("a.md") && !folder.exists("ignored/x.md"))
  }
}
