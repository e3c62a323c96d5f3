extension OptionRule {
  static let region = OptionRule(
    "region", forms: ["region=NAME", "region=a,b"],
    "the lines between the marks of a region; a name used more than once is joined in order",
    examples: [
      .init("region=a", "x\n// #region a\ny\n// #endregion\nz\n", "y\n"),
      .init(
        "region=b,a", "# ANCHOR: a\n1\n# ANCHOR_END: a\n2\n# ANCHOR: b\n3\n# ANCHOR_END: b\n",
        "1\n3\n"),
      .init("region=c", "# ANCHOR: a\n1\n# ANCHOR_END: a\n", nil),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let names = try option.text("the name of a region").split(
      separator: UInt8(ascii: ","), omittingEmptySubsequences: false
    ).map {
      $0.trimmed().text
    }
    guard !names.isEmpty, !names.contains("") else {
      throw OptionTrouble(message: "an empty region name in '\(option.key)'")
    }
    recipe.regionNames += names
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          let regions = selection.source.regions
          var kept: [Range<Int>] = []
          for name in names {
            kept += try regions.ranges(of: name, in: selection)
          }
          selection.intersect(merged(kept))
          let hidden = regions.hidden
          selection.remove(regions.marks + hidden)
          selection.silent += regions.marks
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
    let name = try option.text("the name of a region, or a pattern between slashes").text
    recipe.regionNames.append(name)
    recipe.steps.append(
      .init(
        Selector { selection, _ throws(SelectionProblem) in
          let regions = selection.source.regions
          let ranges = try regions.ranges(of: name, in: selection, withMarks: true)
          selection.remove(ranges)
          selection.omitted += ranges
        }))
  }
}

extension MarkedRegions {
  /// The lines of region `name` that `selection` touches, without the marks unless asked for.
  fileprivate func ranges(
    of name: String, in selection: Selection, withMarks: Bool = false
  ) throws(SelectionProblem) -> [Range<Int>] {
    let source = selection.source
    let named = regions.filter { $0.name == name }
    if let open = unclosed.first(where: { $0.name == name }) {
      throw SelectionProblem(
        .regionNotClosed, "region '\(name)' in '\(source.name)' is never closed",
        notes: [
          .init(
            "it begins here; expected '\(open.dialect.closing(name))' below",
            at: source.place(ofLine: open.line))
        ])
    }
    guard !named.isEmpty else {
      let near = nearest(to: name, among: regions.map(\.name) + unclosed.map(\.name), count: 2)
      var notes = near.compactMap { near in
        (regions.first { $0.name == near }?.start ?? unclosed.first { $0.name == near }?.line).map {
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
      throw SelectionProblem(
        .regionNotFound, "region '\(name)' not found in '\(source.name)'", notes: notes)
    }
    let found = named.map { withMarks ? $0.start..<$0.end + 1 : $0.start + 1..<$0.end }
    let inside = found.filter { range in
      selection.ranges.contains { $0.overlaps(range) }
    }
    guard !inside.isEmpty else {
      if found.contains(where: { !$0.isEmpty }) {
        throw SelectionProblem(
          .regionNotFound,
          "region '\(name)' of '\(source.name)' lies outside what the options before it left",
          notes: [.init("it begins here", at: source.place(ofLine: named[0].start))])
      }
      throw SelectionProblem(
        .emptyExcerpt, "region '\(name)' of '\(source.name)' has no lines",
        notes: [.init("it begins here", at: source.place(ofLine: named[0].start))])
    }
    return found
  }
}
