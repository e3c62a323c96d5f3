import Foundation
import Testing

@testable import DocbuildCore

/// Anchors that are read alone, without the links and the code of the page.
struct AnchorsAloneTests {
  /// Every page of the repository, for every reader: the anchors are those of the whole page.
  @Test(arguments: Reader.all.map(\.name)) func areThoseOfThePage(_ name: String) throws {
    let reader = try #require(Reader.named(name))
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    var count = 0
    for folder in ["Tests", "docs", "article", "examples"] {
      let files = FileManager.default.enumerator(
        atPath: root.appendingPathComponent(folder).path)
      while let file = files?.nextObject() as? String {
        guard file.hasSuffix(".md") || file.hasSuffix(".mdx"),
          let data = try? Data(contentsOf: root.appendingPathComponent("\(folder)/\(file)"))
        else { continue }
        let bytes = Bytes(data)
        for dialect in [Dialect.commonMark, .mdx] {
          let whole = Page(bytes, for: reader, in: dialect).anchors
          #expect(
            PageAnchors(ofPage: bytes, for: reader, in: dialect) == whole, "\(folder)/\(file)")
          count += whole.names.count
        }
      }
    }
    #expect(count > 500)
  }

  /// What may look like an anchor and stands where only links do.
  @Test func oddPlaces() {
    let page = Bytes(
      """
      # [A][a] *b*

      [a]: x.md
      text <a id="one"></a> `<a id="no">`
      [link <a name="two">](x.md)

      - [a][a]
        <b id=three>

      | <i id="four"></i> |
      | - |
      | [x](y) <i id="five"></i> |

      """.utf8)
    let whole = Page(page).anchors
    #expect(PageAnchors(ofPage: page) == whole)
    #expect(whole.names.map(\.text).contains("five"))
  }
}
