import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Which sites a project has, by the files of their generators.
@Suite struct ReaderGuessTests {
  private func sites(_ files: [String: String]) throws -> [String] {
    let project = MemoryProject(files)
    let session = Session(
      try project.open(), clock: WallClock { 0 }, interrupt: Interrupt())
    return try ReaderGuess.sites(in: session).map {
      "\($0.reader) \($0.sign.text): \($0.patterns.joined(separator: " "))"
    }
  }

  @Test(arguments: [
    (["mkdocs.yml": "docs_dir: docs/en\n", "docs/en/index.md": ""], "mkdocs mkdocs.yml: docs/en/"),
    (["guide/book.toml": "", "guide/src/SUMMARY.md": ""], "mdbook guide/book.toml: guide/src/"),
    (
      [
        "website/docusaurus.config.js": "docs: {path: '../docs'}", "docs/a.md": "",
        "website/blog/b.md": "",
      ],
      "docusaurus website/docusaurus.config.js: docs/ website/blog/"
    ),
    (
      ["hugo.toml": "", "content/a.md": "", "static/x.png": ""], "hugo hugo.toml: content/ static/"
    ),
    (["_config.yml": "", "index.md": ""], "jekyll _config.yml: **"),
  ])
  func eachGenerator(_ files: [String: String], _ expected: String) throws {
    #expect(try sites(files) == [expected])
  }

  @Test func namesThatOthersUseToo() throws {
    #expect(try sites([".cargo/config.toml": "", "book.toml": "", "README.md": ""]).isEmpty)
  }
}
