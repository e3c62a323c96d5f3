import Foundation
import Glibc
import Testing

/// What console blocks can do to the machine, and what they find there.
struct SandboxTests {
  /// Runs `test` on a page of one console block, as root and as a user without rights where both can be.
  private func expect(
    _ commands: String, status: Int = 0, configuration: String = "", comment: String = "",
    files: [String: String] = [:], arguments: [String] = [], asNobodyToo: Bool = true,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    for isNobody in isSuperuser && asNobodyToo ? [false, true] : [false] {
      let folder = Folder(files)
      folder.write("docs/a.md", "\(comment)\n```console\n\(commands)\n```\n")
      folder.write("docbuild.toml", configuration)
      if isNobody { try openUp(folder.path) }
      let words = ["test", "docs/a.md", "--no-cache", "--format", "line"] + arguments
      var command = docbuildCommand(words, in: folder)
      if isNobody {
        command.program = "/usr/bin/setpriv"
        command.arguments =
          ["--reuid=65534", "--regid=65534", "--clear-groups", copyForAll] + words
        command.environment["HOME"] = "/nonexistent"
      }
      try run(command).expect(status, sourceLocation: sourceLocation)
    }
  }

  /// Makes a folder everybody's.
  private func openUp(_ path: String) throws {
    _ = try run(Command(program: "/bin/chmod", arguments: ["-R", "a+rwX", path]))
  }

  /// Where a write is tried, by a command that fails there.
  @Test(arguments: [
    "touch \"$DOCBUILD_ROOT/new\"", "echo x > \"$DOCBUILD_ROOT/docs/a.md\"",
    "rm -rf \"$DOCBUILD_ROOT/docs\"", "chmod 777 \"$DOCBUILD_ROOT\"", "touch /etc/docbuild-new",
    "touch /tmp/docbuild-new", "mv \"$DOCBUILD_ROOT/docs\" \"$HOME\"",
    "ln \"$DOCBUILD_ROOT/docs/a.md\" \"$DOCBUILD_ROOT/link\"",
    "mount -o remount,rw,bind \"$DOCBUILD_ROOT\" && touch \"$DOCBUILD_ROOT/new\"",
    "mount -o remount,rw / && touch /tmp/docbuild-new",
    "(mount --bind \"$HOME\" /mnt; umount -l /; touch \"$DOCBUILD_ROOT/new\")",
    "unshare -rm sh -c 'mount -o remount,rw,bind / && touch \"$DOCBUILD_ROOT/new\"'",
    "nsenter -t 1 -m touch \"$DOCBUILD_ROOT/new\"",
    "touch \"/proc/1/root/$DOCBUILD_ROOT/new\"", "echo x > /proc/sys/kernel/core_pattern",
  ])
  func nothingElseIsWritten(_ command: String) throws {
    try expect("$ { \(command); } 2>/dev/null && echo did || echo refused\nrefused")
  }

  @Test func freshFoldersAreWritten() throws {
    try expect(
      "$ touch here \"$HOME/x\" \"$TMPDIR/x\" && mkdir -p /dev/shm/x && echo x > /dev/null")
  }

  /// docbuild's own manual shows `docbuild test`.
  @Test func aSandboxInASandbox() throws {
    let page = "\\140\\140\\140console\\n$ echo a\\na\\n\\140\\140\\140\\n"
    try expect(
      "$ mkdir inner && cd inner && printf '\(page)' > a.md && \(copyForAll) test --no-cache a.md --root . 2>&1\ndocbuild: [..] 1 transcript: 1 passed"
    )
  }

  @Test func whatIsNamedIsWritten() throws {
    let there = Folder()
    try openUp(there.path)
    try expect(
      "$ touch \"$DOCBUILD_ROOT/out/x\" \(there.path)/x$UID\n$ touch \"$DOCBUILD_ROOT/x\" 2>/dev/null\n[1]",
      configuration: "[test]\nwrites = [\"out/\", \"\(there.path)\", \"/nonexistent\"]\n",
      files: ["out/.keep": ""])
    #expect(there.exists("x\(geteuid())"))
  }

  @Test(.needs("python3")) func socketsAreOutOfReach() throws {
    let folder = Folder()
    try openUp(folder.path)
    let server = try Running(
      Command(
        program: "/usr/bin/env",
        arguments: [
          "python3", "-c",
          """
          import os, socket, time
          os.chdir('\(folder.path)')
          made = []
          for name in ['\(folder.path)/absolute', 'relative', '\\0docbuild-\(getpid())']:
              made.append(socket.socket(socket.AF_UNIX))
              made[-1].bind(name)
              made[-1].listen()
          os.chmod('absolute', 0o777)
          os.chmod('relative', 0o777)
          open('ready', 'w')
          time.sleep(60)
          """,
        ]))
    defer { kill(server.process, SIGKILL) }
    for _ in 0..<500 where !folder.exists("ready") { usleep(20_000) }
    try #require(folder.exists("ready"))
    func connect(_ name: String) -> String {
      "$ python3 -c \"import socket; socket.socket(socket.AF_UNIX).connect('\(name)')\" 2>/dev/null"
    }
    let names = ["\(folder.path)/absolute", "\(folder.path)/relative", "\\0docbuild-\(getpid())"]
    try expect(names.map { connect($0) + "\n[1]" }.joined(separator: "\n"))
    try expect(
      connect(names[0]) + "\n" + connect(names[1]) + "\n[1]",
      configuration: "[test]\nwrites = [\"\(names[0])\"]\n")
    try expect(
      names.map(connect).joined(separator: "\n"), arguments: ["--no-sandbox"])
  }

  /// What is read is all that there is, so that the list is true.
  @Test func theRestOfTheProjectIsHidden() throws {
    let files = ["src/a": "1\n", "build/tool": "2\n", "build/other": "3\n", "other": "4\n"]
    let commands =
      "$ (cd \"$DOCBUILD_ROOT\"; find . -type f | sort; cat src/a)\n./build/tool\n./src/a\n1\n$ touch \"$DOCBUILD_ROOT/x\" \"$DOCBUILD_ROOT/src/x\" 2>/dev/null\n[1]\n$ ls\na.md"
    try expect(
      commands, comment: "<!-- test(reads=\"src/ build/tool missing\") -->", files: files)
    for list in ["[\"src/\", \"build/tool\"]", "{ \"docs/**\" = [\"src/\", \"build/tool\"] }"] {
      try expect(commands, configuration: "[test]\nreads = \(list)\n", files: files)
    }
    try expect(
      "$ cat \"$DOCBUILD_ROOT/other\"\n4", configuration: "[test.reads]\n\"else/\" = \"src\"\n",
      files: files)
  }

  @Test func blocksThatReadLessRunLess() throws {
    let folder = Folder([
      "src/a": "1\n", "build/tool": "2\n", "other": "4\n",
      "docs/a.md":
        "<!-- test(reads=\"src/ build/tool\") -->\n```console\n$ cat \"$DOCBUILD_ROOT/src/a\"\n...\n```\n",
    ])
    func isKnown(_ arguments: String...) throws -> Bool {
      let outcome = try run(docbuildCommand(["test"] + arguments, in: folder))
      outcome.expect(0)
      return outcome.messages.contains("1 known to pass")
    }
    #expect(try !isKnown())
    folder.write("other", "5\n")
    #expect(try isKnown())
    for file in ["src/a", "src/new", "build/tool"] {
      folder.write(file, "x\n")
      #expect(try !isKnown(), "\(file)")
      #expect(try isKnown())
    }
    // Without a sandbox nothing keeps them to it.
    #expect(try !isKnown("--no-sandbox"))
    folder.write("other", "6\n")
    #expect(try !isKnown("--no-sandbox"))
  }

  @Test(arguments: ["/etc/passwd", "../x", "a/../../x", ""])
  func onlyPathsBelowTheRootAreRead(_ path: String) throws {
    let folder = Folder([
      "a.md": "<!-- test(reads=\"a \(path)/\") -->\n```console\n$ true\n```\n"
    ])
    try docbuild("test", "--format", "line", in: folder).expect(fails: 1, "invalid-test")
    folder.write("docbuild.toml", "[test]\nreads = [\"\(path)\"]\n")
    try docbuild("test", "--format", "line", in: folder).expect(fails: 1, "invalid-configuration")
  }

  /// What is written to the user's cache is seen, and not kept.
  @Test func cachesAreWarmAndNotWrittenTo() throws {
    let (folder, cache) = (
      Folder([
        "a.md":
          "```console\n$ cat \"$XDG_CACHE_HOME/old\"; touch \"$XDG_CACHE_HOME/new\"\nwarm\n```\n"
      ]),
      Folder(["old": "warm\n"])
    )
    var command = docbuildCommand(["test", "a.md", "--format", "line"], in: folder)
    command.environment["XDG_CACHE_HOME"] = cache.path
    try run(command).expect(0)
    #expect(!cache.exists("new"))
  }

  @Test(.needsRoot) func aRefusedSandboxEndsTheRun() throws {
    // A user namespace in which no others may be made, as in many containers.
    let folder = Folder(["a.md": "```console\n$ echo ran\nran\n```\n"])
    try openUp(folder.path)
    func test(_ arguments: String) throws -> Outcome {
      try run(
        Command(
          program: "/usr/bin/setpriv",
          arguments: [
            "--reuid=65534", "--regid=65534", "--clear-groups", "/usr/bin/unshare", "-U", "-r",
            "/bin/sh", "-c",
            "cd \(folder.path) && echo 0 > /proc/sys/user/max_user_namespaces && exec /usr/bin/setpriv --bounding-set=-all --inh-caps=-all \(copyForAll) test a.md --format line --no-cache \(arguments)",
          ]))
    }
    let outcome = try test("")
    outcome.expect(fails: 2, "sandbox-refused")
    #expect(outcome.messages.hasPrefix("a.md: error: "), "\(outcome.messages)")
    try test("--no-sandbox").expect(0)
  }

  /// Row by row: a command that a signal ends has 128 and the signal's number as its status.
  @Test(
    .needs("python3"),
    arguments: [
      (SIGHUP, "HUP"), (SIGINT, "INT"), (SIGQUIT, "QUIT"), (SIGILL, "ILL"), (SIGTRAP, "TRAP"),
      (SIGABRT, "ABRT"), (SIGBUS, "BUS"), (SIGFPE, "FPE"), (SIGKILL, "KILL"), (SIGUSR1, "USR1"),
      (SIGSEGV, "SEGV"), (SIGUSR2, "USR2"), (SIGPIPE, "PIPE"), (SIGALRM, "ALRM"), (SIGTERM, "TERM"),
      (SIGXCPU, "XCPU"), (SIGXFSZ, "XFSZ"),
    ] as [(Int32, String)])
  func signalsAsStatus(_ signal: Int32, _ name: String) throws {
    // The shell says so for some of them.
    try expect(
      "$ (ulimit -c 0; exec python3 -c 'import os, signal; signal.signal(\(signal), signal.SIG_DFL) if \(signal) != 9 else 0; os.kill(os.getpid(), \(signal))') 2>/dev/null\n...\n[\(128 + signal)]",
      asNobodyToo: false)
    try expect(
      "$ (exec sh -c 'exit \(127 + signal)')\n[\(128 + signal)]", status: 1, asNobodyToo: false)
  }
}

/// How docbuild cleans up after console blocks.
struct CleaningUpTests {
  /// Mounted at that place, seen from where the commands start.
  @Test(.needsRoot, arguments: ["xx04", "a/b/c", ".", "$HOME", "../.."])
  func mountsAreNotCleanedUp(_ place: String) throws {
    let (victim, folder) = (
      Folder(["file": "precious\n", "work/file": "precious\n", "home/file": "precious\n"]), Folder()
    )
    folder.write(
      "a.md",
      "<!-- test(needs=root timeout=5s) -->\n```console\n$ mkdir -p \(place); cd \(place); pwd -P > \(folder.path)/place; mount --bind \(victim.path) .\n```\n"
    )
    let outcome = try docbuild("test", "a.md", "--no-sandbox", "--format", "line", in: folder)
    let mounted = folder.text("place").split(separator: "\n").joined()
    try #require(mounted.contains("/docbuild-test-"))
    _ = try run(Command(program: "/bin/umount", arguments: [mounted]))
    let parts = mounted.components(separatedBy: "/docbuild-test-")
    let top = parts[0] + "/docbuild-test-" + parts[1].prefix(6)
    #expect(access(top, F_OK) == 0)
    try FileManager.default.removeItem(atPath: top)
    outcome.expect(2)
    // What lies above the copy holds docbuild's own ends of the shell, too.
    #expect(outcome.ids == (place == "../.." ? ["timed-out", "tool-failed"] : ["tool-failed"]))
    #expect(outcome.messages.contains("can't be removed"))
    for file in ["file", "work/file", "home/file"] { #expect(victim.text(file) == "precious\n") }
  }

  /// Deep folders, closed ones and links are taken away, and nothing that links lead to.
  @Test(arguments: [[], ["--no-sandbox"]]) func allElseIs(_ arguments: [String]) throws {
    let (victim, folder, places) = (Folder(["file": ""]), Folder(), Folder())
    folder.write("docbuild.toml", "[test]\nwrites = [\"\(places.path)\"]\n")
    folder.write(
      "a.md",
      "```console\n$ pwd > \(places.path)/place; ln -s \(victim.path) link; mkdir -p shut/in; chmod 0 shut\n$ for i in $(seq 300); do mkdir d; cd d; done; touch x\n```\n"
    )
    try run(docbuildCommand(["test", "a.md", "--format", "line"] + arguments, in: folder))
      .expect(0)
    let place = places.text("place").split(separator: "\n").joined()
    #expect(!place.isEmpty && access(place, F_OK) != 0)
    #expect(access(String(place.split(separator: "/work/")[0]), F_OK) != 0)
    #expect(victim.exists("file"))
  }

  @Test(.needsRoot, .timeLimit(.minutes(15)), arguments: [[], ["--no-sandbox"]])
  func whatCannotBeKilledIsNamedAndLeft(_ arguments: [String]) throws {
    let folder = Folder()
    folder.makeFolder("m")
    _ = try run(
      Command(
        program: "/bin/sh",
        arguments: [
          "-c",
          "cd \(folder.path) && truncate -s 20M image && mkfs.ext4 -q image && mount -o loop image m",
        ]))
    func end() {
      _ = try? run(
        Command(
          program: "/bin/sh",
          arguments: ["-c", "cd \(folder.path) && { fsfreeze -u m; sleep 0.5; umount m; }"]))
    }
    defer { end() }
    guard try run(Command(program: "/bin/mountpoint", arguments: [folder.at("m")])).status == 0
    else { return }
    folder.write(
      "a.md",
      "<!-- test(timeout=1s needs=root) -->\n```console\n$ fsfreeze -f \(folder.path)/m && echo x > \(folder.path)/m/f\n```\n"
    )
    let outcome = try run(
      docbuildCommand(["test", "a.md", "--format", "line"] + arguments, in: folder))
    outcome.expect(fails: 2, "timed-out", "tool-failed")
    #expect(outcome.messages.contains("('bash') can't be killed, and is left running"))
  }

  /// Without a sandbox, what a command starts can see docbuild's own process.
  @Test func theEnvironmentIsHidden() throws {
    let folder = Folder([
      "a.md":
        "```console\n$ cat /proc/[0-9]*/environ 2>/dev/null | tr '\\0' '\\n' | grep -c '^DOCBUILD_TOKEN=\(getpid())$'\n0\n[1]\n```\n"
    ])
    for arguments in [[], ["--no-sandbox"]] {
      var command = docbuildCommand(
        ["test", "a.md", "--no-cache", "--format", "line"] + arguments, in: folder)
      command.environment["DOCBUILD_TOKEN"] = "\(getpid())"
      try run(command).expect(0)
    }
  }
}
