extension DiagnosticRule {
  /// Problems between the documents of a project.
  static let projects: [DiagnosticRule] = [
    DiagnosticRule(
      .outputCollision, "Two documents would be written to the same file.",
      cause: "Only one of them could stay.",
      cure: "Give one another output under 'outputs' in docbuild.toml.",
      example: Example(
        files: [
          File("docbuild.toml", "templates = [\"*.src\"]\n\n[outputs]\n\"b.src\" = \"a.md\"\n"),
          File("a.src", "A\n"),
          File("b.src", "B\n"),
        ],
        commands: [
          "docbuild build"
        ],
        reports:
          "b.src: error: 'a.md' would be made from 'a.src' and from 'b.src' [output-collision]")),
    DiagnosticRule(
      .outputCase, level: .warning, "Two outputs differ in case only.",
      cause: "On macOS and Windows they are one file, so a checkout there has only one of them.",
      cure: "Rename one of the templates.",
      example: Example(
        files: [
          File("a.src", "A\n"),
          File("A.src", "B\n"),
        ],
        commands: [
          "touch a.md A.md",
          "docbuild build",
        ],
        reports:
          "a.src: warning: 'a.md' and 'A.md' differ only in case: some systems have room for one only [output-case]"
      )),
    DiagnosticRule(
      .outputIsSource, "The output of a document is a template itself.",
      cause: "It would be woven over before it is woven.",
      cure: "Give the document another output under 'outputs' in docbuild.toml.",
      example: Example(
        files: [
          File("docbuild.toml", "[outputs]\n\"a.src\" = \"b.src\"\n"),
          File("a.src", "A\n"),
          File("b.src", "<!-- include(x.txt) -->\n"),
          File("x.txt", "x\n"),
        ],
        commands: [
          "docbuild build"
        ],
        reports: "a.src: error: the output 'b.src' is a template too [output-is-source]")),
    DiagnosticRule(
      .documentCycle, "A document is made from itself, perhaps by way of others.",
      cause:
        "A document may show the output of another, which is then woven first. Here none could be first; the chain is in the note.",
      cure: "Let one of them show the source instead.",
      example: Example(
        files: [
          File("a.src", "<!-- include(a.md) -->\n"),
          File("a.md", ""),
        ],
        commands: [
          "docbuild build"
        ],
        reports: "a.src:1:14: error: 'a.md' would be made from itself [document-cycle]")),
    DiagnosticRule(
      .refusedOutput, "An output lies where nothing is written.",
      cause:
        "Outputs outside the root, in '.git' or in '.docbuild', or with names that hold secrets are refused, however the path leads there.",
      cure: "Give the document another output.",
      example: Example(
        files: [
          File("docbuild.toml", "[outputs]\n\"a.src\" = \"../a.md\"\n"),
          File("a.src", "A\n"),
        ],
        commands: [
          "docbuild build"
        ],
        reports:
          "a.src: error: the output '../a.md' lies outside the root, where nothing is written [refused-output]"
      )),
    DiagnosticRule(
      .editedOutput, "An output was changed by hand, and the change would be lost.",
      cause:
        "What stands there was not written by docbuild, and git's HEAD does not hold it either. Nothing that can't be had back is deleted.",
      cure: "Put the change into the template, or commit the output; '--force' overwrites it.",
      example: Example(
        files: [
          File("page.src", "Text.\n"),
          File("page.md", "Text, and more.\n"),
        ],
        commands: [
          "docbuild build"
        ],
        reports:
          "page.md: error: 'page.md' holds what docbuild did not write and git's HEAD does not hold, and is left as it is [edited-output]"
      )),
    DiagnosticRule(
      .staleOutput, "An output is not what its document would be woven into now.",
      cause:
        "A source, the template or the configuration has changed since it was built, or it was never built.",
      cure: "Run 'docbuild build', and commit what it writes.",
      example: Example(
        files: [
          File("page.src", "Text.\n"),
          File("page.md", "Old text.\n"),
        ],
        commands: [
          "docbuild check"
        ],
        reports:
          "page.md:1:1: error: 'page.md' is stale: from here on it is not what 'page.src' makes [stale-output]"
      )),
    DiagnosticRule(
      .lineEnds, level: .warning, "An output has CRLF line ends, and docbuild would write LF.",
      cause:
        "docbuild ends lines with LF. Where git's own settings say that a checkout has CRLF, the output counts as current; here git stores CRLF, or does not know the page, so the next build changes each of its lines. Reported once for all such pages.",
      cure:
        "A line '*.md text' in '.gitattributes' settles it; so does committing what 'docbuild build' writes.",
      example: Example(
        files: [
          File("page.src", "Text.\n")
        ],
        commands: [
          "printf 'Text.\\r\\n' > page.md",
          "docbuild check",
        ],
        reports:
          "page.md: warning: 'page.md' has CRLF line ends, and docbuild writes LF [line-ends]")),
    DiagnosticRule(
      .orphanedOutput, level: .warning, "The template of an output is gone, or makes another file.",
      cause:
        "docbuild has built the file from a template that is not there any more, or that makes its output elsewhere since [outputs] was changed, so it will never change again. Of an output that has moved only the build that moves it says so, and every check before that.",
      cure: "Remove the output, or bring the template back.",
      example: Example(
        files: [
          File("page.src", "<!-- include(x.txt) -->\n"),
          File("x.txt", "x\n"),
        ],
        commands: [
          "docbuild build",
          "rm page.src",
          "docbuild check",
        ],
        reports: "page.md: warning: the template 'page.src' of 'page.md' is gone [orphaned-output]")
    ),
    DiagnosticRule(
      .unusedRegion, level: .off, "A region of a source is not shown by any document.",
      cause:
        "It is marked in a file of which documents show other regions. Either the mark is left over, or a page forgot it. Off unless docbuild.toml turns it on.",
      cure: "Remove the mark, or show the region.",
      example: Example(
        files: [
          File("docbuild.toml", "[checks]\nunused-region = \"warning\"\n"),
          File("page.src", "<!-- include(a.go region=one) -->\n"),
          File("page.md", "var a = 1\n"),
          File(
            "a.go",
            "// #region one\nvar a = 1\n// #endregion\n// #region two\nvar b = 2\n// #endregion\n"),
        ],
        commands: [
          "docbuild check"
        ],
        reports: "a.go:4:1: warning: no document shows region 'two' [unused-region]")),
  ]
}
