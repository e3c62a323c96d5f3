/// Which lines the directives own.
extension TemplateReader {
  /// Takes a line for the directive before it, if that owns a block.
  mutating func followBlock(_ line: BlockFollower.Line) {
    followDoubt(line)
    guard follower != nil else {
      if line.isMark, line.role == .text { template.strayMarks.append(line.place) }
      return
    }
    let before = follower?.state
    follower?.take(line, scanner)
    switch follower?.state {
    case .marked, .unclosed: settleBlock()
    case .behind where before == .inFence:
      if let current = follower, let fence = current.block.fence, fence.isInPlace {
        doubt = FenceDoubt(directive: current.directive, character: fence.character)
      }
    default: break
    }
  }

  /// Notes what the directive that is followed owns: its end mark has come, or another directive, or the end.
  mutating func settleBlock(atEnd isEnd: Bool = false) {
    if isEnd, let line = doubt?.openFence { raise(doubt, at: line) }
    guard let current = follower else { return }
    follower = nil
    isFollowed = false
    let directive = template.directives[current.directive]
    if current.state == .unclosed || (current.state == .inFence && isEnd) {
      if let fence = current.block.fence, fence.isInPlace {
        template.diagnostics.append(directive.unclosedBlock(fence, in: template.source))
      }
      return
    }
    if current.block.mark == nil, let (mark, fence) = current.swallowed {
      template.diagnostics.append(
        directive.swallowedMark(mark, inFence: fence, in: template.source))
    }
    let isRead =
      template.directives.count > current.directive + 1
      || template.escapes.count > current.escapes
    let block = current.settled(isRead: isRead)
    if block?.mark != nil, doubt?.directive == current.directive { doubt = nil }
    if let fence = block?.fence, !fence.isInPlace {
      template.inertLines.removeAll {
        $0 >= fence.line && $0 < fence.line + fence.lineCount
      }
    }
    if block?.free != nil, let mark = block?.mark {
      template.inertLines.removeAll { $0 > directive.line && $0 < mark.line }
    }
    template.directives[current.directive].ownedBlock = block
  }

  // MARK: blocks that may have lost their end

  private mutating func followDoubt(_ line: BlockFollower.Line) {
    switch doubt?.take(line, scanner) {
    case .cleared: doubt = nil
    case .raised(let line): raise(doubt, at: line)
    case .pending, nil: break
    }
  }

  private mutating func raise(_ found: FenceDoubt?, at line: OwnedBlock.Line) {
    doubt = nil
    guard let found else { return }
    let sign = OwnedBlock.Doubt(sign: .followers, line: line)
    if follower?.directive == found.directive {
      if follower?.block.fence?.doubt == nil { follower?.block.fence?.doubt = sign }
    } else if template.directives[found.directive].ownedBlock?.fence?.doubt == nil {
      template.directives[found.directive].ownedBlock?.fence?.doubt = sign
    }
  }
}

/// Watches the fences behind a block that has no end mark: when the block has lost its closing fence and took the next
/// opening one for it, then each closing fence opens a block from there on, until an opening one with an info string
/// stands inside such a block, or the last is never closed.
struct FenceDoubt {
  enum Verdict {
    case pending
    /// Fences open and close as they should.
    case cleared
    case raised(OwnedBlock.Line)
  }

  let directive: Int
  let character: UInt8
  /// The opening line of a fence without info string.
  private(set) var openFence: OwnedBlock.Line?
  private var length = 0

  init(directive: Int, character: UInt8) {
    self.directive = directive
    self.character = character
  }

  mutating func take(_ line: BlockFollower.Line, _ scanner: BlockScanner) -> Verdict {
    switch line.role {
    case .fenceOpen:
      if let open = openFence { return .raised(open) }
      guard case .fence(let fence) = scanner.leaf, fence.character == character else { break }
      let info = scanner.bytes[fence.run.upperBound..<line.range.upperBound].trimmed()
      guard info.isEmpty else { return .cleared }
      openFence = line.place
      length = fence.length
    case .fenceContent:
      guard openFence != nil, let fence = scanner.fence(openedByContent: line.range),
        fence.character == character, fence.length >= length
      else { break }
      return .raised(line.place)
    case .fenceClose: openFence = nil
    default:
      if let open = openFence { return .raised(open) }
    }
    return .pending
  }
}
