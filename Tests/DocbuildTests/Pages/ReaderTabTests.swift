import DocbuildCore
import Testing

@testable import DocbuildEngine

/// Tabs of PyMdown Extensions: which ids they get is a matter of a site's settings, as read in `pymdownx.tabbed`.
@Suite struct ReaderTabTests {
  private let page = """
    # Rig

    ## Mast

    === "Pine wood"

        a

        ### Stays

        === "Steel"

            b

    === "... or ash"

    === ":octicons-image-16: Image"

    ```md
    === "Sketch"
    ```

    ## Image

    /// tab | Hemp
    c
    ///


    """

  private func findings(_ settings: String, _ links: String) throws -> [String] {
    try CheckedTree([
      "docbuild.toml": "[check]\nreader = \"mkdocs\"\n",
      "mkdocs.yml":
        "site_name: Boats\nmarkdown_extensions:\n  - toc:\n      slugify: true\n\(settings)  - admonition\n",
      "docs/rig.md": page + links,
    ]).report().results.flatMap(\.diagnostics).map(\.message)
  }

  @Test func theyAreSlugsWhereASlugifyIsNamed() throws {
    let settings =
      "  - pymdownx.tabbed:\n      alternate_style: true\n      slugify: !!python/object/apply:pymdownx.slugs.slugify\n        kwds:\n          case: lower\n"
    #expect(
      try findings(
        settings,
        "[a](#pine-wood) [b](#steel) [c](#-or-ash) [d](#hemp) [e](#image_1) [f](#__tabbed_1_2)\n[g](#sketch) [h](#mast-pine-wood)\n"
      ) == [
        "no heading or anchor is '#sketch'", "no heading or anchor is '#mast-pine-wood'",
      ])
  }

  @Test func theHeadingAboveStandsBeforeThem() throws {
    let settings =
      "  - pymdownx.blocks.tab:\n      slugify: !!python/name:pymdownx.slugs.uslugify\n      combine_header_slug: true\n"
    #expect(
      try findings(
        settings,
        "[a](#mast-pine-wood) [b](#stays-steel) [c](#mast--or-ash) [d](#image-hemp) [e](#mast-image)\n[f](#steel) [g](#mast-steel) [h](#stays-or-ash)\n"
      ) == [
        "no heading or anchor is '#steel'", "no heading or anchor is '#mast-steel'",
        "no heading or anchor is '#stays-or-ash'",
      ])
  }

  @Test func withoutOneTheyHaveOnlyNumbers() throws {
    let settings = "  - pymdownx.tabbed:\n      alternate_style: true\n"
    #expect(
      try findings(settings, "[a](#__tabbed_1_1) [b](#image)\n[c](#steel)\n") == [
        "no heading or anchor is '#steel'"
      ])
  }
}
