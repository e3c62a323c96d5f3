/// How the block that a directive owns compares to what it would be.
extension Directive {
  /// The info string of a fence made for an excerpt.
  func infoString(for excerpt: Excerpt, _ notation: InfoNotation) -> Bytes {
    if let command { return command.language }
    let own = recipe.isDifference ? "diff" : excerpt.source.language?.name ?? ""
    let language = recipe.info ?? recipe.fenceLanguage ?? own
    guard recipe.highlight != nil || recipe.numbers else { return Bytes(language.utf8) }
    let first = excerpt.runs.lazy.compactMap(\.sourceLine).first
    let suffix = notation.suffix(
      excerpt.emphasis, firstNumber: recipe.numbers ? (first ?? 0) + 1 : nil)
    // Without a language the first word would be taken for one.
    return Bytes((language.isEmpty && !suffix.isEmpty ? "text" : language).utf8) + suffix.utf8
  }

  /// What is wrong with the block that is there, when `excerpt` is what it should show: nil when docbuild may make it
  /// anew.
  func blockProblem(for excerpt: Excerpt, in source: Source) -> Diagnostic? {
    guard let block = ownedBlock else {
      return kind == .embed && recipe.ownsBlocks ? lostEnd(of: excerpt, in: source) : nil
    }
    if let stranger = block.stranger { return strangerInBlock(stranger, in: source) }
    guard let fence = block.fence else { return nil }
    let isMine = block.mark != nil || !block.hasGap
    guard fence.doubt != nil || !isMine, !fence.shows(excerpt, in: source.bytes) else { return nil }
    if let doubt = fence.doubt { return doubtfulEnd(doubt, fence, in: source) }
    return whoseBlock(fence, in: source)
  }
}

extension Directive {
  /// That what stands below a directive which makes blocks of the page seems to be them, without their end mark: made anew they
  /// would stand there twice.
  private func lostEnd(of excerpt: Excerpt, in source: Source) -> Diagnostic? {
    var made: Set<ArraySlice<UInt8>> = []
    for line in excerpt.bytes[excerpt.range].split(separator: .lineFeed) {
      let text = line.trimmed()
      if text.contains(where: { $0.isLetter || $0.isDigit }) { made.insert(text) }
    }
    let bytes = source.bytes
    var at = lineRange.upperBound
    var (number, seen) = (line, 0)
    while seen < 3, let feed = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count) {
      number += 1
      at = feed + 1
      let end = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count) ?? bytes.count
      let text = bytes[at..<end].drop { $0.isBlank || $0 == UInt8(ascii: ">") }.trimmed()
      if text.isEmpty { continue }
      seen += 1
      if made.contains(text) {
        return lostEnd(at: text.startIndex..<text.endIndex, number, in: source)
      }
    }
    return nil
  }
}

extension OwnedBlock.Fence {
  /// Whether it is the block that would be made, whatever its fences look like and however its lines are indented: then
  /// it stays as it is, so that a formatter and docbuild don't take turns.
  func isCurrent(_ excerpt: Excerpt, info wanted: Bytes, in document: Bytes) -> Bool {
    isInPlace && document[info].elementsEqual(wanted.trimmed()) && shows(excerpt, in: document)
  }

  /// Whether its text is the excerpt's; a line may end in a CR that the excerpt's has not.
  func shows(_ excerpt: Excerpt, in document: Bytes) -> Bool {
    if let literal { return excerpt.isText(of: literal[...]) }
    return excerpt.isText(of: document[content])
  }
}

extension Excerpt {
  /// Whether `text` has the same lines, a CR before a line's end left aside.
  func isText(of text: ArraySlice<UInt8>) -> Bool {
    let own = bytes[range]
    if text.count == own.count, !addsLineFeed { if text.elementsEqual(own) { return true } }
    var at = own.startIndex
    var from = text.startIndex
    while at < own.endIndex {
      let end = bytes.firstOffset(of: .lineFeed, in: at..<own.endIndex) ?? own.endIndex
      let length = end - at
      guard from + length <= text.endIndex, text[from..<from + length].elementsEqual(own[at..<end])
      else { return false }
      from += length
      if from < text.endIndex, text[from] == .carriageReturn { from += 1 }
      guard from < text.endIndex, text[from] == .lineFeed else { return false }
      from += 1
      at = end + 1
    }
    return from == text.endIndex
  }

  /// The same lines as `text` has them.
  func written(as text: Bytes) -> Excerpt {
    Excerpt(facts, bytes: text, runs: runs)
  }

  /// How long a fence of `character` around it must be in a page of that dialect, behind a prefix `column` columns wide.
  func fenceLength(of character: UInt8, column: Int, in dialect: Dialect) -> Int {
    OwnedBlock.fenceLength(
      longestRun: longestRun(
        of: character, column: column, indent: dialect.indent(ofContent: 0), opens: true),
      holdsMark: holdsEndMark)
  }

  private var holdsEndMark: Bool {
    var from = range.lowerBound
    var comments = Comments(in: bytes, inBraces: true)
    while let hit = comments.next(from: from), hit < range.upperBound {
      let end = bytes.firstOffset(of: .lineFeed, in: hit..<range.upperBound) ?? range.upperBound
      from = end
      var start = hit
      while start > range.lowerBound, bytes[start - 1] != .lineFeed { start -= 1 }
      if bytes.isEndMark(start..<end) { return true }
    }
    return false
  }
}
