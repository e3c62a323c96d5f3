extension Document {
  /// The names of the values that it says, and those that its parts say.
  fileprivate var valueNames: Set<Bytes> {
    let own = template.values.filter { $0.match == nil }.map(\.target)
    return parts.values.reduce(into: Set(own)) { $0.formUnion($1.valueNames) }
  }
}

extension Directive {
  /// Warnings for values that the directive gives to a part that names none of them.
  func unusedValues(of part: Document, in template: Source) -> [Diagnostic] {
    guard let range = recipe.optionRanges["with"] else { return [] }
    let known = part.valueNames
    return recipe.with.keys.sorted().filter { !known.contains(Bytes($0.utf8)) }.map { name in
      var made = Diagnostic(
        .noEffect,
        "'with' gives '\(part.template.source.name)' a value '\(name)', which it does not name",
        at: template.place(at: range, line: line),
        notes: nearest(to: name, among: known.map(\.text), count: 1).map {
          .init("the nearest value that it names is '\($0)'")
        })
      made.severity = .warning
      return made
    }
  }

  /// What is worth a word about the directive although nothing is wrong: that it, or an option, does nothing.
  func remarks(on excerpt: Excerpt, in template: Source) -> [Diagnostic] {
    var found: [Diagnostic] = []
    func note(_ message: String, _ range: Range<Int>, cure: String?) {
      var made = Diagnostic(
        .noEffect, message, at: template.place(at: range, line: line),
        fixIt: cure)
      made.severity = .warning
      found.append(made)
    }
    if kind == .include, excerpt.isEmpty {
      note(
        "'\(excerpt.source.name)' is empty: the directive yields nothing", targetRange, cure: nil)
    }
    if isBare { return found }
    for idle in excerpt.idle where recipe.optionRanges[idle.key] != targetRange {
      let range = recipe.optionRanges[idle.key] ?? targetRange
      note(
        "'\(template.bytes[range].text)' changes nothing: \(idle.reason)", range,
        cure: idle.isWhole ? "" : nil)
    }
    if kind == .embed, !recipe.ownsBlocks, recipe.fenceLanguage == nil,
      let range = recipe.optionRanges["fence"]
    {
      note("'fence' changes nothing: 'embed' always makes a fence", range, cure: "")
    }
    return found
  }
}
