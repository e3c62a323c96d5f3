import DocbuildCore

/// Runs the console blocks and writes what they print as the new expectation (`docbuild accept`). Only what no longer
/// matches is changed; patterns that still do are kept.
///
/// The report's diagnostics are what can't be mended so: commands that don't end, shells that don't start, failures
/// that nobody expected, text that can't be had back.
package func accept(
  _ session: Session, _ settings: TestSettings, _ wish: AcceptSettings,
  progress: ((TestProgress) -> Void)? = nil
) throws -> (report: TestReport, changed: [AcceptedDocument]) {
  var settings = settings
  settings.usesCache = false
  settings.choice = wish.choice
  let (project, interrupt) = (session.project, session.interrupt)
  let suite = try TestSuite(session, settings)
  var report = TestReport()
  report.diagnostics =
    suite.projectDiagnostics + wish.choice.missed(by: suite.documents, in: project)
  var results = suite.results
  let jobs = suite.transcriptJobs
  let running = RunningWork()
  let work = ParallelJobs.run(
    jobs.count, threads: settings.threads,
    progress: progress.map { report in { report(running.progress($0, of: jobs.count)) } }
  ) { index in
    let job = jobs[index].job
    return running.run(index, job.document.name) {
      !interrupt.isSet ? job.run() : TranscriptJob.Result()
    }
  }
  report.signal = interrupt.number
  var changed: [AcceptedDocument] = []
  let acceptance = Acceptance(project: project, settings: wish, interrupt: interrupt)
  for (job, done) in zip(jobs, work ?? []) {
    results[job.document].cases = done.cases
    if let why = done.refusedSandbox {
      report.refuseSandbox(why, to: results[job.document].name)
    }
    if let trouble = done.trouble {
      report.diagnostics.append(
        Diagnostic(.toolFailed, trouble, at: Place(file: results[job.document].name)))
    }
    let mendable: [DiagnosticID] = [.outputMismatch, .statusMismatch]
    results[job.document].diagnostics += done.diagnostics.filter { !mendable.contains($0.id) }
    guard report.signal == 0, let outcome = done.outcome,
      done.diagnostics.contains(where: { mendable.contains($0.id) })
    else { continue }
    let found = try acceptance.accept(outcome, of: suite.documents[job.document])
    results[job.document].diagnostics += found.refusals
    if let document = found.document { changed.append(document) }
  }
  report.results = results
  return (report, changed)
}
