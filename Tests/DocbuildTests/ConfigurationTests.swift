import DocbuildCore
import DocbuildEngine
import Testing

/// What a `docbuild.toml` comes to, for the parts that other commands read from it.
struct ConfigurationTests {
  private func read(_ text: String) throws -> Configuration {
    try Configuration.parse(Source(name: "docbuild.toml", bytes: Bytes(text.utf8)))
  }

  /// All that is wrong is told, in the order of the lines.
  @Test func allProblemsAtOnce() throws {
    let text = """
      colour = 1
      dialect = 7
      [values]
      a = "x\\ny"
      b = 3
      c = { git = "none" }
      d = "sound"
      [regions]
      x = { opne = "@begin {}", close = "@end {}" }
      y = { open = "a{}", close = "b{}" }
      [checks]
      bogus = "off"
      broken-link = "never"
      [check]
      reader = 5
      wrong = true
      [tools]
      shellcheck = 3
      nothing = "x"
      [outputs]
      "a.src" = "a.md"
      "b.src" = 4

      """
    let error = #expect(throws: DiagnosticError.self) { try read(text) }
    let lines = error?.diagnostics.map(\.place.line) ?? []
    #expect(lines == [1, 2, 4, 5, 6, 9, 10, 12, 13, 15, 16, 18, 19, 22])
  }

  /// It would leave out the root, and so everything.
  @Test(arguments: ["templates", "in-place", "exclude"]) func anEmptyPattern(_ key: String) {
    let error = #expect(throws: DiagnosticError.self) { try read("\n\(key) = [\"a\", \" \"]\n") }
    #expect(error?.diagnostic.place.line == 2)
    #expect(error?.diagnostic.message.hasPrefix("a pattern in '\(key)' is empty") ?? false)
  }

  @Test func nothingSaid() throws {
    let found = try read("")
    #expect(found.prompts.isEmpty)
    #expect(found.tools.isEmpty)
    #expect(found.templates == nil && found.outputs == nil && found.checks == Severities())
  }

  @Test func prompts() throws {
    let found = try read(
      """
      [prompts]
      "ubuntu@node-2:~$" = "hosts shell node-2"
      'C:\\>' = "wine cmd"
      """)
    #expect(
      found.prompts == ["ubuntu@node-2:~$": "hosts shell node-2", "C:\\>": "wine cmd"])
  }

  @Test func tools() throws {
    let found = try read(
      """
      [tools]
      shellcheck = "off"
      lua = "luac -p {file}"
      [tools.mdl]
      command = "mdl {file}"
      languages = ["markdown"]
      install = "gem install mdl"
      [tools.go]
      command = "gofmt -e"
      """)
    #expect(
      found.tools == [
        ToolSetting(
          name: "go", use: .run(command: "gofmt -e", languages: ["go"], install: nil)),
        ToolSetting(
          name: "lua",
          use: .run(command: "luac -p {file}", languages: ["lua"], install: nil)),
        ToolSetting(
          name: "mdl",
          use: .run(
            command: "mdl {file}", languages: ["markdown"], install: "gem install mdl")),
        ToolSetting(name: "shellcheck", use: .off),
      ])
  }

  /// Places stay right behind whatever a document may hold before the key.
  @Test(arguments: [
    "# tools.x\n", "exclude = ['#', \"[tools]\",\n  # ]\n  '\\', ]\n",
    "exclude = ['''\nx = '1' ''''', \"\"\"a\\\"\"\"\"\"\"]\n",
    "[prompts]\n\"a = \\\"[b\" = 'x = {'\n", "prompts = { \"}\" = '}', a = \"]\" }\n",
    "[ prompts ] # [tools]\n 'a' = \"b\"\n", "[outputs]\r\n  'a.src' = 'x'\n",
  ]) func placesBehind(_ text: String) throws {
    let line = text.utf8.count { $0 == UInt8(ascii: "\n") } + 1
    do {
      _ = try read("\(text)[tools]\n  lua = 1\n")
      Issue.record("the mistake was not found")
    } catch let problem as DiagnosticError {
      #expect(problem.diagnostic.place.line == line + 1, "\(problem.diagnostic)")
      #expect(problem.diagnostic.place.column == 3)
      #expect(problem.diagnostic.place.length == 3)
    }
  }
}
