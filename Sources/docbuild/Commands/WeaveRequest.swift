import DocbuildCore
import DocbuildEngine
import DocbuildReport
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

  /// Whether nothing but problems is reported.
  var isQuiet = false

  /// Weaves the document, in its project.
  func woven(prover: Prover?) throws -> (Input, Woven) {
    let (input, woven, _) = try wovenInProject(prover: prover)
    return (input, woven)
  }

  /// The same with the pass over the project; nil where none had to be looked for.
  func wovenInProject(prover: Prover?) throws -> (Input, Woven, Pass?) {
    // What a document may grow to says nothing of the template, but that one must fit into memory.
    let limit = max(options.limits.outputBytes, 1 << 30)
    guard let named = file else {
      let input = try readStandardInput(limit: limit)
      // Where nothing is named, nothing has to be looked for.
      if let woven = Woven(plain: input, limits: options.limits) { return (input, woven, nil) }
      let project = try Project(base: input.base, options: options, environment: .process)
      let read = project.rules.dialect(of: RootPath.root).map { input.read(in: $0) } ?? input
      let pass = Pass(project, prover: prover)
      return (read, pass.weave(read), pass)
    }
    let file = try followed(named)
    var found: Project?
    let input = try Input.file(file, base: options.base, limit: limit, environment: .process) {
      let project = try Project(
        base: options.base ?? file.folder, options: options, environment: .process)
      found = project
      return (
        project.kind(ofFile: file),
        project.pathBelowRoot(file).map(project.configuration.defaults) ?? DirectiveDefaults()
      )
    }
    guard let project = found else { preconditionFailure("the kind is asked for") }
    let dialect = project.pathBelowRoot(file).flatMap { project.rules.dialect(of: $0) }
    let read = dialect.map { input.read(in: $0) } ?? input
    let pass = Pass(project, prover: prover)
    return (read, pass.weave(read), pass)
  }

  /// The document that a link leads to is the one that is woven, where it lies; anything else is what it is.
  private func followed(_ file: Bytes) throws -> Bytes {
    let path = try Environment.process.absolute(file)
    guard let real = path.real, real.bytes != path.bytes else { return file }
    let project = try Project(
      base: options.base ?? file.folder, options: options, environment: .process)
    return project.document(behindLink: file) ?? file
  }

  private func readStandardInput(limit: Int) throws -> Input {
    if !isQuiet, isatty(STDIN_FILENO) == 1 {
      complain(
        "docbuild: waiting for a template on standard input, which Ctrl-D ends; 'docbuild --help' lists the commands"
      )
    }
    return try Input.standardInput(
      STDIN_FILENO, base: options.base, limit: limit, environment: .process)
  }
}

/// Weaves one document; returns the exit code.
func runWeave(_ request: WeaveRequest) -> Int32 {
  do {
    let (input, woven, pass) = try request.wovenInProject(
      prover: Prover(threads: request.threads))
    var diagnostics = woven.problems
    var output: NamedOutput?
    var rules: NamedOutput?
    if woven.document != nil, request.output != nil || request.depfile != nil {
      let project =
        try pass?.project
        ?? Project(base: input.base, options: request.options, environment: .process)
      do {
        output = try request.output.map { try NamedOutput($0, in: project) }
        rules = try request.depfile.map { try NamedOutput($0, in: project) }
        let sources = woven.dependencies.map(\.name)
        let file = request.file.map { [$0] } ?? []
        // An in-place document is written where it is.
        try output?.refuse(
          toReplace: sources + (input.template.kind == .template ? file : []), in: project)
        try rules?.refuse(
          toReplace: sources + file + (request.output.map { [$0] } ?? []), in: project)
        if let output { try rules?.refuse(sharing: output) }
      } catch let problem as DiagnosticError {
        diagnostics.append(problem.diagnostic)
      }
    }
    request.reporter.report(diagnostics, of: input.name.text)
    let code = ExitCode.of(diagnostics)
    guard let document = woven.document, code == ExitCode.clean else { return code }
    // First what can fail without harm.
    let file = request.file.map { [$0] } ?? []
    try put(rules) { rules in
      try rules.write(
        depfile(
          output: request.output ?? Bytes("-".utf8),
          dependencies: file + woven.dependencies.map(\.name)
            + (pass?.lookedThrough(for: woven, made: request.output) ?? [])))
    }
    try put(output) { try $0.write(document) }
    if output == nil {
      try OutputFile.write(document, to: STDOUT_FILENO, named: "<stdout>")
    }
    return code
  } catch {
    return report(error, by: request.reporter)
  }
}

/// Writes a file as a whole, which no signal ends half-way. A pipe may wait for who reads it: there a signal ends the program.
private func put(_ output: NamedOutput?, _ write: (NamedOutput) throws -> Void) throws {
  guard let output else { return }
  if output.isSpecial { return try write(output) }
  try withSignalsDeferred { try write(output) }
}
