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

  enum Rendering {
    case woven
    /// Every excerpt is one neutral line: the directive itself.
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

  /// Puts `prefix` before every line, some kilobytes at a time.
  private func renderPrefixed(
    _ excerpt: Excerpt, _ prefix: Bytes, _ body: (UnsafeRawBufferPointer) -> Void
  ) {
    let bytes = excerpt.bytes
    var room: Bytes = []
    var at = excerpt.range.lowerBound
    while at < excerpt.range.upperBound {
      let feed = bytes.firstOffset(of: .lineFeed, in: at..<excerpt.range.upperBound)
      let next = feed.map { $0 + 1 } ?? excerpt.range.upperBound
      room += prefix
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

private let lineFeed: Bytes = [.lineFeed]

extension Bytes {
  fileprivate func withSlice(_ range: Range<Int>, _ body: (UnsafeRawBufferPointer) -> Void) {
    guard !range.isEmpty else { return }
    unsafe withUnsafeBytes { all in unsafe body(UnsafeRawBufferPointer(rebasing: all[range])) }
  }
}
