/// Names that other tools have for what is called otherwise here, with what to write instead.
package struct OptionAlias: Sendable {
  /// What the cure of an option depends on besides itself.
  struct Context {
    /// All options of the directive.
    let options: [DirectiveOption]
    /// The language of the file, by its name; empty when that does not show it.
    let language: String
    let isEmbed: Bool

    func given(_ key: String) -> DirectiveOption? { options.first { $0.key == key } }
  }

  /// In lower case, words parted by `-`.
  package let names: [String]
  /// A value that other tools' users would write, for the tests; nil for none.
  package let sample: String?
  /// What may be written in place of the option, best first; empty text to leave it out.
  let cures: @Sendable (DirectiveOption, Context) -> [String]
  /// Why there is no such option.
  let note: String?

  private init(
    _ names: [String], sample: String? = nil, note: String? = nil,
    cures: @escaping @Sendable (DirectiveOption, Context) -> [String]
  ) {
    self.names = names
    self.sample = sample
    self.note = note
    self.cures = cures
  }

  /// Keys behind which other tools write the path.
  static let ofPaths: Set<String> = ["file", "path", "src", "source", "filename", "href", "url"]

  /// The alias of that name; `start_line`, `startLine` and `start-line` are the same.
  static func named(_ name: String) -> OptionAlias? {
    var folded = ""
    for character in name {
      if character.isUppercase, let last = folded.last, last != "-" { folded += "-" }
      folded += character == "_" ? "-" : character.lowercased()
    }
    let lower = name.lowercased()
    return all.first { $0.names.contains(folded) || $0.names.contains(lower) }
  }

  /// All rows, in the order in which they are tried.
  package static let all: [OptionAlias] = [
    renamed(
      ["anchor", "tag", "tags", "snippet", "part", "fragment", "marker", "docregion"],
      "region", sample: "setup", asMeant: \.asRegions),
    renamed(["label", "id", "block"], "region", sample: "setup"),
    renamed(
      [
        "function", "func", "fn", "def", "class", "method", "object", "pyobject", "type", "struct",
        "member", "definition", "name",
      ], "symbol", sample: "main", asMeant: \.withoutCall),
    renamed(["revision", "ref", "commit", "branch", "git", "version"], "rev", sample: "v1.2.0"),
    renamed(
      ["lang", "language", "syntax", "lexer", "format", "as", "code", "codeblock", "code-block"],
      "fence", sample: "go"),
    OptionAlias(["line", "range", "line-range", "rows", "only"], sample: "2-4") { option, _ in
      [option.number.map { "lines=\($0)" }, option.lines.map { "lines=\($0)" }].compactMap { $0 }
    },
    OptionAlias(
      [
        "start", "start-line", "first-line", "from-line", "line-start", "begin", "first",
        "lines-from",
      ],
      sample: "2"
    ) { option, context in
      guard let first = option.number else { return patterns("from", option) }
      let last = context.options.first { ends.contains(folded($0.key)) }?.number
      return ["lines=\(first)..\(last ?? "")"]
    },
    OptionAlias(ends, sample: "4") { option, context in
      guard let last = option.number else { return patterns("to", option) }
      let starts = [
        "start", "start-line", "first-line", "from-line", "line-start", "begin", "first",
      ]
      let isSaid = context.options.contains { starts.contains(folded($0.key)) && $0.number != nil }
      return isSaid || context.given("lines") != nil ? [""] : ["lines=..\(last)"]
    },
    patterned(
      ["start-at", "starting", "starting-with", "begin-at", "start-with"], "from"),
    patterned(["end-at", "until", "till", "upto", "up-to", "ending", "through"], "to"),
    patterned(["start-after", "begin-after", "following"], "after"),
    patterned(["end-before", "stop-before", "stop-at", "stop"], "before"),
    OptionAlias(
      ["exclude", "skip", "hide", "remove", "except", "without", "ignore", "drop"],
      sample: "debug"
    ) { option, _ in
      switch option.value {
      case .none: []
      case .text(let text): ["omit=\(text.asValue)"]
      case .pattern(let text): ["omit=/\(text.escapingSlashes)/"]
      }
    },
    OptionAlias(
      ["dedent", "auto-dedent", "undent", "unindent", "deindent"],
      note: "narrowed excerpts lose their common indentation anyway; 'indent=keep' keeps it"
    ) { option, _ in
      option.isOff ? ["indent=keep"] : [""]
    },
    OptionAlias([
      "keep-indent", "preserve-indent", "preserve-indentation", "no-dedent", "tab-length",
    ]) { option, _ in option.isOff ? [""] : ["indent=keep"] },
    OptionAlias(["recursive", "render", "process", "template", "expand", "recurse"]) { option, _ in
      option.isOff ? [""] : ["weave"]
    },
    OptionAlias(["ellipsis", "dots", "cut"]) { option, _ in option.isOff ? [""] : ["elide"] },
    OptionAlias(["docs", "docstring", "comment", "with-doc"]) { option, _ in
      option.isOff ? [""] : ["doc", ""]
    },
    OptionAlias(["fenced", "wrap", "fences"]) { option, _ in option.isOff ? [""] : ["fence"] },
    OptionAlias(
      ["charset", "trailing-newlines", "tab-width", "tabsize", "tab-size"],
      sample: "utf-8"
    ) { _, _ in [""] },
    OptionAlias(
      shown, sample: "1-3",
      note:
        "what a site's generator reads belongs behind the language of a fence; 'info' writes that"
    ) { option, context in
      // One `info` for all that a site's generator reads; a fence of the author's has its own info string.
      let isFenced =
        context.isEmbed || context.given("fence") != nil || context.given("info") != nil
        || context.options.contains { named($0.key)?.names.contains("lang") ?? false }
      let mine = context.options.filter { shown.contains(folded($0.key)) }
      guard isFenced, context.given("info") == nil, mine.first == option else { return [""] }
      var language = context.language
      let fence = context.options.first {
        $0.key == "fence" || named($0.key)?.names.contains("lang") ?? false
      }
      if case .text(let named)? = fence?.value { language = named.text }
      let parts = [language] + mine.map(\.inInfoString)
      let info = parts.filter { !$0.isEmpty }.joined(separator: " ")
      return ["info=\(Bytes(info.utf8).inQuotes)", ""]
    },
  ]

  /// What a site's generator reads behind the language of a fence.
  private static let shown = [
    "title", "hl-lines", "highlight-lines", "highlights", "emphasize-lines",
    "emphasize", "linenos", "linenums", "lineno", "line-numbers", "show-line-numbers",
    "lineno-start", "lineno-match", "number-lines", "numbered", "attrs", "attributes",
    "meta", "copy", "mark",
  ]

  private static let ends = [
    "end", "end-line", "last-line", "to-line", "line-end", "last", "lines-to", "finish",
  ]

  private static func folded(_ name: String) -> String {
    var made = ""
    for character in name {
      if character.isUppercase, let last = made.last, last != "-" { made += "-" }
      made += character == "_" ? "-" : character.lowercased()
    }
    return made
  }

  private static func renamed(
    _ names: [String], _ key: String, sample: String,
    asMeant: @escaping @Sendable (Bytes) -> Bytes = { $0 }
  ) -> OptionAlias {
    OptionAlias(names, sample: sample) { option, _ in
      switch option.value {
      case .none: key == "fence" ? [key] : []
      case .text(let text): ["\(key)=\(asMeant(text).asValue)"]
      case .pattern: []
      }
    }
  }

  private static func patterned(_ names: [String], _ key: String) -> OptionAlias {
    OptionAlias(names, sample: "func main()") { option, _ in patterns(key, option) }
  }

  /// A pattern for the text that an option names.
  private static func patterns(_ key: String, _ option: DirectiveOption) -> [String] {
    switch option.value {
    case .none: []
    case .text(let text): ["\(key)=\(text.asPattern)"]
    case .pattern(let text): ["\(key)=/\(text.escapingSlashes)/"]
    }
  }
}

extension DirectiveOption {
  /// The value as a number of a line; nil when it is none.
  fileprivate var number: String? {
    guard case .text(let text) = value else { return nil }
    var digits = text.first == UInt8(ascii: "L") ? text.dropFirst() : text[...]
    // Some tools part options by commas.
    if digits.last == UInt8(ascii: ",") { digits.removeLast() }
    guard !digits.isEmpty, digits.count < 10, digits.allSatisfy(\.isDigit) else { return nil }
    return digits.text
  }

  /// The value as `lines` takes it.
  fileprivate var lines: String? {
    guard case .text(let text) = value else { return nil }
    return lineRangesMeant(by: text)
  }

  fileprivate var isOff: Bool {
    guard case .text(let text) = value else { return false }
    return ["false", "no", "off", "0", "none"].contains(text.text.lowercased())
  }

  /// As a site's generator reads it.
  fileprivate var inInfoString: String {
    switch value {
    case .none: key
    case .text(let text), .pattern(let text):
      "\(key)=\(text.contains { $0.isBlank } ? "'\(text.text)'" : text.text)"
    }
  }
}

/// What `lines` was meant to take: `1-3`, `L1-L3`, `1:3`, `1–3`, `3-`, `[1,3]`, `3..1`; nil when that is not plain, or
/// nothing is wrong with it.
func lineRangesMeant(by text: Bytes) -> String? {
  var rest = text.text.replacing("–", with: "-").replacing("—", with: "-").replacing(";", with: ",")
  for bracket in ["[", "]", "{", "}", "(", ")"] { rest = rest.replacing(bracket, with: "") }
  // Two lines, or all from the one to the other.
  let words = rest.split(separator: " ")
  if zip(words, words.dropFirst()).contains(where: {
    $0.last?.isNumber ?? false && $1.first?.isNumber ?? false
  }) {
    return nil
  }
  var parts: [String] = []
  for piece in rest.split(separator: ",", omittingEmptySubsequences: true) {
    let part = Bytes(piece.utf8).filter {
      !$0.isBlank && $0 != UInt8(ascii: "L") && $0 != UInt8(ascii: "#")
    }
    .text
    let marks = ["...", "..", "-", ":", "~"]
    // `-3..` counts from the end; `-3` might, too.
    guard let mark = marks.first(where: { part.contains($0) }), !part.hasPrefix("-") else {
      parts.append(part == "0" ? "1" : part)
      continue
    }
    let ends = part.replacing(mark, with: " ").split(
      separator: " ", maxSplits: 1, omittingEmptySubsequences: false
    ).map { String($0) }
    guard ends.count == 2, ends.allSatisfy({ $0.utf8.allSatisfy(\.isDigit) && $0.count < 10 })
    else {
      return nil
    }
    let numbers = ends.map { $0 == "0" ? 1 : Int($0) }
    switch (numbers[0], numbers[1]) {
    case (let first?, let last?): parts.append("\(min(first, last))..\(max(first, last))")
    case (let first?, nil): parts.append("\(first)..")
    case (nil, let last?): parts.append("..\(last)")
    case (nil, nil): return nil
    }
  }
  let made = parts.joined(separator: ",")
  return made.isEmpty || made == text.text ? nil : made
}

extension Bytes {
  /// Names of regions as `region` takes them, where other tools part them by `;` and have `**` for all.
  fileprivate var asRegions: Bytes {
    elementsEqual("**".utf8)
      ? Bytes("*".utf8) : map { $0 == UInt8(ascii: ";") ? UInt8(ascii: ",") : $0 }
  }

  /// A function's name without the parentheses of its call.
  fileprivate var withoutCall: Bytes {
    guard last == UInt8(ascii: ")"), let open = firstIndex(of: UInt8(ascii: "(")), open > 0 else {
      return self
    }
    return Bytes(self[..<open])
  }
}
