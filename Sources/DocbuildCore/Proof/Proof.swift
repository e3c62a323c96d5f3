extension Document {
  /// How many parts can be proven on their own, in any order and on any thread.
  package var chunkCount: Int { chunks.count }

  /// What the proof of one part of the document found.
  package struct ProofResult: Sendable {
    /// The problems, in the order of the output.
    package var diagnostics: [Diagnostic]
    /// Whether the part ends outside all blocks, so that the next may be parsed by itself.
    package var endsCleanly: Bool
    /// The page as it was read for that, where it was asked for and read as a whole.
    package var page: ReadPage?

    /// A sound result, but for what is given.
    package init(diagnostics: [Diagnostic] = [], endsCleanly: Bool = true, page: ReadPage? = nil) {
      self.diagnostics = diagnostics
      self.endsCleanly = endsCleanly
      self.page = page
    }
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
  ///
  /// - Parameter keepsPage: whether the page, as it was read, is asked for.
  package func proveWhole(keepsPage: Bool = false) -> ProofResult {
    var result = prove(whole, isLast: true, keepsPage: keepsPage)
    if result.diagnostics.isEmpty, result.endsCleanly { result.diagnostics = faultsReadBack() }
    return result
  }

  private func prove(_ chunk: Chunk, isLast: Bool, keepsPage: Bool = false) -> ProofResult {
    let compares = !chunk.openIncludes.isEmpty || !chunk.riskyValues.isEmpty
    // Nothing is put in here: the page is the template.
    if !compares, chunk.blocks.isEmpty, chunk.inertLines.isEmpty, isLast { return ProofResult() }
    var page: ReadPage?
    guard
      var woven = reading(
        chunk, .woven, isLast: isLast, codeOnly: !compares,
        { tree in
          if keepsPage { page = readPage(tree) }
          return (
            problems: check(tree, chunk), leaves: compares ? comparable(tree, chunk, .woven) : []
          )
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
    return ProofResult(diagnostics: woven.problems, page: page)
  }

  /// The page that `tree` was made of; nil where that is not the page's own text.
  private func readPage(_ tree: MarkdownTree) -> ReadPage? {
    guard template.dialect == .commonMark, unsafe tree.end != nil else { return nil }
    let lines = PageLines(bytes)
    // What was read then is a view of it.
    if lines.bytes.mayBeginFootnote(in: 0..<lines.bytes.count) { return nil }
    // What stands in front of the Markdown is not a part of its blocks for who reads the page.
    return lines.first == 0 ? ReadPage(lines: lines, blocks: tree.blocks(of: lines)) : nil
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
