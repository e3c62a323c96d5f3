import Foundation
import Glibc
import Testing

/// Only regular files are read, and nothing blocks.
struct SpecialFileTests {
  private func weave(_ target: String, in folder: Folder) throws -> Outcome {
    try docbuild(in: folder, input: .bytes(Array("<!-- include(\(target)) -->\n".utf8)))
  }

  private func expectNotRegular(_ target: String, _ kind: String, in folder: Folder) throws {
    for target in [target, target + " weave", target + " symbol=main"] {
      let outcome = try weave(target, in: folder)
      outcome.expect(fails: 1, "not-a-regular-file")
      #expect(outcome.messages.contains(kind))
    }
  }

  @Test func fifo() throws {
    let folder = Folder()
    mkfifo(folder.at("pipe"), 0o644)
    try expectNotRegular("pipe", "FIFO", in: folder)
  }

  @Test func folderIsNoFile() throws {
    let folder = Folder(["sub/a.txt": "a\n"])
    for target in ["sub", ".", "sub/"] { try expectNotRegular(target, "folder", in: folder) }
  }

  @Test func socket() throws {
    let folder = Folder()
    let number = Glibc.socket(AF_UNIX, Int32(SOCK_STREAM.rawValue), 0)
    defer { close(number) }
    var address = sockaddr_un()
    address.sun_family = sa_family_t(AF_UNIX)
    withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: folder.at("socket").utf8) }
    let bound = withUnsafePointer(to: &address) {
      $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        bind(number, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    try expectNotRegular("socket", "socket", in: folder)
  }

  @Test(.needsRoot)
  func device() throws {
    let folder = Folder()
    // /dev/zero's number
    guard mknod(folder.at("zero"), S_IFCHR | 0o666, 1 << 8 | 5) == 0 else { return }
    try expectNotRegular("zero", "device", in: folder)
  }

  @Test func linkToADeviceLeadsOut() throws {
    let folder = Folder()
    folder.link("zero", to: "/dev/zero")
    try weave("zero", in: folder).expect(fails: 1, "outside-root")
  }

  @Test func configurationThatIsNoFileDoesNotBlock() throws {
    let folder = Folder(["a.txt": "a\n"])
    mkfifo(folder.at("docbuild.toml"), 0o644)
    let outcome = try weave("a.txt", in: folder)
    #expect(!outcome.timedOut)
    #expect(outcome.status == 1 || outcome.status == 2)
    #expect(outcome.output.isEmpty)
  }

  @Test func templateThatIsAFolder() throws {
    let folder = Folder(["sub/a.txt": ""])
    let outcome = try docbuild("weave", "sub", in: folder)
    outcome.expect(2)
    #expect(outcome.messages.contains("'sub'"))
  }

  @Test func missingSourceIsTheAuthorsTrouble() throws {
    let folder = Folder(["server.go": ""])
    let outcome = try weave("sever.go", in: folder)
    outcome.expect(fails: 1, "file-not-found")
    #expect(outcome.messages.contains("'server.go'"))
  }

  @Test func missingTemplateIsTheMachines() throws {
    let outcome = try docbuild("weave", "missing.src", in: Folder())
    outcome.expect(2)
    #expect(outcome.messages.contains("'missing.src'"))
  }

  @Test func unreadableSourceIsTheMachines() throws {
    let folder = Folder(["x.src": "<!-- include(a.txt) -->\n<!-- include(sub/b.txt) -->\n"])
    folder.write("a.txt", "PASSWORD\n", mode: 0)
    folder.write("sub/b.txt", "PASSWORD\n")
    chmod(folder.at("sub"), 0)
    defer { chmod(folder.at("sub"), 0o755) }
    let outcome = try docbuildAsNobody("weave", "x.src", in: folder)
    outcome.expect(fails: 2, "unreadable-file", "unreadable-file")
    #expect(outcome.messages.contains("permission denied"))
  }

  @Test func unreadableTemplateIsTheMachines() throws {
    let folder = Folder()
    folder.write("x.src", "x\n", mode: 0)
    let outcome = try docbuildAsNobody("weave", "x.src", in: folder)
    outcome.expect(2)
    #expect(outcome.output.isEmpty)
  }

  @Test func machineTroubleOutweighsTheAuthors() throws {
    let folder = Folder([
      "x.src":
        "<!-- include(missing) -->\n<!-- include(a.txt) -->\n<!-- include(a.txt lines=0) -->\n"
    ])
    folder.write("a.txt", "a\n", mode: 0)
    try docbuildAsNobody("weave", "x.src", in: folder).expect(2)
  }
}
