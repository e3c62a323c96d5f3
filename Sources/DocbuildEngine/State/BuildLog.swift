import DocbuildCore

/// What `docbuild build` knows of its last run, in `.docbuild/log`.
///
/// It only spares work: a document is left alone when its template, its sources and its output have the stamps that
/// are noted here. A log that is damaged, or of another version or root, is not used at all. `BuildLog+Storage` says
/// how it is stored, `BuildLog+Changes` how what a small build has changed is kept beside it.
///
/// All text stands in one buffer, and the rest is plain numbers: a log of 100,000 documents is read on each run, most
/// of the time to find that there is nothing to do.
struct BuildLog: Sendable {
  /// A file that documents were made from; its path stands in `text`.
  struct File: Sendable {
    let path: StoredPath
    let stamp: Stamp
  }

  /// A document as it was woven the last time; its paths stand in `text`.
  struct Entry: Sendable {
    let path: StoredPath
    /// Empty for Markdown that was found to hold no directive.
    let output: StoredPath
    let outputStamp: Stamp
    /// Where the digest of what was written stands in `text`.
    let hash: Int32
    /// Indices in `inputs`; the document itself comes first.
    let inputs: Range<Int32>
  }

  /// What the outputs depend on beside their inputs: the version, the configuration, options.
  let settings: Hash
  var text: Bytes
  var files: [File] = []
  /// Indices in `files`.
  var inputs: [Int32] = []
  /// In the order of their paths, each path once.
  var entries: [Entry] = []
  /// The seal of the stored log; 0 for one that is being made.
  var seal = 0
  /// How many of `files` the stored log has; what follows comes from its changes.
  var wholeFiles: Int32 = 0
  /// The indices of the entries that come from its changes.
  var changed: [Int] = []

  init(settings: Hash) {
    self.settings = settings
    text = [0]
  }

  /// A log over the text of a stored one, still without files and entries.
  init(settings: Hash, text: Bytes) {
    self.settings = settings
    self.text = text
  }

  // MARK: asking

  func bytes(_ path: StoredPath) -> Bytes {
    Bytes(text[path.range])
  }

  /// The path of a file or a document; the root's, where no file is, for what leads out and no build has written.
  func path(_ path: StoredPath) -> RootPath { RootPath(stored: bytes(path)) ?? .root }

  /// The output of a document that has one.
  func output(of entry: Entry) -> WrittenPath { WrittenPath(bytes(entry.output)) }

  func withBytes<Result>(_ path: StoredPath, _ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    text.withUnsafeBytes {
      body(UnsafeRawBufferPointer(rebasing: $0[path.range]))
    }
  }

  func outputHash(of entry: Entry) -> Hash? {
    Hash(stored: Bytes(text[Int(entry.hash)..<Int(entry.hash) + StateReader.digestSize]))
  }

  func inputs(of entry: Entry) -> ArraySlice<Int32> {
    inputs[Int(entry.inputs.lowerBound)..<Int(entry.inputs.upperBound)]
  }

  /// Below 0 when `path` comes before `other` in the order of their bytes, 0 when they are the same.
  func order(_ path: StoredPath, _ other: some PathFromRoot) -> Int { order(path, other.bytes) }

  private func order(_ path: StoredPath, _ other: Bytes) -> Int {
    text.withUnsafeBytes { text in
      other.withUnsafeBytes { other in
        UnsafeRawBufferPointer(rebasing: text[path.range]).order(to: other)
      }
    }
  }

  /// The entry of a document, for many documents in the order of their paths: `cursor` is where the search goes on.
  func entry(of document: RootPath, from cursor: inout Int) -> Entry? {
    while cursor < entries.count {
      let found = order(entries[cursor].path, document)
      if found == 0 { return entries[cursor] }
      if found > 0 { return nil }
      cursor += 1
    }
    return nil
  }

  /// The entry of a document.
  func entry(of document: RootPath) -> Entry? { index(of: document).map { entries[$0] } }

  /// The index of a document's entry.
  func index(of document: RootPath) -> Int? {
    document.bytes.withUnsafeBytes { index(of: $0) }
  }

  /// The same for bytes that are not an array.
  func index(of document: UnsafeRawBufferPointer) -> Int? {
    var low = 0
    var high = entries.count
    while low < high {
      let middle = (low + high) / 2
      let found = withBytes(entries[middle].path) { $0.order(to: document) }
      if found == 0 { return middle }
      if found < 0 { low = middle + 1 } else { high = middle }
    }
    return nil
  }

  // MARK: making

  /// Notes a file; returns its index.
  mutating func add(_ path: RootPath, _ stamp: Stamp) -> Int32 {
    files.append(File(path: stored(path.stored), stamp: stamp))
    return Int32(files.count - 1)
  }

  /// Notes a document.
  ///
  /// - Parameter output: nil for Markdown that was found to hold no directive.
  mutating func add(
    _ document: RootPath, output: WrittenPath?, _ stamp: Stamp, _ hash: Hash,
    inputs indices: [Int32]
  ) {
    let first = Int32(inputs.count)
    inputs += indices
    let path = stored(document.bytes)
    let output = output.map { $0.isSame(as: document) ? path : stored($0.bytes) } ?? .empty
    entries.append(
      Entry(
        path: path, output: output, outputStamp: stamp, hash: Int32(text.count),
        inputs: first..<Int32(inputs.count)))
    text += hash.bytes
  }

  /// Takes a document over from `other`, with its inputs at those indices.
  mutating func add(_ entry: Entry, of other: BuildLog, _ stamp: Stamp, inputs indices: [Int32]) {
    let first = Int32(inputs.count)
    inputs += indices
    let path = stored(entry.path, of: other)
    let output = entry.output.isEmpty ? .empty : stored(entry.output, of: other)
    let hash = Int32(text.count)
    text += other.text[Int(entry.hash)..<Int(entry.hash) + StateReader.digestSize]
    entries.append(
      Entry(
        path: path, output: output, outputStamp: stamp, hash: hash,
        inputs: first..<Int32(inputs.count)))
  }

  /// Takes a file over from `other`; returns its index.
  mutating func add(_ file: File, of other: BuildLog) -> Int32 {
    files.append(File(path: stored(file.path, of: other), stamp: file.stamp))
    return Int32(files.count - 1)
  }

  private mutating func stored(_ path: StoredPath, of other: BuildLog) -> StoredPath {
    let start = Int32(text.count)
    text += other.text[Int(path.start)...Int(path.start + path.count)]
    return StoredPath(start: start, count: path.count)
  }

  private mutating func stored(_ path: Bytes) -> StoredPath {
    let start = Int32(text.count)
    text += path
    text.append(0)
    return StoredPath(start: start, count: Int32(path.count))
  }
}
