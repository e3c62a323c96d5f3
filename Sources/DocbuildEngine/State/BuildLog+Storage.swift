import DocbuildCore

/// How a build log is stored.
///
/// Format, as `StateReader` has it: the digest of the settings, as a byte string; the root's path, as one; the list of
/// files, of each its path and stamp; the list of documents, of each its path, its output as a path, the output's stamp,
/// the digest of what was written, and the list of its inputs, which are indices among the files, from 0. The documents
/// stand in the order of their paths.
extension BuildLog {
  private static let fileSize = StateReader.leastPathSize + StateReader.stampSize
  private static let entrySize = 2 * StateReader.leastPathSize + 64

  /// Nil for a log that is damaged or of another root.
  init?(_ bytes: Bytes, root: AbsolutePath) {
    guard bytes.count < Int32.max else { return nil }
    let read = bytes.withUnsafeBytes { buffer -> BuildLog? in
      guard var reader = StateReader(buffer, of: .log),
        let settings = reader.string().flatMap({ Hash(stored: Bytes($0)) }),
        let stored = reader.string(), root.bytes.elementsEqual(stored)
      else { return nil }
      var log = BuildLog(settings: settings, text: bytes)
      guard log.readFiles(&reader), log.readEntries(&reader), reader.isAtEnd else { return nil }
      log.seal = reader.seal
      log.wholeFiles = Int32(log.files.count)
      return log
    }
    guard let read else { return nil }
    self = read
  }

  /// Adds the files that follow.
  mutating func readFiles(_ reader: inout StateReader) -> Bool {
    guard let count = reader.count(ofAtLeast: BuildLog.fileSize) else { return false }
    files.reserveCapacity(files.count + count)
    for _ in 0..<count {
      guard let path = reader.path(), let stamp = reader.stamp() else { return false }
      files.append(File(path: path, stamp: stamp))
    }
    return true
  }

  private mutating func readEntries(_ reader: inout StateReader) -> Bool {
    guard let count = reader.count(ofAtLeast: BuildLog.entrySize) else { return false }
    entries.reserveCapacity(count)
    inputs.reserveCapacity(count * 4)
    for _ in 0..<count {
      guard let entry = readEntry(&reader) else { return false }
      if let before = entries.last?.path {
        guard reader.slice(before).order(to: reader.slice(entry.path)) < 0 else {
          return false
        }
      }
      entries.append(entry)
    }
    return true
  }

  /// Reads an entry, whose inputs are among the files read so far.
  mutating func readEntry(_ reader: inout StateReader) -> Entry? {
    guard let path = reader.path(), let output = reader.path(), let stamp = reader.stamp(),
      let hash = reader.skip(StateReader.digestSize), let inputCount = reader.count(ofAtLeast: 8)
    else { return nil }
    let first = Int32(inputs.count)
    for _ in 0..<inputCount {
      guard let index = reader.number(), files.indices.contains(index) else { return nil }
      inputs.append(Int32(index))
    }
    return Entry(
      path: path, output: output, outputStamp: stamp, hash: Int32(hash),
      inputs: first..<Int32(inputs.count))
  }

  /// The log as it is stored.
  func stored(root: AbsolutePath) -> Bytes {
    var writer = StateWriter(
      .log,
      capacity: text.count + root.bytes.count + files.count * 32 + entries.count * 64 + inputs.count
        * 8
        + 128)
    writer.string(settings.bytes)
    writer.string(root.bytes)
    writeRest(to: &writer)
    return writer.sealed()
  }

  /// Adds files and entries.
  func writeRest(to writer: inout StateWriter) {
    writer.number(files.count)
    for file in files {
      writer.path(text[file.path.range])
      writer.stamp(file.stamp)
    }
    writer.number(entries.count)
    for entry in entries {
      writer.path(text[entry.path.range])
      writer.path(text[entry.output.range])
      writer.stamp(entry.outputStamp)
      writer.raw(text[Int(entry.hash)..<Int(entry.hash) + StateReader.digestSize])
      writer.number(entry.inputs.count)
      for index in inputs(of: entry) { writer.number(Int(index)) }
    }
  }
}
