extension DirectiveParser {
  /// What the comment at `offset` on the line `range` is that is not a directive: an ordinary comment, or a problem
  /// with what was probably meant.
  ///
  /// - Parameter trouble: what is wrong with the arguments of `include(` or `embed(`.
  func nearMiss(commentAt offset: Int, on range: Range<Int>, line: Int, trouble: Trouble? = nil)
    -> Result
  {
    // A cure that is tried must not pass for an ordinary comment.
    guard cures else { return .problems([], .include) }
    guard let head = CommentHead(source.bytes, at: offset, lineEnd: range.upperBound) else {
      return .ordinary
    }
    if let near = nearValue(head, at: offset, line: line) { return near }
    guard let near = head.callsTest ? nil : NearMiss(head) else {
      return nearOther(head, at: offset, on: range, line: line) ?? .ordinary
    }
    let isBare = head.rest.first != UInt8(ascii: "(")
    let lineEnd = textEnd(of: range)
    let end = head.isOnOneLine ? min(head.end, lineEnd) : lineEnd
    let before = range.lowerBound..<offset
    let after = source.bytes[end..<range.upperBound]
    let style = CommentStyle.at(offset, in: source.bytes)
    let cure = cure(of: near, head, offset: offset, trouble).map(style.written)
    if kind == .inPlace, near.meant == "include" {
      let isAlone =
        source.bytes[before].allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
        && after.trimmed().isEmpty
      guard !isBare, isAlone, head.sign.isEmpty else { return .ordinary }
      return .inert(.inertInclude(at: source.place(at: offset..<end, line: line)))
    }
    var notes = asText(near.meant, isBare: isBare)
    var fixIt: String?
    if let cure, head.isOnOneLine {
      fixIt = onItsOwnLine(cure, before: before, after: after)
      if fixIt?.utf8.elementsEqual(cure) == false {
        notes.insert(.init("it would be '\(cure.text)'"), at: 0)
      }
    } else if let cure {
      notes.insert(.init("on one line it is '\(cure.text)'"), at: 0)
    } else if trouble == nil, near.meant != "test" {
      notes.insert(.init("a directive is '<!-- \(near.meant)(PATH OPTION…) -->'"), at: 0)
    } else if trouble == nil {
      notes.insert(
        .init("options are \(TestOptions.all.map(\.name).joined(separator: ", "))"), at: 0)
    }
    let message =
      head.isOnOneLine && head.isClosed ? trouble?.message ?? near.message : near.message
    let problem = Diagnostic(
      near.meant == "test" ? .invalidTest : .malformedDirective, message,
      at: source.place(at: offset..<max(end, offset + 1), line: line), notes: notes, fixIt: fixIt)
    return .problems([problem], near.meant != "include" ? .block : isBare ? .bare : .include)
  }

  /// Where the line's text ends: in an in-place document a CR may end it.
  func textEnd(of range: Range<Int>) -> Int {
    range.upperBound - (source.bytes[range].last == .carriageReturn ? 1 : 0)
  }

  /// The text that a directive on a line of its own has in place of a comment between `before` and `after`.
  func onItsOwnLine(_ comment: Bytes, before: Range<Int>, after: ArraySlice<UInt8>) -> String {
    let isFirst = source.bytes[before].allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
    return "\(isFirst ? "" : "\n")\(comment.text)\(after.trimmed().isEmpty ? "" : "\n")"
  }

  /// How to show what looks like the directive `name`.
  func asText(_ name: String, isBare: Bool = false) -> [Diagnostic.Note] {
    guard name == "include" || name == "embed" else { return [] }
    if kind == .inPlace { return [.init("to show it as text, put it between backticks")] }
    return isBare
      ? [.init("to show it as text, put it into a file and include that")]
      : [.init("to show it as text, write '<!-- \\\(name)('")]
  }

  /// The directive that was meant, if there is one that works.
  private func cure(of near: NearMiss, _ head: CommentHead, offset: Int, _ trouble: Trouble?)
    -> Bytes?
  {
    var cures = near.cures
    if let (range, text) = trouble?.cure, head.isOnOneLine {
      let comment = source.bytes[offset..<head.end]
      cures.insert(
        Bytes(comment[..<range.lowerBound] + text + comment[range.upperBound...]), at: 0)
    }
    switch near.meant {
    case "test": return cures.first { TestOptions.isSound($0) }
    case "/embed": return cures.first
    default: return cures.lazy.compactMap { DirectiveParser.cured($0) }.first
    }
  }

  /// `comment` as a directive with nothing wrong about it, its options mended by their own cures; nil when that can't
  /// be had.
  static func cured(_ comment: Bytes) -> Bytes? {
    var comment = comment
    for _ in 0..<8 {
      var parser = DirectiveParser(source: Source(name: "", bytes: comment), kind: .template)
      parser.cures = false
      guard
        case .directive(_, let found) = parser.parse(
          commentAt: 0, on: 0..<comment.count, line: 1)
      else { return nil }
      if found.isEmpty { return comment }
      parser.cures = true
      guard
        case .directive(_, let problems) = parser.parse(
          commentAt: 0, on: 0..<comment.count, line: 1),
        let fixIt = problems.lazy.compactMap(\.fixIt).first,
        let cured = TextEdit.applying([fixIt], to: Source(name: "", bytes: comment))
      else { return nil }
      comment = cured
    }
    return nil
  }
}

extension Diagnostic {
  /// That an `include` stands in a document that is its own output.
  fileprivate static func inertInclude(at place: Place) -> Diagnostic {
    var made = Diagnostic(
      .inertDirective, "'include' does nothing here: only templates include", at: place,
      notes: [
        .init("'embed' puts a fenced block behind itself in a document like this"),
        .init("to show it as text, put it between backticks"),
      ])
    made.severity = .warning
    return made
  }

  /// That an `embed` stands in indented code.
  static func indented(
    _ directive: Directive, in source: Source, _ dialect: Dialect
  ) -> Diagnostic {
    var made = Diagnostic(
      .inertDirective, "'embed' does nothing here: for \(dialect.title) this is indented code",
      at: source.place(at: directive.targetRange, line: directive.line),
      notes: [
        .init("indent it by less than four spaces"),
        .init("to show it as text, put it into a fenced block"),
      ])
    made.severity = .warning
    return made
  }
}
