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
