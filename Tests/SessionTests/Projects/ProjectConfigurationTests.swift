import Glibc
import Testing

/// What `docbuild.toml` says, key by key, and what is wrong with it.
struct ProjectConfigurationTests {
  private func folder(_ configuration: String) -> Folder {
    Folder([
      "docbuild.toml": configuration, "one.txt": "one\n", "a.src": "<!-- include(one.txt) -->\n",
      "docs/b.src": "<!-- include(../one.txt) -->\n",
      "docs/c.txt": "<!-- include(../one.txt) -->\n",
      "page.md": "<!-- embed(one.txt) -->\n", "docs/d.md": "<!-- embed(../one.txt) -->\n",
    ])
  }

  private func built(_ configuration: String, sourceLocation: SourceLocation = #_sourceLocation)
    throws -> Folder
  {
    let folder = folder(configuration)
    let outcome = try project("build", in: folder)
    outcome.expect(0, sourceLocation: sourceLocation)
    return folder
  }

  /// Which of the documents were made anew.
  private func made(_ folder: Folder) -> [String] {
    ["a.md", "docs/b.md", "docs/c.txt", "docs/c.md", "docs/d.md", "page.md", "site/a.md"].filter {
      folder.text($0).contains("one\n")
    }
  }

  @Test func emptyFileChangesNothing() throws {
    #expect(made(try built("")) == ["a.md", "docs/b.md", "docs/d.md", "page.md"])
  }

  @Test func templates() throws {
    #expect(
      made(try built("templates = ['docs/**/*.src']\n")) == ["docs/b.md", "docs/d.md", "page.md"])
    #expect(made(try built("templates = []\n")) == ["docs/d.md", "page.md"])
  }

  @Test func inPlace() throws {
    #expect(made(try built("in-place = ['page.md']\n")) == ["a.md", "docs/b.md", "page.md"])
    #expect(made(try built("in-place = []\n")) == ["a.md", "docs/b.md"])
  }

  @Test func exclude() throws {
    #expect(made(try built("exclude = ['docs/']\n")) == ["a.md", "page.md"])
    #expect(made(try built("exclude = ['*.src', 'docs/d.md']\n")) == ["page.md"])
  }

  @Test func outputs() throws {
    let folder = try built("[outputs]\n'a.src' = 'site/a.md'\n")
    #expect(made(folder) == ["docs/b.md", "docs/d.md", "page.md", "site/a.md"])
    #expect(!folder.exists("a.md"))
    // Links and paths are the template's, wherever its output is.
    #expect(folder.text("site/a.md") == "one\n")
    folder.write("docbuild.toml", "[outputs]\n'a.src' = 'other/new/a.md'\n")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(0)
    #expect(folder.text("other/new/a.md") == "one\n")
  }

  @Test func outputsBeyondTheRootAreRefused() throws {
    let outer = Folder(["in/one.txt": "one\n", "in/a.src": "text\n"])
    for target in ["../a.md", outer.at("a.md"), "x/../../a.md"] {
      outer.write("in/docbuild.toml", "[outputs]\n'a.src' = '\(target)'\n")
      let outcome = try project("build", in: outer, at: "in")
      outcome.expect(1)
      #expect(outcome.ids == ["refused-output"], "\(target)")
      #expect(outer.names == ["in"])
    }
  }

  @Test func allow() throws {
    let folder = Folder(["examples/.env": "A=1\n", "a.src": "<!-- include(examples/.env) -->\n"])
    folder.write("docbuild.toml", "")
    let outcome = try project("build", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["refused-file"])
    folder.write("docbuild.toml", "allow = ['examples/.env']\n")
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.text("a.md") == "A=1\n")
  }

  /// One language for all keys: what fits in `exclude` fits in `allow`.
  @Test(arguments: [
    "sub/deep/.env", ".env", "**/.env", "sub/", "./sub/deep/.env", "sub/**", "*env",
  ]) func allowSpeaksOfPathsAsOtherKeysDo(_ pattern: String) throws {
    let folder = Folder([
      "docbuild.toml": "allow = ['\(pattern)']\n", "sub/deep/.env": "A=1\n",
      "a.src": "<!-- include(sub/deep/.env) -->\n",
    ])
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    folder.write("docbuild.toml", "exclude = ['\(pattern)']\n")
    let outcome = try project("build", "--force", in: folder)
    #expect(outcome.ids == ["refused-file"])
  }

  @Test(arguments: [("error", 1), ("warning", 0), ("off", 0)])
  func checks(_ severity: String, _ status: Int) throws {
    let folder = Folder([
      "docbuild.toml": "templates = ['*.src']\n[checks]\nstale-output = '\(severity)'\n",
      "a.src": "text\n",
    ])
    let outcome = try project("check", "--format", "line", in: folder)
    outcome.expect(status)
    #expect(outcome.ids == (severity == "off" ? [] : ["stale-output"]))
    #expect(outcome.lines(with: ": \(severity): ").count == (severity == "off" ? 0 : 1))
  }

  @Test func checkOfUnusedRegions() throws {
    let folder = Folder([
      "x.go": "// #region used\nA\n// #endregion\n// #region lost\nB\n// #endregion\n",
      "a.src": "<!-- include(x.go region=used) -->\n",
    ])
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    #expect(try project("check", in: folder).ids.isEmpty)
    folder.write("docbuild.toml", "[checks]\nunused-region = 'error'\n")
    let outcome = try project("check", "--format", "line", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["unused-region"])
    #expect(outcome.lines(with: "x.go:4:").count == 1)
    #expect(outcome.messages.contains("'lost'"))
  }

  struct Mistake: Sendable, CustomTestStringConvertible {
    let text: String
    let place: String
    let says: [String]
    var testDescription: String { text }
  }

  static let mistakes = [
    Mistake(
      text: "exclude = []\nexlude = ['x']\n", place: "docbuild.toml:2:1:",
      says: ["'exlude'", "'exclude'"]),
    Mistake(
      text: "  template = []\n", place: "docbuild.toml:1:3:", says: ["'template'", "'templates'"]),
    Mistake(
      text: "\nquite-other = 1\n", place: "docbuild.toml:2:1:", says: ["expected one of templates"]),
    Mistake(
      text: "[checks]\nstale-outptu = 'error'\n", place: "docbuild.toml:2:1:",
      says: ["'stale-output'"]),
    Mistake(
      text: "[checks]\nstale-output = 'eror'\n", place: "docbuild.toml:2:1:",
      says: ["\"eror\"", "\"error\""]),
    Mistake(
      text: "[checks]\nstale-output = true\n", place: "docbuild.toml:2:1:", says: ["'checks' takes"]
    ),
    Mistake(
      text: "# x\nexclude = 'docs/'\n", place: "docbuild.toml:2:1:",
      says: ["'exclude' takes a list"]),
    Mistake(text: "exclude = [1]\n", place: "docbuild.toml:1:1:", says: ["'exclude' takes a list"]),
    Mistake(
      text: "in-place = true\n", place: "docbuild.toml:1:1:", says: ["'in-place' takes a list"]),
    Mistake(
      text: "outputs = ['a']\n", place: "docbuild.toml:1:1:", says: ["'outputs' takes a table"]),
    Mistake(text: "exclude = []\nexclude = []\n", place: "docbuild.toml:2:", says: ["exclude"]),
    Mistake(text: "exclude = ['a'\ntemplates = []\n", place: "docbuild.toml:2:1:", says: []),
    Mistake(text: "exclude = []\n\n  = 3\n", place: "docbuild.toml:3:", says: []),
    Mistake(
      text: "[outputs]\n'a.src' = 1\n", place: "docbuild.toml:2:2:", says: ["'outputs' takes"]),
    Mistake(
      text: "checks = { stale-outptu = 'error' }\n", place: "docbuild.toml:1:12:",
      says: ["'stale-outptu'"]),
    Mistake(
      text: "checks.stale-outptu = 'error'\n", place: "docbuild.toml:1:8:",
      says: ["'stale-outptu'"]),
    // Prompts and tools.
    Mistake(text: "prompts = []\n", place: "docbuild.toml:1:1:", says: ["'prompts' takes a table"]),
    Mistake(
      text: "[prompts]\n'a$' = 'sh'\n\"b\\u0024\" = ' '\n", place: "docbuild.toml:3:2:",
      says: ["'b$' is empty"]),
    Mistake(
      text: "[prompts]\n'' = 'sh'\n", place: "docbuild.toml:2:2:", says: ["the prompt is empty"]),
    Mistake(
      text: "[prompts]\n'>' = 'sh'\n", place: "docbuild.toml:2:2:",
      says: ["'>' goes on with a command"]),
    Mistake(
      text: "[prompts]\n'a$' = ['sh']\n", place: "docbuild.toml:2:2:",
      says: ["'prompts' takes a table"]),
    Mistake(text: "tools = 'off'\n", place: "docbuild.toml:1:1:", says: ["'tools' takes a table"]),
    Mistake(text: "[tools]\nlua = ''\n", place: "docbuild.toml:2:1:", says: ["'lua' is empty"]),
    Mistake(text: "[tools]\nlua = true\n", place: "docbuild.toml:2:1:", says: ["'lua' takes"]),
    Mistake(
      text: "[tools]\nmdl = 'mdl {file}'\n", place: "docbuild.toml:2:1:",
      says: ["no language 'mdl'", "'languages'"]),
    Mistake(
      text: "[tools.lua]\ninstall = 'x'\n", place: "docbuild.toml:1:8:", says: ["no command"]),
    Mistake(
      text: "[tools.lua]\ncommand = ' '\n", place: "docbuild.toml:2:1:",
      says: ["'command' is empty"]),
    Mistake(
      text: "command = 1\n[tools.lua]\ncommand = 'x'\n", place: "docbuild.toml:1:1:", says: []),
    // The same key elsewhere does not lead astray.
    Mistake(
      text: "[prompts]\ncomand = 'x'\n[tools.lua]\ncomand = 'x'\n", place: "docbuild.toml:4:1:",
      says: ["'comand'", "'command'"]),
    Mistake(
      text: "tools = { mdl = { command = 'x', languages = 'go' } }\n", place: "docbuild.toml:1:34:",
      says: ["'languages' takes a list"]),
    Mistake(
      text: "[tools.lua]\ncommand = 'x'\nlanguages = ['go', 'markdwon']\n",
      place: "docbuild.toml:3:1:", says: ["language 'markdwon'", "'markdown'"]),
    Mistake(
      text: "[tools.lua]\ncommand = 'x'\nlanguages = []\n", place: "docbuild.toml:3:1:",
      says: ["no language"]),
    Mistake(
      text: "tools.lua.command = 'x'\ntools.lua.install = 3\n", place: "docbuild.toml:2:11:",
      says: ["'install' takes a command"]),
    // A key that begins as another one does.
    Mistake(text: "templates = []\ntemp = []\n", place: "docbuild.toml:2:1:", says: ["'temp'"]),
  ]

  @Test(arguments: mistakes) func mistake(_ mistake: Mistake) throws {
    let folder = folder(mistake.text)
    for command in ["build", "check", "refs"] {
      let outcome = try project(command, in: folder)
      outcome.expect(1)
      #expect(outcome.ids == ["invalid-configuration"], "\(outcome.messages)")
      #expect(outcome.messages.hasPrefix(mistake.place), "\(outcome.messages)")
      for text in mistake.says { #expect(outcome.messages.contains(text), "\(outcome.messages)") }
      #expect(!folder.exists("a.md"))
    }
  }

  @Test func fromASubfolderPathsStayTheUsers() throws {
    let folder = folder("exlude = []\n")
    let outcome = try project("build", in: folder, at: "docs")
    outcome.expect(1)
    #expect(outcome.messages.hasPrefix("../docbuild.toml:1:1: "), "\(outcome.messages)")
  }
}
