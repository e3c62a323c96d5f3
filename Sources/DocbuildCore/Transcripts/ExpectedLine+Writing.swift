extension ExpectedLine {
  /// How `actual` is written so that it is read as itself and as nothing else.
  ///
  /// - Parameters:
  ///   - hidden: paths that are others in each run; `[..]` is written for them.
  ///   - isTaken: whether a line would be read as something else at this place.
  package static func writing(
    _ actual: Bytes, hiding hidden: [Bytes] = [], isTaken: (Bytes) -> Bool
  ) -> Bytes {
    let text = actual.withoutBlankEnd
    let pieces = hidden.reduce([text]) { pieces, path in
      pieces.flatMap { path.isEmpty ? [$0] : $0.parts(around: path) }
    }
    if pieces.count > 1 { return pattern(pieces, isTaken: isTaken) }
    if let escaped = text.withEscapedControls?.withoutComments {
      let line = escaped + Bytes(" (esc)".utf8)
      guard isTaken(line), let first = escaped.first else { return line }
      return first == UInt8(ascii: "\\") && escaped != text
        ? line : first.escaped + line.dropFirst()
    }
    if !isTaken(text), let line = try? ExpectedLine(text), line.isText(text) { return text }
    return glob([text], isTaken: isTaken)
  }

  /// Whether it stands for that text and no other.
  private func isText(_ text: Bytes) -> Bool {
    if case .exact(let exact) = kind {
      exact == text || exact == text.withoutLineNumber
    } else {
      false
    }
  }

  /// Text around what differs in each run.
  private static func pattern(_ pieces: [Bytes], isTaken: (Bytes) -> Bool) -> Bytes {
    let any = Bytes("[..]".utf8)
    // Neither pattern can say a control character.
    guard pieces.allSatisfy({ $0.withEscapedControls == nil }) else { return any }
    let line = Bytes(pieces.joined(separator: any))
    if pieces.allSatisfy({ $0.parts(around: any).count == 1 }), !isTaken(line),
      let read = try? ExpectedLine(line), case .pieces(let found, let gaps) = read.kind,
      found == pieces, gaps.allSatisfy({ $0 == .any })
    {
      return line
    }
    let glob = glob(pieces, isTaken: isTaken)
    return (try? ExpectedLine(glob)) == nil ? any : glob
  }

  /// A glob for text around anything.
  private static func glob(_ pieces: [Bytes], isTaken: (Bytes) -> Bool) -> Bytes {
    var text: Bytes = []
    for (index, piece) in pieces.enumerated() {
      if index > 0 { text.append(UInt8(ascii: "*")) }
      for byte in piece {
        // Without `<!--` nothing in it is a comment.
        if "*?[\\!".utf8.contains(byte) || text.isEmpty && !byte.isWord {
          text.append(UInt8(ascii: "\\"))
        }
        text.append(byte)
      }
    }
    let line = text + Bytes(" (glob)".utf8)
    // An escaped first character keeps the line from being a prompt, a status or a continuation.
    return isTaken(line) && text.first != UInt8(ascii: "\\") && text.first != UInt8(ascii: "*")
      ? [UInt8(ascii: "\\")] + line : line
  }
}

extension UInt8 {
  /// `\xNN`.
  fileprivate var escaped: Bytes {
    Bytes("\\x".utf8) + hexadecimal()
  }
}

extension Bytes {
  /// With `\xNN` for control characters and what is not UTF-8; nil when there are none.
  package var withEscapedControls: Bytes? {
    var made: Bytes?
    var at = 0
    while at < count {
      let length = characterLength(at: at)
      let isControl =
        length == 1 && (self[at] < 0x20 && self[at] != .tab || self[at] == 0x7F)
        || length == 2 && self[at] == 0xC2 && self[at + 1] < 0xA0
      if length == 0 || isControl {
        if made == nil {
          made = []
          for before in 0..<at { made?.append(contentsOf: plain(at: before)) }
        }
        for control in at..<at + Swift.max(1, length) {
          made?.append(contentsOf: self[control].escaped)
        }
      } else if made != nil {
        made?.append(contentsOf: plain(at: at))
        made?.append(contentsOf: self[at + 1..<at + length])
      }
      at += Swift.max(1, length)
    }
    return made
  }

  /// With each `<!--` so written that no comment begins there, wherever on the line.
  fileprivate var withoutComments: Bytes {
    var made: Bytes = []
    made.reserveCapacity(count)
    for at in indices {
      made += has("<!--", at: at) ? self[at].escaped : [self[at]]
    }
    return made
  }

  /// The byte at `at`, where it begins what reads as `\xNN` so that it does not.
  private func plain(at: Int) -> Bytes { isEscape(at: at) ? self[at].escaped : [self[at]] }

  private func isEscape(at: Int) -> Bool {
    at + 3 < count && self[at] == UInt8(ascii: "\\") && self[at + 1] == UInt8(ascii: "x")
      && self[at + 2].hexadecimalValue != nil && self[at + 3].hexadecimalValue != nil
  }

  /// With the byte for each `\xNN`.
  var unescaped: Bytes {
    var made: Bytes = []
    made.reserveCapacity(count)
    var at = 0
    while at < count {
      if isEscape(at: at), let high = self[at + 2].hexadecimalValue,
        let low = self[at + 3].hexadecimalValue
      {
        made.append(high << 4 | low)
        at += 4
      } else {
        made.append(self[at])
        at += 1
      }
    }
    return made
  }
}
