import DocbuildCore
import Foundation
import Testing

@testable import DocbuildEngine

/// Paths as somebody wrote them are no paths below the root before `Root` has found out what they name.
struct WrittenPathTests {
  /// Where pages link to what is not there, folders above the page are looked through.
  @Test(arguments: ["/site/a.md", "../site/a.md"])
  func anOutputOutsideTheRootIsCheckedToTheEnd(_ output: String) throws {
    let memory = MemoryProject([
      "docbuild.toml": "[outputs]\n\"a.src\" = \"\(output)\"\n",
      "a.src": "[b](nowhere.md) [c](/n)\n\n<!-- include(x.txt) -->\n", "x.txt": "x\n",
    ])
    let report = try check(Session(of: memory.open()), CheckOptions())
    let found = report.results.flatMap(\.diagnostics)
    #expect(found.contains { $0.id == .refusedOutput }, "\(found.map(\.message))")
  }

  /// Behind a link, `..` leads elsewhere than its text says: what was read is what the page is made from.
  @Test func behindALinkIsWhatTheSystemFinds() throws {
    let folder = try TemporaryFolder()
    for (path, text) in [
      ("docbuild.toml", ""), ("a/x.txt", "right\n"), ("docs/x.txt", "wrong\n"), ("a/b/c", ""),
      ("docs/p.src", "<!-- include(link/../x.txt) -->\n"),
    ] {
      try folder.write(path, text)
    }
    try FileManager.default.createSymbolicLink(
      atPath: folder.path("docs/link"), withDestinationPath: "../a/b")
    let path = AbsolutePath(trusted: Bytes(folder.url.path.utf8))
    let project = try Project(
      Root(path), options: Project.Options(), environment: Environment(folder: path))
    let document = ProjectDocument(
      kind: .template, path: RootPath("docs/p.src"), output: WrittenPath("docs/p.md"))
    let input = try #require(try Input.document(document, in: project).get())
    let pass = Pass(project, prover: nil)
    let woven = pass.weave(input)
    #expect(woven.document?.bytes.text == "right\n")
    let read = woven.dependencies.map(\.path.text)
    #expect(read.contains("a/x.txt") && !read.contains("docs/x.txt"), "\(read)")
    #expect(namedFiles(of: document, with: pass.reader).contains(RootPath("a/x.txt")))
  }
}
