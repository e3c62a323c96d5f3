import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

struct Check: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prove that every output is current and every page sound; write and run nothing.",
    discussion: """
      Safe on a stranger's pull request: it starts nothing that the tree could
      choose, writes nothing, and opens no connection unless told to. 'checks' in docbuild.toml
      makes each kind of problem an "error", a "warning" or "off".

      Markdown without directives is looked at when it is named, with --pages, or
      where [check] pages in docbuild.toml says so.
      """,
    examples: [
      Example("docbuild check", "check every document of the project"),
      Example("docbuild check --format github", "the same in a GitHub workflow"),
      Example("docbuild check --pages", "plain Markdown as well"),
      Example("docbuild check --diff README.md", "show how it differs from its sources"),
    ])

  @Flag(help: "Show how stale outputs differ.")
  var diff = false

  @Flag(help: "Say why each stale output is stale, as far as the build log knows.")
  var explain = false

  @Option(
    help: ArgumentHelp(
      "Tell this instead of the command that mends a stale output.", valueName: "text"))
  var failMessage: String?

  @Flag(help: "Look at Markdown without directives, too.")
  var pages = false

  @Flag(help: "Ask remote links whether they still lead somewhere (uses curl).")
  var allowNet = false

  @Option(
    help: ArgumentHelp(
      "Hold the pages against a record that 'build --provenance' wrote.", valueName: "file"))
  var provenance: PathArgument?

  @OptionGroup var style: FormatOption
  @OptionGroup var project: ProjectArguments
  @OptionGroup var common: CommonOptions

  func run() throws { throw ArgumentParser.ExitCode(try runCheck(self)) }
}

private func runCheck(_ command: Check) throws -> Int32 {
  let run = command.common.projectRun(command.style)
  return try run.exitCode {
    let project = try command.project.open(command.common)
    var options = CheckOptions()
    options.scope = try command.project.scope(in: project)
    options.threads = command.common.threads
    options.diff = command.diff
    options.pages = command.pages
    options.explains = command.explain
    options.allowsNetwork = command.allowNet
    options.failMessage = command.failMessage
    var (round, diff) = try checkRound(project, options, run)
    let held = try command.provenance.map {
      try Provenance.differences(
        from: $0.bytes, in: project, options.scope, threads: options.threads, run)
    }
    round.general += held?.differences ?? []
    let code = run.tell(round)
    if !diff.isEmpty { try OutputFile.write(diff, to: STDOUT_FILENO, named: "<stdout>") }
    run.summarise(([round.summary] + (held?.verdicts.map { [$0] } ?? [])).joined(separator: "; "))
    return code
  }
}

/// Checks a project; what is to be reported of it, and how its outputs differ, where that is asked for.
///
/// - Throws: `Interrupted`, the machine's trouble.
func checkRound(_ project: Project, _ options: CheckOptions, _ run: ProjectRun) throws -> (
  Round, Bytes
) {
  var report = try run.work(on: project) { try check($0, options, progress: $1) }
  report.diagnostics += try run.work(on: project) { session, _ in
    try pastedCode(session, options.scope, threads: options.threads)
  }
  for result in report.results {
    guard let reason = result.reason else { continue }
    complain("stale \(escaped(project.name(of: result.document.output).text)): \(escaped(reason))")
  }
  let round = Round(
    project: project,
    documents: report.results.map { result in
      ReportedDocument(
        name: project.name(of: result.document.path).text, diagnostics: result.diagnostics)
    }, general: report.diagnostics, summary: summary(report), hasWritten: false)
  return (round, report.results.flatMap(\.diff))
}

private func summary(_ report: CheckReport) -> String {
  let pages = report.results.count { $0.isPage }
  let broken = report.results.count { $0.diagnostics.contains { $0.severity == .error } }
  let documents = report.results.count { $0.isDocument && !$0.isPage }
  var text = "docbuild: " + counted(documents, "document")
  if pages > 0 { text += " and " + counted(pages, "page") }
  text += " checked, \(broken) with problems"
  if report.unseenPages > 0 {
    text +=
      "; \(counted(report.unseenPages, "page")) without directives \(report.unseenPages == 1 ? "was" : "were") not looked at: --pages"
  }
  return text
}
