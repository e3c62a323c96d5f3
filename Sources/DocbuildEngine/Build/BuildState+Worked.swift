import DocbuildCore
import Glibc

extension BuildState.Planned {
  /// Weaves what is stale; what is new waits to be put in place.
  ///
  /// - Throws: `Interrupted`; the machine's trouble.
  consuming func worked(_ progress: ((Int, Int) -> Void)?) throws -> BuildState.Worked {
    let worker = DocumentWorker(
      frame.project, frame.options, frame.workspace, among: table, refused: found.refused,
      planner: planner)
    let upToDate = results.count - stale.count
    let passed = try pass.run(
      over: stale.map { results[$0].document },
      progress: progress.map { tell in { tell($0 + upToDate, $1 + upToDate) } }
    ) { [stale, results] turn in
      worker.work(on: &turn, reason: results[stale[turn.index]].reason ?? "")
    }
    let done = passed.map { passed in
      var work = passed.made
      work.result.diagnostics = passed.problems
      return work
    }
    if let failure = done.lazy.compactMap(\.failure).first { throw failure }
    return BuildState.Worked(planned: self, done: done)
  }
}

extension BuildState {
  /// What was done with the stale documents; nothing is in its place yet.
  struct Worked: ~Copyable {
    let planned: Planned
    /// In the order of `Planned.stale`.
    var done: [DocumentWorker.Work]

    /// Puts what is new into its place.
    ///
    /// - Throws: `Interrupted`, before anything is put there; the machine's trouble with what is there.
    consuming func installed() throws -> Installed {
      let frame = planned.frame
      try refuseToReplaceEdits()
      try frame.session.interrupt.check()
      var trouble: SystemError?
      if let workspace = frame.workspace {
        let planner = planned.planner
        let digests = done.flatMap { planner.news(of: $0) }
        if !digests.isEmpty { try workspace.note(written: digests) }
        trouble = try rename(workspace)
      }
      markUnsettled()
      return Installed(planned: planned, done: done, trouble: trouble)
    }

    /// What somebody wrote, and git can't give back, is not replaced; nor what somebody has written since it was read.
    private mutating func refuseToReplaceEdits() throws {
      let (project, interrupt) = (planned.frame.project, planned.frame.session.interrupt)
      let edits = try Replacement.edits(
        done.map { $0.result.outcome == .failed ? nil : $0.replacement }, in: project, interrupt)
      for (index, edit) in edits.enumerated() {
        guard let edit else { continue }
        done[index].refuse(edit.problem(of: done[index].result.document, in: project))
      }
      for index in done.indices {
        guard let path = done[index].waiting?.to, let below = path.path(below: project.root.path)
        else {
          continue
        }
        let now = (try? project.root.saved(below).get())?.stamp
        if now == nil, project.root.isThere(below) {
          throw SystemError("cannot read", path.text, EIO)
        }
        guard now != done[index].replaced else { continue }
        done[index].refuse(.changedMeanwhile(done[index].result.document, project))
      }
    }

    /// Renames all that waits, in one go behind one wait for the disk. One that fails does not keep the others back.
    private mutating func rename(_ workspace: Workspace) throws -> SystemError? {
      guard done.contains(where: { $0.waiting != nil }) else { return nil }
      try workspace.sync(done.compactMap { $0.waiting?.from })
      let folders = OutputFolders(planned.frame.project, planned.table)
      var trouble: SystemError?
      for index in done.indices {
        do throws(SystemError) {
          try done[index].rename(folders)
        } catch {
          done[index].result.outcome = .failed
          trouble = trouble ?? error
        }
      }
      return trouble
    }

    /// A document that shows the output of another which was to be written and is not must be woven again, even if nothing
    /// that it was made from seems to change.
    private mutating func markUnsettled() {
      if done.isEmpty { return }
      let (table, project) = (planned.table, planned.frame.project)
      var isOpen = planned.isStale
      for work in done where work.result.outcome != .failed {
        if let index = table.index(of: work.result.document.path) { isOpen[index] = false }
      }
      guard isOpen.contains(true) else { return }
      for index in done.indices {
        done[index].isUnsettled = done[index].inputs.contains { input in
          project.maker(of: input, among: table).map { isOpen[$0] } ?? false
        }
      }
    }
  }
}
