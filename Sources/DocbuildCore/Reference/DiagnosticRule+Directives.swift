extension DiagnosticRule {
  /// Problems of directives as they are written.
  static let directives: [DiagnosticRule] = [
    DiagnosticRule(
      .invalidUTF8, "A template, or what a directive takes from a source, is not UTF-8.",
      cause:
        "The bytes at the place don't form a UTF-8 character: most often a file is in Latin-1 or UTF-16, or is not text at all. Markdown is text, so nothing of the kind is put into a page.",
      cure: "Convert the file, as with 'iconv -f latin1 -t utf-8', or choose lines that are text.",
      example: Example(
        files: [
          File("page.src", "<!-- include(name.txt) -->\n")
        ],
        commands: [
          "printf 'caf\\351\\n' > name.txt",
          "docbuild weave page.src",
        ],
        reports: "name.txt:1:4: error: the byte 0xE9 is not UTF-8 here in 'name.txt' [invalid-utf8]"
      )),
    DiagnosticRule(
      .nulByte, "A template, or what a directive takes from a source, holds a NUL byte.",
      cause:
        "Markdown can't hold the character U+0000 (CommonMark 2.3). The file is most likely binary, or UTF-16.",
      cure: "Include another file, or convert this one to UTF-8.",
      example: Example(
        files: [
          File("page.src", "<!-- include(data.bin) -->\n")
        ],
        commands: [
          "printf 'a\\0b\\n' > data.bin",
          "docbuild weave page.src",
        ],
        reports:
          "data.bin:1:2: error: a NUL byte in 'data.bin', which no Markdown can hold [nul-byte]")),
    DiagnosticRule(
      .malformedDirective, "A comment that looks like a directive is not one.",
      cause:
        "The name is a letter or two off, a space or a parenthesis is missing, or the path is not written as one. Such a comment would be published as it stands and nobody would notice, so it is an error.",
      cure:
        "Apply the fix-it. For an ordinary comment, begin it with another word, or write '\\include(…)' for text that looks like a directive.",
      example: Example(
        files: [
          File("page.src", "<!--include(main.go)-->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:1: error: expected a space between '<!--' and 'include' [malformed-directive]"
      )),
    DiagnosticRule(
      .textBesideDirective, "A directive does not stand alone on its line.",
      cause:
        "A directive yields whole lines. In front of it only spaces, tabs and '>' may stand, which are put in front of each line; behind it nothing but blanks.",
      cure: "Put the directive on a line of its own.",
      example: Example(
        files: [
          File("page.src", "The port is <!-- include(port.txt) --> by default.\n"),
          File("port.txt", "8080\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:13: error: a directive stands alone on its line [text-beside-directive]")),
    DiagnosticRule(
      .inertDirective, level: .warning, "A directive stands where directives do nothing.",
      cause:
        "'include' is live in templates only, since it is replaced by what it yields; and what stands in indented code is text, as CommonMark has it.",
      cure:
        "Use 'embed' in Markdown that is its own output, or make the page a template. To show a directive as text, put it between backticks or in a fenced block.",
      example: Example(
        files: [
          File("README.md", "<!-- include(main.go) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild check README.md"
        ],
        reports:
          "README.md:1:1: warning: 'include' does nothing here: only templates include [inert-directive]"
      )),
    DiagnosticRule(
      .unwovenDirective, level: .warning, "An included file holds directives that are not woven.",
      cause:
        "'include' puts a file's lines into the page as they are. Without the option 'weave' the directives in it are published as comments.",
      cure:
        "Add 'weave' to the directive; or leave it out on purpose and escape the directives in the file.",
      example: Example(
        files: [
          File("page.src", "<!-- include(part.src) -->\n"),
          File("part.src", "# Part\n\n<!-- include(main.go fence) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:14: warning: 'part.src' holds directives, which are not woven [unwoven-directive]"
      )),
    DiagnosticRule(
      .foreignDirective, level: .warning, "Another tool's directive was left in a template.",
      cause:
        "The line is a directive of mdBook, VitePress, embedmd or the like. docbuild does not carry it out, so readers would see it.",
      cure:
        "Write docbuild's own directive, which the note names; or put the line between backticks if it is meant to be read.",
      example: Example(
        files: [
          File("page.src", "{{#include main.go}}\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:1: warning: this directive is mdBook's: it is published as it stands [foreign-directive]"
      )),
    DiagnosticRule(
      .frontMatter, level: .warning, "The front matter of an included page becomes text.",
      cause:
        "Front matter counts only at the beginning of a file. Inside a page CommonMark makes a rule and a heading of it.",
      cure: "Add 'strip=front-matter' to the directive.",
      example: Example(
        files: [
          File("page.src", "# Page\n\n<!-- include(part.md) -->\n"),
          File("part.md", "---\ntitle: Part\n---\n\nText.\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:3:14: warning: the front matter of 'part.md' is text here: CommonMark makes a heading of it [front-matter]"
      )),
    DiagnosticRule(
      .unknownOption, "A directive has an option that does not exist.",
      cause: "The word is misspelt, or is what another tool calls the option.",
      cure: "Apply the fix-it, or see 'docbuild help directives' for all options.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go line=1) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:22: error: unknown option 'line' [unknown-option]")),
    DiagnosticRule(
      .repeatedOption, "An option that may stand once stands twice.",
      cause: "Only one of the two could count, and nothing says which.",
      cure:
        "Leave one out. Several ranges, regions, symbols or things to strip stand in one: 'lines=1..2,5'.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go fence fence) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports: "page.src:1:28: error: option 'fence' stands here twice [repeated-option]")),
    DiagnosticRule(
      .invalidOption, "The value of an option can't be read.",
      cause: "The option needs a value, takes none, or takes one of another form.",
      cure:
        "Write it in one of the forms that 'docbuild help directives' lists; a fix-it is given where one is certain.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go lines=one) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:22: error: 'one' is not a line range: expected numbers such as 3, 1..3 or -3.. [invalid-option]"
      )),
    DiagnosticRule(
      .conflictingOptions, "Two options of a directive exclude each other.",
      cause: "Both say the same thing in different ways, such as where an excerpt ends.",
      cure: "Keep the one that is meant.",
      example: Example(
        files: [
          File("page.src", "<!-- include(main.go to=/x/ before=/y/) -->\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:1:29: error: 'to' and 'before' both say where to end [conflicting-options]")),
    DiagnosticRule(
      .fenceInFence, "'fence' stands on a directive inside a fenced block.",
      cause: "Inside a fenced block the fence that 'fence' makes would be shown as text.",
      cure: "Leave out 'fence', or take the directive out of the block.",
      example: Example(
        files: [
          File("page.src", "```go\n<!-- include(main.go fence) -->\n```\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild weave page.src"
        ],
        reports:
          "page.src:2:14: error: 'fence' inside a fenced block would show the fence as text [fence-in-fence]"
      )),
    DiagnosticRule(
      .unclosedFence, "The block of an 'embed', or of a transcript, has lost one of its fences.",
      cause:
        "What stands below the directive does not end where docbuild's block would: a fence is never closed, or was taken away while the page was edited. To write there could delete what is yours. A transcript whose block is never closed, or holds a line that could open another, is not run.",
      cure:
        "Close the fence, or put '<!-- /embed -->' on a line of its own where the block ends. Where a transcript shows fences, its own is longer.",
      example: Example(
        files: [
          File("README.md", "<!-- embed(main.go) -->\n```go\npackage main\n\nMore text.\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild check README.md"
        ],
        reports:
          "README.md:1:12: error: the fenced block that this directive owns is never closed [unclosed-fence]"
      )),
    DiagnosticRule(
      .whoseBlock, "It is not certain that a fenced block belongs to the 'embed' above it.",
      cause:
        "Blank lines or other text stand between the directive and the block, and the block is not what docbuild would write. It may be yours, so it is not replaced.",
      cure:
        "Put '<!-- /embed -->' behind the block if it is docbuild's, or right behind the directive if it is not.",
      example: Example(
        files: [
          File("README.md", "<!-- embed(main.go) -->\n\n```sh\nmake\n```\n"),
          File("main.go", "package main\n"),
        ],
        commands: [
          "docbuild check README.md"
        ],
        reports:
          "README.md:1:1: error: is the next fenced block this directive's? blank lines stand between, and its text is another [whose-block]"
      )),
  ]
}
