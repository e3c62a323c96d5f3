extension OptionRule {
  static let region = OptionRule(
    "region", forms: ["region=NAME", "region=a,b", "region=a,!b", "region=*"],
    "the lines between the marks of a region; a name used more than once is joined in order, `!b` leaves region b out, `*` takes all",
    examples: [
      .init("region=a", "x\n// #region a\ny\n// #endregion\nz\n", "y\n"),
      .init(
        "region=b,a", "# ANCHOR: a\n1\n# ANCHOR_END: a\n2\n# ANCHOR: b\n3\n# ANCHOR_END: b\n",
        "1\n3\n"),
      .init("region=a", "#region a\n\ny\n\n#endregion\n", "y\n"),
      .init("region=c", "# ANCHOR: a\n1\n# ANCHOR_END: a\n", nil),
      .init(
        "region=a,!b",
        "#region a\n1\n#region b\n2\n#endregion\n3\n#endregion\n4\n", "1\n3\n"),
      .init("region=!b", "1\n#region b\n2\n#endregion\n3\n", "1\n3\n"),
      .init(
        "region=*", "0\n#region a\n1\n#endregion\n2\n#region b\n3\n#endregion\n", "1\n3\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let list = try NameList(option, "the name of a region")
    recipe.regionNames += list.everyName
    recipe.steps.append(
      .init(
        Selector { selection, recipe throws(SelectionProblem) in
          let regions = selection.facts.regions
          var found: [MarkedRegions.Region] = []
          let (names, excluded) = list.namesAndExcluded(in: regions)
          if names.isEmpty {
            try selection.omit(excluded)
            return
          }
          for name in names { found += try regions.regions(named: name, in: selection) }
          selection.wantedDialects = Set(found.map(\.dialect))
          var kept: [Range<Int>] = []
          for name in Set(found.map(\.name)) {
            let parts = found.filter { $0.name == name }
            kept += regions.content(of: parts, in: selection, recipe)
          }
          guard !kept.isEmpty else {
            throw SelectionProblem(
              .emptyExcerpt,
              "region '\(found[0].name)' of '\(selection.source.name)' has no lines",
              notes: [.init("it begins here", at: selection.source.place(ofLine: found[0].start))])
          }
          selection.intersect(merged(kept))
          for region in found {
            selection.remove(regions.hidden(in: region))
            selection.leaveOutMarks(in: region.whole, recipe)
          }
          try selection.omit(excluded)
        }))
  }

  static let omit = OptionRule(
    "omit", forms: ["omit=NAME", "omit=/re/"],
    "leaves out a region with its marks, or every line that matches",
    examples: [
      .init("omit=a", "x\n// #region a\ny\n// #endregion\nz\n", "x\nz\n"),
      .init("omit=/^b/", "a\nb1\nb2\nc\n", "a\nc\n"),
      .init("omit=/x/", "a\n", nil),
    ]
  ) { option, recipe throws(OptionTrouble) in
    if case .pattern = option.value {
      let pattern = try option.pattern()
      recipe.steps.append(
        .init(
          Selector { selection, _ throws(SelectionProblem) in
            let source = selection.source
            let hits = selection.indices.filter {
              pattern.matches(source.bytes, in: source.line($0))
            }
            guard !hits.isEmpty else {
              throw SelectionProblem(
                .patternNotFound, "no line of '\(source.name)' matches '/\(pattern.text.text)/'")
            }
            let ranges = merged(hits.map { $0..<$0 + 1 })
            selection.remove(ranges)
            selection.omitted += ranges
          }))
      return
    }
    let list = try NameList(option, "the name of a region, or a pattern between slashes")
    recipe.regionNames += list.everyName
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          try selection.omit(list.names(in: selection.facts.regions))
        }))
  }
}

/// Names with commas between them; a name may hold commas itself.
private struct NameList: Sendable {
  let whole: String
  let parts: [String]

  init(_ option: DirectiveOption, _ expected: String) throws(OptionTrouble) {
    let text = try option.text(expected)
    whole = text.trimmed().text
    parts = text.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map {
      $0.trimmed().text
    }
    guard !parts.contains("") else {
      throw OptionTrouble(message: "an empty region name in '\(option.key)'")
    }
  }

  /// Every name that may be meant.
  var everyName: [String] {
    (parts.count > 1 ? parts + [whole] : parts).flatMap {
      $0.utf8.first == UInt8(ascii: "!") ? [$0, String($0.dropFirst())] : [$0]
    }
  }

  /// The regions that are asked for, `*` being all that are there, and those that `!` leaves out; a name that a region bears
  /// is that name, whatever it begins with.
  func namesAndExcluded(in regions: MarkedRegions) -> (names: [String], excluded: [String]) {
    var names: [String] = []
    var excluded: [String] = []
    for name in self.names(in: regions) {
      if !regions.named(name).isEmpty {
        names.append(name)
      } else if name == "*", !regions.regions.isEmpty {
        for region in regions.regions where !region.name.isEmpty && !names.contains(region.name) {
          names.append(region.name)
        }
      } else if name.utf8.first == UInt8(ascii: "!"), name.utf8.count > 1 {
        excluded.append(String(name.dropFirst()))
      } else {
        names.append(name)
      }
    }
    return (names, excluded)
  }

  /// Those that are meant: the whole text where a region bears it.
  func names(in regions: MarkedRegions) -> [String] {
    parts.count > 1 && !regions.named(whole).isEmpty ? [whole] : parts
  }
}

extension Selection {
  /// Leaves out regions of those names, with their marks.
  fileprivate mutating func omit(_ names: [String]) throws(SelectionProblem) {
    // Of regions in one another, too, each is looked for in what the list finds.
    let whole = self
    for name in names {
      let ranges = try facts.regions.regions(named: name, in: whole, withMarks: true).map {
        $0.whole
      }
      remove(ranges)
      omitted += ranges
    }
  }

  /// Leaves out the marks in `lines`, unless the author keeps them.
  mutating func leaveOutMarks(in lines: Range<Int>, _ recipe: Recipe) {
    guard !recipe.keepsMarks else { return }
    let marks = facts.regions.lines(in: lines, wanted: wantedDialects)
    remove(marks)
    silent += marks
  }
}

extension MarkedRegions {
  /// The lines of `parts`, which bear one name, from the first to the last that is not blank, marks and hidden ones
  /// not counted; none where all are.
  fileprivate func content(
    of parts: [Region], in selection: Selection, _ recipe: Recipe
  ) -> [Range<Int>] {
    let inner = merged(parts.map(\.inner).filter { !$0.isEmpty })
    guard !recipe.keepsBlankEnds else { return inner }
    var left = selection
    left.intersect(inner)
    for part in parts {
      left.remove(hidden(in: part))
      left.leaveOutMarks(in: part.inner, recipe)
    }
    let source = selection.source
    func isText(_ line: Int) -> Bool { !source.bytes[source.line(line)].trimmed().isEmpty }
    guard let first = left.indices.first(where: isText) else { return [] }
    var last = first
    for range in left.ranges.reversed() {
      guard let found = range.last(where: isText) else { continue }
      last = found
      break
    }
    return inner.compactMap { range in
      let kept = range.clamped(to: first..<last + 1)
      return kept.isEmpty ? nil : kept
    }
  }

  /// The regions `name` that `selection` touches; with their marks, if asked for.
  fileprivate func regions(
    named name: String, in selection: Selection, withMarks: Bool = false
  ) throws(SelectionProblem) -> [Region] {
    let source = selection.source
    let found = named(name)
    if let open = unclosed.first(where: { $0.name == name && (!$0.isText || !found.isEmpty) }) {
      var notes = [
        Diagnostic.Note(
          "it begins here; expected '\(open.dialect.closing(name))' below",
          at: source.place(ofLine: open.line))
      ]
      if let other = faults.first(where: {
        $0.kind == .endWithoutStart && $0.line > open.line
          && dialects[$0.dialect].origin == open.dialect.origin
      }) {
        notes.append(
          .init(
            "this end names a region that is not open here", at: source.place(ofLine: other.line)))
      }
      throw SelectionProblem(
        .regionNotClosed, "region '\(name)' in '\(source.name)' is never closed", notes: notes)
    }
    guard !found.isEmpty else { throw notFound(name, in: source) }
    for region in found {
      if let fault = fault(in: region) { throw problem(fault, with: region, in: source) }
    }
    func lines(_ region: Region) -> Range<Int> {
      withMarks ? region.whole : region.inner
    }
    let inside = found.filter { region in
      selection.ranges.contains { $0.overlaps(lines(region)) }
    }
    guard !inside.isEmpty else {
      let note = Diagnostic.Note("it begins here", at: source.place(ofLine: found[0].start))
      if found.contains(where: { !lines($0).isEmpty }) {
        throw SelectionProblem(
          .regionNotFound,
          "region '\(name)' of '\(source.name)' lies outside what the options before it left",
          notes: [note])
      }
      throw SelectionProblem(
        .emptyExcerpt, "region '\(name)' of '\(source.name)' has no lines", notes: [note])
    }
    return inside
  }

  private func notFound(_ name: String, in source: Source) -> SelectionProblem {
    let open = unclosed.filter { !$0.isText && !$0.name.isEmpty }
    let near = nearest(to: name, among: regions.map(\.name) + open.map(\.name), count: 2)
    var notes = near.compactMap { near in
      (regions.first { $0.name == near }?.start ?? open.first { $0.name == near }?.line).map {
        Diagnostic.Note("the nearest region is '\(near)'", at: source.place(ofLine: $0))
      }
    }
    if notes.isEmpty {
      let names = Set(regions.map(\.name)).sorted()
      notes = [
        .init(
          names.isEmpty
            ? "'\(source.name)' has no regions; mark one with '#region \(name)' and '#endregion' in comments"
            : "its regions are \(names.prefix(8).map { "'\($0)'" }.joined(separator: ", "))"
              + (names.count > 8 ? " and \(names.count - 8) more" : ""))
      ]
    }
    if let text = unclosed.first(where: { $0.isText && $0.name == name && !$0.dialect.isCommonText }
    ) {
      notes.append(
        .init(
          "this line was read as a sentence: nothing ends a region there; expected '\(text.dialect.closing(name))' below",
          at: source.place(ofLine: text.line)))
    }
    return SelectionProblem(
      .regionNotFound, "region '\(name)' not found in '\(source.name)'", notes: notes)
  }

  private func problem(_ fault: Fault, with region: Region, in source: Source) -> SelectionProblem {
    let dialect = dialects[fault.dialect]
    let text = source.bytes[source.line(fault.line)].trimmed().text
    let message =
      switch fault.kind {
      case .unread:
        "'\(text)' begins like a mark of \(dialect.origin) and is not one: expected \(dialect.spelling)"
      case .endWithoutStart:
        "'\(text)' ends a region that does not begin above it"
      case .neverShown:
        "what '\(text)' leaves out has no end"
      case .rewriting:
        "'\(text)' has \(dialect.origin) show something else here; docbuild shows what the file says"
      }
    let note =
      fault.kind == .rewriting
      ? "it stands in region '\(region.name)', which begins here"
      : "so where region '\(region.name)' ends is not certain; it begins here"
    return SelectionProblem(
      .unreadMark, message,
      notes: [
        .init(note, at: source.place(ofLine: region.start))
      ], at: source.place(ofLine: fault.line))
  }
}
