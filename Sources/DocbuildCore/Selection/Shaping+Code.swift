extension OptionRule {
  static let context = OptionRule(
    "context", forms: ["context=\"# \""],
    "keeps all that was not chosen, each line behind that text, as mdBook and rustdoc hide lines by `# `",
    examples: [
      .init(
        "lines=2 context=\"# \"", "fn main() {\n    run();\n\n}\n",
        "# fn main() {\n    run();\n#\n# }\n"),
      .init("region=a context=\"# \"", "x\n// #region a\ny\n// #endregion\n", "# x\ny\n"),
    ]
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("what hides a line, as in context=\"# \"")
    guard !text.contains(.lineFeed), text.firstFault(in: 0..<text.count) == nil else {
      throw OptionTrouble(message: "'context' takes what stands before a line")
    }
    recipe.context = text
  }

  static let comments = OptionRule(
    "comments", forms: ["comments=none", "comments=doc"],
    "leaves out the comments of the code, all or but those that document definitions",
    examples: [
      .init("comments=none", "a\n# b\nc # d\n", nil)
    ]
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("'none' or 'doc'").text
    switch text {
    case "none": recipe.comments = .none
    case "doc": recipe.comments = .documentation
    default:
      throw OptionTrouble(
        message: "'comments' takes 'none' or 'doc', found '\(text)'",
        fixIt: ["no", "false", "off", "strip", "remove"].contains(text) ? "comments=none" : nil)
    }
  }
}

extension Selection {
  /// Leaves out comments: lines of nothing else go, and of others only what they say. Those that document something are known
  /// by how they are written, or as what stands right above a definition.
  ///
  /// - Returns: why it can't be done.
  mutating func leaveOutComments(_ kept: Recipe.Comments) -> SelectionProblem? {
    let bytes = source.bytes
    let map = source.language?.lexis.map { LexicalMap(of: bytes, by: $0) }
    guard let map, !map.isBroken else {
      return SelectionProblem(
        .unsupportedLanguage,
        "how '\(source.name)' writes comments is not known, or its strings can't be read")
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
    for index in indices where !documenting.contains(where: { $0.contains(index) }) {
      let line = source.line(index)
      var made: Bytes = []
      var at = line.lowerBound
      var span = map.index(of: line.lowerBound)
      while span < map.spans.count, map.spans[span].range.lowerBound < line.upperBound {
        let found = map.spans[span]
        span += 1
        guard found.kind == .comment,
          !(kept == .documentation && bytes.isDocumentation(found.range))
        else { continue }
        // A first line such as `#!/bin/sh` says who runs it.
        if found.range.lowerBound == 0, bytes.has("#!", at: 0) { continue }
        let start = max(found.range.lowerBound, line.lowerBound)
        if start > at { made += bytes[at..<start] }
        at = max(at, min(found.range.upperBound, line.upperBound))
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
