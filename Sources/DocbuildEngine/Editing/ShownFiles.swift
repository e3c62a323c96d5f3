import DocbuildCore

/// Which documents name which files, learnt bit by bit: a project may have thousands.
package struct ShownFiles {
  /// So many documents are read at a time.
  private static let batch = 128

  private let table: DocumentTable
  /// The files that each document names; nil for what is not known yet.
  private var named: [[RootPath]?]
  /// The documents that name a file.
  private var readers: [RootPath: [Int32]] = [:]
  /// Documents below this are known, but for those in `again`.
  private var next = 0
  private var again: [Int] = []

  init(of table: DocumentTable) {
    self.table = table
    named = Array(repeating: nil, count: table.documents.count)
  }

  /// How many documents are known, and how many there are.
  package var progress: (known: Int, all: Int) { (min(next, named.count), named.count) }

  /// Whether all documents are known.
  package var isWhole: Bool { next == named.count && again.isEmpty }

  /// Takes note that a document has changed, and what those name that may weave it: until they are read again, what was
  /// known of them counts.
  mutating func note(changed path: RootPath) {
    let touched = (table.index(of: path).map { [$0] } ?? []) + (readers[path] ?? []).map(Int.init)
    for index in touched where index < next && !again.contains(index) { again.append(index) }
  }

  /// Learns of a few more; whether there are more still.
  mutating func learn(with reader: SourceReader, threads: Int) -> Bool {
    guard !isWhole else { return false }
    let end = min(named.count, next + ShownFiles.batch)
    let indices = again + Array(next..<end)
    let documents = indices.map { table.documents[$0] }
    let found = ParallelJobs.run(indices.count, threads: indices.count < 8 ? 1 : threads) {
      namedFiles(of: documents[$0], with: reader)
    }
    for (index, files) in zip(indices, found ?? []) {
      for file in named[index] ?? [] { readers[file]?.removeAll { $0 == Int32(index) } }
      named[index] = files
      for file in Set(files) { readers[file, default: []].append(Int32(index)) }
    }
    (next, again) = (end, [])
    return !isWhole
  }

  /// The documents that name a file, in order, as far as they are known.
  package func documents(naming path: RootPath) -> [ProjectDocument] {
    (readers[path] ?? []).sorted().map { table.documents[Int($0)] }
  }

  /// The documents that a change of files touches: those that name one of them, and those that show the outputs of these,
  /// however far.
  package func documents(touchedBy paths: [RootPath]) -> [ProjectDocument] {
    var seen: Set<Int32> = []
    var waiting = paths
    while let path = waiting.popLast() {
      for index in readers[path] ?? [] where seen.insert(index).inserted {
        if let output = table.documents[Int(index)].output.folded { waiting.append(output) }
      }
    }
    return seen.sorted().map { table.documents[Int($0)] }
  }
}
