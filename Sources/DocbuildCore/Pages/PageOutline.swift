/// The headings and links of a page of Markdown, for whoever edits it. Ranges are offsets in the page's bytes.
package struct PageOutline: Sendable {
  /// A heading outside of HTML.
  package struct Heading: Sendable {
    /// From 1.
    package let level: Int
    /// Its first line, behind the marks of containers.
    package let range: Range<Int>
    /// The text without markup.
    package let title: Bytes
    /// What a link may name it by; nil where nothing is known.
    package let anchor: Bytes?
  }

  /// A link, an image or a definition that is used.
  package struct Link: Sendable {
    /// The destination as it is written.
    package let range: Range<Int>
    /// The path in it, as it is written.
    package let pathRange: Range<Int>
    /// What follows the path, with its `#`; empty for nothing.
    package let fragmentRange: Range<Int>
    /// With percent-encoding resolved; empty for the page itself.
    package let path: Bytes
    /// Behind the `#`, with percent-encoding resolved; nil without one.
    package let fragment: Bytes?
    /// Whether it leads out of the tree, with a scheme or a host.
    package let isExternal: Bool
    /// Whether it is the source of an image.
    package let isImage: Bool
  }

  /// In the order of the page.
  package let headings: [Heading]
  /// In no certain order.
  package let links: [Link]
  /// All that links may name.
  package let anchors: PageAnchors

  /// The outline of a page.
  ///
  /// - Parameters:
  ///   - reader: who reads it.
  ///   - dialect: which rules it has for blocks.
  package init(ofPage bytes: Bytes, for reader: Reader = .github, in dialect: Dialect) {
    let page = Page(bytes, for: reader, in: dialect)
    anchors = page.anchors
    headings = page.headings.map {
      Heading(
        level: $0.level, range: $0.range, title: Bytes($0.title.trimmed()),
        anchor: $0.id.isEmpty ? nil : $0.id)
    }
    links =
      page.links.map { Link($0.raw, $0.destination, isImage: $0.isImage, in: bytes) }
      + page.definitions.map { Link($0.raw, $0.destination, isImage: $0.isImage, in: bytes) }
  }
}

extension PageOutline.Link {
  fileprivate init(_ range: Range<Int>, _ destination: Bytes, isImage: Bool, in page: Bytes) {
    self.range = range
    self.isImage = isImage
    isExternal = destination.hasScheme || destination.starts(with: Bytes("//".utf8))
    let sign = UInt8(ascii: "#")
    let hash = destination.firstIndex(of: sign) ?? destination.endIndex
    path = Bytes(destination[..<hash].prefix { $0 != UInt8(ascii: "?") }).percentDecoded
    fragment =
      hash < destination.endIndex ? Bytes(destination[(hash + 1)...]).percentDecoded : nil
    let raw = page[range]
    let rawHash = raw.firstIndex(of: sign) ?? raw.endIndex
    pathRange = range.lowerBound..<rawHash
    fragmentRange = rawHash..<range.upperBound
  }
}
