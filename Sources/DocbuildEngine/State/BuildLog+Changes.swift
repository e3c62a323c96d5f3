import DocbuildCore

/// How what small builds have changed is kept beside the log: after a build of some pages a large log need not be
/// written again.
///
/// Format, as `StateReader` has it: the seal of the log that it belongs to, as a number; then, as in a log, the list of
/// the files that the log does not have, and the list of the documents whose entries differ. Inputs are indices among the
/// files of both, the log's first. The file is replaced whole by each small build, and taken away when the log itself is
/// written, so what belongs to another log is left over from a build that was killed right then.
extension BuildLog {
  enum Changes: Equatable {
    case taken
    /// They belong to another log.
    case foreign
    case damaged
  }

  /// Takes the stored changes over into the log that was read; one that they damage can't be used.
  mutating func take(changes bytes: Bytes) -> Changes {
    let start = text.count
    guard start + bytes.count < Int32.max else { return .damaged }
    var log = self
    log.text += bytes
    let found = log.text.withUnsafeBytes { buffer -> Changes in
      guard var reader = StateReader(buffer, from: start, of: .changes),
        let whole = reader.number()
      else { return .damaged }
      guard whole == seal else { return .foreign }
      guard log.readFiles(&reader), let count = reader.count(ofAtLeast: 8) else { return .damaged }
      for _ in 0..<count {
        guard let entry = log.readEntry(&reader),
          let index = index(of: reader.slice(entry.path)), log.changed.last ?? -1 < index
        else { return .damaged }
        log.entries[index] = entry
        log.changed.append(index)
      }
      return reader.isAtEnd ? .taken : .damaged
    }
    if found == .taken { self = log }
    return found
  }

  /// The changes as they are stored; the receiver holds what differs from `whole`.
  func stored(changing whole: BuildLog) -> Bytes {
    var writer = StateWriter(.changes)
    writer.number(whole.seal)
    writeRest(to: &writer)
    return writer.sealed()
  }
}
