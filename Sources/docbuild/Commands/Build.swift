import ArgumentParser
import DocbuildCore
import DocbuildEngine
import Glibc

/// Options of commands that go over a project.
struct ProjectArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Documents, outputs, folders, pages, or sources, which stand for the documents that show them; the whole project when left out.",
      valueName: "path"))
  var paths: [PathArgument] = []

  @Option(
    help: ArgumentHelp(
      "Only the K-th of N parts of the documents, for one of N machines.", valueName: "k/n"))
  var shard: ShardArgument?

  @OptionGroup var changes: SinceOption

  /// The project around the current folder.
  func open(_ common: CommonOptions) throws -> Project {
    try Project(
      base: common.base?.bytes ?? Bytes(".".utf8), options: common.projectOptions,
      environment: .process)
  }

  func scope(in project: Project) throws -> Scope {
    var scope = Scope(paths: try pathsBelowRoot(paths.map(\.bytes), in: project))
    scope.shard = shard?.shard
    scope.since = changes.revision
    return scope
  }
}

/// `--since`, of all commands that it makes faster.
struct SinceOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Only the documents that can be touched by what has changed since a revision, as git says.",
      valueName: "ref"))
  var since: String?

  var revision: Bytes? { since.map { Bytes($0.utf8) } }
}

struct ShardArgument: ExpressibleByArgument {
  let shard: Shard

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let index = Int(parts[0]), let count = Int(parts[1]),
      let shard = Shard(index: index, count: count)
    else { return nil }
    self.shard = shard
  }
}

struct Build: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Bring every output and in-place document of the project up to date.",
    discussion: """
      The documents are every *.src, woven into NAME.md beside it, and every .md
      that holds 'embed' directives or embedmd commands; docbuild.toml says
      otherwise where wanted. Each is written whole or not at all.
      """,
    examples: [
      Example("docbuild build", "bring the whole project up to date"),
      Example("docbuild build -n --explain", "only say what would be made, and why"),
      Example("docbuild build docs server.go", "what lies in docs, and what shows server.go"),
    ])

  @Flag(name: [.customShort("n"), .long], help: "Only say what would be done.")
  var dryRun = false

  @Flag(help: "Overwrite outputs that were edited since they were built.")
  var force = false

  @Flag(help: "Fail at once when another build of the project is running.")
  var noWait = false

  @Flag(help: "Say why each document is woven.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Write there, as an in-toto statement, what each page was made from.", valueName: "file"))
  var provenance: PathArgument?

  @OptionGroup var style: FormatOption
  @OptionGroup var project: ProjectArguments
  @OptionGroup var common: CommonOptions

  func validate() throws { try provenance?.expectFile(for: "--provenance") }

  func run() throws {
    var request = BuildRequest()
    request.base = common.base?.bytes
    request.projectOptions = common.projectOptions
    request.paths = project.paths.map(\.bytes)
    request.options.force = force
    request.options.dryRun = dryRun
    request.options.scope.shard = project.shard?.shard
    request.options.scope.since = project.changes.revision
    request.options.threads = common.threads
    if noWait { request.options.waits = nil }
    request.explain = explain
    request.provenance = provenance?.bytes
    request.quiet = common.quiet
    request.reporter = common.reporter(style.format)
    throw ArgumentParser.ExitCode(try runBuild(request))
  }
}
