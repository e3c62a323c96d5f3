/// Reads what an HTML comment on a line, or an embedmd command, means as a directive.
struct DirectiveParser: Sendable {
  let source: Source
  let kind: Template.Kind
  /// Whether cures are looked for: not while one is tried.
  var cures = true
  /// What directives have which do not say otherwise.
  var defaults = DirectiveDefaults()
  /// Whether a path may be a pattern.
  var takesPatterns = true
  /// Whether the line stands in a fenced block.
  var isInFence = false

  enum Result {
    /// A comment like any other.
    case ordinary
    /// The backslash at that offset is to be left out.
    case escape(Int)
    /// It looks like a directive and is none.
    case problems([Diagnostic], Meant)
    /// It does nothing where it stands, which is worth a word.
    case inert(Diagnostic)
    /// The problems are those of its options.
    case directive(Directive, [Diagnostic])
    /// Options for the directives that follow; the problems are theirs.
    case defaults(DirectiveDefaults, [Diagnostic])
    /// A value in a sentence; the problems are those of its options.
    case value(ValueDirective, [Diagnostic])
  }

  /// Which directive a comment was meant to be, and how plainly.
  enum Meant {
    /// `include`; in code, too, where templates use it.
    case include
    /// What does nothing in code and in code spans: `embed`, its end mark, `test`.
    case block
    /// `value`; in a template everywhere.
    case value
    /// An `include` without its parentheses, which in a code span may show another tool's.
    case bare
  }

  /// What the comment that begins at `offset` on the line `range` (number `line`, from 1) means.
  func parse(commentAt offset: Int, on range: Range<Int>, line: Int) -> Result {
    let bytes = source.bytes
    let style = CommentStyle.at(offset, in: bytes)
    var cursor = TokenCursor(
      bytes, offset + style.width, end: range.upperBound, closing: style.closing)
    let spaced = cursor.skipBlanks()
    let backslashes = cursor.at
    while cursor.peek == UInt8(ascii: "\\") { cursor.at += 1 }
    let escaped = cursor.at - backslashes
    let isInclude = bytes.has("include(", at: cursor.at)
    let isExact = isInclude || bytes.has("embed(", at: cursor.at)
    let isValue = bytes.has("value(", at: cursor.at)
    if escaped > 0 {
      return (isExact || isValue) && spaced && kind == .template
        ? .escape(backslashes) : .ordinary
    }
    if isValue, spaced {
      cursor.at += 6
      return value(&cursor, Site(offset: offset, range: range, line: line, name: "value"))
    }
    if spaced, bytes.has("defaults(", at: cursor.at) {
      cursor.at += 9
      return readDefaults(
        &cursor, Site(offset: offset, range: range, line: line, name: "defaults"))
    }
    guard isExact, spaced, kind == .template || !isInclude else {
      return nearMiss(commentAt: offset, on: range, line: line)
    }
    let site = Site(
      offset: offset, range: range, line: line, name: isInclude ? "include" : "embed")
    cursor.at += site.name.utf8.count + 1
    switch parseArguments(&cursor, site) {
    case .success(let arguments): return directive(arguments, end: cursor.at, site)
    case .failure(let trouble):
      return nearMiss(commentAt: offset, on: range, line: line, trouble: trouble)
    }
  }

  // MARK: arguments

  struct Arguments {
    var target: Bytes = []
    var targetRange = 0..<0
    /// The name behind `key=` in place of a path.
    var key: Bytes?
    var options: [DirectiveOption] = []
    /// Behind the closing parenthesis.
    var close = 0
  }

  struct Trouble: Error {
    let message: String
    /// What would mend it: other text at that place.
    var cure: (range: Range<Int>, text: Bytes)?

    /// No space stands before what ends the comment.
    static func unspaced(_ closing: StaticString) -> Trouble {
      Trouble(message: "expected a space before '\(closing)'")
    }
  }

  /// How many options a directive may have: more than there are.
  static let mostOptions = 64

  /// Where the comment stands.
  struct Site {
    let offset: Int
    let range: Range<Int>
    let line: Int
    let name: String
  }

  func parseArguments(_ cursor: inout TokenCursor, _ site: Site)
    -> Swift.Result<Arguments, Trouble>
  {
    var found = Arguments()
    _ = cursor.skipBlanks()
    var closed = false
    switch readTarget(&cursor, &found) {
    case .success(let isLast): closed = isLast
    case .failure(let trouble): return .failure(trouble)
    }
    while !closed {
      let spaced = cursor.skipBlanks()
      guard let byte = cursor.peek else {
        return .failure(
          Trouble(
            message:
              "'\(site.name)(' is never closed: expected ') \(cursor.closing)' on the same line"))
      }
      if byte == UInt8(ascii: ")"), cursor.closes(at: cursor.at) {
        cursor.at += 1
        break
      }
      if cursor.closesUnspaced(at: cursor.at) { return .failure(.unspaced(cursor.closing)) }
      if source.bytes.has(cursor.closing, at: cursor.at) {
        return .failure(Trouble(message: "expected ')' before '\(cursor.closing)'"))
      }
      guard spaced else {
        if let last = found.options.last, cursor.isAtNextPattern {
          return .failure(
            Trouble(message: "'\(last.key)' takes one pattern", cure: cursor.mendedList(last)))
        }
        if let cure = found.options.last.flatMap({ cursor.mendedPattern($0) }) {
          return .failure(Trouble(message: "expected a space behind the pattern", cure: cure))
        }
        return .failure(
          Trouble(
            message: "expected a space before the next option",
            cure: (cursor.at..<cursor.at, [.space])))
      }
      switch cursor.option() {
      case .option(let option, let ends):
        found.options.append(option)
        // Cures are tried one by one, and a line may hold any number of comments that are never closed.
        guard found.options.count <= DirectiveParser.mostOptions else {
          return .failure(Trouble(message: "more than \(DirectiveParser.mostOptions) options"))
        }
        closed = ends
      case .trouble(let message, let cure):
        return .failure(Trouble(message: message, cure: cure))
      }
    }
    found.close = cursor.at
    if found.target.isEmpty {
      return .failure(Trouble(message: "expected a path between '(' and ')'"))
    }
    _ = cursor.skipBlanks()
    cursor.at += 3  // The comment's end, which `closes` has seen.
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
      let comment = Bytes(bytes[site.offset..<end])
      return .problems(
        [
          Diagnostic(
            .textBesideDirective, "a directive stands alone on its line",
            at: source.place(at: site.offset..<end, line: site.line), notes: asText(site.name),
            fixIt: onItsOwnLine(comment, before: before, after: after))
        ], site.name == "include" ? .include : .block)
    }
    var recipe = Recipe()
    let target = arguments.key == nil ? defaults.target(arguments.target) : arguments.target
    let options = defaults.completing(
      arguments.ownOptions, at: arguments.targetRange, inFence: isInFence,
      isEmbed: site.name == "embed")
    if !defaults.isEmpty { recipe.inherited = "\(options.count) \(defaults)" }
    recipe.key = arguments.key
    if takesPatterns, arguments.key == nil, target.isPattern { recipe.optionsOfEach = options }
    var problems = recipe.read(
      options, of: arguments.target, in: source, line: site.line,
      isEmbed: site.name == "embed", isInFence: isInFence, cures: cures)
    if arguments.key != nil {
      // Without the key nothing is named.
      let place = source.place(at: arguments.targetRange, line: site.line)
      for index in problems.indices where problems[index].place == place {
        problems[index].fixIt = nil
      }
    }
    return .directive(
      Directive(
        kind: site.name == "embed" ? .embed : .include, line: site.line,
        lineRange: site.range.dropLast(after.last == .carriageReturn ? 1 : 0),
        prefix: before, target: target,
        targetRange: arguments.targetRange,
        recipe: options.isEmpty && !recipe.isPattern && site.name == "include" ? nil : recipe),
      problems)
  }
}
