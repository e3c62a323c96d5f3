import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

struct Deps: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print what each output is made from, for Make, ninja or a program.",
    usage: "docbuild deps [<options>] [<path> ...]",
    discussion: """
      Each PATH is a template, an output or an in-place document; a source stands
      for the documents that show it, a folder for those of the project below it.
      """,
    examples: [
      Example("docbuild deps --format ninja -o build.ninja && ninja", "build it by ninja"),
      Example("docbuild deps --format make -o deps.mk", "rules that a Makefile includes"),
      Example("docbuild deps --format json docs", "what lies in docs, for a program"),
    ])

  enum Form: String, ExpressibleByArgument, CaseIterable { case make, ninja, json }

  @Argument(help: ArgumentHelp("Templates, in-place documents and folders.", valueName: "path"))
  var paths: [PathArgument] = []

  @Option(name: .long, help: "For whom it is written.")
  var format: Form = .make

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Write to this file; a ninja file then makes itself anew when a template changes.",
      valueName: "file"))
  var output: PathArgument?

  @Option(
    help: ArgumentHelp(
      "Write what was read as a rule for Make and ninja; needs '-o'.", valueName: "file"))
  var depfile: PathArgument?

  @OptionGroup var common: CommonOptions

  func validate() throws {
    if depfile != nil, output == nil { throw ValidationError("'--depfile' needs '-o FILE'") }
    try output?.expectFile(for: "-o")
    try depfile?.expectFile(for: "--depfile")
  }

  func run() throws { throw ArgumentParser.ExitCode(try runDeps(self)) }
}

/// The problems of a run without rows stand in JSON where the rows would.
private func runDeps(_ command: Deps) throws -> Int32 {
  let printsJSON = command.format == .json && command.output == nil
  let run = ProjectRun(
    reporter: command.common.reporter(printsJSON ? .json : .full), isQuiet: command.common.quiet)
  return try run.exitCode {
    var rows: [DependencyRow] = []
    var problems: [[Diagnostic]] = []
    var stamps = StateFile.ninja.path.bytes
    // Nil stands for the whole project.
    for path in command.paths.isEmpty ? [nil] : command.paths.map({ Optional($0.bytes) }) {
      if try path.map({ try Environment.process.absolute($0).isFolder }) ?? true {
        let project = try Project(
          base: command.common.base?.bytes ?? Bytes(".".utf8),
          options: command.common.projectOptions, environment: .process)
        stamps = project.name(of: StateFile.ninja.path)
        let found = try dependencies(below: path, project, command.common)
        problems += found.diagnostics
        rows += found.rows
      } else if let path {
        let (found, diagnostics) = try dependencies(of: path, command.common)
        problems.append(diagnostics)
        rows += found
      }
    }
    let code = problems.map { ExitCode.of($0) }.max() ?? ExitCode.clean
    let documents = problems.map { ReportedDocument(name: "", diagnostics: $0) }
    if code != ExitCode.clean { return run.tell(documents, and: []) }
    _ = command.common.reporter(.full).report(documents, toStandardOutput: false)
    return try command.tell(rows, stamps: stamps)
  }
}

extension Deps {
  /// Prints what was found, or writes it to the file that is named.
  fileprivate func tell(_ rows: [DependencyRow], stamps: Bytes) throws -> Int32 {
    let project = try Project(
      base: common.base?.bytes ?? Bytes(".".utf8), options: common.projectOptions,
      environment: .process)
    let configuration = project.configurationName.map { [$0] } ?? []
    if format != .json, let name = rows.lazy.compactMap(\.nameWithLineFeed).first {
      throw CannotRun("no rule can name '\(name.text)': there is a line feed in it")
    }
    let text: Bytes
    switch format {
    case .make:
      let file = DependencyFile(words: words)
      text = file.makeRules(rows, options: common.weaveOptions, others: configuration)
    case .ninja:
      let file = output.map { DependencyFile(words: words, name: $0.bytes) }
      text = ninjaFile(rows, options: common.weaveOptions, stamps: stamps, renewal: file)
    case .json: text = Bytes(JSONValue.list(rows.map(\.json)).text.utf8)
    }
    guard let output else { return printOut(text) }
    let read = rows.map(\.template) + configuration
    let inputs = read + rows.flatMap { $0.sources + [$0.output] }
    let file = try NamedOutput(output.bytes, in: project)
    try file.refuse(toReplace: inputs, in: project)
    let rules = try depfile.map { try NamedOutput($0.bytes, in: project) }
    try rules?.refuse(toReplace: inputs + [output.bytes], in: project)
    try rules?.refuse(sharing: file)
    try file.write(text)
    if let rules {
      try rules.write(
        DocbuildEngine.depfile(output: output.bytes, dependencies: read))
    }
    return ExitCode.clean
  }

  /// What this command was called with, but for where it writes.
  private var words: [Bytes] {
    paths.map(\.bytes) + [Bytes("--format".utf8), Bytes(format.rawValue.utf8)]
      + (common.base.map { [Bytes("--base".utf8), $0.bytes] } ?? []) + common.weaveOptions
  }
}

/// The documents of the project that lie below `folder`; all when it is nil.
private func dependencies(below folder: Bytes?, _ project: Project, _ common: CommonOptions) throws
  -> ProjectDependencies
{
  var paths: [RootPath] = []
  if let folder {
    guard let below = project.pathBelowRoot(folder) else {
      throw SystemError("cannot find in the project", folder.text, ENOENT)
    }
    paths = [below]
  }
  return try ProjectDependencies.find(
    in: Session(of: project), paths: paths, threads: common.threads)
}

extension CommonOptions {
  /// What `docbuild weave` must be given again to weave the same.
  fileprivate var weaveOptions: [Bytes] {
    var words: [Bytes] = []
    if let root { words += [Bytes("--root".utf8), root.bytes] }
    if allowURL { words.append(Bytes("--allow-url".utf8)) }
    for value in values { words += [Bytes("--set".utf8), Bytes(value.utf8)] }
    if maxSourceBytes != 64 << 20 {
      words += [Bytes("--max-source-bytes".utf8), Bytes(String(maxSourceBytes).utf8)]
    }
    if maxOutputBytes != 1 << 30 {
      words += [Bytes("--max-output-bytes".utf8), Bytes(String(maxOutputBytes).utf8)]
    }
    return words
  }
}

/// A single document, wherever it is, also by its output; a source stands for the documents that show it.
private func dependencies(of file: Bytes, _ common: CommonOptions) throws
  -> ([DependencyRow], [Diagnostic])
{
  var request = WeaveRequest()
  request.options = common.projectOptions
  let folder = leadsSomewhere(file.folder) ? file.folder : Bytes(".".utf8)
  let project = try Project(
    base: request.options.base ?? folder, options: request.options, environment: .process)
  let file = project.document(behindLink: file) ?? file
  let document = project.template(ofOutput: file)
  guard document != file || project.callsDocument(file) else {
    guard let path = project.pathBelowRoot(file) else { throw CannotRun(outside: file, project) }
    let found = try ProjectDependencies.find(
      in: Session(of: project), paths: [path], threads: common.threads)
    return (found.rows, found.diagnostics.flatMap { $0 })
  }
  request.file = document
  let (_, woven, pass) = try request.wovenInProject(prover: nil)
  let row = DependencyRow(
    output: project.output(ofFile: document), template: document,
    sources: woven.dependencies.map(\.name), lookedThrough: pass?.lookedThrough(for: woven) ?? [])
  return ([row], woven.problems)
}

extension DependencyRow {
  fileprivate var json: JSONValue {
    .object([
      "output": .text(output.text), "template": .text(template.text),
      "sources": .list(sources.map { .text($0.text) }),
    ])
  }
}

extension DependencyRow {
  /// A name that a makefile can't have.
  fileprivate var nameWithLineFeed: Bytes? {
    ([output, template] + sources).first { $0.contains(UInt8(ascii: "\n")) }
  }
}
