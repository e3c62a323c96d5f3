/// What there is to know of a page of Markdown for whoever shows it.
package struct PageMap: Sendable {
  /// The ids by which `#…` names headings, with their lines (from 1), in order.
  package let headings: [(line: Int, id: Bytes)]
  /// The destinations of links and images, used definitions included, without query and fragment, percent-encoding resolved.
  package let links: [Bytes]
  /// How many lines the front matter has.
  package let frontMatter: Int

  /// As GitHub reads the page.
  package init(ofPage bytes: Bytes) {
    let page = Page(bytes)
    let sorted = page.headings.filter { !$0.id.isEmpty }.sorted {
      $0.range.lowerBound < $1.range.lowerBound
    }
    var line = 1
    var at = 0
    headings = sorted.map { heading in
      line += bytes.lineFeedCount(in: at..<heading.range.lowerBound)
      at = heading.range.lowerBound
      return (line, heading.id)
    }
    let definitions = page.definitions.filter(\.isUsed).map(\.destination)
    links = (page.links.map(\.destination) + definitions).map { destination in
      Bytes(destination.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") })
        .percentDecoded
    }
    frontMatter = bytes.lineFeedCount(in: 0..<bytes.endOfFrontMatter)
  }
}
