import DocbuildCore
import Testing

@testable import DocbuildEngine

/// What a page tells its reader to write is like what the project has for itself, and no copy of it.
struct AdoptInstructionTests {
  private static let configuration =
    "theme:\n  name: material-for-pages\n  custom_dir: overrides\n\nmarkdown_extensions:\n"
    + "  - abbreviations\n  - admonition_blocks\n  - attribute_lists\n  - definition_lists\n"
    + "  - footnotes_below\n  - markdown_in_html\n\nsite_author: somebody\nsite_title: A site\n"

  private func verdict(_ block: String) throws -> AdoptVerdict? {
    let project = MemoryProject([
      "README.md": "Add this to `mkdocs.yml`:\n\n```yaml\n\(block)```\n",
      "mkdocs.yml": AdoptInstructionTests.configuration,
    ])
    return try adopt(Session(of: try project.open()), AdoptSettings()).blocks.first?.verdict
  }

  @Test(arguments: [
    "theme:\n  name: material-for-pages\n",
    "markdown_extensions:\n  - abbreviations\n  - admonition_blocks\n",
  ])
  func whatEndsWithinAMappingIsAsked(block: String) throws {
    guard case .choose(let places, let reason)? = try verdict(block) else {
      Issue.record("\(String(describing: try verdict(block)))")
      return
    }
    #expect(places.map(\.path.text) == ["mkdocs.yml"])
    #expect(reason == "it ends within what it opens there")
  }

  @Test(arguments: [
    "theme:\n  name: material-for-pages\n  custom_dir: overrides\n",
    "site_author: somebody\nsite_title: A site\n",
  ])
  func whatIsWholeIsProposed(block: String) throws {
    guard case .exact? = try verdict(block) else {
      Issue.record("\(String(describing: try verdict(block)))")
      return
    }
  }

  @Test func someOfAListIsNoDriftedCopy() throws {
    let some =
      "markdown_extensions:\n  - abbreviations\n  - admonition_blocks\n  - attribute_lists\n"
      + "  - definition_lists\n  - footnotes_below\n  - superfences\n"
    guard case .notFound? = try verdict(some) else {
      Issue.record("\(String(describing: try verdict(some)))")
      return
    }
    let all = some.replacing("superfences", with: "markdown_in_html")
      .replacing("footnotes_below", with: "footnotes")
    guard case .differs? = try verdict(all) else {
      Issue.record("\(String(describing: try verdict(all)))")
      return
    }
  }
}
