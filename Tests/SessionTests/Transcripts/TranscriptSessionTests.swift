import Foundation
import Glibc
import Testing

/// `docbuild test` of console blocks.
struct TranscriptSessionTests {
  /// Runs `test` on a README of these blocks.
  private func test(
    _ blocks: String..., files: [String: String] = [:], arguments: [String] = []
  ) throws -> (Outcome, Folder) {
    let folder = Folder(files)
    folder.write("README.md", blocks.map { "\($0)\n" }.joined(separator: "\n"))
    return (try run(test: arguments, in: folder), folder)
  }

  private func run(test arguments: [String] = [], in folder: Folder) throws -> Outcome {
    try SessionTests.run(
      docbuildCommand(["test", ".", "--format", "line"] + arguments, in: folder))
  }

  private func console(_ text: String) -> String { "```console\n\(text)\n```" }

  @Test func stateIsKeptBetweenBlocks() throws {
    let (outcome, _) = try test(
      console("$ cd sub && x=5\n$ f() {\n>   echo \"<$1>\"\n> }"),
      console("$ f $x; pwd\n<5>\n[..]/work/[..]/sub\n$ cat *\nhello"),
      files: ["sub/a.txt": "hello\n"])
    outcome.expect(0)
  }

  @Test func outputAndErrorsAsTheyCome() throws {
    let (outcome, _) = try test(
      console(
        "$ echo a; echo b >&2; printf c\na\nb\nc\n$ printf 'x\\n\\ny'\nx\n\ny\n$ read x; echo $?\n1"
      ))
    outcome.expect(0)
  }

  @Test func mismatchesAtTheirLines() throws {
    let (outcome, _) = try test(
      console("$ echo a; echo b\na\nc\n$ true\nx\n$ echo y\n$ false\n$ true\n[3]"))
    outcome.expect(1)
    #expect(
      outcome.messages == """
        README.md:4:1: error: expected 'c', found 'b' [output-mismatch]
        README.md:6:1: error: expected 'x', which 'true' did not print [output-mismatch]
        README.md:7:1: error: 'echo y' printed 'y', which is not expected [output-mismatch]
        README.md:8:1: error: 'false' ended with status 1, expected 0 [status-mismatch]
        README.md:10:1: error: 'true' ended with status 0, expected 3 [status-mismatch]

        """)
  }

  @Test func patterns() throws {
    let (outcome, _) = try test(
      console(
        "$ seq 9; date +%Y; echo a-b-c\n1\n...\n9\n\\d{4} (re)\na-[..]-c\n$ ls / | head -n 3; ls /x\n...\nls: * (glob)\n[2]"
      ))
    outcome.expect(0)
  }

  @Test func aTimeOutNamesTheCommandAndEndsTheSession() throws {
    let (outcome, folder) = try test(
      "<!-- test(timeout=4s) -->", console("$ echo begun\nbegun\n$ sleep 1000\n$ echo never"),
      console("$ echo never"), "<!-- test(fresh) -->", console("$ echo new\nold"))
    outcome.expect(1)
    #expect(outcome.seconds < 100)
    #expect(outcome.ids == ["timed-out", "output-mismatch"])
    #expect(
      outcome.messages.contains(
        "README.md:6:1: error: 'sleep 1000' was still running when the block's 4 s"))
    let summary = try SessionTests.run(docbuildCommand(["test", "."], in: folder)).messages
    #expect(summary.contains("skipped 1: an earlier block did not end"), "\(summary)")
  }

  @Test(arguments: [[], ["--no-sandbox"]])
  func nothingIsLeftRunning(_ arguments: [String]) throws {
    let mark = "31\(getpid())\(arguments.count)"
    let (outcome, folder) = try test(
      console(
        "$ setsid sleep \(mark) & disown\n$ (setsid sh -c 'sleep \(mark); :' &) ; nohup sleep \(mark) &\n$ echo ok\nok"
      ),
      "<!-- test(timeout=1s) -->", console("$ setsid -w sleep \(mark)"), arguments: arguments)
    outcome.expect(1)
    #expect(outcome.ids == ["timed-out"])
    #expect(processes(with: mark) == [])
    // Its folder is gone too.
    let left = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    #expect(left.sorted() == ["README.md"] || left.sorted() == [".docbuild", "README.md"])
  }

  /// Row by row: whatever ends docbuild, its status says so and nothing is left.
  @Test(arguments: [
    SIGHUP, SIGINT, SIGQUIT, SIGKILL, SIGUSR1, SIGUSR2, SIGALRM, SIGTERM, SIGXCPU,
  ])
  func signals(_ number: Int32) throws {
    let mark = "32\(getpid())\(number)"
    let folder = Folder(["docbuild.toml": "[test]\nwrites = [\".\"]\n"])
    folder.write(
      "README.md", console("$ pwd > \(folder.path)/begun; setsid -w sleep \(mark)") + "\n")
    let running = try Running(docbuildCommand(["test", "."], in: folder))
    for _ in 0..<500 where folder.bytes("begun").isEmpty { usleep(20_000) }
    let work = folder.text("begun").split(separator: "\n").joined()
    try #require(!work.isEmpty)
    // These end nothing.
    for other in [SIGCHLD, SIGCONT, SIGURG, SIGWINCH, SIGPIPE] { kill(running.process, other) }
    kill(running.process, number)
    let outcome = running.finish()
    outcome.expect(128 + Int(number))
    for _ in 0..<100 where processes(with: mark) != [] { usleep(20_000) }
    #expect(processes(with: mark) == [])
    for _ in 0..<100 where access(work, F_OK) == 0 { usleep(20_000) }
    #expect(access(work, F_OK) != 0)
  }

  @Test func skipsAreCountedByReason() throws {
    let (outcome, folder) = try test(
      "<!-- test(skip=\"needs a card\") -->", console("$ exit 9"),
      "<!-- test(needs=docbuild-nonesuch) -->", console("$ exit 9"),
      "<!-- test(needs=bash) -->", console("$ true"))
    outcome.expect(0)
    let summary = try SessionTests.run(docbuildCommand(["test", ".", "--no-cache"], in: folder))
      .messages
    #expect(summary.contains("3 transcripts: 1 passed, 2 skipped"), "\(summary)")
    #expect(summary.contains("skipped 1: needs a card"))
    #expect(summary.contains("skipped 1: needs docbuild-nonesuch"))
  }

  @Test func promptsMoveBetweenShells() throws {
    let files = [
      "docbuild.toml":
        "[prompts]\n\"u@one:~$\" = \"hosts/shell one\"\n\"u@two:~$\" = \"hosts/shell two\"\n",
      "hosts/shell": "#!/bin/sh\nNAME=$1; export NAME; cd /; exec sh\n",
    ]
    let folder = Folder(files)
    chmod(folder.at("hosts/shell"), 0o755)
    folder.write(
      "docs/a.md",
      console(
        "u@one:~$ x=1; echo $NAME $(pwd)\none /\nu@two:~$ echo $NAME $x\ntwo\n$ basename $PWD\ndocs\nu@one:~$ echo $x\n1\nu@one:~$ exit 4\n[4]\nu@one:~$ echo again $x\nagain"
      ) + "\n")
    try run(in: folder).expect(0)
    folder.write("hosts/shell", "#!/bin/sh\necho no such host >&2; exit 7\n")
    let outcome = try run(in: folder)
    outcome.expect(1)
    #expect(
      outcome.messages
        == "docs/a.md:2:1: error: the shell behind the prompt 'u@one:~$' can't be used: it ended with status 7: no such host [shell-ended]\n"
    )
  }

  @Test func unknownPromptsAreTold() throws {
    let (outcome, _) = try test(
      console("u@h:~$ ls"), console("no prompt"), console("$ a 2>/dev/null\nu@h:~$ b\n[127]"))
    outcome.expect(1)
    #expect(outcome.ids == ["unknown-prompt", "unknown-prompt"])
    let (other, _) = try test(console("$ echo x\nx\nu@h:~$ b"))
    #expect(other.ids == ["output-mismatch"])
  }

  @Test(.needsRoot) func aSandboxOfItsOwn() throws {
    let (outcome, folder) = try test(
      console(
        "$ hostname inside; hostname\ninside\n$ ls /proc | grep -c '^[0-9]'\n[1-9] (re)\n$ cat /proc/net/dev | grep -c :\n1\n$ : </dev/tcp/127.0.0.1/9\n...\n[1]"
      ))
    outcome.expect(0)
    #expect(
      String(
        decoding: try SessionTests.run(Command(program: "/bin/hostname")).output, as: UTF8.self)
        != "inside\n")
    folder.write("README.md", console("$ true") + "\n")
    let open = try SessionTests.run(docbuildCommand(["test", ".", "--no-sandbox"], in: folder))
    open.expect(0)
    #expect(open.messages.contains("docbuild: without a sandbox, as asked"), "\(open.messages)")
  }

  @Test func theEnvironmentIsTheSameEverywhere() throws {
    let folder = Folder()
    folder.write(
      "README.md",
      console("$ echo $HOME $SECRET $LC_ALL $TZ; cd; ls -A; [ -w $TMPDIR ]\n[..]/home C.UTF-8 UTC")
        + "\n")
    var command = docbuildCommand(["test", ".", "--format", "line"], in: folder)
    command.environment["SECRET"] = "x"
    command.environment["BASH_ENV"] = "/nonexistent"
    command.environment["LC_ALL"] = "de_DE.UTF-8"
    try SessionTests.run(command).expect(0)
  }

  @Test func onlyWhatGitKnowsIsCopied() throws {
    let folder = Folder([
      "a.txt": "", ".gitignore": "secret.txt\n", "secret.txt": "", ".env": "K=1\n",
      "run.sh": "#!/bin/sh\necho ran\n",
    ])
    chmod(folder.at("run.sh"), 0o755)
    _ = try SessionTests.run(
      Command(program: "/usr/bin/git", arguments: ["init", "-q", folder.path]))
    folder.write(
      "README.md",
      console(
        "$ ls -A\n.gitignore\nREADME.md\na.txt\nrun.sh\n$ ./run.sh; echo changed > a.txt\nran")
        + "\n")
    try run(in: folder).expect(0)
    #expect(folder.text("a.txt") == "")
  }

  // MARK: the cache

  @Test func whatPassedIsKept() throws {
    let log = Folder()
    let (first, folder) = try test(
      console("$ cat a.txt; echo run >> \(log.path)/log\none"),
      files: ["a.txt": "one\n", "docbuild.toml": "[test]\nwrites = [\"\(log.path)\"]\n"])
    func runs() -> Int {
      log.text("log").split(separator: "\n").count
    }
    first.expect(0)
    #expect(runs() == 1)
    try run(in: folder).expect(0)
    #expect(runs() == 1)
    try run(test: ["--no-cache"], in: folder).expect(0)
    #expect(runs() == 2)
    folder.write("a.txt", "two\n")
    try run(in: folder).expect(1)
    #expect(runs() == 3)
    // A failure is not kept.
    try run(in: folder).expect(1)
    #expect(runs() == 4)
    folder.write("a.txt", "one\n")
    try run(in: folder).expect(0)
    #expect(runs() == 5)
    // A damaged log counts as none.
    folder.write(".docbuild/passed", "docbuild passed 1\nrubbish")
    try run(in: folder).expect(0)
    #expect(runs() == 6)
  }

  @Test func junitListsWhatPassedToo() throws {
    let (_, folder) = try test(
      "<!-- test(name=\"first\") -->", console("$ true"), console("$ false"),
      "<!-- test(skip=\"why\") -->", console("$ x"))
    let outcome = try SessionTests.run(
      docbuildCommand(["test", ".", "--format", "junit"], in: folder))
    outcome.expect(1)
    #expect(outcome.text.contains("tests=\"3\" failures=\"1\""), "\(outcome.text)")
    #expect(outcome.text.contains("<testcase classname=\"README.md\" name=\"first\"/>"))
    #expect(outcome.text.contains("<skipped message=\"why\"/>"))
    #expect(outcome.text.contains("status-mismatch"))
  }
}
