import DocbuildCore
import Testing

@testable import DocbuildEngine

/// What the build log keeps, and that it is used only whole.
struct BuildLogTests {
  private let root = AbsolutePath(trusted: Bytes("/home/me/project"))

  /// A template, an in-place document, Markdown without a directive, and a template that failed.
  static func sample(_ settings: Hash = digest(0)) -> BuildLog {
    var log = BuildLog(settings: settings)
    let template = log.add(RootPath("a.src"), stamp(1))
    let source = log.add(RootPath("x.go"), stamp(2))
    let page = log.add(RootPath("b.md"), stamp(3))
    let plain = log.add(RootPath("c.md"), stamp(4))
    log.add(
      RootPath("a.src"), output: WrittenPath("out/a.md"), stamp(5), digest(1),
      inputs: [template, source])
    log.add(
      RootPath("b.md"), output: WrittenPath("b.md"), stamp(3), digest(2), inputs: [page, source])
    log.add(RootPath("c.md"), output: nil, .unknown, digest(3), inputs: [plain])
    log.add(RootPath("d.src"), output: WrittenPath("d.md"), .unknown, digest(4), inputs: [])
    return log
  }

  private func read(_ bytes: Bytes) -> BuildLog? { BuildLog(bytes, root: root) }

  @Test func whatIsStoredIsRead() throws {
    let log = BuildLogTests.sample()
    let stored = log.stored(root: root)
    let read = try #require(self.read(stored))
    #expect(
      lines(read) == [
        "a.src > out/a.md 5 \(digest(1).text.prefix(6)): a.src 1, x.go 2",
        "b.md > b.md 3 \(digest(2).text.prefix(6)): b.md 3, x.go 2",
        "c.md >  -1 \(digest(3).text.prefix(6)): c.md 4",
        "d.src > d.md -1 \(digest(4).text.prefix(6)): ",
      ])
    #expect(lines(read) == lines(log))
    #expect(read.settings == log.settings)
    #expect(read.files.map(\.stamp) == (1...4).map { stamp($0) })
    #expect(read.wholeFiles == 4)
    #expect(read.changed.isEmpty)
    #expect(read.stored(root: root) == stored)
  }

  @Test func aLogOfNothingIsALog() throws {
    let log = BuildLog(settings: digest(0))
    #expect(try lines(#require(read(log.stored(root: root)))).isEmpty)
  }

  @Test func anotherRootsLogIsNone() {
    let bytes = BuildLogTests.sample().stored(root: root)
    for other in ["/home/me/projec", "/home/me/project2", "/home/me/Project", "/"] {
      #expect(BuildLog(bytes, root: AbsolutePath(trusted: Bytes(other))) == nil)
    }
  }

  @Test func damageIsSeen() {
    let bytes = BuildLogTests.sample().stored(root: root)
    for damaged in bytes.truncations + bytes.flips + [bytes + [0], bytes + bytes, bytes.withMore] {
      #expect(read(damaged) == nil)
    }
  }

  @Test func otherVersionsAreNotRead() {
    let bytes = BuildLogTests.sample().stored(root: root)
    #expect(read(bytes.ofVersion("5")) != nil)
    for version in ["4", "6"] as [Character] { #expect(read(bytes.ofVersion(version)) == nil) }
  }

  /// A checkout may bring any log along: none makes docbuild crash or take much memory.
  @Test func forgedLogsDoNoHarm() {
    let bytes = BuildLogTests.sample().stored(root: root)
    var readable = 0
    for forged in (bytes.flips + bytes.truncations).map(\.resealed) {
      guard let log = read(forged) else { continue }
      readable += 1
      #expect(lines(log).count == log.entries.count)
      for entry in log.entries { #expect(log.index(of: log.path(entry.path)) != nil) }
      for file in log.files { #expect(log.text[file.path.range.upperBound] == 0) }
    }
    #expect(readable > 0)
  }

  /// A stored log that is put together field by field.
  private func log(_ write: (inout StateWriter) -> Void) -> BuildLog? {
    var writer = StateWriter(.log)
    writer.string(digest(0).bytes)
    writer.string(root.bytes)
    write(&writer)
    return read(writer.sealed())
  }

  private func writeFile(_ writer: inout StateWriter) {
    writer.number(1)
    writer.path(Bytes("x")[...])
    writer.stamp(stamp(1))
  }

  private func writeEntry(_ path: String, _ inputs: [Int], to writer: inout StateWriter) {
    writer.path(Bytes(path)[...])
    writer.path(Bytes("y")[...])
    writer.stamp(stamp(2))
    writer.digest(digest(1))
    writer.list(inputs) { $0.number($1) }
  }

  @Test(arguments: [-1, 2, 1 << 30, 1 << 50, .max]) func hugeCountsAreRefused(_ count: Int) {
    #expect(log { $0.number(count) } == nil, "of files")
    let ofDocuments = log {
      writeFile(&$0)
      $0.number(count)
    }
    #expect(ofDocuments == nil)
    let ofInputs = log {
      writeFile(&$0)
      $0.number(1)
      $0.path(Bytes("a")[...])
      $0.path(Bytes("y")[...])
      $0.stamp(stamp(2))
      $0.digest(digest(1))
      $0.number(count)
      $0.number(0)
    }
    #expect(ofInputs == nil)
  }

  @Test func inputsAreAmongTheFiles() {
    for (input, isRead) in [(0, true), (1, false), (-1, false), (1 << 32, false)] {
      let log = log {
        writeFile(&$0)
        $0.number(1)
        writeEntry("a", [input], to: &$0)
      }
      #expect((log != nil) == isRead, "\(input)")
    }
  }

  @Test func documentsStandInOrderAndOnce() {
    for (paths, isRead) in [
      (["a", "b"], true), (["a", "a"], false), (["b", "a"], false), (["a", "a.md"], true),
      (["a.md", "a"], false), (["z", "\u{e9}"], true),
    ] {
      let log = log {
        $0.number(0)
        $0.number(paths.count)
        for path in paths { writeEntry(path, [], to: &$0) }
      }
      #expect((log != nil) == isRead, "\(paths)")
    }
  }

  @Test func nothingStandsBehindTheDocuments() {
    let more = log {
      $0.number(0)
      $0.number(0)
      $0.number(0)
    }
    #expect(more == nil)
  }

  // MARK: finding documents

  @Test func documentsAreFoundByTheirPaths() {
    let log = BuildLogTests.sample()
    for (place, name) in ["a.src", "b.md", "c.md", "d.src"].enumerated() {
      #expect(log.index(of: RootPath(name)) == place)
      #expect(log.entry(of: RootPath(name)).map { log.bytes($0.path).text } == name)
    }
    for name in ["", "a", "a.sr", "a.src2", "b", "c.md ", "d.srb", "e", "\u{e9}"] {
      #expect(log.index(of: RootPath(name)) == nil, "\(name)")
    }
  }

  @Test func manyDocumentsAreFoundInTheOrderOfTheirPaths() {
    let log = BuildLogTests.sample()
    var place = 0
    let asked = ["", "a.src", "aa", "c.md", "c.md", "c.md2", "d.src", "e"]
    let found = asked.map {
      log.entry(of: RootPath($0), from: &place).map { log.bytes($0.path).text }
    }
    #expect(found == [nil, "a.src", nil, "c.md", "c.md", nil, "d.src", nil])
    #expect(place == 4)
  }

  @Test func pathsAreOrderedByTheirBytes() {
    let paths = ["", "A", "a", "a.md", "a/b", "ab", "b", "\u{7f}", "\u{e9}"]
    for (one, first) in paths.enumerated() {
      for (other, second) in paths.enumerated() {
        let order = Bytes(first).withUnsafeBytes { first in
          Bytes(second).withUnsafeBytes { first.order(to: $0) }
        }
        #expect(order.signum() == (one - other).signum(), "\(first) \(second)")
        #expect(Bytes(first).comesBefore(Bytes(second)) == (one < other))
      }
    }
  }

  @Test func documentsAndFilesAreTakenOver() {
    let old = BuildLogTests.sample()
    var log = BuildLog(settings: digest(0))
    let places = old.files.map { log.add($0, of: old) }
    #expect(places == [0, 1, 2, 3])
    for (entry, number) in zip(old.entries, 10...) {
      log.add(entry, of: old, stamp(number), inputs: Array(old.inputs(of: entry)))
    }
    let expected = lines(old).enumerated().map { index, line in
      var words = line.split(separator: " ", omittingEmptySubsequences: false).map { String($0) }
      words[3] = "\(index + 10)"
      return words.joined(separator: " ")
    }
    #expect(lines(log) == expected)
    #expect(log.entries[2].output.isEmpty)
  }
}
