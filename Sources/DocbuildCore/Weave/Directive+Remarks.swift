extension Directive {
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
