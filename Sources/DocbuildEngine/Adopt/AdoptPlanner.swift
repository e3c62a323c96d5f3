import DocbuildCore

/// Says of a block what it is a copy of, by the rules of evidence.
///
/// Likeness alone is no evidence, and among equals nothing is chosen: then it asks.
struct AdoptPlanner: Sendable {
  let scan: SourceScan
  let files: CandidateFiles
  let settings: AdoptSettings

  /// Why a block can't show the file that the user has named.
  static let notInFile = "its text does not stand in that file"

  /// A place where a block's text stands word for word.
  private struct Copy {
    let path: RootPath
    let facts: SourceFacts
    let passage: Passage
  }

  /// The block with what is known of it.
  func plan(_ planned: PlannedBlock, on page: RootPath) -> PlannedBlock {
    var planned = planned
    let block = planned.block
    if let claim = block.claim {
      planned.verdict = .leftAlone(claim)
      return planned
    }
    if case .embed(let path, let line)? = planned.choice {
      embed(path, line, &planned)
      return planned
    }
    switch block.nature {
    case .transcript(let count):
      planned.verdict = .output(
        count == 0 ? "a transcript" : count == 1 ? "1 command" : "\(count) commands",
        kind: "a console block")
    case .help(let name):
      planned.verdict = .output(
        name.isEmpty ? "output of '--help'" : "output of '\(name) --help'", kind: "an output block")
    case .difference: planned.verdict = .output("a difference", kind: "a diff")
    case .short: planned.verdict = .short
    case .code:
      let evidence = SourceEvidence(page: page, block: block, nameCounts: scan.nameCounts)
      if !planExact(&planned, evidence) { planNear(&planned, evidence) }
    }
    return planned
  }

  // MARK: word for word

  /// Whether it stands somewhere word for word.
  private func planExact(_ planned: inout PlannedBlock, _ evidence: SourceEvidence) -> Bool {
    let block = planned.block
    let lines = block.tellingLines
    let copies = scan.candidates(for: lines).flatMap { path -> [Copy] in
      guard let facts = files.source(path) else { return [] }
      return block.passages(in: facts.source, SolidLines(of: facts.source)).map {
        Copy(path: path, facts: facts, passage: $0)
      }
    }
    guard let first = copies.first else { return false }
    if copies.allSatisfy({ $0.path.bytes.isPattern }) {
      planned.verdict = .leftAlone(
        "a directive takes '\(files.reader.project.name(of: first.path).text)' for a pattern")
      return true
    }
    var best = copies
    if copies.contains(where: { $0.path != first.path }) {
      let named = copies.filter { evidence.naming(of: $0.path, in: block.prose.nearWords) == .path }
      if !named.isEmpty { best = named }
    }
    guard best.count == 1, let copy = best.first else {
      let fileCount = Set(copies.map(\.path)).count
      planned.verdict = .choose(
        copies.map { place($0.path, $0.passage.lines) },
        reason: fileCount == 1
          ? "\(copies.count) places of this file have this text"
          : "\(fileCount) files have this text")
      return true
    }
    let strong = scan.strongCount(of: lines)
    let isNamed = evidence.naming(of: copy.path, in: block.prose.words) == .path
    let doubt = evidence.doubt(about: copy.path, copy.facts.source, copy.passage.lines)
    if let doubt, !isNamed || doubt != "a test" {
      planned.verdict = .choose([place(copy.path, copy.passage.lines)], reason: doubt)
    } else if strong < 5, evidence.stopsWithin(copy.facts.source, copy.passage.lines) {
      planned.verdict = .choose(
        [place(copy.path, copy.passage.lines)], reason: "it ends within what it opens there")
    } else if !evidence.isProposal(copy.path, strong: strong) {
      planned.verdict = .choose(
        [place(copy.path, copy.passage.lines)], reason: "one place, which the page does not name")
    } else {
      propose(copy, &planned)
    }
    return true
  }

  private func propose(_ copy: Copy, _ planned: inout PlannedBlock) {
    let block = planned.block
    var facts = copy.facts
    var directive = block.directive(for: copy.passage, in: facts)
    if directive?.options.isWhole != true, facts.source.language?.parser != nil {
      facts = files.parsed(copy.facts, copy.path)
      if facts !== copy.facts { directive = block.directive(for: copy.passage, in: facts) }
    }
    let hasName = directive.map { !$0.options.hasPrefix("from=") } ?? false
    let canBeMarked = copy.passage.ranges.count == 1 && facts.source.language?.comment != nil
    if settings.marks, !hasName, canBeMarked {
      planned.marks = copy.passage.lines
      planned.source = copy.path
      planned.verdict = .exact(
        place(copy.path, copy.passage.lines), directive: "", options: "a new region", notes: [])
      return
    }
    guard let directive else {
      planned.verdict = .unnamed(place(copy.path, copy.passage.lines), canBeMarked: canBeMarked)
      return
    }
    let isWhole = directive.options.isWhole
    planned.directive = directive
    planned.source = copy.path
    planned.verdict = .exact(
      place(copy.path, isWhole ? nil : copy.passage.lines), directive: "",
      options: directive.options, notes: block.announcements(of: directive))
  }

  /// Embeds the file that the user has named, or that has become the block's text.
  ///
  /// - Parameter line: of several places the one with this line, from 1.
  func embed(_ path: RootPath, _ line: Int?, _ planned: inout PlannedBlock) {
    let block = planned.block
    guard let facts = files.source(path) else {
      planned.verdict = .leftAlone("the file that it is to show can't be read")
      return
    }
    var passages = block.passages(in: facts.source, SolidLines(of: facts.source))
    if let line { passages = passages.filter { $0.lines.contains(line - 1) } }
    if passages.count == 1 {
      propose(Copy(path: path, facts: facts, passage: passages[0]), &planned)
    } else if passages.isEmpty {
      planned.verdict = .leftAlone(AdoptPlanner.notInFile)
    } else {
      planned.verdict = .choose(
        passages.map { place(path, $0.lines) },
        reason: "\(passages.count) places of this file have this text")
    }
  }

  // MARK: nearly

  private func planNear(_ planned: inout PlannedBlock, _ evidence: SourceEvidence) {
    let block = planned.block
    for (path, _) in scan.nearCandidates(for: block.tellingLines) {
      guard let facts = files.source(path),
        let near = block.nearPassage(in: SolidLines(of: facts.source)), near.percent >= 50
      else { continue }
      let isNear = near.percent >= PastedBlock.nearPercent
      if evidence.doubt(about: path, facts.source, near.lines) != nil { continue }
      let since = files.since(block, path)
      let isProven = since != nil || isNear && evidence.provesNear(path, facts.source, near)
      guard isProven || isNear && settings.showsAll else { continue }
      planned.verdict = .differs(
        place(path, near.lines), since: since.flatMap { $0.isEmpty ? nil : $0 },
        difference: facts.source.difference(from: block, near.lines))
      if planned.choice == .takeCode { takeCode(near, facts, path, &planned) }
      return
    }
  }

  private func takeCode(
    _ near: NearPassage, _ facts: SourceFacts, _ path: RootPath, _ planned: inout PlannedBlock
  ) {
    let facts = files.parsed(facts, path)
    guard near.hasEnds,
      let directive = planned.block.directive(for: Passage([near.lines], .spaced), in: facts)
    else {
      planned.verdict = .leftAlone(
        "where its text begins and ends in the code can't be told: write the directive by hand")
      return
    }
    planned.directive = directive
    planned.source = path
  }

  /// - Parameter lines: from 0; nil for all.
  func place(_ path: RootPath, _ lines: Range<Int>?) -> SourceLines {
    SourceLines(
      path: path, name: files.reader.project.name(of: path),
      lines: lines.map { $0.lowerBound + 1...$0.upperBound })
  }
}

extension String {
  /// Whether options choose a whole file.
  var isWhole: Bool { isEmpty || hasPrefix("strip=") }
}

extension CandidateFiles {
  /// Since when a file no longer has the block's text, which an older version of it had word for word: a date, or nothing
  /// where it only changed in the work tree; nil when none had it.
  func since(_ block: PastedBlock, _ path: RootPath) -> String? {
    let history = GitHistory(project: reader.project, interrupt: reader.interrupt)
    var later: Int?
    for version in history.versions(of: reader.realPath(of: path)) {
      let source = Source(name: "", bytes: version.bytes, path: path.bytes)
      if !block.passages(in: source, SolidLines(of: source)).isEmpty {
        return later.map(date) ?? ""
      }
      later = version.time
    }
    return nil
  }
}

/// A day of the Gregorian calendar, in UTC.
///
/// - Parameter seconds: since 1970.
private func date(_ seconds: Int) -> String {
  // https://howardhinnant.github.io/date_algorithms.html, "civil_from_days"
  let days = (seconds >= 0 ? seconds : seconds - 86_399) / 86_400 + 719_468
  let era = (days >= 0 ? days : days - 146_096) / 146_097
  let dayOfEra = days - era * 146_097
  let yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
  let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
  let part = (5 * dayOfYear + 2) / 153
  let day = dayOfYear - (153 * part + 2) / 5 + 1
  let month = part < 10 ? part + 3 : part - 9
  let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
  return "\(year)-\(two(month))-\(two(day))"
}
