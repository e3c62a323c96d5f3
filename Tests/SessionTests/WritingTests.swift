import DocbuildEngine
import Foundation
import Glibc
import Synchronization
import Testing

/// Nothing outside the root is written, by any command, whatever links a checkout brings along.
struct WritingTests {
  /// `project/` is the root, `away/` beside it.
  private func project() -> Folder {
    let folder = Folder([
      "away/there.md": "theirs\n", "project/docbuild.toml": "", "project/a.txt": "a\n",
      "project/x.src": "<!-- include(a.txt) -->\n", "project/page.md": "<!-- embed(a.txt) -->\n",
    ])
    folder.makeFolder("project/sub")
    folder.link("project/there.md", to: "../away/there.md")
    folder.link("project/absolute.md", to: folder.at("away/there.md"))
    folder.link("project/nothing.md", to: "../away/nothing.md")
    folder.link("project/out", to: "../away")
    folder.link("project/chain", to: "out")
    folder.link("project/sub/deep.md", to: "../out/there.md")
    folder.link("project/back.md", to: "sub/new.md")
    folder.link("project/inside.md", to: folder.at("project/sub/new.md"))
    return folder
  }

  private func away(_ folder: Folder) -> [String: Status] {
    folder.tree(leavingOut: ["project"])
  }

  static let ways = [
    "there.md", "absolute.md", "nothing.md", "out/there.md", "out/new.md", "chain/new.md",
    "sub/deep.md", "sub/../there.md", "out/../new.md", "inside.md", "./out/./new.md",
  ]

  @Test(arguments: ways)
  func noLinkLeadsOut(_ way: String) throws {
    for (option, other) in [("-o", "--depfile"), ("--depfile", "-o")] {
      let folder = project()
      let before = away(folder)
      for path in [way, folder.at("project/\(way)"), "../project/\(way)"] {
        let outcome = try docbuild(
          "weave", "x.src", option, path, other, "fine", in: folder, at: "project")
        outcome.expect(fails: 1, "refused-output")
        #expect(!folder.exists("project/fine"), "nothing is written when one is refused")
      }
      #expect(away(folder) == before)
    }
  }

  /// The path as it is typed may lead anywhere; links outside the root are the user's own.
  @Test func whatIsAskedForByNameIsWritten() throws {
    let folder = project()
    folder.link("alias", to: "project")
    folder.link("way", to: "away")
    for path in ["../away/1.md", folder.at("away/2.md"), "../way/3.md", "sub/../../away/4.md"] {
      try docbuild("weave", "x.src", "-o", path, in: folder, at: "project").expect(prints: "")
    }
    for name in 1...4 { #expect(folder.text("away/\(name).md") == "a\n") }
    try docbuild("weave", "x.src", "-o", "back.md", in: folder, at: "project").expect(prints: "")
    #expect(folder.text("project/sub/new.md") == "a\n" && folder.status("project/back.md").isLink)
    // Through a link of the user's own back into the root, and out by one of the root's.
    try docbuild("weave", "x.src", "-o", "../alias/5.md", in: folder, at: "project").expect(
      prints: "")
    #expect(folder.text("project/5.md") == "a\n")
    let before = away(folder)
    for way in ["../alias/there.md", folder.at("alias/out/6.md")] {
      try docbuild("weave", "x.src", "-o", way, in: folder, at: "project").expect(
        fails: 1, "refused-output")
    }
    #expect(away(folder) == before)
  }

  /// A configuration that a stranger wrote decides what `deps` hands to ninja.
  @Test func outputsThatAreNobodysBusiness() throws {
    let folder = project()
    try folder.git("init", "-q")
    for name in [".git/hooks/pre-commit", ".docbuild/log", ".ssh/authorized_keys", ".envrc"] {
      folder.makeFolder("project/" + name.split(separator: "/").dropLast().joined(separator: "/"))
      folder.makeFolder("project/.git/hooks")
      try docbuild("weave", "x.src", "-o", name, in: folder, at: "project").expect(
        fails: 1, "refused-output")
      #expect(!folder.exists("project/\(name)"))
    }
    folder.makeFolder("project/.docbuild/ninja")
    try docbuild(
      "weave", "x.src", "-o", "y.md", "--depfile", ".docbuild/ninja/y.d", in: folder, at: "project"
    ).expect(prints: "")
    #expect(folder.exists("project/.docbuild/ninja/y.d"))
  }

  @Test func inTheRootOfAllNothingIsOutside() throws {
    let folder = project()
    let output = folder.at("project/there.md")
    try docbuild("weave", "x.src", "--root", "/", "-o", output, in: folder, at: "project").expect(0)
    #expect(folder.text("away/there.md") == "a\n")
    try docbuild("weave", "x.src", "--root", "/", "-o", "/dev/stdout", in: folder, at: "project")
      .expect(prints: "a\n")
  }

  @Test func pipesAndDevicesAreWrittenToAsTheyAre() throws {
    let folder = project()
    mkfifo(folder.at("project/pipe"), 0o644)
    var command = docbuildCommand([], in: folder, at: "project")
    command.program = "/bin/sh"
    command.arguments = [
      "-c", "cat pipe & \"$0\" weave x.src -o pipe && \"$0\" weave x.src -o /dev/fd/1; wait",
      docbuildPath,
    ]
    try run(command).expect(prints: "a\na\n")
  }

  /// A pipe that nobody reads: to wait for a reader is what was asked for, and a signal ends that.
  @Test(arguments: [["-o", "pipe"], ["-o", "o.md", "--depfile", "pipe"]])
  func aPipeThatNobodyReadsIsWaitedForUntilASignal(_ words: [String]) throws {
    let folder = project()
    mkfifo(folder.at("project/pipe"), 0o644)
    let running = try Running(
      docbuildCommand(["weave", "x.src"] + words, in: folder, at: "project"))
    usleep(500_000)
    running.signal(SIGTERM)
    #expect(running.finish().status == 143)
    #expect(!folder.exists("project/o.md"))
  }

  @Test func pageAndDepfileAreTwoFiles() throws {
    let folder = project()
    for other in ["o.md", "./o.md", "sub/../o.md"] {
      try docbuild(
        "weave", "x.src", "-o", "o.md", "--depfile", other, in: folder, at: "project"
      ).expect(fails: 1, "refused-output")
      #expect(!folder.exists("project/o.md"))
    }
    let plain = Folder(["docbuild.toml": "", "x.src": "x\n"])
    try docbuild("deps", "--format", "ninja", "-o", "d", "--depfile", "d", in: plain)
      .expect(fails: 1, "refused-output")
  }

  /// The same file by two ways of opening it: by the kernel, and by hand on one that can't.
  @Test func pathsWithLinksOnTheWayAreNotWritten() throws {
    let folder = project()
    for name in ["project/out/x", "project/there.md/x", "project/nothing/x"] {
      let path = AbsolutePath(trusted: Array(folder.at(name).utf8))
      #expect(throws: SystemError.self) {
        try OutputFile.replace(path, withBytes: Array("x".utf8))
      }
    }
    // A link at the very end makes way.
    try OutputFile.replace(
      AbsolutePath(trusted: Array(folder.at("project/there.md").utf8)), withBytes: Array("x".utf8))
    #expect(!folder.status("project/there.md").isLink && folder.text("project/there.md") == "x")
    #expect(folder.text("away/there.md") == "theirs\n")
  }

  // MARK: docbuild's own folder

  static let own = [
    "log", "changes", "written", "passed", "remarks", "folders", "lock", ".gitignore", "new",
  ]

  /// What a checkout puts into the place of docbuild's own files neither stops a build nor is written to.
  @Test(.timeLimit(.minutes(5)), arguments: own)
  func ownFilesAreMadeAnew(_ name: String) throws {
    for kind in ["fifo", "link", "dangling", "hard link", "folder", "socket"] {
      let folder = project()
      let file = "project/.docbuild/\(name)"
      folder.makeFolder("project/.docbuild")
      switch kind {
      case "fifo": mkfifo(folder.at(file), 0o644)
      case "link": folder.link(file, to: "../../away/there.md")
      case "dangling": folder.link(file, to: "../../away/nothing")
      case "hard link": Glibc.link(folder.at("away/there.md"), folder.at(file))
      case "folder": folder.makeFolder(file)
      default: mknod(folder.at(file), S_IFSOCK | 0o644, 0)
      }
      folder.remove("project/there.md")
      let text = folder.bytes("away/there.md")
      for command in ["build", "check", "build", "test"] {
        let outcome = try docbuild(command, in: folder, at: "project")
        #expect(!outcome.timedOut, "\(kind) as \(name): \(command)")
        #expect([0, 1, 2].contains(outcome.status))
        folder.write("project/a.txt", "\(command) \(kind)\n")
      }
      #expect(folder.bytes("away/there.md") == text, "\(kind) as \(name)")
      #expect(!folder.exists("away/nothing"))
      // A folder is no place for a file, which is told.
      if kind != "folder" {
        #expect(folder.text("project/x.md").hasPrefix("check "), "\(kind) as \(name)")
      }
    }
  }

  @Test func theOwnFolderIsNoLink() throws {
    for target in ["../away", "sub"] {
      let folder = project()
      folder.remove("project/there.md")
      folder.link("project/.docbuild", to: target)
      let before = away(folder)
      let outcome = try docbuild("build", in: folder, at: "project")
      outcome.expect(2)
      #expect(outcome.messages.contains(".docbuild"))
      #expect(away(folder) == before)
    }
  }

  // MARK: races

  /// How many writes meet an exchange at least; `DOCBUILD_RACES` asks for more.
  private static let wanted =
    ProcessInfo.processInfo.environment["DOCBUILD_RACES"].flatMap { Int($0) } ?? 4000

  /// A folder is exchanged for a link out of the root, over and over, while docbuild writes into it.
  @Test(
    .timeLimit(.minutes(120)), arguments: ["output", "new folder", "own folder", "file", "weave"])
  func exchangedFoldersNeverLeadOut(_ kind: String) throws {
    let count = 40
    let folder = Folder()
    for path in ["away/new", "project/out", "project/.docbuild/new"] { folder.makeFolder(path) }
    folder.link("project/link", to: "../away")
    let deeper = kind == "new folder" ? "out/new" : "out"
    folder.write(
      "project/docbuild.toml",
      "[outputs]\n" + (0..<count).map { "'\($0).src' = '\(deeper)/\($0).md'\n" }.joined())
    folder.write("project/0.src", "0\n")
    let before = folder.tree(leavingOut: ["project"])
    let swapped = folder.at(kind == "own folder" ? "project/.docbuild" : "project/out")
    let swaps = Swaps(swapped, folder.at("project/link"))
    defer { swaps.stop() }
    var (tried, written, number) = (0, 0, 0)
    while tried < WritingTests.wanted && (kind != "weave" || number < 50) {
      number += 1
      switch kind {
      case "file":
        tried += 1
        let path = AbsolutePath(trusted: Array((swapped + "/\(number % 7).md").utf8))
        let isWritten = try? OutputFile.replace(path, withBytes: Array("\(number)\n".utf8))
        written += isWritten == nil ? 0 : 1
      case "weave":
        tried += 2
        folder.write("project/0.src", "\(number)\n")
        let outcome = try docbuild(
          "weave", "0.src", "-o", "out/0.md", "--depfile", "out/0.d", in: folder, at: "project")
        #expect(!outcome.timedOut && outcome.status < 128, "\(outcome.messages)")
        written += outcome.status == 0 ? 2 : 0
      default:
        tried += count
        for template in 0..<count {
          folder.write("project/\(template).src", "\(number)\n")
        }
        var options = BuildOptions()
        options.force = true
        let report = try? build(
          Session(
            of: Project(
              base: Array(folder.at("project").utf8), options: Project.Options(),
              environment: .process)),
          options)
        written +=
          report?.results.count { if case .written = $0.outcome { true } else { false } } ?? 0
      }
    }
    swaps.stop()
    #expect(folder.tree(leavingOut: ["project"]) == before)
    // Else the exchange did not meet docbuild at all.
    #expect(written > 0 && written < tried)
    print("\(kind): \(tried) writes, \(written) of them done, \(swaps.count) exchanges")
  }
}

/// A thread that exchanges two names again and again (renameat2(2), RENAME_EXCHANGE).
private final class Swaps: Sendable {
  private let isDone = Atomic(false)
  private let exchanges = Atomic(0)
  private let ended = DispatchSemaphore(value: 0)

  var count: Int { exchanges.load(ordering: .relaxed) }

  init(_ one: String, _ other: String) {
    Thread { [self] in
      while !isDone.load(ordering: .relaxed) {
        if exchange(one, other) { exchanges.add(1, ordering: .relaxed) }
      }
      ended.signal()
    }.start()
  }

  /// Stops it, and returns once it has.
  func stop() {
    if isDone.exchange(true, ordering: .relaxed) { return }
    ended.wait()
  }
}
