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
    let held = try command.provenance.map {
      try Provenance.comparison(
        with: $0.bytes, in: project, options.scope, threads: options.threads, run)
    }
    let (round, diff) = try checkRound(project, options, run, held)
    let code = run.tell(round)
    if !diff.isEmpty {
      try OutputFile.write(escapedPatch(diff), to: STDOUT_FILENO, named: "<stdout>")
    }
    run.summarise(round.summary)
    return code
  }
}

/// Checks a project; what is to be reported of it, and how its outputs differ, where that is asked for.
///
/// - Parameter held: how it differs from a record; nil where it is held against none.
/// - Throws: `Interrupted`, the machine's trouble.
func checkRound(
  _ project: Project, _ options: CheckOptions, _ run: ProjectRun,
  _ held: Provenance.Comparison? = nil
) throws -> (Round, Bytes) {
  var report = try run.work(on: project) { try check($0, options, progress: $1) }
  report.diagnostics += try run.work(on: project) { session, _ in
    try pastedCode(session, options.scope, threads: options.threads)
  }
  for result in report.results {
    guard let reason = result.reason else { continue }
    complain("stale \(escaped(project.name(of: result.document.output).text)): \(escaped(reason))")
  }
  // Where their sources are not, documents can't be made: the record alone says what they should be.
  let published = held?.differences?.published ?? []
  let documents = report.results.map { result in
    ReportedDocument(
      name: project.name(of: result.document.path).text,
      diagnostics: published.contains(WrittenPath(result.document.path))
        ? result.diagnostics.filter { !$0.isOfMissingSource } : result.diagnostics)
  }
  let broken = Set(
    zip(report.results, documents).filter { $1.isBroken }.map { WrittenPath($0.0.document.path) })
  let round = Round(
    project: project, documents: documents,
    general: report.diagnostics + (held?.diagnostics ?? []),
    summary: summary(report, broken, held), hasWritten: false)
  return (round, report.results.flatMap(\.diff))
}

extension Diagnostic {
  /// Whether it says that what a document is made from is not there.
  fileprivate var isOfMissingSource: Bool {
    [.fileNotFound, .revisionNotFound, .regionNotFound, .valueNotFound, .toolMissing].contains(id)
  }
}

extension ReportedDocument {
  fileprivate var isBroken: Bool { diagnostics.contains { $0.severity == .error } }
}

/// - Parameter broken: the documents with errors of their own.
private func summary(
  _ report: CheckReport, _ broken: Set<WrittenPath>, _ held: Provenance.Comparison?
) -> String {
  let pages = report.results.count { $0.isPage }
  let looked = Set(report.results.map { WrittenPath($0.document.path) })
  // A page counts once, by its document where that was looked at.
  let differing = held?.differences?.pages.map {
    looked.contains($0.template) ? $0.template : $0.page
  }
  let all = broken.union(differing ?? [])
  // What concerns no page is wrong with the record.
  let others = (held?.diagnostics.count ?? 0) - (differing?.count ?? 0)
  let documents = report.results.count { $0.isDocument && !$0.isPage }
  var text = "docbuild: " + counted(documents, "document")
  if pages > 0 { text += " and " + counted(pages, "page") }
  text += " checked, \(all.count + others) with problems"
  if report.unseenPages > 0 {
    text +=
      "; \(counted(report.unseenPages, "page")) without directives \(report.unseenPages == 1 ? "was" : "were") not looked at: --pages"
  }
  if let lying = held?.differences?.lyingPages, lying > 0 {
    text +=
      "; \(counted(lying, "page")) of the record compared as \(lying == 1 ? "it lies" : "they lie") there"
  }
  return text + (held?.verdicts.map { "; \($0)" } ?? "")
}
