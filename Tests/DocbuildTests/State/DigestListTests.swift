import DocbuildCore
import Glibc
import Testing

@testable import DocbuildEngine

/// What docbuild wrote is known by lists that only grow, and survive every damage as far as it goes.
struct DigestListTests {
  private let folder: TemporaryFolder
  private let name = ".docbuild/written"

  private let root: Root

  init() throws {
    folder = try TemporaryFolder()
    root = try Root(folder.root)
  }

  private func add(_ numbers: Int..., most: Int = 1 << 20) throws {
    try DigestList.add(
      numbers.map { digest($0) }, to: .written, in: .make(in: root), most: most)
  }

  private func known(_ numbers: ClosedRange<Int> = 1...9) throws -> [Int] {
    let list = try DigestList(.written, of: root)
    return numbers.filter { list.contains(digest($0)) }
  }

  private var heading: Bytes { StateFile.written.heading ?? [] }

  @Test func whatIsAddedIsKnown() throws {
    #expect(try known().isEmpty)
    try add(1, 2)
    let inode = folder.inode(name)
    try add(3)
    #expect(try known() == [1, 2, 3])
    #expect(folder.inode(name) == inode, "it grows where it lies")
    #expect(folder.bytes(name) == heading + [1, 2, 3].flatMap { digest($0).bytes })
  }

  @Test func listsAreApart() throws {
    try add(1)
    try DigestList.add([digest(2)], to: .accepted, in: .make(in: root))
    #expect(try known() == [1])
    #expect(try DigestList(.accepted, of: root).contains(digest(2)))
    // One in the other's place is none.
    try folder.write(".docbuild/accepted", folder.bytes(name) ?? [])
    #expect(try !DigestList(.accepted, of: root).contains(digest(1)))
  }

  @Test func anotherNameForTheFileIsNotWrittenTo() throws {
    try add(1)
    let bytes = folder.bytes(name)
    #expect(link(folder.path(name), folder.path("other")) == 0)
    try add(2)
    #expect(folder.bytes("other") == bytes)
    #expect(try known() == [1, 2])
  }

  @Test func whatIsNoFileMakesWay() throws {
    try folder.makeFolder(".docbuild")
    try folder.write("target", Bytes("mine"))
    #expect(symlink(folder.path("target"), folder.path(name)) == 0)
    #expect(try known().isEmpty)
    try add(1)
    #expect(folder.bytes("target") == Bytes("mine"))
    #expect(try known() == [1])
    folder.remove(name)
    #expect(mkfifo(folder.path(name), 0o600) == 0)
    #expect(try known().isEmpty)
    try add(2)
    #expect(try known() == [2])
  }

  /// A build that was killed has left a part of a digest.
  @Test func aRestIsDropped() throws {
    try add(1, 2)
    let bytes = try #require(folder.bytes(name))
    for length in heading.count..<bytes.count {
      try folder.write(name, Bytes(bytes[..<length]))
      let whole = (length - heading.count) / 32
      #expect(try known() == Array([1, 2].prefix(whole)))
      try add(3)
      #expect(try known() == [1, 2].prefix(whole) + [3], "\(length)")
    }
  }

  @Test func aDamagedDigestIsThatOfNothing() throws {
    try add(1, 2, 3)
    let bytes = try #require(folder.bytes(name))
    for index in bytes.indices.dropFirst(heading.count) {
      var damaged = bytes
      damaged[index] ^= 0x10
      try folder.write(name, damaged)
      let lost = (index - heading.count) / 32 + 1
      #expect(try known() == [1, 2, 3].filter { $0 != lost })
    }
  }

  /// Nothing of it is known, and it is not added to for ever after.
  @Test func aDamagedHeadingIsMadeAnew() throws {
    try add(1)
    let bytes = try #require(folder.bytes(name))
    for index in heading.indices {
      var damaged = bytes
      damaged[index] ^= 0x10
      try folder.write(name, damaged)
      #expect(try known().isEmpty)
      try add(2)
      #expect(try known() == [2])
    }
    for length in heading.indices {
      try folder.write(name, Bytes(bytes[..<length]))
      #expect(try known().isEmpty)
      try add(2)
      #expect(try known() == [2])
    }
  }

  @Test func theOlderHalfIsForgotten() throws {
    let most = 6 * 32
    try add(1, 2, 3, 4, most: most)
    let four = try #require(folder.bytes(name))
    let inode = folder.inode(name)
    try add(5, 6, most: most)
    #expect(folder.inode(name) == inode)
    #expect(try known() == [1, 2, 3, 4, 5, 6])
    // As many when it can't grow where it lies.
    try folder.write(name, four)
    #expect(link(folder.path(name), folder.path("other")) == 0)
    try add(5, 6, most: most)
    #expect(try known() == [1, 2, 3, 4, 5, 6])
    try add(7, most: most)
    #expect(try known() == [4, 5, 6, 7])
    // One that is far too long is made anew.
    try folder.write(name, heading + Bytes(repeating: 1, count: most * 2 + 32))
    try add(8, most: most)
    #expect(folder.bytes(name) == heading + digest(8).bytes)
  }

  @Test func whatCannotBeReadIsTheMachinesTrouble() throws {
    try add(1)
    chmod(folder.path(name), 0)
    guard access(folder.path(name), R_OK) != 0 else { return }
    #expect(throws: SystemError.self) { try known() }
  }
}
