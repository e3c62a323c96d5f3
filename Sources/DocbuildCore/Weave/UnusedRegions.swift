/// The regions of sources that some document shows, which no directive asks for by name; each at its mark.
///
/// - Parameter file: the name of the file that has a name, which several may lead to.
package func unusedRegions(
  among references: [Reference], file: (Bytes) -> Bytes = { $0 }
) -> [Diagnostic] {
  let named = ByteTable<Bool>()
  let sources = ByteTable<SourceFacts>()
  let files = ByteTable<Bytes>()
  var names: [Bytes] = []
  for reference in references {
    let written = Bytes(reference.source.name.utf8)
    let name = files[written] ?? file(written)
    files[written] = name
    if sources[name] == nil { names.append(name) }
    // Its own name is reported, not that of a link.
    if sources[name] == nil || written == name { sources[name] = reference.facts }
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
