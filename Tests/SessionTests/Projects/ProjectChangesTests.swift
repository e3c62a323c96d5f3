import Glibc
import Testing

/// After a small build of many documents only what changed is kept, beside the log.
struct ProjectChangesTests {
  private let log = ".docbuild/log"
  private let changes = ".docbuild/changes"

  /// 200 documents of 20 sources, ten each, that were built, and built once more after one source changed.
  private func built() throws -> Folder {
    let folder = Folder.many(200)
    try project("build", in: folder).expect(written: 200, upToDate: 0)
    #expect(!folder.exists(changes))
    folder.write("s3.txt", "new 3\n")
    folder.settle()
    try project("build", in: folder).expect(written: 10, upToDate: 190)
    #expect(folder.exists(changes))
    return folder
  }

  @Test func aSmallBuildLeavesTheLogAsItIs() throws {
    let folder = try built()
    let whole = folder.bytes(log)
    try project("build", in: folder).expect(written: 0, upToDate: 200)
    folder.write("s3.txt", "newer 3\n")
    folder.write("d7/doc7.src", "# Other\n")
    folder.settle()
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 11, upToDate: 189)
    #expect(outcome.reasons["d3/doc23.md"] == "'s3.txt' changed")
    #expect(outcome.reasons["d7/doc7.md"] == "'d7/doc7.src' changed")
    #expect(folder.bytes(log) == whole)
    #expect(folder.bytes(changes).count * 5 < whole.count)
    try project("build", in: folder).expect(written: 0, upToDate: 200)
    try project("check", "--quiet", in: folder).expect(0)
  }

  @Test func manyChangesAreOneLogAgain() throws {
    let folder = try built()
    let whole = folder.bytes(log)
    folder.write("s4.txt", "new 4\n")
    folder.write("s5.txt", "new 5\n")
    folder.settle()
    try project("build", in: folder).expect(written: 20, upToDate: 180)
    #expect(folder.bytes(log) != whole)
    #expect(!folder.exists(changes))
    try project("build", in: folder).expect(written: 0, upToDate: 200)
  }

  @Test func comingAndGoingDocumentsMakeAWholeLog() throws {
    let folder = try built()
    folder.write("new.src", "<!-- include(s1.txt) -->\n")
    folder.settle()
    try project("build", in: folder).expect(written: 1, upToDate: 200)
    #expect(!folder.exists(changes))
    folder.write("s3.txt", "3 again\n")
    folder.settle()
    try project("build", in: folder).expect(written: 10, upToDate: 191)
    #expect(folder.exists(changes))
    // Its page stays and is told as long as it is there; then its entry goes.
    folder.remove("d3/doc3.src")
    let outcome = try project("build", in: folder)
    #expect(outcome.ids == ["orphaned-output"])
    folder.remove("d3/doc3.md")
    folder.write("s4.txt", "4 again\n")
    folder.settle()
    try project("build", in: folder).expect(written: 10, upToDate: 190)
    #expect(!folder.exists(changes))
    try project("check", "--quiet", in: folder).expect(0)
  }

  @Test func damagedChangesMakeTheLogUseless() throws {
    let folder = try built()
    let whole = folder.bytes(changes)
    for number in 0..<40 {
      var bytes = whole
      switch number % 3 {
      case 0: bytes.removeLast(1 + number * 37 % (whole.count - 1))
      case 1: bytes[number * 131 % whole.count] ^= UInt8(1 << (number % 8))
      default: bytes += bytes.prefix(number)
      }
      folder.write(changes, bytes: bytes)
      let outcome = try project("build", "-n", in: folder)
      outcome.expect(0)
      #expect(outcome.lines(with: "would check ").count == 200)
      #expect(outcome.lines(with: "note: ").count == 1)
    }
    folder.write("s3.txt", "right\n")
    try project("build", in: folder).expect(written: 10, upToDate: 190)
    #expect(!folder.exists(changes))
    #expect(folder.text("d3/doc3.md").contains("right"))
    try project("build", in: folder).expect(written: 0, upToDate: 200)
  }

  /// What a build leaves that is killed when the log is written and the changes are not taken away yet.
  @Test func changesOfAnOlderLogMeanNothing() throws {
    let folder = try built()
    let old = folder.bytes(changes)
    for number in 0..<20 { folder.write("s\(number).txt", "all \(number)\n") }
    folder.settle()
    try project("build", in: folder).expect(written: 200, upToDate: 0)
    #expect(!folder.exists(changes))
    folder.write(changes, bytes: old)
    let outcome = try project("build", in: folder)
    outcome.expect(written: 0, upToDate: 200)
    #expect(outcome.lines(with: "note: ").isEmpty)
    folder.write("s3.txt", "3 after all\n")
    folder.settle()
    try project("build", in: folder).expect(written: 10, upToDate: 190)
    #expect(folder.bytes(changes) != old)
    try project("build", in: folder).expect(written: 0, upToDate: 200)
    // Nor has a project the changes of another one.
    let other = Folder.many(200)
    try project("build", in: other).expect(written: 200, upToDate: 0)
    other.write(changes, bytes: folder.bytes(changes))
    try project("build", in: other).expect(written: 0, upToDate: 200)
  }

  /// Then docbuild no longer knows some pages as its own, and rather leaves them alone.
  @Test func lostChangesOverwriteNothing() throws {
    let folder = try built()
    folder.remove(changes)
    folder.remove(".docbuild/written")
    folder.write("s3.txt", "lost\n")
    let outcome = try project("build", in: folder)
    outcome.expect(1, written: 0, upToDate: 190, failed: 10)
    #expect(outcome.ids == Array(repeating: "edited-output", count: 10))
    #expect(folder.text("d3/doc3.md").contains("new 3"))
    try project("build", "--force", in: folder).expect(written: 10, upToDate: 190)
  }

  @Test func alinkInPlaceOfTheChanges() throws {
    let folder = try built()
    let whole = folder.bytes(changes)
    folder.remove(changes)
    folder.write("victim", "mine\n")
    symlink("../victim", folder.at(changes))
    folder.write("s4.txt", "new 4\n")
    _ = try project("build", in: folder)
    #expect(folder.text("victim") == "mine\n")
    #expect(folder.bytes(changes) != whole)
  }

  @Test func anEditOfAPageThatOnlyTheChangesKnow() throws {
    let folder = try built()
    folder.write("d3/doc3.md", "by hand\n")
    let outcome = try project("build", in: folder)
    outcome.expect(1, written: 0, upToDate: 199, failed: 1)
    #expect(outcome.ids == ["edited-output"])
    #expect(folder.text("d3/doc3.md") == "by hand\n")
    // It is told until it is mended.
    #expect(try project("build", in: folder).ids == ["edited-output"])
    try project("build", "--force", in: folder).expect(written: 1, upToDate: 199)
    #expect(folder.text("d3/doc3.md").contains("new 3"))
    try project("build", in: folder).expect(written: 0, upToDate: 200)
  }

  @Test func aProblemAmongTheChanges() throws {
    let folder = try built()
    let page = folder.text("d3/doc3.md")
    folder.write("d3/doc3.src", "<!-- include(nowhere) -->\n")
    folder.settle()
    for _ in 0..<2 {
      try project("build", in: folder).expect(1, written: 0, upToDate: 199, failed: 1)
      #expect(folder.text("d3/doc3.md") == page)
    }
    folder.write("d3/doc3.src", "mended\n")
    folder.settle()
    try project("build", in: folder).expect(written: 1, upToDate: 199)
    #expect(folder.text("d3/doc3.md") == "mended\n")
  }

  /// What a build of one document reads anew is still news for the others.
  @Test func aBuildOfAPartLeavesTheRestStale() throws {
    let folder = try built()
    folder.write("s4.txt", "new 4\n")
    folder.settle()
    try project("build", "d4/doc4.src", in: folder).expect(written: 1, upToDate: 0)
    try project("build", "d4/doc24.src", in: folder).expect(written: 1, upToDate: 0)
    try project("build", in: folder).expect(written: 8, upToDate: 192)
    try project("check", "--quiet", in: folder).expect(0)
  }

  /// Whatever is done to a tree, in whatever order: each build ends with what a build from nothing makes.
  @Test(arguments: [1, 2, 3] as [UInt64]) func anythingInAnyOrder(_ seed: UInt64) throws {
    let folder = Folder.many(100)
    try project("build", in: folder).expect(written: 100, upToDate: 0)
    var state = seed
    func random(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var kept = 0
    for round in 0..<25 {
      for _ in 0...random(2) {
        let document = random(100)
        let template = "d\(document % 10)/doc\(document).src"
        switch random(10) {
        case 0...3: folder.write("s\(random(20)).txt", "round \(round)\n")
        case 4...5:
          folder.write(template, "Round \(round).\n\n<!-- include(../s\(random(20)).txt) -->\n")
        case 6: folder.write("more\(random(3)).src", "More \(round).\n")
        case 7: folder.remove("more\(random(3)).src")
        case 8: folder.remove("d\(document % 10)/doc\(document).md")
        default: folder.write(template, "<!-- include(none\(round)) -->\n")
        }
      }
      if random(3) > 0 { folder.settle() }
      _ = try project("build", "d\(random(10))", in: folder)
      let outcome = try project("build", in: folder)
      #expect(!outcome.ids.contains("edited-output"), "round \(round): \(outcome.messages)")
      if folder.exists(changes) { kept += 1 }
      let checked = try project("check", "--quiet", in: folder)
      #expect(!checked.ids.contains("stale-output"), "round \(round): \(checked.messages)")
      #expect(
        checked.ids.filter { $0 == "file-not-found" }
          == outcome.ids.filter { $0 == "file-not-found" })
    }
    #expect(kept > 3)
  }
}
