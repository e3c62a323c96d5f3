extension Document {
  /// Whether GitHub may find a footnote in a part of the page: of the template's own, or of what is put in outside of fences.
  func mayHoldFootnotes(_ chunk: Chunk) -> Bool {
    guard template.dialect == .commonMark else { return false }
    return template.holdsFootnotes
      || openIncludes[chunk.openIncludes].contains {
        $0.excerpt.bytes.mayBeginFootnote(in: $0.excerpt.range)
      }
      || riskyValues[chunk.riskyValues].contains {
        $0.text.mayBeginFootnote(in: 0..<$0.text.count)
      }
  }
}
