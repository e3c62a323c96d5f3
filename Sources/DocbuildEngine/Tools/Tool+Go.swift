import DocbuildCore
import Glibc

extension Tool {
  static let gofmt = Tool(
    "gofmt", for: ["go"], finds: "syntax errors, and lines that gofmt would write in another way",
    install: "apt-get install golang-go", programs: ["gofmt"],
    batch: ToolBatch(most: 300) { batch in
      batch.isOfFragments ? parse(fragments: batch) : findUnformatted(in: batch)
    }
  ) { run in
    switch run.start([], input: run.code.bytes, folder: "/") {
    case .failure(let trouble): return .failure(trouble)
    case .success(let done) where done.status != 0:
      let found = done.errors.findings(about: ["<standard input>"])
      return found.isEmpty ? .failure(ToolTrouble(failureOf: done)) : .success(found)
    case .success(let done):
      // How code is laid out on a page is the page's own affair.
      guard run.code.file != nil else { return .success([]) }
      return .success(done.output.firstDifference(from: run.code.bytes))
    }
  }

  /// Tells files that gofmt would leave as they are from others.
  private static func findUnformatted(in batch: BatchRun) -> Result<
    [ToolBatch.Verdict], ToolTrouble
  > {
    batch.onFiles(ending: ".go") { ["-l"] + $0 }.flatMap { done in
      guard done.errors.utf8.count < Invocation.mostErrors else { return .failure(.cutShort) }
      var verdicts = batch.verdicts(in: done.errors, ending: ".go")
      for name in done.output.text.split(separator: "\n") {
        guard let number = Int(name.dropLast(3)), verdicts.indices ~= number,
          batch.codes[number].file != nil
        else { continue }
        verdicts[number] = .unsure
      }
      return .success(verdicts)
    }
  }

  /// Parses fragments in the three forms that gofmt tries on its standard input: a file, declarations, statements.
  private static func parse(fragments batch: BatchRun) -> Result<[ToolBatch.Verdict], ToolTrouble> {
    let forms = [("", ""), ("package p; ", ""), ("package p; func _() { ", "\n\n}\n")]
    let files = batch.codes.enumerated().flatMap { index, code in
      forms.enumerated().map { form, around in
        (
          name: "\(index * forms.count + form).go",
          bytes: Bytes(around.0.utf8) + code.bytes + Bytes(around.1.utf8)
        )
      }
    }
    return batch.inFolder(files) { folder in
      batch.tool.start(["-l"] + files.map(\.name), folder: folder.text)
    }.flatMap { done in
      guard done.errors.utf8.count < Invocation.mostErrors else { return .failure(.cutShort) }
      var isSound = files.map { _ in true }
      for line in done.errors.split(separator: "\n") {
        guard let number = Int(line.prefix { $0.isNumber }), isSound.indices ~= number else {
          continue
        }
        isSound[number] = false
      }
      return .success(
        batch.codes.indices.map { index in
          isSound[(index * forms.count)..<((index + 1) * forms.count)].contains(true)
            ? .findings([])
            : .findings([ToolFinding(line: 1, column: 1, message: "not a part of a Go program")])
        })
    }
  }

  static let goVet = Tool(
    "go vet", for: ["go"], finds: "type errors, and mistakes that compile",
    install: "apt-get install golang-go", programs: ["go"], isParser: false,
    reads: { $0.file == nil ? .nothingElse : .project },
    batch: ToolBatch(most: 100, takes: { $0.file == nil }, run: vet(together:))
  ) { run in
    guard run.code.isWholeGoProgram else { return .success([]) }
    guard let file = run.code.file else { return vet(alone: run, variables) }
    let name = file.fileName.text
    let arguments = run.package(of: name, variables) ? ["vet", "."] : ["vet", "./" + name]
    return run.findings(arguments, variables: variables) { done in
      done.errors.vetFindings(about: name)
    }
  }

  /// What the user's or the tree's configuration could turn off.
  private static let variables = [
    "GOENV": "off", "GOFLAGS": "", "GOTOOLCHAIN": "local", "CGO_ENABLED": "0", "GOVCS": "*:off",
  ]

  /// Programs of fences, each a package of one module. Those whose packages can't be loaded are run alone, unless what
  /// they import is not to be had.
  private static func vet(together batch: BatchRun) -> Result<[ToolBatch.Verdict], ToolTrouble> {
    let wanted = batch.codes.indices.filter { batch.codes[$0].isWholeGoProgram }
    guard !wanted.isEmpty else { return .success(batch.codes.map { _ in .findings([]) }) }
    var files = [(name: "go.mod", bytes: Bytes("module docbuild.invalid/x\n\ngo 1.19\n".utf8))]
    for index in wanted { files.append(("\(index)/main.go", batch.codes[index].bytes)) }
    return batch.inFolder(files) { folder in
      var verdicts = batch.codes.map { _ in ToolBatch.Verdict.findings([]) }
      let format =
        "{{.ImportPath}}\t{{if .Error}}{{printf \"%q\" .Error.Err}}{{end}}{{range .DepsErrors}}{{printf \"%q\" .Err}}{{end}}"
      let listed = batch.tool.start(
        ["list", "-e", "-f", format, "./..."], folder: folder.text, variables: variables)
      guard case .success(let list) = listed else { return .failure(ToolTrouble(list: listed)) }
      var sound: [Int] = []
      for line in list.output.text.split(separator: "\n") {
        let parts = line.split(separator: "\t", maxSplits: 1, omittingEmptySubsequences: false)
        guard
          let index = parts.first.flatMap({ $0.split(separator: "/").last.flatMap { Int($0) } }),
          verdicts.indices ~= index
        else { continue }
        let why = String(parts.last ?? "")
        if why.isEmpty {
          sound.append(index)
        } else if !why.namesWhatIsElsewhere {
          verdicts[index] = .unsure
        }
      }
      guard !sound.isEmpty else { return .success(verdicts) }
      switch batch.tool.start(
        ["vet"] + sound.map { "./\($0)" }, folder: folder.text, variables: variables)
      {
      case .failure(let trouble): return .failure(trouble)
      case .success(let done):
        guard done.errors.utf8.count < Invocation.mostErrors else { return .failure(.cutShort) }
        let lines = done.errors.split(separator: "\n").map {
          $0.hasPrefix("vet: ") ? $0.dropFirst(5) : $0[...]
        }.map { $0.hasPrefix("./") ? $0.dropFirst(2) : $0 }
        let found = batch.verdicts(in: lines.joined(separator: "\n"), ending: "/main.go")
        for index in sound { verdicts[index] = found[index] }
        return .success(verdicts)
      }
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
      if done.status == 0 || done.errors.namesWhatIsElsewhere { return .success([]) }
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

extension Code {
  /// Whether `go vet` can say something of it: a file of the tree, or all of a program, not a file of a package whose
  /// others are not on the page.
  fileprivate var isWholeGoProgram: Bool {
    if file != nil { return true }
    return !isFragment
      && text.split(separator: "\n").contains { $0.hasPrefix("func main()") }
  }
}

extension ToolTrouble {
  /// Why packages can't be listed.
  fileprivate init(list: Result<ChildProcess.Outcome, ToolTrouble>) {
    if case .failure(let trouble) = list { self = trouble } else { self = .cutShort }
  }
}

extension String {
  /// Whether Go says that something is imported that is not there.
  fileprivate var namesWhatIsElsewhere: Bool {
    ["no required module", "cannot find package", "is not in GOROOT", "is not in std"]
      .contains { contains($0) }
  }

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
