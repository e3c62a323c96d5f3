/// A woven document: slices of the template and of excerpts in order, never one string, and what the proof
/// must find in it.
package final class Document: Sendable {
  /// A stretch of the output.
  struct Piece: Sendable {
    enum Content: Sendable {
      /// Bytes of the template, as they are.
      case text(Range<Int>)
      /// Bytes that docbuild made: a fence, a line end.
      case made(Bytes)
      /// An excerpt, every line behind the template's bytes `prefix`.
      case excerpt(Excerpt, prefix: Range<Int>)
      /// The text of the value of that index in `template.values`.
      case value(Bytes, Int)
    }

    let content: Content
    /// The template's line (from 1) that its first byte belongs to.
    let templateLine: Int
    /// The directive that it comes from, nil for the template's own text.
    let directive: Int?
    /// The output's line (from 1, as CommonMark counts) that its first byte is on.
    let line: Int
  }

  /// A code block that the page must have.
  struct Block: Sendable {
    let directive: Int
    let excerpt: Excerpt
    /// Whether the excerpt's lines stand behind a prefix.
    let isPrefixed: Bool
    /// The output's lines (from 1, as CommonMark counts) of the opening fence and of the excerpt's first line.
    let openLine: Int
    let firstLine: Int
    /// The line of the closing fence, nil when the author never closes it.
    var closeLine: Int?
  }

  /// An include outside a fence, which may yield any blocks.
  struct OpenInclude: Sendable {
    let directive: Int
    let excerpt: Excerpt
    /// Its first line in the output, from 1 as CommonMark counts.
    let firstLine: Int
  }

  /// A value that may change what the lines around it are.
  struct RiskyValue: Sendable {
    /// Its index in `template.values`.
    let index: Int
    let text: Bytes
  }

  /// A part of the document that can be parsed on its own: it begins and ends outside all blocks.
  struct Chunk: Sendable {
    var pieces: Range<Int>
    var blocks: Range<Int>
    var openIncludes: Range<Int>
    var riskyValues: Range<Int>
    var inertLines: Range<Int>
    /// The output's line (from 1) that it begins with.
    let firstLine: Int
  }

  /// What it was woven from.
  package let template: Template
  /// The length of its output.
  package let byteCount: Int
  let pieces: [Piece]
  let blocks: [Block]
  let openIncludes: [OpenInclude]
  let riskyValues: [RiskyValue]
  /// What the values of the template turned out to be.
  let values: [BoundValue]
  /// The output's lines that must be code, since a directive there was taken for text.
  let inertLines: [(line: Int, templateLine: Int)]
  let chunks: [Chunk]
  /// Which pieces are end marks that the template lacks.
  let addedMarks: [Int]
  /// The parts woven into it, by the directives that name them: they hold blocks that the page must have too.
  let parts: [Int: Document]
  /// What excerpts were compared with, by the directives that show the difference.
  let others: [Int: Excerpt]
  /// How deep the parts woven into it stand in one another; 0 without parts.
  let height: Int
  /// What is worth a word although nothing is wrong, all warnings; that of parts too.
  package let remarks: [Diagnostic]
  /// Where it shows a source as it was, and the source says something else today; only where that is asked for.
  package let behindHead: [Diagnostic]

  init(
    _ builder: DocumentBuilder, parts: [Int: Document], others: [Int: Excerpt] = [:],
    remarks: [Diagnostic], behindHead: [Diagnostic] = []
  ) {
    self.behindHead = behindHead
    self.parts = parts
    self.others = others
    self.remarks = remarks
    template = builder.template
    byteCount = builder.byteCount
    pieces = builder.pieces
    blocks = builder.blocks
    openIncludes = builder.openIncludes
    riskyValues = builder.riskyValues
    values = builder.values
    inertLines = builder.inertLines
    chunks = builder.chunks
    addedMarks = builder.addedMarks
    height = builder.height
  }
}
