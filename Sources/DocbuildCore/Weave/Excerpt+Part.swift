extension Excerpt {
  /// What a woven part yields: the whole of it, with the blocks that it must have.
  convenience init(part document: Document) {
    let bytes = document.bytes
    let lines = bytes.lineFeedCount(in: 0..<bytes.count)
    self.init(
      source: document.template.source, bytes: bytes, runs: [Run(sourceLine: nil, count: lines)],
      part: document)
  }
}
