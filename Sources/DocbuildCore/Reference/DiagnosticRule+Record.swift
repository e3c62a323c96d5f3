extension DiagnosticRule {
  /// Parts of Markdown, encodings, and what changes between revisions.
  static let partsAndRevisions = [
    DiagnosticRule(
      .sectionNotFound, "A part of Markdown has no heading with that anchor.",
      cause: "'section' names a heading by its anchor, as GitHub makes it of the heading's text.",
      cure: "Name one of the anchors in the note.",
      example: Example(
        files: [
          File("part.md", "# A\n\n## One\n"),
          File("t.src", "<!-- include(part.md section=two) -->\n"),
        ],
        commands: ["docbuild build t.src"],
        reports:
          "t.src:1:22: error: no heading of 'part.md' has the anchor 'two' [section-not-found]"
      )),
    DiagnosticRule(
      .invalidEncoding, "A file is not written in the encoding that is named.",
      cause: "Bytes of the file mean nothing in that encoding.",
      cure: "Name the encoding that the file is written in, or store it as UTF-8.",
      example: Example(
        files: [
          File("x.txt", "a\n\n"), File("t.src", "<!-- include(x.txt encoding=utf-16) -->\n"),
        ],
        commands: ["docbuild build t.src"],
        reports: "t.src:1:14: error: 'x.txt' is not written in utf-16 [invalid-encoding]")),
    DiagnosticRule(
      .behindHead, level: .off, "What is shown of a revision is not what the file says today.",
      cause:
        "The page shows a file as it was at a revision, and the same excerpt of the file has changed since, or is not there any more. It is said by 'docbuild check' alone, since a build could not mend it. Off unless docbuild.toml says otherwise.",
      cure: "Name a later revision, or turn the check off where the past is meant.",
      example: Example(
        files: [
          File("docbuild.toml", "[checks]\nbehind-head = \"warning\"\n"), File("y.txt", "one\n"),
          File("t.src", "<!-- include(y.txt rev=v1) -->\n"),
        ],
        commands: [
          "git init -q", "git add y.txt",
          "git -c user.name=a -c user.email=a@b.c commit -qm one && git tag v1",
          "docbuild build t.src", "echo two > y.txt", "docbuild check t.src",
        ],
        reports:
          "t.src:1:20: warning: what 'y.txt' says at 'v1' is not what it says today [behind-head]"
      )),
    DiagnosticRule(
      .mixedRevisions, level: .warning, "A page shows a file at a revision and as it is today.",
      cause:
        "Readers take what stands on one page, woven parts and files that patterns fit included, for parts of one state.",
      cure: "Give both the same 'rev', or none.",
      example: Example(
        files: [
          File("y.txt", "one\n"),
          File("t.src", "<!-- include(y.txt rev=v1) -->\n\n<!-- include(y.txt) -->\n"),
        ],
        commands: [
          "git init -q", "git add y.txt",
          "git -c user.name=a -c user.email=a@b.c commit -qm one && git tag v1",
          "echo two > y.txt", "docbuild build t.src",
        ],
        reports:
          "t.src:3:14: warning: 'y.txt' is shown as it is today, and elsewhere as it was [mixed-revisions]"
      )),
    DiagnosticRule(
      .recordMismatch, "A page is not what a record says of it.",
      cause:
        "The page, or what it was made from, has changed since 'docbuild build --provenance' wrote the record.",
      cure: "Build the page anew with '--provenance', or take the page of the record.",
      example: Example(
        files: [File("y.txt", "one\n"), File("t.src", "<!-- include(y.txt) -->\n")],
        commands: [
          "docbuild build t.src --provenance record.json", "echo two > y.txt",
          "docbuild build t.src", "docbuild check t.src --provenance record.json",
        ],
        reports: "t.md: error: 't.md' is not the page of the record [record-mismatch]")),
  ]
}
