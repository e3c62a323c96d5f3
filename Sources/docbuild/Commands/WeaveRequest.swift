import DocbuildCore
import DocbuildEngine
import Glibc

/// What the filter and `weave` are asked for.
struct WeaveRequest {
  /// Nil for standard input.
  var file: Bytes?
  /// Nil for standard output.
  var output: Bytes?
  var depfile: Bytes?
  var options = Project.Options()
  /// Nil for one for each processor.
  var threads: Int?
  var reporter = Reporter(style: .full, color: .auto, limit: 100)

  /// Whether nothing but problems is told.
  var isQuiet = false

  /// Weaves the document, in its project.
  func weave(prover: Prover?) throws -> (Input, Woven) {
    // What a document may grow to says nothing of the template, but that one must fit into memory.
    let limit = max(options.limits.outputBytes, 1 << 30)
    guard let file else {
      let input = try readStandardInput(limit: limit)
      // Where nothing is named, nothing has to be looked for.
      if let woven = weavePlain(input, limits: options.limits) { return (input, woven) }
      let project = try Project(base: input.base, options: options)
      return (input, DocbuildEngine.weave(input, in: project, prover: prover))
    }
    var found: Project?
    let input = try Input.file(file, base: options.base, limit: limit) {
      let project = try Project(base: options.base ?? file.folder, options: options)
      found = project
      return project.kind(ofFile: file)
    }
    guard let project = found else { preconditionFailure("the kind is asked for") }
    return (input, DocbuildEngine.weave(input, in: project, prover: prover))
  }

  private func readStandardInput(limit: Int) throws -> Input {
    if !isQuiet, isatty(STDIN_FILENO) == 1 {
      complain(
        "docbuild: waiting for a template on standard input, which Ctrl-D ends; 'docbuild --help' lists the commands"
      )
    }
    return try Input.standardInput(base: options.base, limit: limit)
  }
}

/// Weaves one document; returns the exit code.
func runWeave(_ request: WeaveRequest) -> Int32 {
  do {
    let (input, woven) = try request.weave(prover: Prover(threads: request.threads))
    request.reporter.report(woven.diagnostics, of: input.name.text)
    guard let document = woven.document else { return ExitCode.of(woven.diagnostics) }
    // First what can fail without harm.
    if let path = request.depfile {
      let target = request.output ?? Bytes("-".utf8)
      let file = request.file.map { [$0] } ?? []
      try OutputFile.replace(
        path,
        withBytes: depfile(output: target, dependencies: file + woven.dependencies.map(\.name)))
    }
    if let output = request.output {
      _ = try OutputFile.replace(output, with: document)
    } else {
      try OutputFile.write(document, to: STDOUT_FILENO, named: "<stdout>")
    }
    return ExitCode.of(woven.diagnostics)
  } catch {
    return report(error)
  }
}
