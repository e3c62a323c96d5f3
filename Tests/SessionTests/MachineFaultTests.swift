import Foundation
import Glibc
import Testing

/// What the machine refuses is exit 2 with the path and the reason, or done all the same; never a smaller document, a trap
/// or a green line.
struct MachineFaultTests {
  private static let commands = ["build", "check", "build -n", "deps"]

  /// A project in a folder that everybody may write to, for a user without rights.
  private func forNobody(_ files: [String: String]) throws -> Folder {
    let folder = Folder(files)
    try run(Command(program: "/bin/chmod", arguments: ["-R", "a+rwX", folder.path])).expect(0)
    return folder
  }

  @Test(arguments: [false, true], commands) func aFolderThatCannotBeListed(
    _ isRepository: Bool, _ command: String
  ) throws {
    let folder = try forNobody(["a.src": "# A\n", "secret/b.src": "# B\n"])
    if isRepository { try folder.git("init", "-q") }
    chmod(folder.at("secret"), 0)
    defer { chmod(folder.at("secret"), 0o755) }
    let outcome = try asNobody(command, in: folder)
    outcome.expect(2)
    #expect(outcome.messages.contains("secret"), "\(outcome.messages)")
    #expect(outcome.messages.lowercased().contains("permission denied"))
    #expect(!folder.exists("a.md"))
  }

  /// git knows the document, and whether it is there can't be told.
  @Test(arguments: ["build", "check"]) func aDocumentWhoseStateCannotBeTold(_ command: String)
    throws
  {
    let folder = try forNobody([
      "a.src": "# A\n", "closed/b.src": "# B\n", ".gitignore": "closed/\n",
    ])
    try folder.git("init", "-q")
    try folder.git("add", "-f", ".")
    chmod(folder.at("closed"), 0)
    defer { chmod(folder.at("closed"), 0o755) }
    let outcome = try asNobody(command, in: folder)
    outcome.expect(2)
    #expect(outcome.lines(with: "closed/b.src").count >= 1, "\(outcome.messages)")
    #expect(outcome.messages.contains("permission denied"))
  }

  @Test(arguments: ["log", "written"]) func docbuildsOwnFilesThatCannotBeRead(_ name: String) throws
  {
    let folder = try forNobody(["one.txt": "one\n", "a.src": "<!-- include(one.txt) -->\n"])
    try asNobody("build", in: folder).expect(0)
    if name == "written" { folder.remove(".docbuild/log") }
    folder.write("one.txt", "two\n")
    chmod(folder.at(".docbuild/" + name), 0)
    let outcome = try asNobody("build", in: folder)
    outcome.expect(2)
    #expect(
      outcome.messages.contains(".docbuild/\(name)': permission denied"), "\(outcome.messages)")
    #expect(folder.text("a.md") == "one\n")
  }

  /// What can't be read may mark the region, too, or hold the code.
  @Test(arguments: [
    ("weave k.src", "z.py"), ("migrate m.md", "m.md"), ("adopt m.md", "m.md"),
    ("adopt m.md", "z.py"),
  ])
  func aFileThatCannotBeRead(_ command: String, _ closed: String) throws {
    let code = "# #region kk\nfirst = compute(1)\nsecond = compute(2)\n# #endregion\n"
    let folder = try forNobody([
      "a.py": code, "z.py": code, "k.src": "<!-- include(key=kk) -->\n",
      "m.md": "# M\n\n```python\nfirst = compute(1)\nsecond = compute(2)\n```\n",
    ])
    try folder.git("init", "-q")
    try folder.git("add", ".")
    chmod(folder.at(closed), 0)
    let outcome = try asNobody(command, in: folder)
    outcome.expect(2)
    #expect(
      outcome.messages.contains("cannot read '\(closed)': permission denied"), "\(outcome.messages)"
    )
  }

  /// A file that can't be read is told once, where it is, and all else of the run with it: what no key can hide, and what is wrong
  /// elsewhere.
  @Test(arguments: ["build", "check", "refs", "weave one.src"])
  func keysBesideFilesThatCannotBeRead(_ command: String) throws {
    let folder = try forNobody([
      "docbuild.toml": "", "a.py": "# #region kk\nfirst = 1\n# #endregion\n",
      "b.py": "# #region twice\nsecond = 2\n# #endregion\n",
      "c.py": "# #region twice\nsecond = 2\n# #endregion\n", "y.py": "x = 1\n", "z.py": "x = 1\n",
      "one.src":
        "<!-- include(key=kk) -->\n<!-- include(a.py lines=9) -->\n<!-- include(key=none) -->\n<!-- include(key=twice) -->\n",
      "two.src": "<!-- include(key=kk) -->\n", "three.src": "<!-- include(a.py region=kk) -->\n",
    ])
    for name in ["y.py", "z.py"] { chmod(folder.at(name), 0) }
    let outcome = try asNobody(command, in: folder)
    outcome.expect(2)
    for name in ["y.py", "z.py"] {
      let said = "\(name): error: cannot read '\(name)': permission denied [unreadable-file]"
      #expect(outcome.messages.components(separatedBy: said).count == 2, "\(outcome.messages)")
    }
    #expect(
      outcome.ids.filter { $0 != "stale-output" }.sorted() == [
        "ambiguous-key", "line-out-of-range", "unreadable-file", "unreadable-file",
      ], "\(outcome.messages)")
    #expect(outcome.messages.contains("leave it out by 'exclude' in docbuild.toml"))
    if command == "build" {
      #expect(folder.text("three.md") == "first = 1\n")
      #expect(!folder.exists("two.md"))
    }
    // The cure works.
    folder.write("docbuild.toml", "exclude = [\"y.py\", \"z.py\"]\n")
    try asNobody("build two.src", in: folder).expect(0)
  }

  /// A source that nobody can read stands for the documents that may show it.
  @Test func aSourceThatCannotBeReadIsNamed() throws {
    let folder = try forNobody([
      "docbuild.toml": "", "a.py": "# #region kk\nfirst = 1\n# #endregion\n", "z.py": "x = 1\n",
      "one.src": "<!-- include(key=kk) -->\n",
    ])
    chmod(folder.at("z.py"), 0)
    let outcome = try asNobody("build z.py", in: folder)
    outcome.expect(2)
    #expect(outcome.ids == ["unreadable-file"], "\(outcome.messages)")
  }

  /// All that can't be read is told in one run, with what else is wrong, and nothing is written.
  @Test func allThatMigrateCannotRead() throws {
    let folder = try forNobody([
      "docbuild.toml": "", "a.md": "{{#include a.rs}}\n", "b.md": "{{#include b.rs}}\n",
      "c.md": "# C\n",
      "d.md": "# D\n", "e.md": "{{#include none.rs}}\n", "a.rs": "fn a() {}\n",
      "b.rs": "fn b() {}\n",
      "package.json": "{}\n", "mkdocs.yml": "docs_dir: docs\n",
    ])
    try folder.git("init", "-q")
    try folder.git("add", ".")
    let closed = ["b.rs", "c.md", "d.md", "mkdocs.yml", "package.json"]
    for name in closed { chmod(folder.at(name), 0) }
    let outcome = try docbuildAsNobody("migrate", "--write", "--force", in: folder)
    outcome.expect(2)
    for name in closed {
      #expect(
        outcome.messages.contains("\(name): error: cannot read '\(name)': permission denied"),
        "\(outcome.messages)")
    }
    #expect(outcome.messages.contains("e.md:1:1: warning"), "\(outcome.messages)")
    #expect(!folder.exists("a.src"))
  }

  @Test func allThatAdoptCannotRead() throws {
    let code = "first = compute(1)\nsecond = compute(2)\nthird = compute(3)\nfourth = compute(4)\n"
    let folder = try forNobody([
      "docbuild.toml": "", "a.py": code, "y.py": code, "z.py": code,
      "m.md": "# M\n\nIn `a.py`:\n\n```python\n\(code)```\n", "n.md": "# N\n",
    ])
    try folder.git("init", "-q")
    try folder.git("add", ".")
    let closed = ["n.md", "y.py", "z.py"]
    for name in closed { chmod(folder.at(name), 0) }
    let outcome = try docbuildAsNobody("adopt", "--write", "--force", in: folder)
    outcome.expect(2)
    for name in closed {
      #expect(
        outcome.messages.contains("\(name): error: cannot read '\(name)': permission denied"),
        "\(outcome.messages)")
    }
    #expect(!folder.text("m.md").contains("embed"))
  }

  /// A link may lead nowhere in a page that can't be read.
  @Test func aLinkedPageThatCannotBeRead() throws {
    let folder = try forNobody([
      "docbuild.toml": "", "a.src": "# A\n\n[one](r.md#x) [two](r.md#y) [three](none.md)\n",
      "r.md": "# R\n",
    ])
    try asNobody("build", in: folder).expect(0)
    chmod(folder.at("r.md"), 0)
    let outcome = try asNobody("check", in: folder)
    outcome.expect(2)
    #expect(outcome.ids.sorted() == ["broken-link", "unreadable-file"], "\(outcome.messages)")
    #expect(outcome.messages.contains("r.md: error: cannot read 'r.md': permission denied"))
  }

  /// A page of a record that can't be read is not missing.
  @Test func aRecordedPageThatCannotBeRead() throws {
    let folder = try forNobody([
      "docbuild.toml": "", "a.src": "<!-- include(one.txt) -->\n", "one.txt": "one\n",
    ])
    try docbuildAsNobody("build", "--provenance", "p.json", in: folder).expect(0)
    chmod(folder.at("a.md"), 0)
    let outcome = try docbuildAsNobody("check", "--provenance", "p.json", in: folder)
    outcome.expect(2)
    #expect(!outcome.messages.contains("not there"), "\(outcome.messages)")
  }

  /// A page that has changed and can't be read may have had any route: links to all of them are looked at.
  @Test func aChangedPageThatCannotBeRead() throws {
    let folder = try forNobody([
      "docbuild.toml": "", "a.src": "# A\n\n[b](none.md)\n", "r.md": "# R\n",
    ])
    try folder.commit()
    folder.write("r.md", "# S\n")
    chmod(folder.at("r.md"), 0)
    let outcome = try docbuildAsNobody("check", "--since", "HEAD", in: folder)
    #expect(outcome.messages.contains("none.md"), "\(outcome.messages)")
  }

  private func asNobody(_ command: String, in folder: Folder) throws -> Outcome {
    let words = command.split(separator: " ").map(String.init)
    return words.count == 1
      ? try docbuildAsNobody(words[0], in: folder)
      : try docbuildAsNobody(words[0], words[1], in: folder)
  }

  /// The same under limits of `prlimit`.
  private func limited(_ limit: String, _ arguments: String..., in folder: Folder) throws -> Outcome
  {
    var command = docbuildCommand([limit, docbuildPath] + arguments, in: folder)
    command.program = "/usr/bin/prlimit"
    return try run(command)
  }

  @Test func aLimitOnFileSizes() throws {
    let lines = (1...60000).map { "\($0)\n" }.joined()
    let folder = Folder(["docbuild.toml": "", "s": lines, "t.src": "<!-- include(s) -->\n"])
    let outcome = try limited("--fsize=100000", "build", in: folder)
    outcome.expect(2)
    #expect(
      outcome.messages.contains("cannot write to 't.md': file too large"), "\(outcome.messages)")
    #expect(!folder.exists("t.md"))
    let left = try? FileManager.default.contentsOfDirectory(atPath: folder.at(".docbuild/new"))
    #expect(left?.isEmpty ?? true)
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    let woven = try limited("--fsize=100000", "weave", "t.src", "-o", "out.md", in: folder)
    woven.expect(2)
    #expect(!folder.exists("out.md") && folder.names.count == 5, "\(folder.names)")
  }

  @Test(arguments: 3...12) func fewDescriptors(_ most: Int) throws {
    let folder = Folder.project()
    try folder.git("init", "-q")
    for command in ["build", "check"] {
      let outcome = try limited("--nofile=\(most)", command, in: folder)
      #expect([0, 1, 2].contains(outcome.status) || most < 6, "\(outcome.messages)")
      if outcome.status == 1 { #expect(command == "check" && outcome.ids.contains("stale-output")) }
      if outcome.status == 2 { #expect(outcome.messages.contains("error: ")) }
    }
    try project("build", in: folder).expect(0)
    try project("check", in: folder).expect(0)
  }

  /// Where no thread can be started, one does all.
  @Test(.needsRoot, arguments: ["build", "check"]) func noThread(_ command: String) throws {
    let folder = try forNobody(["docbuild.toml": "", "a.src": "# x\n", "a.md": "# x\n"])
    var outcome = docbuildCommand(
      ["--nproc=1", "/usr/bin/setpriv", "--reuid=54321", "--regid=54321", "--clear-groups"]
        + [copyForAll, command],
      in: folder)
    outcome.program = "/usr/bin/prlimit"
    try run(outcome).expect(0)
  }

  /// A pipe that does not block, as node gives to its children.
  @Test(.needs("python3")) func aPipeThatDoesNotBlock() throws {
    let program = """
      import fcntl, os, subprocess, sys, time
      r, w = os.pipe()
      fcntl.fcntl(w, fcntl.F_SETFL, os.O_NONBLOCK)
      p = subprocess.Popen([sys.argv[1]], stdin=open('in'), stdout=w)
      os.close(w)
      got = b''
      while True:
          part = os.read(r, 65536)
          if not part: break
          got += part
          time.sleep(0.002)
      assert p.wait() == 0 and got == open('in', 'rb').read(), (p.returncode, len(got))
      r, w = os.pipe()
      fcntl.fcntl(r, fcntl.F_SETFL, os.O_NONBLOCK)
      p = subprocess.Popen([sys.argv[1]], stdin=r, stdout=subprocess.PIPE)
      os.write(w, b'one\\n')
      time.sleep(0.3)
      os.write(w, b'two\\n')
      os.close(w)
      assert p.communicate()[0] == b'one\\ntwo\\n' and p.returncode == 0, p.returncode
      """
    let folder = Folder(["in": (1...200_000).map { "\($0)\n" }.joined(), "test.py": program])
    guard let python = find("python3") else { return }
    var command = Command(program: python, arguments: ["test.py", docbuildPath])
    command.folder = folder.path
    let outcome = try run(command)
    #expect(outcome.status == 0, "\(outcome.messages)")
  }

  @Test(.needsRoot) func withoutProc() throws {
    let folder = Folder.project()
    func without(_ arguments: String...) throws -> Outcome {
      var command = docbuildCommand(
        [
          "-m", "/bin/sh", "-c", "/bin/mount -t tmpfs none /proc && exec \"$0\" \"$@\"",
          docbuildPath,
        ] + arguments, in: folder)
      command.program = "/usr/bin/unshare"
      return try run(command)
    }
    try without("build").expect(written: 2, upToDate: 1)
    try without("check").expect(0)
    #expect(try without("weave", "a.src").text == folder.text("a.md"))
    try without("weave", "a.src", "-o", "out.md").expect(0)
    #expect(folder.text("out.md") == folder.text("a.md"))
    folder.write("one.txt", "ONE\n")
    try without("check").expect(1)
    try without("build").expect(written: 2, upToDate: 1)
  }

  /// Time stamps of whole seconds: an edit of the same size in the second of the build is seen.
  @Test(.needsRoot) func timeStampsOfSeconds() throws {
    let folder = Folder([
      "run": """
      truncate -s 16M image && mkfs.ext4 -q -I 128 image && mkdir m && mount -o loop image m
      """
    ])
    var command = Command(program: "/bin/sh", arguments: [folder.at("run")])
    command.folder = folder.path
    command.environment["PATH"] = "/usr/sbin:/sbin:/usr/bin:/bin"
    guard try run(command).status == 0 else { return }
    defer { _ = try? run(Command(program: "/bin/umount", arguments: [folder.at("m")])) }
    folder.write("m/docbuild.toml", "")
    folder.write("m/t.src", "<!-- include(s) -->\n")
    for round in 0..<4 {
      for letter in ["a", "b"] {
        folder.write("m/s", "\(letter)\(round)\n")
        try project("build", in: folder, at: "m").expect(0)
        #expect(folder.text("m/t.md") == "\(letter)\(round)\n")
      }
      // So is an edit of the output.
      folder.write("m/t.md", "ne\n")
      #expect(try project("build", in: folder, at: "m").ids == ["edited-output"])
      try project("build", "--force", in: folder, at: "m").expect(0)
    }
    // When the second is over, there is nothing to do.
    sleep(3)
    try project("build", in: folder, at: "m").expect(written: 0, upToDate: 1)
    let outcome = try project("build", "--explain", in: folder, at: "m")
    #expect(outcome.reasons.isEmpty, "\(outcome.messages)")
  }

  /// What is edited while a build runs is left as it is.
  @Test func anEditWhileTheBuildRuns() throws {
    let folder = Folder.many(600, size: 100)
    folder.write("a.md", "# Page\n\n<!-- embed(s1.txt) -->\n")
    let running = try Running(
      docbuildCommand(["build", "-j", "1"], in: folder, .bytes([]), .captured, [:], 120))
    let until = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < until {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.at(".docbuild/new"))
      // The page is the first of all.
      if let names, names.count > 3 { break }
      usleep(500)
    }
    folder.write("a.md", "# Mine\n\n<!-- embed(s1.txt) -->\n")
    let outcome = running.finish()
    #expect(folder.text("a.md").hasPrefix("# Mine\n"), "\(outcome.messages.prefix(300))")
  }
}
