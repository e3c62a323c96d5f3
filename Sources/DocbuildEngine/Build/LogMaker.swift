import DocbuildCore

/// Puts a log together from the last one and what was done.
struct LogMaker {
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
  private let indices: ByteTable<Int32>
  private let fresh: ByteKeys
  /// The new indices of the last log's files; -1 for those that have none yet.
  private var moved: [Int32]
  private var next = 0
  /// Where the indices of new files begin: behind those of the log that is only changed.
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
    indices = ByteTable(capacity: done.count)
    fresh = ByteKeys(capacity: done.count)
    for work in done {
      _ = fresh.add(work.result.document.path)
      for input in work.inputs { _ = fresh.add(input.stored) }
    }
  }

  /// For what changes of a log: its own files keep their indices.
  init(planner: StalenessPlanner, started: Int, changing log: BuildLog) {
    self.planner = planner
    self.started = started
    root = planner.project.root
    made = BuildLog(settings: planner.settings)
    first = log.wholeFiles
    changing = log
    moved = (0..<Int32(log.files.count)).map { $0 < log.wholeFiles ? $0 : -1 }
    indices = ByteTable()
    fresh = ByteKeys(capacity: 0)
  }

  /// What is said of a document that was not woven; paths must come in their order.
  mutating func keep(_ path: RootPath) {
    guard let log = planner.log, let entry = log.entry(of: path, from: &next) else { return }
    // With other settings it must be woven; what was written still shows what is an edit.
    let isSame = log.settings == planner.settings
    made.add(
      entry, of: log, isSame ? entry.outputStamp : .unknown,
      inputs: isSame ? log.inputs(of: entry).map { index(ofOld: $0, log) } : [])
  }

  /// The same for an entry that the changes of a log had.
  mutating func keep(_ entry: BuildLog.Entry, of log: BuildLog) {
    made.add(
      entry, of: log, entry.outputStamp, inputs: log.inputs(of: entry).map { index(ofOld: $0, log) }
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
        document.path, output: nil, .unknown, Hash([]),
        inputs: [index(of: document.path, own, old)])
      return
    }
    guard let hash = work.hash, work.result.outcome != .failed else {
      // What was written the last time still shows what is an edit.
      if let log = planner.log, let entry = log.entry(of: document.path),
        let hash = log.outputHash(of: entry)
      {
        made.add(
          document.path, output: entry.output.isEmpty ? nil : log.output(of: entry), .unknown,
          hash, inputs: [])
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
      [index(of: document.path, stamps.document, old)] + work.inputs.map { index(of: $0, nil, old) }
    made.add(document.path, output: document.output, stamp, hash, inputs: inputs)
  }

  /// The index of a file that was read now.
  ///
  /// - Parameter old: what the log that is changed says of the document that read it.
  private mutating func index(of path: RootPath, _ known: Stamp?, _ old: BuildLog.Entry?) -> Int32 {
    if let index = indices[path.stored] { return index }
    // A file changed within a clock tick of being read may change again and look the same.
    var stamp = known ?? root.stamp(of: path) ?? .unknown
    if !stamp.isOlder(than: started) { stamp = .unknown }
    let index = index(of: path, stamp, in: old) ?? first + made.add(path, stamp)
    indices[path.stored] = index
    return index
  }

  /// The index of a file with that very stamp among the old inputs.
  private mutating func index(of path: RootPath, _ stamp: Stamp, in old: BuildLog.Entry?) -> Int32?
  {
    guard let log = changing, let old else { return nil }
    let same = log.inputs(of: old).first {
      log.files[Int($0)].stamp == stamp
        && log.order(log.files[Int($0)].path, WrittenPath(path.stored)) == 0
    }
    return same.map { index(ofOld: $0, log) }
  }

  /// The index of a file that was not read now. One that has changed since keeps its old stamp, whoever else has read it
  /// now.
  private mutating func index(ofOld old: Int32, _ log: BuildLog) -> Int32 {
    if moved[Int(old)] >= 0 { return moved[Int(old)] }
    let file = log.files[Int(old)]
    let isFresh = log.withBytes(file.path) { fresh.find($0) >= 0 }
    let path = isFresh && planner.state(ofFile: old) == .same ? log.bytes(file.path) : nil
    let index = path.flatMap { indices[$0] } ?? first + made.add(file, of: log)
    moved[Int(old)] = index
    if let path { indices[path] = index }
    return index
  }
}
