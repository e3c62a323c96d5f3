import Foundation
import Testing

@testable import DocbuildCore
@testable import DocbuildEngine

/// Links held against real files below a root.
@Suite struct ChecksSiteTests {
  private func withSite(_ body: (Site) throws -> Void) throws {
    let files = FileManager.default
    let folder = files.temporaryDirectory.appending(path: "checks-\(UUID().uuidString)")
    defer { try? files.removeItem(at: folder) }
    for (path, text) in [
      "README.md": "# Top\n", "docs/a.md": "# One\n\n## Two words\n", "docs/b c.md": "",
      "src/x.go": "1\n2\n3",
      "docs/README.md": "# Docs\n",
    ] {
      let file = folder.appending(path: path)
      try files.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
    }
    try files.createSymbolicLink(
      at: folder.appending(path: "docs/out"), withDestinationURL: URL(filePath: "/etc"))
    try body(Site(root: Root(AbsolutePath(trusted: Bytes(folder.path.utf8)))))
  }

  @Test func linksLeadToFiles() throws {
    try withSite { site in
      let page = """
        [a](a.md#two-words) [b](b%20c.md) [c](../src/x.go#L3) [d](/README.md#top) [e](../docs#docs) [f](..) [g](.)
        [h](A.md) [i](a.md#tow-words) [j](../src/x.go#L4) [k](../../x) [l](/docs/none.md) [m](../src/y.go)
        [n](nothing/../a.md) [o](out/passwd) [p](a.md/x)

        """
      let found = checkPage(
        Bytes(page.utf8), name: "docs/x.md", severities: Severities(),
        site: site.page(in: RootPath("docs")))
      #expect(
        found.map { "\($0.line) \($0.id.rawValue) \($0.fixIt ?? "-")" } == [
          "2 broken-link a.md", "2 broken-anchor #two-words", "2 broken-link -",
          "2 link-outside-root -",
          "2 broken-link -", "2 broken-link ../src/x.go", "3 link-outside-root -",
          "3 broken-link -",
        ])
    }
  }

  @Test func manyThreadsAskAtOnce() async throws {
    try withSite { site in
      DispatchQueue.concurrentPerform(iterations: 64) { index in
        let found = checkPage(
          Bytes("[a](a.md#two-words) [b](../src/x.go#L\(index % 3 + 1)) [c](a.md#no)\n".utf8),
          name: "docs/x.md", severities: Severities(), site: site.page(in: RootPath("docs")))
        #expect(found.map(\.id) == [.brokenAnchor])
      }
    }
  }

  @Test func anchorsOfWhatWillBeAreUsed() throws {
    try withSite { site in
      site.set(PageAnchors(ofPage: Bytes("# New\n".utf8)), at: RootPath("docs/a.md"))
      let found = checkPage(
        Bytes("[a](docs/a.md#new)\n".utf8), name: "x.md", severities: Severities(),
        site: site.page(in: .root))
      #expect(found.isEmpty)
    }
  }
}
