import DocbuildCore

/// Where lines of blocks stand in the sources of a project.
///
/// The blocks' lines are kept and the sources streamed, so that memory grows with the pages: a line's first places are kept,
/// and how many there are.
struct SourceScan: Sendable {
  /// The sources, in order.
  let files: [RootPath]
  let index: LineIndex
  /// How many sources there are of each name.
  let nameCounts: [Bytes: Int]
  /// The sources that can't be read: a block may stand in any of them, too.
  private(set) var unread: [Diagnostic] = []
  /// For each line that is looked for, the files that have it, each once and in order.
  private var holders: [[Int32]]
  /// In how many places it stands.
  private var counts: [Int32]

  /// So many files of one line are kept.
  private static let mostHolders = 24
  /// So many files are one job.
  private static let batch = 64

  /// Reads the sources of a project.
  ///
  /// - Parameter lines: the hashes of the lines that are looked for.
  /// - Throws: when files can't be listed, or it is asked to end.
  init(of session: Session, lines: [UInt64], leavingOut documents: DocumentTable, threads: Int)
    throws
  {
    let project = session.project
    let index = LineIndex(lines)
    let rules = project.rules
    let listed = try ProjectDocuments.files(
      of: project, endings: [[]], tracked: true, session.interrupt)
    let links = project.root.links(among: listed)
    let files = listed.filter { path in
      PathKind.isSource(path) && !rules.leavesOut(path) && documents.index(of: path) == nil
        && documents.index(making: path) == nil && !links.contains(path)
    }
    var names: [Bytes: Int] = [:]
    for file in files { names[file.fileName, default: 0] += 1 }
    self.files = files
    self.index = index
    nameCounts = names
    holders = Array(repeating: [], count: index.count)
    counts = Array(repeating: 0, count: index.count)
    guard index.count > 0 else { return }
    let (root, interrupt) = (project.root, session.interrupt)
    let limit = project.options.maxSourceBytes
    let batches = (files.count + SourceScan.batch - 1) / SourceScan.batch
    let found = ParallelJobs.run(batches, threads: threads) {
      number -> [(hits: [LineIndex.Hit], code: Int32)] in
      let start = number * SourceScan.batch
      return files[start..<min(files.count, start + SourceScan.batch)].map { path in
        if interrupt.isSet { return ([], 0) }
        switch root.read(path, limit: limit) {
        case .success(let bytes) where !bytes.isBinary:
          return (index.hits(in: bytes.withoutByteOrderMark), 0)
        case .failure(.unreadable(let code)): return ([], code)
        default: return ([], 0)
        }
      }
    }
    try interrupt.check()
    for (file, read) in (found ?? []).joined().enumerated() {
      if read.code != 0 {
        unread.append(Diagnostic(unreadable: project.name(of: files[file]), read.code))
      }
      for hit in read.hits {
        let id = Int(hit.id)
        counts[id] += 1
        if holders[id].last != Int32(file), holders[id].count < SourceScan.mostHolders {
          holders[id].append(Int32(file))
        }
      }
    }
  }

  /// In how many places the line stands; nil when it is not looked for.
  func count(of line: UInt64) -> Int? { index.id(of: line).map { Int(counts[Int($0)]) } }

  /// The files in which a block may stand whole: those of its rarest line that have all others too, as far as that is
  /// known.
  func candidates(for lines: [UInt64]) -> [RootPath] {
    let ids = lines.compactMap { index.id(of: $0) }.map(Int.init)
    guard let rarest = ids.min(by: { counts[$0] < counts[$1] }), counts[rarest] > 0,
      Int(counts[rarest]) <= LineStrength.mostPlaces
    else { return [] }
    return holders[rarest].filter { file in
      ids.allSatisfy { id in
        holders[id].count >= SourceScan.mostHolders || holders[id].contains(file)
      }
    }.map { files[Int($0)] }
  }

  /// The files that have the most of a block's strong lines, at least three, the best first.
  func nearCandidates(for lines: [UInt64]) -> [(path: RootPath, shared: Int)] {
    var shared: [Int32: Int] = [:]
    for line in Set(lines) {
      guard let id = index.id(of: line), Int(counts[Int(id)]) <= LineStrength.mostPlaces else {
        continue
      }
      for file in holders[Int(id)] { shared[file, default: 0] += 1 }
    }
    return shared.filter { $0.value >= 3 }
      .sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(3)
      .map { (files[Int($0.key)], $0.value) }
  }

  /// How many of the lines stand somewhere, and in few places.
  func strongCount(of lines: [UInt64]) -> Int {
    Set(lines).count { line in
      count(of: line).map { $0 > 0 && $0 <= LineStrength.mostPlaces } ?? false
    }
  }
}

extension Bytes {
  fileprivate var withoutByteOrderMark: Bytes {
    starts(with: [0xEF, 0xBB, 0xBF]) ? Bytes(dropFirst(3)) : self
  }

  /// Whether it is no text: a NUL stands among the first bytes, as git has it.
  fileprivate var isBinary: Bool { firstOffset(of: 0, in: 0..<Swift.min(count, 8000)) != nil }
}
