import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// What fences are to the tools, and how many codes are looked at in one run.
struct ToolRoundsTests {
  @Test(
    arguments: [
      ("bash", "cd <dir>", "bash", "sketch"), ("bash", "cat <<EOF >file", "bash", "fragment"),
      ("bash", "cat <in >out", "bash", "fragment"), ("bash", "make ...", "bash", "sketch"),
      ("bash", "# ...\nmake", "bash", "fragment"), ("bash", "#!/bin/sh\nmake", "bash", "program"),
      ("bash", "#!/bin/sh\n# …\nmake", "bash", "fragment"), ("bash", "$ make", "bash", "sketch"),
      ("bash", "me@host:~$ ls", "bash", "sketch"), ("bash", "echo \"$ x\"", "bash", "fragment"),
      ("bash", "x\n{\"a\": 1}", "bash", "sketch"), ("bash", "FROM a:1", "dockerfile", "program"),
      ("bash", "#!/usr/bin/env python3\n1", "python", "program"),
      ("dockerfile", "services:\n  a: b", "yaml", "fragment"),
      ("dockerfile", "docker build .", "bash", "fragment"),
      ("dockerfile", "RUN x", "dockerfile", "fragment"),
      ("json", "{\n  // x\n}", "jsonc", "fragment"), ("json", "{\"a\": 1}", "json", "fragment"),
      ("go", "package a", "go", "program"), ("go", "package a\n// ...", "go", "fragment"),
      ("go", "f(a...)", "go", "fragment"), ("go", "f(<-c)", "go", "fragment"),
      ("c", "int main(void) {}", "c", "fragment"),
      ("c", "#include <a.h>\nint main(void) {}", "c", "program"),
      ("swift", "0...5", "swift", "fragment"), ("python", "def f(): ...", "python", "fragment"),
    ])
  func standings(_ named: String, _ text: String, _ language: String, _ standing: String) {
    let code = FencedCode(
      text.split(separator: "\n").map { Bytes($0.utf8) }, language: named)
    #expect(code.language == language)
    #expect("\(code.standing)" == standing)
  }

  @Test func promptsOfPythonAreTakenAway() {
    let lines = [">>> def f():", "...     return 1", "...", ">>> f()", "1"].map { Bytes($0.utf8) }
    let code = FencedCode(lines, language: "python")
    #expect(code.bytes.text == "def f():\n    return 1\n\nf()\n\n")
    #expect(code.standing == .fragment)
  }

  /// A tool that can't bear one code among many still says what it finds in the others.
  @Test(arguments: [0, 1, 7, 12]) func oneBadCodeCostsNoOther(_ bad: Int) throws {
    let folder = try TemporaryFolder()
    let project = try Project(
      base: Bytes(folder.url.path.utf8), options: Project.Options(), environment: .process)
    let tool = Tool(
      "t", for: ["bash"], finds: "x", install: "x", programs: ["t"],
      batch: ToolBatch { batch in
        if batch.codes.contains(where: { $0.text == "bad" }) {
          return .failure(ToolTrouble("it crashed"))
        }
        return .success(
          batch.codes.map { code in
            code.text == "4"
              ? .unsure
              : .findings([ToolFinding(line: 1, column: 1, message: "\(code.text) (AB12)")])
          })
      }
    ) { run in .success([ToolFinding(line: 2, column: 1, message: "alone \(run.code.text)")]) }
    var codes = (0..<13).map { Code(language: "bash", bytes: Bytes("\($0)".utf8), file: nil) }
    codes[bad] = Code(language: "bash", bytes: Bytes("bad".utf8), file: nil)
    let runner = ToolRunner(
      project: project, settings: TestSettings(), contents: try Contents(project, Interrupt()),
      passed: PassedLog(), programs: [:], interrupt: Interrupt())
    var run = ToolRun(tool: tool, program: "/t", jobs: Array(0..<13), codes: codes)
    let said = runner.outcomes(of: run).map { (try? $0.get())?.first?.message }
    // What is left of a batch that failed, in the end one code, is run alone: all is said once, of the right code.
    let text = codes.map(\.text)
    for index in codes.indices {
      let isAlone = said[index] == "alone \(text[index])"
      #expect(isAlone || said[index] == "\(text[index]) (AB12)", "\(index)")
      if index == bad || index == 4 { #expect(isAlone, "\(index)") }
    }
    #expect(said.count { $0?.hasPrefix("alone") ?? false } <= 4)
    var silent = tool
    silent.ignored = ["AB12"]
    run = ToolRun(tool: silent, program: "/t", jobs: run.jobs, codes: codes)
    let heard = runner.outcomes(of: run).map { (try? $0.get())?.first?.message }
    #expect(heard == said.map { ($0?.hasPrefix("alone") ?? false) ? $0 : nil })
  }

  @Test(arguments: [("AB1", false), ("AB12", true), ("B12", false), ("x", true), ("", false)])
  func ignoredWords(_ word: String, _ isSaid: Bool) {
    let finding = ToolFinding(line: 1, column: 1, message: "x y (AB12)")
    #expect(finding.says(oneOf: [word]) == isSaid)
  }
}
