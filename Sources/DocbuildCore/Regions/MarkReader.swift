/// Reads the marks of all dialects from a source.
struct MarkReader {
  /// In the order of the lines.
  private(set) var found: [FoundMark] = []

  /// - Parameter own: the dialects of the project, behind those in use everywhere.
  init(_ source: Source, own: [RegionDialect] = []) {
    readOwn(own, in: source)
    let bytes = source.bytes
    let dialects = RegionDialect.all
    let starts = source.lines
    let lexis = source.language?.lexis
    var line = 0
    var from = 0
    var needsMap = false
    while let hit = bytes.firstMarkOffset(from: from) {
      while line + 1 < starts.count, starts[line + 1] <= hit { line += 1 }
      let end = line + 1 < starts.count ? starts[line + 1] : bytes.count
      from = end
      let text = MarkLine(bytes[source.line(line)], lexis: lexis)
      // No mark is so long; what a machine wrote is not looked through.
      guard text.text.count < 2000 else { continue }
      for (number, dialect) in dialects.enumerated() {
        for reading in dialect.read(text) {
          found.append(
            FoundMark(
              line: line, dialect: number, reading: reading,
              isAlone: text.isAlone(at: reading.offset)))
          if !dialect.isUnmistakable { needsMap = true }
        }
      }
    }
    if !own.isEmpty { found.sort { $0.line < $1.line } }
    // The others count only outside strings: on lines that begin inside one.
    guard needsMap, let lexis, lexis.mayHoldLongStrings(bytes) else { return }
    let map = LexicalMap(of: bytes, by: lexis)
    guard !map.isBroken else { return }
    found.removeAll { mark in
      mark.dialect < dialects.count && !dialects[mark.dialect].isUnmistakable
        && map.kind(at: mark.reading.offset) == .string
    }
  }

  private mutating func readOwn(_ own: [RegionDialect], in source: Source) {
    guard !own.isEmpty else { return }
    let lexis = source.language?.lexis
    for line in source.lines.indices {
      let text = MarkLine(source.bytes[source.line(line)], lexis: lexis)
      guard text.text.count < 2000 else { continue }
      for (number, dialect) in own.enumerated() {
        for reading in dialect.read(text) {
          found.append(
            FoundMark(
              line: line, dialect: RegionDialect.all.count + number, reading: reading,
              isAlone: text.isAlone(at: reading.offset)))
        }
      }
    }
  }
}
