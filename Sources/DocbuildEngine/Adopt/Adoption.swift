import DocbuildCore

/// Carries out a plan: tries each page with its directives, keeps of them what weaves as planned, and writes.
struct Adoption {
  let session: Session
  let pass: Pass
  let settings: AdoptSettings
  let files: CandidateFiles
  private var sources: SourceChanges
  /// The new texts of pages, by their place in the report.
  private var texts: [(page: Int, old: Bytes, new: Bytes, lost: [Bytes])] = []

  init(session: Session, pass: Pass, settings: AdoptSettings, files: CandidateFiles) {
    self.session = session
    self.pass = pass
    self.settings = settings
    self.files = files
    sources = SourceChanges(session)
  }

  private var project: Project { session.project }

  /// Tries what is planned; what does not weave as it should is taken out of the plan.
  mutating func prepare(_ report: inout AdoptReport) throws {
    let planned = report
    var refused: Set<Int> = []
    while true {
      try prepareOnce(&report)
      let vain = report.blocks.indices.filter {
        report.blocks[$0].marks != nil && report.blocks[$0].directive == nil
      }
      if vain.isEmpty { return }
      // Nobody shows what their marks are around: all is tried without them.
      refused.formUnion(vain)
      let tried = report
      report = planned
      for index in refused {
        report.blocks[index] = tried.blocks[index]
        report.blocks[index].marks = nil
        if case .leftAlone = report.blocks[index].verdict { continue }
        report.blocks[index].verdict = .leftAlone("no region can show its lines")
      }
      sources.takeBack()
      texts = []
    }
  }

  private mutating func prepareOnce(_ report: inout AdoptReport) throws {
    for index in report.blocks.indices { prepareSource(&report.blocks[index]) }
    report.problems += sources.problems
    let shown = report.blocks.indices.filter { report.blocks[$0].directive != nil }
    for (page, own) in Dictionary(grouping: shown, by: { report.blocks[$0].page })
      .sorted(by: { $0.key < $1.key })
    {
      try prepare(page, own, &report)
      try session.interrupt.check()
    }
  }

  /// Changes the source that a block is to show, where the user has asked for it.
  private mutating func prepareSource(_ planned: inout PlannedBlock) {
    let block = planned.block
    if let path = planned.target, path.bytes.isPattern {
      planned.verdict = .leftAlone(
        "a directive takes '\(project.name(of: path).text)' for a pattern")
      (planned.directive, planned.marks) = (nil, nil)
      if planned.changesSource {
        sources.refuse("a directive takes '\(project.name(of: path).text)' for a pattern", path)
      }
      return
    }
    if let lines = planned.marks, let path = planned.source {
      if let name = sources.mark(lines, of: path, named: block.prose.heading) {
        show(path, "region=\(name)", &planned)
      } else {
        planned.verdict = .leftAlone("no marks of a region can stand around its lines")
        planned.marks = nil
      }
      return
    }
    switch planned.choice {
    case .extract(let path)?:
      if case .leftAlone = planned.verdict { return }
      guard sources.extract(block, to: path) else { return }
      show(path, "", &planned)
      if planned.directive == nil { sources.refuse("no directive can show the new file", path) }
    case .takePage?:
      guard case .differs(let place, _, _) = planned.verdict else { return }
      guard let lines = place.lines, let facts = files.source(place.path),
        let near = block.nearPassage(in: SolidLines(of: facts.source)), near.hasEnds,
        let new = sources.replace(
          lines.lowerBound - 1..<lines.upperBound, of: place.path, by: block)
      else {
        planned.verdict = .leftAlone("where its text begins and ends in the code can't be told")
        return
      }
      planned.directive = files.source(place.path).flatMap {
        block.directive(for: Passage([new], .same), in: files.parsed($0, place.path))
      }
      planned.source = place.path
      if planned.directive == nil {
        sources.refuse("no directive can show the lines that would be the page's", place.path)
      }
    default: break
    }
  }

  private func show(_ path: RootPath, _ options: String, _ planned: inout PlannedBlock) {
    guard let facts = files.source(path),
      let directive = planned.block.directive(choosing: options, in: facts)
    else { return }
    planned.directive = directive
    planned.source = path
    planned.verdict = .exact(
      SourceLines(path: path, name: project.name(of: path), lines: nil), directive: "",
      options: directive.options, notes: planned.block.announcements(of: directive))
  }

  // MARK: pages

  private mutating func prepare(_ page: Int, _ own: [Int], _ report: inout AdoptReport) throws {
    let (document, input) = (report.pages[page].document, report.pages[page].input)
    guard case .success(let raw) = project.root.read(document.path, limit: 1 << 30) else { return }
    let trial = PageTrial(pass: pass, document: document, input: input, raw: raw)
    let before = trial.woven(input)
    if let problem = before.problem {
      for index in own { leave(index, "the page has a problem of its own: \(problem)", &report) }
      return
    }
    var sound: [Int] = []
    for index in own {
      report.blocks[index].note(trial.directive(report.blocks[index]))
      if let problem = trial.result(of: [report.blocks[index]], before.bytes).problem {
        leave(index, "it can't be embedded here: \(problem)", &report)
      } else {
        sound.append(index)
      }
    }
    guard !sound.isEmpty else { return }
    let result = trial.result(of: sound.map { report.blocks[$0] }, before.bytes)
    if let problem = result.problem {
      for index in sound { leave(index, "it can't be embedded here: \(problem)", &report) }
      return
    }
    let source = Source(name: "", bytes: raw)
    let lost = sound.map { report.blocks[$0] }.filter { !($0.directive?.isIdentical ?? true) }
      .map { planned -> Bytes in
        let lines =
          planned.block.openLine..<max(planned.block.openLine, planned.block.closeLine - 1)
        return lines.reduce(into: Bytes()) {
          $0 += Bytes(source.bytes[source.line($1)]) + [UInt8(ascii: "\n")]
        }
      }
    texts.append((page, raw, result.bytes, lost))
  }

  /// Takes a block out of the plan; where the user has asked for a change of a source for it, that is an error, and nothing
  /// is written.
  private func leave(_ index: Int, _ reason: String, _ report: inout AdoptReport) {
    let planned = report.blocks[index]
    report.blocks[index].verdict = .leftAlone(reason)
    report.blocks[index].directive = nil
    if planned.changesSource {
      report.problems.append(
        Diagnostic(
          .notAdopted, reason,
          at: report.pages[planned.page].place(ofLine: planned.block.openLine)))
    }
  }

  // MARK: writing

  /// A file to be written.
  private struct Row {
    let path: RootPath
    /// Nil for a new file.
    let old: Bytes?
    let new: Bytes
    /// Text that is replaced.
    let lost: [Bytes]
  }

  /// Writes the sources, then the pages, each whole or not at all, where nothing is lost by it.
  mutating func write(_ report: inout AdoptReport) throws {
    let changed = sources.changes.filter { $0.value.old != $0.value.new }
      .sorted { $0.key < $1.key }
    let rows =
      changed.map { Row(path: $0.key, old: $0.value.old, new: $0.value.new, lost: $0.value.lost) }
      + texts.map {
        Row(path: report.pages[$0.page].document.path, old: $0.old, new: $0.new, lost: $0.lost)
      }
    let held = CommittedTexts(of: project, interrupt: session.interrupt)
      .texts(at: rows.map(\.path))
    for (row, committed) in zip(rows, held) where !settings.force {
      let isLost = row.lost.contains { text in
        !(committed.map { CommittedTexts.holds(text, in: $0) } ?? false)
      }
      guard isLost else { continue }
      report.problems.append(
        Diagnostic(
          .editedOutput,
          "'\(project.name(of: row.path).text)' holds text that git's HEAD does not hold, and that would be replaced",
          at: Place(file: project.name(of: row.path).text),
          notes: [.init("commit it first; '--force' replaces it all the same")]))
    }
    if report.problems.contains(where: { $0.severity == .error }) { return }
    for row in rows {
      try session.interrupt.check()
      try write(row.new, over: row.old, at: row.path, &report)
    }
  }

  private func write(_ new: Bytes, over old: Bytes?, at path: RootPath, _ report: inout AdoptReport)
    throws
  {
    let name = project.name(of: path).text
    let saved = try? project.root.readSaved(path, limit: 1 << 30).get()
    guard saved?.bytes == old, saved.map({ $0.path == path }) ?? !project.root.isLink(path) else {
      throw AdoptTrouble("'\(name)' has changed meanwhile, and was left as it is")
    }
    if old == nil, case .failure(let trouble) = project.root.makeFolder(path.folder) {
      throw AdoptTrouble("the folder of '\(name)' can't be made: \(trouble)")
    }
    let slot: FileSlot
    do throws(Errno) { slot = try project.root.slot(at: path) } catch {
      throw SystemError("cannot write to", name, error.code)
    }
    if try OutputFile.replace(slot, withBytes: new, name) { report.written.append(name) }
  }
}

/// Why a plan can't be carried out.
struct AdoptTrouble: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

extension PlannedBlock {
  /// The file that a directive would name.
  fileprivate var target: RootPath? { changedSource ?? source }

  /// Whether the user has asked for a change of the source.
  fileprivate var changesSource: Bool {
    switch choice {
    case .extract?, .takePage?: true
    default: false
    }
  }

  /// Notes the directive as it is written.
  fileprivate mutating func note(_ directive: String) {
    if case .exact(let place, _, let options, let notes) = verdict {
      verdict = .exact(place, directive: directive, options: options, notes: notes)
    }
  }
}
