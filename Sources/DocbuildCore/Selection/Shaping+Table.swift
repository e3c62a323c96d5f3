extension OptionRule {
  static let table = OptionRule(
    "table", forms: ["table"],
    "makes a table of a file of values, parted by commas, semicolons or tabs; its first row is the head",
    examples: [
      .init("table", "a,b\n1,\"x, y\"\n", "| a | b |\n| --- | --- |\n| 1 | x, y |\n"),
      .init("table", "a\tb\n1\tx|y\n", "| a | b |\n| --- | --- |\n| 1 | x\\|y |\n"),
      .init("table", "a,b\n1,\"x\ny\"\n", "| a | b |\n| --- | --- |\n| 1 | x<br>y |\n"),
      .init("table", "a,b\n1,2,3\n", nil),
      .init("table", "a,b\n1,\"x\"y\n", nil),
    ]
  ) { option, recipe throws(OptionTrouble) in
    try option.flag()
    recipe.table = true
  }
}

extension Excerpt {
  /// The rows of comma-separated values (RFC 4180) as a table of GitHub's Markdown.
  func asTable() throws(SelectionProblem) -> Excerpt {
    let rows = try rows()
    guard let head = rows.first else {
      throw SelectionProblem(.emptyExcerpt, "'\(source.name)' has no rows for a table")
    }
    var made: Bytes = []
    var runs: [Run] = []
    for (index, row) in rows.enumerated() {
      guard row.cells.count <= head.cells.count else {
        let place = sourceLine(of: row.line).map { source.place(ofLine: $0) }
        throw SelectionProblem(
          .invalidOption,
          "a row of '\(source.name)' has \(row.cells.count) cells, the first has \(head.cells.count)",
          at: place)
      }
      let missing = head.cells.count - row.cells.count
      made += Excerpt.row(row.cells + Array(repeating: [], count: missing))
      runs.append(Run(sourceLine: sourceLine(of: row.line), count: 1))
      guard index == 0 else { continue }
      made += Excerpt.row(head.cells.map { _ in Bytes("---".utf8) })
      runs.append(Run(sourceLine: nil, count: 1))
    }
    return Excerpt(facts, bytes: made, runs: runs, idle: idle)
  }

  private static func row(_ cells: [Bytes]) -> Bytes {
    var made = Bytes("|".utf8)
    for cell in cells {
      made.append(.space)
      made += cell
      if !cell.isEmpty { made.append(.space) }
      made.append(UInt8(ascii: "|"))
    }
    return made + [.lineFeed]
  }

  /// What parts the cells: what the first line has most of.
  private var separator: UInt8 {
    let first = bytes[range].prefix { $0 != .lineFeed }
    func count(_ byte: UInt8) -> Int { first.count { $0 == byte } }
    return [UInt8.tab, UInt8(ascii: ","), UInt8(ascii: ";")].max { count($0) < count($1) }
      .flatMap { count($0) > 0 ? $0 : nil } ?? UInt8(ascii: ",")
  }

  /// The rows with the line of the excerpt, from 0, that each begins on.
  private func rows() throws(SelectionProblem) -> [(cells: [Bytes], line: Int)] {
    let separator = separator
    var rows: [(cells: [Bytes], line: Int)] = []
    var cells: [Bytes] = []
    var (line, first) = (0, 0)
    var at = range.lowerBound
    let end = range.upperBound
    while at < end {
      var cell: Bytes = []
      if bytes[at] == UInt8(ascii: "\"") {
        let opening = line
        at += 1
        var isClosed = false
        while at < end, !isClosed {
          if bytes[at] == UInt8(ascii: "\""), at + 1 < end, bytes[at + 1] == UInt8(ascii: "\"") {
            cell.append(bytes[at])
            at += 2
          } else {
            isClosed = bytes[at] == UInt8(ascii: "\"")
            if bytes[at] == .lineFeed { line += 1 }
            if !isClosed { cell.append(bytes[at]) }
            at += 1
          }
        }
        guard isClosed else {
          throw SelectionProblem(
            .invalidOption, "a quoted cell of '\(source.name)' is never closed",
            at: sourceLine(of: opening).map { source.place(ofLine: $0) })
        }
        // As RFC 4180 has it, a quoted cell is quoted from end to end.
        if at < end, bytes[at] != separator, bytes[at] != .lineFeed, bytes[at] != .carriageReturn {
          throw SelectionProblem(
            .invalidOption, "text stands behind a quoted cell of '\(source.name)'",
            notes: [.init("quotes inside a quoted cell are doubled")],
            at: sourceLine(of: line).map { source.place(ofLine: $0) })
        }
      }
      while at < end, bytes[at] != separator, bytes[at] != .lineFeed {
        cell.append(bytes[at])
        at += 1
      }
      cells.append(Excerpt.escaped(cell))
      let isLast = at >= end || bytes[at] == .lineFeed
      if !isLast, at + 1 == end { cells.append([]) }
      if isLast || at + 1 == end {
        if !(cells.count == 1 && cells[0].isEmpty) { rows.append((cells, first)) }
        cells = []
        line += 1
        first = line
      }
      at += 1
    }
    return rows
  }

  /// As the text of a cell: what would part cells, open HTML or end the row is escaped, other Markdown is the author's.
  private static func escaped(_ cell: Bytes) -> Bytes {
    var made: Bytes = []
    for byte in cell.trimmed() {
      switch byte {
      case UInt8(ascii: "|"): made += Bytes("\\|".utf8)
      case .lineFeed: made += Bytes("<br>".utf8)
      case .carriageReturn: break
      case UInt8(ascii: "<"): made += Bytes("&lt;".utf8)
      default: made.append(byte)
      }
    }
    return made
  }
}
