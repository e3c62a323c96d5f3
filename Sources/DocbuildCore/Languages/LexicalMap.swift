/// Where the comments and strings of a source are.
struct LexicalMap: Sendable {
  enum Kind: Sendable { case comment, string }

  struct Span: Sendable {
    let kind: Kind
    let range: Range<Int>
  }

  /// Ascending; none overlaps another.
  let spans: [Span]
  /// Whether something was open at the end: then the text was not understood, and nothing here is sure.
  let isBroken: Bool

  init(of bytes: Bytes, by lexis: Lexis) {
    if lexis.traits.contains(.yaml) {
      let reader = YAMLReader(bytes)
      (spans, isBroken) = (reader.spans, reader.isBroken)
      return
    }
    var reader = LexicalReader(bytes, lexis)
    reader.run()
    spans = reader.spans
    isBroken = reader.isBroken
  }

  /// What `offset` is a part of; nil for code, and for a comment that begins there.
  func kind(at offset: Int) -> Kind? {
    guard let span = spans[safe: index(of: offset)] else { return nil }
    let start = span.range.lowerBound
    return start < offset || start == offset && span.kind == .string ? span.kind : nil
  }

  /// The number of the first span that ends behind `offset`.
  func index(of offset: Int) -> Int {
    var low = 0
    var high = spans.count
    while low < high {
      let middle = (low + high) / 2
      if spans[middle].range.upperBound <= offset { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension Array {
  fileprivate subscript(safe index: Int) -> Element? { index < count ? self[index] : nil }
}
