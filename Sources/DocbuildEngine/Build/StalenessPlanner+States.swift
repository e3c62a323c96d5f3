import DocbuildCore
import Glibc

extension StalenessPlanner {
  /// The states of the log's files, then those of its outputs.
  ///
  /// - Parameter earlier: what need not be looked at again; nil when everything is.
  static func states(_ log: BuildLog, _ root: Root, _ threads: Int, _ earlier: EarlierBuild?)
    -> [FileState]
  {
    let known = KnownStates(earlier, log)
    let count = log.files.count + log.entries.count
    // Some hundred at a time: a job for each file would cost more than its `stat`.
    let part = 512
    let found = ParallelJobs.run((count + part - 1) / part, threads: threads) { index in
      log.text.withUnsafeBytes { text in
        (index * part..<min(count, (index + 1) * part)).map { row in
          known?.state(ofRow: row, in: text) ?? state(ofRow: row, log, text, root)
        }
      }
    }
    return found?.flatMap { $0 } ?? []
  }

  private static func state(
    ofRow row: Int, _ log: BuildLog, _ text: UnsafeRawBufferPointer, _ root: Root
  ) -> FileState {
    let (path, stamp) = log.path(ofRow: row)
    // Without an output there is nothing to compare; what can't be the same is asked for nothing.
    if row >= log.files.count, path.isEmpty { return .same }
    if stamp == .volatile { return .changed }
    guard let start = text.baseAddress?.assumingMemoryBound(to: CChar.self),
      let now = root.stamp(of: start + Int(path.start))
    else { return stamp == .absent ? .same : .gone }
    return now == stamp ? .same : .changed
  }

  /// What the next build of this process need not look at; nil when there is nothing that it could rest on.
  func seen(log stamp: Stamp, found: ProjectDocuments, written: [RootPath: Stamp]) -> EarlierBuild?
  {
    guard log != nil else { return nil }
    return EarlierBuild(
      log: stamp, settings: settings, files: files, outputs: outputs, found: found, written: written
    )
  }
}

/// The states that an earlier build has found, of what the stored log says and nobody reports as changed.
private struct KnownStates: Sendable {
  private let earlier: EarlierBuild
  private let log: BuildLog
  /// Whether a document's entry comes from the log's changes.
  private var isChanged: [Bool]

  init?(_ earlier: EarlierBuild?, _ log: BuildLog) {
    guard let earlier, earlier.files.count >= Int(log.wholeFiles),
      earlier.outputs.count == log.entries.count
    else { return nil }
    self.earlier = earlier
    self.log = log
    isChanged = Array(repeating: false, count: log.entries.count)
    for index in log.changed { isChanged[index] = true }
  }

  /// Nil for what must be looked at.
  func state(ofRow row: Int, in text: UnsafeRawBufferPointer) -> StalenessPlanner.FileState? {
    let entry = row - log.files.count
    guard entry < 0 ? row < Int(log.wholeFiles) : !isChanged[entry] else { return nil }
    let path = log.path(ofRow: row).path
    if earlier.names(UnsafeRawBufferPointer(rebasing: text[path.range])) { return nil }
    return entry < 0 ? earlier.files[row] : earlier.outputs[entry]
  }
}

extension BuildLog {
  /// The path and the stamp of a file, or behind the files of a document's output.
  fileprivate func path(ofRow row: Int) -> (path: StoredPath, stamp: Stamp) {
    if row < files.count { return (files[row].path, files[row].stamp) }
    let entry = entries[row - files.count]
    return (entry.output, entry.outputStamp)
  }
}
