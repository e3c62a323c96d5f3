import Glibc

/// The code blocks of a tree, found by their lines.
struct CodeBlocks {
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
