/// Follows the lines behind a directive until it is clear which of them are its block.
///
/// With an end mark the block is what stands between the two, as far as that is blank lines and one fenced block.
/// Without one it is the fenced block that is the next thing in the directive's own container.
struct BlockFollower {
  /// A line as the scanner sees it.
  struct Line {
    /// Without its line end.
    let range: Range<Int>
    /// Where the next line starts.
    let end: Int
    /// From 1.
    let number: Int
    let role: BlockScanner.Role
    /// Whether it is an end mark, if it does not stand in code.
    let isMark: Bool

    var place: OwnedBlock.Line { OwnedBlock.Line(range: range, number: number) }
  }

  enum State {
    /// Nothing but blank lines so far.
    case before
    case inFence
    /// Nothing but blank lines since the fence was closed.
    case behind
    /// Something else came; an end mark may still follow.
    case lost
    /// The end mark is found.
    case marked
    /// The block's container ends before its fence is closed.
    case unclosed
  }

  /// The directive's index in the template.
  let directive: Int
  /// How many escapes the template has in front of it.
  let escapes: Int
  private(set) var state = State.before
  var block = OwnedBlock()
  /// An end mark in another fence's text, and where that fence opens: the block's opening fence is gone.
  private(set) var swallowed: (mark: OwnedBlock.Line, fence: OwnedBlock.Line)?

  /// How many containers are open around the directive, and what stands before it on its line.
  private let depth: Int
  private let prefix: Bytes
  /// Whether only what stands right behind the block counts, as for an embedmd command.
  private let isBrief: Bool
  /// Whether the block is whatever stands before the end mark, not a fenced one, and where it begins.
  private let isFree: Bool
  private let hasCaption: Bool
  private var freeStart: Int?

  /// The block's text as CommonMark reads it, once that is something else than its bytes.
  private var literal: Bytes?
  /// The longest run in the block's text that opens or closes a fence; its first line that opens one as long as the
  /// block's own, and its first end mark.
  private var longestRun = 0
  private var opening: OwnedBlock.Line?
  private var mark: OwnedBlock.Line?
  /// The first directive in the block's text.
  private var embed: OwnedBlock.Line?
  /// A fence without info string that came first of all and is open.
  private var bareFence: OwnedBlock.Line?
  private var hasSeenFence = false

  init(directive: Int, _ found: Directive, in bytes: Bytes, depth: Int, escapes: Int) {
    self.directive = directive
    self.depth = depth
    self.escapes = escapes
    prefix = Bytes(bytes[found.prefix])
    isBrief = found.kind == .embedmd
    hasCaption = found.recipe.hasCaption
    isFree = found.kind == .embed && found.recipe.ownsBlocks
  }

  /// Whether the line taken last is part of a block that is the directive's.
  var isInBlock: Bool { state == .inFence && block.fence?.isInPlace ?? false }

  mutating func take(_ line: Line, _ scanner: BlockScanner) {
    if isFree { return takeFree(line, scanner) }
    switch state {
    case .before, .behind: takeBetween(line, scanner)
    case .inFence: takeInFence(line, scanner)
    case .lost: takeLost(line, scanner)
    case .marked, .unclosed: break
    }
  }

  private mutating func takeFree(_ line: Line, _ scanner: BlockScanner) {
    let start = freeStart ?? line.range.lowerBound
    freeStart = start
    guard state == .before, line.isMark, line.role == .text else { return }
    block.mark = .init(
      range: line.range.lowerBound..<line.end, line: line.number,
      isInPlace: isInPlace(line.range, scanner))
    block.free = start..<line.range.lowerBound
    state = .marked
  }

  private mutating func takeBetween(_ line: Line, _ scanner: BlockScanner) {
    if line.role == .blank {
      if state == .before { block.hasGap = true }
    } else if line.isMark, line.role == .text || state == .behind {
      block.mark = .init(
        range: line.range.lowerBound..<line.end, line: line.number,
        isInPlace: line.role == .text && isInPlace(line.range, scanner))
      state = .marked
    } else if hasCaption, state == .behind, line.role == .text, block.caption == nil {
      block.caption = line.place
    } else if state == .before, line.role == .fenceOpen, case .fence(let fence) = scanner.leaf,
      scanner.bytes[line.range.lowerBound..<fence.run.lowerBound].isMargin
    {
      let info = scanner.bytes[fence.run.upperBound..<line.range.upperBound].trimmed()
      block.fence = .init(
        range: line.range.lowerBound..<line.end, line: line.number, character: fence.character,
        length: fence.length, info: info.startIndex..<info.endIndex,
        isInPlace: isInPlace(line.range.lowerBound..<fence.run.lowerBound, scanner),
        content: line.end..<line.end)
      state = .inFence
    } else {
      block.stranger = line.place
      state = .lost
      takeLost(line, scanner)
    }
  }

  private mutating func takeInFence(_ line: Line, _ scanner: BlockScanner) {
    guard var fence = block.fence, line.role == .fenceContent || line.role == .fenceClose else {
      state = .unclosed
      return
    }
    guard line.role == .fenceContent else {
      fence.content = fence.range.upperBound..<line.range.lowerBound
      fence.range = fence.range.lowerBound..<line.end
      fence.lineCount = line.number - fence.line + 1
      fence.literal = literal
      fence.doubt = doubt(of: fence)
      block.fence = fence
      state = .behind
      return
    }
    let text = scanner.text(ofContent: line.range)
    if literal != nil || text.blanks > 0 || text.start > line.range.lowerBound {
      if literal == nil {
        literal = Bytes(scanner.bytes[fence.range.upperBound..<line.range.lowerBound])
      }
      literal?.append(contentsOf: repeatElement(.space, count: text.blanks))
      literal?.append(contentsOf: scanner.bytes[text.start..<line.end])
    }
    if let other = scanner.fence(openedByContent: line.range), other.character == fence.character {
      longestRun = max(longestRun, other.length)
      if other.length >= fence.length { opening = opening ?? line.place }
    }
    if line.isMark { mark = mark ?? line.place }
    if embed == nil, scanner.bytes[line.range].beginsEmbed { embed = line.place }
  }

  /// What shows that the line which closes the fence is not its own: docbuild would have made it longer.
  private func doubt(of fence: OwnedBlock.Fence) -> OwnedBlock.Doubt? {
    let needed = OwnedBlock.fenceLength(longestRun: longestRun, holdsMark: mark != nil)
    guard needed > fence.length else { return nil }
    return opening.map { .init(sign: .opening, line: $0) }
      ?? mark.map { .init(sign: .mark, line: $0) }
  }

  private mutating func takeLost(_ line: Line, _ scanner: BlockScanner) {
    if line.isMark, line.role == .text, !isBrief {
      block.mark = .init(
        range: line.range.lowerBound..<line.end, line: line.number, isInPlace: false)
      state = .marked
    } else if line.role == .fenceOpen, case .fence(let fence) = scanner.leaf {
      let isBare = scanner.bytes[fence.run.upperBound..<line.range.upperBound].trimmed().isEmpty
      bareFence = isBare && !hasSeenFence && block.fence == nil ? line.place : nil
      hasSeenFence = true
    } else if line.role == .fenceContent, let fence = bareFence {
      if line.isMark {
        swallowed = (line.place, fence)
        bareFence = nil
      } else if scanner.bytes[line.range].beginsEmbed {
        bareFence = nil
      }
    }
  }

  /// Whether what stands on `range` is in the directive's own container: so is a block that was made, also where the
  /// directive's own line only continues a paragraph or a tag of another container.
  private func isInPlace(_ range: Range<Int>, _ scanner: BlockScanner) -> Bool {
    if scanner.containers.count == depth { return true }
    let margin = scanner.bytes[range].prefix { $0.isBlank || $0 == UInt8(ascii: ">") }
    return margin.starts(with: prefix)
      && margin.dropFirst(prefix.count).allSatisfy { $0 == .space }
  }

  /// What the directive owns; nil for nothing.
  ///
  /// - Parameter isRead: whether directives were read in the fenced block, since it did not seem to be the directive's.
  func settled(isRead: Bool) -> OwnedBlock? {
    if isFree { return block.mark == nil ? nil : block }
    var block = block
    // Without an end mark the line may well be the author's.
    if block.mark == nil { block.caption = nil }
    // Behind the block of an embedmd command an end mark may well be that of another, which it has swallowed.
    if block.mark == nil || isBrief, block.fence?.doubt == nil {
      block.fence?.doubt = embed.map { .init(sign: .directive, line: $0) }
    }
    guard block.mark != nil else {
      block.stranger = nil
      return block.fence?.isInPlace ?? false ? block : nil
    }
    if isRead, let fence = block.fence, !fence.isInPlace {
      block.stranger = .init(
        range: fence.range.lowerBound..<fence.info.upperBound, number: fence.line)
    }
    return block
  }
}

extension ArraySlice<UInt8> {
  /// Whether there is nothing but white space and the `>` of quotes.
  fileprivate var isMargin: Bool { allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") } }

  /// Whether this line begins as an `embed` directive or an embedmd command does.
  fileprivate var beginsEmbed: Bool {
    let text = drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    return text.has("<!-- embed(", at: text.startIndex)
      || text.has("{/* embed(", at: text.startIndex)
      || text.has("[embedmd]:#", at: text.startIndex)
  }
}
