/// What the checks look at: the links, headings, definitions and code of a page of Markdown, each with its place.
///
/// Ranges are offsets in the page's bytes.
struct Page {
  struct Link {
    /// An address is a URL that stands for itself, in `<…>` or bare.
    enum Origin { case inline, definition, html, address }

    let origin: Origin
    let isImage: Bool
    /// The destination as it is written, without `<` and `>`.
    let raw: Range<Int>
    /// The destination with escapes and entities resolved.
    let destination: Bytes
    /// The whole link.
    let range: Range<Int>
  }

  struct Image {
    let range: Range<Int>
    let isHTML: Bool
    let hasText: Bool
  }

  struct Definition {
    let label: Bytes
    let labelRange: Range<Int>
    let raw: Range<Int>
    let destination: Bytes
    /// Where links and images begin that use it.
    var uses: [Int] = []
    var isImage = false
    /// Whether a link or an image uses it.
    var isUsed: Bool { !uses.isEmpty }
    /// The definition of the same label that wins over it.
    var other: Int?
  }

  /// A place that names one of GitHub's footnotes, or where one is defined.
  struct Footnote {
    /// Normalised, as labels are.
    let name: Bytes
    let range: Range<Int>
    let isDefinition: Bool
  }

  struct Heading {
    let level: Int
    let range: Range<Int>
    /// Neither in a list or quote nor written in HTML.
    let isOutline: Bool
    /// What `#…` names it by; empty where it has no id of its own.
    var id: Bytes = []
    /// The text without markup.
    var title: Bytes = []
  }

  let bytes: Bytes
  var links: [Link] = []
  var images: [Image] = []
  var definitions: [Definition] = []
  var footnotes: [Footnote] = []
  var headings: [Heading] = []
  var misfits: [Misfit] = []
  /// Comments that silence findings, in order.
  var checkComments: [CheckComment] = []
  /// The code of blocks and spans, by lines where a block has several.
  var code: [Range<Int>] = []
  /// The opening lines of fences that are never closed.
  var openFences: [Range<Int>] = []
  /// What `#…` may name: the headings' slugs and the ids and names in HTML.
  var anchors = PageAnchors()
}

/// The labels of the references that a text defines, normalised as links' labels are.
package func definedLabels(in text: Bytes) -> [Bytes] { Page(text).definitions.map(\.label) }

/// The paths of the links of a text, as they are written but for percent-encoding.
package func linkedPaths(in text: Bytes) -> [Bytes] {
  Page(text).links.filter { !$0.destination.hasScheme }.map { link in
    let path = link.destination.prefix { $0 != UInt8(ascii: "#") && $0 != UInt8(ascii: "?") }
    return Bytes(path).percentDecoded
  }
}

extension Page {
  /// - Parameters:
  ///   - isForAnchors: whether only the anchors are asked for, and what they come from.
  ///   - read: the page as libcmark has read it, where it has.
  init(
    _ bytes: Bytes, for readers: Reader = .github, in dialect: Dialect = .commonMark,
    anchorsAlone isForAnchors: Bool = false, asRead read: ReadPage? = nil
  ) {
    self.init(bytes: bytes)
    var readers = readers
    if dialect == .mdx { readers.hideMDXComments() }
    var text = readers.withoutHidden(bytes)
    if readers.endsHTMLAtTags { text.clearEndTagsBeforeFences() }
    // Where these readers don't see all of it, they see other blocks.
    let known = read.flatMap { $0.lines.bytes.isSame(as: text) ? $0 : nil }
    var reader = PageReader(
      text, for: readers, in: dialect, anchorsAlone: isForAnchors, lines: known?.lines)
    reader.read(into: &self, known?.blocks)
  }
}
