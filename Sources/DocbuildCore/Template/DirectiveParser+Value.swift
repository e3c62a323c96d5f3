extension DirectiveParser {
  /// Reads `<!-- value(NAME …) -->` at `site`, `cursor` standing behind the parenthesis.
  func value(_ cursor: inout TokenCursor, _ site: Site) -> Result {
    let arguments: Arguments
    switch parseArguments(&cursor, site) {
    case .success(let found): arguments = found
    case .failure(let trouble):
      // `value(s)`, and a sentence behind it.
      if let head = CommentHead(source.bytes, at: site.offset, lineEnd: site.range.upperBound),
        let close = head.rest.lastIndex(of: UInt8(ascii: ")")), close < head.rest.count - 1
      {
        return .ordinary
      }
      return .problems([malformedValue(trouble.message, site)], .value)
    }
    let end = cursor.at
    let (patterns, found) = valuePatterns(arguments.options, site)
    var problems = found
    let comment = site.offset..<end
    let isAlone = isAlone(comment, on: site.range)
    var form = kind == .template ? ValueDirective.Form.replaced : .kept
    if let within = patterns["in"] {
      form = .owned
      if !isAlone {
        problems.append(
          Diagnostic(
            .textBesideDirective, "with 'in' a value stands alone on its line",
            at: source.place(at: within.range, line: site.line),
            notes: [.init("what it owns is in the block behind that line")]))
      }
    }
    var place: Range<Int>? = comment
    switch (form, endMark(behind: end, on: site.range)) {
    case (.owned, _): place = nil
    case (.replaced, let mark?): place = site.offset..<mark.upperBound
    case (.replaced, nil): break
    case (.kept, let mark?): place = end..<mark.lowerBound
    case (.kept, nil):
      let text = Bytes(source.bytes[comment]) + ValueDirective.endMark
      return .problems(
        [
          Diagnostic(
            .malformedDirective,
            "the value has no end: expected '<!-- /value -->' on the same line",
            at: source.place(at: comment, line: site.line),
            notes: [
              .init("the value is what stands between the two"),
              .init("to show it as text, put it between backticks"),
            ], fixIt: text.text)
        ], .block)
    }
    return .value(
      ValueDirective(
        form: form, line: site.line, range: comment, target: arguments.target,
        targetRange: arguments.targetRange, match: patterns["match"]?.pattern,
        matchRange: patterns["match"]?.range ?? arguments.targetRange,
        within: patterns["in"]?.pattern, withinRange: patterns["in"]?.range ?? comment,
        place: place, placeLine: site.line), problems)
  }

  /// The patterns of a value by their keys, and what is wrong with its options.
  private func valuePatterns(_ options: [DirectiveOption], _ site: Site) -> (
    [String: (pattern: Pattern, range: Range<Int>)], [Diagnostic]
  ) {
    var problems: [Diagnostic] = []
    var patterns: [String: (pattern: Pattern, range: Range<Int>)] = [:]
    for option in options {
      do throws(OptionTrouble) {
        patterns[option.key] = (try valuePattern(option, patterns[option.key] != nil), option.range)
      } catch {
        problems.append(
          Diagnostic(
            error.id, error.message, at: source.place(at: option.range, line: site.line),
            fixIt: error.fixIt))
      }
    }
    return (patterns, problems)
  }

  private func valuePattern(_ option: DirectiveOption, _ isRepeated: Bool) throws(OptionTrouble)
    -> Pattern
  {
    let known = ValueDirective.options.map(\.key)
    guard known.contains(option.key) else {
      let near = nearest(to: option.key, among: known, count: 1).first
      throw OptionTrouble(
        id: .unknownOption,
        message: "unknown option '\(option.key)' of 'value': expected 'match' or 'in'",
        fixIt: near.map { "\($0)\(option.written)" })
    }
    if isRepeated {
      throw OptionTrouble(
        id: .repeatedOption, message: "option '\(option.key)' stands here twice", fixIt: "")
    }
    return try option.pattern()
  }

  private func malformedValue(_ message: String, _ site: Site) -> Diagnostic {
    let end = max(site.offset + 1, textEnd(of: site.range))
    return Diagnostic(
      .malformedDirective, message, at: source.place(at: site.offset..<end, line: site.line),
      notes: [
        .init("a value is '<!-- value(NAME) -->' or '<!-- value(FILE match=/re/) -->'"),
        kind == .template
          ? .init("to show it as text, write '<!-- \\value('")
          : .init("to show it as text, put it between backticks"),
      ])
  }

  /// Whether nothing else stands on the line but the prefix of its containers.
  private func isAlone(_ comment: Range<Int>, on line: Range<Int>) -> Bool {
    source.bytes[line.lowerBound..<comment.lowerBound].allSatisfy {
      $0.isBlank || $0 == UInt8(ascii: ">")
    } && source.bytes[comment.upperBound..<textEnd(of: line)].allSatisfy(\.isBlank)
  }

  /// The `<!-- /value -->` that is the next comment on the line.
  private func endMark(behind start: Int, on line: Range<Int>) -> Range<Int>? {
    var comments = Comments(in: source.bytes, inBraces: true)
    guard let next = comments.next(from: start), next < line.upperBound else { return nil }
    let style = CommentStyle.at(next, in: source.bytes)
    var cursor = TokenCursor(source.bytes, next + style.width, end: line.upperBound)
    _ = cursor.skipBlanks()
    guard source.bytes.has("/value", at: cursor.at) else { return nil }
    cursor.at += 6
    _ = cursor.skipBlanks()
    guard source.bytes.has(style.closing, at: cursor.at), cursor.at + 3 <= line.upperBound else {
      return nil
    }
    return next..<cursor.at + 3
  }

  /// What the comment at `offset` is when it is nearly a value: `<!--value(x)-->`, `<!-- Value(x) -->`; an ordinary comment
  /// when a sentence goes on behind the parenthesis.
  func nearValue(_ head: CommentHead, at offset: Int, line: Int) -> Result? {
    guard head.isOnOneLine, head.isClosed, head.name.count == 5,
      head.name.text.lowercased() == "value", !head.isApart,
      head.mark.isEmpty, head.rest.first == UInt8(ascii: "("),
      head.rest.last == UInt8(ascii: ")"), head.rest.count > 2
    else { return nil }
    let style = CommentStyle.at(offset, in: source.bytes)
    let text = style.written(Bytes("<!-- value".utf8) + head.rest + Bytes(" -->".utf8))
    var parser = DirectiveParser(source: Source(name: "", bytes: text), kind: .template)
    parser.cures = false
    guard case .value(_, let problems) = parser.parse(commentAt: 0, on: 0..<text.count, line: 1),
      problems.isEmpty
    else { return nil }
    let message =
      !head.sign.isEmpty
      ? "'\(head.sign.text)\(head.name.text)' is not a directive: expected 'value'"
      : head.isSpaced && head.name.elementsEqual("value".utf8)
        ? "expected a space before '-->'"
        : head.isSpaced
          ? "directive names are lower case: expected 'value', found '\(head.name.text)'"
          : "expected a space between '<!--' and 'value'"
    return .problems(
      [
        Diagnostic(
          .malformedDirective, message, at: source.place(at: offset..<head.end, line: line),
          fixIt: text.text)
      ], kind == .template ? .value : .block)
  }
}
