/// A line of a transcript's expected output (after cram, https://bitheap.org/cram/): text, or a pattern for it. Blanks at
/// its end don't count.
package struct ExpectedLine: Sendable {
  enum Kind: Sendable {
    /// What must be printed, what may vary left out.
    case exact(Bytes)
    /// `...`: any lines, none included.
    case anyLines
    /// Text around gaps, one fewer, such as `[..]`.
    case pieces([Bytes], gaps: [Gap])
    case pattern(Pattern)
    /// A pattern that can't be read, which is reported elsewhere: any line.
    case unreadable
  }

  /// What stands for text that is not written out.
  enum Gap: Sendable, Equatable {
    /// `[..]`, or `[NAME]` of a name that was not printed: any text.
    case any
    /// `[..=NAME]`: any text, which has that name from here on.
    case named(Bytes)
    /// `[NAME]` behind `[..=NAME]` on the same line: the same text again.
    case again(Bytes)

    /// The name that it gives.
    var name: Bytes? { if case .named(let name) = self { name } else { nil } }
  }

  /// As it is written.
  package let text: Bytes
  let kind: Kind
  /// Whether it stands on the page for what notation elsewhere says of it.
  private(set) var isSample = false
  /// What may differ in lines that are not patterns.
  let vary: [Pattern]

  /// Reads a line as it stands in a transcript.
  init(_ text: Bytes, vary: [Pattern] = []) throws(OptionTrouble) {
    self.text = text
    self.vary = vary
    let line = text.withoutBlankEnd
    if line == Bytes("...".utf8) {
      kind = .anyLines
    } else if line.ends(with: Bytes(" (re)".utf8)) {
      kind = .pattern(try Pattern.compile(wholeLine: Bytes(line.dropLast(5))))
    } else if line.ends(with: Bytes(" (glob)".utf8)) {
      let glob = Bytes(line.dropLast(7))
      if let literal = glob.literalOfGlob {
        kind = .exact(literal.withoutBlankEnd)
      } else {
        kind = .pattern(try Pattern.compile(wholeLine: glob.globAsPattern))
      }
    } else if line.ends(with: Bytes(" (esc)".utf8)) {
      kind = .exact(Bytes(line.dropLast(6)).unescaped.withoutBlankEnd)
    } else {
      kind = Self.kind(of: line, vary, [:])
    }
  }

  /// A line that stands on the page for what another, the notation, says of it.
  init(_ text: Bytes, meaning notation: ExpectedLine) {
    self.text = text
    vary = notation.vary
    kind = notation.kind
    isSample = true
  }

  init(_ text: Bytes, _ vary: [Pattern], _ kind: Kind) {
    (self.text, self.vary, self.kind) = (text, vary, kind)
  }

  /// What a line of text means in which `values` have names; nil stands for any text.
  static func kind(of line: Bytes, _ vary: [Pattern], _ values: [Bytes: Bytes?]) -> Kind {
    let (pieces, gaps) = line.pieces(values)
    return gaps.isEmpty
      ? .exact(
        ShownText.line(pieces[0][...]).withoutBlankEnd.withoutLineNumber.masked(vary))
      : .pieces(pieces.map { $0.masked(vary) }, gaps: gaps)
  }

  /// A line that stands for itself alone, what may vary left out.
  init(verbatim text: Bytes, vary: [Pattern]) {
    self.text = text
    self.vary = vary
    kind = .exact(text.withoutBlankEnd.masked(vary))
  }

  /// A line whose pattern can't be read.
  init(unreadable text: Bytes) {
    self.text = text
    vary = []
    kind = .unreadable
  }

  var isAnyLines: Bool { if case .anyLines = kind { true } else { false } }

  /// Whether it is the line `actual`, or a pattern that fits the whole of it.
  func fits(_ actual: Bytes) -> Bool {
    let shown = actual.withoutBlankEnd
    // A pattern may ask for the blanks.
    return fits(shown: shown) || shown.count < actual.count && !isExact && fits(shown: actual)
  }

  private var isExact: Bool { if case .exact = kind { true } else { false } }

  private func fits(shown actual: Bytes) -> Bool {
    switch kind {
    case .exact(let text):
      return text == actual || text == actual.withoutLineNumber.masked(vary)
    case .anyLines, .unreadable: return true
    case .pattern(let pattern): return pattern.matches(actual, in: 0..<actual.count)
    case .pieces(let pieces, let gaps): return Filled(pieces, gaps, in: actual.masked(vary)) != nil
    }
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

  /// The text before, between and behind every `mark`.
  package func parts(around mark: Bytes) -> [Bytes] {
    var parts: [Bytes] = []
    var start = 0
    var from = 0
    while let first = mark.first, from < count,
      let at = firstOffset(of: first, in: from..<count)
    {
      if self[at...].starts(with: mark) {
        parts.append(Bytes(self[start..<at]))
        start = at + mark.count
        from = start
      } else {
        from = at + 1
      }
    }
    return parts + [Bytes(self[start...])]
  }

  /// With a byte that no text has in place of what `patterns` match.
  func masked(_ patterns: [Pattern]) -> Bytes {
    var text = self
    for pattern in patterns {
      var made: Bytes = []
      var from = 0
      while from < text.count, let found = pattern.firstMatch(in: text, from..<text.count) {
        if found.isEmpty {
          // Nothing varies there.
          made += text[from...found.lowerBound].prefix(text.count - from)
          from = found.lowerBound + 1
        } else {
          made += text[from..<found.lowerBound] + [0xFF]
          from = found.upperBound
        }
      }
      if from < text.count { made += text[from...] }
      text = made
    }
    return text
  }

  /// The text that a glob stands for when nothing in it stands for other text; nil else.
  fileprivate var literalOfGlob: Bytes? {
    var literal: Bytes = []
    literal.reserveCapacity(count)
    var at = 0
    while at < count {
      switch self[at] {
      case UInt8(ascii: "*"), UInt8(ascii: "?"), UInt8(ascii: "["): return nil
      case UInt8(ascii: "\\") where at + 1 < count: at += 1
      default: break
      }
      literal.append(self[at])
      at += 1
    }
    return literal
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
  func firstRange(of piece: Bytes) -> Range<Int>? {
    guard piece.count <= count else { return nil }
    return (startIndex...endIndex - piece.count).first { at in
      self[at..<at + piece.count].elementsEqual(piece)
    }.map { $0..<$0 + piece.count }
  }
}
