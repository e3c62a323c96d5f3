extension Selection {
  /// Leaves out comments: lines of nothing else go, and of others only what they say. Those that document something are known
  /// by how they are written, or as what stands right above a definition.
  ///
  /// - Returns: why it can't be done.
  mutating func leaveOutComments(_ kept: Recipe.Comments) -> SelectionProblem? {
    let bytes = source.bytes
    guard let comments = source.comments else {
      return SelectionProblem(
        .unsupportedLanguage,
        "where comments of '\(source.name)' begin and end can't be told for sure",
        notes: [.init("'lines', 'region' and 'omit' choose what is shown in any language")])
    }
    var documenting: [Range<Int>] = []
    if kept == .documentation {
      switch facts.symbols {
      case .found(let symbols):
        documenting = symbols.map {
          facts.documentationStart(before: $0.lines.lowerBound)..<$0.lines.lowerBound
        }
      case .failed(let id, let message, let note):
        return SelectionProblem(id, message, notes: [.init(note)])
      case nil: break
      }
    }
    var gone: [Range<Int>] = []
    var isIdle = true
    var next = 0
    for index in indices where !documenting.contains(where: { $0.contains(index) }) {
      let line = source.line(index)
      var made: Bytes = []
      var at = line.lowerBound
      while next < comments.count, comments[next].upperBound <= line.lowerBound { next += 1 }
      for comment in comments[next...] {
        guard comment.lowerBound < line.upperBound else { break }
        if kept == .documentation, bytes.isDocumentation(comment) { continue }
        let start = max(comment.lowerBound, line.lowerBound)
        if start > at { made += bytes[at..<start] }
        at = max(at, min(comment.upperBound, line.upperBound))
        // What follows a comment at the start of its line begins where the comment did.
        guard made.allSatisfy({ $0.isBlank }) else { continue }
        while at < line.upperBound, bytes[at].isBlank { at += 1 }
      }
      guard at > line.lowerBound else { continue }
      isIdle = false
      made += bytes[at..<line.upperBound]
      let text = made.withoutTrailingBlanks
      if text.isEmpty { gone.append(index..<index + 1) } else { rewritten[index] = text }
    }
    remove(gone)
    silent += gone
    if isIdle {
      idle.append(IdleOption(key: "comments", reason: "there are no such comments in the excerpt"))
    }
    return nil
  }
}

extension Bytes {
  /// Whether a comment is written as one that documents what follows it.
  fileprivate func isDocumentation(_ range: Range<Int>) -> Bool {
    let text = self[range]
    return documentationStarts.contains { text.has($0, at: text.startIndex) }
      && !text.has("/**/", at: text.startIndex)
  }

  fileprivate var withoutTrailingBlanks: Bytes {
    var text = self
    while let last = text.last, last.isBlank || last == .carriageReturn { text.removeLast() }
    return text
  }
}

/// `///` and its like (Rust, Swift, C#, Doxygen, Javadoc, Haddock, LuaDoc).
private let documentationStarts: [StaticString] = [
  "///", "//!", "/**", "/*!", "##", "-- |", "---", "{- |",
]
