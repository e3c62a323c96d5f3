import Foundation
import Testing

/// Warnings of documents that a build leaves alone are told again, as they were.
struct ProjectRemarkTests {
  private func folder() -> Folder {
    let folder = Folder([
      "x.sh": "echo x\n", "a.src": "# A\n\n```sh\n<!-- include(x.sh strip=shebang) -->\n```\n",
      "sub/b.src": "é <b>\n\n> <!-- include(../x.sh elide fence) -->\n",
      "c.src": "<!-- \\include(x) -->\n",
    ])
    folder.age()
    return folder
  }

  private func remarks(_ outcome: Outcome) -> String {
    outcome.messages.split(separator: "\n", omittingEmptySubsequences: false)
      .filter { !$0.hasPrefix("docbuild: ") && !$0.hasPrefix("wove ") }.joined(separator: "\n")
  }

  @Test(arguments: ["full", "line", "github", "json", "sarif"])
  func areToldAgain(_ format: String) throws {
    let folder = folder()
    let first = try project("build", "--format", format, in: folder)
    first.expect(0)
    let told = first.text + remarks(first)
    #expect(told.contains("changes nothing") && told.contains("no-effect"))
    for _ in 0..<2 {
      let again = try project("build", "--explain", "--format", format, in: folder)
      again.expect(0)
      #expect(again.text + remarks(again) == told)
      #expect(again.reasons.isEmpty)
    }
    let dry = try project("build", "-n", "--format", format, in: folder)
    #expect(dry.text + remarks(dry) == told)
  }

  /// What `with` gives is named by the part, or by a part of it.
  @Test func valuesThatNobodyNames() throws {
    let folder = Folder([
      "_p.src": "<!-- value(who) -->\n\n<!-- include(_q.src weave) -->\n",
      "_q.src": "<!-- value(deep) -->\n",
      "x.src": "# X\n\n<!-- include(_p.src weave with=\"who=a; deep=b; whom=c\") -->\n",
    ])
    let outcome = try docbuild("weave", "x.src", in: folder)
    #expect(outcome.text == "# X\n\na\n\nb\n")
    #expect(
      outcome.messages.hasPrefix(
        "x.src:3:27: warning: 'with' gives '_p.src' a value 'whom', which it does not name [no-effect]"
      ), "\(outcome.messages)")
    #expect(outcome.messages.contains("the nearest value that it names is 'who'"))
    #expect(outcome.messages.components(separatedBy: "warning").count == 2)
  }

  @Test func goWhenTheirCauseGoes() throws {
    let folder = folder()
    #expect(try project("build", in: folder).ids == ["no-effect", "no-effect"])
    #expect(folder.exists(".docbuild/remarks"))
    folder.write("x.sh", "#!/bin/sh\necho x\n")
    #expect(try project("build", in: folder).ids == ["no-effect"])
    #expect(try project("build", in: folder).ids == ["no-effect"])
    folder.write("sub/b.src", "text\n")
    #expect(try project("build", in: folder).ids.isEmpty)
    #expect(!folder.exists(".docbuild/remarks"))
    #expect(try project("build", in: folder).ids.isEmpty)
  }

  @Test func goWithTheirDocument() throws {
    let folder = folder()
    try project("build", in: folder).expect(0)
    folder.remove("a.src")
    #expect(try project("build", in: folder).ids == ["no-effect", "orphaned-output"])
    // A document with an error is told by that alone; its old page stays.
    folder.write("sub/b.src", "<!-- include(../x.sh elide lines=9) -->\n")
    #expect(try project("build", in: folder).ids.contains("line-out-of-range"))
    folder.write("sub/b.src", "<!-- include(../x.sh) -->\n")
    #expect(try project("build", in: folder).ids == ["orphaned-output"])
  }

  @Test func onlyOfWhatIsAskedFor() throws {
    let folder = folder()
    try project("build", in: folder).expect(0)
    #expect(try project("build", "sub", in: folder).ids == ["no-effect"])
    #expect(try project("build", "c.src", in: folder).ids.isEmpty)
    #expect(try project("build", in: folder).ids == ["no-effect", "no-effect"])
  }

  @Test func haveTheNamesOfTheCurrentFolder() throws {
    let folder = folder()
    folder.write("docbuild.toml", "")
    try project("build", in: folder).expect(0)
    for _ in 0..<2 {
      let inner = try project("build", "--format", "line", in: folder, at: "sub")
      inner.expect(0)
      #expect(inner.lines(with: "../a.src:4:19: warning: ").count == 1, "\(inner.messages)")
      #expect(inner.lines(with: "b.src:3:24: warning: ").first?.hasPrefix("b.src") == true)
    }
    let outer = try project("build", "--explain", "--format", "line", in: folder)
    #expect(outer.lines(with: "no-effect")[0].hasPrefix("a.src:4:19"))
    #expect(outer.reasons.keys.sorted() == ["a.md", "sub/b.md"])
    #expect(outer.reasons.values.allSatisfy { $0.contains("another folder") })
    // Those of documents that are not asked for are kept as they were.
    #expect(try project("build", "b.src", in: folder, at: "sub").ids == ["no-effect"])
    let all = try project("build", "--format", "line", in: folder)
    #expect(all.lines(with: "no-effect").map { $0.prefix(5) } == ["a.src", "sub/b"])
  }

  @Test func asTheConfigurationSays() throws {
    let folder = folder()
    try project("build", in: folder).expect(0)
    folder.write("docbuild.toml", "[checks]\nno-effect = 'off'\n")
    #expect(try project("build", in: folder).ids.isEmpty)
    #expect(try project("build", in: folder).ids.isEmpty)
    // Errors are errors, in a build as in `check`, and each time.
    folder.write("docbuild.toml", "[checks]\nno-effect = 'error'\n")
    for command in ["build", "check", "build"] {
      let outcome = try project(command, in: folder)
      outcome.expect(1)
      #expect(outcome.ids == ["no-effect", "no-effect"])
    }
    folder.write("docbuild.toml", "")
    try project("build", in: folder).expect(0)
  }

  /// Damage costs time, and no warning.
  @Test func damage() throws {
    let folder = folder()
    try project("build", in: folder).expect(0)
    let whole = folder.bytes(".docbuild/remarks")
    var damaged: [[UInt8]] = [[], Array(whole.dropLast()), whole + [0], Array(whole.prefix(60))]
    for place in stride(from: 0, to: whole.count, by: max(1, whole.count / 6)) {
      var other = whole
      other[place] ^= 1
      damaged.append(other)
    }
    for bytes in damaged {
      folder.write(".docbuild/remarks", bytes: bytes)
      // What is left of it is not taken for the whole by a build of a part.
      #expect(try project("build", "c.src", in: folder).ids.isEmpty)
      let outcome = try project("build", in: folder)
      outcome.expect(written: 0, upToDate: 3)
      #expect(outcome.ids == ["no-effect", "no-effect"])
      #expect(outcome.messages.contains("was not used"))
      #expect(folder.bytes(".docbuild/remarks") == whole)
    }
    // An edit of an output is still known for one.
    folder.write("a.md", "mine\n")
    folder.write(".docbuild/remarks", bytes: [])
    #expect(try project("build", in: folder).ids.contains("edited-output"))
    #expect(folder.text("a.md") == "mine\n")
  }
}
