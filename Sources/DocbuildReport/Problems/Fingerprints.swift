import DocbuildCore

/// Names for problems that stay the same while the lines around them move, by which a server knows a problem again: the
/// digest of its kind, its message and its line's text, and which one of all such it is (from 1).
func fingerprints(of problems: [Diagnostic], _ digest: (Bytes) -> String) -> [String] {
  var seen: [String: Int] = [:]
  return problems.map { problem in
    let text = Bytes("\(problem.id.rawValue)\n\(problem.message)\n".utf8) + problem.place.excerpt
    let print = digest(text)
    seen[print, default: 0] += 1
    return "\(print):\(seen[print] ?? 1)"
  }
}

/// The same as GitHub makes them of the file's lines, where the file can be read again: `hash:number`. Two problems of one
/// kind on a line have different numbers.
func lineFingerprints(of problems: [Diagnostic], _ setting: ReportSetting) -> [String] {
  var known: [String: [Int: String]] = [:]
  var used: [DiagnosticID: Set<String>] = [:]
  let others = fingerprints(of: problems, setting.digest)
  return problems.indices.map { index in
    let (id, place) = (problems[index].id, problems[index].place)
    let hashes = known[place.name] ?? setting.text(place.name).map { lineHashes(of: $0) } ?? [:]
    known[place.name] = hashes
    guard let own = hashes[max(1, place.line)] else { return others[index] }
    let parts = own.split(separator: ":")
    var number = Int(parts.last ?? "") ?? 1
    while !used[id, default: []].insert("\(parts[0]):\(number)").inserted { number += 1 }
    return "\(parts[0]):\(number)"
  }
}
