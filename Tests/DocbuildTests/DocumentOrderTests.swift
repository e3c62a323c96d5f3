import Testing

@testable import DocbuildEngine

/// The order in which documents are made that show one another's outputs.
struct DocumentOrderTests {
  private func knots(_ shown: [Int: [Int]], from document: Int = 0) -> [[Int]] {
    DocumentOrder(from: document) { shown[$0] ?? [] }.knots.map { $0.shown.keys.sorted() }
  }

  @Test func whatIsShownComesFirst() {
    #expect(knots([0: [1], 1: [2]]) == [[2], [1], [0]])
    #expect(knots([:]) == [[0]])
  }

  /// What two documents show is made once, before both, whichever of them comes first.
  @Test func aDiamondIsNoKnot() {
    #expect(knots([0: [1, 2], 2: [1]]) == [[1], [2], [0]])
    #expect(knots([0: [1, 2], 1: [3], 2: [3]]) == [[3], [1], [2], [0]])
    #expect(knots([0: [1, 2], 1: [3], 2: [1, 3]]) == [[3], [1], [2], [0]])
  }

  @Test func ringsAreOneKnot() {
    #expect(knots([0: [1], 1: [0]]) == [[0, 1]])
    #expect(knots([0: [1, 4], 1: [2], 2: [1, 3], 3: []]) == [[3], [1, 2], [4], [0]])
    #expect(knots([0: [1], 1: [2, 3], 2: [0], 3: [1]]) == [[0, 1, 2, 3]])
  }

  /// Against the definition: two are in one knot when each reaches the other, and none comes before what it shows.
  @Test(arguments: 0..<50) func asTheDefinitionHasIt(_ seed: Int) {
    var random = SeededGenerator(seed: UInt64(seed))
    let count = 8
    var shown: [Int: [Int]] = [:]
    for document in 0..<count {
      shown[document] = (0..<count).filter { _ in Int.random(in: 0..<6, using: &random) == 0 }
    }
    func reached(from start: Int) -> Set<Int> {
      var found: Set<Int> = []
      var pending = shown[start] ?? []
      while let next = pending.popLast() {
        guard found.insert(next).inserted else { continue }
        pending += shown[next] ?? []
      }
      return found
    }
    let knots = DocumentOrder(from: 0) { shown[$0] ?? [] }.knots
    let all = knots.flatMap { $0.shown.keys }
    #expect(Set(all) == reached(from: 0).union([0]))
    #expect(all.count == Set(all).count)
    var done: Set<Int> = []
    for knot in knots {
      let members = Set(knot.shown.keys)
      for member in members {
        let own = reached(from: member)
        let expected = Set(own.filter { reached(from: $0).contains(member) }).union([member])
        #expect(members == expected)
        #expect((shown[member] ?? []).allSatisfy { members.contains($0) || done.contains($0) })
        #expect(knot.isCyclic == own.contains(member))
      }
      done.formUnion(members)
    }
  }
}
