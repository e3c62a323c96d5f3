import Glibc

extension Document {
  /// How many parts can be proven on their own, in any order and on any thread.
  package var chunkCount: Int { chunks.count }

  /// What the proof of one part of the document found.
  package struct ProofResult: Sendable {
    /// The problems, in the order of the output.
    package var diagnostics: [Diagnostic] = []
    /// Whether the part ends outside all blocks, so that the next may be parsed by itself.
    package var endsCleanly = true
  }

  /// Proves chunk `index` over libcmark's tree: every directive inside or with a fence is exactly one code block
  /// whose literal is the excerpt, and an include outside a fence leaves the blocks before and after it alone.
  ///
  /// Why one tree is enough where all directives are fenced: up to the first opening fence the output and the
  /// template, each directive in it a neutral line, are the same bytes, so the parser stands in the same state
  /// there. The tree then shows a code block from that line to the closing fence's line, in the template's text
  /// just as in the output's, and after it the state is the same again; and so on to the end. Includes outside
  /// fences can change that state, so for a chunk with such includes both trees are made and compared.
  ///
  /// A result is only valid when all chunks before it end cleanly; `proveWhole` is for the other case.
  package func prove(chunk index: Int) -> ProofResult {
    let chunk = chunks[index]
    return prove(chunk, isLast: index == chunks.count - 1)
  }

  /// Proves the document as one part, and that it is read back as it is meant.
  package func proveWhole() -> ProofResult {
    var result = prove(whole, isLast: true)
    if result.diagnostics.isEmpty, result.endsCleanly { result.diagnostics = faultsReadBack() }
    return result
  }

  private func prove(_ chunk: Chunk, isLast: Bool) -> ProofResult {
    let compares = !chunk.openIncludes.isEmpty || !chunk.riskyValues.isEmpty
    // Nothing is put in here: the page is the template.
    if !compares, chunk.blocks.isEmpty, chunk.inertLines.isEmpty, isLast { return ProofResult() }
    guard
      var woven = reading(
        chunk, .woven, isLast: isLast, codeOnly: !compares,
        { tree in
          (problems: check(tree, chunk), leaves: compares ? comparable(tree, chunk, .woven) : [])
        })
    else { return ProofResult(endsCleanly: false) }
    if compares {
      let plain = reading(chunk, .skeleton, isLast: isLast, codeOnly: false) { tree in
        (
          leaves: comparable(tree, chunk, .skeleton),
          fenced: fencedIncludes(tree, chunk) + unfencedIncludes(tree, chunk)
        )
      }
      // An open block that only the template has must come from outside the chunk.
      guard let plain else { return ProofResult(endsCleanly: false) }
      woven.problems += plain.fenced
      if let cause = firstDifference(woven.leaves, plain.leaves, chunk) {
        // What is wrong further down follows from it.
        woven.problems = woven.problems.filter { $0.place.line < cause.place.line } + [cause]
      }
      let open = openHTML(in: chunk)
      if !open.isEmpty {
        // It says more than what it does to blocks.
        let lines = Set(open.map(\.place.line))
        woven.problems.removeAll { lines.contains($0.place.line) }
        woven.problems += open.eachOnce()
        woven.problems.sort { $0.place.line < $1.place.line }
      }
    }
    return ProofResult(diagnostics: woven.problems)
  }

  /// Calls `body` with the tree of a rendering of `chunk`; nil when it does not end outside all blocks but another
  /// chunk follows.
  private func reading<Result>(
    _ chunk: Chunk, _ rendering: Rendering, isLast: Bool, codeOnly: Bool,
    _ body: (MarkdownTree) -> Result
  ) -> Result? {
    let holdsFootnotes = mayHoldFootnotes(chunk)
    let feed = { (feed: (UnsafeRawBufferPointer) -> Void) in
      guard self.template.dialect != .commonMark || holdsFootnotes else {
        return unsafe self.render(chunk.pieces, as: rendering, feed)
      }
      var page: Bytes = []
      unsafe self.render(chunk.pieces, as: rendering) { unsafe page.append(contentsOf: $0) }
      unsafe CommonMarkView.of(page, in: self.template.dialect).withUnsafeBytes(feed)
    }
    if let result = unsafe MarkdownTree.withBlocks(
      of: feed, endsWithBlankLine: !isLast, codeOnly: codeOnly, body)
    {
      return result
    }
    return isLast ? unsafe MarkdownTree.withDocument(of: feed, codeOnly: codeOnly, body) : nil
  }

  // MARK: code blocks

  /// What does not hold in the tree of a page that `chunk` should have become.
  func check(_ tree: MarkdownTree, _ chunk: Chunk) -> [Diagnostic] {
    var problems: [Diagnostic] = []
    var code = CodeBlocks(tree, firstLine: chunk.firstLine)
    for block in blocks[chunk.blocks] {
      if let fault = code.fault(of: block) {
        problems.append(broken(block.directive, fault, at: block.openLine))
      }
    }
    for include in openIncludes[chunk.openIncludes] {
      guard let part = parts[include.directive] else { continue }
      problems += part.nestedFaults(
        &code, offset: include.firstLine - 1, directive: include.directive
      ).map {
        broken($0.directive, $0.fault, at: $0.line)
      }
    }
    for inert in inertLines[chunk.inertLines] where !code.covers(inert.line) {
      let range = template.source.line(inert.templateLine - 1)
      problems.append(
        Diagnostic(
          .pageBroken,
          "this line looks like a directive in a code block, but the page has no code here",
          at: template.source.place(at: range, line: inert.templateLine)))
    }
    return problems
  }

  private struct NestedFault {
    let directive: Int
    let fault: String
    let line: Int
  }

  /// The faults of the blocks of a part that is put in `offset` lines down by `directive`.
  private func nestedFaults(_ code: inout CodeBlocks, offset: Int, directive: Int) -> [NestedFault]
  {
    var faults: [NestedFault] = []
    for block in blocks {
      let moved = Block(
        directive: directive, excerpt: block.excerpt, isPrefixed: true,
        openLine: block.openLine + offset,
        firstLine: block.firstLine + offset, closeLine: block.closeLine.map { $0 + offset })
      if let fault = code.fault(of: moved) {
        faults.append(.init(directive: directive, fault: fault, line: moved.openLine))
      }
    }
    for include in openIncludes {
      guard let part = parts[include.directive] else { continue }
      faults += part.nestedFaults(
        &code, offset: offset + include.firstLine - 1, directive: directive)
    }
    return faults
  }
}

/// The code blocks of a tree, found by their lines.
private struct CodeBlocks {
  private let leaves: [MarkdownTree.Leaf]
  private let offset: Int
  /// How far the literal of a block is read: so many lines, so many bytes. Blocks mostly ask in order.
  private var leaf = -1
  private var line = 0
  private var byte = 0

  init(_ tree: MarkdownTree, firstLine: Int) {
    leaves = tree.leaves.filter { $0.kind == .code }
    offset = firstLine - 1
  }

  /// The last block that begins at or before `line` of the tree's text; nil when none does. (A block that its container
  /// ends has the next line as its last for libcmark, so last lines may overlap, first lines don't.)
  private func index(beginningUpTo line: Int) -> Int? {
    var low = 0
    var high = leaves.count
    while low < high {
      let middle = (low + high) / 2
      if leaves[middle].firstLine <= line { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? low - 1 : nil
  }

  /// Whether line `number` of the output belongs to a code block.
  func covers(_ number: Int) -> Bool {
    let line = number - offset
    return index(beginningUpTo: line).map { leaves[$0].lastLine >= line } ?? false
  }

  /// Why `block` is not on the page as it should be, nil when it is.
  mutating func fault(of block: Document.Block) -> String? {
    let open = block.openLine - offset
    guard let index = index(beginningUpTo: open), leaves[index].firstLine == open else {
      return "it does not come out as a code block"
    }
    let found = leaves[index]
    if index != leaf {
      (leaf, line, byte) = (index, 0, 0)
      let lines = unsafe found.literal.lineCount
      let close = block.closeLine.map { $0 - offset }
      let expected = [close ?? found.lastLine + 1, close ?? found.lastLine].map { $0 - open - 1 }
      guard expected.contains(lines), close == nil || found.lastLine == close else {
        return close.map { $0 > found.lastLine } ?? false
          ? "its code block ends too early" : "its code block does not end where its fence does"
      }
    }
    unsafe skip(to: block.firstLine - block.openLine - 1, in: found.literal)
    let rest = unsafe UnsafeRawBufferPointer(
      rebasing: found.literal[min(byte, found.literal.count)...])
    return unsafe block.excerpt.isAtStart(of: rest, isPrefixed: block.isPrefixed)
      ? nil : "its text does not come out as it is"
  }

  private mutating func skip(to index: Int, in literal: UnsafeRawBufferPointer) {
    if index < line { (line, byte) = (0, 0) }
    while line < index, byte < literal.count {
      if unsafe literal[byte] == .lineFeed { line += 1 }
      byte += 1
    }
  }
}

extension UnsafeRawBufferPointer {
  /// How many lines a literal has; libcmark ends each with a line feed, whatever ended it in the text.
  fileprivate var lineCount: Int {
    guard let last = unsafe last else { return 0 }
    return unsafe countLineFeeds(self) + (last == .lineFeed ? 0 : 1)
  }
}

extension Excerpt {
  /// Whether `literal` begins with this excerpt, byte for byte; behind a prefix every line may keep white space
  /// that is left of it, the same on each.
  fileprivate func isAtStart(of literal: UnsafeRawBufferPointer, isPrefixed: Bool) -> Bool {
    guard !isEmpty else { return true }
    if unsafe matches(literal, behind: 0) { return true }
    guard isPrefixed else { return false }
    // How much of the prefix is left shows on the first line that is not empty.
    var start = range.lowerBound
    var at = 0
    while start < range.upperBound, bytes[start] == .lineFeed || bytes.has("\r\n", at: start) {
      start += bytes[start] == .lineFeed ? 1 : 2
      at += 1
    }
    let firstEnd =
      bytes.firstOffset(of: .lineFeed, in: start..<range.upperBound) ?? range.upperBound
    var length = firstEnd - start
    if length > 0, bytes[firstEnd - 1] == .carriageReturn { length -= 1 }
    var end = at
    while end < literal.count, unsafe literal[end] != .lineFeed { end += 1 }
    guard end - at > length else { return false }
    return unsafe matches(literal, behind: end - at - length)
  }

  /// Whether the lines of `literal` are those of the excerpt, each that is not empty behind `left` bytes of white space.
  ///
  /// CR and CRLF in the excerpt end a line for CommonMark, and are line feeds in a literal.
  private func matches(_ literal: UnsafeRawBufferPointer, behind left: Int) -> Bool {
    unsafe bytes.withUnsafeBytes { all in
      let text = unsafe UnsafeRawBufferPointer(rebasing: all[range])
      if left == 0, literal.count >= text.count,
        let a = literal.baseAddress, let b = text.baseAddress, unsafe memcmp(a, b, text.count) == 0
      {
        return unsafe !addsLineFeed
          || (literal.count > text.count && literal[text.count] == .lineFeed)
      }
      var at = 0
      var from = 0
      while from < text.count {
        let isEmpty =
          unsafe text[from] == .lineFeed
          || (text[from] == .carriageReturn && from + 1 < text.count
            && text[from + 1] == .lineFeed)
        if !isEmpty {
          for index in 0..<left {
            guard at + index < literal.count, unsafe literal[at + index].isBlank else {
              return false
            }
          }
          at += left
        }
        while from < text.count, unsafe text[from] != .lineFeed,
          unsafe text[from] != .carriageReturn
        {
          guard at < literal.count, unsafe literal[at] == text[from] else { return false }
          at += 1
          from += 1
        }
        guard at < literal.count, unsafe literal[at] == .lineFeed else { return false }
        at += 1
        if from + 1 < text.count, unsafe text[from] == .carriageReturn,
          unsafe text[from + 1] == .lineFeed
        {
          from += 1
        }
        from += 1
      }
      return true
    }
  }
}
