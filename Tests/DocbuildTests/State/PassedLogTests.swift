import DocbuildCore
import Testing

@testable import DocbuildEngine

/// A test is known to have passed only by a whole file that says so.
struct PassedLogTests {
  private let folder: TemporaryFolder
  private let name = ".docbuild/passed"

  private let root: Root

  init() throws {
    folder = try TemporaryFolder()
    root = try Root(folder.root)
  }

  private func store(_ numbers: Int..., keepsOthers: Bool = false) throws {
    let log = PassedLog(in: root)
    for number in numbers { log.add(digest(number)) }
    try log.store(in: root, keepsOthers: keepsOthers)
  }

  private func held(_ numbers: ClosedRange<Int> = 1...5) -> [Int] {
    let log = PassedLog(in: root)
    return numbers.filter { log.holds(digest($0)) }
  }

  @Test func whatHasPassedIsKnownTheNextTime() throws {
    try store(1, 3)
    #expect(held() == [1, 3])
    #expect(PassedLog().holds(digest(1)) == false)
  }

  @Test func whatWasNotRunIsForgottenUnlessOnlyAPartWas() throws {
    try store(1, 2, 3)
    try store(4, keepsOthers: true)
    #expect(held() == [1, 2, 3, 4])
    try store(5)
    #expect(held() == [5])
  }

  @Test func whatWasLookedUpIsKept() throws {
    try store(1, 2)
    let log = PassedLog(in: root)
    #expect(log.holds(digest(2)) && !log.holds(digest(3)))
    try log.store(in: root, keepsOthers: false)
    #expect(held() == [2])
  }

  @Test func nothingNewIsNotWritten() throws {
    try store(1, 2)
    let before = folder.inode(name)
    try store(2, 1)
    #expect(folder.inode(name) == before)
  }

  @Test func theSameTestsMakeTheSameFile() throws {
    try store(1, 2, 3, 4, 5)
    let bytes = try #require(folder.bytes(name))
    let texts = try #require(PassedLog.digests(bytes)).map(\.text)
    #expect(texts.count == 5 && texts == texts.sorted())
    folder.remove(name)
    try store(5, 3, 1, 4, 2)
    #expect(folder.bytes(name) == bytes)
  }

  @Test func damageIsSeen() throws {
    try store(1, 2)
    let bytes = try #require(folder.bytes(name))
    #expect(PassedLog.digests(bytes)?.count == 2)
    for damaged in bytes.truncations + bytes.flips + [bytes + [0], bytes.withMore] {
      #expect(PassedLog.digests(damaged) == nil)
    }
    for version in ["1", "3"] as [Character] {
      #expect(PassedLog.digests(bytes.ofVersion(version)) == nil)
    }
    try folder.write(name, bytes + [0])
    #expect(held().isEmpty)
    try store(3, keepsOthers: true)
    #expect(held() == [3])
  }

  @Test func forgedListsDoNoHarm() throws {
    try store(1, 2)
    let bytes = try #require(folder.bytes(name))
    for forged in (bytes.flips + bytes.truncations).map(\.resealed) {
      #expect(PassedLog.digests(forged)?.count ?? 2 == 2)
    }
    for count in [-1, 1, 1 << 40, .max] {
      var writer = StateWriter(.passed)
      writer.number(count)
      #expect(PassedLog.digests(writer.sealed()) == nil)
    }
  }
}
