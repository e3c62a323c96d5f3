/// Reads a template's lines in one pass: the scanner says what each is part of, the directive parser what
/// the comments on it mean.
struct TemplateReader {
  var template: Template
  private(set) var scanner: BlockScanner
  private var fence: OpenFence?
  var follower: BlockFollower?
  /// Whether there is a follower, which is large: to look at it for each line would cost as much as the line.
  var isFollowed = false
  var doubt: FenceDoubt?
  /// The values that own something in the block behind them.
  var valueBlocks: [ValueBlock] = []
  private var parser: DirectiveParser
  /// Where the lines of text begin that the current one is among.
  private(set) var textStart: Int?

  /// At least so many bytes lie between two cuts with no directive between them.
  private static let cutDistance = 1 << 15

  /// The author's fence that is open at this line.
  private struct OpenFence {
    let fence: BlockScanner.Fence
    let line: Int
    /// Its index in `Template.fences` once a directive stood in it.
    var index: Int?
  }

  init(
    _ source: Source, kind: Template.Kind, dialect: Dialect,
    defaults: DirectiveDefaults = DirectiveDefaults(), takesPatterns: Bool = true
  ) {
    template = Template(kind: kind, source: source, dialect: dialect)
    scanner = BlockScanner(source.bytes, dialect: dialect)
    parser = DirectiveParser(source: source, kind: kind)
    parser.defaults = defaults
    parser.takesPatterns = takesPatterns
  }

  mutating func read() {
    let bytes = template.source.bytes
    if let fault = template.source.fault {
      template.diagnostics.append(.fault(fault, in: template.source))
    }
    var comments = Comments(in: bytes, inBraces: template.dialect == .mdx)
    var comment = comments.next(from: 0)
    guard comment != nil || template.kind == .inPlace else {
      remarkForeignDirectives()
      template.lineCount = bytes.commonMarkLineCount(
        in: 0..<bytes.count, mayHoldCarriageReturns: false)
      return
    }
    // An in-place document keeps its byte order mark, which belongs to no line (libcmark passes over it, too).
    var at = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    let text = bytes.endOfFrontMatter
    var line = 0
    var wasBlank = true
    while at < bytes.count {
      line += 1
      let feed = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count)
      let range = at..<(feed ?? bytes.count)
      at = feed.map { $0 + 1 } ?? bytes.count

      let role = scanner.take(range)
      if role != .text { textStart = nil } else if textStart == nil { textStart = range.lowerBound }
      if !scanner.footnotes.isEmpty { template.holdsFootnotes = true }
      followFence(role, line: line)
      let holdsComment = comment.map { $0 < range.upperBound } ?? false
      let scanned = BlockFollower.Line(
        range: range, end: at, number: line, role: role,
        isMark: holdsComment && bytes.isEndMark(range))
      if scanned.isMark || isFollowing {
        followBlock(scanned)
        followValues(scanned)
      }
      let isOwned = isFollowed && follower?.isInBlock ?? false
      if template.kind == .template, range.lowerBound >= text {
        remarkForeignDirective(on: range, line: line)
      }
      var wasCommand = false
      if template.kind == .inPlace, bytes.has("[embedmd]:#", at: range.lowerBound), !isOwned,
        range.lowerBound >= text
      {
        wasCommand = true
        readCommand(range, line: line, role: role)
      }
      if holdsComment {
        readComments(
          from: &comment, &comments, on: scanned, behind: text, isInert: isOwned || wasCommand)
      }
      if wasBlank, role == .text, scanner.containers.isEmpty { noteCut(range, line: line) }
      wasBlank = role == .blank
    }
    template.lineCount = line
    settleBlock(atEnd: true)
    settleValues()
  }

  /// Whether something earlier waits for the lines that come.
  private var isFollowing: Bool { isFollowed || doubt != nil || !valueBlocks.isEmpty }

  /// Reads what begins like a comment on a line.
  ///
  /// - Parameters:
  ///   - text: where the text begins, behind the front matter.
  ///   - isInert: whether no directive may stand on the line.
  private mutating func readComments(
    from comment: inout Int?, _ comments: inout Comments, on line: BlockFollower.Line,
    behind text: Int, isInert: Bool
  ) {
    var openings = OpeningsInside(template.source.bytes, line.range)
    while let found = comment, found < line.range.upperBound {
      comment = comments.next(from: found + 3)
      guard openings.counts(found) else { continue }
      if found < text {
        readEscape(at: found, on: line.range, line: line.number)
      } else if !isInert {
        read(commentAt: found, on: line.range, line: line.number, role: line.role)
      }
    }
  }

  /// Looks for other tools' directives in a template that has none of docbuild's.
  private mutating func remarkForeignDirectives() {
    let bytes = template.source.bytes
    var at = 0
    var line = 0
    while at < bytes.count {
      line += 1
      let end = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count) ?? bytes.count
      remarkForeignDirective(on: at..<end, line: line)
      at = end + 1
    }
  }

  private mutating func remarkForeignDirective(on range: Range<Int>, line: Int) {
    guard let start = ForeignDirective.start(on: range, in: template.source.bytes),
      let remark = ForeignDirective.warning(
        at: start..<range.upperBound, line: line, of: template.source)
    else { return }
    template.remarks.append(remark)
  }

  private mutating func followFence(_ role: BlockScanner.Role, line: Int) {
    switch role {
    case .fenceOpen:
      if case .fence(let opened) = scanner.leaf { fence = OpenFence(fence: opened, line: line) }
    case .fenceContent: break
    case .fenceClose:
      if let index = fence?.index {
        template.fences[index].closeRun = scanner.closingRun
        template.fences[index].closeLine = line
      }
      fence = nil
    default: fence = nil
    }
  }

  private mutating func read(
    commentAt offset: Int, on range: Range<Int>, line: Int, role: BlockScanner.Role
  ) {
    let inCode = role == .fenceContent || role == .indentedCode
    parser.isInFence = role == .fenceContent
    switch parser.parse(commentAt: offset, on: range, line: line) {
    case .ordinary:
      if ["<!-- test(", "{/* test(", "<!-- output(", "{/* output("].contains(where: {
        template.source.bytes.has($0, at: offset)
      }) {
        template.holdsTest = true
        if !inCode, !isInCodeSpan(offset),
          ["<!-- output(", "{/* output("].contains(where: {
            template.source.bytes.has($0, at: offset)
          })
        {
          template.holdsOutput = true
        }
      }
      if template.kind == .template,
        let remark = ForeignDirective.warning(
          comment: offset..<range.upperBound, line: line, of: template.source)
      {
        template.remarks.append(remark)
      }
    case .escape(let offset): template.escapes.append(.init(offset: offset, line: line))
    case .problems(let problems, let meant):
      let counts =
        switch meant {
        case .include, .value: true
        case .bare: inCode || !isInCodeSpan(offset)
        case .block: !inCode && !isInCodeSpan(offset)
        }
      if counts { template.diagnostics += problems }
    case .inert(let remark):
      if !inCode, !isInCodeSpan(offset) { template.remarks.append(remark) }
    case .directive(let directive, let problems):
      if directive.kind == .embed, inCode {
        template.inertLines.append(line)
        if role == .indentedCode {
          template.remarks.append(.indented(directive, in: template.source, template.dialect))
        }
      } else {
        template.diagnostics += problems
        add(directive, role: role)
      }
    case .defaults(let found, let problems):
      if inCode || isInCodeSpan(offset) { return }
      template.diagnostics += problems
      parser.defaults = parser.defaults.merging(found)
    case .value(let value, let problems): add(value, problems, on: range, role: role)
    }
  }

  /// In a front matter there are no directives, but escapes lose their backslash wherever they stand.
  private mutating func readEscape(at offset: Int, on range: Range<Int>, line: Int) {
    if case .escape(let offset) = parser.parse(commentAt: offset, on: range, line: line) {
      template.escapes.append(.init(offset: offset, line: line))
    }
  }

  private mutating func readCommand(_ range: Range<Int>, line: Int, role: BlockScanner.Role) {
    if role == .fenceContent || role == .indentedCode {
      template.inertLines.append(line)
      return
    }
    switch parser.parse(commandOn: range, line: line) {
    case .directive(let directive, let problems):
      template.diagnostics += problems
      add(directive, role: role)
    case .problems(let problems, _): template.diagnostics += problems
    case .ordinary, .escape, .inert, .value, .defaults: break
    }
  }

  private mutating func add(_ found: Directive, role: BlockScanner.Role) {
    var directive = found
    if role == .fenceContent, let open = fence {
      let index = open.index ?? template.fences.count
      if open.index == nil {
        fence?.index = index
        template.fences.append(
          .init(
            character: open.fence.character, length: open.fence.length, indent: open.fence.indent,
            openRun: open.fence.run, openLine: open.line))
      }
      directive.context = .fence(
        index, indent: template.dialect.indent(ofContent: scanner.contentIndent))
      if directive.recipe.fenced {
        template.diagnostics.append(
          Diagnostic(
            .fenceInFence, "'fence' inside a fenced block would show the fence as text",
            at: template.source.place(at: directive.targetRange, line: directive.line),
            notes: [
              .init(
                "leave 'fence' out, or take the author's own fence away",
                at: template.source.place(at: open.fence.run, line: open.line))
            ]))
        // The rest of the page is looked at without it.
        directive.leaveOutFence()
      }
    }
    if directive.kind != .include {
      settleBlock()
      follower = BlockFollower(
        directive: template.directives.count, directive, in: template.source.bytes,
        depth: scanner.containers.count, escapes: template.escapes.count)
      isFollowed = true
    }
    template.directives.append(directive)
  }

  private mutating func noteCut(_ range: Range<Int>, line: Int) {
    let start = range.lowerBound
    let first = template.source.bytes[start]
    guard start > 0, first.isLetter || first == UInt8(ascii: "#") else { return }
    let last = template.cuts.last?.offset ?? 0
    let directive = template.directives.last?.lineRange.lowerBound ?? -1
    // In another dialect it takes the whole page to tell what a line is.
    guard template.dialect == .commonMark else { return }
    guard start - last >= TemplateReader.cutDistance || directive >= last else { return }
    template.cuts.append(.init(offset: start, line: line))
  }
}
