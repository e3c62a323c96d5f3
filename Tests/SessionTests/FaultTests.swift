import Foundation
import Glibc
import Testing

/// A fault at the N-th system call: each call that a command makes fails in turn, with each error that it may have, and the
/// process is killed there. What the command says is right, or exit 2 with a path; nothing is half written; the next
/// build is clean.
///
/// Some of the faults are tried each time; all with `DOCBUILD_FAULTS=all` in the environment, which takes an hour.
@Suite(.serialized) struct FaultTests {
  /// What a command is tried on.
  struct Trial: CustomTestStringConvertible, Sendable {
    let arguments: [String]
    /// Whether the project is a repository, was built, and has a source that changed since.
    var isRepository = true
    var isBuilt = false
    var isStale = false
    /// A template on standard input.
    var input = ""

    var testDescription: String {
      arguments.joined(separator: " ") + (isRepository ? "" : ", no repository")
        + (isBuilt ? ", built" : "") + (isStale ? ", stale" : "")
    }
  }

  static let trials = [
    Trial(arguments: ["build"]), Trial(arguments: ["build"], isRepository: false),
    Trial(arguments: ["build"], isBuilt: true, isStale: true),
    Trial(arguments: ["build"], isRepository: false, isBuilt: true, isStale: true),
    Trial(arguments: ["build"], isBuilt: true),
    Trial(arguments: ["build", "-n"], isBuilt: true, isStale: true),
    Trial(arguments: ["check"], isBuilt: true),
    Trial(arguments: ["check"], isBuilt: true, isStale: true),
    Trial(arguments: ["weave", "a.src"]), Trial(arguments: ["weave", "sub/b.src", "-o", "new.md"]),
    Trial(arguments: [], input: "```\n<!-- include(one.txt) -->\n```\n"),
    Trial(arguments: ["deps"], isBuilt: true),
    Trial(arguments: ["refs", "one.txt"], isBuilt: true),
    Trial(arguments: ["where", "a.md:4"], isBuilt: true),
  ]

  /// The errors that calls are given.
  private static let errors: [String: [Int32]] = [
    "readdir": [EIO], "opendir": [EACCES, EMFILE, EIO], "fdopendir": [ENOMEM],
    "stat": [EIO, EACCES], "lstat": [EIO, EACCES], "fstat": [EIO], "fstatat": [EIO, EACCES],
    "access": [EIO, EACCES], "realpath": [EIO, EACCES], "readlink": [EIO], "readlinkat": [EIO],
    "read": [EIO, EINTR], "write": [EIO, ENOSPC, EDQUOT, EFBIG, EINTR], "fsync": [EIO, ENOSPC],
    "syncfs": [EIO], "rename": [EIO, ENOSPC, EXDEV, EACCES],
    "renameat": [EIO, ENOSPC, EXDEV, EACCES], "renameat2": [EIO, ENOSPC, EXDEV, EACCES],
    "linkat": [EIO, EPERM], "mkdir": [ENOSPC, EACCES], "mkdirat": [ENOSPC, EACCES],
    "unlink": [EIO, EACCES], "unlinkat": [EIO], "fchmod": [EPERM], "dup": [EMFILE],
    "flock": [ENOLCK], "futimens": [EPERM], "pipe2": [EMFILE], "close": [EIO],
    "openat": [EMFILE, EACCES, EIO, ENOSPC], "openat2": [EMFILE, EACCES, EIO, EAGAIN],
    "pthread_create": [EAGAIN], "posix_spawn": [EAGAIN, ENOMEM],
  ]

  /// The library that makes calls fail, made from `Tests/Faults/faults.c`; nil without a C compiler.
  private static let library: (folder: Folder, path: String)? = {
    guard let compiler = find("clang") ?? find("cc") else { return nil }
    let folder = Folder()
    let source = projectFolder.appendingPathComponent("Tests/Faults/faults.c").path
    let made = try? run(
      Command(
        program: compiler,
        arguments: [
          "-O1", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", "-o", folder.at("faults.so"),
          source, "-ldl",
        ]))
    guard let made, made.status == 0 else {
      Issue.record("\(made?.messages ?? "no compiler")")
      return nil
    }
    return (folder, folder.at("faults.so"))
  }()

  /// What a command did.
  private struct Result: Equatable {
    let status: Int
    let output: String
    let pages: [String: String]
  }

  private func made(_ trial: Trial) throws -> Folder {
    let folder = Folder([
      "docbuild.toml": "", "one.txt": "one\n", "two.txt": "two\n",
      "a.src": "# A\n\n```\n<!-- include(one.txt) -->\n```\n",
      "sub/b.src": "# B\n\n```\n<!-- include(../two.txt) -->\n```\n\n[a](../a.md)\n",
      "page.md": "# P\n\n<!-- embed(one.txt) -->\n",
    ])
    if trial.isRepository { try folder.git("init", "-q") }
    folder.age()
    if trial.isBuilt {
      try project("build", in: folder).expect(0)
      folder.age()
      try project("build", in: folder).expect(0)
    }
    if trial.isStale { folder.write("one.txt", "ONE\n") }
    return folder
  }

  private func attempt(_ trial: Trial, in folder: Folder, _ environment: [String: String]) throws
    -> (result: Result, messages: String)
  {
    let outcome = try run(
      docbuildCommand(
        trial.arguments, in: folder, .bytes(Array(trial.input.utf8)), .captured, environment, 60))
    #expect(!outcome.timedOut, "\(environment)")
    return (
      Result(status: outcome.status, output: outcome.text, pages: folder.pages), outcome.messages
    )
  }

  @Test(
    .tags(.slow),
    .enabled(
      if: everythingIsTested || find("clang") ?? find("cc") != nil, "needs a C compiler"),
    arguments: trials)
  func aFaultAtEachCall(_ trial: Trial) throws {
    guard let library = FaultTests.library?.path else {
      Issue.record("no C compiler")
      return
    }
    let isWhole = ProcessInfo.processInfo.environment["DOCBUILD_FAULTS"] == "all"
    let folder = try made(trial)
    let saved = Folder()
    try copy(folder.path + "/.", saved.path)
    let before = folder.pages
    let counts = Folder()
    let (right, _) = try attempt(
      trial, in: folder, ["LD_PRELOAD": library, "FAULT_COUNTS": counts.at("counts")])
    let faults = faults(counts.text("counts"))
    #expect(faults.count > 50)
    // Another part of them for each command.
    let step = isWhole ? 1 : max(1, faults.count / 6)
    let first = isWhole ? 0 : trial.testDescription.utf8.reduce(0) { $0 + Int($1) } % step
    var tried = 0
    for fault in stride(from: first, to: faults.count, by: step).map({ faults[$0] }) {
      try restore(folder, from: saved)
      let (result, messages) = try attempt(
        trial, in: folder, ["LD_PRELOAD": library, "FAULT": fault])
      tried += 1
      expect(result, messages, right, before, fault)
      let next = try project("build", in: folder)
      #expect(next.status == 0 && next.ids.isEmpty, "after \(fault): \(next.messages)")
      let left = try? FileManager.default.contentsOfDirectory(atPath: folder.at(".docbuild/new"))
      #expect(left?.isEmpty ?? true, "after \(fault): \(left ?? [])")
      let checked = try project("check", in: folder)
      #expect(checked.status == 0, "after \(fault): \(checked.messages)")
    }
    if isWhole { print("\(trial.testDescription): \(tried) faults") }
  }

  /// Each call with each error, from the names and numbers of calls.
  private func faults(_ counts: String) -> [String] {
    counts.split(separator: "\n").flatMap { line -> [String] in
      let words = line.split(separator: " ")
      guard words.count == 2, let count = Int(words[1]), count > 0 else { return [] }
      let errors = FaultTests.errors[String(words[0])] ?? []
      return (1...count).flatMap { number in
        (errors.map { String($0) } + ["kill"]).map { "\(words[0]):\(number):\($0)" }
      }
    }
  }

  private func expect(
    _ result: Result, _ messages: String, _ right: Result, _ before: [String: String],
    _ fault: String
  ) {
    // Each page is whole, old or new.
    let names = Set(result.pages.keys).union(right.pages.keys).union(before.keys)
    for name in names {
      let page = result.pages[name]
      #expect(page == before[name] || page == right.pages[name], "\(fault): \(name)")
    }
    // The threads of a run may make some calls more or less, and then nothing fails.
    if result == right { return }
    if fault.hasSuffix(":kill") {
      #expect(result.status == 128 + Int(SIGKILL), "\(fault): \(messages)")
    } else {
      #expect(result.status == 2, "\(fault): \(messages)")
      #expect(messages.contains("error: ") && messages.contains("'"), "\(fault): \(messages)")
    }
  }

  private func copy(_ from: String, _ to: String) throws {
    try run(Command(program: "/bin/cp", arguments: ["-a", from, to])).expect(0)
  }

  /// Takes pages and docbuild's own files back to what they were; sources stay untouched.
  private func restore(_ folder: Folder, from saved: Folder) throws {
    try run(Command(program: "/bin/rm", arguments: ["-rf", folder.at(".docbuild")])).expect(0)
    if saved.exists(".docbuild") { try copy(saved.at(".docbuild"), folder.path) }
    let pages = saved.pages
    for name in folder.pages.keys where pages[name] == nil { folder.remove(name) }
    for (name, text) in pages where folder.text(name) != text { folder.write(name, text) }
  }
}
