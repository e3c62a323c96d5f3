/// How many single-letter changes lead from `a` to `b`: insertions, deletions, substitutions and swaps of
/// neighbours (the restricted Damerau–Levenshtein distance), or nil when there are more than `limit`.
func editDistance(_ a: Bytes, _ b: Bytes, limit: Int) -> Int? {
  guard abs(a.count - b.count) <= limit else { return nil }
  var beforeLast: [Int] = []
  var last = Array(0...b.count)
  for i in 0..<a.count {
    var current = [i + 1]
    current.reserveCapacity(b.count + 1)
    for j in 0..<b.count {
      var best = min(last[j + 1] + 1, current[j] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
      if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
        best = min(best, beforeLast[j - 1] + 1)
      }
      current.append(best)
    }
    guard current.contains(where: { $0 <= limit }) else { return nil }
    (beforeLast, last) = (last, current)
  }
  return last[b.count] <= limit ? last[b.count] : nil
}

/// The names most like `name`, nearest first: those within a third of its length, at most `count`.
package func nearest(to name: String, among names: some Sequence<String>, count: Int = 3)
  -> [String]
{
  let wanted = Bytes(name.lowercased().utf8.prefix(256))
  let limit = max(1, wanted.count / 3)
  var found: [(distance: Int, name: String)] = []
  var seen: Set<String> = []
  for candidate in names where seen.insert(candidate).inserted {
    let other = Bytes(candidate.lowercased().utf8.prefix(256))
    if let distance = editDistance(wanted, other, limit: limit) {
      found.append((distance, candidate))
    } else if wanted.count >= 3, other.count >= 3,
      other.starts(with: wanted) || wanted.starts(with: other)
    {
      found.append((limit + 1, candidate))
    }
  }
  return found.sorted { ($0.distance, $0.name) < ($1.distance, $1.name) }.prefix(count).map(\.name)
}
