import Foundation
import Glibc
import Testing

/// Documents that are made from other documents' outputs: each sees what those before it will be, in one run.
struct ProjectOrderTests {
  /// `a.js` is shown by README.md, which is shown by docs/index.src, which is shown by site/page.src.
  private func chain() -> Folder {
    let folder = Folder([
      "a.js": "x()\n", "README.md": "# T\n\n<!-- embed(a.js) -->\n",
      "docs/index.src": "<!-- include(../README.md) -->\n",
      "site/page.src": "# Page\n\n```md\n<!-- include(../docs/index.md) -->\n```\n",
    ])
    folder.age()
    return folder
  }

  @Test(arguments: ["1", "2", "8"]) func eachIsMadeFromTheNewTextOfThoseBefore(_ threads: String)
    throws
  {
    let folder = chain()
    let check = try project("check", "-j", threads, in: folder)
    check.expect(1)
    #expect(check.ids == ["stale-output", "stale-output", "stale-output"])
    let dry = try project("build", "-n", "-j", threads, in: folder)
    dry.expect(0)
    #expect(dry.lines(with: "would write ").count == 3)
    try project("build", "-j", threads, in: folder).expect(written: 3, upToDate: 0)
    #expect(folder.text("docs/index.md") == folder.text("README.md"))
    #expect(folder.text("site/page.md").contains("x()\n"))
    try project("check", in: folder).expect(0)
    folder.age()
    try project("build", in: folder).expect(written: 0, upToDate: 3)

    // By the log, what is up to date itself follows too.
    folder.write("a.js", "new()\n")
    let again = try project("build", "--explain", "-j", threads, in: folder)
    again.expect(written: 3, upToDate: 0)
    #expect(again.reasons["docs/index.md"] == "'README.md' is made anew")
    #expect(folder.text("site/page.md").contains("new()\n"))
    try project("check", in: folder).expect(0)
  }

  /// With nothing to do nothing is woven, once the files are old enough.
  @Test func nothingToDoIsNothing() throws {
    let folder = chain()
    try project("build", in: folder).expect(written: 3, upToDate: 0)
    folder.age()
    try project("build", in: folder).expect(written: 0, upToDate: 3)
    let third = try project("build", "--explain", in: folder)
    third.expect(written: 0, upToDate: 3)
    #expect(third.reasons.isEmpty, "\(third.reasons)")
  }

  @Test func embedmdDocumentsToo() throws {
    let folder = Folder([
      "sample/x.go": "package p\n", "sample/docs.md": "# S\n\n[embedmd]:# (x.go)\n",
      "README.md": "# T\n\n[embedmd]:# (sample/docs.md markdown)\n",
    ])
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    #expect(folder.text("README.md").contains("package p\n"))
    try project("check", in: folder).expect(0)
  }

  /// Also through a link, and when only one of them is asked for.
  @Test func byAnotherNameAndInParts() throws {
    let folder = chain()
    folder.write("docs/index.src", "<!-- include(home.md) -->\n")
    folder.link("docs/home.md", to: "../README.md")
    try project("build", "site", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.text("site/page.md").contains("x()\n") && !folder.exists("docs/index.md"))
    try project("check", "site", in: folder).expect(0)
    // What is named stands for what is made from it.
    try project("build", "a.js", in: folder).expect(written: 2, upToDate: 1)
    try project("check", in: folder).expect(0)
    folder.write("a.js", "new()\n")
    let check = try project("check", "README.md", in: folder)
    check.expect(1)
    #expect(check.ids == ["stale-output", "stale-output", "stale-output"])
  }

  /// What was made from a text that was never written is made again.
  @Test func aDocumentThatIsNotWrittenLeavesItsReadersOpen() throws {
    let folder = Folder([
      "a.txt": "one\n", "a.src": "<!-- include(a.txt) -->\n", "b.src": "<!-- include(a.md) -->\n",
    ])
    folder.age()
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    folder.age()
    folder.write("a.txt", "two\n")
    try project("build", "b.src", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.text("b.md") == "two\n" && folder.text("a.md") == "one\n")
    folder.write("a.txt", "one\n")
    try project("build", in: folder).expect(written: 1, upToDate: 1)
    #expect(folder.text("b.md") == "one\n")
    // One with problems is shown as it is.
    folder.write("a.src", "<!-- include(none) -->\n")
    try project("build", in: folder).expect(1, written: 0, upToDate: 1, failed: 1)
    #expect(folder.text("b.md") == "one\n")
  }

  // MARK: cycles

  @Test func aCycleIsAnError() throws {
    let folder = Folder([
      "a.txt": "a\n", "a.src": "<!-- include(a.txt) -->\n<!-- include(b.md) -->\n",
      "b.src": "<!-- include(c.md) -->\n", "c.md": "<!-- embed(a.md) -->\n", "b.md": "old b\n",
      "a.md": "old a\n", "d.src": "<!-- include(a.md) -->\n", "e.src": "<!-- include(a.txt) -->\n",
    ])
    for command in ["build", "check", "build"] {
      let outcome = try project(command, in: folder)
      outcome.expect(1)
      let told = outcome.ids.filter { $0 == "document-cycle" }
      #expect(told.count == 3, "\(outcome.messages)")
      #expect(outcome.messages.contains("a.src:2:14: error: 'a.md' would be made from itself"))
      #expect(outcome.messages.contains("the cycle is a.md ← b.md ← c.md ← a.md"))
      #expect(outcome.messages.contains("the cycle is c.md ← a.md ← b.md ← c.md"))
    }
    #expect(folder.text("a.md") == "old a\n" && folder.text("c.md") == "<!-- embed(a.md) -->\n")
    // What is no part of it is made from what is there.
    #expect(folder.text("d.md") == "old a\n" && folder.text("e.md") == "a\n")
  }

  @Test func aDocumentIsNeverMadeFromItself() throws {
    let folder = Folder(["a.md": "# A\n\n<!-- embed(a.md lines=1..1) -->\n"])
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["document-cycle"])
    #expect(outcome.messages.contains("the cycle is a.md ← a.md"))
  }

  /// Every document shows every other: on whatever threads, all are on a cycle, and that takes no longer than they are many.
  @Test(arguments: ["1", "2", "8"]) func allOfThemInOneKnot(_ threads: String) throws {
    let folder = Folder()
    for number in 0..<40 {
      let shown = (0..<40).filter { $0 != number }.map { "<!-- include(d\($0).md) -->\n" }
      folder.write("d\(number).src", shown.joined())
      folder.write("d\(number).md", "old\n")
    }
    folder.write("reader.src", "<!-- include(d7.md) -->\n")
    let outcome = try project("build", "-j", threads, "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == Array(repeating: "document-cycle", count: 40 * 39))
    #expect(folder.text("reader.md") == "old\n")
  }

  /// Two rings that share a document: whoever is on either is on a cycle, and each is shown its own.
  @Test(arguments: ["1", "8"]) func ringsThatMeet(_ threads: String) throws {
    let rings = [0: [1, 11], 1: [2], 2: [3], 3: [0], 11: [12], 12: [13], 13: [0]]
    let folder = Folder()
    for (number, shown) in rings {
      folder.write("d\(number).src", shown.map { "<!-- include(d\($0).md) -->\n" }.joined())
      folder.write("d\(number).md", "old\n")
      folder.write("reader\(number).src", "<!-- include(d\(number).md) -->\n")
    }
    let outcome = try project("build", "-j", threads, in: folder)
    outcome.expect(1, written: 7, upToDate: 0, failed: 7)
    #expect(outcome.ids == Array(repeating: "document-cycle", count: 8))
    #expect(outcome.messages.contains("the cycle is d2.md ← d3.md ← d0.md ← d1.md ← d2.md"))
    #expect(outcome.messages.contains("the cycle is d12.md ← d13.md ← d0.md ← d11.md ← d12.md"))
    for number in rings.keys { #expect(folder.text("reader\(number).md") == "old\n") }
  }

  /// Also when the last of them is the first to be looked at.
  @Test(arguments: [false, true]) func aLongChain(_ endsFirst: Bool) throws {
    let folder = Folder(["end.txt": "end\n"])
    let numbers = Array(1000..<1500)
    let names = (endsFirst ? numbers.reversed() : numbers).map { "d\($0)" }
    for (name, next) in zip(names, names.dropFirst().map { "\($0).md" } + ["end.txt"]) {
      folder.write("\(name).src", "<!-- include(\(next)) -->\n")
    }
    try project("build", in: folder).expect(written: 500, upToDate: 0)
    for name in names { #expect(folder.text("\(name).md") == "end\n") }
    try project("check", in: folder).expect(0)
  }

  // MARK: other tools

  @Test func depsAndRefsSeeWhatWillBe() throws {
    let folder = chain()
    let json = try project("deps", "--format", "json", in: folder)
    json.expect(0)
    #expect(json.text.contains("docs/index.md"))
    try project("refs", "a.js", in: folder).expect(0)
    let make = try project("deps", in: folder)
    make.expect(0)
    #expect(
      make.text.contains("site/page.md: \\\n  site/page.src \\\n  docs/index.md\n"), "\(make.text)")
  }

  @Test(.needs("ninja")) func ninjaMakesThemInOrder() throws {
    let folder = chain()
    folder.write("docbuild.toml", "")
    folder.write("build.ninja", try project("deps", "--format", "ninja", in: folder).text)
    func ninja() throws -> Outcome {
      var command = Command(program: find("ninja") ?? "", arguments: [])
      command.folder = folder.path
      let bin = URL(fileURLWithPath: docbuildPath).deletingLastPathComponent().path
      command.environment["PATH"] = "\(bin):/usr/bin:/bin"
      return try run(command)
    }
    for text in ["x()\n", "new()\n"] {
      folder.write("a.js", text)
      try ninja().expect(0)
      #expect(folder.text("site/page.md").contains(text))
    }
    try project("check", in: folder).expect(0)
  }
}
