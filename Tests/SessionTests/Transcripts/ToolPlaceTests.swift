import Foundation
import Testing

/// Where tools' findings stand: each counts columns in a unit of its own.
struct ToolPlaceTests {
  private func test(_ files: [String: String]) throws -> Outcome {
    var command = docbuildCommand(
      ["test", "--format", "line", "--skip-missing"], in: Folder(files))
    command.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    return try run(command)
  }

  /// Lines with letters of two bytes and of four before what is wrong; columns are in bytes.
  @Test(arguments: [
    ("x.py", "x = 'é😀' + )\n", "1:16: error: python:", "python3"),
    ("x.json", "{\"é😀\": 1,}\n", "1:14: error: json:", "python3"),
    ("x.yaml", "a: {é😀: 1, é😀: 2}\n", "1:16: error: yamllint:", "yamllint"),
    ("x.js", "let a = 'é😀' + ) + 1;\n", "1:20: error: node:", "node"),
    ("x.sh", "#!/bin/sh\necho 'é😀' $1\n", "2:15: error: shellcheck:", "shellcheck"),
    ("x.swift", "let a = \"é😀\" + ;\n", "1:20: error: swiftc:", "swiftc"),
    ("x.go", "package x\n\nvar a = \"é😀\" + )\n", "3:20: error: gofmt:", "gofmt"),
    ("x.c", "char *a = \"é😀\" \"\" ) ;\n", "1:23: error: clang:", "cc"),
  ])
  func columnsAreBytes(_ name: String, _ text: String, _ found: String, _ program: String) throws {
    guard find(program) != nil else {
      if everythingIsTested { Issue.record("'\(program)' is missing") }
      return
    }
    let outcome = try test([
      "a.md": "<!-- embed(\(name)) -->\n```\n\(text)```\n<!-- /embed -->\n", name: text,
    ])
    #expect(outcome.messages.contains("\(name):\(found)"), "\(outcome.messages)")
  }

  /// The findings of a line come in its order.
  @Test(.needs("shellcheck")) func findingsOfALineAreInOrder() throws {
    let text = "#!/bin/sh\necho $1 $2 $3; cd $4\n"
    let outcome = try test(["a.md": "<!-- embed(x.sh) -->\n", "x.sh": text])
    let columns = outcome.messages.split(separator: "\n").compactMap { line in
      line.hasPrefix("x.sh:2:") ? Int(line.dropFirst(7).prefix { $0 != ":" }) : nil
    }
    #expect(columns.count > 3 && columns == columns.sorted(), "\(outcome.messages)")
  }

  /// What a tool says though it ends with status 0 is a warning, each time.
  @Test func remarksOfToolsThatSucceed() throws {
    let folder = Folder([
      "docbuild.toml": "[tools]\nlua = \"grep -Hn bad {file}; true\"\n",
      "a.md": "<!-- embed(x.lua) -->\n```lua\nbad\n```\n<!-- /embed -->\n", "x.lua": "bad\n",
    ])
    for _ in 0..<2 {
      let outcome = try docbuild("test", "--format", "line", in: folder)
      outcome.expect(0)
      #expect(outcome.messages.contains("x.lua:1:1: warning: lua: bad"), "\(outcome.messages)")
    }
  }
}
