import ArgumentParser
import DocbuildCore
import DocbuildEngine
import DocbuildReport
import Glibc

/// What `build` is asked for.
struct BuildRequest {
  /// Nil for the current folder.
  var base: Bytes?
  var projectOptions = Project.Options()
  /// As the user wrote them; all when empty.
  var paths: [Bytes] = []
  var options = BuildOptions()
  var explain = false
  /// Where a record goes of what the pages were made from; nil for none.
  var provenance: Bytes?
  var quiet = false
  var reporter = Reporter(style: .full, color: .auto, limit: 100)

  /// A build of everything on all processors.
  init() {
    options.threads = processorCount
    options.waits = {
      complain("docbuild: another build of this project is running; waiting for it")
    }
  }
}

/// What paths name below the root.
///
/// - Throws: when one lies outside, where there is nothing that it could name.
func pathsBelowRoot(_ paths: [Bytes], in project: Project) throws -> [RootPath] {
  try paths.map { path in
    guard let below = project.pathBelowRoot(path) else { throw CannotRun(outside: path, project) }
    return below
  }
}

extension CannotRun {
  /// A path that lies outside the root.
  init(outside path: Bytes, _ project: Project) {
    self.init("'\(path.text)' lies outside the root '\(project.root.path.text)'")
  }
}

/// Builds a project; returns the exit code.
///
/// - Throws: wrong usage only.
func runBuild(_ request: BuildRequest) throws -> Int32 {
  let run = ProjectRun(reporter: request.reporter, isQuiet: request.quiet)
  return try run.exitCode {
    let round = try buildRound(request, run)
    let code = run.tell(round)
    run.summarise(round.summary)
    return code
  }
}

/// Builds a project; what is to be reported of it.
///
/// - Throws: wrong usage, a faulty configuration, `Interrupted`, the machine's trouble.
func buildRound(_ request: BuildRequest, _ run: ProjectRun) throws -> Round {
  let project = try Project(
    base: request.base ?? Bytes(".".utf8), options: request.projectOptions, environment: .process)
  var options = request.options
  options.scope.paths = try pathsBelowRoot(request.paths, in: project)
  // Refused before anything is written.
  if let file = request.provenance { _ = try Provenance.output(at: file, in: project) }
  let report = try run.work(on: project) { [options] in
    try build($0, options, progress: $1)
  }
  if report.ignoredLog, !request.quiet {
    complain("docbuild: note: the build log is damaged or from elsewhere, and was not used")
  }
  if request.explain || options.dryRun { explain(report, options.dryRun, project) }
  let style = request.reporter.style
  // Most documents have nothing to tell, so they need no name.
  let told = report.results.indices.filter {
    style.listsSoundDocuments || !report.results[$0].diagnostics.isEmpty
  }
  var general = report.diagnostics
  if let file = request.provenance, report.isSound, !options.dryRun {
    general += try Provenance.write(
      to: file, of: project, options.scope, threads: options.threads, run)
  }
  return Round(
    project: project,
    documents: told.map { index in
      let result = report.results[index]
      return ReportedDocument(
        name: project.name(of: result.document.path).text, diagnostics: result.diagnostics)
    },
    general: general, summary: summary(report, options.dryRun),
    hasWritten: report.results.contains { $0.outcome == .written }, seen: report.seen)
}

/// Says why each document was woven.
private func explain(_ report: BuildReport, _ dryRun: Bool, _ project: Project) {
  for result in report.results {
    guard let reason = result.reason, result.outcome != .noDocument else { continue }
    let name = escaped(project.name(of: result.document.output).text)
    let does = dryRun ? (result.outcome == .written ? "would write" : "would check") : "wove"
    complain("\(does) \(name): \(escaped(reason))")
  }
}

private func summary(_ report: BuildReport, _ dryRun: Bool) -> String {
  var (total, written, failed, others) = (0, 0, 0, 0)
  for index in report.results.indices {
    let outcome = report.results[index].outcome
    if outcome != .noDocument { total += 1 }
    if outcome == .noDocument, report.results[index].document.kind == .template { others += 1 }
    if outcome == .written { written += 1 }
    if outcome == .failed { failed += 1 }
  }
  var parts = [
    "\(written) \(dryRun ? "to be written" : "written")",
    "\(total - written - failed) up to date",
  ]
  if failed > 0 { parts.append("\(failed) with problems") }
  let line = "docbuild: \(counted(total, "document")): \(parts.joined(separator: ", "))"
  guard total == 0, others > 0 else { return line }
  let files = counted(others, "*.src file")
  let does = others == 1 ? "was" : "were"
  return "docbuild: \(files) without a directive \(does) left alone\n\(line)"
}
