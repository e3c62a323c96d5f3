extension TemplateReader {
  /// Whether the byte at `offset` stands between the backticks of a code span (CommonMark 6.1).
  func isInCodeSpan(_ offset: Int) -> Bool {
    let bytes = template.source.bytes
    var at = textStart ?? offset
    var end = offset
    while let feed = bytes.firstOffset(of: .lineFeed, in: end..<bytes.count) {
      end = feed + 1
      let next = bytes.firstOffset(of: .lineFeed, in: end..<bytes.count) ?? bytes.count
      if bytes[end..<next].trimmed().isEmpty || next - offset > 1 << 16 { break }
    }
    end = max(end, offset)
    func runEnd(_ start: Int) -> Int {
      var at = start
      while at < bytes.count, bytes[at] == UInt8(ascii: "`") { at += 1 }
      return at
    }
    while let open = bytes.firstOffset(of: UInt8(ascii: "`"), in: at..<max(at, end)),
      open < offset
    {
      let behind = runEnd(open)
      at = behind
      let isEscaped = open > 0 && bytes[open - 1] == UInt8(ascii: "\\")
      var from = behind
      while !isEscaped, from < end,
        let close = bytes.firstOffset(of: UInt8(ascii: "`"), in: from..<end)
      {
        from = runEnd(close)
        guard from - close == behind - open else { continue }
        if close > offset { return true }
        at = from
        break
      }
    }
    return false
  }
}
