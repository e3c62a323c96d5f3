package import DocbuildCore

/// What `docbuild test` and `docbuild accept` are asked for.
package struct TestSettings: Sendable {
  /// Which documents are tested.
  package var scope = Scope()
  /// Which of their blocks.
  package var choice = BlockChoice()
  /// How many threads work at once.
  package var threads = 1
  /// Whether what lacks a tool is skipped and counted, and no problem.
  package var skipsMissing = false
  /// Whether what has passed before, with all that it reads being the same, need not run again.
  package var usesCache = true
  /// Whether transcripts run in namespaces of their own where the kernel grants them.
  package var wantsSandbox = true
  /// Whether console blocks are run.
  package var runsTranscripts = true
  /// Whether tools look at sources and fenced blocks.
  package var runsTools = true
  /// What was found before, when only what has changed since is to be tested again.
  package var earlier: EarlierTests?
  /// What keeps the shells of console blocks; nil where none are run.
  package var supervisor: SupervisorProgram?

  /// What holds where nothing is said.
  package init() {}
}

/// One thing that was tested: a tool on a source or a fenced block, or a transcript.
package struct TestCase: Sendable {
  /// How a test can end.
  package enum Outcome: Sendable, Equatable {
    case passed
    /// It has passed before, and all that it reads is the same.
    case kept
    case failed
    /// It failed as well, as far as can be said: for the failure at that line alone, which is reported.
    case follows(Int)
    /// It could not be run.
    case notRun
    /// With the reason.
    case skipped(String)
  }

  /// What can be tested.
  package enum Kind: Sendable { case transcript, tool }

  /// What is tested.
  package let kind: Kind
  /// How it is called in reports.
  package let name: String
  /// How it ended.
  package var outcome: Outcome
  /// How many commands were run, for transcripts.
  package var commands = 0
}

/// What became of a document or a source.
package struct TestResult: Sendable {
  /// As the user would write it.
  package let name: String
  /// What is wrong, in order.
  package var diagnostics: [Diagnostic] = []
  /// What was tested, in order.
  package var cases: [TestCase] = []

  /// Nothing tested yet.
  package init(name: String) { self.name = name }
}

/// What became of a project's tests.
package struct TestReport: Sendable {
  /// Documents in order, then sources in the order of their paths.
  package var results: [TestResult] = []
  /// What concerns no single document.
  package var diagnostics: [Diagnostic] = []
  /// Code in fences that is neither a program nor a fragment that parses.
  package var sketches: [Place] = []
  /// Embedded sources that were looked at, and fenced blocks that are whole programs and fragments.
  package var sources = 0
  /// How many fenced blocks were whole programs.
  package var programs = 0
  /// How many were parts of one.
  package var fragments = 0
  /// The console blocks that nobody asked to run, and the pages that they are in.
  package var unasked = (blocks: 0, pages: 0)
  /// Why what passed could not be noted; nil when it was.
  package var unkept: String?
  /// Whether any transcript was run: all others are known.
  package var hasRun: Bool { transcripts.values.contains { !$0.isKnown } }
  /// What the transcripts of each document did, by its path.
  var transcripts: [RootPath: TranscriptJob.Result] = [:]
  /// The signal that ended the run early; 0 for none.
  package var signal: Int32 = 0

  /// An empty report.
  package init() {}

  /// Says, once, that the kernel refuses a sandbox and a document's transcripts were not run.
  mutating func refuseSandbox(_ reason: String, to document: String) {
    guard !diagnostics.contains(where: { $0.id == .sandboxRefused }) else { return }
    diagnostics.append(
      Diagnostic(
        .sandboxRefused,
        "console blocks were not run: the kernel refuses a sandbox for them (\(reason))",
        at: Place(file: document),
        notes: [
          .init(
            "it grants one to root, and to others where user namespaces are allowed, as by 'sysctl kernel.apparmor_restrict_unprivileged_userns=0' on Ubuntu"
          ),
          .init(
            "'--no-sandbox' runs them without: with your network, and with your rights over your files"
          ),
        ]))
  }

  /// All cases.
  package var cases: [TestCase] { results.flatMap(\.cases) }
}
