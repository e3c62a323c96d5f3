import DocbuildCore
import Glibc

/// Runs the tools of each embedded language and the console blocks of a project (`docbuild test`).
package func test(
  _ session: Session, _ settings: TestSettings, progress: ((Int, Int) -> Void)? = nil
) throws -> TestReport {
  let (project, interrupt) = (session.project, session.interrupt)
  let suite = try TestSuite(session, settings)
  var report = TestReport()
  report.diagnostics = suite.projectDiagnostics
  var results = suite.results
  let transcripts = settings.runsTranscripts ? suite.transcriptJobs : []
  report.unasked = suite.unasked
  let tools = settings.runsTools ? suite.toolJobs : []
  report.diagnostics += suite.reportConfigurationFiles(tools)
  let runner = suite.runner(for: tools)
  enum Done: Sendable {
    case transcripts(TranscriptJob.Result)
    case tools(ToolJobResult)
    case interrupted
  }
  // Transcripts first: they take longest.
  let total = transcripts.count + tools.count
  let work = ParallelJobs.run(
    total, threads: settings.threads, progress: progress.map { tell in { tell($0, total) } }
  ) { index -> Done in
    if interrupt.isSet { return .interrupted }
    return index < transcripts.count
      ? .transcripts(transcripts[index].job.run())
      : .tools(runner.run(tools[index - transcripts.count]))
  }
  var sources: [TestResult] = []
  var missing: [String: Int] = [:]
  for (index, done) in (work ?? []).enumerated() {
    switch done {
    case .interrupted: break
    case .transcripts(let done):
      let document = transcripts[index].document
      results[document].diagnostics += done.diagnostics
      results[document].cases += done.cases
      if let why = done.refusedSandbox { report.refuseSandbox(why, to: results[document].name) }
      if let trouble = done.trouble {
        report.diagnostics.append(
          Diagnostic(.toolFailed, trouble, at: Place(file: results[document].name)))
      }
    case .tools(let done):
      let job = tools[index - transcripts.count]
      for name in done.missing { missing[name] = missing[name] ?? (index - transcripts.count) }
      switch done.standing {
      case .source: break
      case .program: report.programs += 1
      case .fragment: report.fragments += 1
      case .sketch: report.sketches.append(suite.place(of: job))
      }
      switch job.site {
      case .block(let document, _):
        results[document].diagnostics += done.diagnostics
        results[document].cases += done.cases
      case .source(let source, _, _):
        var result = sources.popLast() ?? TestResult(name: source.name)
        if result.name != source.name {
          sources.append(result)
          result = TestResult(name: source.name)
        }
        result.diagnostics += done.diagnostics
        result.cases += done.cases
        sources.append(result)
      }
    }
  }
  report.sources = sources.count
  if !settings.skipsMissing {
    for (name, index) in missing.sorted(by: { $0.key < $1.key }) {
      report.diagnostics.append(suite.missingTool(name, at: tools[index]))
    }
  }
  for index in results.indices { results[index].diagnostics.sortByPlace() }
  report.results = results + sources
  report.signal = interrupt.number
  if total == 0, let problem = suite.nothingTested { report.diagnostics.append(problem) }
  if report.signal == 0, settings.usesCache {
    let isPart =
      settings.scope.paths.contains { !$0.isEmpty } || settings.scope.shard != nil
      || !settings.runsTranscripts || !settings.runsTools
    // It only spares work: what can't be written there has been tested all the same.
    do { try suite.passed.store(in: project.root, keepsOthers: isPart) } catch {
      report.unkept = error.message
    }
  }
  return report
}

extension [Diagnostic] {
  /// By line and column, for those of one file; others keep their order behind them.
  fileprivate mutating func sortByPlace() {
    let sorted = enumerated().sorted { a, b in
      if a.element.place.name != b.element.place.name { return a.offset < b.offset }
      return (a.element.place.line, a.element.place.column, a.offset)
        < (b.element.place.line, b.element.place.column, b.offset)
    }
    self = sorted.map(\.element)
  }
}
