import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Parts of pages: what a page of Docusaurus imports is shown on it, with its headings.
@Suite struct ReaderPartTests {
  private func findings(_ page: String, _ files: [String: String]) throws -> [String] {
    try CheckedTree(
      files.merging([
        "docbuild.toml": "[check]\nreader = \"docusaurus\"\n",
        "docusaurus.config.js": "module.exports = {};\n", "docs/page.mdx": page,
        "docs/other.md": "[a](page.mdx#reefs) [b](/docs/page#reefs)\n[c](/docs/page#masts)\n",
      ]) { $1 }
    ).findings()
  }

  @Test func headingsOfImportedPages() throws {
    #expect(
      try findings(
        "import Reef from './_reef.mdx';\nimport {useState} from 'react';\n\n# Page\n\n<Reef />\n\n[d](#reefs) [e](#page)\n[f](#masts)\n",
        ["docs/_reef.mdx": "## Reefs\n"]
      ) == ["docs/other.md:2 broken-anchor", "docs/page.mdx:9 broken-anchor"])
  }

  @Test func headingsOfWhatComponentsImport() throws {
    #expect(
      try findings(
        "import {\n  Rig,\n} from './\\_rig';\n\n# Page\n\n<Rig />\n\n[d](#stays) [e](#deck) [f](#lee)\n[g](#luv)\n",
        [
          "docs/_rig.jsx":
            "import Reef from '../parts/reef.md';\nimport {Deck} from '@site/src/deck';\n\nexport const Rig = () => <Reef />;\n",
          "parts/reef.md": "## Reefs\n\nimport Stays from './stays.mdx'\n\n## Lee side {#lee}\n",
          "parts/stays.mdx": "## Stays\n",
          "src/deck/index.tsx": "export const Deck = () => <h2 id=\"deck\">Deck</h2>;\n",
        ]
      ) == ["docs/other.md:2 broken-anchor", "docs/page.mdx:10 broken-anchor"])
  }

  @Test func whatOnlyABuildMakesMayHaveAny() throws {
    func page(_ part: String) -> String {
      "import Part from './\(part)';\n\n# Page\n\n<Part />\n\n[d](#luv)\n"
    }
    #expect(try findings(page("_made.mdx"), [:]) == [])
    #expect(
      try findings(
        page("_part"),
        ["docs/_part.tsx": "export default (p) => <h2 id={p.id}>{p.text}</h2>;\n"]) == [])
  }

  @Test func partsThatImportEachOtherEnd() throws {
    #expect(
      try findings(
        "import A from './_a.mdx';\n\n# Page\n\n<A />\n\n[d](#luv)\n",
        [
          "docs/_a.mdx": "import B from './_b.mdx';\n\n## Reefs\n",
          "docs/_b.mdx": "import A from './_a.mdx';\n\n## Masts\n",
        ]) == ["docs/page.mdx:7 broken-anchor"])
  }

  @Test func packagesBringNone() throws {
    #expect(
      try findings(
        "import Tabs from '@theme/Tabs';\nimport x from 'reefs.mdx';\n\n# Page\n\n<Tabs />\n", [:])
        == [
          "docs/other.md:1 broken-anchor", "docs/other.md:1 broken-anchor",
          "docs/other.md:2 broken-anchor",
        ])
  }
}
