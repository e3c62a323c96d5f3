/// What makes a line evidence.
package enum LineStrength {
  /// In how many places of a tree a line may stand and still be strong.
  package static let mostPlaces = 20
  /// In how many places of a file a line is looked at.
  static let mostHits = 200
}

extension ArraySlice<UInt8> {
  /// Whether the line says enough to be looked for: ten characters, six of them letters or digits. `}` and `return err`
  /// drop out, since they stand everywhere.
  var isTelling: Bool {
    let text = trimmed()
    guard text.count >= 10, text.count <= 1000 else { return false }
    var count = 0
    for byte in text where byte.isLetter || byte.isDigit || byte >= 0x80 { count += 1 }
    return count >= 6
  }
}

extension PastedBlock {
  /// The hashes of the lines that are looked for in sources.
  package var tellingLines: [UInt64] {
    lines.compactMap { $0[...].isTelling ? $0[...].lineHash : nil }
  }
}

extension Source {
  /// Whether line `index` (from 0) stands in a comment or a string that began before it: then it may be another language's.
  package func isText(ofLine index: Int) -> Bool {
    guard let lexis = language?.lexis else { return false }
    let line = self.line(index)
    let start = bytes[line].firstIndex { !$0.isBlank } ?? line.lowerBound
    let map = LexicalMap(of: bytes, by: lexis)
    let span = map.index(of: start)
    return !map.isBroken && span < map.spans.count && map.spans[span].range.lowerBound < start
  }
}
