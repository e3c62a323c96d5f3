import ArgumentParser
import DocbuildCore
import DocbuildEngine
import Glibc

/// Options of commands that go over a project.
struct ProjectArguments: ParsableArguments {
  @Argument(
    help: ArgumentHelp(
      "Documents, outputs or folders; the whole project when left out.", valueName: "path"))
  var paths: [PathArgument] = []

  @Option(
    help: ArgumentHelp(
      "Only the K-th of N parts of the documents, for one of N machines.", valueName: "k/n"))
  var shard: ShardArgument?

  /// The project around the current folder.
  func open(_ common: CommonOptions) throws -> Project {
    try Project(base: common.base?.bytes ?? Bytes(".".utf8), options: common.projectOptions)
  }

  func buildOptions(_ common: CommonOptions, in project: Project) throws -> BuildOptions {
    var options = BuildOptions()
    options.threads = common.jobs ?? processorCount
    options.shard = shard?.shard
    options.paths = try paths.map { path in
      guard let below = project.pathBelowRoot(path.bytes) else {
        guard path.bytes.exists else { throw SystemError("cannot find", path.bytes.text, ENOENT) }
        throw ValidationError(
          "'\(path.bytes.text)' lies outside the root '\(project.root.path.text)'")
      }
      return below
    }
    return options
  }
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
      """)

  @Flag(name: [.customShort("n"), .long], help: "Only say what would be done.")
  var dryRun = false

  @Flag(help: "Overwrite outputs that were edited since they were built.")
  var force = false

  @Flag(help: "Say why each document is woven.")
  var explain = false

  @OptionGroup var style: FormatOption
  @OptionGroup var project: ProjectArguments
  @OptionGroup var common: CommonOptions

  func run() throws { throw ArgumentParser.ExitCode(try runBuild(self)) }
}

private func runBuild(_ command: Build) throws -> Int32 {
  do {
    let project = try command.project.open(command.common)
    var options = try command.project.buildOptions(command.common, in: project)
    options.force = command.force
    options.dryRun = command.dryRun
    let progress = Progress(isQuiet: command.common.quiet)
    let report = try build(project, options, progress: progress.report)
    progress.end()
    if report.ignoredLog, !command.common.quiet {
      complain("docbuild: note: the build log is damaged or from elsewhere, and was not used")
    }
    if command.explain || command.dryRun {
      for result in report.results {
        guard let reason = result.reason, result.outcome != .noDocument else { continue }
        let name = escaped(project.name(of: result.document.output).text)
        let does =
          command.dryRun ? (result.outcome == .written ? "would write" : "would check") : "wove"
        complain("\(does) \(name): \(escaped(reason))")
      }
    }
    let reporter = command.common.reporter(command.style.format)
    let code = reporter.report(
      report.results.map { result in
        DocumentProblems(
          name: project.name(of: result.document.path).text, diagnostics: result.diagnostics)
      } + [DocumentProblems(name: "", diagnostics: report.diagnostics)])
    if !command.common.quiet, command.style.format == .full {
      complain(summary(report, command.dryRun))
    }
    return code
  } catch let error as ValidationError {
    throw error
  } catch {
    return report(error)
  }
}

private func summary(_ report: BuildReport, _ dryRun: Bool) -> String {
  func count(_ outcome: BuildResult.Outcome) -> Int {
    report.results.count { $0.outcome == outcome }
  }
  let total = report.results.count - count(.noDocument)
  var parts = [
    "\(count(.written)) \(dryRun ? "to be written" : "written")",
    "\(count(.upToDate) + count(.unchanged)) up to date",
  ]
  if count(.failed) > 0 { parts.append("\(count(.failed)) with problems") }
  return "docbuild: \(total) document\(total == 1 ? "" : "s"): \(parts.joined(separator: ", "))"
}
