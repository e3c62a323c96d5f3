import DocbuildCore

extension AdoptReport {
  /// Reports why what the user has chosen can't be done, where nothing reports it yet: then nothing is written.
  mutating func reportVainChoices(in project: Project) {
    for planned in blocks {
      guard let reason = planned.vainChoice else { continue }
      let place = pages[planned.page].place(ofLine: planned.block.openLine)
      let changed = planned.changedSource.map { project.name(of: $0).text }
      let isReported = problems.contains {
        $0.severity == .error && ($0.place == place || $0.place.name == changed)
      }
      if isReported { continue }
      problems.append(
        Diagnostic(.notAdopted, reason.message, at: place, notes: reason.notes.map { .init($0) }))
    }
  }
}

extension PlannedBlock {
  /// The file that the user has asked to make or to change.
  var changedSource: RootPath? {
    switch (choice, verdict) {
    case (.extract(let path)?, _): path
    case (.takePage?, .differs(let place, _, _)): place.path
    default: nil
    }
  }

  /// Why nothing is done that the user has chosen; nil where it is done, or nothing was chosen.
  fileprivate var vainChoice: (message: String, notes: [String])? {
    guard let choice else { return nil }
    let takes = choice == .takeCode || choice == .takePage
    switch verdict {
    case .exact where takes:
      return (
        "this block does not differ from the code", ["leave out '--take': it is embedded as it is"]
      )
    case .differs where directive != nil, .exact where directive != nil: return nil
    case .exact, .differs: return ("no directive can show its lines", [])
    case .leftAlone(let why):
      let mayHaveDrifted = why == AdoptPlanner.notInFile
      return (
        why, mayHaveDrifted ? ["where it has drifted, '--take code' shows the code as it is"] : []
      )
    case .choose(_, let reason):
      return (
        reason, [takes ? "'--at LINE=PATH' says which" : "'--at LINE=PATH:LINE' says which"]
      )
    case .unnamed(_, let canBeMarked):
      return ("its lines have no name", canBeMarked ? ["'--mark' marks them as a region"] : [])
    case .output(let what, let kind): return ("it is \(what), for \(kind)", [])
    case .notFound: return ("nothing in the sources is known to be like this block", [])
    case .short: return ("the block is too short to be told from others", [])
    }
  }
}
