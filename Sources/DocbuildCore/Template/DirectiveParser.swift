/// Reads what an HTML comment on a line, or an embedmd command, means as a directive.
struct DirectiveParser: Sendable {
  let source: Source
  let kind: Template.Kind

  enum Result {
    /// A comment like any other.
    case ordinary
    /// The backslash at that offset is to be left out.
    case escape(Int)
    /// It looks like a directive and is none.
    case problems([Diagnostic])
    /// The problems are those of its options.
    case directive(Directive, [Diagnostic])
  }

  /// What the comment that begins at `offset` on the line `range` (number `line`, from 1) means.
  func parse(commentAt offset: Int, on range: Range<Int>, line: Int) -> Result {
    let bytes = source.bytes
    var cursor = TokenCursor(bytes, offset + 4, end: range.upperBound)
    let spaced = cursor.skipBlanks()
    let backslashes = cursor.at
    while cursor.peek == UInt8(ascii: "\\") { cursor.at += 1 }
    let escaped = cursor.at - backslashes
    let nameStart = cursor.at
    while let byte = cursor.peek,
      byte.isLetter || byte.isDigit || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    {
      if bytes.has("-->", at: cursor.at) { break }
      cursor.at += 1
    }
    let name = bytes[nameStart..<cursor.at].text
    let isExact = name == "include" || name == "embed"
    if escaped > 0 {
      return isExact && cursor.peek == UInt8(ascii: "(") && spaced && kind == .template
        ? .escape(backslashes) : .ordinary
    }
    let gap = cursor.skipBlanks()
    guard cursor.peek == UInt8(ascii: "("), !name.isEmpty else { return .ordinary }
    guard let meant = isExact ? name : Self.misspelt(name) else { return .ordinary }

    let site = Site(offset: offset, range: range, line: line, name: meant)
    guard kind == .template || (meant == "embed" && isExact) else { return .ordinary }
    cursor.at += 1
    if isExact, spaced, !gap {
      switch parseArguments(&cursor, site) {
      case .success(let arguments): return directive(arguments, end: cursor.at, site)
      case .failure(let trouble):
        return kind == .inPlace
          ? .ordinary
          : .problems([malformed(trouble.message, site, missingSpace: trouble.missingSpace)])
      }
    }
    guard kind == .template else { return .ordinary }
    let message =
      if !isExact {
        name.lowercased() == meant
          ? "directive names are lower case: expected '\(meant)', found '\(name)'"
          : "'\(name)' is no directive: expected '\(meant)'"
      } else if !spaced {
        "expected a space between '<!--' and '\(meant)'"
      } else {
        "expected '(' right after '\(meant)'"
      }
    return .problems([malformed(message, site)])
  }

  /// The directive that `name` was meant to be, nil when it is not like one.
  private static func misspelt(_ name: String) -> String? {
    let lower = Bytes(name.lowercased().utf8)
    return ["include", "embed"].first { known in
      editDistance(lower, Bytes(known.utf8), limit: 2) != nil && lower.count >= 4
    }
  }

  // MARK: arguments

  struct Arguments {
    var target: Bytes = []
    var targetRange = 0..<0
    var options: [DirectiveOption] = []
    /// Behind the closing parenthesis.
    var close = 0
  }

  struct Trouble: Error {
    let message: String
    /// Where a space is missing, if that is all.
    var missingSpace: Int?
  }

  /// Where the comment stands.
  struct Site {
    let offset: Int
    let range: Range<Int>
    let line: Int
    let name: String
  }

  private func parseArguments(_ cursor: inout TokenCursor, _ site: Site)
    -> Swift.Result<Arguments, Trouble>
  {
    var found = Arguments()
    _ = cursor.skipBlanks()
    let start = cursor.at
    var closed = false
    if cursor.peek == UInt8(ascii: "\"") {
      guard let text = cursor.quoted() else {
        return .failure(Trouble(message: "the quoted path is never closed"))
      }
      found.target = text
      found.targetRange = start..<cursor.at
    } else {
      switch cursor.run() {
      case .closed(let range): (found.targetRange, closed) = (range, true)
      case .open(let range): found.targetRange = range
      case .unspaced: return .failure(Trouble(message: "expected a space before '-->'"))
      }
      found.target = Bytes(source.bytes[found.targetRange])
    }
    while !closed {
      let spaced = cursor.skipBlanks()
      guard let byte = cursor.peek else {
        return .failure(
          Trouble(message: "'\(site.name)(' is never closed: expected ') -->' on the same line"))
      }
      if byte == UInt8(ascii: ")"), cursor.closes(at: cursor.at) {
        cursor.at += 1
        break
      }
      if source.bytes.has(")-->", at: cursor.at) {
        return .failure(Trouble(message: "expected a space before '-->'"))
      }
      if source.bytes.has("-->", at: cursor.at) {
        return .failure(Trouble(message: "expected ')' before '-->'"))
      }
      guard spaced else {
        return .failure(
          Trouble(message: "expected a space before the next option", missingSpace: cursor.at))
      }
      switch cursor.option() {
      case .option(let option, let ends):
        found.options.append(option)
        closed = ends
      case .trouble(let message): return .failure(Trouble(message: message))
      }
    }
    found.close = cursor.at
    if found.target.isEmpty {
      return .failure(Trouble(message: "expected a path between '(' and ')'"))
    }
    _ = cursor.skipBlanks()
    cursor.at += 3  // "-->", which `closes` has seen
    return .success(found)
  }

  private func directive(_ arguments: Arguments, end: Int, _ site: Site) -> Result {
    let bytes = source.bytes
    let before = site.range.lowerBound..<site.offset
    let after = bytes[end..<site.range.upperBound]
    let prefixIsPlain = bytes[before].allSatisfy { $0.isBlank || $0 == UInt8(ascii: ">") }
    let isAlone =
      prefixIsPlain
      && after.allSatisfy { $0.isBlank || ($0 == .carriageReturn && kind == .inPlace) }
    guard isAlone else {
      guard kind == .template else { return .ordinary }
      let comment = bytes[site.offset..<end].text
      return .problems([
        Diagnostic(
          .textBesideDirective, "a directive stands alone on its line",
          at: source.place(at: site.offset..<end, line: site.line),
          notes: [.init("to show it as text, write '<!-- \\\(site.name)('")],
          fixIt: .init(
            "\(prefixIsPlain ? "" : "\n")\(comment)\(after.trimmed().isEmpty ? "" : "\n")"))
      ])
    }
    var recipe = Recipe()
    let problems = recipe.read(
      arguments.options, in: source, line: site.line, isEmbed: site.name == "embed")
    return .directive(
      Directive(
        kind: site.name == "embed" ? .embed : .include, line: site.line,
        lineRange: site.range.dropLast(after.last == .carriageReturn ? 1 : 0),
        prefix: before, target: arguments.target, targetRange: arguments.targetRange,
        recipe: arguments.options.isEmpty && site.name == "include" ? nil : recipe),
      problems)
  }

  /// Whether `comment` by itself is a directive: a cure must mend.
  private func isDirective(_ comment: Bytes) -> Bool {
    let parser = DirectiveParser(source: Source(name: "", bytes: comment), kind: .template)
    var cursor = TokenCursor(
      comment, comment.firstOffset(of: UInt8(ascii: "("), in: 0..<comment.count) ?? 0,
      end: comment.count)
    cursor.at += 1
    let site = Site(offset: 0, range: 0..<comment.count, line: 1, name: "")
    if case .success = parser.parseArguments(&cursor, site) { return cursor.at == comment.count }
    return false
  }

  private func malformed(
    _ message: String, _ site: Site, missingSpace: Int? = nil
  ) -> Diagnostic {
    let bytes = source.bytes
    let line = bytes[site.offset..<site.range.upperBound]
    // What the author probably meant: everything between the parentheses, spelt right.
    var fixIt: Diagnostic.FixIt?
    var length = line.count
    if let open = line.firstIndex(of: UInt8(ascii: "(")) {
      let rest = line[(open + 1)...]
      let arrow = rest.indices.first { bytes.has("-->", at: $0) && $0 + 3 <= site.range.upperBound }
      var inside = rest[..<(arrow ?? rest.endIndex)].trimmed()
      if inside.last == UInt8(ascii: ")") { inside = inside.dropLast() }
      let arguments = inside.trimmed()
      var text = Bytes(arguments)
      if let space = missingSpace, arguments.indices.contains(space) {
        text.insert(.space, at: space - arguments.startIndex)
      }
      let mended = Bytes("<!-- \(site.name)(".utf8) + text + Bytes(") -->".utf8)
      if isDirective(mended) { fixIt = .init(mended.text) }
      if let arrow { length = arrow + 3 - site.offset }
    }
    return Diagnostic(
      .malformedDirective, message,
      at: source.place(at: site.offset..<site.offset + max(1, length), line: site.line),
      notes: [.init("to show it as text, write '<!-- \\\(site.name)('")], fixIt: fixIt)
  }
}
