import DocbuildCore

extension BuildState {
  /// What is in its place, as far as it could be put there.
  struct Installed: ~Copyable {
    private let planned: Planned
    private let done: [DocumentWorker.Work]
    private var results: [BuildResult]
    /// What kept some output from its place.
    private let trouble: SystemError?

    init(planned: consuming Planned, done: [DocumentWorker.Work], trouble: SystemError?) {
      results = planned.results
      for (number, index) in planned.stale.enumerated() { results[index] = done[number].result }
      self.planned = planned
      self.done = done
      self.trouble = trouble
    }

    /// Stores what the next build has to know.
    consuming func stored() throws -> BuildReport {
      let (frame, noted) = (planned.frame, planned.noted)
      if let workspace = frame.workspace {
        storeListing(workspace)
        try storeLog(workspace)
        if let trouble { throw trouble }
      }
      noted.remarks?.tellAgain(in: &results)
      let orphaned =
        noted.log.map { orphans(in: $0, among: planned.table.documents, of: frame.project) } ?? []
      return BuildReport(
        results: results,
        diagnostics: planned.pass.reported(
          planned.found.diagnostics + orphaned.map(\.problem) + [lineEnds(frame)].compactMap { $0 }),
        ignoredLog: noted.isDamaged, seen: seen(frame))
    }

    /// What the next build of this process need not look at.
    private func seen(_ frame: Frame) -> EarlierBuild? {
      guard frame.workspace != nil, let log = planned.noted.logStamp,
        frame.project.root.stamp(of: StateFile.log.path) == log
      else { return nil }
      var written: [RootPath: Stamp] = [:]
      for work in done where work.result.outcome == .written {
        guard let output = work.result.document.output.folded else { continue }
        written[output] = frame.project.root.stamp(of: output)
      }
      return planned.planner.seen(log: log, found: planned.found, written: written)
    }

    /// That outputs have been written with LF which had CRLF.
    private func lineEnds(_ frame: Frame) -> Diagnostic? {
      var lineEnds = LineEnds()
      for work in done where work.result.outcome == .written {
        guard let path = work.lineEnds else { continue }
        lineEnds.note(path, named: frame.project.name(of: work.result.document.output).text)
      }
      return lineEnds.remark(in: frame.project, frame.session.interrupt)
    }

    /// Of a build that has nothing to do.
    private func storeListing(_ workspace: Workspace) {
      let (frame, found) = (planned.frame, planned.found)
      guard done.isEmpty, !planned.noted.isListingKnown, let log = planned.noted.log,
        log.settings == planned.planner.settings, results.count == found.documents.count,
        found.areAll(of: log, by: frame.project.rules),
        let listing = KnownListing(
          of: found.documents, in: frame.project, started: frame.started)
      else { return }
      workspace.store(listing)
    }

    private func storeLog(_ workspace: Workspace) throws {
      guard !done.isEmpty || planned.noted.log == nil else { return }
      let (frame, all) = (planned.frame, planned.table.documents)
      // Before the log, which says that their documents are up to date. What is damaged stays so until all is woven.
      if planned.noted.remarks != nil || results.count == all.count {
        let remarks = planned.noted.remarks ?? KeptRemarks()
        try workspace.store(remarks.updated(by: results, in: frame.project))
      }
      try workspace.store(
        planned.planner.nextLog(
          done, documents: all, started: frame.started, threads: frame.options.threads))
    }
  }
}
