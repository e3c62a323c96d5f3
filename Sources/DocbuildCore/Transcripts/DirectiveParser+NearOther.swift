/// Directives that are not read here (`output`, `check`) or have no path (`value`, `defaults`), written so that nothing would
/// take them for what they were meant to be.
extension DirectiveParser {
  private struct Name {
    let text: String
    /// Whether the text is that directive with nothing wrong about it.
    let isSound: @Sendable (Bytes) -> Bool
  }

  private static let names = [
    Name(text: "output") { comment in
      ((try? OutputComment(comment: 0..<comment.count, in: comment)) ?? nil) != nil
    },
    Name(text: "value") { comment in
      if case .value(_, let problems) = parsed(comment) { return problems.isEmpty }
      return false
    },
    Name(text: "defaults") { comment in
      if case .defaults(_, let problems) = parsed(comment) { return problems.isEmpty }
      return false
    },
    Name(text: "check") { comment in
      CheckComment(comment, 0..<comment.count).map { $0.trouble == nil && !$0.kinds.isEmpty }
        ?? false
    },
  ]

  private static func parsed(_ comment: Bytes) -> Result {
    var parser = DirectiveParser(source: Source(name: "", bytes: comment), kind: .template)
    parser.cures = false
    return parser.parse(commentAt: 0, on: 0..<comment.count, line: 1)
  }

  /// A directive of another name than `include`, `embed` and `test`, or nearly so; nil for an ordinary comment.
  ///
  /// It must be written like a call that is sound once its name and its blanks are mended: what says nothing that docbuild could
  /// do is no directive.
  func nearOther(_ head: CommentHead, at offset: Int, on range: Range<Int>, line: Int) -> Result? {
    guard head.isOnOneLine, head.isClosed, !head.sign.contains(UInt8(ascii: "/")) else {
      return nil
    }
    if head.name.elementsEqual("test".utf8),
      TestOptions.isSound(Bytes(source.bytes[offset..<head.end]))
    {
      return beside(
        offset..<head.end, range.lowerBound..<offset, source.bytes[head.end..<range.upperBound],
        line: line)
    }
    if head.name.elementsEqual("test".utf8), head.lacksParenthesis {
      return .problems(
        [
          Diagnostic(
            .malformedDirective, DirectiveParser.message(head, meant: "test"),
            at: source.place(at: offset..<head.end, line: line))
        ], .block)
    }
    guard
      let name = DirectiveParser.name(head), head.mark.isEmpty || head.mark == [UInt8(ascii: ":")]
    else { return nil }
    let isExact = head.name.elementsEqual(name.text.utf8)
    guard let call = call(head, of: name.text, isExact: isExact) else { return nil }
    let cure = CommentStyle.at(offset, in: source.bytes).written(call)
    let comment = offset..<head.end
    guard name.isSound(call) else {
      guard isExact else { return nil }
      if head.rest.first == UInt8(ascii: "("), !head.lacksParenthesis {
        return name.text == "output" ? unsound(output: comment, line: line) : nil
      }
      // What it should say nobody knows; that it says nothing is sure.
      return .problems(
        [
          Diagnostic(
            .malformedDirective, DirectiveParser.message(head, meant: name.text),
            at: source.place(at: comment, line: line))
        ], name.text == "value" && kind == .template ? .value : .block)
    }
    let before = range.lowerBound..<offset
    let after = source.bytes[head.end..<range.upperBound]
    if source.bytes[comment].elementsEqual(cure) {
      return name.text == "output" ? beside(comment, before, after, line: line) : nil
    }
    let isInText = ["value", "defaults"].contains(name.text)
    return .problems(
      [
        Diagnostic(
          .malformedDirective, DirectiveParser.message(head, meant: name.text),
          at: source.place(at: comment, line: line),
          fixIt: isInText ? cure.text : onItsOwnLine(cure, before: before, after: after))
      ], name.text == "value" && kind == .template ? .value : .block)
  }

  /// The directive that `head` names or nearly names.
  private static func name(_ head: CommentHead) -> Name? {
    let lower = head.name.text.lowercased()
    if let exact = names.first(where: { $0.text == lower }) { return exact }
    return names.first { name in
      let limit = name.text.count > 5 ? 2 : 1
      return lower.utf8.count >= 4
        && editDistance(Bytes(lower.utf8), Bytes(name.text.utf8), limit: limit) != nil
        && lower != "input"
    }
  }

  /// What was meant, as it is written; nil for what is no call.
  private func call(_ head: CommentHead, of name: String, isExact: Bool) -> Bytes? {
    let start = Bytes("<!-- \(name)(".utf8)
    if head.rest.first == UInt8(ascii: "("), head.rest.last == UInt8(ascii: ")"),
      head.rest.count > 2
    {
      let inside = Bytes(head.rest.dropFirst().dropLast().trimmed())
      // `values (see below)`, and calls of code such as `checked(x)`.
      let isPlain = !inside.contains(UInt8(ascii: "=")) && !inside.contains(UInt8(ascii: "\""))
      if head.isApart, isPlain { return nil }
      if !isExact, isPlain, !["output", "value"].contains(name),
        !OptionRule.all.contains(where: { $0.key == inside.text })
      {
        return nil
      }
      return start + inside + Bytes(") -->".utf8)
    }
    if isExact, head.lacksParenthesis {
      return start + head.rest.dropFirst().trimmed() + Bytes(") -->".utf8)
    }
    // `output "ls -l"`; 'check "quotes"' is a note to oneself.
    if isExact, head.isQuoted, name != "check" { return start + head.rest + Bytes(") -->".utf8) }
    // `defaults rev=v1`, `check off=broken-link`.
    guard ["defaults", "check"].contains(name), head.isApart || !head.mark.isEmpty,
      head.rest.words.allSatisfy({ word in
        let key = word.prefix { $0 != UInt8(ascii: "=") }.text
        return word.contains(UInt8(ascii: "="))
          && (["off", "why"].contains(key) || OptionRule.all.contains { $0.key == key })
      })
    else { return nil }
    return start + head.rest + Bytes(") -->".utf8)
  }

  private static func message(_ head: CommentHead, meant name: String) -> String {
    let written = head.name.text
    if !head.sign.isEmpty {
      return "'\(head.sign.text)\(written)' is not a directive: expected '\(name)'"
    }
    if written != name {
      return written.lowercased() == name
        ? "directive names are lower case: expected '\(name)', found '\(written)'"
        : "'\(written)' is not a directive: expected '\(name)'"
    }
    if head.lacksParenthesis { return "expected ')' before '\(head.style.closing)'" }
    if head.isApart || !head.mark.isEmpty || head.rest.first != UInt8(ascii: "(") {
      return "expected '(' right after '\(name)'"
    }
    return head.isSpaced
      ? "expected a space before '\(head.style.closing)'"
      : "expected a space between '\(head.style.opening)' and '\(name)'"
  }

  /// What is wrong with the options of an `output`.
  private func unsound(output comment: Range<Int>, line: Int) -> Result? {
    do throws(TestTrouble) {
      _ = try OutputComment(comment: comment, in: source.bytes)
      return nil
    } catch {
      return .problems(
        [
          Diagnostic(
            .invalidTest, error.message, at: source.place(at: error.range, line: line))
        ], .block)
    }
  }

  /// That an `output` or a `test` does not stand alone on its line, where no block would be its own.
  private func beside(
    _ comment: Range<Int>, _ before: Range<Int>, _ after: ArraySlice<UInt8>, line: Int
  ) -> Result? {
    let isAlone = source.bytes[before].isMarks && after.trimmed().isEmpty
    if isAlone { return nil }
    return .problems(
      [
        Diagnostic(
          .textBesideDirective, "a directive stands alone on its line",
          at: source.place(at: comment, line: line))
      ], .block)
  }
}

extension CommentHead {
  /// Whether nothing but a quoted text follows the name.
  fileprivate var isQuoted: Bool {
    guard rest.count > 2, let first = rest.first, "\"'".utf8.contains(first) else { return false }
    return rest.last == first && sign.isEmpty
  }

  /// Whether a parenthesis follows the name that none closes.
  fileprivate var lacksParenthesis: Bool {
    rest.count > 1 && rest.first == UInt8(ascii: "(") && !rest.contains(UInt8(ascii: ")"))
      && !isApart
      && sign.isEmpty && mark.isEmpty
  }
}

extension ArraySlice<UInt8> {
  /// Whether it is nothing but what quotes and list items begin with.
  fileprivate var isMarks: Bool {
    var rest = drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    while let first = rest.first {
      let digits = rest.prefix { $0.isDigit }
      if "-*+".utf8.contains(first) {
        rest = rest.dropFirst()
      } else if !digits.isEmpty, let mark = rest.dropFirst(digits.count).first,
        ".)".utf8.contains(mark)
      {
        rest = rest.dropFirst(digits.count + 1)
      } else {
        return false
      }
      guard rest.first?.isBlank ?? true else { return false }
      rest = rest.drop { $0.isBlank || $0 == UInt8(ascii: ">") }
    }
    return true
  }
}
