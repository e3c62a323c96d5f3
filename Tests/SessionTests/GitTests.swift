import Foundation
import Glibc
import Testing

/// git works in the repository that is really there, and runs nothing that the tree asks for.
@Suite(.needs("git"))
struct GitTests {
  /// A repository whose top holds `docs/`, a project.
  private func repository() throws -> Folder {
    let folder = Folder([
      "docs/docbuild.toml": "", "docs/a.txt": "first\n",
      "docs/a.src": "```\n<!-- include(a.txt) -->\n```\n", "docs/drafts/b.src": "draft\n",
      ".gitignore": "drafts/\n",
    ])
    try folder.git("init", "-q", "-b", "main")
    try folder.git("add", "-A")
    try folder.git("commit", "-q", "-m", "one")
    return folder
  }

  /// What starts a program when git asks for an object that is not there, or looks at its index.
  private func hostile(_ trap: String, worktree: String? = nil) -> String {
    """
    [core]
    \trepositoryformatversion = 1
    \tbare = false
    \(worktree.map { "\tworktree = \($0)\n" } ?? "")\tsparseCheckout = true
    \tsparseCheckoutCone = true
    \tfsmonitor = \(trap)
    \tsshCommand = \(trap)
    \tgitProxy = \(trap)
    \thooksPath = .
    \tpager = \(trap)
    [index]
    \tsparse = true
    [extensions]
    \tpartialClone = origin
    [protocol]
    \tallow = always
    [protocol "ext"]
    \tallow = always
    [remote "origin"]
    \turl = ext::\(trap)
    \tpromisor = true
    \tpartialclonefilter = blob:none
    \tuploadpack = \(trap)

    """
  }

  /// A sparse index that lists a folder whose tree no repository here holds, so that git has to ask for it.
  private func sparseIndex() throws -> [UInt8] {
    let other = Folder(["keep/a": "1\n", "drop/b": "2\n"])
    try other.git("init", "-q")
    try other.git("add", "-A")
    try other.git("commit", "-q", "-m", "1")
    try other.git("sparse-checkout", "init", "--cone", "--sparse-index")
    try other.git("sparse-checkout", "set", "keep")
    return other.bytes(".git/index")
  }

  private func expectNothingRuns(in folder: Folder, at subfolder: String, mark: String) throws {
    for arguments in [
      ["check"], ["build"], ["refs"], ["deps"], ["weave", "r.src"], ["where", "a.md:1"],
    ] {
      let outcome = try run(docbuildCommand(arguments, in: folder, at: subfolder))
      #expect(!folder.exists(mark), "\(arguments): \(outcome.messages)")
    }
  }

  /// A pull request turns the project's folder into what git takes for a bare repository.
  @Test func aBareRepositoryInTheTreeIsNone() throws {
    let folder = try repository()
    folder.writeTrap("trap", mark: folder.at("MARK"))
    folder.write("docs/HEAD", "ref: refs/heads/main\n")
    folder.write("docs/objects/x", "")
    folder.write("docs/refs/x", "")
    folder.write("docs/info/sparse-checkout", "/*\n!/*/\n/keep/\n")
    folder.write("docs/index", bytes: try sparseIndex())
    folder.write("docs/config", hostile(folder.at("trap"), worktree: "."))
    folder.write("docs/r.src", "<!-- include(a.txt rev=HEAD) -->\n")
    try expectNothingRuns(in: folder, at: "docs", mark: "MARK")
    // The real one is asked: it knows what is ignored, and its own revisions.
    try docbuild("weave", "r.src", in: folder, at: "docs").expect(prints: "first\n")
    #expect(!folder.exists("docs/drafts/b.md"))
    #expect(folder.text("docs/a.md") == "```\nfirst\n```\n")
  }

  /// An archive brings a `.git` along, whoever owns it, as a folder or as a file that leads to one.
  @Test(arguments: ["folder", "file"], [false, true])
  func aRepositoryOfAnArchiveRunsNothing(_ kind: String, _ isOthers: Bool) throws {
    let folder = Folder(["p/a.txt": "a\n", "p/a.src": "<!-- include(a.txt) -->\n"])
    folder.writeTrap("trap", mark: folder.at("MARK"))
    let git = kind == "folder" ? "p/.git" : "p/data"
    folder.write("\(git)/HEAD", "ref: refs/heads/main\n")
    folder.makeFolder("\(git)/objects")
    folder.makeFolder("\(git)/refs/heads")
    folder.write("\(git)/info/sparse-checkout", "/*\n!/*/\n/keep/\n")
    folder.write("\(git)/index", bytes: try sparseIndex())
    folder.write("\(git)/config", hostile(folder.at("trap")))
    if kind == "file" { folder.write("p/.git", "gitdir: data\n") }
    folder.write("p/r.src", "<!-- include(a.txt rev=HEAD) -->\n")
    if isOthers {
      guard isSuperuser else { return }
      _ = try run(Command(program: "/bin/chown", arguments: ["-R", "65534", folder.at("p")]))
    }
    try expectNothingRuns(in: folder, at: "p", mark: "MARK")
  }

  /// Settings that lead git to other files than those of its work tree.
  @Test func theWorkTreeIsTheOneAroundTheRoot() throws {
    let folder = try repository()
    let other = Folder(["docs/elsewhere.src": "theirs\n"])
    try folder.git("config", "core.worktree", other.path)
    let outcome = try project("build", "-n", in: folder, at: "docs")
    outcome.expect(0)
    #expect(outcome.messages.contains("would write a.md"), "\(outcome.messages)")
    #expect(!outcome.messages.contains("elsewhere"))
    try folder.git("config", "--unset", "core.worktree")
    try folder.git("config", "core.bare", "true")
    try project("build", in: folder, at: "docs").expect(written: 1, upToDate: 0)
  }

  /// What a hook exports, or a caller who works elsewhere, leads nowhere else.
  @Test func environmentOfAHook() throws {
    let folder = try repository()
    let other = try repository()
    for variables in [
      ["GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": "docs/"],
      ["GIT_DIR": other.at(".git"), "GIT_WORK_TREE": other.path],
      ["GIT_INDEX_FILE": other.at("nothing"), "GIT_CEILING_DIRECTORIES": folder.path],
    ] {
      let outcome = try project("build", "-n", in: folder, at: "docs", environment: variables)
      outcome.expect(0)
      #expect(outcome.lines(with: "would write ").count == 1, "\(outcome.messages)")
    }
    // A real one, in the repository and in a work tree that was added.
    folder.write(
      ".git/hooks/pre-commit",
      "#!/bin/sh\ncd docs && '\(docbuildPath)' build >'\(folder.at("seen"))' 2>&1\n", mode: 0o755)
    folder.write("docs/a.txt", "second\n")
    try folder.git("commit", "-q", "-a", "-m", "two")
    #expect(folder.text("docs/a.md") == "```\nsecond\n```\n", "\(folder.text("seen"))")
    try folder.git("worktree", "add", "-q", "tree", "-b", "side")
    folder.write("tree/docs/a.txt", "third\n")
    try folder.git("-C", "tree", "commit", "-q", "-a", "-m", "three")
    #expect(folder.text("tree/docs/a.md") == "```\nthird\n```\n", "\(folder.text("seen"))")
  }

  @Test func submodulesAreRepositoriesOfTheirOwn() throws {
    let inner = try repository()
    let folder = Folder(["top.src": "top\n<!-- \\include(x) -->\n"])
    try folder.git("init", "-q")
    try folder.git(
      "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", inner.path, "sub")
    folder.write("sub/docs/drafts/c.src", "draft\n")
    folder.write("sub/docs/r.src", "<!-- include(a.txt rev=HEAD) -->\n")
    try docbuild("weave", "r.src", in: folder, at: "sub/docs").expect(prints: "first\n")
    try project("build", in: folder, at: "sub/docs").expect(written: 2, upToDate: 0)
    #expect(!folder.exists("sub/docs/drafts/c.md"))
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    // Its own programs are as strange as those of what is around it.
    folder.writeTrap("bin/git", mark: folder.at("MARK"))
    let path = "\(folder.at("bin")):/usr/bin:/bin"
    try project("check", in: folder, at: "sub/docs", environment: ["PATH": path]).expect(0)
    #expect(!folder.exists("MARK"))
  }

  /// Programs are looked for outside the whole work tree, however PATH leads into it.
  @Test func programsOfTheTreeAreNotRun() throws {
    let folder = try repository()
    folder.writeTrap("bin/git", mark: folder.at("MARK"))
    folder.writeTrap("bin/trap", mark: folder.at("MARK"))
    // A link in the tree chooses which program runs as much as a file does.
    let away = Folder()
    away.writeTrap("git", mark: folder.at("MARK"))
    folder.link("out", to: away.path)
    folder.makeFolder("links")
    folder.link("links/git", to: away.at("git"))
    let alias = Folder()
    alias.link("repository", to: folder.path)
    alias.link("git", to: folder.at("links/git"))
    for path in [
      folder.at("bin"), folder.at("out"), folder.at("links"), alias.at("repository/bin"),
      alias.at("repository/out"), alias.path, "bin", "../bin", ".", "", "/proc/self/cwd/../bin",
      "\(folder.at("docs"))/../bin",
    ] {
      for arguments in [["check"], ["build", "-n"], ["refs"]] {
        let outcome = try run(
          docbuildCommand(
            arguments, in: folder, at: "docs", .bytes([]), .captured,
            ["PATH": "\(path):/usr/bin:/bin"]))
        #expect(!folder.exists("MARK"), "\(path) \(arguments): \(outcome.messages)")
      }
    }
    // A user's own folder of programs is fine, through links too.
    let tools = Folder()
    tools.write(
      "real/git", "#!/bin/sh\necho run > '\(tools.at("SEEN"))'\nexec /usr/bin/git \"$@\"\n",
      mode: 0o755)
    tools.link("bin", to: "real")
    _ = try project(
      "refs", in: folder, at: "docs", environment: ["PATH": "\(tools.at("bin")):/usr/bin:/bin"])
    #expect(tools.exists("SEEN"))
  }
}
