import Glibc
import Testing

/// The build log only spares work: it never decides a byte of output.
struct ProjectLogTests {
  private let log = ".docbuild/log"

  private func built() throws -> Folder {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    return folder
  }

  @Test(arguments: ["empty", "text", "truncated", "flipped", "short", "longer", "version"])
  func aDamagedLogIsIgnoredWithANote(_ damage: String) throws {
    let folder = try built()
    let whole = folder.bytes(log)
    var bytes = whole
    switch damage {
    case "empty": bytes = []
    case "text": bytes = Array("something else\n".utf8)
    case "truncated": bytes.removeLast(bytes.count / 2)
    case "flipped": bytes[bytes.count / 2] ^= 0x40
    case "short": bytes = Array(bytes.prefix(20))
    case "longer": bytes += bytes
    default: bytes.replaceSubrange(13..<14, with: [0x39])
    }
    folder.write(log, bytes: bytes)
    folder.write("one.txt", "ONE\n")
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 2, upToDate: 1)
    #expect(outcome.lines(with: "build log").first?.contains("note: ") == true)
    #expect(outcome.reasons.count == 3)
    #expect(folder.text("a.md") == "# A\n\n```\nONE\nboth\n```\n")
    // A good one is there again.
    let again = try project("build", "--explain", in: folder)
    again.expect(written: 0, upToDate: 3)
    #expect(again.lines(with: "note: ").isEmpty)
  }

  @Test func everyCutAndManyFlips() throws {
    let folder = try built()
    let whole = folder.bytes(log)
    for number in 0..<60 {
      var bytes = whole
      if number % 2 == 0 {
        bytes.removeLast(1 + number * 7 % (whole.count - 1))
      } else {
        bytes[number * 31 % whole.count] ^= UInt8(1 << (number % 8))
      }
      folder.write(log, bytes: bytes)
      let outcome = try project("build", "-n", in: folder)
      outcome.expect(written: 0, upToDate: 0, orSays: 3)
      #expect(outcome.lines(with: "note: ").count == 1)
    }
  }

  /// The checksum tells damage, not malice: a checkout may bring a log along.
  @Test func aForgedLogDoesNoHarm() throws {
    let folder = try built()
    let magic = Array("docbuild log 4\n".utf8)
    func number(_ value: Int) -> [UInt8] {
      (0..<8).map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    let root = Array(folder.path.utf8)
    let start = magic + number(32) + [UInt8](repeating: 0, count: 32) + number(root.count) + root
    for counts in [[-1], [0, -1], [1 << 40], [Int.min], [0, 1 << 60]] {
      var bytes = start + counts.flatMap(number)
      bytes += number(checksum(bytes))
      folder.write(log, bytes: bytes)
      let outcome = try project("build", in: folder)
      outcome.expect(written: 0, upToDate: 3)
      #expect(outcome.lines(with: "note: ").count == 1, "\(counts)")
    }
  }

  private func checksum(_ bytes: [UInt8]) -> Int {
    var sum: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(bytes.count)
    var at = 0
    while at + 8 <= bytes.count {
      let word = (0..<8).reduce(UInt64(0)) { $0 | UInt64(bytes[at + $1]) << UInt64($1 * 8) }
      sum = (sum ^ word) &* 0xBF58_476D_1CE4_E5B9
      sum ^= sum >> 31
      at += 8
    }
    while at < bytes.count {
      sum = (sum ^ UInt64(bytes[at])) &* 0x94D0_49BB_1331_11EB
      at += 1
    }
    return Int(truncatingIfNeeded: sum ^ (sum >> 29))
  }

  @Test func aLogOfAnotherRoot() throws {
    let folder = try built()
    let other = Folder.project()
    other.write("one.txt", "other\n")
    other.write("a.md", "# Mine\n")
    other.write(log, bytes: folder.bytes(log))
    let outcome = try project("build", in: other)
    #expect(outcome.lines(with: "docbuild: note: ").count == 1)
    // It knows nothing of what is here, and nothing is overwritten for its sake.
    #expect(other.text("a.md") == "# Mine\n")
    try project("build", "--force", in: other).expect(0)
    #expect(other.text("a.md") == "# A\n\n```\nother\nboth\n```\n")
  }

  @Test func aTreeThatMoved() throws {
    let folder = try built()
    let other = Folder()
    let moved = try run(Command(program: "/bin/cp", arguments: ["-a", folder.path, other.at("x")]))
    moved.expect(0)
    other.write("x/one.txt", "moved\n")
    try project("build", in: other, at: "x").expect(written: 2, upToDate: 1)
    #expect(other.text("x/a.md").contains("moved"))
  }

  @Test func theClockSetBack() throws {
    let folder = try built()
    // What is written now bears a time before that of the build.
    for (text, time) in [
      ("ONE\n", "-1 day"), ("Two\n", "-10 years"), ("thr\n", "1970-01-01 00:00:01 UTC"),
    ] {
      folder.write("one.txt", text)
      folder.touch("one.txt", time)
      try project("build", in: folder).expect(written: 2, upToDate: 1)
      #expect(folder.text("a.md").contains(text))
    }
    // Sources and outputs out of the future.
    for name in ["one.txt", "a.md", "a.src", "page.md"] { folder.touch(name, "+1 day") }
    try project("build", in: folder).expect(written: 0, upToDate: 3)
    folder.write("one.txt", "fut\n")
    folder.touch("one.txt", "+1 day")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    #expect(folder.text("a.md").contains("fut"))
    #expect(folder.text("page.md").contains("fut"))
  }

  @Test func otherContentOfTheSameSizeWithinATick() throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(0)
    for number in 0..<10 {
      folder.write("one.txt", "\(number)\(number)\(number)\n")
      try project("build", in: folder).expect(0)
      let before = folder.status("one.txt")
      folder.write("one.txt", "\(number)xx\n")
      // The very same time and file, as a coarse clock would tell.
      var times = [
        timespec(tv_sec: before.seconds, tv_nsec: before.nanoseconds),
        timespec(tv_sec: before.seconds, tv_nsec: before.nanoseconds),
      ]
      utimensat(AT_FDCWD, folder.at("one.txt"), &times, 0)
      #expect(folder.status("one.txt") == before)
      try project("build", in: folder).expect(written: 2, upToDate: 1)
      #expect(folder.text("a.md").contains("\(number)xx\n"))
    }
  }

  @Test func aReplacedSourceOfTheSameSizeAndTime() throws {
    let folder = try built()
    let before = folder.status("one.txt")
    folder.write("new", "ONE\n")
    var times = [
      timespec(tv_sec: before.seconds, tv_nsec: before.nanoseconds),
      timespec(tv_sec: before.seconds, tv_nsec: before.nanoseconds),
    ]
    utimensat(AT_FDCWD, folder.at("new"), &times, 0)
    rename(folder.at("new"), folder.at("one.txt"))
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    #expect(folder.text("a.md").contains("ONE"))
  }

  /// What a build of one document reads anew is still news for the others.
  @Test func aBuildOfAPartLeavesTheRestStale() throws {
    let folder = try built()
    folder.write("both.txt", "BOTH\n")
    try project("build", "a.src", in: folder).expect(written: 1, upToDate: 0)
    let outcome = try project("build", "--explain", in: folder)
    outcome.expect(written: 1, upToDate: 2)
    #expect(outcome.reasons["sub/b.md"] == "'both.txt' changed")
    #expect(folder.text("sub/b.md").contains("BOTH"))
    folder.age()
    try project("build", in: folder).expect(written: 0, upToDate: 3)
    try project("build", in: folder).expect(written: 0, upToDate: 3)
  }

  @Test func theWorkFolderIgnoresItself() throws {
    let folder = try built()
    try folder.git("init", "-q")
    #expect(!(try folder.git("status", "--porcelain", "-uall")).text.contains(".docbuild"))
  }

  @Test(.needsRoot) func readOnlyFolder() throws {
    let folder = Folder.project()
    let before = folder.tree(leavingOut: [])
    let outcome = try docbuildAsNobody("build", in: folder)
    outcome.expect(2)
    #expect(outcome.messages.contains(".docbuild"))
    #expect(folder.tree(leavingOut: []) == before)
    // What reads only works.
    try docbuildAsNobody("check", in: folder).expect(1)
    try docbuildAsNobody("build", "-n", in: folder).expect(0)
  }

  /// One output that can't be written does not make the others strangers.
  @Test(.needsRoot) func anOutputInAReadOnlyFolder() throws {
    let folder = Folder.project()
    for name in ["", "a.src", "one.txt", "both.txt", "page.md"] {
      chown(folder.at(name), 65534, 65534)
    }
    folder.write("sub/b.md", "was\n")
    let outcome = try docbuildAsNobody("build", "--force", in: folder)
    outcome.expect(2)
    #expect(outcome.messages.contains("sub/b.md"))
    #expect(folder.text("sub/b.md") == "was\n")
    folder.write("one.txt", "ONE\n")
    folder.write("two.txt", "TWO\n")
    let again = try docbuildAsNobody("build", "--force", in: folder)
    again.expect(2)
    #expect(again.ids.isEmpty, "\(again.messages)")
    chown(folder.at("sub"), 65534, 65534)
    let last = try docbuildAsNobody("build", "--force", in: folder)
    last.expect(0)
    #expect(folder.text("a.md").contains("ONE"))
    #expect(folder.text("sub/b.md").contains("TWO"))
  }
}

extension Outcome {
  /// A dry run that would weave all documents again, or takes all for current.
  fileprivate func expect(
    written: Int, upToDate: Int, orSays count: Int,
    sourceLocation: SourceLocation = #_sourceLocation
  ) {
    expect(0, sourceLocation: sourceLocation)
    #expect(lines(with: "would check ").count == count, sourceLocation: sourceLocation)
  }
}
