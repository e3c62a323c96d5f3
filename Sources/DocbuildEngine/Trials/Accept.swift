import DocbuildCore

/// Runs the console blocks and writes what they print as the new expectation (`docbuild accept`). Only what no longer
/// matches is changed; patterns that still do are kept. What would be changed is run a second time: what differs from run to
/// run is never an expectation.
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
  let acceptance = Acceptance(project: project, settings: wish, interrupt: interrupt)
  let work = ParallelJobs.run(
    jobs.count, threads: settings.threads,
    progress: progress.map { report in { report(running.progress($0, of: jobs.count)) } }
  ) { index in
    let job = jobs[index].job
    return running.run(index, job.document.name) { run(job, twiceFor: acceptance, interrupt) }
  }
  report.signal = interrupt.number
  var changed: [AcceptedDocument] = []
  for (job, (done, again)) in zip(jobs, work ?? []) {
    results[job.document].cases = done.cases
    if let why = done.refusedSandbox {
      report.refuseSandbox(why, to: results[job.document].name)
    }
    if let trouble = done.trouble {
      report.diagnostics.append(
        Diagnostic(.toolFailed, trouble, at: Place(file: results[job.document].name)))
    }
    results[job.document].diagnostics += done.diagnostics.filter { !mendable.contains($0.id) }
    guard report.signal == 0, let outcome = done.mendable else { continue }
    let found = try acceptance.accept(
      outcome, and: again?.outcome, of: suite.documents[job.document])
    results[job.document].diagnostics += found.refusals
    if let document = found.document { changed.append(document) }
  }
  report.results = results
  return (report, changed)
}

/// The problems that a new expectation mends.
private let mendable: [DiagnosticID] = [.outputMismatch, .statusMismatch]

extension TranscriptJob.Result {
  /// What the commands did, where a new expectation may mend what does not hold.
  fileprivate var mendable: TranscriptSession.Outcome? {
    diagnostics.contains { DocbuildEngine.mendable.contains($0.id) } ? outcome : nil
  }
}

/// Runs a document's transcripts, and, where something would be accepted, once more.
private func run(
  _ job: TranscriptJob, twiceFor acceptance: Acceptance, _ interrupt: Interrupt
) -> (first: TranscriptJob.Result, second: TranscriptJob.Result?) {
  guard !interrupt.isSet else { return (TranscriptJob.Result(), nil) }
  let start = Clock.now
  let first = job.run()
  guard let outcome = first.mendable, acceptance.changes(outcome, of: job.document) else {
    return (first, nil)
  }
  // Clocks that commands print show whole seconds.
  let rest = 1_050 - (Clock.now - start)
  if rest > 0 { try? interrupt.wait(milliseconds: Int32(rest)) }
  return (first, interrupt.isSet ? nil : job.run())
}
