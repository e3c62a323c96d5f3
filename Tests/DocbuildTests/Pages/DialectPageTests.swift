import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Pages of MDX and Python-Markdown are checked as their readers see them.
struct DialectPageTests {
  private func said(_ files: [String: String]) throws -> [String] {
    let report = try CheckedTree(files).report()
    return (report.results.flatMap(\.diagnostics) + report.diagnostics).map {
      "\($0.place.name):\($0.place.line):\($0.place.column) \($0.id.rawValue)"
    }
  }

  @Test func whatIsIndentedBelowTitlesIsMarkdown() throws {
    let page = """
      # A

      !!! note "See [t](no1.md)"
          [a](no2.md) [b](#inside) [c](#outside)

          ## Inside

          - [d](no3.md)

              [e](no4.md)

          ```md
          [f](code.md)
          ```

      === "T"

              [g](code.md)

      <div>
      [h](raw.md) <img src="no5.png" alt="i">
      </div>

      """
    let found = [
      "a.md:3:19 broken-link", "a.md:4:9 broken-link", "a.md:4:34 broken-anchor",
      "a.md:8:11 broken-link", "a.md:10:13 broken-link", "a.md:21:23 broken-image",
    ]
    #expect(try said(["a.md": page]) == found)
    // The same words below no title that only these sites have are code to GitHub.
    let plain = page.replacing("!!! note", with: "Note").replacing("=== \"T\"", with: "T")
    #expect(try !said(["a.md": plain]).contains("a.md:8:11 broken-link"))
    #expect(
      try said(["docbuild.toml": "dialect = \"python-markdown\"\n", "a.md": "<div>\n\n[a](b)\n"])
        == [])
  }

  @Test func whatStandsBetweenTagsIsMarkdown() throws {
    let page = """
      import A from './a.js'

      <A>
      [a](no1.md) [b](#inside)
          [c](no2.md)
      ## Inside
      </A>

      {/* [d](hidden.md) <img src="hidden.png"/> */}

      <A b={'[e](text.md)'} src="no3.png"/>

      """
    let found = ["a.mdx:4:5 broken-link", "a.mdx:5:9 broken-link"]
    #expect(try said(["a.mdx": page]).filter { !$0.contains("image") } == found)
  }

  @Test func anchorsOfOtherPagesAreReadInTheirDialects() throws {
    let other = "!!! note\n    ## Inside\n"
    #expect(try said(["a.md": "[a](b.md#inside)\n", "b.md": other]) == [])
    #expect(
      try said([
        "docbuild.toml": "[dialect]\n\"b.md\" = \"commonmark\"\n", "a.md": "[a](b.md#inside)\n",
        "b.md": "!!! note\n\n    ## Inside\n",
      ]) == ["a.md:1:9 broken-anchor"])
  }

  @Test func commentsInContainersSilenceTheBlockBehindThem() throws {
    let comment = "<!-- check(off=broken-link why=\"made later\") -->"
    #expect(
      try said(["a.md": "!!! note\n    a\n\n    \(comment)\n\n    [a](no.md)\n\n[b](no.md)\n"])
        == ["a.md:8:5 broken-link"])
    #expect(
      try said(["a.mdx": "<A>\n{/* check(off=broken-link why=\"later\") */}\n[a](no.md)\n</A>\n"])
        == [])
  }
}
