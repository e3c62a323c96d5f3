import Testing

/// What docbuild itself does in a transcript's shell: nothing that a command can see, print or change.
struct ShellBookkeepingTests {
  private func test(_ session: String, _ before: String = "") throws -> Outcome {
    let folder = Folder(["a.md": before + "```console\n\(session)\n```\n"])
    return try docbuild("test", "--no-cache", "--format", "line", "a.md", in: folder)
  }

  @Test(arguments: [
    "$ (exit 7)\n[7]\n$ echo $?\n7", "$ ! true\n[1]\n$ echo $?\n1",
    "$ false | true | (exit 3)\n[3]\n$ echo $? ${PIPESTATUS[*]}\n3 1 0 3",
    "$ ! false | true\n[1]\n$ echo $? ${PIPESTATUS[*]}\n1 1 0",
    "$ set -o pipefail\n$ false | true\n[1]\n$ echo $? ${PIPESTATUS[*]}\n1 1 0",
    "$ echo a b\na b\n$ echo $_\nb",
    "$ printf() { echo p; }; eval() { echo e; }; exit() { echo x; }; :() { echo c; }\n$ false\n[1]\n$ echo $?\n1",
    "$ shopt -s expand_aliases; alias exit='echo x' eval='echo e' printf='echo p'\n$ false\n[1]\n$ echo $?\n1",
    "$ set -eu\n$ ! true\n[1]\n$ echo $?\n1",
    "$ trap 'echo T' DEBUG\n$ echo x\nT\nx\n$ trap - DEBUG\nT",
    "$ set -T; trap 'echo T' DEBUG\n$ echo x\nT\nx", "$ trap 'echo E' ERR\n$ false\nE\n[1]\n$ true",
    "$ set -x\n$ echo t\n+ echo t\nt\n$ set +x\n+ set +x", "$ set -v\n$ echo v\necho v\nv",
    "$ exec 5>t; BASH_XTRACEFD=5; set -x\n$ true\n$ set +x\n$ cat t\n+ true\n+ set +x",
    "$ IFS=01\n$ (exit 10)\n[10]\n$ echo \"$?\"\n10",
    "$ exec 3>&1 >/dev/null\n$ echo lost\n$ exec >&3\n$ echo back\nback",
    "$ exec </dev/null 0<&-\n$ echo here\nhere", "$ set -C\n$ echo x\nx",
    "$ trap 'echo bye' EXIT\n$ exit 4\nbye\n[4]\n$ echo new\nnew",
    "$ ls -l /proc/self/fd | grep -c fifo\n0\n[1]", "$ echo $0 $BASH_SUBSHELL\nbash 0", "$ cat",
    "$ compgen -v | grep docbuild_\n[1]", "$ jobs; echo ${OLDPWD-none}\nnone",
    "$ echo )\nbash: syntax error near unexpected token `)'\nbash: `echo )'\n[2]\n$ echo on\non",
    "$ (sleep 0.3; echo late) &\nlate\n$ echo next\nnext",
  ])
  func commandsSeeTheirOwnShell(_ session: String) throws {
    try test(session).expect(0)
  }

  @Test func anIncompleteCommandIsAnErrorBeforeAnythingRuns() throws {
    let folder = Folder([
      "a.md":
        "```console\n$ echo run > \"$DOCBUILD_ROOT/run\"\n$ echo 'open\n$ echo b\n$ cat <<X\n$ for x in a; do\n```\n"
    ])
    let outcome = try docbuild("test", "--no-sandbox", "--format", "line", "a.md", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["incomplete-command", "incomplete-command", "incomplete-command"])
    #expect(outcome.messages.contains("a.md:3:1"), "\(outcome.messages)")
    #expect(folder.text("run").isEmpty)
    try test("$ echo a \\\n$ echo b").expect(fails: 1, "incomplete-command")
  }

  @Test func oneBadPatternIsReportedAndTheRestIsRun() throws {
    let outcome = try test("$ echo a; echo b\n( (re)\nb\n$ echo c\nd")
    outcome.expect(1)
    #expect(outcome.ids == ["invalid-pattern", "output-mismatch"])
  }

  @Test func whatMayVary() throws {
    let session = "$ echo took 1.5s, done\ntook 22s, done"
    try test(session).expect(1)
    try test(session, "<!-- test(vary=/[0-9.]+s/) -->\n").expect(0)
    let folder = Folder([
      "docbuild.toml": "[test]\nvary = [\"[0-9.]+s\"]\n",
      "a.md": "```console\n\(session)\n$ echo x; echo 3s\ny\n4s\n```\n",
    ])
    try docbuild("accept", "a.md", in: folder).expect(0)
    #expect(folder.text("a.md") == "```console\n\(session)\n$ echo x; echo 3s\nx\n4s\n```\n")
    try test(session, "<!-- test(vary=/(/) -->\n").expect(fails: 1, "invalid-test")
  }

  @Test func blanksAtTheEndDoNotCount() throws {
    try test(
      "$ printf 'x  \\n\\n\\n'\nx\n\n$ printf 'a\\n'\na   \n\n[..]\n$ printf 'HTTP\\r\\n\\r\\n'\nHTTP"
    ).expect(1)
    try test(
      "$ printf 'x  \\n\\n\\n'\nx\n\n$ printf 'a\\n'\na   \n$ printf 'HTTP\\r\\n\\r\\n'\nHTTP\n$ printf 'b\\n\\n'; false\nb\n\n[1]"
    ).expect(0)
    try test("  $ echo foo\n  foo\n  $ echo; echo ' b'\n\n   b").expect(0)
  }
}
