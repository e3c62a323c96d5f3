import DocbuildCore

/// A line of a file with a mark under a place in it; a long line is cut to what fits a terminal of 80 columns.
struct MarkedLine {
  /// A character of the line, as it is shown.
  private struct Cell {
    let text: String
    /// How many cells of a terminal it fills.
    let width: Int
    /// The byte of the line (from 0) that it begins at.
    let byte: Int
  }

  private let place: Place
  private let cells: [Cell]
  /// What is marked, and what is shown.
  private let marked: Range<Int>
  private let shown: Range<Int>

  /// - Parameter place: one with a line.
  init(_ place: Place) {
    self.place = place
    let cells = MarkedLine.cells(of: place)
    func width(_ range: Range<Int>) -> Int { cells[range].reduce(0) { $0 + $1.width } }
    func index(ofByte byte: Int) -> Int { cells.firstIndex { $0.byte >= byte } ?? cells.count }
    let start = index(ofByte: place.column - 1)
    let end = index(ofByte: place.column - 1 + place.length)
    let room = max(40, 74 - String(place.line).utf8.count)
    var first = 0
    if width(0..<cells.count) > room, width(0..<min(end, cells.count)) > room {
      while first < start, width(first..<start) > 20 { first += 1 }
    }
    var last = first
    var used = 0
    while last < cells.count, used + cells[last].width <= room {
      used += cells[last].width
      last += 1
    }
    self.cells = cells
    shown = first..<last
    marked = min(start, last)..<max(min(start, last), min(end, last))
  }

  private static func cells(of place: Place) -> [Cell] {
    var found: [Cell] = []
    var byte = place.cut
    var hashes = 0
    for scalar in place.excerpt.text.unicodeScalars {
      let text =
        Escaping.excerpt.form(scalar, scalar == "[" && hashes >= 2)?.text ?? String(scalar)
      hashes = scalar == "#" ? hashes + 1 : 0
      found.append(
        Cell(
          text: text, width: text.unicodeScalars.reduce(0) { $0 + $1.terminalWidth }, byte: byte))
      byte += scalar.utf8.count
    }
    return found
  }

  private func width(_ range: Range<Int>) -> Int { cells[range].reduce(0) { $0 + $1.width } }

  /// The line behind its number, and the mark.
  func text(_ paint: Paint) -> String {
    let number = String(place.line)
    let gutter = String(repeating: " ", count: number.utf8.count + 1)
    let cutsFront = shown.lowerBound > 0 || place.cut > 0
    let cutsBack = shown.upperBound < cells.count
    let line = cells[shown].map(\.text).joined()
    let margin = width(shown.lowerBound..<marked.lowerBound) + (cutsFront ? 1 : 0)
    let mark = "^" + String(repeating: "~", count: max(1, width(marked)) - 1)
    return " \(paint.dim("\(number) |")) \(cutsFront ? "…" : "")\(line)\(cutsBack ? "…" : "")\n"
      + "\(gutter)\(paint.dim(" |")) \(String(repeating: " ", count: margin))\(paint.green(mark))\n"
  }
}

extension Unicode.Scalar {
  /// How many cells of a terminal a character fills: 0 for combining marks, 2 for wide ones (Unicode Standard Annex 11,
  /// its blocks of wide characters).
  fileprivate var terminalWidth: Int {
    // The first block of combining marks begins there.
    if value < 0x300 { return 1 }
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark: return 0
    default: break
    }
    if properties.isEmojiPresentation { return 2 }
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF,
      0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6, 0x1F300...0x1F64F, 0x1F900...0x1F9FF,
      0x20000...0x3FFFD:
      return 2
    default: return 1
    }
  }
}
