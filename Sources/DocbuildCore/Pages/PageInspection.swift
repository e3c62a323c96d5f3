/// A page under inspection: what the checks look at and what they have found.
struct PageInspection {
  let page: Page
  let name: String
  let site: any PageSite
  /// The links' targets in order of place, definitions that are used included.
  let targets: [PageTarget]
  /// Of the check that runs.
  var id: DiagnosticID = .brokenLink
  var severity: Diagnostic.Severity = .error

  private struct Raw {
    let id: DiagnosticID
    let severity: Diagnostic.Severity
    let message: String
    let range: Range<Int>
    let notes: [(message: String, offset: Int?)]
    let fixIt: String?
  }

  private var found: [Raw] = []
  /// How often names near a missing one were looked for: after that many problems nobody reads on.
  private var searches = 0
  private static let mostSearches = 200

  init(_ page: Page, name: String, site: any PageSite) {
    self.page = page
    self.name = name
    self.site = site
    var links = page.links
    for definition in page.definitions where definition.isUsed {
      links.append(
        Page.Link(
          origin: .definition, isImage: definition.isImage, raw: definition.raw,
          destination: definition.destination, range: definition.raw))
    }
    let isElsewhere = name.isResolvedElsewhere
    targets = links.map {
      PageTarget($0, in: page, name: name, isElsewhere: isElsewhere, site: site)
    }
  }

  /// Notes a problem; a fix-it is dropped when `range` goes over a line's end.
  mutating func report(
    _ message: String, at range: Range<Int>, notes: [(message: String, offset: Int?)] = [],
    fixIt: String? = nil
  ) {
    found.append(
      Raw(
        id: id, severity: severity, message: message, range: range, notes: notes, fixIt: fixIt))
  }

  /// The first of `names` when it is so near and alone that it must have been meant.
  func certain(_ names: [String], for name: String) -> String? {
    guard let first = names.first else { return nil }
    let wanted = Bytes(name.lowercased().utf8)
    func isNear(_ other: String) -> Bool {
      editDistance(wanted, Bytes(other.lowercased().utf8), limit: 2) != nil
    }
    return isNear(first) && !names.dropFirst().contains(where: isNear) ? first : nil
  }

  /// The names most like `name` among `names`, best first; none when too many were asked for already.
  mutating func near(_ name: String, among names: (any PageSite) -> [String]) -> [String] {
    guard searches < PageInspection.mostSearches else { return [] }
    searches += 1
    return nearest(to: name, among: names(site).sorted(), count: 2)
  }

  func report() -> PageReport {
    var counter = LineCounter(page.bytes)
    let sorted = found.enumerated().sorted {
      ($0.element.range.lowerBound, $0.offset) < ($1.element.range.lowerBound, $1.offset)
    }
    let lines = noteLines()
    let findings = sorted.map { _, raw in
      let place = counter.place(raw.range)
      return PageFinding(
        id: raw.id, severity: raw.severity, message: raw.message, offset: raw.range.lowerBound,
        line: place.line, column: place.column, length: place.length,
        notes: raw.notes.map { note in
          PageFinding.Note(message: note.message, line: note.offset.flatMap { lines[$0] })
        },
        fixIt: place.length == max(1, raw.range.count) ? raw.fixIt : nil)
    }
    counter = LineCounter(page.bytes)
    let external = targets.filter { $0.outcome == .external }.sorted {
      $0.link.raw.lowerBound < $1.link.raw.lowerBound
    }.map { target in
      let place = counter.place(target.link.raw)
      return PageReport.ExternalLink(
        url: target.link.destination.text, isImage: target.link.isImage, line: place.line,
        column: place.column, length: place.length)
    }
    return PageReport(findings: findings, externalLinks: external)
  }

  /// The lines of the notes' offsets.
  private func noteLines() -> [Int: Int] {
    var counter = LineCounter(page.bytes)
    var lines: [Int: Int] = [:]
    for offset in found.flatMap({ $0.notes.compactMap(\.offset) }).sorted() {
      lines[offset] = counter.place(offset..<offset).line
    }
    return lines
  }
}

/// Lines and columns of ascending offsets.
private struct LineCounter {
  let bytes: Bytes
  private var line = 1
  private var start = 0
  /// Where the line ends.
  private var end: Int

  init(_ bytes: Bytes) {
    self.bytes = bytes
    end = bytes.firstOffset(of: .lineFeed, in: 0..<bytes.count) ?? bytes.count
  }

  mutating func place(_ range: Range<Int>) -> (line: Int, column: Int, length: Int) {
    while end < range.lowerBound, end < bytes.count {
      line += 1
      start = end + 1
      end = bytes.firstOffset(of: .lineFeed, in: start..<bytes.count) ?? bytes.count
    }
    let length = min(range.upperBound, end) - range.lowerBound
    return (line, range.lowerBound - start + 1, max(1, length))
  }
}
