extension Document {
  /// Calls `body` with the document's bytes, slice after slice.
  package func forEachSlice(_ body: (UnsafeRawBufferPointer) -> Void) {
    unsafe render(pieces.indices, as: .woven, body)
  }

  /// The whole document as one array.
  package var bytes: Bytes {
    var made: Bytes = []
    made.reserveCapacity(byteCount)
    unsafe forEachSlice { unsafe made.append(contentsOf: $0) }
    return made
  }

  /// Whether `text` is the document but for end marks that it lacks.
  package func isWithoutMarks(_ text: Bytes) -> Bool {
    guard !addedMarks.isEmpty, text.count < byteCount else { return false }
    var at = 0
    var isSame = true
    var start = 0
    for end in addedMarks + [pieces.count] {
      unsafe render(start..<end, as: .woven) { slice in
        isSame =
          unsafe isSame && slice.count <= text.count - at
          && slice.elementsEqual(text[at..<at + slice.count])
        if isSame { at += slice.count }
      }
      start = end + 1
    }
    return isSame && at == text.count
  }

  /// What stands for a value where only the blocks count.
  static let neutralWord: Bytes = [UInt8(ascii: "x")]

  enum Rendering {
    case woven
    /// Every excerpt is one neutral line, the directive itself, and every value a neutral word.
    case skeleton
  }

  /// Calls `body` with the bytes of some pieces.
  func render(
    _ range: Range<Int>, as rendering: Rendering, _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    let text = template.source.bytes
    for piece in pieces[range] {
      switch piece.content {
      case .text(let range): unsafe text.withSlice(range, body)
      case .made(let made): unsafe made.withSlice(0..<made.count, body)
      case .value(let value, _):
        let shown = rendering == .skeleton ? Document.neutralWord : value
        unsafe shown.withSlice(0..<shown.count, body)
      case .excerpt(let excerpt, let prefix):
        if rendering == .skeleton, let index = piece.directive {
          unsafe text.withSlice(template.directives[index].lineRange, body)
          unsafe lineFeed.withSlice(0..<1, body)
        } else if prefix.isEmpty {
          unsafe excerpt.bytes.withSlice(excerpt.range, body)
          if excerpt.addsLineFeed { unsafe lineFeed.withSlice(0..<1, body) }
        } else {
          unsafe renderPrefixed(excerpt, Bytes(text[prefix]), body)
        }
      }
    }
  }

  /// Puts `prefix` before every line, without its trailing blanks before an empty one, some kilobytes at a time.
  private func renderPrefixed(
    _ excerpt: Excerpt, _ prefix: Bytes, _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    let bytes = excerpt.bytes
    let bare = prefix.withoutTrailingBlanks
    var room: Bytes = []
    var at = excerpt.range.lowerBound
    while at < excerpt.range.upperBound {
      let feed = bytes.firstOffset(of: .lineFeed, in: at..<excerpt.range.upperBound)
      let next = feed.map { $0 + 1 } ?? excerpt.range.upperBound
      room += bytes.isEmptyLine(at..<next) ? bare : prefix[...]
      room += bytes[at..<next]
      if feed == nil { room.append(.lineFeed) }
      if room.count > 1 << 16 {
        unsafe room.withSlice(0..<room.count, body)
        room.removeAll(keepingCapacity: true)
      }
      at = next
    }
    unsafe room.withSlice(0..<room.count, body)
  }
}

extension Excerpt {
  /// How many bytes it has with `prefix` before every line.
  func byteCount(behind prefix: ArraySlice<UInt8>) -> Int {
    let blanks = prefix.count - prefix.withoutTrailingBlanks.count
    var total = byteCount + prefix.count * lineCount
    guard blanks > 0 else { return total }
    var at = range.lowerBound
    while at < range.upperBound {
      let feed = bytes.firstOffset(of: .lineFeed, in: at..<range.upperBound)
      let next = feed.map { $0 + 1 } ?? range.upperBound
      if bytes.isEmptyLine(at..<next) { total -= blanks }
      at = next
    }
    return total
  }
}

extension Collection<UInt8> where SubSequence == ArraySlice<UInt8> {
  fileprivate var withoutTrailingBlanks: ArraySlice<UInt8> {
    var text = self[startIndex...]
    while text.last?.isBlank ?? false { text.removeLast() }
    return text
  }
}

private let lineFeed: Bytes = [.lineFeed]

extension Bytes {
  /// Whether the line `range` is nothing but its end, LF or CRLF.
  fileprivate func isEmptyLine(_ range: Range<Int>) -> Bool {
    self[range.lowerBound] == .lineFeed
      || (range.count == 2 && self[range.lowerBound] == .carriageReturn
        && self[range.lowerBound + 1] == .lineFeed)
  }

  fileprivate func withSlice(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
    guard !range.isEmpty else { return }
    unsafe withUnsafeBytes { all in unsafe body(UnsafeRawBufferPointer(rebasing: all[range])) }
  }
}
