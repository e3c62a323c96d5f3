import Foundation
import Testing

/// A tree built in parts on several machines.
struct ProjectMachinesTests {
  /// Hosts need namespaces and sshd; where all tests are asked for, a lack of them is a failure.
  static let canHaveHosts =
    ProcessInfo.processInfo.environment["DOCBUILD_TESTS"] == "all"
    || isSuperuser && FileManager.default.isExecutableFile(atPath: "/usr/sbin/sshd")
      && ["parallel", "rsync", "sudo"].allSatisfy { find($0) != nil }

  /// What `docs/many-machines.md` shows, on four hosts, of which one is lost on the way.
  @Test(
    .tags(.slow),
    .enabled(if: canHaveHosts, "needs root, openssh-server, parallel, rsync and sudo"))
  func aHostIsLost() throws {
    let folder = Folder.many(200)
    folder.write("page.md", "<!-- embed(s0.txt) -->\n")
    try folder.git("init", "-q")
    try folder.git("add", ".")
    try folder.git("commit", "-q", "-m", "documents")
    let alone = Folder()
    try run(Command(program: "/bin/cp", arguments: ["-a", folder.path + "/.", alone.path])).expect(
      0)
    try project("build", in: alone).expect(written: 201, upToDate: 0)

    let tests = projectFolder.appendingPathComponent("Tests").path
    var command = Command(
      program: "/bin/bash",
      arguments: [
        tests + "/Article/hosts", "run", tests + "/many-machines", docbuildPath, folder.path,
      ])
    command.environment["PATH"] = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
    command.limit = 240
    let outcome = try run(command)
    outcome.expect(0)
    let told = outcome.text.split(separator: "\n").map(String.init)
    try #require(told.count == 3, "\(outcome.text)\(outcome.messages)")
    #expect(
      told[0].hasPrefix("with node-3 lost: status ") && told[0].hasSuffix(" 0 of them elsewhere"))
    #expect(!told[0].contains(" 0 parts failed"), "the host was lost too late: \(told[0])")
    #expect(told[1] == "resumed: 16 parts in all, 0 done twice")
    #expect(told[2] == "checked: 16 parts")

    // The union is the whole.
    #expect(folder.pages == alone.pages)
    #expect(folder.pages.count == 201)
    try project("check", in: folder).expect(0)
  }

  /// The manual shows what the test runs.
  @Test func theManualIsTheTest() throws {
    let manual = try String(
      contentsOf: projectFolder.appendingPathComponent("docs/many-machines.md"), encoding: .utf8)
    let script = try String(
      contentsOf: projectFolder.appendingPathComponent("Tests/many-machines"), encoding: .utf8)
    for text in [
      "'docbuild build --quiet --shard {}/16 &&\n   git ls-files -z -mo --exclude-standard -- \"*.md\" | tar -cf {}.tar --null -T -'",
      "1/node-1,1/node-2,1/node-3,1/node-4", "--resume-failed", "--cleanup", "--workdir docs",
      "for part in *.tar; do tar -xf \"$part\"", "docbuild check ",
    ] {
      #expect(manual.contains(text), "\(text)")
      #expect(script.contains(text), "\(text)")
    }
  }
}
