extension DiagnosticRule {
  /// Problems of documents that are woven.
  static let weaving: [DiagnosticRule] = [
    DiagnosticRule(
      .includeCycle, "A template weaves itself.",
      cause: "'include(… weave)' leads back to where it began; the chain is in the note.",
      cure: "Take one of the directives out of the circle.",
      example: Example(
        files: [
          File("a.src", "<!-- include(b.src weave) -->\n"),
          File("b.src", "<!-- include(a.src weave) -->\n"),
        ],
        commands: [
          "docbuild weave a.src"
        ],
        reports: "a.src:1:14: error: 'b.src' weaves itself [include-cycle]")),
    DiagnosticRule(
      .includeTooDeep, "Templates weave one another too deep.",
      cause: "More than 16 templates are nested: most likely by mistake.",
      cure: "Include the inner templates directly.",
      example: Example(
        files: [
          File("page.src", "<!-- include(0.src weave) -->\n")
        ],
        commands: [
          "for i in $(seq 17); do echo \"<!-- include($i.src weave) -->\" > $((i - 1)).src; done",
          "echo end > 17.src",
          "docbuild weave page.src",
        ],
        reports:
          "15.src:1:14: error: parts stand in one another deeper than 16 levels [include-too-deep]")
    ),
    DiagnosticRule(
      .outputTooLarge, "A document grows larger than it may.",
      cause:
        "The bound keeps templates that multiply from filling the memory; it is 1 GiB unless '--max-output-bytes' says otherwise.",
      cure: "Show less, or raise the bound.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src --max-output-bytes 5"
        ],
        reports: "page.src:1:14: error: the document grows beyond 5 bytes here [output-too-large]")),
    DiagnosticRule(
      .pageBroken, "The page would not be read as its author meant.",
      cause:
        "docbuild proves each page with libcmark: apart from what was asked for, its blocks must be those of the template, and each excerpt in a fence one code block, byte for byte. Here they are not: the excerpt opens or closes something, or the place is one where CommonMark makes no code block.",
      cure:
        "The note says what would help: a blank line before the fence, another place for the directive, a 'dialect' in docbuild.toml.",
      example: Example(
        files: [
          File("page.src", "<!-- include(part.html) -->\n\nText.\n"),
          File("part.html", "<pre>\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:14: error: 'part.html' would break the page: it leaves '<pre>' open [page-broken]"
      )),
    DiagnosticRule(
      .proofTooCostly, "libcmark would take too long to prove a page.",
      cause:
        "Some texts, with lists or quotes hundreds of levels deep, take libcmark time that grows with their square. What can't be proven is not written.",
      cure: "Split the page, or take out what nests so deep.",
      example: nil),
  ]
}

extension DiagnosticRule {
  /// Problems of pages that come to docbuild with code or directives of others.
  static let adoption: [DiagnosticRule] = [
    DiagnosticRule(
      .pastedCode, level: .off, "A block is a copy of lines of a file.",
      cause:
        "Somebody pasted code that the project has, so the two will differ one day. Off unless docbuild.toml turns it on.",
      cure: "Run 'docbuild adopt --write', which puts a directive in front of the block.",
      example: Example(
        files: [
          File("docbuild.toml", "[checks]\npasted-code = \"warning\"\n"),
          File(
            "main.go",
            "package main\n\nfunc start() {\n\tprintln(\"start\")\n\tprintln(\"again\")\n}\n"),
          File(
            "page.md",
            "```go\nfunc start() {\n\tprintln(\"start\")\n\tprintln(\"again\")\n}\n```\n"),
        ],
        commands: ["docbuild check page.md"],
        reports: "page.md:1:1: warning: this block is a copy of 'main.go' [pasted-code]")),
    DiagnosticRule(
      .movedText, level: .warning, "Lines that are chosen by number are other lines now.",
      cause:
        "Lines were added or removed above them in the source, and the text that the page shows stands elsewhere.",
      cure: "Apply the fix-it; better, show a region or a symbol, which move with the text.",
      example: Example(
        files: [
          File("one.py", "import os\n\n\ndef connect(name):\n    return os.open(name, 0)\n"),
          File(
            "page.md",
            "<!-- embed(one.py lines=3..4) -->\n```python\ndef connect(name):\n    return os.open(name, 0)\n```\n<!-- /embed -->\n"
          ),
        ],
        commands: ["docbuild weave page.md"],
        reports:
          "page.md:1:19: warning: 'lines=3..4' are other lines now: the page's text stands on lines 4 to 5 of 'one.py' [moved-text]"
      )),
    DiagnosticRule(
      .noSuchBlock, "A line that 'adopt' is asked about is in no block, or in several.",
      cause: "Blocks are named by a line in them, as in 'README.md:12', and the page has changed.",
      cure: "Name a line of the block as 'docbuild adopt' lists it, with the page.",
      example: Example(
        files: [
          File("page.md", "# A page\n\n```go\nfunc start() {\n\tserve(\"here\")\n}\n```\n"),
          File("start.go", "package main\n"),
        ],
        commands: ["docbuild adopt --write --at page.md:1=start.go"],
        reports:
          "page.md:1:1: error: line 1 of 'page.md' is in no block that can be adopted [no-such-block]"
      )),
    DiagnosticRule(
      .notAdopted, "'adopt' does not change a file as it was asked to.",
      cause:
        "The file is not tracked by git, changed meanwhile, or would lose text that can't be had back; or the block can't show what was chosen for it.",
      cure:
        "Commit the file first; '--force' replaces text that git can't give back. Choose a file that holds the block's text.",
      example: Example(
        files: [
          File("page.md", "# A page\n\n```go\nfunc start() {\n\tserve(\"here\")\n}\n```\n"),
          File("start.go", "package main\n"),
        ],
        commands: ["docbuild adopt --write --extract page.md:4=start.go"],
        reports: "start.go: error: 'start.go' is there and holds something else [not-adopted]")),
    DiagnosticRule(
      .notMigrated, level: .warning, "A directive of another tool is left as it is.",
      cause: "What it shows is not there, or docbuild has nothing that does the same.",
      cure: "Correct the directive, or write docbuild's own by hand.",
      example: Example(
        files: [File("page.md", "# A page\n\n<<< @/gone.go\n")],
        commands: ["docbuild migrate page.md"],
        reports:
          "page.md:3:1: warning: this directive of VitePress is left as it is: '/gone.go' is not there, or can't be read [not-migrated]"
      )),
  ]
}
