extension DiagnosticRule {
  /// What 'check' finds on pages of Markdown.
  static let pages: [DiagnosticRule] = [
    DiagnosticRule(
      PageCheck.brokenLink,
      "A link leads to a file that is not there.",
      cure: "Correct the link: the nearest file is in the note.",
      example: Example(
        files: [
          File("page.md", "[guide](giude.md)\n"),
          File("guide.md", "# Guide\n"),
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports: "page.md:1:9: error: nothing is at 'giude.md' [broken-link]")),
    DiagnosticRule(
      .deadLink, "A link into the network leads nowhere.",
      cause:
        "The server answers 404 or 410, or there is no such host. Addresses are asked for only with '--allow-net'.",
      cure: "Correct or remove the link; where the page has moved, use its new address.",
      example: Example(
        files: [
          File("page.md", "[docs](http://no-such-host.invalid/)\n")
        ],
        commands: [
          "docbuild check page.md --allow-net"
        ],
        reports:
          "page.md:1:8: error: the host of 'http://no-such-host.invalid/' is unknown [dead-link]")),
    DiagnosticRule(
      PageCheck.brokenImage,
      "An image is not there.",
      cure: "Correct the path: the nearest file is in the note.",
      example: Example(
        files: [
          File("page.md", "![logo](img/lgoo.png)\n"),
          File("img/logo.png", "PNG\n"),
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports: "page.md:1:9: error: no image is at 'img/lgoo.png' [broken-image]")),
    DiagnosticRule(
      PageCheck.linkOutsideRoot,
      "A link leads out of the project.",
      cure: "Link to the file's address in the network, or bring it into the project.",
      example: Example(
        files: [
          File("page.md", "[other](../../other/README.md)\n")
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports:
          "page.md:1:9: error: '../../other/README.md' leads out of the root [link-outside-root]")),
    DiagnosticRule(
      PageCheck.brokenAnchor,
      "A link names a heading or line that is not there.",
      cure: "Use the anchor of the heading as it is now: the nearest is in the note.",
      example: Example(
        files: [
          File("page.md", "# Installation\n\n[install](#instalation)\n")
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports: "page.md:3:11: error: no heading or anchor is '#instalation' [broken-anchor]")),
    DiagnosticRule(
      PageCheck.anchorCase,
      "An anchor is written in another case than where it is made.",
      cure: "Write it as the fix-it does.",
      example: Example(
        files: [
          File("page.md", "<a name=\"Setup\"></a>\n\n[setup](#setup)\n")
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports:
          "page.md:3:9: warning: '#setup' differs in case from the anchor '#Setup' [anchor-case]")),
    DiagnosticRule(
      PageCheck.notALink,
      "Text looks like a link and is not one.",
      cure: "Apply the fix-it: encode the spaces, or put the target between '<' and '>'.",
      example: Example(
        files: [
          File("page.md", "[guide](my guide.md)\n"),
          File("my guide.md", "# Guide\n"),
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports:
          "page.md:1:1: warning: this is not a link: a destination has no spaces [not-a-link]")),
    DiagnosticRule(
      PageCheck.undefinedReference,
      "A reference link has no definition.",
      cure: "Add the definition, or correct the label.",
      example: Example(
        files: [
          File("page.md", "See [the guide][guide].\n")
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports: "page.md:1:5: warning: nothing defines the reference 'guide' [undefined-reference]"
      )),
    DiagnosticRule(
      PageCheck.repeatedDefinition,
      "A label is defined twice.",
      cure: "Remove or rename one of the definitions.",
      example: Example(
        files: [
          File("page.md", "See [a].\n\n[a]: https://example.com/1\n[a]: https://example.com/2\n")
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports: "page.md:4:2: warning: the reference 'a' is defined already [repeated-definition]")
    ),
    DiagnosticRule(
      PageCheck.openFence,
      "A fenced block is never closed.",
      cure: "Close the block.",
      example: Example(
        files: [
          File("page.md", "```sh\nmake\n\nMore text.\n")
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports: "page.md:1:1: error: this fenced block is never closed [open-fence]")),
    DiagnosticRule(
      PageCheck.mergeConflict,
      "The marks of a merge conflict were left on the page.",
      cure: "Resolve the conflict.",
      example: Example(
        files: [
          File("page.md", "<<<<<<< HEAD\none\n=======\ntwo\n>>>>>>> topic\n")
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports: "page.md:1:1: error: a merge conflict is left here [merge-conflict]")),
    DiagnosticRule(
      PageCheck.largeFilePointer,
      "Code on the page is what Git LFS leaves in place of a file.",
      cure: "Fetch the files with 'git lfs pull', and build again.",
      example: Example(
        files: [
          File(
            "page.md",
            "```csv\nversion https://git-lfs.github.com/spec/v1\noid sha256:4d7a214614ab2935c943f9e0ff69d22eadbb8f32b1258daaa5e2ca24d17e2393\nsize 12345\n```\n"
          )
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports:
          "page.md:1:1: error: this is a pointer of Git LFS, not the file's text [large-file-pointer]"
      )),
    DiagnosticRule(
      PageCheck.skippedHeading,
      "A heading is more than one level below the one before it.",
      cure: "Use the level in between.",
      example: Example(
        files: [
          File("page.md", "# Title\n\n### Detail\n")
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports:
          "page.md:3:1: warning: a heading of level 3 follows one of level 1 [skipped-heading]")),
    DiagnosticRule(
      PageCheck.imageWithoutText,
      "An image has no text for those who can't see it.",
      cure: "Describe the image in a few words between the brackets.",
      example: Example(
        files: [
          File("page.md", "![](logo.png)\n"),
          File("logo.png", "PNG\n"),
        ],
        commands: [
          "docbuild check page.md"
        ],
        reports: "page.md:1:1: warning: this image has no alternative text [image-without-text]")),
    DiagnosticRule(
      PageCheck.bidiControl,
      "An invisible character changes the order in which text is shown.",
      cure: "Remove the character, or write it as an entity such as '&#x202E;'.",
      example: Example(
        files: [],
        commands: [
          "printf '`a\\342\\200\\256b`\\n' > page.md",
          "docbuild check page.md",
        ],
        reports:
          "page.md:1:3: error: an invisible character in code: U+202E (RIGHT-TO-LEFT OVERRIDE) [bidi-control]"
      )),
    DiagnosticRule(
      PageCheck.invisibleCharacter,
      "The page holds a character that nobody can see.",
      cure: "Remove the character, or write it as an entity such as '&#x200B;'.",
      example: Example(
        files: [],
        commands: [
          "printf '`a\\342\\200\\213b`\\n' > page.md",
          "docbuild check page.md",
        ],
        reports:
          "page.md:1:3: warning: an invisible character in code: U+200B (ZERO WIDTH SPACE) [invisible-character]"
      )),
    DiagnosticRule(
      .pageTooCostly, "libcmark would take too long to look at a page.",
      cause:
        "Lists or quotes stand hundreds of levels deep in one another. What was not looked at is not called sound.",
      cure: "Split the page, or take out what nests so deep.",
      example: Example(
        files: [],
        commands: [
          "printf '%.0s> ' $(seq 4000) > page.md",
          "yes | head -n 4000 >> page.md",
          "docbuild check page.md",
        ],
        reports:
          "page.md:1:1: error: the page can't be checked: its lists or quotes stand too deep in one another [page-too-costly]"
      )),
  ]
}
