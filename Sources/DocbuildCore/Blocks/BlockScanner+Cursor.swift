extension BlockScanner {
  /// A position on a line, in bytes and in columns, a tab reaching to the next multiple of four.
  struct Cursor {
    var offset: Int
    let end: Int
    var column = 0
    /// Columns of a tab at `offset` that are not consumed yet, 0 when none is begun.
    var tabRest = 0
    /// The first byte that is neither space nor tab, from `offset`; `end` on a blank line.
    var text: Int
    /// Columns from here to `text`.
    var indent = 0
    private var textColumn = 0
    private var isFound = false

    init(_ range: Range<Int>) {
      offset = range.lowerBound
      text = range.lowerBound
      end = range.upperBound
    }

    var isBlank: Bool { text == end }

    func peek(_ bytes: Bytes) -> UInt8? { offset < end ? bytes[offset] : nil }

    /// Looks for the next text; what was found before and not passed yet is not looked for again, so that a line is
    /// scanned once however many containers it has.
    mutating func findText(_ bytes: Bytes) {
      if !isFound || offset > text {
        isFound = true
        text = offset
        textColumn = column
        while text < end {
          if bytes[text] == .space {
            textColumn += 1
          } else if bytes[text] == .tab {
            textColumn += text == offset && tabRest > 0 ? tabRest : 4 - textColumn % 4
          } else {
            break
          }
          text += 1
        }
        // A CR that ends the line in an in-place document.
        if text + 1 == end, bytes[text] == .carriageReturn { text = end }
      }
      indent = textColumn - column
    }

    mutating func skipToText() {
      offset = text
      column = textColumn
      tabRest = 0
      indent = 0
    }

    /// Moves on by `columns`; a tab can be consumed in part.
    mutating func advance(_ columns: Int, _ bytes: Bytes) {
      var left = columns
      while left > 0, offset < end {
        guard bytes[offset] == .tab else {
          offset += 1
          column += 1
          left -= 1
          continue
        }
        let width = tabRest > 0 ? tabRest : 4 - column % 4
        let used = min(width, left)
        column += used
        left -= used
        tabRest = width - used
        if tabRest == 0 { offset += 1 }
      }
    }
  }
}
