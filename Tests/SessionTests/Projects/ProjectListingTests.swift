import Glibc
import Testing

/// A build with nothing to do asks git only when something has changed that git's list of files depends on.
struct ProjectListingTests {
  private let noted = ".docbuild/folders"

  /// A project in a repository, the root or a folder of it, and a git that counts how often it is asked.
  fileprivate struct Repository {
    let folder: Folder
    let root: String
    private let bin = Folder()

    init(at root: String = "", _ more: [String: String] = [:]) throws {
      self.root = root
      folder = Folder()
      let files = [
        "a.src": "A\n", "sub/b.src": "B\n", "sub/deep/c.src": "C\n", "page.md": "No directive.\n",
        ".gitignore": "out/\n*.tmp.src\n", "out/x.src": "X\n", "sub/.gitignore": "left.src\n",
        "sub/left.src": "left\n",
        "docbuild.toml": "templates = ['**/*.src']\nexclude = ['none/']\n",
      ].merging(more) { $1 }
      for (name, text) in files { folder.write(root.isEmpty ? name : "\(root)/\(name)", text) }
      folder.makeFolder(root.isEmpty ? "empty" : "\(root)/empty")
      try folder.git("init", "-q")
      try folder.git("add", "-A")
      folder.age()
      bin.write("git", "#!/bin/sh\necho x >>'\(bin.at("asked"))'\nexec /usr/bin/git \"$@\"\n")
      chmod(bin.at("git"), 0o755)
      _ = try build(expecting: true)
      folder.settle()
    }

    func path(_ name: String) -> String { root.isEmpty ? name : "\(root)/\(name)" }

    /// Builds; git is asked or not.
    @discardableResult
    func build(
      _ arguments: String..., expecting asked: Bool, _ comment: Comment? = nil,
      sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> Outcome {
      bin.remove("asked")
      let outcome = try run(
        docbuildCommand(
          ["build"] + arguments, in: folder, at: root, .bytes([]), .captured,
          ["PATH": "\(bin.path):/usr/bin:/bin"], 60))
      #expect(bin.exists("asked") == asked, comment, sourceLocation: sourceLocation)
      return outcome
    }

    /// Builds until git's list is known.
    func learn(sourceLocation: SourceLocation = #_sourceLocation) throws {
      try build(expecting: true, "the first time", sourceLocation: sourceLocation)
      try build(expecting: false, "the second time", sourceLocation: sourceLocation)
    }
  }

  @Test(arguments: ["", "root", "in/it"]) func nothingToDoAsksGitOnce(_ root: String) throws {
    let repository = try Repository(at: root)
    try repository.learn()
    try repository.build(expecting: false).expect(written: 0, upToDate: 3)
    // What changes in a file that is there is found without git, and what is written changes folders.
    repository.folder.write(repository.path("sub/b.src"), "New\n")
    repository.folder.settle()
    try repository.build(expecting: false).expect(written: 1, upToDate: 2)
    repository.folder.settle()
    try repository.learn()
    try repository.build("sub", expecting: false).expect(written: 0, upToDate: 2)
    try repository.build("-n", expecting: false).expect(0)
    #expect(try repository.build("none", expecting: false).messages.contains("names no document"))
  }

  private struct Change: Sendable, CustomTestStringConvertible {
    let name: String
    /// The documents after it.
    let count: Int
    let make: @Sendable (Repository) throws -> Void

    var testDescription: String { name }

    init(_ name: String, _ count: Int, _ make: @escaping @Sendable (Repository) throws -> Void) {
      (self.name, self.count, self.make) = (name, count, make)
    }

    static let all = [
      Change("a new template", 4) { $0.folder.write($0.path("new.src"), "new\n") },
      Change("one deep down", 4) { $0.folder.write($0.path("sub/deep/new.src"), "new\n") },
      Change("one in a new folder", 4) { $0.folder.write($0.path("more/new.src"), "new\n") },
      Change("one in an empty folder", 4) { $0.folder.write($0.path("empty/new.src"), "new\n") },
      Change("a template gone", 2) {
        $0.folder.remove($0.path("a.src"))
        $0.folder.remove($0.path("a.md"))
      },
      Change("a folder renamed", 3) {
        _ = rename($0.folder.at($0.path("sub/deep")), $0.folder.at($0.path("sub/deeper")))
      },
      Change("ignored no more", 4) { $0.write(".gitignore", "*.tmp.src\n") },
      Change("ignored no more, below", 4) { $0.write("sub/.gitignore", "nothing\n") },
      Change("ignored in a new file", 4) {
        $0.folder.write($0.path("empty/.gitignore"), "*.md\n")
        $0.folder.write($0.path("empty/new.src"), "new\n")
      },
      Change("ignored by the repository's own file", 3) {
        $0.folder.write($0.path("kept.src"), "kept\n")
        $0.folder.settle()
        try $0.build(expecting: true).expect(written: 1, upToDate: 3)
        $0.folder.settle()
        try $0.learn()
        $0.folder.write(".git/info/exclude", "kept.src\n")
      },
      Change("an ignored template that git is told of", 4) {
        try $0.folder.git("add", "-f", $0.path("out/x.src"))
      },
      Change("a repository inside", 2) {
        try $0.folder.git("rm", "-rq", "--cached", $0.path("sub/deep"))
        try $0.folder.git("init", "-q", $0.path("sub/deep"))
        try $0.folder.git("-C", $0.path("sub/deep"), "add", "-A")
      },
      Change("a project inside", 2) { $0.folder.write($0.path("sub/deep/docbuild.toml"), "") },
      Change("another configuration", 2) {
        $0.write("docbuild.toml", "templates = ['**/*.src']\nexclude = ['a.src']\n")
      },
      Change("a configuration with a list of its own", 3) {
        $0.folder.write("ignored", "a.src\n")
        try $0.folder.git("config", "core.excludesFile", $0.folder.at("ignored"))
      },
    ]
  }

  @Test(arguments: Change.all, ["", "root"])
  private func everyChangeIsSeen(_ change: Change, _ root: String) throws {
    let repository = try Repository(at: root)
    try repository.learn()
    try change.make(repository)
    let outcome = try repository.build("-n", expecting: true)
    repository.folder.remove(repository.path(noted))
    let other = try repository.build("-n", expecting: true)
    #expect(outcome.messages == other.messages)
    #expect(outcome.messages.contains("docbuild: \(change.count) document"), "\(outcome.messages)")
  }

  /// A rule above the root, in the repository that it lies in.
  @Test func aRuleAboveTheRoot() throws {
    let repository = try Repository(at: "in/it")
    try repository.folder.git("rm", "-rq", "--cached", ".")
    repository.folder.settle()
    try repository.learn()
    for name in ["in/.gitignore", ".gitignore"] {
      repository.folder.write(name, "a.src\n")
      #expect(try repository.build("-n", expecting: true).summary?.upToDate == 2)
      repository.folder.remove(name)
      repository.folder.settle()
      try repository.learn()
    }
  }

  /// Where something else may decide as well, git is asked each time.
  @Test(arguments: [0, 1, 2, 3, 4, 5]) func whereGitIsAlwaysAsked(_ number: Int) throws {
    let repository = try Repository()
    let folder = repository.folder
    switch number {
    case 0: try folder.git("init", "-q", "empty/repository")
    case 1: try folder.git("config", "include.path", "../more")
    case 2: try folder.git("config", "core.excludesFile", folder.at("more"))
    case 3: for index in 0..<200 { folder.makeFolder("out/\(index)") }
    case 4: folder.write("sub/.docbuild/log", "another project's\n")
    default: folder.write(".docbuild/.gitignore", "*\n!x.src\n")
    }
    repository.folder.settle()
    for _ in 0..<3 { try repository.build(expecting: true).expect(written: 0, upToDate: 3) }
    #expect(!folder.exists(noted))
  }

  @Test func damageOrALogOfAnotherTimeAsksGit() throws {
    let repository = try Repository()
    let folder = repository.folder
    try repository.learn()
    let whole = folder.bytes(noted)
    for number in 0..<20 {
      var bytes = whole
      if number % 2 == 0 {
        bytes.removeLast(1 + number * 17 % whole.count)
      } else {
        bytes[number * 37 % whole.count] ^= UInt8(1 << (number % 8))
      }
      folder.write(noted, bytes: bytes)
      let outcome = try repository.build("-n", expecting: true)
      #expect(outcome.summary == Summary(written: 0, upToDate: 3), "\(outcome.messages)")
    }
    folder.write(noted, bytes: whole)
    try repository.build("-n", expecting: false).expect(0)
    folder.write(".docbuild/log", bytes: folder.bytes(".docbuild/log"))
    try repository.build("-n", expecting: true).expect(0)
    folder.remove(".docbuild/log")
    try repository.build(expecting: true).expect(written: 0, upToDate: 3)
  }

  /// A template that comes while git lists, or right before, is never missed.
  @Test func aTemplateThatComesWithinATick() throws {
    let repository = try Repository()
    for number in 0..<15 {
      repository.folder.write("sub/t\(number).src", "\(number)\n")
      try repository.build(expecting: true).expect(written: 1, upToDate: 3 + 2 * number)
      repository.folder.write("sub/u\(number).src", "\(number)\n")
      try repository.build(expecting: true).expect(written: 1, upToDate: 4 + 2 * number)
    }
  }
}

extension ProjectListingTests.Repository {
  /// Writes into a file that is there, which leaves its folder as it is.
  fileprivate func write(_ name: String, _ text: String) { folder.write(path(name), text) }
}
