/// A page under inspection: what the checks look at and what they have found.
struct PageInspection {
  var page: Page
  let name: String
  let site: any PageSite
  /// The links' targets in order of place, definitions that are used included.
  let targets: [PageTarget]
  /// The patterns of `ignore-links` that some link needed, by their places.
  private(set) var usedPatterns: Set<Int> = []
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

  private let severities: Severities

  /// - Parameter ignored: patterns of links that are left alone.
  init(
    _ page: Page, name: String, site: any PageSite, severities: Severities, ignoring ignored: [Glob]
  ) {
    self.page = page
    self.severities = severities
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
    var targets = links.map {
      PageTarget($0, in: page, name: name, isElsewhere: isElsewhere, site: site)
    }
    if !ignored.isEmpty {
      for index in targets.indices where targets[index].outcome != .sound {
        guard let pattern = ignored.firstIndex(where: { $0.fits(link: targets[index].link) }) else {
          continue
        }
        usedPatterns.insert(pattern)
        targets[index].outcome = .sound
      }
    }
    self.targets = targets
  }

  /// Whether findings of that kind are not wanted at all.
  func isOff(_ id: DiagnosticID) -> Bool { severities[id] == .off }

  /// Notes a problem; a fix-it is dropped when `range` goes over a line's end.
  mutating func report(
    _ message: String, at range: Range<Int>, notes: [(message: String, offset: Int?)] = [],
    fixIt: String? = nil
  ) {
    if isSilenced(id, at: range.lowerBound) { return }
    found.append(
      Raw(
        id: id, severity: severity, message: message, range: range, notes: notes, fixIt: fixIt))
  }

  /// Whether a comment silences such a finding, which it is then needed for. What a definition leads to is silenced where it
  /// stands, or where all that use it do.
  private mutating func isSilenced(_ id: DiagnosticID, at offset: Int) -> Bool {
    guard !page.checkComments.isEmpty else { return false }
    var comments = comment(silencing: id, at: offset).map { [$0] } ?? []
    if comments.isEmpty {
      let uses = page.definitions.first { $0.raw.contains(offset) }?.uses ?? []
      comments = uses.compactMap { comment(silencing: id, at: $0) }
      guard !uses.isEmpty, comments.count == uses.count else { return false }
    }
    for index in Set(comments) { page.checkComments[index].used.append(id) }
    return true
  }

  private func comment(silencing id: DiagnosticID, at offset: Int) -> Int? {
    page.checkComments.firstIndex { $0.block.contains(offset) && $0.kinds.contains(id) }
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

  /// What was found, and the links to other sites where they are asked for.
  mutating func report(listsExternal: Bool) -> PageReport {
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
    return PageReport(
      findings: findings, externalLinks: listsExternal ? externalLinks() : [],
      usedPatterns: usedPatterns)
  }

  private mutating func externalLinks() -> [PageReport.ExternalLink] {
    var counter = LineCounter(page.bytes)
    return targets.filter {
      $0.outcome == .external && $0.link.origin != .address
        && !isSilenced(.deadLink, at: $0.link.raw.lowerBound)
    }.sorted {
      $0.link.raw.lowerBound < $1.link.raw.lowerBound
    }.map { target in
      let place = counter.place(target.link.raw)
      return PageReport.ExternalLink(
        url: target.link.destination.text, isImage: target.link.isImage, line: place.line,
        column: place.column, length: place.length)
    }
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

extension Glob {
  /// Whether a link is meant, by its destination as it is written or without its query and fragment.
  fileprivate func fits(link: Page.Link) -> Bool {
    // A pattern's slash in front means the root, and says nothing.
    let whole = Bytes(link.destination.drop { $0 == UInt8(ascii: "/") })
    let path = whole.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
    return matches(whole) || matches(Bytes(path))
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
