extension Excerpt {
  /// What a woven part yields: the whole of it.
  convenience init(part document: Document) {
    let bytes = document.bytes
    let lines = bytes.lineFeedCount(in: 0..<bytes.count)
    self.init(
      SourceFacts(document.template.source), bytes: bytes,
      runs: [Run(sourceLine: nil, count: lines)])
  }
}
