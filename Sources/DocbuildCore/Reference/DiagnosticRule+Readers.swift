extension DiagnosticRule {
  /// Links by who reads the page, and comments that silence problems.
  static let readers = [
    DiagnosticRule(
      PageCheck.ignoredLink, "A link leads to a file that git ignores.",
      cure: "Link to a file that is committed, or take the file out of '.gitignore'.",
      example: Example(
        files: [
          File("page.md", "[log](out/log.txt)\n"), File("out/log.txt", "done\n"),
          File(".gitignore", "out/\n"),
        ],
        commands: ["git init -q", "docbuild check page.md"],
        reports:
          "page.md:1:7: error: git ignores 'out/log.txt', so no clone has it [ignored-link]")),
    DiagnosticRule(
      PageCheck.siteLink, "A link leads somewhere on a site, and nowhere on GitHub.",
      cure:
        "Say who reads the page, as in 'reader = \"mkdocs\"' below '[check]' in docbuild.toml, or write the link as GitHub takes it.",
      example: Example(
        files: [
          File("mkdocs.yml", "docs_dir: docs\n"), File("docs/index.md", "[guide](/guide/)\n"),
          File("docs/guide.md", "# Guide\n"),
        ],
        commands: ["docbuild check docs/index.md"],
        reports:
          "docs/index.md:1:9: warning: '/guide/' leads somewhere on a site, and nowhere on GitHub [site-link]"
      )),
    DiagnosticRule(
      PageCheck.emptyChapter, "A chapter of a book is named and not written.",
      cure:
        "Write it, correct the path, or leave the destination empty, as in '- [Later]()', which makes a draft of it.",
      example: Example(
        files: [
          File("docbuild.toml", "[check]\nreader = \"mdbook\"\n"), File("book.toml", "[book]\n"),
          File("src/SUMMARY.md", "- [Reefs](reefs.md)\n"),
        ],
        commands: ["docbuild check src/SUMMARY.md"],
        reports:
          "src/SUMMARY.md:1:11: warning: 'reefs.md' is not there, so the build makes an empty chapter of it [empty-chapter]"
      )),
    DiagnosticRule(
      .invalidCheck, "A 'check' comment can't be read.",
      cause:
        "A comment that silences a kind of problem in the next block names the kind and the reason, and stands alone before a block.",
      cure: "Write it as in '<!-- check(off=broken-link why=\"made by the release\") -->'.",
      example: Example(
        files: [File("page.md", "<!-- check(off=broken-link) -->\n\ntext\n")],
        commands: ["docbuild check page.md"],
        reports:
          "page.md:1:1: error: this comment silences nothing: the reason is missing: expected check(off=KIND why=\"the reason\") [invalid-check]"
      )),
    DiagnosticRule(
      .unusedIgnore, level: .warning, "What is to silence problems silences none.",
      cause:
        "The block behind a 'check' comment has no problem of that kind any more, or no link fits a pattern of 'ignore-links'.",
      cure: "Remove the comment or the pattern.",
      example: Example(
        files: [File("page.md", "<!-- check(off=broken-link why=\"gone\") -->\n\ntext\n")],
        commands: ["docbuild check page.md"],
        reports:
          "page.md:1:1: warning: the next block has no 'broken-link' that this comment could silence [unused-ignore]"
      )),
  ]
}
