import Foundation
import Glibc
import Testing

/// `docbuild test` of embedded sources and of code in fences, by real tools.
struct ToolCheckTests {
  private func test(_ files: [String: String], _ arguments: String...) throws -> Outcome {
    var command = docbuildCommand(
      ["test", "--format", "line", "--skip-missing"] + arguments, in: Folder(files))
    // The compilers may be anywhere.
    command.environment["PATH"] = ProcessInfo.processInfo.environment["PATH"]
    return try run(command)
  }

  private func embedding(_ name: String, _ text: String) -> [String: String] {
    ["a.src": "<!-- include(\(name) lines=1 fence) -->\n", name: text]
  }

  /// A source that is shown by its first line only, what must be found, and where.
  @Test(arguments: [
    ("x.go", "package x\n\nfunc  f() {}\n", "3:1: error: gofmt: not formatted", "gofmt"),
    ("x.go", "package x\n\nfunc f() {\n", "3:1: error: gofmt: expected '}', found 'EOF'", "gofmt"),
    (
      "x.go", "package x\n\nimport \"fmt\"\n\nfunc f() { fmt.Printf(\"%d\", \"x\") }\n",
      "5:12: error: go vet: fmt.Printf format %d has arg", "go"
    ),
    (
      "x.go", "//go:build none\n\npackage x\n\nfunc f() { var y int }\n",
      "5:16: error: go vet: y declared", "go"
    ),
    ("x.sh", "#!/bin/sh\nif true; then\n  echo a\n", "3:3: error: bash: syntax error", "bash"),
    ("x.sh", "#!/bin/sh\necho $1\n", "2:6: error: shellcheck: Double quote", "shellcheck"),
    ("x.py", "x = 1\nif x:\n", "2:6: error: python: expected an indented block", "python3"),
    ("x.json", "{\n  \"a\": 1,\n}\n", "3:1: error: json: Expecting property name", "python3"),
    ("x.json", "{\"a\": 1, \"a\": 2}\n", "1:1: error: json: the key 'a' is there twice", "python3"),
    ("x.yaml", "a: 1\nb: [1\n", "2:1: error: yamllint: syntax error", "yamllint"),
    (
      "x.c", "#include <stdio.h>\nint main(void) { return 0 }\n",
      "2:26: error: clang: expected ", "clang"
    ),
    ("x.js", "let a = 1;\nlet b = (1;\n", "2:11: error: node: SyntaxError", "node"),
    ("x.js", "import a from 'b';\nlet b = (1;\n", "2:11: error: node: SyntaxError", "node"),
    ("x.swift", "let a = 1\nlet b =\n", "2:8: error: swiftc: expected initial value", "swiftc"),
    (
      "Dockerfile", "FROM debian:12\nRUN cd /tmp\n", "2:1: error: hadolint: Use WORKDIR", "hadolint"
    ),
  ])
  func findings(_ name: String, _ text: String, _ finding: String, _ program: String) throws {
    guard find(program) != nil else {
      if everythingIsTested { Issue.record("'\(program)' is missing") }
      return
    }
    let outcome = try test(embedding(name, text))
    outcome.expect(1)
    let wanted = "\(name):\(finding)"
    #expect(outcome.messages.contains(wanted), "\(outcome.messages)")
    #expect(outcome.ids.allSatisfy { $0 == "tool-finding" })
  }

  @Test(arguments: [
    ("x.go", "package x\n\nfunc f() {}\n"), ("x.sh", "#!/bin/bash\necho \"$1\"\n"),
    ("x.py", "print(1)\n"), ("x.json", "{\"a\": [1, null]}\n"), ("x.yaml", "a: [1]\n"),
    ("x.c", "int main(void) { return 0; }\n"), ("x.js", "export default 1;\n"),
    ("x.swift", "print(1)\n"), ("x.txt", "$ if (\n"),
    ("x.cpp", "int main() { auto a = 1; return a; }\n"),
  ])
  func soundSources(_ name: String, _ text: String) throws {
    try test(embedding(name, text)).expect(0)
  }

  @Test(.needs("shellcheck")) func documentsThatShowItAreNamed() throws {
    let folder = Folder([
      "a.src": "<!-- include(x.sh fence) -->\n", "b.md": "<!-- embed(x.sh) -->\n",
      "x.sh": "#!/bin/sh\necho $1\n",
    ])
    let outcome = try docbuild("test", "--skip-missing", in: folder)
    outcome.expect(1)
    #expect(outcome.ids == ["tool-finding"])
    #expect(outcome.messages.contains("a.src:1:14: note: shown here"), "\(outcome.messages)")
    #expect(outcome.messages.contains("b.md:1:12: note: shown here"))
  }

  @Test(.needs("shellcheck"), .needs("go")) func whatTheAuthorWrote() throws {
    let page = """
      ```bash
      #!/bin/bash
      echo $1
      ```
      ```sh
      cd src && if
      ```
      ```sh
      cd "$dir"
      ```
      ```go
      package main

      func main() { x }
      ```
      ```go
      x := server.Start()
      ```
      ```go
      func main() { ... }
      ```
      ```json
      { "a": 1, … }
      ```
      ```text
      if (
      ```
      """
    let folder = Folder(["README.md": page + "\n"])
    let outcome = try docbuild("test", "--sketches", in: folder)
    outcome.expect(1)
    let problems = outcome.messages.split(separator: "\n").filter { $0.contains(": error: ") }
    try #require(problems.count == 2, "\(outcome.messages)")
    #expect(problems[0].hasPrefix("README.md:3:6: error: shellcheck"))
    #expect(problems[1].hasPrefix("README.md:14:15: error: go vet: und"), "\(problems)")
    #expect(outcome.messages.contains("2 programs, 2 fragments, 3 sketches"), "\(outcome.messages)")
    for line in [6, 20, 23] {
      #expect(outcome.messages.contains("README.md:\(line):1: a sketch"))
    }
  }

  @Test(.needs("shellcheck"), .needs("go")) func configurationInTheTreeTurnsNothingOff() throws {
    var files = embedding("x.sh", "#!/bin/sh\necho $1\n")
    files[".shellcheckrc"] = "disable=all\n"
    let outcome = try test(files)
    outcome.expect(1)
    #expect(outcome.ids.sorted() == ["tool-configuration", "tool-finding"])
    #expect(
      outcome.messages.contains(".shellcheckrc: warning: 'shellcheck' does not read this file"))
    var go = embedding(
      "x.go", "package x\n\nimport \"fmt\"\n\nfunc f() { fmt.Printf(\"%d\", \"x\") }\n")
    go["go.env"] = "GOFLAGS=-vet=off\n"
    go["go.mod"] = "module x\n\ngo 1.19\n"
    var command = docbuildCommand(["test", "--format", "line"], in: Folder(go))
    command.environment["GOFLAGS"] = "-tags=none"
    try run(command).expect(1)
  }

  @Test func aMissingToolIsAFailure() throws {
    let folder = Folder(embedding("x.lua", "x\n"))
    folder.write("docbuild.toml", "[tools]\nlua = \"docbuild-nonesuch -p {file}\"\n")
    let outcome = try docbuild("test", in: folder)
    outcome.expect(2)
    #expect(outcome.ids == ["tool-missing"])
    #expect(outcome.messages.contains("'docbuild-nonesuch' is needed to check lua"))
    let skipped = try docbuild("test", "--skip-missing", in: folder)
    skipped.expect(0)
    #expect(skipped.messages.contains("skipped 1: needs docbuild-nonesuch"), "\(skipped.messages)")
  }

  @Test func toolsOfTheConfiguration() throws {
    var files = embedding("x.lua", "one\ntwo bad\n")
    files["docbuild.toml"] = """
      [tools]
      shellcheck = "off"
      [tools.words]
      command = "grep -Hn bad {file} && exit 1 || exit 0"
      languages = ["lua"]
      """
    let outcome = try test(files)
    outcome.expect(1)
    #expect(outcome.messages == "x.lua:2:1: error: words: two bad [tool-finding]\n")
    files["x.lua"] = "one\ntwo\n"
    files["b.src"] = "<!-- include(x.sh fence) -->\n"
    files["x.sh"] = "#!/bin/sh\necho $1\n"
    try test(files).expect(0)
  }

  @Test(.needs("shellcheck")) func oneRemarkIsIgnored() throws {
    var files = embedding("x.sh", "#!/bin/sh\necho $1\ncd x\n")
    files["docbuild.toml"] = "[tools.shellcheck]\nignore = [\"SC2086\"]\n"
    let outcome = try test(files)
    outcome.expect(1)
    #expect(outcome.messages.contains("SC2164") && !outcome.messages.contains("SC2086"))
    files["docbuild.toml"] = "[tools.shellcheck]\nignore = [\"SC2086\", \"SC2164\"]\n"
    try test(files).expect(0)
    files["docbuild.toml"] = "[tools.words]\nignore = [\"SC2086\"]\n"
    let other = try test(files)
    other.expect(1)
    #expect(other.messages.contains("[invalid-configuration]"), "\(other.messages)")
  }

  @Test func aToolThatHangsOrPrintsWithoutEndIsStopped() throws {
    var files = embedding("x.lua", "one\n")
    files["docbuild.toml"] = "[tools]\nlua = \"yes {file}\"\n"
    let outcome = try test(files)
    outcome.expect(1)
    #expect(outcome.messages.contains("it prints more than 16 MiB"), "\(outcome.messages)")
  }

  @Test func whatAToolLeavesRunningEndsToo() throws {
    let mark = "33\(getpid())"
    var files = embedding("x.lua", "one\n")
    files["docbuild.toml"] = """
      [tools]
      lua = "setsid sh -c 'sleep \(mark) & sleep \(mark) &' >/dev/null 2>&1 <&1; : {file}"
      """
    try test(files).expect(0)
    #expect(processes(with: mark) == [])
  }

  @Test func eitherHalfAlone() throws {
    var files = embedding("x.lua", "one\n")
    files["docbuild.toml"] = "[tools]\nlua = \"echo {file}:1:1: bad; false\"\n"
    files["b.md"] = "<!-- test(name=b) -->\n```console\n$ false\n```\n"
    #expect(try test(files).ids == ["status-mismatch", "tool-finding"])
    #expect(try test(files, "--no-transcripts").ids == ["tool-finding"])
    #expect(try test(files, "--no-tools").ids == ["status-mismatch"])
    // What would be wrong with a transcript is not said where none is run.
    files["b.md"] = "<!-- test(name=b) -->\n```console\nmake all\n```\n"
    #expect(Set(try test(files).ids) == ["tool-finding", "unknown-prompt"])
    #expect(try test(files, "--no-transcripts").ids == ["tool-finding"])
  }

  @Test func passedToolsAreKept() throws {
    var files = embedding("x.lua", "one\n")
    let log = "/tmp/docbuild-\(getpid())-tool"
    defer { unlink(log) }
    files["docbuild.toml"] = "[tools]\nlua = \"sh -c 'echo run >> \(log)' {file}\"\n"
    let folder = Folder(files)
    func runs() -> Int {
      ((try? String(contentsOfFile: log, encoding: .utf8)) ?? "").split(separator: "\n").count
    }
    for expected in [1, 1] {
      try docbuild("test", in: folder).expect(0)
      #expect(runs() == expected)
    }
    folder.write("x.lua", "two\n")
    try docbuild("test", in: folder).expect(0)
    #expect(runs() == 2)
    try docbuild("test", "--no-cache", in: folder).expect(0)
    #expect(runs() == 3)
  }
}
