import DocbuildCore
import Glibc

/// Runs the tools of each embedded language and the console blocks of a project (`docbuild test`).
package func test(
  _ session: Session, _ settings: TestSettings, progress: ((TestProgress) -> Void)? = nil
) throws -> TestReport {
  let (project, interrupt) = (session.project, session.interrupt)
  let suite = try TestSuite(session, settings)
  var report = TestReport()
  report.diagnostics = suite.projectDiagnostics
  var found = Collected(documents: suite.results)
  let transcripts = settings.runsTranscripts ? suite.transcriptJobs : []
  report.unasked = suite.unasked
  let tools = settings.runsTools ? suite.toolJobs : []
  report.diagnostics += suite.reportConfigurationFiles(tools)
  var rounds = ToolRounds(tools, of: suite)
  let running = RunningWork()
  runFirst(&rounds, running, settings, progress)
  let second = rounds.second()
  // Transcripts first: they take longest.
  let total = transcripts.count + second.count
  let work = ParallelJobs.run(
    total, threads: settings.threads,
    progress: progress.map { report in { report(running.progress($0, of: total)) } }
  ) { [work = rounds.work] index -> Done in
    if interrupt.isSet { return .interrupted }
    if index < transcripts.count {
      let job = transcripts[index].job
      return running.run(index, job.document.name) { .transcripts(job.run()) }
    }
    let run = second[index - transcripts.count]
    return running.run(index, run.title) { .tools(work(run)) }
  }
  for (index, done) in (work ?? []).enumerated() {
    switch done {
    case .interrupted: break
    case .transcripts(let done):
      let job = transcripts[index]
      report.transcripts[job.job.document.document.path] = done
      found.take(done, of: job.document, for: &report)
    case .tools(let outcomes): rounds.take(outcomes, of: second[index - transcripts.count])
    }
  }
  found.take(rounds, of: suite, for: &report)
  report.sources = found.sources.count
  if !settings.skipsMissing {
    for (name, index) in found.missing.sorted(by: { $0.key < $1.key }) {
      report.diagnostics.append(suite.missingTool(name, at: tools[index]))
    }
  }
  report.results = found.all
  report.signal = interrupt.number
  let missed = settings.choice.missed(by: suite.documents, in: project)
  report.diagnostics += missed
  if transcripts.isEmpty, tools.isEmpty, missed.isEmpty, let problem = suite.nothingTested {
    report.diagnostics.append(problem)
  }
  if report.signal == 0, settings.usesCache {
    report.unkept = suite.passed.kept(in: project.root, keepsOthers: settings.asksForPart)
  }
  return report
}

/// Does the runs of the first round.
private func runFirst(
  _ rounds: inout ToolRounds, _ running: RunningWork, _ settings: TestSettings,
  _ progress: ((TestProgress) -> Void)?
) {
  let runs = rounds.first()
  let work = ParallelJobs.run(
    runs.count, threads: settings.threads,
    progress: progress.map { report in { report(running.progress($0, of: runs.count)) } }
  ) { [work = rounds.work] index in
    running.run(index, runs[index].title) { work(runs[index]) }
  }
  for (run, outcomes) in zip(runs, work ?? []) { rounds.take(outcomes, of: run) }
}

/// What became of one job.
private enum Done: Sendable {
  case transcripts(TranscriptJob.Result)
  case tools([ToolOutcome])
  case interrupted
}

/// What the jobs found.
private struct Collected {
  var documents: [TestResult]
  /// In the order of their jobs.
  var sources: [TestResult] = []
  /// The tools that are missing, each with the number of the first job that needs it.
  var missing: [String: Int] = [:]

  mutating func take(
    _ done: TranscriptJob.Result, of document: Int, for report: inout TestReport
  ) {
    documents[document].diagnostics += done.diagnostics
    documents[document].cases += done.cases
    let name = documents[document].name
    if let why = done.refusedSandbox { report.refuseSandbox(why, to: name) }
    if let trouble = done.trouble {
      report.diagnostics.append(Diagnostic(.toolFailed, trouble, at: Place(file: name)))
    }
  }

  mutating func take(_ rounds: ToolRounds, of suite: TestSuite, for report: inout TestReport) {
    for (number, (job, done)) in zip(rounds.jobs, rounds.results).enumerated() {
      switch done.standing {
      case .source: break
      case .program: report.programs += 1
      case .fragment: report.fragments += 1
      case .sketch: report.sketches.append(suite.place(of: job))
      }
      take(done, of: job, number: number)
    }
  }

  private mutating func take(_ done: ToolJobResult, of job: ToolJob, number: Int) {
    for name in done.missing { missing[name] = missing[name] ?? number }
    switch job.site {
    case .block(let document, _):
      documents[document].diagnostics += done.diagnostics
      documents[document].cases += done.cases
    case .source(let source, _, _):
      if sources.last?.name != source.name { sources.append(TestResult(name: source.name)) }
      sources[sources.count - 1].diagnostics += done.diagnostics
      sources[sources.count - 1].cases += done.cases
    }
  }

  /// The documents', in the order of their lines, then the sources'.
  var all: [TestResult] {
    documents.map { result in
      var sorted = result
      sorted.diagnostics.sortByPlace()
      return sorted
    } + sources
  }
}

extension PassedLog {
  /// Stores it, and returns why that can't be. It only spares work: what can't be written there has been tested all the
  /// same.
  fileprivate func kept(in root: Root, keepsOthers: Bool) -> String? {
    do throws(SystemError) { try store(in: root, keepsOthers: keepsOthers) } catch {
      return error.message
    }
    return nil
  }
}

extension TestSettings {
  /// Whether less than the whole project is tested.
  fileprivate var asksForPart: Bool {
    scope.paths.contains { !$0.isRoot } || scope.shard != nil || scope.since != nil
      || !runsTranscripts || !runsTools || !choice.isAll
  }
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
