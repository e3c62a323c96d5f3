import DocbuildCore
import DocbuildEngine
import DocbuildReport

/// The plan of `docbuild adopt` for a person, 80 columns wide.
struct AdoptText {
  private static let width = 80
  /// Where the description of a block begins.
  private static let column = 26
  private var lines: [String] = []
  private let report: AdoptReport

  var text: String { lines.map { $0 + "\n" }.joined() }

  init(_ report: AdoptReport) {
    self.report = report
    var page = -1
    for planned in report.blocks {
      if case .short = planned.verdict { continue }
      if planned.page != page {
        page = planned.page
        lines.append(escaped(report.pages[page].name.text))
      }
      add(planned)
    }
    lines.append(AdoptText.summary(report))
    if report.frozenPages > 0 {
      let pages = counted(report.frozenPages, "page")
      lines.append("\(pages) left alone: changelogs, posts, versions; name them to look at them")
    }
  }

  // MARK: a block

  private mutating func add(_ planned: PlannedBlock) {
    let block = planned.block
    let head =
      AdoptText.right("\(block.openLine)", 4) + "  " + AdoptText.padded(block.infoWord, 6)
      + AdoptText.right("\(block.lines.count)", 4)
      + (block.lines.count == 1 ? " line  " : " lines ")
    switch planned.verdict {
    case .exact(let place, _, let options, let notes):
      let how = options.isEmpty ? (planned.isExtracted ? "a new file" : "whole file") : options
      add(head + "= ", AdoptText.shown(place), how)
      for note in notes { add("with \(note)") }
    case .differs(let place, let since, let difference):
      let when = planned.choiceText ?? since.map { "differs since \($0)" } ?? "differs"
      add(head + "~ ", AdoptText.shown(place), when)
      for line in difference.prefix(4) {
        add(
          String(line.text.prefix(1)) + "  " + line.dropFirst().text.replacing("\t", with: "  "),
          indent: 13)
      }
      if difference.count > 4 { add("and \(difference.count - 4) more lines", indent: 13) }
    case .choose(let places, let reason):
      add(head + "? ", reason, "")
      for place in places.prefix(3) {
        let path =
          place.name.text + (AdoptText.isOneFile(places) ? ":\(place.lines?.lowerBound ?? 1)" : "")
        addCommand("--at \("\(name(of: planned))=\(path)".inShell)")
      }
      if places.count > 3 { add("and \(places.count - 3) more") }
    case .unnamed(let place, let canBeMarked):
      add(head + "- ", AdoptText.shown(place), "its lines have no name")
      if canBeMarked { addCommand("--mark") }
    case .output(let what, let kind): add(head + "$ ", "\(what): \(kind)", "")
    case .notFound: add(head + "  not found in the sources", "", "")
    case .leftAlone(let why): add(head + "- ", "left alone: \(why)", "")
    case .short: break
    }
  }

  private static func isOneFile(_ places: [SourceLines]) -> Bool {
    places.count > 1 && places.allSatisfy { $0.path == places[0].path }
  }

  private static func shown(_ place: SourceLines) -> String {
    let name = place.name.text
    guard let lines = place.lines else { return name }
    return lines.count == 1
      ? "\(name):\(lines.lowerBound)" : "\(name):\(lines.lowerBound)-\(lines.upperBound)"
  }

  /// A block's line: what it is, and behind that, or below it where it does not fit, how.
  private mutating func add(_ head: String, _ what: String, _ how: String) {
    let (what, how) = (escaped(what), escaped(how))
    let room = AdoptText.width - head.count
    let first = AdoptText.padded(what, 28, cut: false)
    if how.isEmpty || first.count + 1 + how.count <= room {
      let line = head + (how.isEmpty ? what : first + " " + how)
      for (number, part) in AdoptText.wrapped(line, AdoptText.width).enumerated() {
        lines.append(number == 0 ? part : AdoptText.blanks(AdoptText.column) + part)
      }
      return
    }
    if head.count + what.count <= AdoptText.width {
      lines.append(head + what)
    } else {
      lines.append(head + how)
      addCommand(what)
      return
    }
    add(how)
  }

  /// What may be copied: whole, further to the left where it does not fit otherwise.
  private mutating func addCommand(_ text: String) {
    let text = escaped(text)
    let indent = min(AdoptText.column, max(2, AdoptText.width - text.count))
    lines.append(AdoptText.blanks(indent) + text)
  }

  /// A block as options name it: by its line, and by its page where the line is in blocks of others, too.
  private func name(of planned: PlannedBlock) -> String {
    let line = planned.block.openLine
    let isOnly = report.blocks.allSatisfy {
      $0.page == planned.page || !$0.block.pageLines.contains(line)
    }
    return isOnly ? "\(line)" : "\(report.pages[planned.page].name.text):\(line)"
  }

  /// A line below a block's first.
  private mutating func add(_ text: String, indent: Int = AdoptText.column) {
    let text = escaped(text)
    lines.append(AdoptText.blanks(indent) + AdoptText.cut(text, AdoptText.width - indent))
  }

  // MARK: columns

  private static func blanks(_ count: Int) -> String { String(repeating: " ", count: count) }

  private static func right(_ text: String, _ width: Int) -> String {
    blanks(max(0, width - text.count)) + text
  }

  private static func padded(_ text: String, _ width: Int, cut: Bool = true) -> String {
    let text = cut ? AdoptText.cut(text, width) : text
    return text + blanks(max(0, width - text.count))
  }

  private static func cut(_ text: String, _ width: Int) -> String {
    text.count <= width ? text : text.prefix(width - 1) + "…"
  }

  /// The words of a line in lines of that width, those behind the first so much shorter.
  private static func wrapped(_ line: String, _ width: Int) -> [String] {
    guard line.count > width else { return [line] }
    let head = line.prefix(width)
    guard let blank = head.lastIndex(of: " "),
      line.distance(from: line.startIndex, to: blank) > column
    else { return [cut(line, width)] }
    let rest = String(line[line.index(after: blank)...])
    return [String(line[..<blank])] + wrapped(rest, width - column)
  }

  // MARK: the end

  private static func summary(_ report: AdoptReport) -> String {
    var counts = [Int](repeating: 0, count: 7)
    for planned in report.blocks { counts[planned.kindNumber] += 1 }
    let words = [
      "exact", counts[1] == 1 ? "differs" : "differ", "to choose", "output", "without a source",
      "left alone", "too short to tell",
    ]
    let parts = zip(counts, words).filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    return counted(report.blocks.count, "block")
      + (parts.isEmpty ? "" : ": " + parts.joined(separator: ", "))
  }
}

extension String {
  /// As one word of a shell's.
  fileprivate var inShell: String {
    utf8.allSatisfy { $0.isWord || "-./=:@%+,".utf8.contains($0) }
      ? self : "'\(replacing("'", with: "'\\''"))'"
  }
}

extension PlannedBlock {
  fileprivate var isExtracted: Bool {
    if case .extract? = choice { true } else { false }
  }

  fileprivate var choiceText: String? {
    switch choice {
    case .takeCode?: "the page takes the code"
    case .takePage?: "the code takes the page's text"
    default: nil
    }
  }

  fileprivate var kindNumber: Int {
    switch verdict {
    case .exact: 0
    case .differs: 1
    case .choose: 2
    case .output: 3
    case .notFound: 4
    case .leftAlone, .unnamed: 5
    case .short: 6
    }
  }
}
