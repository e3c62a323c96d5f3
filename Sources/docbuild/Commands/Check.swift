import ArgumentParser
import DocbuildCore
import DocbuildEngine
import Glibc

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prove that every output is current and every page sound; write and run nothing.",
    discussion: """
      Safe on a stranger's pull request: it starts nothing that the tree could
      choose, writes nothing, and opens no connection unless told to. 'checks' in docbuild.toml
      makes each kind of problem an "error", a "warning" or "off".
      """)

  @Flag(help: "Show how stale outputs differ.")
  var diff = false

  @Option(
    help: ArgumentHelp(
      "Tell this instead of the command that mends a stale output.", valueName: "text"))
  var failMessage: String?

  @Flag(help: "Ask remote links whether they still lead somewhere (uses curl).")
  var allowNet = false

  @OptionGroup var style: FormatOption
  @OptionGroup var project: ProjectArguments
  @OptionGroup var common: CommonOptions

  func run() throws { throw ArgumentParser.ExitCode(try runCheck(self)) }
}

private func runCheck(_ command: Check) throws -> Int32 {
  do {
    let project = try command.project.open(command.common)
    var options = CheckOptions()
    options.build = try command.project.buildOptions(command.common, in: project)
    options.diff = command.diff
    options.allowsNetwork = command.allowNet
    options.failMessage = command.failMessage
    let progress = Progress(isQuiet: command.common.quiet)
    let report = try check(project, options, progress: progress.report)
    progress.end()
    let reporter = command.common.reporter(command.style.format)
    let code = reporter.report(
      report.results.map { result in
        DocumentProblems(
          name: project.name(of: result.document.path).text, diagnostics: result.diagnostics)
      } + [DocumentProblems(name: "", diagnostics: report.diagnostics)])
    let diff = report.results.flatMap(\.diff)
    if !diff.isEmpty { try OutputFile.write(diff, to: STDOUT_FILENO, named: "<stdout>") }
    if !command.common.quiet, command.style.format == .full {
      let total = report.results.count
      let broken = report.results.count { $0.diagnostics.contains { $0.severity == .error } }
      complain(
        "docbuild: \(total) document\(total == 1 ? "" : "s") checked, \(broken) with problems")
    }
    return code
  } catch let error as ValidationError {
    throw error
  } catch {
    return report(error)
  }
}
