/// Options that directives have which do not say otherwise: `<!-- defaults(rev=step-2 path=shorty/) -->`, or `[defaults]` in
/// the configuration.
package struct DirectiveDefaults: Sendable, Hashable {
  /// In the order in which they were said; each key once.
  private(set) var options: [DirectiveOption] = []
  /// What stands before relative paths.
  private(set) var path: Bytes = []

  /// None.
  package init() {}

  /// Those that `text` says, as the options of a directive are written.
  ///
  /// - Throws: what is wrong with it, as a message says it.
  package init(_ text: String) throws(DefaultsFault) {
    guard let options = DirectiveOption.list(text), !options.isEmpty else {
      throw DefaultsFault(
        message: "'\(text)' are not options: expected some, as in \"rev=v1 fence\"")
    }
    for option in options {
      do throws(OptionTrouble) { try add(option) } catch {
        throw DefaultsFault(message: error.message)
      }
    }
  }

  var isEmpty: Bool { options.isEmpty && path.isEmpty }

  /// Adds an option in place of what was said before.
  mutating func add(_ option: DirectiveOption) throws(OptionTrouble) {
    if option.key == "path" {
      path = try option.text("a folder, as in path=examples/")
      return
    }
    guard let rule = OptionRule.all.first(where: { $0.key == option.key }) else {
      let names = OptionRule.all.map(\.key) + ["path"]
      throw OptionTrouble(
        id: .unknownOption, message: "unknown option '\(option.key)'",
        fixIt: nearest(to: option.key, among: names, count: 1).first.map {
          "\($0)\(option.written)"
        })
    }
    var recipe = Recipe()
    try rule.read(option, &recipe)
    options.removeAll { $0.key == option.key || DirectiveDefaults.excludes(option.key, $0.key) }
    options.append(option)
  }

  /// These, where others do not say otherwise.
  package func merging(_ others: DirectiveDefaults) -> DirectiveDefaults {
    var made = self
    // What was said could be read.
    for option in others.options { try? made.add(option) }
    if !others.path.isEmpty { made.path = others.path }
    return made
  }

  /// The options of a directive with those that it does not say itself, and that its own allow; these come first, and stand
  /// where its target does.
  func completing(
    _ own: [DirectiveOption], at target: Range<Int>, inFence: Bool, isEmbed: Bool
  ) -> [DirectiveOption] {
    guard !options.isEmpty else { return own }
    let keys = own.map(\.key)
    let isPage = keys.contains {
      ["markdown", "table", "headings", "level", "section"].contains($0)
    }
    let fits = options.filter { option in
      if keys.contains(option.key) { return false }
      if keys.contains(where: { DirectiveDefaults.excludes($0, option.key) }) { return false }
      // An 'embed' has a fence as it is.
      if isEmbed, option.key == "fence", option.value == .none { return false }
      if option.key == "with" { return keys.contains("weave") }
      if isPage, option.key == "comments" { return false }
      if inFence || isPage, DirectiveDefaults.ofFences.contains(option.key) { return false }
      if keys.contains("weave"), !["fence", "info", "indent", "with"].contains(option.key) {
        return false
      }
      if option.key == "doc" || option.key == "signature" { return keys.contains("symbol") }
      return true
    }
    return fits.map { DirectiveOption(key: $0.key, value: $0.value, range: target) } + own
  }

  /// The path of a directive's target.
  func target(_ own: Bytes) -> Bytes {
    guard !path.isEmpty, let first = own.first, first != UInt8(ascii: "/"),
      !own.prefix(while: { $0 != UInt8(ascii: "/") }).contains(UInt8(ascii: ":"))
    else { return own }
    return path + (path.last == UInt8(ascii: "/") ? [] : [UInt8(ascii: "/")]) + own
  }

  /// What needs a fence that docbuild makes.
  private static let ofFences: Set<String> = [
    "fence", "info", "highlight", "numbers", "link", "caption",
  ]

  private static let pairs: [(String, String)] = [
    ("from", "after"), ("to", "before"), ("headings", "level"), ("elide", "context"),
    ("fence", "info"), ("diff", "since"), ("markdown", "table"), ("diff", "numbers"),
    ("since", "numbers"), ("diff", "highlight"), ("since", "highlight"),
  ]

  private static func excludes(_ one: String, _ other: String) -> Bool {
    pairs.contains { ($0.0, $0.1) == (one, other) || ($0.1, $0.0) == (one, other) }
  }
}

/// Why a text is not options.
package struct DefaultsFault: Error {
  /// As a message says it.
  package let message: String
}

extension DirectiveParser {
  /// Reads `<!-- defaults(OPTION…) -->`, `cursor` standing behind the parenthesis.
  func readDefaults(_ cursor: inout TokenCursor, _ site: Site) -> Result {
    var found = DirectiveDefaults()
    var problems: [Diagnostic] = []
    func malformed(_ message: String) -> Result {
      .problems(
        [
          Diagnostic(
            .malformedDirective, message,
            at: source.place(at: site.offset..<textEnd(of: site.range), line: site.line),
            notes: [.init("as in '<!-- defaults(rev=v1 path=examples/) -->'")])
        ], .block)
    }
    while true {
      _ = cursor.skipBlanks()
      guard let next = cursor.peek, !source.bytes.has(cursor.closing, at: cursor.at) else {
        return malformed("'defaults(' is never closed: expected ') -->' on the same line")
      }
      if next == UInt8(ascii: ")"), cursor.closes(at: cursor.at) {
        cursor.at += 1
        break
      }
      switch cursor.option() {
      case .trouble(let message, _): return malformed(message)
      case .option(let option, let isLast):
        do throws(OptionTrouble) { try found.add(option) } catch {
          problems.append(
            Diagnostic(
              error.id, error.message, at: source.place(at: option.range, line: site.line),
              fixIt: error.fixIt))
        }
        guard problems.count <= DirectiveParser.mostOptions else {
          return malformed("more than \(DirectiveParser.mostOptions) options")
        }
        if isLast { return finish(found, problems, site, end: cursor.at) }
      }
    }
    return finish(found, problems, site, end: cursor.at)
  }

  private func finish(
    _ found: DirectiveDefaults, _ problems: [Diagnostic], _ site: Site, end: Int
  ) -> Result {
    var cursor = TokenCursor(source.bytes, end, end: site.range.upperBound)
    _ = cursor.skipBlanks()
    let close = cursor.at + 3
    let before = source.bytes[site.range.lowerBound..<site.offset]
    guard before.allSatisfy({ $0.isBlank || $0 == UInt8(ascii: ">") }),
      source.bytes[close..<textEnd(of: site.range)].allSatisfy(\.isBlank)
    else {
      return .problems(
        [
          Diagnostic(
            .textBesideDirective, "'defaults' stands alone on its line",
            at: source.place(at: site.offset..<close, line: site.line))
        ], .block)
    }
    return .defaults(found, problems)
  }
}
