import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// What git can't hold, or what is too large for it: links, FIFOs, devices, repositories, large files.
@Suite struct SpecialFilesTests {
  private func weave(
    _ template: String, in folder: TemporaryFolder, root: String? = nil, threads: Int? = 1
  ) async throws -> Outcome {
    var options = try Project.Options(root: folder.url, lines: "")
    if let root { options.root = Bytes(root.utf8) }
    return try await Outcome.weave(
      Bytes(template.utf8), named: "t.src", in: folder.url, options: options, threads: threads)
  }

  private func ids(_ outcome: Outcome) -> [String] { outcome.problems.map(\.id.rawValue) }

  // MARK: links

  @Test func linksInsideTheRootAreFollowed() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a/x.txt", "x\n")
    symlink("a/x.txt", folder.path("file"))
    symlink("a", folder.path("folder"))
    symlink("../a/x.txt", folder.path("a/up"))
    symlink("file", folder.path("twice"))
    let outcome = try await weave(
      "<!-- include(file) -->\n\n<!-- include(folder/x.txt) -->\n\n<!-- include(a/up) -->\n\n<!-- include(twice) -->\n",
      in: folder)
    #expect(
      outcome.output.map { String(decoding: $0, as: UTF8.self) } == "x\n\nx\n\nx\n\nx\n",
      "\(outcome.diagnostics)")
  }

  @Test(arguments: [
    "/etc/passwd", "/etc", "../outside/secret.txt", "../outside", "../outside/nothing",
    "/proc/self/root/etc/passwd",
  ])
  func linksOutOfTheRootAreRefused(_ target: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write("outside/secret.txt", "secret\n")
    try folder.write("root/x.txt", "x\n")
    symlink(target, folder.path("root/link"))
    let root = TemporaryFolderView(folder, "root")
    for name in ["link", "link/passwd", "link/secret.txt"] {
      let outcome = try await Outcome.weave(
        Bytes("<!-- include(\(name)) -->\n".utf8), named: "t.src", in: root.url,
        options: Project.Options(root: root.url, lines: ""))
      #expect(outcome.output == nil)
      #expect(ids(outcome) == ["outside-root"], "\(name): \(outcome.diagnostics)")
    }
  }

  @Test func theMessageDoesNotTellWhetherItExists() async throws {
    let folder = try TemporaryFolder()
    try folder.write("outside/there.txt", "secret\n")
    try folder.write("root/x.txt", "x\n")
    let root = TemporaryFolderView(folder, "root")
    var said: [String] = []
    for name in ["there", "gone_"] {
      let outcome = try await Outcome.weave(
        Bytes("<!-- include(../outside/\(name).txt) -->\n".utf8), named: "t.src", in: root.url,
        options: Project.Options(root: root.url, lines: ""))
      said.append(outcome.diagnostics.replacingOccurrences(of: name, with: "NAME"))
    }
    #expect(said[0] == said[1])
    #expect(said[0].contains("[outside-root]"))
  }

  @Test func aLinkToASecretIsRefused() async throws {
    let folder = try TemporaryFolder()
    try folder.write(".env", "x\n")
    symlink(".env", folder.path("harmless.txt"))
    let outcome = try await weave("<!-- include(harmless.txt) -->\n", in: folder)
    #expect(ids(outcome) == ["refused-file"])
  }

  @Test func aLinkLoopEnds() async throws {
    let folder = try TemporaryFolder()
    symlink("b", folder.path("a"))
    symlink("a", folder.path("b"))
    let outcome = try await weave("<!-- include(a) -->\n<!-- include(a/x.txt) -->\n", in: folder)
    #expect(ids(outcome) == ["file-not-found", "file-not-found"])
    for problem in outcome.problems {
      #expect(problem.message.contains("lead round in a circle"), "\(problem.message)")
      #expect(problem.notes.count == 1)
      #expect(problem.notes[0].message.hasSuffix("/a' is the first of them"))
      #expect(problem.fixIt == nil)
    }
  }

  @Test func aBrokenLinkIsNotFound() async throws {
    let folder = try TemporaryFolder()
    symlink("gone", folder.path("a"))
    let outcome = try await weave("<!-- include(a) -->\n", in: folder)
    #expect(ids(outcome) == ["file-not-found"])
  }

  @Test func aCycleThroughALinkIsACycle() async throws {
    let folder = try TemporaryFolder()
    try folder.write("a.src", "<!-- include(b.src weave) -->\n")
    symlink("a.src", folder.path("b.src"))
    let outcome = try await weave("<!-- include(a.src weave) -->\n", in: folder)
    #expect(ids(outcome) == ["include-cycle"], "\(outcome.diagnostics)")
  }

  /// The same rules where the kernel lacks `openat2`.
  @Test func rootsThatWalkKeepTheSameBounds() throws {
    let folder = try TemporaryFolder()
    try folder.write("outside.txt", "secret\n")
    try folder.write("root/a/x.txt", "x\n")
    symlink("../outside.txt", folder.path("root/link"))
    symlink("/etc", folder.path("root/etc"))
    symlink("a", folder.path("root/b"))
    symlink("../a/x.txt", folder.path("root/a/up"))
    symlink("../../outside.txt", folder.path("root/a/out"))
    for walks in [false, true] {
      let root = try Root(AbsolutePath(trusted: Bytes(folder.path("root").utf8)), walks: walks)
      func read(_ name: String) -> Result<Bytes, FileTrouble> {
        root.read(WrittenPath(name), limit: 100)
      }
      for name in ["a/x.txt", "b/x.txt", "a/up", "a/../a/x.txt", "./a//x.txt"] {
        #expect(read(name) == .success(Bytes("x\n".utf8)), "\(name), walks: \(walks)")
      }
      for name in [
        "link", "../outside.txt", "etc/passwd", "/etc/passwd", "a/out", "a/../../outside.txt", "..",
        "../root/a/x.txt", "/",
      ] {
        #expect(read(name) == .failure(.outside), "\(name), walks: \(walks)")
      }
      #expect(read("nope") == .failure(.notFound), "walks: \(walks)")
      #expect(read("a/x.txt/y") == .failure(.notFound), "walks: \(walks)")
      #expect(read("a") == .failure(.notRegular(.folder)), "walks: \(walks)")
    }
  }

  // MARK: what is no file

  // The other tests take their turns meanwhile.
  @Test(.timeLimit(.minutes(15))) func aFIFOIsRefusedAtOnce() async throws {
    let folder = try TemporaryFolder()
    mkfifo(folder.path("pipe"), 0o600)
    let outcome = try await weave("<!-- include(pipe) -->\n", in: folder)
    #expect(ids(outcome) == ["not-a-regular-file"])
    #expect(outcome.diagnostics.contains("FIFO"))
  }

  @Test func aDeviceIsRefused() async throws {
    let folder = try TemporaryFolder()
    // Only root may make one.
    guard mknod(folder.path("null"), S_IFCHR | 0o666, 1 << 8 | 3) == 0 else { return }
    let outcome = try await weave("<!-- include(null) -->\n", in: folder)
    #expect(ids(outcome) == ["not-a-regular-file"])
  }

  @Test func anUnreadableFileIsTheMachinesTrouble() async throws {
    guard geteuid() != 0 else { return }  // root reads all
    let folder = try TemporaryFolder()
    try folder.write("x.txt", "x\n")
    chmod(folder.path("x.txt"), 0)
    let outcome = try await weave("<!-- include(x.txt) -->\n", in: folder)
    #expect(ids(outcome) == ["unreadable-file"])
  }

  @Test func gitsOwnFilesAreRefusedWhateverIsAllowed() async throws {
    let folder = try TemporaryFolder()
    try folder.write(".git/config", "x\n")
    try folder.write("sub/.git", "x\n")
    try folder.write("docbuild.toml", "allow = [\".git/config\", \"sub/.git\", \"*\"]\n")
    symlink(".git/config", folder.path("link"))
    for name in [".git/config", "sub/.git", "link"] {
      let outcome = try await weave("<!-- include(\(name)) -->\n", in: folder)
      #expect(ids(outcome) == ["refused-file"], "\(name)")
    }
  }

  @Test func namesWithOddBytes() async throws {
    let folder = try TemporaryFolder()
    for name in [
      "tab\there", "new\u{B}line", "-", "~", "*", "a#b", "a%20b", "\u{1F600}", "a;b", "$HOME",
    ] {
      try folder.write(name, "x\n")
      let outcome = try await weave("<!-- include(\"\(name)\") -->\n", in: folder)
      #expect(
        outcome.output == Bytes("x\n".utf8), "\(name.debugDescription): \(outcome.diagnostics)")
    }
  }

  // MARK: the root

  @Test func theRootIsTheNearestConfigurationThenTheNearestRepository() throws {
    let folder = try TemporaryFolder()
    func root(_ name: String) throws -> String {
      try Root.find(from: AbsolutePath(trusted: Bytes(folder.path(name).utf8)))?.text ?? ""
    }
    try folder.write("a/b/c/x", "x\n")
    try folder.write("a/.git/HEAD", "x\n")
    #expect(try root("a/b/c") == folder.path("a"))
    try folder.write("docbuild.toml", "")
    #expect(try root("a/b/c") == folder.url.path.droppingSlash)
    try folder.write("a/b/docbuild.toml", "")
    #expect(try root("a/b/c") == folder.path("a/b"))
    #expect(try root("a/b") == folder.path("a/b"))
  }

  @Test func aDocumentInAFolderBelowTheRootReadsUpwards() async throws {
    let folder = try TemporaryFolder()
    try folder.write("x.txt", "x\n")
    try folder.write("docs/y", "y\n")
    let outcome = try await Outcome.weave(
      Bytes("<!-- include(../x.txt) -->\n".utf8), named: "t.src",
      in: folder.url.appending(path: "docs"),
      options: Project.Options(root: folder.url, lines: ""))
    #expect(outcome.output == Bytes("x\n".utf8), "\(outcome.diagnostics)")
  }

  // MARK: revisions

  @Test func filesAreReadAtARevision() async throws {
    let folder = try TemporaryFolder()
    try folder.write("x.txt", "old\nold2\n")
    try git(
      folder, ["init", "-q"], ["add", "."], ["commit", "-q", "-m", "one"], ["tag", "v1.2.0"])
    try folder.write("x.txt", "new\n")
    try git(folder, ["commit", "-q", "-a", "-m", "two"])
    let outcome = try await weave(
      "<!-- include(x.txt rev=v1.2.0) -->\n\n<!-- include(x.txt) -->\n\n<!-- include(x.txt rev=HEAD~1 lines=2) -->\n",
      in: folder)
    #expect(
      outcome.output.map { String(decoding: $0, as: UTF8.self) } == "old\nold2\n\nnew\n\nold2\n",
      "\(outcome.diagnostics)")
  }

  @Test(arguments: [
    ("x.txt rev=v9", "revision-not-found"), ("gone.txt rev=v1", "file-not-found"),
    ("x.txt rev=--help", "revision-not-found"),
    ("../x.txt rev=v1", "outside-root"), (".env rev=v1", "refused-file"),
    ("link rev=v1", "outside-root"), ("x.txt rev", "invalid-option"),
    ("sub rev=v1", "file-not-found"),
  ])
  func revisionErrors(_ arguments: String, _ id: String) async throws {
    let folder = try TemporaryFolder()
    try folder.write("x.txt", "x\n")
    try folder.write(".env", "x\n")
    try folder.write("sub/y", "y\n")
    symlink("/etc/passwd", folder.path("link"))
    try git(
      folder, ["init", "-q"], ["add", "-f", "."], ["commit", "-q", "-m", "one"], ["tag", "v1"])
    let outcome = try await weave("<!-- include(\(arguments)) -->\n", in: folder)
    #expect(outcome.output == nil)
    #expect(
      ids(outcome).first == id
        || (id == "outside-root" && arguments.hasPrefix("link") && !ids(outcome).isEmpty),
      "\(outcome.diagnostics)")
  }

  @Test func aRevisionNeedsARepository() async throws {
    let folder = try TemporaryFolder()
    try folder.write("x.txt", "x\n")
    let outcome = try await weave("<!-- include(x.txt rev=v1) -->\n", in: folder)
    #expect(ids(outcome) == ["revision-not-found"], "\(outcome.diagnostics)")
  }

  private func git(_ folder: TemporaryFolder, _ commands: [String]...) throws {
    for command in commands {
      let process = Process()
      process.executableURL = URL(filePath: "/usr/bin/env")
      process.arguments =
        [
          "git", "-C", folder.url.path, "-c", "user.name=t", "-c", "user.email=t@example.org", "-c",
          "commit.gpgsign=false", "-c", "core.hooksPath=/dev/null",
        ]
        + command
      process.standardOutput = FileHandle.nullDevice
      try process.run()
      process.waitUntilExit()
      try #require(process.terminationStatus == 0, "git \(command)")
    }
  }

  // MARK: large

  @Test func twentyThousandIncludes() async throws {
    let folder = try TemporaryFolder()
    try folder.write("x.txt", "x\ny\n")
    let count = 20_000
    let one = "```\n<!-- include(x.txt lines=2) -->\n```\n\nsome text\n\n"
    let wanted = Bytes(String(repeating: "```\ny\n```\n\nsome text\n\n", count: count).utf8)
    let outcome = try await weave(String(repeating: one, count: count), in: folder, threads: 4)
    let isRight = outcome.output == wanted  // not in the macro, which would print both
    #expect(isRight, "\(outcome.diagnostics.prefix(300))")
  }

  @Test func sixtyFourMebibytesAreReadAndOneByteMoreIsNot() async throws {
    let folder = try TemporaryFolder()
    let line = Bytes(String(repeating: "x", count: 1023).utf8) + [10]
    var bytes = Bytes()
    bytes.reserveCapacity(64 << 20)
    for _ in 0..<65536 { bytes += line }
    try folder.write("x.txt", bytes)
    let fine = try await weave("```\n<!-- include(x.txt lines=-1) -->\n```\n", in: folder)
    #expect(fine.output == Bytes("```\n".utf8) + line + Bytes("```\n".utf8), "\(fine.diagnostics)")
    try folder.write("y.txt", bytes + [10])
    try folder.write("z.txt", "")
    truncate(folder.path("z.txt"), 200 << 20)
    let refused = try await weave(
      "<!-- include(y.txt lines=1) -->\n\n<!-- include(z.txt) -->\n", in: folder)
    #expect(ids(refused) == ["file-too-large", "file-too-large"])
  }

  /// A document of many chunks, with an error-free and a broken page: the same on one and on many threads.
  @Test func largePagesAreProvenTheSameOnAnyNumberOfThreads() async throws {
    let folder = try TemporaryFolder()
    try folder.write("x.md", "a\n```\n\tb\n")
    try folder.write("open.md", "<!-- never closed\n")
    let text = String(
      repeating:
        "# head\n\npara *graph*\n\n- item\n\n  ```\n  <!-- include(x.md) -->\n  ```\n\n> <!-- include(x.md fence=md) -->\n\n",
      count: 8000)
    let one = try await weave(text, in: folder, threads: 1)
    let many = try await weave(text, in: folder, threads: 7)
    let isSame = one.output != nil && one.output == many.output
    #expect(isSame, "\(one.diagnostics.prefix(300))")
    let broken = text + "<!-- include(open.md) -->\n\n" + text
    let first = try await weave(broken, in: folder, threads: 1)
    let second = try await weave(broken, in: folder, threads: 7)
    #expect(first.output == nil)
    let saysTheSame = first.diagnostics == second.diagnostics
    #expect(saysTheSame)
    #expect(first.problems.count == 1, "what follows from the first is no problem of its own")
    #expect(first.problems.first?.place.line == 8000 * 12 + 1, "\(first.diagnostics.prefix(300))")
  }
}

/// A folder inside a temporary one.
private struct TemporaryFolderView {
  private let folder: TemporaryFolder
  let url: URL
  init(_ folder: TemporaryFolder, _ name: String) {
    self.folder = folder
    url = folder.url.appending(path: name, directoryHint: .isDirectory)
  }
}

extension String {
  fileprivate var droppingSlash: String { hasSuffix("/") ? String(dropLast()) : self }
}
