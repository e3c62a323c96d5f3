package import DocbuildCore

extension Escaping {
  /// A line of text for a terminal or a log: control characters, bidi controls and other invisible ones are written out
  /// as Swift writes them, so that neither a file's name nor its text can forge or hide a message.
  package static let terminal = Escaping(
    form: { scalar, completesCommand in
      completesCommand || scalar.isUnseen ? scalar.written : nil
    }, keepsPlain: true)

  /// A line of a file, shown below a message: a tab is one cell wide.
  static let excerpt = Escaping(
    form: { scalar, completesCommand in
      scalar == "\t" ? Bytes(" ".utf8) : Escaping.terminal.form(scalar, completesCommand)
    }, guardsStart: false, keepsPlain: true)
}

extension Escaping {
  /// A line of a difference, which a patch program may read: a tab stays.
  static let patch = Escaping(
    form: { scalar, completesCommand in
      scalar == "\t" ? nil : Escaping.terminal.form(scalar, completesCommand)
    }, keepsPlain: true)
}

/// A difference, so that no line of it can be a command or hide another; a CR at the end of a line stays.
package func escapedPatch(_ patch: Bytes) -> Bytes {
  var made: Bytes = []
  made.reserveCapacity(patch.count)
  for (number, line) in patch.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated()
  {
    if number > 0 { made.append(0x0A) }
    let isCRLF = line.last == 0x0D
    let text = Bytes(isCRLF ? line.dropLast() : line)
    // What is no text, and no command either, stays: a patch program needs it.
    let plain = text.filter { $0 < 0x80 }
    let isKept =
      String(validating: text, as: UTF8.self) == nil && Escaping.patch.bytes(plain) == plain
    made += isKept ? text : Escaping.patch.bytes(text)
    if isCRLF { made.append(0x0D) }
  }
  return made
}

/// A line of text for a terminal or a log.
package func escaped(_ text: String) -> String { Escaping.terminal(text) }

/// The same for text of several lines, each of which may be one in a log.
package func escapedLines(_ text: String) -> String {
  text.utf8.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    .map { Escaping.terminal.bytes(Bytes($0)).text }.joined(separator: "\n")
}

extension Unicode.Scalar {
  /// Written out, for one that nobody would see.
  fileprivate var written: Bytes {
    switch self {
    case "\n": Bytes("\\n".utf8)
    case "\r": Bytes("\\r".utf8)
    case "\t": Bytes("\\t".utf8)
    default: Bytes("\\u{\(String(value, radix: 16, uppercase: true))}".utf8)
    }
  }
}
