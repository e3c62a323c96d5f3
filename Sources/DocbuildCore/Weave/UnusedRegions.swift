/// The regions of sources that some document shows, which no directive asks for by name; each at its mark.
package func unusedRegions(among references: [Reference]) -> [Diagnostic] {
  let named = ByteTable<Bool>()
  let sources = ByteTable<SourceFacts>()
  var names: [Bytes] = []
  for reference in references {
    let name = Bytes(reference.source.name.utf8)
    if sources[name] == nil {
      sources[name] = reference.facts
      names.append(name)
    }
    for region in reference.regions { named[name + [0] + Bytes(region.utf8)] = true }
  }
  var found: [Diagnostic] = []
  for name in names.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
    guard let facts = sources[name] else { continue }
    for region in facts.regions.regions where named[name + [0] + Bytes(region.name.utf8)] == nil {
      var problem = Diagnostic(
        .unusedRegion, "no document shows region '\(region.name)'",
        at: facts.source.place(ofLine: region.start))
      problem.severity = .warning
      found.append(problem)
    }
  }
  return found.eachOnce()
}
