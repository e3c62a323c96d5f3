/// What a terminal without colours shows of a command's output: escape sequences are gone, carriage returns and
/// backspaces have done their work. Other control characters stay, to be written as `\xNN` (`ExpectedLine.writing`).
///
/// Of the sequences (ECMA-48, "Control Functions") those that move the cursor in its line or erase parts of it are
/// obeyed, since progress bars use them; none reaches beyond its line's end.
package enum ShownText {
  /// The lines of `output`, without their ends and without the numbers of our shell's lines.
  package static func lines(of output: Bytes) -> [Bytes] {
    var lines: [Bytes] = []
    var at = 0
    while at < output.count {
      let end = output.firstOffset(of: .lineFeed, in: at..<output.count) ?? output.count
      lines.append(line(output[at..<end]).withoutLineNumber)
      at = end + 1
    }
    return lines
  }

  /// One line.
  package static func line(_ text: ArraySlice<UInt8>) -> Bytes {
    var text = text
    while text.last == .carriageReturn { text.removeLast() }
    guard text.contains(where: { $0 == .escape || $0 == .carriageReturn || $0 == .backspace })
    else { return Bytes(text) }
    var row = TerminalRow(Bytes(text))
    row.show()
    return row.shown
  }
}

/// A line of a terminal's screen while the bytes that were printed on it are taken one after the other.
private struct TerminalRow {
  /// What a cell shows: so many bytes from `start`; none for the second half of a wide character, -1 for a gap.
  private struct Cell {
    var start = 0
    var count = -1
  }

  private let bytes: Bytes
  private var cells: [Cell] = []
  private var cursor = 0

  init(_ bytes: Bytes) { self.bytes = bytes }

  var shown: Bytes {
    var text: Bytes = []
    text.reserveCapacity(bytes.count)
    for cell in cells {
      if cell.count < 0 {
        text.append(.space)
      } else {
        text += bytes[cell.start..<cell.start + cell.count]
      }
    }
    return text
  }

  mutating func show() {
    var at = 0
    while at < bytes.count {
      switch bytes[at] {
      case .carriageReturn:
        cursor = 0
        at += 1
      case .backspace:
        cursor = max(0, cursor - 1)
        at += 1
      case .escape:
        if let end = obeySequence(at: at) {
          at = end
        } else {
          put(at, 1, width: 1)
          at += 1
        }
      case .tab where cursor < cells.count:
        cursor = min(cursor / 8 * 8 + 8, cells.count)
        at += 1
      case .tab:
        put(at, 1, width: 8 - cursor % 8)
        at += 1
      default:
        let count = max(1, bytes.characterLength(at: at))
        put(at, count, width: width(at, count))
        at += count
      }
    }
  }

  private func width(_ at: Int, _ count: Int) -> Int {
    guard count > 1, let scalar = bytes[at..<at + count].text.unicodeScalars.first else { return 1 }
    return scalar.columns
  }

  private mutating func put(_ start: Int, _ count: Int, width: Int) {
    if width == 0 {
      // A mark goes onto the character before it.
      guard let last = cells.prefix(cursor).lastIndex(where: { $0.count > 0 }),
        cells[last].start + cells[last].count == start
      else { return }
      cells[last].count += count
      return
    }
    while cells.count < cursor + width { cells.append(Cell()) }
    // Half of a wide character is a gap.
    if cells[cursor].count == 0, cursor > 0 { cells[cursor - 1].count = -1 }
    if cursor + width < cells.count, cells[cursor + width].count == 0 {
      cells[cursor + width].count = -1
    }
    cells[cursor] = Cell(start: start, count: count)
    for at in cursor + 1..<max(cursor + 1, cursor + width) { cells[at] = Cell(start: 0, count: 0) }
    cursor += width
  }

  /// Obeys the sequence at an escape character; its end, or nil when it has none in this line.
  private mutating func obeySequence(at start: Int) -> Int? {
    var at = start + 1
    guard at < bytes.count else { return nil }
    switch bytes[at] {
    case UInt8(ascii: "["):
      at += 1
      let parameters = at
      while at < bytes.count, 0x30...0x3F ~= bytes[at] { at += 1 }
      let end = at
      while at < bytes.count, 0x20...0x2F ~= bytes[at] { at += 1 }
      guard at < bytes.count, 0x40...0x7E ~= bytes[at] else { return nil }
      if at == end { move(bytes[at], bytes[parameters..<end]) }
      return at + 1
    case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "X"), UInt8(ascii: "^"),
      UInt8(ascii: "_"):
      // A string, up to BEL or ST.
      while at < bytes.count {
        if bytes[at] == 0x07 { return at + 1 }
        if bytes[at] == .escape, at + 1 < bytes.count, bytes[at + 1] == UInt8(ascii: "\\") {
          return at + 2
        }
        at += 1
      }
      return nil
    default:
      while at < bytes.count, 0x20...0x2F ~= bytes[at] { at += 1 }
      return at < bytes.count && 0x30...0x7E ~= bytes[at] ? at + 1 : nil
    }
  }

  /// What a control sequence with that final byte does within the line.
  private mutating func move(_ final: UInt8, _ parameters: ArraySlice<UInt8>) {
    guard parameters.count < 5, parameters.allSatisfy(\.isDigit) else { return }
    let number = Int(parameters.text)
    switch final {
    case UInt8(ascii: "C"): cursor += max(1, number ?? 1)
    case UInt8(ascii: "D"): cursor = max(0, cursor - max(1, number ?? 1))
    case UInt8(ascii: "G"): cursor = max(1, number ?? 1) - 1
    case UInt8(ascii: "K"):
      switch number ?? 0 {
      case 0: if cursor < cells.count { cells.removeSubrange(cursor...) }
      case 1: for at in 0..<min(cursor + 1, cells.count) { cells[at] = Cell() }
      case 2: cells = []
      default: break
      }
    default: break
    }
  }
}

extension UInt8 {
  fileprivate static let escape: UInt8 = 0x1B
  fileprivate static let backspace: UInt8 = 0x08
}

extension Unicode.Scalar {
  /// How many columns of a terminal it fills (Unicode Standard Annex 11, its blocks of wide characters).
  fileprivate var columns: Int {
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: break
    }
    if properties.isEmojiPresentation { return 2 }
    return switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      2
    default: 1
    }
  }
}

extension Bytes {
  /// How many bytes the UTF-8 character at `start` has (Unicode Standard, table 3-7); 0 when none is there.
  func characterLength(at start: Int) -> Int {
    let lead = self[start]
    let rest: ClosedRange<UInt8>
    let count: Int
    switch lead {
    case 0...0x7F: return 1
    case 0xC2...0xDF: (count, rest) = (2, 0x80...0xBF)
    case 0xE0: (count, rest) = (3, 0xA0...0xBF)
    case 0xED: (count, rest) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (count, rest) = (3, 0x80...0xBF)
    case 0xF0: (count, rest) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (count, rest) = (4, 0x80...0xBF)
    case 0xF4: (count, rest) = (4, 0x80...0x8F)
    default: return 0
    }
    guard start + count <= self.count, rest ~= self[start + 1],
      self[start + 2..<Swift.max(start + 2, start + count)].allSatisfy({ 0x80...0xBF ~= $0 })
    else { return 0 }
    return count
  }

  /// Without blanks at the end.
  package var withoutBlankEnd: Bytes {
    guard last?.isBlank ?? false else { return self }
    return Bytes(self[...(lastIndex { !$0.isBlank } ?? -1)])
  }
}
