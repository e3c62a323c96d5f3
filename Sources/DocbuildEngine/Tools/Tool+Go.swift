import DocbuildCore
import Glibc

extension Tool {
  static let gofmt = Tool(
    "gofmt", for: ["go"], finds: "syntax errors, and lines that gofmt would write in another way",
    install: "apt-get install golang-go", programs: ["gofmt"]
  ) { run in
    switch run.start([], input: run.code.bytes, folder: "/") {
    case .failure(let trouble): return .failure(trouble)
    case .success(let done) where done.status != 0:
      let found = done.errors.findings(about: ["<standard input>"])
      return found.isEmpty ? .failure(ToolTrouble(failureOf: done)) : .success(found)
    case .success(let done):
      guard !run.code.isFragment else { return .success([]) }
      return .success(done.output.firstDifference(from: run.code.bytes))
    }
  }

  static let goVet = Tool(
    "go vet", for: ["go"], finds: "type errors, and mistakes that compile",
    install: "apt-get install golang-go", programs: ["go"], isParser: false,
    reads: { _ in .project }
  ) { run in
    // What the user's or the tree's configuration could turn off.
    let variables = [
      "GOENV": "off", "GOFLAGS": "", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0", "GOVCS": "*:off",
    ]
    if run.code.isFragment { return .success([]) }
    guard let file = run.code.file else { return vet(alone: run, variables) }
    let name = file.fileName.text
    let arguments = run.package(of: name, variables) ? ["vet", "."] : ["vet", "./" + name]
    return run.findings(arguments, variables: variables) { done in
      done.errors.vetFindings(about: name)
    }
  }

  /// A program in a fence, in a folder of its own. What it imports from elsewhere can't be had there, and is not a fault of
  /// it.
  private static func vet(alone run: Invocation, _ variables: [String: String]) -> ToolOutcome {
    var template = Array("/tmp/docbuild-vet-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { return .failure(ToolTrouble(systemMessage(errno))) }
    let made = AbsolutePath(trusted: Bytes(template.dropLast().map { UInt8(bitPattern: $0) }))
    let folder = made.real ?? made
    let file = folder.joined(Bytes("main.go".utf8))
    defer {
      _ = file.withCString { unlink($0) }
      _ = folder.withCString { rmdir($0) }
    }
    do { try OutputFile.replace(file, withBytes: run.code.bytes) } catch {
      return .failure(ToolTrouble("\(error)"))
    }
    switch run.start(["vet", "main.go"], folder: folder.text, variables: variables) {
    case .failure(let trouble): return .failure(trouble)
    case .success(let done):
      let isElsewhere = [
        "no required module", "cannot find package", "is not in GOROOT", "is not in std",
      ]
      .contains { done.errors.contains($0) }
      if done.status == 0 || isElsewhere { return .success([]) }
      let found = done.errors.vetFindings(about: "main.go")
      return found.isEmpty ? .failure(ToolTrouble(failureOf: done)) : .success(found)
    }
  }
}

extension Invocation {
  /// Whether the file belongs to a package that `go vet .` looks at: it has a module, and no build constraint leaves
  /// it out.
  fileprivate func package(of name: String, _ variables: [String: String]) -> Bool {
    let format =
      "{{range .GoFiles}}{{.}}\n{{end}}{{range .TestGoFiles}}{{.}}\n{{end}}{{range .XTestGoFiles}}{{.}}\n{{end}}"
    guard case .success(let done) = start(["list", "-e", "-f", format, "."], variables: variables),
      done.status == 0
    else { return false }
    return done.output.text.split(separator: "\n").contains { $0 == name }
  }
}

extension String {
  /// What `go vet` says of a file; type errors stand behind its own name.
  fileprivate func vetFindings(about file: String) -> [ToolFinding] {
    split(separator: "\n").map { $0.hasPrefix("vet: ") ? String($0.dropFirst(5)) : String($0) }
      .joined(separator: "\n").findings(about: ["./" + file, file])
  }
}

extension Bytes {
  /// Where this text, as a formatter wrote it, first differs from `original`.
  func firstDifference(from original: Bytes) -> [ToolFinding] {
    guard self != original else { return [] }
    let new = split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let old = original.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    let line =
      zip(new, old).enumerated().first { $0.element.0 != $0.element.1 }?.offset
      ?? Swift.min(new.count, old.count)
    let wanted = line < new.count ? new[line].text : ""
    return [
      ToolFinding(
        line: Swift.min(line + 1, Swift.max(1, old.count - 1)), column: 1,
        message: "not formatted: this line should be '\(wanted)'")
    ]
  }
}
