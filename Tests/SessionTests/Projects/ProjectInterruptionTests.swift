import Foundation
import Glibc
import Testing

/// Builds that end before they are done, or meet another.
@Suite(.serialized) struct ProjectInterruptionTests {
  /// A build that runs, waited for until it holds the lock and has begun to write.
  private func started(_ folder: Folder, _ arguments: String...) throws -> Running {
    let running = try Running(
      docbuildCommand(["build"] + arguments, in: folder, .bytes([]), .captured, [:], 120))
    let until = ContinuousClock.now + .seconds(60)
    while ContinuousClock.now < until {
      let names = try? FileManager.default.contentsOfDirectory(atPath: folder.at(".docbuild/new"))
      if let names, names.count > 3 { return running }
      usleep(2000)
    }
    Issue.record("the build does not begin to write")
    return running
  }

  private func reference(_ folder: Folder) throws -> [String: String] {
    let copy = Folder()
    try run(Command(program: "/bin/cp", arguments: ["-a", folder.path + "/.", copy.path])).expect(0)
    try project("build", in: copy).expect(0)
    return copy.pages
  }

  @Test(
    .tags(.slow),
    arguments: [
      (SIGINT, false), (SIGTERM, true), (SIGHUP, false), (SIGKILL, false), (SIGKILL, true),
    ])
  func aSignalLeavesNothing(_ signal: Int32, _ again: Bool) throws {
    let folder = Folder.many(600, size: 100)
    let pages = try reference(folder)
    if again {
      try project("build", in: folder).expect(0)
      for number in 0..<20 { folder.write("s\(number).txt", "other \(number)\n") }
    }
    let before = folder.tree
    let running = try started(folder, "-j", "1")
    running.signal(signal)
    let outcome = running.finish()
    #expect(outcome.status == 128 + Int(signal), "\(outcome.messages)")
    #expect(!outcome.timedOut)
    // All old, or all new where the signal came late; nothing beside.
    let after = folder.tree
    #expect(Set(after.keys) == Set(before.keys))
    #expect(after == before)
    if signal != SIGKILL {
      let waiting = try? FileManager.default.contentsOfDirectory(atPath: folder.at(".docbuild/new"))
      #expect(waiting?.isEmpty ?? true)
    }
    try project("build", in: folder).expect(written: 600, upToDate: 0)
    if again {
      #expect(folder.text("d3/doc3.md").contains("other 3"))
    } else {
      #expect(folder.pages == pages)
    }
    let waiting = try? FileManager.default.contentsOfDirectory(atPath: folder.at(".docbuild/new"))
    #expect(waiting?.isEmpty ?? true)
    try project("build", in: folder).expect(written: 0, upToDate: 600)
  }

  /// Killed at any moment, also among the renames: what docbuild wrote is never taken for an edit by hand.
  @Test(arguments: [20, 2]) func killedAtAnyMoment(_ sources: Int) throws {
    let folder = Folder.many(400)
    try project("build", in: folder).expect(0)
    var moment: UInt32 = 20_000
    for round in 0..<12 {
      for number in 0..<sources { folder.write("s\(number).txt", "round \(round) of \(number)\n") }
      let running = try Running(docbuildCommand(["build"], in: folder))
      usleep(moment)
      running.signal(SIGKILL)
      let outcome = running.finish()
      // Nearer and nearer to the end.
      moment = outcome.status == 0 ? moment * 9 / 10 : moment * 6 / 5
    }
    for number in 0..<20 { folder.write("s\(number).txt", "the last \(number)\n") }
    let outcome = try project("build", in: folder)
    outcome.expect(0)
    #expect(outcome.ids.isEmpty, "\(outcome.messages.prefix(500))")
    #expect(folder.text("d3/doc3.md").contains("the last 3"))
    try project("check", in: folder).expect(0)
  }

  /// The state that such a kill leaves: outputs in their places, and the log of the build before.
  @Test(arguments: [false, true]) func endedBetweenTheRenamesAndTheLog(_ isNoted: Bool) throws {
    let folder = Folder.project()
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    let log = folder.bytes(".docbuild/log")
    folder.remove(".docbuild/log")
    folder.makeFolder(".docbuild/log")
    folder.write("one.txt", "ONE\n")
    // A folder is no place for a log.
    try project("build", in: folder).expect(2)
    #expect(folder.text("a.md").contains("ONE"))
    rmdir(folder.at(".docbuild/log"))
    folder.write(".docbuild/log", bytes: log)
    // Without the digests that were noted it would be an edit by hand.
    if !isNoted { folder.remove(".docbuild/written") }
    folder.write("one.txt", "uno\n")
    let outcome = try project("build", in: folder)
    #expect(outcome.ids == (isNoted ? [] : ["edited-output", "edited-output"]))
    #expect(folder.text("a.md").contains(isNoted ? "uno" : "ONE"))
  }

  @Test func twoBuildsAtOnce() throws {
    let folder = Folder.many(600, size: 100)
    let first = try started(folder, "-j", "1")
    first.signal(SIGSTOP)
    let before = folder.tree(leavingOut: [])
    let second = try project("build", "--no-wait", in: folder)
    second.expect(2)
    #expect(second.messages.contains("another build"))
    #expect(second.messages.contains(".docbuild/lock"))
    #expect(folder.tree(leavingOut: []) == before)
    // What only reads needs no lock.
    try project("build", "-n", in: folder).expect(0)
    try project("check", "--quiet", in: folder).expect(1)
    first.signal(SIGCONT)
    first.finish().expect(written: 600, upToDate: 0)
    try project("build", in: folder).expect(written: 0, upToDate: 600)
  }

  @Test func theSecondBuildWaitsForTheFirst() throws {
    let folder = Folder.many(600, size: 100)
    let first = try started(folder, "-j", "1")
    first.signal(SIGSTOP)
    let second = try started(folder)
    usleep(300_000)
    first.signal(SIGCONT)
    first.finish().expect(written: 600, upToDate: 0)
    let outcome = second.finish()
    outcome.expect(written: 0, upToDate: 600)
    #expect(
      outcome.messages.hasPrefix(
        "docbuild: another build of this project is running; waiting for it\n"))
  }

  @Test func whoWaitsCanBeInterrupted() throws {
    let folder = Folder.many(600, size: 100)
    let first = try started(folder, "-j", "1")
    first.signal(SIGSTOP)
    let second = try started(folder)
    usleep(300_000)
    second.signal(SIGINT)
    #expect(second.finish().status == 128 + Int(SIGINT))
    first.signal(SIGCONT)
    first.finish().expect(written: 600, upToDate: 0)
  }

  @Test func aLockLeftBehindIsNone() throws {
    let folder = Folder.project()
    folder.write(".docbuild/lock", "12345\n")
    folder.write(".docbuild/new/7", "half a page")
    try project("build", in: folder).expect(written: 2, upToDate: 1)
    #expect(!folder.exists(".docbuild/new/7"))
  }

  /// A folder with a file system of its own of that size.
  private func mounted(_ folder: Folder, _ name: String, _ options: String) throws -> Bool {
    guard isSuperuser else { return false }
    folder.makeFolder(name)
    return try run(
      Command(
        program: "/bin/mount",
        arguments: ["-t", "tmpfs", "-o", options, "docbuild-test", folder.at(name)])
    ).status == 0
  }

  private func unmount(_ path: String) {
    _ = try? run(Command(program: "/bin/umount", arguments: ["-l", path]))
  }

  @Test(arguments: ["size=64k", "nr_inodes=45"]) func fullDisk(_ options: String) throws {
    let folder = Folder()
    guard try mounted(folder, "disk", options) else { return }
    defer { unmount(folder.at("disk")) }
    folder.write("disk/one.txt", String(repeating: "0123456789abcde\n", count: 256))
    let documents = options == "size=64k" ? 8 : 20
    for number in 0..<documents {
      folder.write("disk/d\(number).src", "<!-- include(one.txt) -->\n")
    }
    for number in 0..<4 { folder.write("disk/d\(number).md", "was\n") }
    let before = folder.tree
    let outcome = try project("build", "--force", in: folder, at: "disk")
    outcome.expect(2)
    #expect(outcome.messages.contains("no space left"), "\(outcome.messages)")
    #expect(
      folder.tree.filter { $0.key.hasPrefix("disk/") && !$0.key.contains(".docbuild") }
        == before.filter { $0.key.hasPrefix("disk/") })
    let waiting = try? FileManager.default.contentsOfDirectory(
      atPath: folder.at("disk/.docbuild/new"))
    #expect(waiting?.isEmpty ?? true)
    // With room again the next build is right.
    try run(
      Command(
        program: "/bin/mount",
        arguments: ["-o", "remount,size=8m,nr_inodes=1000", folder.at("disk")])
    ).expect(0)
    try project("build", "--force", in: folder, at: "disk").expect(written: documents, upToDate: 0)
  }

  @Test func aFolderOnAnotherFileSystem() throws {
    let folder = Folder(["a.src": "a\n", "docbuild.toml": "[outputs]\n'a.src' = 'other/a.md'\n"])
    guard try mounted(folder, "other", "size=1m") else { return }
    defer { unmount(folder.at("other")) }
    try project("build", in: folder).expect(written: 1, upToDate: 0)
    #expect(folder.text("other/a.md") == "a\n")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.at("other")) == ["a.md"])
    try project("build", in: folder).expect(written: 0, upToDate: 1)
  }
}
