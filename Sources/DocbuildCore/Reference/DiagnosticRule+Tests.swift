extension DiagnosticRule {
  /// What 'test' and 'accept' report.
  static let tests: [DiagnosticRule] = [
    DiagnosticRule(
      .invalidTest, "A 'test' comment can't be read, or no block follows it.",
      cause:
        "An option of it is unknown or has a value that it can't have, or what stands behind it is not a fenced block.",
      cure: "Apply the fix-it; 'docbuild help test' and the manual list the options.",
      example: Example(
        files: [
          File("page.md", "<!-- test(timeout=soon) -->\n```console\n$ echo hello\nhello\n```\n")
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports:
          "page.md:1:11: error: 'timeout' takes how long the block may take, as in timeout=90s, 2m or 500ms [invalid-test]"
      )),
    DiagnosticRule(
      .unknownPrompt, "A console block does not begin with a prompt that docbuild knows.",
      cause: "The first line of a transcript is a command behind a prompt, such as '$ '.",
      cure: "Begin it with '$ ', or name the prompt under 'prompts' in docbuild.toml.",
      example: Example(
        files: [
          File("page.md", "```console\n% echo hello\nhello\n```\n")
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports: "page.md:2:1: error: expected a prompt: '$ ', found '% ' [unknown-prompt]")),
    DiagnosticRule(
      .incompleteCommand, "A command of a console block goes on where the block has no more of it.",
      cause:
        "A quote, a here-document or a backslash is open at the end of the line. Nothing of the document was run.",
      cure: "Put '> ' in front of the lines that continue the command.",
      example: Example(
        files: [
          File("page.md", "```console\n$ echo 'hello\nhello\n```\n")
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports:
          "page.md:2:1: error: the command is not complete: unexpected EOF while looking for matching `'' [incomplete-command]"
      )),
    DiagnosticRule(
      .outputMismatch, "A command prints something else than the page shows.",
      cause: "The program has changed, or prints what differs from run to run.",
      cure:
        "Run 'docbuild accept' to take over what it prints now; write '…' or a pattern for what differs each time.",
      example: Example(
        files: [
          File("page.md", "```console\n$ echo hello\ngoodbye\n```\n")
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports: "page.md:3:1: error: expected 'goodbye', found 'hello' [output-mismatch]")),
    DiagnosticRule(
      .notAccepted, "'accept' can't take over what a command prints.",
      cause:
        "The command fails now, what stands there was never committed and would be lost, or what is printed can't be written as a transcript.",
      cure:
        "Mend the command or commit the document first; '--status' takes failures over, '--force' what was never committed.",
      example: Example(
        files: [
          File("page.md", "```console\n$ ehco hello\nhello\n```\n")
        ],
        commands: [
          "docbuild accept page.md"
        ],
        reports:
          "page.md:2:1: error: 'ehco hello' ended with status 127, which is never a new expectation [not-accepted]"
      )),
    DiagnosticRule(
      .statusMismatch, "A command ends with another exit status than the page says.",
      cause: "A command is expected to succeed, unless a line '[1]' below it says otherwise.",
      cure: "Mend the command, or add the line with its status.",
      example: Example(
        files: [
          File("page.md", "```console\n$ false\n```\n")
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports: "page.md:2:1: error: 'false' ended with status 1, expected 0 [status-mismatch]")),
    DiagnosticRule(
      .setupFailed, "The hidden set-up of a console block fails.",
      cause:
        "The command that 'setup' in its 'test' comment names did not end with status 0, so the block's own were not run.",
      cure: "Mend the command; it runs in the block's shell, where the blocks before have left it.",
      example: Example(
        files: [
          File(
            "page.md",
            "<!-- test(setup=\"cd nowhere\") -->\n```console\n$ echo hello\nhello\n```\n")
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports:
          "page.md:1:1: error: the set-up 'cd nowhere' ended with status 1 [setup-failed]"
      )),
    DiagnosticRule(
      .timedOut, "A command of a console block takes too long, or prints too much.",
      cause: "It waits for input, runs a server, or never ends. What it started is ended with it.",
      cure:
        "Give it what it waits for, start servers in the background, or give it more time with 'timeout'.",
      example: Example(
        files: [
          File("page.md", "<!-- test(timeout=1s) -->\n```console\n$ sleep 60\n```\n")
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports:
          "page.md:3:1: error: 'sleep 60' was still running when the block's 1 s were over [timed-out]"
      )),
    DiagnosticRule(
      .shellEnded, "The shell behind a prompt can't be used.",
      cause:
        "It did not start, or a command has ended it, such as 'exit' or 'exec', so those behind it were not run.",
      cure:
        "Correct the prompt's command in docbuild.toml; run what ends a shell in one of its own: '( … )'.",
      example: Example(
        files: [
          File("docbuild.toml", "[prompts]\n\"me@host:~$\" = \"false\"\n"),
          File("page.md", "```console\nme@host:~$ echo hello\nhello\n```\n"),
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports:
          "page.md:2:1: error: the shell behind the prompt 'me@host:~$' can't be used: it ended with status 1 [shell-ended]"
      )),
    DiagnosticRule(
      .nothingTested, "There was nothing to test.",
      cause:
        "The page has console blocks that nobody asked to run, and 'docbuild test' would be green for the wrong reason. The run ends with exit status 2.",
      cure:
        "Name the page, put a comment '<!-- test() -->' in front of a block, or list the page under 'test' in docbuild.toml.",
      example: Example(
        files: [
          File("page.md", "```console\n$ echo hello\nhello\n```\n")
        ],
        commands: [
          "docbuild test"
        ],
        reports:
          "page.md:2:1: error: nothing was tested: nobody asked for the console blocks of this page [nothing-tested]"
      )),
    DiagnosticRule(
      .patternOnPage, level: .off, "Readers see notation for output that may differ.",
      cause:
        "A console block says by '...', '[..]', ' (re)', ' (glob)' or ' (esc)' what a command may print, and shows it.",
      cure:
        "Show a sample, and say in the 'test' comment before the block what may differ: 'vary' for a part of lines, 'expect' for whole ones.",
      example: Example(
        files: [
          File("docbuild.toml", "[checks]\npattern-on-page = \"warning\"\n"),
          File("page.md", "<!-- test() -->\n```console\n$ date +%Y\n\\d{4} (re)\n```\n"),
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports:
          "page.md:4:1: warning: readers see this notation for output that may differ [pattern-on-page]"
      )),
    DiagnosticRule(
      .sandboxRefused, "The kernel refuses the sandbox that console blocks run in.",
      cause:
        "Commands of a page can write nowhere but in folders that are made for them. That needs user namespaces, which some containers forbid. The run ends with exit status 2.",
      cure:
        "Allow user namespaces; or, where the whole machine is thrown away afterwards, use '--no-sandbox'.",
      example: Example(
        files: [
          File("page.md", "```console\n$ echo hello\nhello\n```\n")
        ],
        commands: [
          "unshare -Ur bash -c 'echo 0 > /proc/sys/user/max_mnt_namespaces; docbuild test page.md'"
        ],
        reports:
          "page.md: error: console blocks were not run: the kernel refuses a sandbox for them (no space left on device) [sandbox-refused]"
      )),
    DiagnosticRule(
      .toolFinding, "A language's tool finds fault with a block.",
      cause:
        "Blocks are given to what their language has, such as 'gofmt', 'shellcheck' or 'python3 -m py_compile'. The message is the tool's.",
      cure: "Mend the code; or put '<!-- test(skip=\"why\") -->' in front of the block.",
      example: Example(
        files: [
          File("docbuild.toml", "[tools]\nshellcheck = \"off\"\n"),
          File("page.md", "```sh\n#!/bin/sh\nif true; then echo hello\n```\n"),
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports: "page.md:3:1: error: bash: syntax error: unexpected end of file [tool-finding]")),
    DiagnosticRule(
      .toolConfiguration, level: .warning,
      "A tool does not read the configuration that the project has for it.",
      cause:
        "The tool gets a block on standard input, or runs outside the project, so its settings would not count, and its findings would be other ones than in your editor.",
      cure: "Give the tool its options under 'tools' in docbuild.toml.",
      example: Example(
        files: [
          File(".shellcheckrc", "disable=SC2086\n"),
          File("page.md", "```sh\n#!/bin/sh\necho hello\n```\n"),
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports: ".shellcheckrc: warning: 'shellcheck' does not read this file [tool-configuration]"
      )),
  ]
}
