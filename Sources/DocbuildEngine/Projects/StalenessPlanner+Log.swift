import DocbuildCore
import Glibc

extension StalenessPlanner {
  /// The log for the next time.
  ///
  /// - Parameters:
  ///   - done: what was woven, in the order of the paths.
  ///   - documents: all of the project, in that order too; those that were not asked for stay as they were, and so do
  ///     outputs whose template is gone.
  ///   - started: when the build began; what changed right before may change again and look the same.
  func newLog(
    _ done: [DocumentWorker.Work], documents: [ProjectDocument], started: Int, threads: Int
  ) -> BuildLog {
    let stamps = stamps(of: done, threads: threads)
    var maker = LogMaker(planner: self, started: started, done)
    var paths = documents.map(\.path)
    let orphans = maker.orphans(besides: documents)
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
    return maker.made
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

  init(planner: StalenessPlanner, started: Int, _ done: [DocumentWorker.Work]) {
    self.planner = planner
    self.started = started
    root = planner.project.root
    made = BuildLog(settings: planner.settings)
    let count = planner.log?.files.count ?? 0
    moved = Array(repeating: -1, count: count)
    places = ByteTable(capacity: done.count)
    fresh = ByteKeys(capacity: done.count)
    for work in done {
      _ = fresh.add(work.result.document.path)
      for input in work.inputs { _ = fresh.add(input) }
    }
  }

  /// Documents that the log alone knows, with outputs that are still there.
  func orphans(besides documents: [ProjectDocument]) -> [Bytes] {
    guard let log = planner.log else { return [] }
    var at = 0
    return log.entries.compactMap { entry -> Bytes? in
      while at < documents.count, log.order(entry.path, documents[at].path) > 0 { at += 1 }
      if at < documents.count, log.order(entry.path, documents[at].path) == 0 { return nil }
      let path = log.bytes(entry.path)
      guard !entry.output.isEmpty, !root.path.joined(path).exists,
        root.path.joined(log.bytes(entry.output)).exists
      else { return nil }
      return path
    }
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

  mutating func add(_ work: DocumentWorker.Work, _ stamps: Stamps) {
    let document = work.result.document
    if work.result.outcome == .noDocument {
      made.add(
        document.path, output: [], .unknown, Hash([]),
        inputs: [place(of: document.path, stamps.document)])
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
    } else if document.kind == .inPlace, stamp.changed > started - tick {
      stamp = .unknown
    }
    let inputs = [place(of: document.path, stamps.document)] + work.inputs.map { place(of: $0) }
    made.add(document.path, output: document.output, stamp, hash, inputs: inputs)
  }

  /// A file's time may be as much behind, in nanoseconds.
  private let tick = 20_000_000

  /// The place of a file that was read now.
  private mutating func place(of path: Bytes, _ known: Stamp? = nil) -> Int32 {
    if let place = places[path] { return place }
    // A file changed within a clock tick of being read may change again and look the same.
    var stamp = known ?? root.stamp(of: path) ?? .unknown
    if stamp.changed > started - tick { stamp = .unknown }
    let place = made.add(path, stamp)
    places[path] = place
    return place
  }

  /// The place of a file that was not read now. One that has changed since keeps its old stamp, whoever else has read it
  /// now.
  private mutating func place(ofOld old: Int32, _ log: BuildLog) -> Int32 {
    if moved[Int(old)] >= 0 { return moved[Int(old)] }
    let file = log.files[Int(old)]
    let isFresh = log.withBytes(file.path) { fresh.find($0) >= 0 }
    let path = isFresh && planner.state(ofFile: old) == .same ? log.bytes(file.path) : nil
    let place = path.flatMap { places[$0] } ?? made.add(file, of: log)
    moved[Int(old)] = place
    if let path { places[path] = place }
    return place
  }
}
