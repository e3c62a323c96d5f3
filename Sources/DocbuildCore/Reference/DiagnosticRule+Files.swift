extension DiagnosticRule {
  /// Problems with files, and with programs that docbuild asks.
  static let files: [DiagnosticRule] = [
    DiagnosticRule(
      .fileNotFound, "The file that a directive names is not there.",
      cause:
        "A relative path begins at the folder of the file that holds the directive; one that begins with '/' at the root of the project.",
      cure: "Correct the path: the nearest names are in the notes.",
      example: Example(
        files: [
          File("page.src", "<!-- include(mian.go) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:14: error: file 'mian.go' not found [file-not-found]")),
    DiagnosticRule(
      .outsideRoot, "A path leads out of the root.",
      cause:
        "Nothing outside the root is read: not by '..', by an absolute path, nor by a symbolic link. The message does not say whether there is anything.",
      cure: "Move the file into the project, or choose another root with '--root'.",
      example: Example(
        files: [
          File("page.src", "<!-- include(../other/main.go) -->\n")
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:14: error: '../other/main.go' lies outside the root, where nothing is read [outside-root]"
      )),
    DiagnosticRule(
      .refusedFile, "A file is refused because it may hold secrets.",
      cause:
        "'.env' files, private keys, '.netrc', '.npmrc', '.aws/', '.ssh/' and '.git/' are not shown on pages.",
      cure:
        "Show another file, such as 'env.example'. If it holds no secret, name it under 'allow' in docbuild.toml.",
      example: Example(
        files: [
          File("page.src", "<!-- include(.env) -->\n"),
          File(".env", "PORT=8080\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:14: error: file '.env' is refused: files of that name hold secrets [refused-file]"
      )),
    DiagnosticRule(
      .notRegularFile, "A path leads to a folder, a pipe or a device.",
      cause: "Only regular files are read.",
      cure: "Name a file.",
      example: Example(
        files: [
          File("page.src", "<!-- include(src) -->\n"),
          File("src/main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:14: error: 'src' is a folder, expected a regular file [not-a-regular-file]")),
    DiagnosticRule(
      .fileTooLarge, "A source is larger than docbuild reads.",
      cause:
        "The bound keeps a run from filling the memory; it is 64 MiB unless '--max-source-bytes' says otherwise.",
      cure: "Show a smaller file, or raise the bound.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src --max-source-bytes 5"
        ],
        reports:
          "page.src:1:14: error: file 'main.go' is too large: more than 5 bytes [file-too-large]")),
    DiagnosticRule(
      .unreadableFile, "A file is there and can't be read.",
      cause:
        "The machine refuses: the rights of the file, a damaged disk, a network that is gone. The run ends with exit status 2.",
      cure:
        "Give yourself the right to read the file, or mend what the message names. Where only 'key' looks for regions in it, 'exclude' in docbuild.toml leaves it out.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "chmod 000 main.go",
          "docbuild weave page.src",
        ],
        reports: "page.src:1:14: error: cannot read 'main.go': permission denied [unreadable-file]")
    ),
    DiagnosticRule(
      .revisionNotFound, "git knows no such revision, or there is no repository.",
      cause:
        "'rev' reads a file as it was at a revision of the repository around the root. A shallow clone, as many CI systems make it, has few of them.",
      cure:
        "Correct the name, or fetch the revision: 'git fetch --tags', with '--unshallow' in a shallow clone, 'git submodule update --init' for a submodule that is not there.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go rev=v1.0.0) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "git init --quiet",
          "docbuild weave page.src",
        ],
        reports: "page.src:1:22: error: git knows no revision 'v1.0.0' [revision-not-found]")),
    DiagnosticRule(
      .urlNotAllowed, "A directive names a URL, and nothing is fetched unless that is allowed.",
      cause:
        "What the network holds can change at any time, and asking for it says that you build.",
      cure: "Keep a copy of the file in the project; or allow it with '--allow-url'.",
      example: Example(
        files: [
          File("page.src", "<!-- include(https://example.com/main.go) -->\n")
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:14: error: the URL 'https://example.com/main.go' is not fetched [url-not-allowed]"
      )),
    DiagnosticRule(
      .urlFailed, "A URL that may be fetched could not be.",
      cause:
        "The server, the network or the address is at fault; the message has the reason. The run ends with exit status 2.",
      cure: "Try again, correct the address, or keep a copy of the file in the project.",
      example: Example(
        files: [
          File("page.src", "<!-- include(http://127.0.0.1:9/main.go) -->\n")
        ],
        commands: [
          "docbuild weave page.src --allow-url"
        ],
        reports:
          "page.src:1:14: error: cannot fetch 'http://127.0.0.1:9/main.go': curl: (7) Failed to connect to 127.0.0.1 port 9[..]Couldn't connect to server [url-failed]"
      )),
    DiagnosticRule(
      .toolMissing, "A program that is needed is not there.",
      cause:
        "Symbols are found by 'ast-grep', revisions by 'git', URLs by 'curl', and blocks are tested by the tools of their languages. A program is looked for on PATH and where installers put it, never in the work tree. The run ends with exit status 2.",
      cure: "Install the program: the note says how.",
      example: Example(
        files: [
          File("docbuild.toml", "[tools]\nlua = \"no-such-lua -p {file}\"\n"),
          File("page.md", "```lua\nprint(1)\n```\n"),
        ],
        commands: [
          "docbuild test page.md"
        ],
        reports:
          "page.md:2:1: error: 'no-such-lua' is needed to check lua, and is not installed [tool-missing]"
      )),
    DiagnosticRule(
      .toolFailed, "A program that docbuild has started failed, and not because of your text.",
      cause:
        "It could not do its work: it crashed, took too long, or does not understand how it was called. The run ends with exit status 2.",
      cure: "Run the program by hand; perhaps another version is needed.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go rev=HEAD) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "mkdir .git",
          "echo nonsense > .git/HEAD",
          "docbuild weave page.src",
        ],
        reports:
          "page.src:1:14: error: git failed: fatal: not a git repository: '[..]/.git' [tool-failed]"
      )),
    DiagnosticRule(
      .invalidConfiguration, "'docbuild.toml' can't be used as it is.",
      cause:
        "A key is unknown, or a value has another type than it should have. Nothing is built by a configuration that may mean something else.",
      cure:
        "Correct the line: the notes list what may stand there. 'docbuild schema' prints a schema that editors can use.",
      example: Example(
        files: [
          File("docbuild.toml", "exlude = [\"vendor/**\"]\n")
        ],
        commands: [
          "docbuild build"
        ],
        reports: "docbuild.toml:1:1: error: unknown key 'exlude' [invalid-configuration]")),
    DiagnosticRule(
      .machineTrouble, "The machine keeps docbuild from doing its work.",
      cause:
        "A disk is full, a folder can't be listed, there are no threads or descriptors left. The run ends with exit status 2, and nothing half-done is left.",
      cure: "Mend what the message names, and run again.",
      example: Example(
        files: [],
        commands: [
          "mkdir .git",
          "echo nonsense > .git/HEAD",
          "docbuild build",
        ],
        reports:
          "docbuild: error: git can't list the project's files: fatal: not a git repository: '[..]/.git'"
      )),
  ]
}
