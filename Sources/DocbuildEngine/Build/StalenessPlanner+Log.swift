import DocbuildCore
import Glibc

/// What is stored for the next time.
enum NextLog {
  case whole(BuildLog)
  /// What differs from the log that is there, to be kept beside it.
  case changes(BuildLog, to: BuildLog)
}

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
    let orphans = strangers.filter { isOrphan($0) }.compactMap { log?.bytes($0.path) }
    if let log, orphans.count == strangers.count, isSmall(done) {
      return .changes(changes(of: log, by: done, stamps, started: started), to: log)
    }
    var maker = LogMaker(planner: self, started: started, done)
    var paths = documents.map(\.path)
    if !orphans.isEmpty {
      paths += orphans
      paths.sort { $0.comesBefore($1) }
    }
    var next = 0
    var last: Bytes?
    for path in paths where path != last {
      last = path
      while next < done.count, done[next].result.document.path.comesBefore(path) {
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
      while let place = earlier.first {
        let order = log.order(log.entries[place].path, path)
        if order < 0 { maker.keep(log.entries[place], of: log) }
        if order > 0 { break }
        earlier.removeFirst()
      }
      maker.add(work, stamps)
    }
    for place in earlier { maker.keep(log.entries[place], of: log) }
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
    return !project.root.isThere(log.bytes(entry.path))
      && project.root.exists(log.bytes(entry.output))
  }

  /// What the documents and their outputs look like now.
  private func stamps(of done: [DocumentWorker.Work], threads: Int) -> [LogMaker.Stamps] {
    let root = project.root
    let part = 256
    let found = ParallelJobs.run((done.count + part - 1) / part, threads: threads) { index in
      done[index * part..<min(done.count, (index + 1) * part)].map { work in
        let document = work.result.document
        let own = root.stamp(of: document.path) ?? .unknown
        return LogMaker.Stamps(
          document: own,
          output: document.kind == .inPlace ? own : root.stamp(of: document.output) ?? .unknown)
      }
    }
    return found?.flatMap { $0 } ?? []
  }
}

/// Puts a log together from the last one and what was done.
private struct LogMaker {
  /// Of a document that was woven and of what it was woven into.
  struct Stamps: Sendable {
    let document: Stamp
    let output: Stamp
  }

  private let planner: StalenessPlanner
  private let root: Root
  private let started: Int
  private(set) var made: BuildLog
  /// Files that were read now.
  private let places: ByteTable<Int32>
  private let fresh: ByteKeys
  /// The new places of the last log's files; -1 for those that have none yet.
  private var moved: [Int32]
  private var next = 0
  /// Where the places of new files begin: behind those of the log that is only changed.
  private let first: Int32
  private let changing: BuildLog?

  init(planner: StalenessPlanner, started: Int, _ done: [DocumentWorker.Work]) {
    self.planner = planner
    self.started = started
    root = planner.project.root
    made = BuildLog(settings: planner.settings)
    first = 0
    changing = nil
    let count = planner.log?.files.count ?? 0
    moved = Array(repeating: -1, count: count)
    places = ByteTable(capacity: done.count)
    fresh = ByteKeys(capacity: done.count)
    for work in done {
      _ = fresh.add(work.result.document.path)
      for input in work.inputs { _ = fresh.add(input) }
    }
  }

  /// For what changes of a log: its own files keep their places.
  init(planner: StalenessPlanner, started: Int, changing log: BuildLog) {
    self.planner = planner
    self.started = started
    root = planner.project.root
    made = BuildLog(settings: planner.settings)
    first = log.wholeFiles
    changing = log
    moved = (0..<Int32(log.files.count)).map { $0 < log.wholeFiles ? $0 : -1 }
    places = ByteTable()
    fresh = ByteKeys(capacity: 0)
  }

  /// What is said of a document that was not woven; paths must come in their order.
  mutating func keep(_ path: Bytes) {
    guard let log = planner.log, let entry = log.entry(of: path, from: &next) else { return }
    // With other settings it must be woven; what was written is still what an edit is told by.
    let isSame = log.settings == planner.settings
    made.add(
      entry, of: log, isSame ? entry.outputStamp : .unknown,
      inputs: isSame ? log.inputs(of: entry).map { place(ofOld: $0, log) } : [])
  }

  /// The same for an entry that the changes of a log had.
  mutating func keep(_ entry: BuildLog.Entry, of log: BuildLog) {
    made.add(
      entry, of: log, entry.outputStamp, inputs: log.inputs(of: entry).map { place(ofOld: $0, log) }
    )
  }

  mutating func add(_ work: DocumentWorker.Work, _ stamps: Stamps) {
    let document = work.result.document
    let old = changing?.entry(of: document.path)
    if work.result.outcome == .noDocument {
      // What was said of it is said again by the next build.
      guard work.result.diagnostics.isEmpty else { return }
      let own = stamps.document == .unknown ? .absent : stamps.document
      made.add(
        document.path, output: [], .unknown, Hash([]),
        inputs: [place(of: document.path, own, old)])
      return
    }
    guard let hash = work.hash, work.result.outcome != .failed else {
      // What was written the last time is still what an edit is told by.
      if let log = planner.log, let entry = log.entry(of: document.path),
        let hash = log.outputHash(of: entry)
      {
        made.add(document.path, output: log.bytes(entry.output), .unknown, hash, inputs: [])
      }
      return
    }
    var stamp = stamps.output
    if work.isVolatile {
      stamp = .volatile
    } else if work.isUnsettled {
      stamp = .unknown
    } else if document.kind == .inPlace || stamp.isCoarse, !stamp.isOlder(than: started) {
      stamp = .unknown
    }
    let inputs =
      [place(of: document.path, stamps.document, old)] + work.inputs.map { place(of: $0, nil, old) }
    made.add(document.path, output: document.output, stamp, hash, inputs: inputs)
  }

  /// The place of a file that was read now.
  ///
  /// - Parameter old: what the log that is changed says of the document that read it.
  private mutating func place(of path: Bytes, _ known: Stamp?, _ old: BuildLog.Entry?) -> Int32 {
    if let place = places[path] { return place }
    // A file changed within a clock tick of being read may change again and look the same.
    var stamp = known ?? root.stamp(of: path) ?? .unknown
    if !stamp.isOlder(than: started) { stamp = .unknown }
    let place = place(of: path, stamp, in: old) ?? first + made.add(path, stamp)
    places[path] = place
    return place
  }

  /// The place of a file with that very stamp among the old inputs.
  private mutating func place(of path: Bytes, _ stamp: Stamp, in old: BuildLog.Entry?) -> Int32? {
    guard let log = changing, let old else { return nil }
    let same = log.inputs(of: old).first {
      log.files[Int($0)].stamp == stamp && log.order(log.files[Int($0)].path, path) == 0
    }
    return same.map { place(ofOld: $0, log) }
  }

  /// The place of a file that was not read now. One that has changed since keeps its old stamp, whoever else has read it
  /// now.
  private mutating func place(ofOld old: Int32, _ log: BuildLog) -> Int32 {
    if moved[Int(old)] >= 0 { return moved[Int(old)] }
    let file = log.files[Int(old)]
    let isFresh = log.withBytes(file.path) { fresh.find($0) >= 0 }
    let path = isFresh && planner.state(ofFile: old) == .same ? log.bytes(file.path) : nil
    let place = path.flatMap { places[$0] } ?? first + made.add(file, of: log)
    moved[Int(old)] = place
    if let path { places[path] = place }
    return place
  }
}
