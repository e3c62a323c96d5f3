import Testing

/// `<!-- value(NAME) -->`: from the command line, the configuration, files and git.
struct ValueTests {
  private func folder(_ more: [String: String] = [:]) -> Folder {
    Folder(
      [
        "docbuild.toml":
          "[values]\nversion = \"1.0\"\nport = { file = \"src/server.go\", match = 'port = (\\d+)' }\n",
        "src/server.go": "package main\n\nconst port = 8080\n",
        "doc/x.src": "Version <!-- value(version) --> listens\non <!-- value(port) -->.\n",
      ].merging(more) { $1 })
  }

  @Test func theCommandLineComesFirst() throws {
    let folder = folder()
    #expect(
      try docbuild("weave", "doc/x.src", in: folder).text == "Version 1.0 listens\non 8080.\n")
    let set = try docbuild("weave", "doc/x.src", "--set", "version=2.0", in: folder)
    #expect(set.text == "Version 2.0 listens\non 8080.\n")
  }

  @Test func theEnvironmentIsNeverAsked() throws {
    let folder = folder(["doc/x.src": "<!-- value(HOME) -->\n"])
    let outcome = try docbuild("weave", "doc/x.src", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("there is no value 'HOME'"), "\(outcome.messages)")
  }

  @Test func buildFollowsValues() throws {
    let folder = folder()
    _ = try docbuild("build", in: folder)
    #expect(folder.text("doc/x.md") == "Version 1.0 listens\non 8080.\n")
    folder.write("src/server.go", "const port = 9090\n")
    #expect(try docbuild("check", in: folder).status == 1)
    _ = try docbuild("build", in: folder)
    #expect(folder.text("doc/x.md") == "Version 1.0 listens\non 9090.\n")
    _ = try docbuild("build", "--set", "version=1.1", in: folder)
    #expect(folder.text("doc/x.md") == "Version 1.1 listens\non 9090.\n")
    #expect(try docbuild("check", "--set", "version=1.1", in: folder).status == 0)
    #expect(try docbuild("check", in: folder).status == 1)
  }

  @Test func whereAndRefsKnowThem() throws {
    let folder = folder()
    _ = try docbuild("build", in: folder)
    #expect(try docbuild("where", "doc/x.md:1", in: folder).text == "doc/x.src:1\n")
    #expect(
      try docbuild("where", "doc/x.md:2", in: folder).text
        == "doc/x.src:2\nsrc/server.go:3\n")
    #expect(
      try docbuild("refs", "src/server.go:3", in: folder).text
        == "doc/x.src:2:15: src/server.go:3\n")
    let deps = try docbuild("deps", "--format", "json", in: folder).text
    #expect(deps.contains("src/server.go"), "\(deps)")
  }

  @Test(arguments: [
    ("version", "NAME=TEXT"), ("=1", "NAME=TEXT"), ("version=", "it is empty"),
    ("version=a\nb", "several lines"), ("version=<!-- x", "a comment in Markdown"),
  ])
  func wrongUsageIsSaid(_ text: String, _ message: String) throws {
    let outcome = try docbuild("weave", "doc/x.src", "--set", text, in: folder())
    #expect(outcome.status == 64)
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
  }

  /// What is not UTF-8 is refused as it was written; the character that stands for such bytes elsewhere is one like others.
  @Test(arguments: ["--set \"$0\"", "\"--set=$0\""])
  func aValueIsUTF8(_ words: String) throws {
    for (text, status) in [(#"version=a\xff"#, 64), (#"version=\xef\xbf\xbd"#, 0)] {
      let script =
        "set -- $'\(text)'; exec \(docbuildPath) weave doc/x.src \(words.replacing("$0", with: "$1"))"
      var command = Command(program: "/bin/bash", arguments: ["-c", script])
      let folder = folder()
      command.folder = folder.path
      command.keeps = folder
      let outcome = try run(command)
      #expect(outcome.status == status, "\(outcome.messages)")
      #expect(outcome.messages.contains("it is not UTF-8") == (status == 64))
    }
  }

  @Test(arguments: [
    ("v = \"\"", "'v' is empty"), ("v = \"a\\nb\"", "several lines"), ("v = 3", "takes"),
    ("v = {}", "takes"), ("v = { file = \"a\", git = \"tag\" }", "takes"),
    ("v = { git = \"tags\" }", "'git' takes"), ("v = { file = \"a\", match = '(' }", "bad pattern"),
    ("v = { fiel = \"a\" }", "unknown key 'fiel'"),
  ])
  func wrongConfigurationIsSaid(_ line: String, _ message: String) throws {
    let folder = folder(["docbuild.toml": "[values]\n\(line)\n"])
    let outcome = try docbuild("check", in: folder)
    #expect(outcome.status != 0)
    #expect(outcome.messages.contains("docbuild.toml:2:"), "\(outcome.messages)")
    #expect(outcome.messages.contains(message), "\(outcome.messages)")
  }

  @Test(.needs("git")) func gitSaysTheVersion() throws {
    let folder = folder([
      "docbuild.toml":
        "[values]\nversion = { git = \"describe\" }\nport = \"1\"\ntag = { git = \"tag\" }\n",
      "tag.src": "<!-- value(tag) -->\n",
    ])
    func git(_ arguments: String...) throws {
      var command = Command(
        program: find("git") ?? "",
        arguments: ["-c", "user.name=n", "-c", "user.email=e@example.org"] + arguments)
      command.folder = folder.at("")
      #expect(try run(command).status == 0, "\(arguments)")
    }
    try git("init", "-q", ".")
    try git("add", "-A")
    try git("commit", "-q", "-m", "one")
    let none = try docbuild("weave", "tag.src", in: folder)
    #expect(none.messages.contains("git's 'tag' is not known here"), "\(none.messages)")
    try git("tag", "v1.4.0")
    #expect(try docbuild("weave", "tag.src", in: folder).text == "v1.4.0\n")
    _ = try docbuild("build", in: folder)
    #expect(folder.text("doc/x.md") == "Version v1.4.0 listens\non 1.\n")
    // A commit changes no file, and the page all the same.
    try git("commit", "-q", "--allow-empty", "-m", "two")
    _ = try docbuild("build", in: folder)
    #expect(folder.text("doc/x.md").hasPrefix("Version v1.4.0-1-g") == true)
  }

  @Test func aValueThatIsEditedByHandIsNotLost() throws {
    let folder = folder([
      "README.md": "Is <!-- value(version) -->1.0<!-- /value --> now.\n"
    ])
    _ = try docbuild("build", in: folder)
    folder.write("README.md", "Is <!-- value(version) -->1.0 (or so)<!-- /value --> now.\n")
    let outcome = try docbuild("build", in: folder)
    #expect(outcome.status == 1)
    #expect(outcome.messages.contains("[edited-output]"), "\(outcome.messages)")
    #expect(folder.text("README.md").contains("or so") == true)
    // What docbuild wrote itself is replaced.
    folder.write("README.md", "Is <!-- value(version) -->1.0<!-- /value --> now.\n")
    _ = try docbuild("build", in: folder)
    let set = try docbuild("build", "--set", "version=1.1", in: folder)
    #expect(set.status == 0, "\(set.messages)")
    #expect(folder.text("README.md") == "Is <!-- value(version) -->1.1<!-- /value --> now.\n")
  }
}
