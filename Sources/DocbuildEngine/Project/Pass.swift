import DocbuildCore

/// The one way of documents from their paths to what a command makes of them: each is read, woven and proven, and then
/// the command takes its last step with it, on any thread.
///
/// What is reported of a document, and of the project as a whole, goes through the pass: here, and nowhere else, it gets
/// the severities that the configuration gives.
package struct Pass: Sendable {
  /// What documents share; those that are made from the outputs of others are made from their new text.
  let reader: SourceReader
  let prover: Prover?
  private let threads: Int

  /// Whose documents they are.
  package var project: Project { reader.project }

  /// A pass over documents whose outputs are read as they are.
  ///
  /// - Parameter prover: proves the pages; nil where nobody needs that.
  package init(_ reader: SourceReader, prover: Prover?, threads: Int = 1) {
    self.reader = reader
    self.prover = prover
    self.threads = threads
  }

  /// A pass over documents that share nothing with others.
  package init(_ project: Project, prover: Prover?) {
    self.init(SourceReader(project, interrupt: Interrupt()), prover: prover)
  }

  /// A pass over documents of a session's project.
  ///
  /// - Parameters:
  ///   - table: all documents of the project, whose outputs may be sources.
  ///   - proves: whether pages are proven.
  ///   - keepsPages: whether the last step looks at pages, so that what the proof has read need not be read again.
  init(
    in session: Session, among table: DocumentTable, proves: Bool, keepsPages: Bool = false,
    threads: Int
  ) {
    session.sources.follow(table)
    // The documents are what the threads share.
    var prover = proves ? Prover(threads: 1) : nil
    prover?.keepsPages = keepsPages
    self.init(session.sources, prover: prover, threads: threads)
  }

  /// A document that is read and woven, for the last step.
  struct Turn {
    /// Its index among those that the pass goes over.
    let index: Int
    let document: ProjectDocument
    /// Nil for what can't be read, and for what is not a document after all: `isUnreadable` says which.
    fileprivate(set) var input: Input?
    fileprivate(set) var woven: Woven?
    fileprivate(set) var isUnreadable = false
    /// What is wrong with it, as it counts.
    fileprivate(set) var problems: [Diagnostic] = []
    fileprivate let severities: Severities

    /// Whether some problem is an error.
    var hasErrors: Bool { problems.contains { $0.severity == .error } }

    /// Adds problems that the last step found.
    mutating func report(_ more: [Diagnostic]) { problems += severities.applied(to: more) }

    /// Adds a problem that the last step found.
    mutating func report(_ problem: Diagnostic) { report([problem]) }
  }

  /// What a last step made of a document, and what is wrong with that.
  struct Passed<Made: Sendable>: Sendable {
    var made: Made
    var problems: [Diagnostic]
  }

  /// Goes over documents on all threads; what comes of them has their order.
  ///
  /// - Parameter progress: called a few times a second with how many are done, and how many there are.
  /// - Throws: when it is asked to end.
  func run<Made: Sendable>(
    over documents: [ProjectDocument], progress: ((Int, Int) -> Void)? = nil,
    _ lastStep: @escaping @Sendable (inout Turn) -> Made
  ) throws(Interrupted) -> [Passed<Made>] {
    let count = documents.count
    let stop = ParseStop()
    let done = ParallelJobs.run(
      count, threads: threads, limit: JobLimit(interrupt: reader.interrupt, stop: stop.stop),
      progress: progress.map { tell in { tell($0, count) } }
    ) { index -> Passed<Made>? in
      guard !reader.interrupt.isSet else { return nil }
      return stop.watching {
        var turn = self.turn(of: documents[index], at: index)
        let made = lastStep(&turn)
        return Passed(made: made, problems: turn.problems)
      }
    }
    guard let done else { preconditionFailure("there is no bound to exceed") }
    try reader.interrupt.check()
    return done.compactMap { $0 }
  }

  /// The same for one document whose text is in memory.
  func run<Made: Sendable>(
    on input: Input, of document: ProjectDocument, _ lastStep: (inout Turn) -> Made
  ) -> Passed<Made> {
    var turn = self.turn(of: document, with: input, at: 0)
    let made = lastStep(&turn)
    return Passed(made: made, problems: turn.problems)
  }

  /// What concerns no single document, as it counts.
  func reported(_ problems: [Diagnostic]) -> [Diagnostic] {
    Pass.reported(problems, in: project)
  }

  /// The same where no document is woven.
  static func reported(_ problems: [Diagnostic], in project: Project) -> [Diagnostic] {
    project.configuration.checks.applied(to: problems)
  }

  private func turn(of document: ProjectDocument, at index: Int) -> Turn {
    switch Input.document(document, in: project) {
    case .success(let input?): return turn(of: document, with: input, at: index)
    case .success(nil):
      return Turn(index: index, document: document, severities: project.configuration.checks)
    case .failure(let problem):
      var turn = Turn(index: index, document: document, severities: project.configuration.checks)
      turn.isUnreadable = true
      turn.report(problem.diagnostic)
      return turn
    }
  }

  private func turn(of document: ProjectDocument, with input: Input, at index: Int) -> Turn {
    var turn = Turn(index: index, document: document, severities: project.configuration.checks)
    let woven = weave(input)
    turn.input = input
    turn.woven = woven
    turn.problems = woven.problems
    return turn
  }
}
