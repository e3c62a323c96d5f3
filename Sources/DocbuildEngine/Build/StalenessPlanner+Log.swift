import DocbuildCore
import Glibc

extension StalenessPlanner {
  /// The log for the next time, or what has changed of it when that is little.
  ///
  /// - Parameters:
  ///   - done: what was woven, in the order of the paths.
  ///   - documents: all of the project, in that order too; those that were not asked for stay as they were, and so do
  ///     outputs whose template is gone.
  ///   - started: when the build began; what changed right before may change again and look the same.
  func nextLog(
    _ done: [DocumentWorker.Work], documents: [ProjectDocument], started: Int, threads: Int
  ) -> NextLog {
    let stamps = stamps(of: done, threads: threads)
    let strangers = strangers(to: documents)
    let orphans = strangers.filter { isOrphan($0) }.compactMap { log?.path($0.path) }
    if let log, orphans.count == strangers.count, isSmall(done) {
      return .changes(changes(of: log, by: done, stamps, started: started), to: log)
    }
    var maker = LogMaker(planner: self, started: started, done)
    var paths = documents.map(\.path)
    if !orphans.isEmpty {
      paths += orphans
      paths.sort()
    }
    var next = 0
    var last: RootPath?
    for path in paths where path != last {
      last = path
      while next < done.count, done[next].result.document.path < path {
        next += 1
      }
      if next < done.count, done[next].result.document.path == path {
        maker.add(done[next], stamps[next])
      } else {
        maker.keep(path)
      }
    }
    return .whole(maker.made)
  }

  /// Whether what was done, and what was since the log was written, is so little that it is kept beside the log: at most
  /// an eighth of the documents, and none that the log does not have.
  private func isSmall(_ done: [DocumentWorker.Work]) -> Bool {
    guard let log, log.settings == settings,
      (log.changed.count + done.count) * 8 <= log.entries.count
    else { return false }
    return done.allSatisfy { log.index(of: $0.result.document.path) != nil }
  }

  /// What differs from the log as it was written.
  private func changes(
    of log: BuildLog, by done: [DocumentWorker.Work], _ stamps: [LogMaker.Stamps], started: Int
  ) -> BuildLog {
    var maker = LogMaker(planner: self, started: started, changing: log)
    var earlier = log.changed[...]
    for (work, stamps) in zip(done, stamps) {
      let path = work.result.document.path
      while let row = earlier.first {
        let order = log.order(log.entries[row].path, path)
        if order < 0 { maker.keep(log.entries[row], of: log) }
        if order > 0 { break }
        earlier.removeFirst()
      }
      maker.add(work, stamps)
    }
    for row in earlier { maker.keep(log.entries[row], of: log) }
    return maker.made
  }

  /// What the log alone knows of.
  ///
  /// - Parameter documents: in the order of their paths.
  private func strangers(to documents: [ProjectDocument]) -> [BuildLog.Entry] {
    guard let log else { return [] }
    var at = 0
    return log.entries.filter { entry in
      while at < documents.count {
        let order = log.order(entry.path, documents[at].path)
        if order == 0 { return false }
        if order < 0 { return true }
        at += 1
      }
      return true
    }
  }

  /// Whether the document is gone and its output is still there.
  private func isOrphan(_ entry: BuildLog.Entry) -> Bool {
    guard let log, !entry.output.isEmpty else { return false }
    guard let output = log.output(of: entry).folded else { return false }
    return !project.root.isThere(log.path(entry.path)) && project.root.exists(output)
  }

  /// What the documents and their outputs look like now.
  private func stamps(of done: [DocumentWorker.Work], threads: Int) -> [LogMaker.Stamps] {
    let root = project.root
    let part = 256
    let found = ParallelJobs.run((done.count + part - 1) / part, threads: threads) { index in
      done[index * part..<min(done.count, (index + 1) * part)].map { work in
        let document = work.result.document
        let own = root.stamp(of: document.path) ?? .unknown
        if document.kind == .inPlace { return LogMaker.Stamps(document: own, output: own) }
        let output = document.output.folded.flatMap { root.stamp(of: $0) }
        return LogMaker.Stamps(document: own, output: output ?? .unknown)
      }
    }
    return found?.flatMap { $0 } ?? []
  }
}
