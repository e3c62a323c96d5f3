/// A line of a transcript's expected output (after cram, https://bitheap.org/cram/): text, or a pattern for it.
package struct ExpectedLine: Sendable {
  enum Kind: Sendable {
    case exact
    /// `...`: any lines, none included.
    case anyLines
    /// Text around `[..]`, each of which stands for any text: what stands between them.
    case pieces([Bytes])
    case pattern(Pattern)
  }

  /// As it is written.
  package let text: Bytes
  let kind: Kind

  /// Reads a line as it stands in a transcript.
  init(_ text: Bytes) throws(OptionTrouble) {
    self.text = text
    if text == Bytes("...".utf8) {
      kind = .anyLines
    } else if text.hasSuffix(" (re)") {
      kind = .pattern(try Pattern.compile(wholeLine: Bytes(text.dropLast(5))))
    } else if text.hasSuffix(" (glob)") {
      kind = .pattern(try Pattern.compile(wholeLine: Bytes(text.dropLast(7)).globAsPattern))
    } else {
      let pieces = text.pieces
      kind = pieces.count > 1 ? .pieces(pieces) : .exact
    }
  }

  var isAnyLines: Bool { if case .anyLines = kind { true } else { false } }

  /// Whether it is the line `actual`, or a pattern that fits the whole of it.
  func fits(_ actual: Bytes) -> Bool {
    switch kind {
    case .exact: return text == actual || text.withoutLineNumber == actual.withoutLineNumber
    case .anyLines: return true
    case .pattern(let pattern): return pattern.matches(actual, in: 0..<actual.count)
    case .pieces(let pieces):
      guard let first = pieces.first, let last = pieces.last,
        actual.count >= first.count + last.count, actual.starts(with: first),
        actual.hasSuffix(last)
      else { return false }
      var rest = actual[first.count..<actual.count - last.count]
      for piece in pieces.dropFirst().dropLast() {
        guard let found = rest.firstRange(of: piece) else { return false }
        rest = rest[found.upperBound...]
      }
      return true
    }
  }

  /// How `actual` is written so that it is read as itself and as nothing else.
  package static func writing(_ actual: Bytes, isTaken: (Bytes) -> Bool) -> Bytes {
    if !isTaken(actual), let line = try? ExpectedLine(actual), case .exact = line.kind {
      return actual
    }
    var text: Bytes = []
    for (index, byte) in actual.enumerated() {
      // An escaped first character keeps the line from being a prompt, a status or a continuation.
      if "*?[\\".utf8.contains(byte) || (index == 0 && !byte.isWord) {
        text.append(UInt8(ascii: "\\"))
      }
      text.append(byte)
    }
    return text + Bytes(" (glob)".utf8)
  }
}

extension Bytes {
  /// `bash: line 7: x: command not found` without the line, which counts what the shell was fed with and is not there when
  /// a person types the command.
  package var withoutLineNumber: Bytes {
    guard let colon = firstOffset(of: UInt8(ascii: ":"), in: 0..<Swift.min(count, 16)),
      ["bash", "sh", "/bin/bash", "/bin/sh"].contains(self[..<colon].text)
    else { return self }
    var at = colon
    if has(": eval", at: at) { at += 6 }
    guard has(": line ", at: at) else { return self }
    let digits = self[(at + 7)...].prefix(while: \.isDigit)
    guard !digits.isEmpty, has(": ", at: digits.endIndex) else { return self }
    return Bytes(self[..<colon] + self[digits.endIndex...])
  }

  package func hasSuffix(_ text: String) -> Bool { hasSuffix(Bytes(text.utf8)) }

  func hasSuffix(_ bytes: Bytes) -> Bool {
    count >= bytes.count && suffix(bytes.count).elementsEqual(bytes)
  }

  /// The text before, between and behind every `[..]`.
  fileprivate var pieces: [Bytes] {
    var pieces: [Bytes] = []
    var start = 0
    var at = 0
    while at < count {
      if has("[..]", at: at) {
        pieces.append(Bytes(self[start..<at]))
        at += 4
        start = at
      } else {
        at += 1
      }
    }
    return pieces + [Bytes(self[start...])]
  }

  /// A shell's pattern (`*`, `?`, `[…]`, `\` before what is meant as it is) in RE2's syntax.
  fileprivate var globAsPattern: Bytes {
    var made: Bytes = []
    var at = 0
    func quoted(_ byte: UInt8) -> Bytes {
      byte.isWord ? [byte] : [UInt8(ascii: "\\"), byte]
    }
    while at < count {
      let byte = self[at]
      at += 1
      switch byte {
      case UInt8(ascii: "*"): made += Bytes(".*".utf8)
      case UInt8(ascii: "?"): made.append(UInt8(ascii: "."))
      case UInt8(ascii: "\\") where at < count:
        made += quoted(self[at])
        at += 1
      case UInt8(ascii: "["):
        // A set needs its end; `]` right at the start is a member of it.
        let isNegated = at < count && self[at] == UInt8(ascii: "!")
        let first = isNegated ? at + 1 : at
        guard first < count,
          let end = firstOffset(of: UInt8(ascii: "]"), in: Swift.min(first + 1, count)..<count)
        else {
          made += quoted(byte)
          continue
        }
        made += Bytes((isNegated ? "[^" : "[").utf8)
        for member in self[first..<end] {
          made += member == UInt8(ascii: "-") ? [member] : quoted(member)
        }
        made.append(UInt8(ascii: "]"))
        at = end + 1
      default: made += quoted(byte)
      }
    }
    return made
  }
}

extension ArraySlice<UInt8> {
  /// Where `piece` stands first, an empty one at the start.
  fileprivate func firstRange(of piece: Bytes) -> Range<Int>? {
    guard piece.count <= count else { return nil }
    return (startIndex...endIndex - piece.count).first { at in
      self[at..<at + piece.count].elementsEqual(piece)
    }.map { $0..<$0 + piece.count }
  }
}
