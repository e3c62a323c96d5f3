import DocbuildCore
import Foundation
import Glibc
import Testing

@testable import DocbuildEngine

/// A checkout may bring any `.docbuild` along: nothing in it is followed, waited for or written through.
struct StateFolderTests {
  private let folder: TemporaryFolder
  private let root: Root

  init() throws {
    folder = try TemporaryFolder()
    try folder.makeFolder("p")
    try folder.write("away/file", Bytes("mine"))
    root = try Root(folder.root.joined(Bytes("p")))
  }

  private func read(_ file: StateFile) throws -> String {
    switch try StateFolder.read(file, in: root) {
    case .nothing: "nothing"
    case .damaged: "damaged"
    case .bytes(let bytes): "'\(bytes.text)'"
    }
  }

  @Test func itIsMadeAndHidden() throws {
    #expect(try read(.log) == "nothing")
    let state = try StateFolder.make(in: root)
    #expect(folder.bytes("p/.docbuild/.gitignore") == Bytes("*\n"))
    try state.replace(.log, withBytes: Bytes("text"))
    #expect(try read(.log) == "'text'")
    #expect(state.name(of: .log) == folder.path("p/.docbuild/log"))
    state.remove(.log)
    state.remove(.log)
    #expect(try read(.log) == "nothing")
  }

  @Test func itIsNoLink() throws {
    #expect(symlink(folder.path("away"), folder.path("p/.docbuild")) == 0)
    #expect(throws: SystemError.self) { try StateFolder.make(in: root) }
    #expect(try read(.log) == "nothing")
  }

  @Test(arguments: ["link", "hard link", "pipe", "folder"])
  func whatIsInTheWayMakesWay(_ kind: String) throws {
    for file in StateFile.allCases where file.heading != nil || file == .ignore {
      folder.remove("p/.docbuild")
      try folder.makeFolder("p/.docbuild")
      let path = folder.path("p/.docbuild/\(file.rawValue)")
      let code =
        switch kind {
        case "link": symlink(folder.path("away/file"), path)
        case "hard link": link(folder.path("away/file"), path)
        case "pipe": mkfifo(path, 0o600)
        default: mkdir(path, 0o700)
        }
      #expect(code == 0)
      let found = try read(file)
      let expected = ["link": "nothing", "hard link": "'mine'"][kind] ?? "damaged"
      #expect(found == expected)
      let state = try StateFolder.make(in: root)
      if kind == "folder", file != .ignore {
        #expect(throws: SystemError.self) { try state.replace(file, withBytes: Bytes("new")) }
        state.remove(file)
      }
      try state.replace(file, withBytes: Bytes("new"))
      #expect(try read(file) == "'new'")
      #expect(folder.bytes("away/file") == Bytes("mine"))
    }
  }

  /// A file may have any size without taking room on the disk.
  @Test func whatIsFarTooLargeIsNotRead() throws {
    try folder.write("p/.docbuild/log", [])
    #expect(truncate(folder.path("p/.docbuild/log"), 1 << 42) == 0)
    #expect(try read(.log) == "damaged")
    let (log, isDamaged) = try Workspace.log(of: root)
    #expect(log == nil && isDamaged)
    #expect(truncate(folder.path("p/.docbuild/log"), (1 << 30) + 1) == 0)
    #expect(try read(.log) == "damaged")
  }

  @Test func foldersInItAreMade() throws {
    let state = try StateFolder.make(in: root)
    _ = try state.makeFolder(.replaced)
    _ = try state.makeFolder(.replaced)
    #expect(symlink(folder.path("away"), folder.path("p/.docbuild/new")) == 0)
    #expect(throws: SystemError.self) { try state.makeFolder(.new) }
  }

  // MARK: what a build has it for

  @Test func oneBuildAtATime() throws {
    let first = try Workspace(root: root)
    #expect(throws: CannotRun.self) { try Workspace(root: root) }
    withExtendedLifetime(first) {}
  }

  @Test(arguments: ["link", "hard link", "pipe", "folder"])
  func theLockIsAFileOfItsOwn(_ kind: String) throws {
    try folder.makeFolder("p/.docbuild")
    for name in ["lock", "new"] {
      let path = folder.path("p/.docbuild/\(name)")
      let code =
        switch kind {
        case "link": symlink(folder.path("away/file"), path)
        case "hard link": link(folder.path("away/file"), path)
        case "pipe": mkfifo(path, 0o600)
        default: mkdir(path, 0o700)
        }
      #expect(code == 0)
    }
    let before = Stamp(of: AbsolutePath(trusted: Bytes(folder.path("away/file"))))
    _ = try Workspace(root: root)
    #expect(folder.bytes("away/file") == Bytes("mine"))
    // A hard link that is taken away changes the file's status; nothing else does.
    if kind != "hard link" {
      #expect(Stamp(of: AbsolutePath(trusted: Bytes(folder.path("away/file")))) == before)
    }
  }

  @Test func whatAKilledBuildHasLeftIsTakenAway() throws {
    try folder.write("p/.docbuild/new/7", Bytes("half"))
    _ = try Workspace(root: root)
    #expect(folder.bytes("p/.docbuild/new/7") == nil)
  }

  @Test func theLogIsReadWithItsChanges() throws {
    let workspace = try Workspace(root: root)
    #expect(try Workspace.log(of: root).log == nil)
    try workspace.store(BuildLogTests.sample())
    let whole = try #require(try Workspace.log(of: root).log)
    var made = BuildLog(settings: digest(0))
    made.add(RootPath("b.md"), output: WrittenPath("b.md"), stamp(9), digest(5), inputs: [2])
    try workspace.store(made, changing: whole)
    let changed = try #require(try Workspace.log(of: root).log)
    #expect(changed.changed == [1])
    let changes = try #require(folder.bytes("p/.docbuild/changes"))

    // The next whole log stands alone; changes that are left over are not its own.
    try workspace.store(BuildLogTests.sample(digest(7)))
    #expect(folder.bytes("p/.docbuild/changes") == nil)
    try folder.write("p/.docbuild/changes", changes)
    let next = try Workspace.log(of: root)
    #expect(next.log?.changed == [] && !next.isDamaged)

    for damaged in [changes + [0], [], Bytes("docbuild changes 9\n")] {
      try folder.write("p/.docbuild/changes", damaged)
      let found = try Workspace.log(of: root)
      #expect(found.log == nil && found.isDamaged)
    }
    folder.remove("p/.docbuild/changes")
    try folder.makeFolder("p/.docbuild/changes")
    #expect(try Workspace.log(of: root).isDamaged)
  }

  @Test func remarksAreTakenAwayWhenThereAreNone() throws {
    let workspace = try Workspace(root: root)
    #expect(try Workspace.remarks(of: root)?.isEmpty == true)
    var remarks = KeptRemarks()
    remarks.keep(
      [Diagnostic(.noEffect, "x", at: Place(file: "a"))], of: RootPath("a.src"), origin: [])
    try workspace.store(remarks)
    #expect(try Workspace.remarks(of: root)?.isEmpty == false)
    try folder.write("p/.docbuild/remarks", remarks.stored + [0])
    #expect(try Workspace.remarks(of: root) == nil)
    try workspace.store(KeptRemarks())
    #expect(folder.bytes("p/.docbuild/remarks") == nil)
  }

  // MARK: the table

  /// Where one of these is another now, so must be the version in that file's heading.
  @Test func formatsAreThoseOfTheirVersions() throws {
    let log = BuildLogTests.sample()
    var remarks = KeptRemarks()
    var problem = Diagnostic(.noEffect, "x", at: Place(file: "a"), notes: [.init("y")])
    problem.fixIt = TextEdit(file: "a", lines: 0..<1, text: [])
    remarks.keep([problem], of: RootPath("a.src"), origin: Bytes("p"))
    let passed = PassedLog()
    passed.add(digest(1))
    try passed.store(in: root, keepsOthers: false)
    let files = [
      log.stored(root: AbsolutePath(trusted: Bytes("/p"))), log.stored(changing: log),
      remarks.stored,
      try #require(folder.bytes("p/.docbuild/passed")),
    ]
    #expect(
      files.map { String(Hash($0).text.prefix(8)) } == [
        "0866ff1f", "bdafaf5c", "9fe3f519", "713123ce",
      ])
  }

  @Test func headingsDiffer() {
    let headings = StateFile.allCases.compactMap(\.heading)
    #expect(Set(headings).count == headings.count)
    for heading in headings {
      #expect(heading.firstIndex(of: 10) == heading.count - 1)
      #expect(!headings.contains { $0 != heading && $0.starts(with: heading.dropLast()) })
    }
  }

  @Test func theTableForPeopleHasEveryFile() throws {
    let readme = URL(filePath: #filePath).deletingLastPathComponent().appending(
      path: "../../../Sources/README.md")
    let text = try String(contentsOf: readme, encoding: .utf8)
    let part = try #require(text.split(separator: "## What is kept in `.docbuild`").last)
    let names = part.split(separator: "\n## ")[0].split(separator: "\n").compactMap { row in
      row.firstMatch(of: #/^\| `([^`]+)` \|/#).map { String($0.output.1) }
    }
    #expect(names == StateFile.allCases.map(\.rawValue))
  }
}
