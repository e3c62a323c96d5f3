import DocbuildCore

/// Digests of what docbuild has made of this project. What is there may be replaced, for nobody else wrote it:
/// `StateFile.written` has whole outputs and the blocks of in-place documents, `StateFile.accepted` expectations.
///
/// They are apart from the build log, so that they hold wherever the project lies, whatever the version, and also after a
/// build that was killed: digests are added before outputs are put into their places.
///
/// Format: the heading, then SHA-256 digests of 32 bytes each, in the order in which they came, without a seal, so that
/// more can be added at the end. A rest of less is left over from a run that was killed, and is dropped by the next. A
/// digest that is damaged is that of nothing.
struct DigestList: Sendable {
  private static let size = StateReader.digestSize
  /// In bytes of digests; of more the older half is forgotten.
  private static let most = 32 << 20

  private let digests: Set<Hash>

  /// What is known of the project.
  init(_ file: StateFile, of root: Root) throws(SystemError) {
    guard case .bytes(let bytes) = try StateFolder.read(file, in: root),
      let stored = DigestList.digests(in: bytes, file)
    else {
      digests = []
      return
    }
    let size = DigestList.size
    digests = Set(
      stride(from: stored.startIndex, to: stored.endIndex, by: size).compactMap {
        Hash(stored: Bytes(stored[$0..<$0 + size]))
      })
  }

  /// Whether docbuild made what has this digest.
  func contains(_ digest: Hash) -> Bool { digests.contains(digest) }

  /// The whole digests of a stored list; nil for what is none.
  private static func digests(in bytes: Bytes, _ file: StateFile) -> ArraySlice<UInt8>? {
    guard let heading = file.heading, bytes.starts(with: heading) else { return nil }
    return bytes.dropFirst(heading.count).prefix((bytes.count - heading.count) / size * size)
  }

  /// Adds digests to a list, at its end where that is possible.
  ///
  /// - Parameter most: how many bytes of digests there may be; of more the older half is forgotten.
  static func add(
    _ digests: [Hash], to file: StateFile, in folder: StateFolder, most: Int = DigestList.most
  ) throws(SystemError) {
    let more = digests.reduce(into: Bytes()) { $0 += $1.bytes }
    let heading = file.heading ?? []
    let slot = folder.slot(of: file)
    // Another name for the same file may lie anywhere.
    let isAdded = try OutputFile.append(more, to: slot, folder.name(of: file), behind: heading) {
      let count = $0.size - heading.count
      return $0.names == 1 && count >= 0 && count % size == 0 && count + more.count <= most
    }
    if isAdded { return }
    var kept: ArraySlice<UInt8> = []
    if case .success(let bytes) = slot.read(limit: heading.count + most * 2),
      let stored = DigestList.digests(in: bytes, file)
    {
      kept = stored
      if kept.count + more.count > most { kept = kept.dropFirst(kept.count / 2 / size * size) }
    }
    try folder.replace(file, withBytes: heading + kept + more)
  }
}

/// What builds have written, asked for no sooner than it is needed.
final class KnownTexts {
  private let root: Root
  private var found: DigestList?

  init(root: Root) { self.root = root }

  /// Whether docbuild made what has this digest.
  func contains(_ digest: Hash) throws(SystemError) -> Bool {
    if let found { return found.contains(digest) }
    let known = try DigestList(.written, of: root)
    found = known
    return known.contains(digest)
  }
}
