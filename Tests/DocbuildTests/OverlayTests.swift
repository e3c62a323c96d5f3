import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// Texts that are not saved stand for files: for documents and sources, there or not, and never further than files would.
struct OverlayTests {
  /// A project on the disk, for what only a disk has: links.
  private func project(_ texts: [String: String]) throws -> (TemporaryFolder, Project) {
    let folder = try TemporaryFolder()
    for (path, text) in texts { try folder.write(path, text) }
    let path = AbsolutePath(trusted: Bytes(folder.url.path.utf8))
    let root = try Root(path, overlay: Overlay())
    let environment = Environment(folder: path)
    return (folder, try Project(root, options: Project.Options(), environment: environment))
  }

  private func page(_ template: String, in project: Project) throws -> String? {
    let path = RootPath(template)
    let document = ProjectDocument(
      kind: .template, path: path, output: WrittenPath(outputPath(ofTemplate: path.bytes)))
    guard let input = try Input.document(document, in: project).get() else { return nil }
    return Pass(project, prover: Prover(threads: 1)).weave(input).document?.bytes.text
  }

  @Test func aTextThatIsNotSavedIsWoven() throws {
    let (folder, project) = try project(["a.src": "<!-- include(x.txt) -->\n", "x.txt": "saved\n"])
    #expect(try page("a.src", in: project) == "saved\n")
    #expect(project.root.overlay(Bytes("typed\n".utf8), at: RootPath("x.txt")))
    #expect(try page("a.src", in: project) == "typed\n")
    let template = Bytes("New\n\n<!-- include(new/y.txt) -->\n".utf8)
    #expect(project.root.overlay(template, at: RootPath("a.src")))
    #expect(project.root.overlay(Bytes("nowhere yet\n".utf8), at: RootPath("new/y.txt")))
    #expect(try page("a.src", in: project) == "New\n\nnowhere yet\n")
    // Nothing has come onto the disk.
    #expect(try String(contentsOfFile: folder.path("x.txt"), encoding: .utf8) == "saved\n")
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.url.path).sorted()
        == ["a.src", "x.txt"])
    for path in ["a.src", "x.txt", "new/y.txt"] { project.root.overlay(nil, at: RootPath(path)) }
    #expect(try page("a.src", in: project) == "saved\n")
  }

  @Test func itIsThereAndHasASize() throws {
    let (folder, project) = try project(["x.txt": "saved\n"])
    defer { withExtendedLifetime(folder) {} }
    let (root, new) = (project.root, RootPath("new.txt"))
    #expect(!root.exists(new) && !root.isThere(new) && root.stamp(of: new) == nil)
    root.overlay(Bytes("12345".utf8), at: new)
    #expect(root.exists(new) && root.isThere(new))
    #expect(root.stamp(of: new)?.size == 5)
    #expect(root.read(new, limit: 4) == .failure(.tooLarge(5)))
    // No file that was ever looked at has that stamp, nor has another text.
    let first = root.stamp(of: new)
    root.overlay(Bytes("12345".utf8), at: new)
    #expect(root.stamp(of: new) != first)
    #expect(root.stamp(of: new)?.isOlder(than: .max - 1) == false)
  }

  @Test func aLinkLeadsToTheText() throws {
    let (folder, project) = try project(["real/x.txt": "saved\n"])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("link"), withDestinationPath: "real")
    let (real, link) = (RootPath("real/x.txt"), RootPath("link/x.txt"))
    project.root.overlay(Bytes("typed\n".utf8), at: link)
    #expect(project.root.read(real, limit: 100) == .success(Bytes("typed\n".utf8)))
    #expect(project.root.read(link, limit: 100) == .success(Bytes("typed\n".utf8)))
  }

  @Test func nothingOutsideIsReachedByIt() throws {
    let (folder, project) = try project(["x.txt": "x\n"])
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("out"), withDestinationPath: "/etc/hostname")
    let root = project.root
    #expect(!root.overlay(Bytes("typed\n".utf8), at: RootPath("out")))
    for path in ["out", "../x", "/etc/hostname", "./../x"] {
      #expect(root.read(WrittenPath(path), limit: 100) == .failure(.outside))
    }
  }

  @Test func itIsRefusedAsAFileWouldBe() throws {
    let (folder, project) = try project([:])
    defer { withExtendedLifetime(folder) {} }
    let key = "-----BEGIN PRIVATE KEY-----\n" + String(repeating: "QUJD", count: 20) + "\n"
    for (path, text) in [(".env", "x\n"), (".git/config", "x\n"), ("key.txt", key)] {
      project.root.overlay(Bytes(text.utf8), at: RootPath(path))
      guard case .failure(.refused) = project.root.read(RootPath(path), limit: 1000) else {
        Issue.record("\(path)")
        continue
      }
    }
  }

  @Test func anUnsavedDocumentIsNotReplaced() throws {
    let text = "<!-- embed(x.txt) -->\n"
    let project = MemoryProject(["page.md": text, "x.txt": "one\n"])
    project.wait()
    try project.open().root.overlay(Bytes("Typed.\n\n\(text)".utf8), at: RootPath("page.md"))
    let (report, events) = try project.build()
    #expect(report.results.map(\.outcome) == [.failed])
    #expect(project.files["page.md"] == text)
    #expect(!events.changes.contains { $0.path.text == "page.md" })
  }

  @Test func whatWasMadeFromItIsStaleOnceItIsGone() throws {
    let project = MemoryProject(["a.src": "<!-- include(x.txt) -->\n", "x.txt": "saved\n"])
    project.wait()
    let root = try project.open().root
    root.overlay(Bytes("typed\n".utf8), at: RootPath("x.txt"))
    try project.build()
    #expect(project.files["a.md"] == "typed\n")
    #expect(project.files["x.txt"] == "saved\n")
    project.wait()
    root.overlay(nil, at: RootPath("x.txt"))
    let (report, _) = try project.build()
    #expect(report.results[0].outcome == .written)
    #expect(project.files["a.md"] == "saved\n")
  }
}
