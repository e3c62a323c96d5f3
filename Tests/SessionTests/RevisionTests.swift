import Foundation
import Glibc
import Testing

/// `rev=`: files as they were, read by a git that can run nothing.
@Suite(.needs("git"))
struct RevisionTests {
  private func git(_ arguments: String..., in folder: Folder, at subfolder: String = "") throws {
    var command = Command(
      program: find("git") ?? "",
      arguments: [
        "-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "commit.gpgsign=false",
      ] + arguments)
    command.folder = folder.at(subfolder)
    command.environment["GIT_CONFIG_GLOBAL"] = "/dev/null"
    command.environment["GIT_CONFIG_NOSYSTEM"] = "1"
    let outcome = try run(command)
    if outcome.status != 0 { throw RunnerTrouble(message: "git \(arguments): \(outcome.messages)") }
  }

  /// Where nothing is committed yet, nothing can be fetched either.
  @Test(arguments: ["HEAD", "v1", "latest-tag"]) func noCommitYet(_ revision: String) throws {
    let folder = Folder(["a.txt": "x\n", "p.src": "<!-- include(a.txt rev=\(revision)) -->\n"])
    try git("init", "-q", in: folder)
    let outcome = try docbuild("p.src", in: folder)
    outcome.expect(1)
    #expect(
      outcome.messages.contains("note: the repository has no commit yet"), "\(outcome.messages)")
    #expect(!outcome.messages.contains("fetch"), "\(outcome.messages)")
  }

  /// Two commits: `v1` (a tag) and `main`, with `side` (a branch) at the first.
  private func repository() throws -> Folder {
    let folder = Folder([
      "a.txt": "first\n", "sub/b.txt": "sub first\n",
      "big.txt": String(repeating: "x\n", count: 100), ".env": "PASSWORD\n",
      "key.txt": "-----BEGIN PRIVATE KEY-----\nMII\n-----END PRIVATE KEY-----\n", "bad.txt": "",
      "beside.txt": "BESIDE\n",
    ])
    folder.write("bad.txt", bytes: [0xFF, 0x0A])
    folder.link("link.txt", to: "sub/b.txt")
    folder.link("sub/up.txt", to: "../a.txt")
    folder.link("sub/beside.txt", to: "../beside.txt")
    folder.link("out.txt", to: "../outside.txt")
    folder.link("absolute.txt", to: "/etc/passwd")
    folder.link("secret.txt", to: ".env")
    folder.link("folder", to: "sub")
    folder.link("chained-secret.txt", to: "secret.txt")
    folder.link("loop", to: "pool")
    folder.link("pool", to: "loop")
    folder.link("itself", to: "itself/x")
    folder.link("chain1.txt", to: "./chain2.txt")
    folder.link("chain2.txt", to: "sub/../link.txt")
    folder.link("repository", to: ".git/config")
    folder.link("around.txt", to: "../\(folder.path.split(separator: "/").last ?? "")/a.txt")
    folder.write("deep/er/s p.txt", "deep\n")
    folder.link("deep/er/top", to: "../../folder")
    folder.link("deep/aws", to: "../.aws")
    folder.write(".aws/credentials", "PASSWORD\n")
    try git("init", "-q", "-b", "main", ".", in: folder)
    try git("add", "-A", "-f", in: folder)
    try git("commit", "-q", "-m", "one", in: folder)
    try git("tag", "v1", in: folder)
    try git("tag", "-a", "-m", "annotated", "v1.0", in: folder)
    try git("branch", "side", in: folder)
    folder.write("a.txt", "second\n")
    folder.write("sub/b.txt", "sub second\n")
    folder.write("new.txt", "new\n")
    try git("add", "-A", "-f", in: folder)
    try git("commit", "-q", "-m", "two", in: folder)
    folder.write("a.txt", "work\n")
    folder.write("sub/b.txt", "work\n")
    return folder
  }

  private func weave(
    _ directive: String, in folder: Folder, at subfolder: String = "", _ arguments: [String] = [],
    path: String? = nil
  ) throws -> Outcome {
    var command = docbuildCommand(
      arguments, in: folder, at: subfolder, .bytes(Array("<!-- include(\(directive)) -->\n".utf8)))
    if let path { command.environment["PATH"] = path }
    return try run(command)
  }

  @Test(arguments: [
    ("a.txt", "work\n"), ("a.txt rev=v1", "first\n"), ("a.txt rev=v1.0", "first\n"),
    ("a.txt rev=side", "first\n"), ("a.txt rev=HEAD", "second\n"),
    ("a.txt rev=HEAD~1", "first\n"), ("a.txt rev=main", "second\n"),
    ("sub/b.txt rev=v1", "sub first\n"), ("./sub/../a.txt rev=v1", "first\n"),
    ("link.txt rev=v1", "sub first\n"), ("link.txt rev=main", "sub second\n"),
    ("sub/up.txt rev=v1", "first\n"),
    ("folder/b.txt rev=v1", "sub first\n"), ("new.txt rev=main", "new\n"),
    ("a.txt rev=refs/tags/v1", "first\n"),
  ])
  func fileAsItWas(_ directive: String, _ text: String) throws {
    try weave(directive, in: try repository()).expect(prints: text)
  }

  @Test func fileThatIsGoneFromTheFolder() throws {
    let folder = try repository()
    folder.remove("a.txt")
    try weave("a.txt rev=v1", in: folder).expect(prints: "first\n")
  }

  @Test func fromASubfolder() throws {
    let folder = try repository()
    folder.write("sub/x.src", "<!-- include(b.txt rev=v1) -->\n<!-- include(../a.txt rev=v1) -->\n")
    try docbuild("weave", "sub/x.src", in: folder).expect(prints: "sub first\nfirst\n")
    // A root inside the repository.
    try weave("b.txt rev=v1", in: folder, at: "sub", ["--root", "."]).expect(prints: "sub first\n")
    try weave("../a.txt rev=v1", in: folder, at: "sub", ["--root", "."]).expect(
      fails: 1, "outside-root")
  }

  /// A pattern fits the files that were there then, those that are gone and none that came later.
  @Test(arguments: [
    ("*g.txt rev=v1", "", String(repeating: "x\n", count: 100)),
    ("*a.txt rev=v1", "", "first\n"), ("**/b.txt rev=v1", "", "sub first\n"),
    ("/**/b.txt rev=main", "sub", "sub second\n"), ("?.txt rev=v1", "sub", "sub first\n"),
  ])
  func patternsFitWhatWasThere(_ directive: String, _ subfolder: String, _ text: String) throws {
    let folder = try repository()
    for name in ["a.txt", "big.txt", "sub/b.txt"] { folder.remove(name) }
    folder.write("later-a.txt", "later\n")
    try weave(directive, in: folder, at: subfolder).expect(prints: text)
    let root = ["--root", "."]
    try weave("*.txt rev=v1", in: folder, at: "sub", root).expect(prints: "sub first\n")
  }

  /// A key is looked for in the files that were there then.
  @Test func keysAreThoseOfThen() throws {
    let folder = try repository()
    func mark(_ name: String, _ text: String) -> String {
      "// #region \(name)\n\(text)\n// #endregion\n"
    }
    folder.write("old.go", mark("start", "then") + mark("both", "1") + mark("gone", "was"))
    folder.write("two.go", mark("both", "2"))
    folder.write("prose.txt", "start is only a word here\n")
    try git("add", "-A", "-f", in: folder)
    try git("commit", "-q", "-m", "three", in: folder)
    try git("tag", "v3", in: folder)
    folder.remove("old.go")
    folder.write("sub/new.go", mark("start", "now"))
    folder.write("other.go", mark("both", "today"))
    try git("add", "-A", "-f", in: folder)
    try git("commit", "-q", "-m", "four", in: folder)
    try weave("key=start rev=v3", in: folder).expect(prints: "then\n")
    try weave("key=start", in: folder).expect(prints: "now\n")
    try weave("key=start rev=main", in: folder, at: "sub").expect(prints: "now\n")
    try weave("key=gone rev=v3", in: folder).expect(prints: "was\n")
    let ambiguous = try weave("key=both rev=v3", in: folder)
    ambiguous.expect(fails: 1, "ambiguous-key")
    #expect(ambiguous.messages.contains("'both' is marked in 2 files at revision 'v3'"))
    #expect(
      ambiguous.messages.contains("note: it begins here (line 4 of 'old.go' at revision 'v3')"))
    #expect(ambiguous.messages.contains("name the file: '/old.go region=both'"))
    try weave("/old.go region=both rev=v3", in: folder).expect(prints: "1\n")
    let unknown = try weave("key=start rev=v1", in: folder)
    unknown.expect(fails: 1, "region-not-found")
    #expect(
      unknown.messages.contains(
        "no source of the project marked a region 'start' at revision 'v1'"))
    #expect(unknown.messages.contains("sub/new.go:1:1: note: today it begins here"))
    try weave("key=start rev=v9", in: folder).expect(fails: 1, "revision-not-found")
    try weave("key=-e rev=v3", in: folder).expect(fails: 1, "region-not-found")
  }

  @Test func patternsThatFittedNothing() throws {
    let folder = try repository()
    let outcome = try weave("new.* rev=v1", in: folder)
    outcome.expect(fails: 1, "file-not-found")
    #expect(
      outcome.messages.contains("no file of the project fitted 'new.*' at revision 'v1'"))
    try weave("*.txt rev=v9", in: folder).expect(fails: 1, "revision-not-found")
    try weave("*s/cred* rev=v1", in: folder).expect(fails: 1, "refused-file")
  }

  @Test func selectorsWorkOnIt() throws {
    try weave("big.txt rev=v1 lines=1..2 fence", in: try repository()).expect(
      prints: "```text\nx\nx\n```\n")
  }

  @Test(arguments: [
    ("missing.txt rev=v1", "file-not-found"), ("new.txt rev=v1", "file-not-found"),
    ("sub rev=v1", "file-not-found"),
    ("a.txt rev=nothing", "revision-not-found"), ("a.txt rev=--help", "revision-not-found"),
    ("a.txt rev=-h", "revision-not-found"),
    ("a.txt rev=\"--output=/tmp/x\"", "revision-not-found"),
    ("a.txt rev=v1:", "revision-not-found"), ("a.txt rev=\"v1 \"", "revision-not-found"),
    ("a.txt rev=v1:sub", "revision-not-found"), ("a.txt rev=HEAD~9", "revision-not-found"),
    ("/etc/passwd rev=v1", "file-not-found"),
    ("../a.txt rev=v1", "outside-root"), ("sub/../../a.txt rev=v1", "outside-root"),
    (".env rev=v1", "refused-file"),
    ("key.txt rev=v1", "refused-file"), (".git/config rev=v1", "file-not-found"),
    ("bad.txt rev=v1", "invalid-utf8"),
  ])
  func problems(_ directive: String, _ id: String) throws {
    let outcome = try weave(directive, in: try repository())
    outcome.expect(1)
    #expect(outcome.output.isEmpty)
    // No commit holds `.git/`: it is both refused and not there.
    #expect(
      outcome.ids == [id] || directive.hasPrefix(".git/") && outcome.ids == ["refused-file"],
      "\(outcome.messages)")
    #expect(!outcome.messages.contains("PASSWORD"))
    if id == "revision-not-found" {
      #expect(
        outcome.messages.contains("<stdin>:1:20: error"), "the option's place: \(outcome.messages)")
    }
  }

  @Test func emptyRevisionIsWrong() throws {
    try weave("a.txt rev=", in: try repository()).expect(fails: 1, "invalid-option")
    try weave("a.txt rev", in: try repository()).expect(fails: 1, "invalid-option")
  }

  @Test(arguments: [
    ("chain1.txt", "sub first\n"), ("folder/up.txt", "first\n"),
    ("deep/er/top/b.txt", "sub first\n"),
    ("\"deep/er/s p.txt\"", "deep\n"), ("deep/er/top/up.txt", "first\n"),
    ("deep/er/../../a.txt", "first\n"),
  ])
  func linksInsideAreFollowed(_ target: String, _ text: String) throws {
    try weave("\(target) rev=v1", in: try repository()).expect(prints: text)
  }

  @Test(arguments: [
    "loop", "itself", "a.txt/x", "folder", "repository", "around.txt",
    "deep", "loop/x",
    "nothing/../a.txt/x", ".", "deep/er/top",
  ])
  func linksAndPathsThatLeadToNoFile(_ target: String) throws {
    let outcome = try weave("\(target) rev=v1", in: try repository())
    outcome.expect(1)
    #expect(outcome.output.isEmpty)
    #expect(outcome.ids.count == 1, "\(outcome.messages)")
  }

  @Test(arguments: ["chained-secret.txt", "deep/aws/credentials", ".aws/credentials"])
  func secretsBehindLinksOfLinks(_ target: String) throws {
    let outcome = try weave("\(target) rev=v1", in: try repository())
    outcome.expect(fails: 1, "refused-file")
    #expect(!outcome.messages.contains("PASSWORD"))
  }

  @Test(arguments: ["out.txt", "absolute.txt"])
  func linksOutOfTheRepositoryYieldNothing(_ name: String) throws {
    let outcome = try weave("\(name) rev=v1", in: try repository())
    outcome.expect(1)
    #expect(outcome.output.isEmpty)
    #expect(!outcome.messages.contains("root:"))
  }

  @Test func linksToSecretsAreRefused() throws {
    let outcome = try weave("secret.txt rev=v1", in: try repository())
    outcome.expect(fails: 1, "refused-file")
    #expect(!outcome.text.contains("PASSWORD"))
  }

  @Test func linksOutOfTheRootButInsideTheRepositoryYieldNothing() throws {
    let outcome = try weave("beside.txt rev=v1", in: try repository(), at: "sub", ["--root", "."])
    outcome.expect(1)
    #expect(!outcome.text.contains("BESIDE"))
  }

  @Test func sizeIsBounded() throws {
    let folder = try repository()
    try weave("big.txt rev=v1", in: folder, ["--max-source-bytes", "200"]).expect(0)
    try weave("big.txt rev=v1", in: folder, ["--max-source-bytes", "199"]).expect(
      fails: 1, "file-too-large")
  }

  @Test func revisionsAreNoDependencies() throws {
    let folder = try repository()
    try weave("a.txt rev=v1", in: folder, ["--depfile", "x.d"]).expect(prints: "first\n")
    #expect(folder.text("x.d") == "-:\n")
  }

  @Test func noRepository() throws {
    let outcome = try weave("a.txt rev=v1", in: Folder(["a.txt": "a\n"]))
    outcome.expect(fails: 1, "revision-not-found")
    #expect(outcome.messages.contains("repository"))
  }

  @Test func worktreeFindsItsRepository() throws {
    let folder = try repository()
    try git("worktree", "add", "-q", "tree", "side", in: folder)
    try weave("a.txt rev=main", in: folder, at: "tree").expect(prints: "second\n")
  }

  // MARK: repositories below the root

  @Test func filesOfACompanionAreReadFromItsRepository() throws {
    let folder = try repository()
    folder.write("code/x.txt", "today\n")
    folder.write("code/deep/y.txt", "today\n")
    try git("init", "-q", "-b", "main", ".", in: folder, at: "code")
    try git("add", "-A", in: folder, at: "code")
    try git("commit", "-q", "-m", "one", in: folder, at: "code")
    try git("tag", "inner", in: folder, at: "code")
    folder.write("code/x.txt", "tomorrow\n")
    folder.link("by-link", to: "code/deep")
    try weave("code/x.txt rev=inner", in: folder).expect(prints: "today\n")
    try weave("by-link/y.txt rev=inner", in: folder).expect(prints: "today\n")
    try weave("../code/x.txt rev=inner", in: folder, at: "sub").expect(prints: "today\n")
    let unknown = try weave("code/x.txt rev=v1", in: folder)
    unknown.expect(fails: 1, "revision-not-found")
    #expect(unknown.messages.contains("of the repository in 'code'"), "\(unknown.messages)")
    // The folder may be gone today.
    try FileManager.default.removeItem(atPath: folder.at("code/deep"))
    try weave("code/deep/y.txt rev=inner", in: folder).expect(prints: "today\n")
    try weave("a.txt rev=v1", in: folder).expect(prints: "first\n")
  }

  @Test func filesOfASubmoduleAreReadFromItsRepository() throws {
    let folder = Folder(["in/a.txt": "old\n", "out/b.txt": "b\n"])
    try git("init", "-q", "-b", "main", ".", in: folder, at: "in")
    try git("add", "-A", in: folder, at: "in")
    try git("commit", "-q", "-m", "one", in: folder, at: "in")
    try git("tag", "v1", in: folder, at: "in")
    try git("init", "-q", "-b", "main", ".", in: folder, at: "out")
    try git(
      "-c", "protocol.file.allow=always", "submodule", "add", "-q", folder.at("in"), "code",
      in: folder, at: "out")
    try weave("code/a.txt rev=v1", in: folder, at: "out").expect(prints: "old\n")
    // In a fresh clone it is not there.
    try git("commit", "-q", "-a", "-m", "one", in: folder, at: "out")
    try git("tag", "v2", in: folder, at: "out")
    try git("clone", "-q", folder.at("out"), folder.at("fresh"), in: folder)
    for revision in ["v1", "v2"] {
      let outcome = try weave("code/a.txt rev=\(revision)", in: folder, at: "fresh")
      outcome.expect(fails: 1, "revision-not-found")
      #expect(
        outcome.messages.contains("'code/a.txt' lies in the submodule 'code', which is not there"))
      #expect(outcome.messages.contains("'git submodule update --init code' fetches it"))
      #expect(!outcome.messages.contains("git fetch"), "\(outcome.messages)")
    }
  }

  /// Only what is shallow can be made whole.
  @Test func howARevisionIsFetched() throws {
    let folder = try repository()
    let whole = try weave("a.txt rev=v9", in: folder)
    #expect(whole.messages.contains("'git fetch --tags'"), "\(whole.messages)")
    try git(
      "clone", "-q", "--depth", "1", "file://" + folder.path, folder.at("shallow"), in: folder)
    let shallow = try weave("a.txt rev=v1", in: folder, at: "shallow")
    #expect(shallow.messages.contains("'git fetch --tags --unshallow'"), "\(shallow.messages)")
  }

  /// What an archive may bring along: a `.git` that leads to another repository of the user's.
  @Test(arguments: ["file", "link", "alternates", "objects", "commondir"])
  func aRepositoryThatTakesFromElsewhereIsNotRead(_ way: String) throws {
    let folder = try repository()
    folder.write("private/x.txt", "PRIVATE\n")
    try git("init", "-q", "-b", "main", ".", in: folder, at: "private")
    try git("add", "-A", in: folder, at: "private")
    try git("commit", "-q", "-m", "one", in: folder, at: "private")
    try git("tag", "p1", in: folder, at: "private")
    let other = folder.at("private/.git")
    folder.write("tree/docbuild.toml", "")
    folder.write("tree/code/x.txt", "x\n")
    try git("init", "-q", "-b", "main", ".", in: folder, at: "tree")
    switch way {
    case "file": folder.write("tree/code/.git", "gitdir: \(other)\n")
    case "link": folder.link("tree/code/.git", to: other)
    default:
      try git("init", "-q", "-b", "main", ".", in: folder, at: "tree/code")
      try git("fetch", "-q", other, "main", in: folder, at: "tree/code")
      try git("tag", "p1", "FETCH_HEAD", in: folder, at: "tree/code")
      switch way {
      case "alternates":
        folder.write("tree/code/.git/objects/info/alternates", "\(other)/objects\n")
      case "commondir": folder.write("tree/code/.git/commondir", "\(other)\n")
      default:
        try FileManager.default.removeItem(atPath: folder.at("tree/code/.git/objects"))
        folder.link("tree/code/.git/objects", to: other + "/objects")
      }
    }
    let outcome = try weave("code/x.txt rev=p1", in: folder, at: "tree")
    #expect(outcome.status == 1, "\(outcome.messages)")
    #expect(!outcome.text.contains("PRIVATE"))
  }

  // MARK: nothing runs

  @Test func hostileConfigurationRunsNothing() throws {
    let folder = try repository()
    let mark = folder.at("MARK")
    folder.writeTrap("trap.sh", mark: mark)
    let trap = folder.at("trap.sh")
    for (key, value) in [
      ("core.fsmonitor", trap), ("core.pager", trap), ("core.editor", trap),
      ("core.sshCommand", trap), ("core.askPass", trap),
      ("core.hooksPath", folder.path), ("core.gitProxy", trap), ("core.alternateRefsCommand", trap),
      ("pager.cat-file", trap),
      ("alias.cat-file", "!\(trap)"), ("alias.cat", "!\(trap)"), ("diff.external", trap),
      ("diff.evil.textconv", trap), ("diff.evil.command", trap),
      ("filter.evil.smudge", trap), ("filter.evil.process", trap), ("filter.evil.clean", trap),
      ("credential.helper", "!\(trap)"),
      ("gpg.program", trap), ("uploadpack.packObjectsHook", trap), ("trace2.normalTarget", mark),
      ("trace2.eventTarget", mark), ("gc.auto", "1"),
    ] {
      try git("config", key, value, in: folder)
    }
    folder.write(".gitattributes", "* diff=evil filter=evil\n")
    for hook in ["post-index-change", "reference-transaction", "post-checkout"] {
      folder.writeTrap(".git/hooks/\(hook)", mark: mark)
    }
    try weave("a.txt rev=v1", in: folder).expect(prints: "first\n")
    try weave("a.txt rev=nothing", in: folder).expect(fails: 1, "revision-not-found")
    try weave("missing rev=v1", in: folder).expect(fails: 1, "file-not-found")
    #expect(!folder.exists("MARK"))
  }

  /// A partial clone would fetch what it lacks, by a command of the configuration.
  @Test(arguments: ["ext", "upload-pack", "ssh"])
  func missingObjectsAreNotFetched(_ way: String) throws {
    let folder = try repository()
    let mark = folder.at("MARK")
    folder.writeTrap("trap.sh", mark: mark)
    for (key, value) in [
      ("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"),
      ("remote.origin.promisor", "true"),
      (
        "remote.origin.url",
        way == "ext"
          ? "ext::\(folder.at("trap.sh"))" : way == "ssh" ? "ssh://host/x" : folder.at(".git")
      ),
      ("remote.origin.uploadpack", folder.at("trap.sh")), ("protocol.ext.allow", "always"),
      ("protocol.allow", "always"),
      ("protocol.file.allow", "always"), ("core.sshCommand", folder.at("trap.sh")),
    ] {
      try git("config", key, value, in: folder)
    }
    let hash = try run(
      {
        var command = Command(program: find("git") ?? "", arguments: ["rev-parse", "v1:a.txt"])
        command.folder = folder.path
        return command
      }()
    ).text.trimmingCharacters(in: .whitespacesAndNewlines)
    try #require(hash.count == 40)
    unlink(folder.at(".git/objects/\(hash.prefix(2))/\(hash.dropFirst(2))"))
    let outcome = try weave("a.txt rev=v1", in: folder)
    outcome.expect(fails: 1, "revision-not-found")
    #expect(outcome.messages.contains("'git cat-file -e v1:a.txt' fetches it"))
    #expect(outcome.output.isEmpty)
    #expect(!folder.exists("MARK"))
  }

  /// A file that can't be read may mark the region, too, so the key is not known to be the only one.
  @Test func aKeyIsNotSoundWhereAPartialCloneLacksFiles() throws {
    let region = "# ANCHOR: foo\nx = 1\n# ANCHOR_END: foo\n"
    let folder = Folder([
      "a 'b.py": region, "t.py": region.replacingOccurrences(of: "1", with: "2"),
      "docbuild.toml": "",
    ])
    try git("init", "-q", in: folder)
    try git("add", "-A", in: folder)
    try git("commit", "-q", "-m", "one", in: folder)
    let key = "<!-- include(key=foo rev=HEAD) -->\n"
    func weave() throws -> Outcome {
      try run(docbuildCommand([], in: folder, .bytes(Array(key.utf8))))
    }
    try weave().expect(fails: 1, "ambiguous-key")
    var command = Command(program: find("git") ?? "", arguments: ["rev-parse", "HEAD:a 'b.py"])
    command.folder = folder.path
    let hash = try run(command).text.trimmingCharacters(in: .whitespacesAndNewlines)
    for (name, value) in [
      ("core.repositoryFormatVersion", "1"), ("extensions.partialClone", "origin"),
      ("remote.origin.promisor", "true"), ("remote.origin.url", "/nonexistent"),
    ] {
      try git("config", name, value, in: folder)
    }
    folder.remove(".git/objects/\(hash.prefix(2))/\(hash.dropFirst(2))")
    let outcome = try weave()
    outcome.expect(fails: 1, "revision-not-found")
    #expect(outcome.messages.contains("this partial clone lacks 'a 'b.py'"), "\(outcome.messages)")
  }

  @Test func environmentOfTheCallerIsNotGits() throws {
    let folder = try repository()
    let other = Folder(["a.txt": "OTHER\n"])
    folder.writeTrap("trap.sh", mark: folder.at("MARK"))
    var command = docbuildCommand(
      [], in: folder, .bytes(Array("<!-- include(a.txt rev=v1) -->\n".utf8)))
    command.environment.merge([
      "GIT_DIR": other.at(".git"), "GIT_OBJECT_DIRECTORY": other.path,
      "GIT_TRACE": folder.at("MARK"), "GIT_CONFIG_COUNT": "1",
      "GIT_CONFIG_KEY_0": "core.fsmonitor", "GIT_CONFIG_VALUE_0": folder.at("trap.sh"),
      "GIT_EXEC_PATH": folder.path,
    ]) { $1 }
    try run(command).expect(prints: "first\n")
    #expect(!folder.exists("MARK"))
  }

  @Test(arguments: ["/nonexistent", "", "bin", ".", "./bin:bin"])
  func withoutGit(_ path: String) throws {
    let folder = try repository()
    folder.writeTrap("bin/git", mark: folder.at("MARK"))
    folder.writeTrap("git", mark: folder.at("MARK"))
    let input = Command.Input.bytes(Array("<!-- include(a.txt rev=v1) -->\n".utf8))
    guard var command = without("git", docbuildCommand([], in: folder, input)) else { return }
    command.environment["PATH"] = path
    let outcome = try run(command)
    outcome.expect(fails: 2, "tool-missing")
    #expect(outcome.messages.contains("apt-get install git"), "\(outcome.messages)")
    #expect(!folder.exists("MARK"))
    // What needs no git goes on.
    try weave("a.txt", in: folder, path: path).expect(prints: "work\n")
  }

  @Test func gitInsideTheTreeIsNotRun() throws {
    let folder = try repository()
    folder.writeTrap("bin/git", mark: folder.at("MARK"))
    let tools = Folder()
    tools.link("git", to: folder.at("bin/git"))
    for path in ["\(folder.at("bin")):/usr/bin:/bin", "\(tools.path):/usr/bin:/bin"] {
      try weave("a.txt rev=v1", in: folder, path: path).expect(prints: "first\n")
    }
    #expect(!folder.exists("MARK"))
  }
}
