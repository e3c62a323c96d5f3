/// An option of directives: how it is written, what it does, and the code that does it. The parser, the
/// help text, the manual's tables and the example tests all read this value.
package struct OptionRule: Sendable {
  /// What an option does to a text, checked by a test: `yields` nil means that it is an error.
  package struct Example: Sendable {
    /// The options, as they stand in a directive.
    package let options: String
    /// The source that they are read on.
    package let source: String
    /// What comes out; nil for an error.
    package let yields: String?

    init(_ options: String, _ source: String, _ yields: String?) {
      self.options = options
      self.source = source
      self.yields = yields
    }
  }

  /// The option's name, as it is written.
  package let key: String
  /// The ways to write it, as the manual shows them.
  package let forms: [String]
  /// One sentence, lower case, no full stop.
  package let summary: String
  /// What it does, shown.
  package var examples: [Example] { makeExamples() }
  private let makeExamples: @Sendable () -> [Example]
  /// Notes the option in the recipe, or says what is wrong with its value.
  let read: @Sendable (DirectiveOption, inout Recipe) throws(OptionTrouble) -> Void

  init(
    _ key: String, forms: [String], _ summary: String,
    examples: @autoclosure @escaping @Sendable () -> [Example] = [],
    read: @escaping @Sendable (DirectiveOption, inout Recipe) throws(OptionTrouble) -> Void
  ) {
    self.key = key
    self.forms = forms
    self.summary = summary
    makeExamples = examples
    self.read = read
  }

  /// All options: those that choose lines, then those that shape them.
  package static let all = Selector.all + Shaping.all
}

/// What is wrong with an option's value, and perhaps what was meant.
struct OptionTrouble: Error {
  var id: DiagnosticID = .invalidOption
  let message: String
  var fixIt: String?
}

extension DirectiveOption {
  /// The value as text; a pattern or nothing is trouble.
  func text(_ expected: String) throws(OptionTrouble) -> Bytes {
    switch value {
    case .text(let text) where !text.isEmpty: return text
    case .text, .none: throw OptionTrouble(message: "'\(key)' needs a value: expected \(expected)")
    case .pattern: throw OptionTrouble(message: "'\(key)' takes no pattern: expected \(expected)")
    }
  }

  /// The value compiled; anything but a pattern is trouble.
  func pattern() throws(OptionTrouble) -> Pattern {
    switch value {
    case .pattern(let text): return try Pattern.compile(text, for: self)
    case .text(let text):
      throw OptionTrouble(
        message: "'\(key)' takes a pattern between slashes", fixIt: "\(key)=\(text.asMeant)")
    case .none: throw OptionTrouble(message: "'\(key)' needs a pattern: expected \(key)=/…/")
    }
  }

  /// There is only one value.
  func only(_ value: StaticString) throws(OptionTrouble) {
    let found = try text("'\(value)'")
    guard found.elementsEqual("\(value)".utf8) else {
      // Without the option it is the other way round.
      let isMeant = found.text.saysYes.map { $0 == ("\(value)" != "no") } ?? true
      throw OptionTrouble(
        message: "'\(key)' takes '\(value)', found '\(found.text)'",
        fixIt: isMeant ? "\(key)=\(value)" : "")
    }
  }

  /// A flag has no value.
  func flag() throws(OptionTrouble) {
    guard value == .none else {
      var isMeant = true
      if case .text(let text) = value { isMeant = text.text.saysYes ?? true }
      throw OptionTrouble(message: "'\(key)' takes no value", fixIt: isMeant ? key : "")
    }
  }
}

extension String {
  /// Whether it is a word for yes or one for no; nil for all others.
  fileprivate var saysYes: Bool? {
    switch lowercased() {
    case "yes", "true", "on", "1": true
    case "no", "false", "off", "0", "none": false
    default: nil
    }
  }
}

extension Recipe {
  /// Reads the options of a directive in the author's order and says what is wrong with them.
  ///
  /// - Parameters:
  ///   - isInFence: whether the directive stands in a fence of the author's, where none can be made.
  ///   - cures: whether what would mend them is wanted too.
  mutating func read(
    _ options: [DirectiveOption], of target: Bytes, in source: Source, line: Int, isEmbed: Bool,
    isInFence: Bool = false, cures: Bool
  ) -> [Diagnostic] {
    let found = read(options, isEmbed: isEmbed)
    if found.isEmpty { return [] }
    let context = OptionAlias.Context(
      options: options, language: Language.of(path: target, firstLine: [])?.name ?? "",
      isEmbed: isEmbed)
    return found.map { problem in
      let cure =
        cures
        ? problem.cures(context, isInFence: isInFence).first {
          Recipe.problemCount(options, with: $0, for: problem.option, isEmbed) < found.count
        } : nil
      var message = problem.message
      if problem.id == .unknownOption, cure == nil {
        message += ": expected one of \(OptionRule.all.map(\.key).joined(separator: ", "))"
      }
      return Diagnostic(
        problem.id, message, at: source.place(at: problem.option.range, line: line),
        notes: problem.notes, fixIt: cure)
    }
  }

  /// How much is wrong with `options` once `cure` stands in place of one of them.
  private static func problemCount(
    _ options: [DirectiveOption], with cure: String, for option: DirectiveOption, _ isEmbed: Bool
  ) -> Int {
    guard let index = options.firstIndex(where: { $0.range == option.range }),
      let written = DirectiveOption.list(cure)
    else { return Int.max }
    var mended = options
    mended.replaceSubrange(index...index, with: written)
    var recipe = Recipe()
    return recipe.read(mended, isEmbed: isEmbed).count
  }

  /// The option that says what two of one key say, where that takes a list.
  private static func joined(_ first: DirectiveOption, _ second: DirectiveOption) -> String? {
    guard ["lines", "region", "symbol", "strip"].contains(first.key), first.value != second.value,
      case .text(let one) = first.value, case .text(let two) = second.value,
      (one + two).allSatisfy({ !$0.isSpace && $0 != UInt8(ascii: "\"") })
    else { return nil }
    let text = "\(first.key)=\(one.text),\(two.text)"
    var recipe = Recipe()
    guard let list = DirectiveOption.list(text), recipe.read(list, isEmbed: false).isEmpty else {
      return nil
    }
    return text
  }

  private mutating func read(_ options: [DirectiveOption], isEmbed: Bool) -> [OptionProblem] {
    var problems: [OptionProblem] = []
    func report(
      _ id: DiagnosticID, _ message: String, _ option: DirectiveOption, cures: [String] = []
    ) {
      problems.append(OptionProblem(id: id, message: message, option: option, cures: cures))
    }
    var seen: [DirectiveOption] = []
    func given(_ key: String) -> DirectiveOption? { seen.first { $0.key == key } }
    for option in options {
      if let first = given(option.key) {
        let both = Recipe.joined(first, option).map { ": '\($0)' says both" }
        report(
          .repeatedOption, "option '\(option.key)' stands here twice" + (both ?? ""), option,
          cures: [""])
        continue
      }
      seen.append(option)
      optionRanges[option.key] = option.range
      guard let rule = OptionRule.all.first(where: { $0.key == option.key }) else {
        report(.unknownOption, "unknown option '\(option.key)'", option)
        continue
      }
      do throws(OptionTrouble) {
        let count = steps.count
        try rule.read(option, &self)
        if steps.count > count { steps[count].range = option.range }
        if option.key == "rev" { revisionRange = option.range }
      } catch {
        report(error.id, error.message, option, cures: error.fixIt.map { [$0] } ?? [])
      }
    }
    problems += misfits(among: seen, isEmbed: isEmbed)
    if isEmbed { fenced = !isPage }
    isFaulty = !problems.isEmpty
    return problems
  }

  /// What is wrong with options that are right by themselves.
  private func misfits(among given: [DirectiveOption], isEmbed: Bool) -> [OptionProblem] {
    var problems: [OptionProblem] = []
    if given.isEmpty { return [] }
    func report(
      _ id: DiagnosticID, _ message: String, _ option: DirectiveOption, cures: [String] = []
    ) {
      problems.append(OptionProblem(id: id, message: message, option: option, cures: cures))
    }
    for (first, second, reason) in given.count > 1 ? Recipe.conflicts : [] {
      guard given.contains(where: { $0.key == first }),
        let late = given.first(where: { $0.key == second })
      else { continue }
      report(.conflictingOptions, "'\(first)' and '\(second)' \(reason)", late, cures: [""])
    }
    for (key, does) in [
      ("doc", "adds the comment above a definition"), ("signature", "shows how one begins"),
    ] where !given.contains(where: { $0.key == "symbol" }) {
      guard let option = given.first(where: { $0.key == key }) else { continue }
      report(.conflictingOptions, "'\(key)' needs 'symbol': it \(does)", option)
    }
    if !fenced, !isEmbed, !isPage,
      let option = given.first(where: {
        ["highlight", "numbers", "link", "caption"].contains($0.key)
      })
    {
      report(
        .conflictingOptions,
        "'\(option.key)' needs 'fence': in a fence of your own there is no place for it", option,
        cures: ["fence \(option.key)\(option.written)"])
    }
    if isPage, let option = given.first(where: { ["highlight", "numbers"].contains($0.key) }) {
      report(.conflictingOptions, "'\(option.key)' is for code", option, cures: [""])
    }
    if !weave, let option = given.first(where: { $0.key == "with" }) {
      report(
        .conflictingOptions, "'with' needs 'weave': it says what values in a template are", option)
    }
    if isPage, let option = given.first(where: { ["fence", "info", "context"].contains($0.key) }) {
      report(
        .conflictingOptions,
        "'\(option.key)' is for code, and '\(table ? "table" : "markdown")' makes part of the page",
        option, cures: [""])
    }
    if weave,
      let option = given.first(where: {
        Selector.keys.contains($0.key) || Recipe.keysAgainstWeave.contains($0.key)
      })
    {
      report(
        .conflictingOptions,
        "'weave' takes the whole template: put '\(option.key)' into a directive of the template itself",
        option, cures: [""])
    }
    return problems
  }

  private static let conflicts: [(String, String, String)] = [
    ("from", "after", "both say where to start"), ("to", "before", "both say where to end"),
    ("headings", "level", "both say what becomes of headings"),
    ("diff", "since", "both say what is compared"),
    ("diff", "highlight", "can't both be: a difference shows what changed"),
    ("since", "highlight", "can't both be: a difference shows what changed"),
    ("diff", "numbers", "can't both be: a difference has lines of two files"),
    ("since", "numbers", "can't both be: a difference has lines of two files"),
    ("diff", "markdown", "can't both be"), ("diff", "table", "can't both be"),
    ("since", "markdown", "can't both be"), ("since", "table", "can't both be"),
    ("elide", "context", "both say what becomes of lines that are left out"),
    ("table", "markdown", "can't both be"), ("table", "headings", "can't both be"),
    ("table", "level", "can't both be"), ("table", "section", "can't both be"),
  ]

  private static let keysAgainstWeave: Set<String> = [
    "rev", "elide", "strip", "context", "comments", "encoding", "diff", "since", "highlight",
    "numbers", "link", "caption",
    "markdown", "headings", "level", "table",
  ]
}
