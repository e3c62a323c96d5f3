import DocbuildCore

extension BuildState.Read {
  /// Where planning leads.
  enum Plan: ~Copyable {
    /// Nothing is done, since what the configuration says may decide where pages go.
    case misconfigured(BuildReport)
    case planned(BuildState.Planned)
  }

  /// Decides what is to be done with the documents that are asked for.
  ///
  /// - Throws: when a path names nothing.
  consuming func planned() throws -> Plan {
    if found.isMisconfigured {
      return .misconfigured(
        BuildReport(
          diagnostics: Pass.reported(found.diagnostics, in: frame.project),
          ignoredLog: noted.isDamaged))
    }
    return .planned(try BuildState.Planned(self))
  }
}

extension BuildState {
  /// What is to be done.
  struct Planned: ~Copyable {
    let frame: Frame
    let noted: Noted
    let planner: StalenessPlanner
    let found: ProjectDocuments
    /// All documents of the project that are there.
    let table: DocumentTable
    /// Whether each of them is to be woven, asked for or not.
    let isStale: [Bool]
    let pass: Pass
    /// Of the documents that are asked for.
    let results: [BuildResult]
    /// The indices in `results` of those that are to be woven.
    let stale: [Int]

    init(_ read: borrowing Read) throws {
      let (frame, planner, found) = (read.frame, read.planner, read.found)
      let (project, threads) = (frame.project, frame.options.threads)
      var (all, verdicts) = Planned.verdicts(found, planner, project, threads)
      let table = DocumentTable(all, rules: project.rules)
      planner.followOutputs(&verdicts, of: table)
      let isStale = verdicts.map { $0.isStale }
      let pass = Pass(in: frame.session, among: table, proves: true, threads: threads)
      if !frame.options.scope.isAll {
        let touched = try frame.options.scope.since.map { revision in
          let interrupt = frame.session.interrupt
          let changed = try ChangedFiles(since: revision, in: project, interrupt)
          return try TouchedDocuments(
            by: changed, among: table.documents, in: project, for: .sources, threads: threads,
            interrupt
          ).flags { index in
            isStale[index]
              ? allNamedFiles(of: table.documents[index], with: pass.reader)
              : planner.inputs(of: table.documents[index])
          }
        }
        let scoped = try ScopedDocuments(
          of: frame.options.scope, among: table, in: project, followsReaders: true,
          touched: touched, threads: threads
        ) { index in
          isStale[index]
            ? namedFiles(of: table.documents[index], with: pass.reader)
            : planner.inputs(of: table.documents[index])
        }
        all = scoped.documents.map { table.documents[$0] }
        verdicts = scoped.documents.map { verdicts[$0] }
      }
      if let remarks = read.noted.remarks {
        remarks.revise(&verdicts, of: all, in: project)
      } else {
        // What can't be reported again is found again.
        for index in verdicts.indices where !verdicts[index].isStale {
          verdicts[index] = .stale("the warnings of earlier builds are damaged")
        }
      }
      stale = verdicts.indices.filter { verdicts[$0].isStale }
      results = Planned.results(of: all, verdicts)
      self.isStale = isStale
      self.pass = pass
      self.frame = frame
      noted = read.noted
      self.planner = planner
      self.found = found
      self.table = table
    }

    /// The documents of the project with what is to be done. Those that git knows and that are not there any more are
    /// none.
    private static func verdicts(
      _ found: ProjectDocuments, _ planner: StalenessPlanner, _ project: Project, _ threads: Int
    ) -> (documents: [ProjectDocument], verdicts: [StalenessPlanner.Verdict]) {
      let documents = found.documents
      let verdicts = planner.verdicts(for: documents)
      let part = 256
      let parts = ParallelJobs.run((documents.count + part - 1) / part, threads: threads) { index in
        (index * part..<min(documents.count, (index + 1) * part)).allSatisfy {
          !verdicts[$0].isStale || project.holds(documents[$0])
        }
      }
      if parts?.allSatisfy({ $0 }) ?? false { return (documents, verdicts) }
      let kept = found.there(documents, in: project)
      return (kept, planner.verdicts(for: kept))
    }

    /// What holds before anything is done.
    private static func results(
      of documents: [ProjectDocument], _ verdicts: [StalenessPlanner.Verdict]
    ) -> [BuildResult] {
      documents.indices.map { index in
        var outcome = BuildResult.Outcome.upToDate
        if case .noDocument = verdicts[index] { outcome = .noDocument }
        return BuildResult(
          document: documents[index], outcome: outcome, reason: verdicts[index].reason,
          diagnostics: [])
      }
    }
  }
}
