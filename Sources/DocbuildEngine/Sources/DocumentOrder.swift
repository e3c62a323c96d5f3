/// Documents of which each is made, by whatever way, from every other's output. Documents are numbers here.
struct DocumentKnot: Sendable {
  /// The documents, with those whose outputs each of them shows in the order of its directives, whether they are in the
  /// knot or not.
  let shown: [Int: [Int]]

  /// Whether a document would be made from itself: all are then, and none has a place in the order.
  var isCyclic: Bool { shown.count > 1 || shown.contains { $0.value.contains($0.key) } }

  /// A shortest cycle on which `first` shows the output of `second`: both are in the knot.
  ///
  /// - Returns: from `first` on, each once.
  func cycle(from first: Int, through second: Int) -> [Int] {
    var comesFrom = [second: first]
    var next = [second]
    while comesFrom[first] == nil, !next.isEmpty {
      let last = next
      next = []
      for document in last {
        for other in shown[document] ?? [] where comesFrom[other] == nil {
          comesFrom[other] = document
          next.append(other)
        }
      }
    }
    var cycle: [Int] = []
    var document = first
    repeat {
      document = comesFrom[document] ?? first
      cycle.append(document)
    } while document != first
    return cycle.reversed()
  }
}

/// Where documents stand that are made from one another: the strongly connected components of what can be reached from
/// one of them (Tarjan, "Depth-first search and linear graph algorithms", 1972), without recursion.
struct DocumentOrder {
  private struct Visit {
    let document: Int
    let shown: [Int]
    var next = 0
  }

  /// Each after all that it is made from.
  private(set) var knots: [DocumentKnot] = []
  private var visits: [Visit] = []
  /// Those whose knot is still open, in the order in which they were come to.
  private var open: [Visit] = []
  /// When a document was come to; for those of closed knots, after all others.
  private var times: [Int: Int] = [:]
  /// The earliest that leads to it and is reached from it, as far as known.
  private var earliest: [Int: Int] = [:]

  /// - Parameters:
  ///   - document: where to begin.
  ///   - shown: gives the documents whose outputs a document shows; it is asked once for each.
  init(from document: Int, _ shown: (Int) -> [Int]) {
    enter(document, shown(document))
    while let visit = visits.last {
      guard visit.next < visit.shown.count else {
        leave()
        continue
      }
      visits[visits.count - 1].next += 1
      let other = visit.shown[visit.next]
      if let time = times[other] {
        lower(visit.document, to: time)
      } else {
        enter(other, shown(other))
      }
    }
  }

  private mutating func enter(_ document: Int, _ shown: [Int]) {
    earliest[document] = times.count
    times[document] = times.count
    visits.append(Visit(document: document, shown: shown))
    open.append(Visit(document: document, shown: shown))
  }

  private mutating func leave() {
    let document = visits.removeLast().document
    guard let time = earliest[document] else { return }
    if let reader = visits.last { lower(reader.document, to: time) }
    guard time == times[document], let start = open.lastIndex(where: { $0.document == document })
    else { return }
    let members = open[start...]
    open.removeSubrange(start...)
    for member in members { times[member.document] = .max }
    knots.append(
      DocumentKnot(shown: Dictionary(uniqueKeysWithValues: members.map { ($0.document, $0.shown) }))
    )
  }

  private mutating func lower(_ document: Int, to time: Int) {
    earliest[document] = min(earliest[document] ?? time, time)
  }
}
