import DocbuildCore
import Testing

@testable import DocbuildEngine

/// What small builds have changed stands beside the log, and holds for that log only.
struct BuildLogChangesTests {
  private let root = AbsolutePath(trusted: Bytes("/p"))

  private func whole(_ settings: Hash = digest(0)) throws -> BuildLog {
    try #require(BuildLog(BuildLogTests.sample(settings).stored(root: root), root: root))
  }

  /// `b.md` shows another file now, and `d.src` was woven.
  private func changes() -> BuildLog {
    var made = BuildLog(settings: digest(0))
    let more = made.add(RootPath("new.go"), stamp(8)) + 4
    made.add(RootPath("b.md"), output: WrittenPath("b.md"), stamp(9), digest(5), inputs: [2, more])
    made.add(RootPath("d.src"), output: WrittenPath("d.md"), stamp(10), digest(6), inputs: [1])
    return made
  }

  @Test func changesAreTaken() throws {
    let whole = try whole()
    var log = whole
    #expect(log.take(changes: changes().stored(changing: whole)) == .taken)
    var expected = lines(whole)
    expected[1] = "b.md > b.md 9 \(digest(5).text.prefix(6)): b.md 3, new.go 8"
    expected[3] = "d.src > d.md 10 \(digest(6).text.prefix(6)): x.go 2"
    #expect(lines(log) == expected)
    #expect(log.changed == [1, 3])
    #expect(log.wholeFiles == 4)
    #expect(log.files.count == 5)
    #expect(log.seal == whole.seal)
  }

  @Test func changesOfAnotherLogAreLeftAlone() throws {
    var log = try whole()
    let before = lines(log)
    let foreign = try changes().stored(changing: whole(digest(1)))
    #expect(log.take(changes: foreign) == .foreign)
    #expect(lines(log) == before && log.changed.isEmpty && log.files.count == 4)
  }

  @Test func damageIsSeenAndTakesNothing() throws {
    let whole = try whole()
    let bytes = changes().stored(changing: whole)
    var log = whole
    for damaged in bytes.truncations + bytes.flips + [bytes + [0], bytes.withMore, []] {
      #expect(log.take(changes: damaged) == .damaged)
    }
    for version in ["0", "2"] as [Character] {
      #expect(log.take(changes: bytes.ofVersion(version)) == .damaged)
    }
    #expect(lines(log) == lines(whole) && log.changed.isEmpty)
    #expect(log.text == whole.text)
  }

  @Test func forgedChangesDoNoHarm() throws {
    let whole = try whole()
    let bytes = changes().stored(changing: whole)
    var taken = 0
    for forged in (bytes.flips + bytes.truncations).map(\.resealed) {
      var log = whole
      guard log.take(changes: forged) == .taken else {
        #expect(lines(log) == lines(whole))
        continue
      }
      taken += 1
      #expect(lines(log).count == 4)
    }
    #expect(taken > 0)
  }

  /// Only documents that the log has, in their order, each once; only inputs that are there.
  @Test(arguments: [
    ["e.src"], ["b.md", "a.src"], ["b.md", "b.md"], ["a.src", "aa.src"],
  ]) func documentsThatDoNotFitAreDamage(_ paths: [String]) throws {
    let whole = try whole()
    var made = BuildLog(settings: digest(0))
    for path in paths {
      made.add(RootPath(path), output: WrittenPath(path), stamp(9), digest(5), inputs: [])
    }
    var log = whole
    #expect(log.take(changes: made.stored(changing: whole)) == .damaged)
  }

  @Test func inputsAreAmongTheFilesOfBoth() throws {
    for (input, isRead) in [(0, true), (4, true), (5, false), (-1, false)] as [(Int32, Bool)] {
      let whole = try whole()
      var made = BuildLog(settings: digest(0))
      _ = made.add(RootPath("new.go"), stamp(8))
      made.add(RootPath("b.md"), output: WrittenPath("b.md"), stamp(9), digest(5), inputs: [input])
      var log = whole
      let taken = log.take(changes: made.stored(changing: whole))
      #expect((taken == .taken) == isRead, "\(input)")
    }
  }

  @Test func hugeCountsAreRefused() throws {
    for count in [-1, 1, 1 << 40, .max] {
      let whole = try whole()
      var files = StateWriter(.changes)
      files.number(whole.seal)
      files.number(count)
      var log = whole
      #expect(log.take(changes: files.sealed()) == .damaged)
      var documents = StateWriter(.changes)
      documents.number(whole.seal)
      documents.number(0)
      documents.number(count)
      #expect(log.take(changes: documents.sealed()) == .damaged)
    }
  }
}
