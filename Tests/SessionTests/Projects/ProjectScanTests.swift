import Foundation
import Glibc
import Testing

/// Which files are documents of a project.
struct ProjectScanTests {
  private let template = "```\n<!-- include(/one.txt) -->\n```\n"

  /// The outputs that a build of `folder` would write.
  private func outputs(of folder: Folder, sourceLocation: SourceLocation = #_sourceLocation) throws
    -> [String]
  {
    let outcome = try project("build", "-n", in: folder)
    outcome.expect(0, sourceLocation: sourceLocation)
    return outcome.lines(with: "would write ").compactMap {
      $0.dropFirst("would write ".count).split(separator: ":").first.map(String.init)
    }
  }

  private func documents(_ names: [String]) -> Folder {
    let folder = Folder()
    for name in names {
      folder.write(
        name,
        name.hasSuffix(".md")
          ? "<!-- embed(\(up(name))one.txt) -->\n" : "<!-- \\include(x) -->\n")
    }
    folder.write("one.txt", "one\n")
    return folder
  }

  private func up(_ name: String) -> String {
    String(repeating: "../", count: name.split(separator: "/").count - 1)
  }

  @Test func everyTemplateAndEveryLiveDocument() throws {
    let folder = documents(["a.src", "sub/deep/b.src", "c.md", "sub/d.md", "with space.src"])
    folder.write("plain.md", "# No directive\n")
    folder.write("shown.md", "```\n<!-- embed(one.txt) -->\n```\n")
    folder.write("include.md", "<!-- include(one.txt) -->\n")
    folder.write("embedmd.md", "[embedmd]:# (one.txt)\n")
    folder.write("notes.txt", "<!-- embed(one.txt) -->\n")
    let found = try outputs(of: folder)
    #expect(
      found == ["a.md", "c.md", "embedmd.md", "sub/d.md", "sub/deep/b.md", "with space.md"])
    try project("build", in: folder).expect(written: 6, upToDate: 0)
    #expect(folder.text("plain.md") == "# No directive\n")
    #expect(folder.text("include.md") == "<!-- include(one.txt) -->\n")
  }

  @Test func whatATemplateMakesIsNoDocumentOfItsOwn() throws {
    let folder = Folder(["one.txt": "one\n", "a.src": "<!-- \\embed(one.txt) -->\n"])
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.text("a.md") == "<!-- embed(one.txt) -->\n")
    try project("build", in: folder).expect(written: 0, upToDate: 1)
    #expect(folder.text("a.md") == "<!-- embed(one.txt) -->\n")
  }

  @Test func ignoredFilesAreLeftOutByGitsOwnRules() throws {
    let folder = documents([
      "kept.src", "draft.src", "build/gone.src", "sub/inner.src", "sub/again.src", "deep/x/y.src",
      "deep/x/z.src", "untracked.src", "private.src", "tracked.src", "odd[1].src",
    ])
    try folder.git("init", "-q")
    folder.write(
      ".gitignore",
      "draft.src\n/build/\n*.tmp\n**/x/*.src\n!deep/x/z.src\ntracked.src\nodd\\[1\\].src\n")
    folder.write("sub/.gitignore", "*.src\n!again.src\n")
    folder.write(".git/info/exclude", "private.src\n")
    try folder.git("add", "kept.src")
    // What is under version control is a document, whatever .gitignore says.
    try folder.git("add", "-f", "tracked.src")
    #expect(
      try outputs(of: folder)
        == ["deep/x/z.md", "kept.md", "sub/again.md", "tracked.md", "untracked.md"])
  }

  @Test func aTemplateTakenAwayIsNoProblem() throws {
    let folder = documents(["a.src", "b.src"])
    try folder.git("init", "-q")
    try folder.git("add", ".")
    try folder.git("commit", "-q", "-m", "all")
    try project("build", in: folder).expect(written: 2, upToDate: 0)
    folder.remove("a.src")
    let outcome = try project("build", in: folder)
    outcome.expect(written: 0, upToDate: 1)
    // What was its output is a document in its own right now, in which nothing is included.
    #expect(outcome.ids == ["inert-directive", "orphaned-output"])
    folder.remove("a.md")
    let check = try project("check", in: folder)
    check.expect(0)
    #expect(check.ids.isEmpty)
    try project("refs", in: folder).expect(prints: "")
    let again = try project("build", in: folder)
    again.expect(written: 0, upToDate: 1)
    #expect(again.ids.isEmpty)
  }

  @Test func nestedProjectsAreLeftOut() throws {
    for repository in [false, true] {
      let folder = documents([
        "a.src", "toml/b.src", "toml/deep/c.src", "git/d.src", "file/e.src", "near/f.src",
      ])
      folder.write("toml/docbuild.toml", "")
      folder.makeFolder("git/.git")
      if repository {
        try folder.git("-C", "git", "init", "-q")
        try folder.git("-C", "file", "init", "-q", "--separate-git-dir", folder.at("elsewhere"))
        try folder.git("init", "-q")
        folder.write(".gitignore", "/elsewhere/\n")
      } else {
        folder.write("file/.git", "gitdir: ../nowhere\n")
      }
      #expect(try outputs(of: folder) == ["a.md", "near/f.md"])
      // It is a project by itself.
      #expect(
        try project("build", "-n", in: folder, at: "toml").lines(with: "would write ").count == 2)
    }
  }

  @Test func aFolderOfARepositoryIsAProject() throws {
    let folder = documents(["a.src", "sub/b.src", "sub/c.src"])
    try folder.git("init", "-q")
    folder.write(".gitignore", "/sub/c.src\n")
    let outcome = try project("build", "--root", ".", in: folder, at: "sub")
    outcome.expect(written: 1, upToDate: 0)
    #expect(folder.exists("sub/b.md"))
    #expect(!folder.exists("a.md"))
  }

  @Test func repositoryOfAnotherUser() throws {
    let folder = documents(["a.src"])
    try folder.git("init", "-q")
    for name in ["", ".git", "a.src", "one.txt"] { chown(folder.at(name), 65534, 65534) }
    try project("build", in: folder).expect(written: 1, upToDate: 0)
  }

  @Test func withoutRepositoryNoGitIsNeeded() throws {
    let folder = documents(["a.src", "ignored.src"])
    folder.write(".gitignore", "ignored.src\n")
    guard let command = without("git", docbuildCommand(["build"], in: folder)) else { return }
    try run(command).expect(written: 2, upToDate: 0)
  }

  @Test func hiddenFoldersAreLeftOutWhereNothingSaysWhatIsIgnored() throws {
    let folder = documents(["a.src", ".venv/b.src", ".c.src"])
    #expect(try outputs(of: folder) == [".c.md", "a.md"])
    try folder.git("init", "-q")
    #expect(try outputs(of: folder) == [".c.md", ".venv/b.md", "a.md"])
  }

  @Test func inARepositoryWithoutGit() throws {
    let folder = documents(["a.src"])
    try folder.git("init", "-q")
    guard let command = without("git", docbuildCommand(["build"], in: folder)) else { return }
    let outcome = try run(command)
    outcome.expect(2)
    #expect(outcome.messages.contains("git"))
    #expect(outcome.messages.contains("apt-get install git"))
    #expect(!folder.exists("a.md"))
  }

  /// A folder that is taken away while git looks holds nothing; one that can't be opened may hold what matters.
  @Test(arguments: [("No such file or directory", 0), ("Permission denied", 2)])
  func aFolderThatGoesWhileGitLooks(_ why: String, _ status: Int) throws {
    let folder = documents(["a.src"])
    try folder.git("init", "-q")
    let warning = "warning: could not open directory 'x/': \(why)"
    let bin = Folder(["git": "#!/bin/sh\necho \"\(warning)\" >&2\nexec /usr/bin/git \"$@\"\n"])
    chmod(bin.at("git"), 0o755)
    var command = docbuildCommand(["build"], in: folder)
    command.environment["PATH"] = "\(bin.path):/usr/bin:/bin"
    try run(command).expect(status)
    #expect(folder.exists("a.md") == (status == 0))
  }

  @Test func gitRunsNothingThatTheTreeNames() throws {
    let folder = documents(["a.src"])
    try folder.git("init", "-q")
    let mark = folder.at("mark")
    folder.writeTrap("trap", mark: mark)
    for key in ["core.fsmonitor", "core.pager", "core.editor", "filter.x.clean", "filter.x.smudge"]
    {
      try folder.git("config", key, folder.at("trap"))
    }
    try folder.git("config", "core.hooksPath", folder.at("hooks"))
    folder.writeTrap("hooks/post-index-change", mark: mark)
    folder.write(".gitattributes", "*.src filter=x\n")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    try project("check", in: folder).expect(0)
    #expect(!folder.exists("mark"))
  }
}
