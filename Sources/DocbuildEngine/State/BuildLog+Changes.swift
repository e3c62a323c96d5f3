import DocbuildCore

/// How what small builds have changed is kept beside the log, in `.docbuild/changes`: after a build of some pages a
/// large log need not be written again.
///
/// Format: the line `docbuild changes 1`, then, as in a log, the checksum of the log that it belongs to; the files that
/// the log does not have, and the documents whose entries differ. Inputs are places among the files of both, the log's
/// first. Last comes a checksum of all that. The file is replaced whole by each small build, and taken away when the
/// log itself is written, so what belongs to another log is left over from a build that was killed right then.
extension BuildLog {
  private static let changesMagic = Bytes("docbuild changes 1\n".utf8)

  enum Changes: Equatable {
    case taken
    /// They belong to another log.
    case foreign
    case damaged
  }

  /// Takes the stored changes over into the log that was read; one that they damage can't be used.
  mutating func take(changes bytes: Bytes) -> Changes {
    let magic = BuildLog.changesMagic
    let start = text.count
    let end = bytes.count - 8
    guard bytes.starts(with: magic), end >= magic.count + 8, start + bytes.count < Int32.max,
      bytes.withUnsafeBytes({ buffer in
        var last = Reader(bytes: buffer, at: end, end: buffer.count)
        return last.number() == BuildLog.checksum(buffer, count: end)
      })
    else { return .damaged }
    var log = self
    log.text += bytes
    let found = log.text.withUnsafeBytes { buffer -> Changes in
      var reader = Reader(bytes: buffer, at: start + magic.count, end: start + end)
      guard reader.number() == sum else { return .foreign }
      guard log.readFiles(&reader), let count = reader.count() else { return .damaged }
      for _ in 0..<count {
        guard let entry = log.readEntry(&reader),
          let place = index(of: reader.slice(entry.path)), log.changed.last ?? -1 < place
        else { return .damaged }
        log.entries[place] = entry
        log.changed.append(place)
      }
      return .taken
    }
    if found == .taken { self = log }
    return found
  }

  /// The changes as they are stored; the receiver holds what differs from `whole`.
  func stored(changing whole: BuildLog) -> Bytes {
    var writer = Writer(bytes: BuildLog.changesMagic)
    writer.number(whole.sum)
    return storedRest(&writer)
  }
}
