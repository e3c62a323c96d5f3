import DocbuildCore
import DocbuildEngine
import Foundation
import Testing

/// The JSON schema of `docbuild.toml` and the parser say the same, and what docbuild writes for programs is what
/// its format's own schema asks for. `scripts/test` installs the checker and OASIS's schema.
struct SchemaTests {
  /// The problems that check-jsonschema finds in files of a folder: from a file's name to the messages.
  private func problems(in folder: Folder, _ files: [String], schema: String) throws -> [String:
    [String]]
  {
    let checker = try #require(
      find("check-jsonschema"),
      "check-jsonschema is missing: scripts/test installs it")
    var command = Command(
      program: checker, arguments: ["--schemafile", schema, "--output-format", "json"] + files)
    command.folder = folder.path
    command.limit = 120
    let outcome = try run(command)
    #expect([0, 1].contains(outcome.status), "\(outcome.messages)")
    struct Report: Decodable {
      struct Problem: Decodable {
        let filename: String
        let message: String
      }
      let errors: [Problem]
      let unread: [Problem]?

      enum CodingKeys: String, CodingKey {
        case errors
        case unread = "parse_errors"
      }
    }
    let report = try JSONDecoder().decode(Report.self, from: Data(outcome.text.utf8))
    #expect(report.unread?.isEmpty != false, "\(report.unread ?? [])")
    return report.errors.reduce(into: [:]) { $0[$1.filename, default: []].append($1.message) }
  }

  // MARK: docbuild.toml

  private func schema() throws -> [String: Any] {
    let text = try docbuild("schema").text
    return try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func committedSchemaIsThePrinted() throws {
    let committed = try String(
      contentsOf: projectFolder.appendingPathComponent("docbuild.schema.json"), encoding: .utf8)
    try docbuild("schema").expect(prints: committed)
  }

  @Test func schemaHasTheParsersKeysAndNoOthers() throws {
    let top = try #require(try schema()["properties"] as? [String: [String: Any]])
    #expect(Set(top.keys) == Set(Configuration.keys.map(\.name)))
    let checks = try #require(top["checks"]?["properties"] as? [String: [String: Any]])
    #expect(Set(checks.keys) == Set(DiagnosticID.checks.map(\.rawValue)))
    for (id, check) in checks {
      #expect((check["description"] as? String)?.isEmpty == false, "\(id)")
    }
  }

  /// Documents that both must accept, or both refuse.
  static let documents: [(isSound: Bool, text: String)] = [
    (true, ""), (true, "templates = []\n"), (true, "templates = ['a', 'b/**/*.src']\n"),
    (false, "templates = 'a'\n"), (false, "templates = [1]\n"), (false, "template = ['a']\n"),
    (true, "in-place = ['README.md']\nexclude = ['vendor/']\nallow = ['.env']\n"),
    (false, "in_place = ['README.md']\n"), (false, "exclude = { a = 'b' }\n"),
    (false, "allow = true\n"), (true, "outputs = {}\n"),
    (true, "[outputs]\n'a.src' = 'site/a.md'\n"), (false, "[outputs]\n'a.src' = 1\n"),
    (false, "[outputs]\na.src = 'x'\n"), (false, "outputs = ['a']\n"),
    (true, "[checks]\nstale-output = 'off'\nbroken-link = 'warning'\n"),
    (false, "[checks]\nstale-outptu = 'off'\n"), (false, "[checks]\nstale-output = 'no'\n"),
    (false, "[checks]\nstale-output = true\n"), (false, "[checks]\nunknown-option = 'off'\n"),
    (true, "[prompts]\n'a$' = 'sh'\n"), (false, "[prompts]\n'a$' = ''\n"),
    (false, "[prompts]\n'a$' = \" \\t\"\n"), (false, "[prompts]\n'' = 'sh'\n"),
    (false, "[prompts]\n' ' = 'sh'\n"), (false, "[prompts]\n'a$' = 1\n"),
    (true, "[test]\ndocuments = ['docs/**']\nwrites = ['~/.x', '/run/x.sock', 'out/']\n"),
    (true, "[test]\nreads = ['src/', 'build/..tool']\n"),
    (true, "[test]\nfolder = '.'\n"), (true, "[test]\nfolder = { 'docs/**' = 'a/b' }\n"),
    (false, "[test]\nfolder = '/a'\n"), (false, "[test]\nfolder = { 'a' = '../b' }\n"),
    (false, "[test]\nfolder = ['a']\n"), (true, "[test]\nvary = { 'docs/**' = ['[0-9]+'] }\n"),
    (true, "[test]\nvary = ['[0-9]+']\n"), (false, "[test]\nvary = '[0-9]+'\n"),
    (false, "[test]\nvary = { 'a' = 'b' }\n"),
    (true, "[test.reads]\n'docs/**' = 'src/ build/tool'\n'b.md' = ['src']\n"),
    (false, "[test]\nread = ['src']\n"), (false, "[test]\ndocuments = 'docs/'\n"),
    (false, "[test]\nreads = ['/etc']\n"), (false, "[test]\nreads = ['a/../../b']\n"),
    (false, "[test.reads]\n'a' = ['..']\n"), (false, "[test]\nwrites = ['../x']\n"),
    (false, "test = ['docs/']\n"),
    (false, "prompts = 'sh'\n"), (true, "[tools]\nshellcheck = 'off'\n"),
    (true, "[tools]\nlua = 'luac -p {file}'\n\"go.mod\" = 'x'\n"),
    (true, "[tools]\nshellcheck = 'shellcheck {file}'\n'go vet' = 'off'\npython = 'off'\n"),
    (false, "[tools]\nshelcheck = 'off'\n"), (false, "[tools]\nlua = 'off'\n"),
    (true, "[tools.shellcheck]\ncommand = 'x'\n"),
    (false, "[tools]\nmdl = 'mdl {file}'\n"), (false, "[tools]\ngoxmod = 'x'\n"),
    (false, "[tools]\nlua = ''\n"), (false, "[tools]\nlua = 1\n"), (false, "[tools]\nlua = []\n"),
    (false, "[tools]\n'' = 'off'\n"), (false, "tools = 'off'\n"),
    (true, "[tools.mdl]\ncommand = 'mdl {file}'\nlanguages = ['markdown']\ninstall = 'x'\n"),
    (true, "[tools.lua]\ncommand = 'x'\n"), (false, "[tools.mdl]\ncommand = 'x'\n"),
    (false, "[tools.mdl]\nlanguages = ['markdown']\n"),
    (false, "[tools.mdl]\ncommand = ' '\nlanguages = ['markdown']\n"),
    (false, "[tools.lua]\ncommand = 'x'\nlanguages = []\n"),
    (false, "[tools.lua]\ncommand = 'x'\nlanguages = ['luaa']\n"),
    (false, "[tools.lua]\ncommand = 'x'\nlanguages = 'lua'\n"),
    (false, "[tools.lua]\ncommand = 'x'\ninstall = ''\n"),
    (false, "[tools.lua]\ncommand = 'x'\ncomment = 'y'\n"),
  ]

  @Test(.needs("check-jsonschema")) func parserAndSchemaAgree() throws {
    let folder = Folder()
    var names: [String] = []
    for (number, document) in SchemaTests.documents.enumerated() {
      names.append("\(number).toml")
      folder.write("\(number).toml", document.text)
    }
    let found = try problems(
      in: folder, names, schema: projectFolder.appendingPathComponent("docbuild.schema.json").path)
    for (name, document) in zip(names, SchemaTests.documents) {
      let parsed = Result {
        try Configuration.parse(
          Source(name: name, bytes: Bytes(document.text.utf8)),
          checks: DiagnosticID.checks)
      }
      let isParsed = (try? parsed.get()) != nil
      #expect(isParsed == document.isSound, "the parser: \(document.text)")
      #expect(
        (found[name] == nil) == document.isSound,
        "the schema: \(document.text) \(found[name] ?? [])")
    }
  }

  // MARK: SARIF

  @Test(.needs(file: "/usr/local/lib/docbuild/sarif-2.1.0.json"), .needs("check-jsonschema"))
  func sarif() throws {
    let folder = Folder([
      "a.go": "// #region one\nA\n// #endregion\n", "sound/b.src": "text\n", "sound/b.md": "text\n",
      "empty/readme.txt": "nothing\n",
      // Places with and without lines, notes, fix-its, names that a URI can't hold as they are.
      "many/a b%é.src": "# T\n\n<!-- include(../a.go region=on) -->\n\n<!--include(x)-->\n",
      "many/c.src": "é\t<!-- include(no) -->\n<!-- include(none.txt) -->\n",
      "many/d.src": "<!-- \\include(x) -->\n\n[x](none.md)\n\n### Deep\n\n![](e.png)\n",
      "many/e.md": "<!-- embed(x) -->\n",
      "many/f.src": "\0<!-- \\include(x) -->\n",
      "many/g.src": "<!-- \\include(x) -->\n\u{202E}x\n\n```\n\u{202E}\n```\n",
    ])
    var files: [String] = []
    for part in ["sound", "empty", "many"] {
      let outcome = try project("check", "--format", "sarif", part, in: folder)
      outcome.expect(part == "many" ? 1 : 0)
      let log = try #require(
        JSONSerialization.jsonObject(with: Data(outcome.text.utf8)) as? [String: Any])
      let runs = try #require(log["runs"] as? [[String: Any]])
      let results = try #require(runs.first?["results"] as? [Any])
      #expect(part == "many" ? results.count > 8 : results.isEmpty, "\(outcome.text)")
      folder.write("\(part).sarif", outcome.text)
      files.append("\(part).sarif")
    }
    // A log that the schema must refuse, so that it is known to look.
    folder.write(
      "wrong.sarif",
      folder.text("many.sarif").replacing("\"level\" : \"error\"", with: "\"level\" : \"grave\""))
    #expect(folder.text("wrong.sarif") != folder.text("many.sarif"))
    let schema = "/usr/local/lib/docbuild/sarif-2.1.0.json"
    let found = try problems(in: folder, files + ["wrong.sarif"], schema: schema)
    for file in files { #expect(found[file] == nil, "\(found[file] ?? [])") }
    #expect(found["wrong.sarif"]?.isEmpty == false)
  }

  // MARK: JUnit

  @Test(.needs("xmllint"), .needs(file: "/usr/local/lib/docbuild/junit-10.xsd")) func junit() throws
  {
    let folder = Folder([
      "a.go": "// #region one\nA\n// #endregion\n", "b.src": "<!-- \\include(x) -->\n",
      "c d.src": "<!-- include(a.go region=on) -->\n\u{1}\u{202E}\n\n[<&\"](x'y.md)\n",
      "e.src": "<!-- include(a.go elide) -->\n",
    ])
    let schema = "/usr/local/lib/docbuild/junit-10.xsd"
    let xmllint = try #require(find("xmllint"), "xmllint is missing: scripts/test installs it")
    for command in ["check", "build"] {
      let outcome = try project(command, "--format", "junit", in: folder)
      outcome.expect(1)
      #expect(outcome.text.contains("<failure") && outcome.text.contains("<system-out>"))
      for isRight in [true, false] {
        // What the schema must refuse, so that it is known to look.
        folder.write(
          "out.xml", isRight ? outcome.text : outcome.text.replacing("<testcase ", with: "<test "))
        var check = Command(
          program: xmllint, arguments: ["--nonet", "--noout", "--schema", schema, "out.xml"])
        check.folder = folder.path
        let checked = try run(check)
        #expect((checked.status == 0) == isRight, "\(checked.messages)")
      }
    }
  }
}
