import Testing

/// Patterns of the configuration that fit nothing.
struct ProjectPatternTests {
  @Test(arguments: ["build", "check"])
  func whatFitsNoFileIsReportedByEachRun(_ command: String) throws {
    let folder = Folder([
      "docbuild.toml": """
      templates = ["docs/*.src", "dcos/*.src", "parts/_*.src", "gone.src"]

      in-place = ["README.md", "/README.md", "**/NOTES.md", "left/"]
      exclude = ["left/", "nothing/"]

      """, "docs/a.src": "A\n", "docs/a.md": "A\n", "parts/_p.src": "P\n", "README.md": "# R\n",
      "left/x.md": "X\n",
    ])
    folder.age()
    try project("build", in: folder).expect(0)
    for _ in 0..<3 {
      let outcome = try project(command, "--format", "line", in: folder)
      outcome.expect(0)
      let told = (outcome.text + outcome.messages).split(separator: "\n").filter {
        $0.contains("fits no file")
      }
      #expect(
        told == [
          "docbuild.toml:1:1: warning: 'dcos/*.src' in 'templates' fits no file of the project [no-effect]",
          "docbuild.toml:1:1: warning: 'gone.src' in 'templates' fits no file of the project [no-effect]",
          "docbuild.toml:3:1: warning: '**/NOTES.md' in 'in-place' fits no file of the project [no-effect]",
          "docbuild.toml:3:1: warning: 'left/' in 'in-place' fits no file of the project [no-effect]",
        ], "\(outcome.text)\(outcome.messages)")
    }
    folder.write("gone.src", "Here.\n")
    let found = try project(command, "--format", "line", in: folder)
    #expect(!(found.text + found.messages).contains("'gone.src' in"))
  }

  /// Who wants to have it so can, as with every check.
  @Test func mayBeAnErrorOrNothing() throws {
    for (level, status) in [("error", Int32(1)), ("off", 0)] {
      let folder = Folder([
        "docbuild.toml": "templates = ['*.src', 'x/*.src']\n[checks]\nno-effect = '\(level)'\n",
        "a.src": "A\n",
      ])
      let outcome = try project("build", in: folder)
      #expect(outcome.status == status, "\(level): \(outcome.messages)")
    }
  }
}
