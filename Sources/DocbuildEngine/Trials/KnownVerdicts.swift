import DocbuildCore

/// What `test` has last found of just what is there now, as far as that is kept: what has passed. Nothing is run for it.
package struct KnownVerdicts: Sendable {
  /// What is known of one test.
  package enum Verdict: Sendable, Equatable {
    case passed
    /// It has not passed as it is now: it was changed since, it failed, or nobody has run it.
    case notTested
    /// Its author says why it is not run, or what it needs is not there.
    case skipped(String)
  }

  /// A tool and what it said.
  package struct ToolVerdict: Sendable, Equatable {
    /// What the tool is called.
    package let tool: String
    /// Whether it has found nothing.
    package let verdict: Verdict
  }

  /// A block of a page that is tested as it stands there.
  package struct Block: Sendable, Equatable {
    /// The page's line (from 1) that it begins on.
    package let line: Int
    /// What is known of a console block; nil for code.
    package let transcript: Verdict?
    /// What tools say of code that the author wrote into the page.
    package let tools: [ToolVerdict]
  }

  /// What tools say of sources, by their paths below the root.
  package private(set) var sources: [String: [ToolVerdict]] = [:]
  /// By the paths of pages below the root, in the order of their lines.
  package private(set) var pages: [String: [Block]] = [:]

  /// None.
  package init() {}

  /// Looks up what is known of all that `test` would test.
  ///
  /// - Throws: `Interrupted`, the machine's trouble.
  package static func find(
    in session: Session, _ scope: Scope, threads: Int
  ) throws -> KnownVerdicts {
    var settings = TestSettings()
    settings.scope = scope
    settings.threads = threads
    let suite = try TestSuite(session, settings)
    var found = KnownVerdicts()
    found.noteTools(of: suite)
    found.noteTranscripts(of: suite)
    for path in found.pages.keys { found.pages[path]?.sort { $0.line < $1.line } }
    try session.interrupt.check()
    return found
  }

  private mutating func noteTools(of suite: TestSuite) {
    let jobs = suite.toolJobs
    let runner = suite.runner(for: jobs)
    for job in jobs {
      let verdicts = job.tools.map { tool in
        let passed = runner.programs[tool.name].map {
          suite.passed.holds(runner.key(tool, $0, job.code))
        }
        return ToolVerdict(tool: tool.name, verdict: passed ?? false ? .passed : .notTested)
      }
      switch job.site {
      case .source(_, let path, _): sources[path.text, default: []] += verdicts
      case .block(let document, let block):
        pages[suite.documents[document].document.output.text, default: []].append(
          Block(line: block.openLine, transcript: nil, tools: verdicts))
      }
    }
  }

  private mutating func noteTranscripts(of suite: TestSuite) {
    let jobs = Dictionary(suite.transcriptJobs.map { ($0.document, $0.job) }) { first, _ in first }
    for (index, document) in suite.documents.enumerated() where !document.transcripts.isEmpty {
      let verdicts =
        jobs[index]?.knownVerdicts ?? document.transcripts.map { _ in Verdict.notTested }
      for (block, verdict) in zip(document.transcripts, verdicts) {
        pages[document.document.output.text, default: []].append(
          Block(line: block.openLine, transcript: verdict, tools: []))
      }
    }
  }
}

extension TranscriptJob {
  /// What is known of each block: they pass together, since they share a shell.
  fileprivate var knownVerdicts: [KnownVerdicts.Verdict] {
    let reasons = blocks.map(reasonToSkip)
    let runs = reasons.map { $0 == nil }
    let verdict: KnownVerdicts.Verdict =
      runs.contains(true) && passed.holds(key(runs)) ? .passed : .notTested
    return reasons.map { reason in reason.map { .skipped($0) } ?? verdict }
  }
}
