extension OptionRule {
  static let symbol = OptionRule(
    "symbol", forms: ["symbol=info", "symbol=Server.start", "symbol=f,g", "symbol=f/2"],
    "the whole definition of that name, found by a parser of the language; `/2` is the second of several"
  ) { option, recipe throws(OptionTrouble) in
    let text = try option.text("the name of a definition").text
    let whole = SymbolName(text)
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map {
      SymbolName(String($0))
    }
    guard whole.isSound || parts.allSatisfy(\.isSound) else {
      throw OptionTrouble(
        message: "'\(text)' is not the name of a definition: expected info or Server.start")
    }
    recipe.symbolNames.append(text)
    recipe.steps.append(
      .init(
        Selector(needsSymbols: true) { selection, recipe throws(SelectionProblem) in
          let visible = try selection.definitions()
          // An operator may hold a comma.
          let isOne =
            parts.count == 1 || !parts.allSatisfy(\.isSound)
            || visible.contains { $0.name == text }
          let facts = selection.facts
          var kept: [Range<Int>] = []
          var hasComment = false
          for name in isOne ? [whole] : parts {
            let lines = try selection.definition(of: name, among: visible)
            let start =
              recipe.doc ? facts.documentationStart(before: lines.lowerBound) : lines.lowerBound
            if start < lines.lowerBound { hasComment = true }
            let shown = recipe.signature ? selection.signature(of: lines) : lines
            kept.append(start..<shown.upperBound)
          }
          if recipe.doc, !hasComment {
            selection.idle.append(
              IdleOption(key: "doc", reason: "no comment stands right above the definition"))
          }
          selection.intersect(merged(kept))
        }))
  }

  static let doc = OptionRule(
    "doc", forms: ["doc"], "with `symbol`: adds the comment right above the definition"
  ) { option, recipe throws(OptionTrouble) in
    try option.flag()
    recipe.doc = true
  }
}

/// The name of a definition as a directive writes it: `start`, `Server.start`, `Server::start`, `Server#start`, and
/// perhaps which of several (`start/2`).
private struct SymbolName: Sendable {
  let text: String
  let path: [String]
  /// From 1; nil when there should be only one.
  let number: Int?
  /// The path with the slash and the number as a part of the name, which a key of YAML may have.
  let verbatim: [String]

  init(_ text: String) {
    verbatim = Self.path(text)
    if let slash = text.lastIndex(of: "/"), slash > text.startIndex,
      let number = Int(text[text.index(after: slash)...]), number > 0
    {
      self.text = String(text[..<slash])
      self.number = number
      path = Self.path(self.text)
    } else {
      self.text = text
      number = nil
      path = verbatim
    }
  }

  var isSound: Bool { !path.isEmpty && !path.contains("") }

  private static func path(_ name: String) -> [String] {
    var parts: [String] = [""]
    var rest = name[...]
    while let character = rest.first {
      if rest.hasPrefix("::") {
        parts.append("")
        rest = rest.dropFirst(2)
      } else if character == "." || character == "#" {
        parts.append("")
        rest = rest.dropFirst()
      } else {
        parts[parts.count - 1].append(character)
        rest = rest.dropFirst()
      }
    }
    return parts
  }
}

extension Selection {
  /// The definitions that the options before this one left, in order.
  fileprivate func definitions() throws(SelectionProblem) -> [Symbol] {
    let symbols: [Symbol]
    switch facts.symbols {
    case .found(let found): symbols = found
    case .failed(let id, let message, let note):
      throw SelectionProblem(id, message, notes: [.init(note)])
    case nil:
      throw SelectionProblem(
        .unsupportedLanguage,
        "no parser for the symbols of '\(source.name)'"
          + (source.language.map { ", which is \($0.name)" } ?? ", whose language is unknown"),
        notes: [
          .init("use 'region', 'lines', or 'from' and 'to' instead"),
          .init(
            "there are parsers for "
              + Language.all.filter { $0.parser != nil }.map(\.name).joined(separator: ", ")),
        ])
    }
    // What `omit` took, and marks, may stand inside a definition.
    let left = merged(ranges + omitted + silent)
    return symbols.filter { symbol in
      left.contains {
        $0.lowerBound <= symbol.lines.lowerBound && symbol.lines.upperBound <= $0.upperBound
      } && ranges.contains { $0.overlaps(symbol.lines) }
    }
  }

  fileprivate func definition(
    of name: SymbolName, among visible: [Symbol]
  ) throws(SelectionProblem) -> Range<Int> {
    let matching =
      name.number == nil || visible.contains { $0.path == name.verbatim }
      ? candidates(visible, name.verbatim) : candidates(visible, name.path)
    let number = matching.first?.path == name.verbatim ? nil : name.number
    if matching.isEmpty { throw notFound(name, among: visible) }
    if let number, number > matching.count {
      throw SelectionProblem(
        .symbolNotFound,
        "symbol '\(name.text)' has \(matching.count == 1 ? "one definition" : "\(matching.count) definitions") in '\(source.name)': there is no '/\(number)'",
        notes: matching.prefix(8).map {
          .init("'\($0.name)' is here", at: source.place(ofLine: $0.lines.lowerBound))
        })
    }
    guard let found = number.map({ matching[$0 - 1] }) ?? (matching.count == 1 ? matching[0] : nil)
    else {
      throw SelectionProblem(
        .symbolAmbiguous,
        "symbol '\(name.text)' is ambiguous in '\(source.name)': \(matching.count) definitions",
        notes: matching.enumerated().prefix(8).map { index, candidate in
          let isUnique =
            candidate.path != name.path && candidates(visible, candidate.path).count == 1
          return .init(
            isUnique
              ? "'\(candidate.name)' is one"
              : "'symbol=\(name.text)/\(index + 1)' is this one",
            at: source.place(ofLine: candidate.lines.lowerBound))
        })
    }
    if let why = source.doubt(about: found) {
      throw SelectionProblem(
        .symbolUncertain,
        "the definition of '\(found.name)' in '\(source.name)' was not read whole: \(why)",
        notes: [
          .init(
            "it begins here; choose its lines with 'lines=FIRST..LAST', or mark a region",
            at: source.place(ofLine: found.lines.lowerBound))
        ])
    }
    return found.lines
  }

  private func notFound(_ name: SymbolName, among visible: [Symbol]) -> SelectionProblem {
    let parent = name.path.dropLast()
    let members =
      parent.isEmpty
      ? []
      : visible.filter {
        $0.path.count > parent.count
          && $0.path.dropLast().suffix(parent.count).elementsEqual(parent)
      }
    func isNear(_ near: String) -> Symbol? {
      visible.first { $0.name == near } ?? visible.first { $0.path.last == near }
    }
    var notes: [Diagnostic.Note] = []
    func add(_ symbol: Symbol) {
      let note = Diagnostic.Note(
        "the nearest symbol is '\(symbol.name)'", at: source.place(ofLine: symbol.lines.lowerBound))
      notes.append(note)
    }
    if members.isEmpty {
      let names = visible.map(\.name) + visible.compactMap(\.path.last)
      nearest(to: name.text, among: names, count: 3).compactMap(isNear).forEach(add)
    } else {
      // The type is there: one of its members is meant.
      let last = name.path[name.path.count - 1]
      nearest(to: last, among: members.compactMap(\.path.last), count: 2).compactMap { near in
        members.first { $0.path.last == near }
      }.forEach(add)
      notes.append(
        .init("'\(parent.joined(separator: "."))' has \(listed(members))"))
    }
    if notes.isEmpty {
      notes = [
        .init(
          visible.isEmpty ? "no definitions were found there" : "it defines \(listed(visible))")
      ]
    }
    return SelectionProblem(
      .symbolNotFound, "symbol '\(name.text)' not found in '\(source.name)'", notes: notes)
  }
}

private func listed(_ symbols: [Symbol]) -> String {
  symbols.prefix(8).map { "'\($0.name)'" }.joined(separator: ", ")
    + (symbols.count > 8 ? " and \(symbols.count - 8) more" : "")
}

/// What `path` may mean among the definitions in sight: definitions before declarations, and a type before its
/// constructor of the same name.
private func candidates(_ visible: [Symbol], _ path: [String]) -> [Symbol] {
  var found = visible.filter { $0.path.suffix(path.count).elementsEqual(path) }
  for isWorse in [
    { (symbol: Symbol) in symbol.isDeclaration },
    { symbol in
      path.count == 1 && symbol.path.count > 1 && symbol.path.suffix(2).allSatisfy { $0 == path[0] }
    },
  ] {
    let better = found.filter { !isWorse($0) }
    if !better.isEmpty { found = better }
  }
  return found
}

extension SourceFacts {
  /// The first line of the comment that stands right above line `index`, or `index` when there is none.
  func documentationStart(before index: Int) -> Int {
    var start = index
    var line = index - 1
    while line >= 0 {
      let text = source.bytes[source.line(line)].trimmed()
      if text.isEmpty || (line == 0 && text.has("#!", at: text.startIndex)) { break }
      if regions.isMark(line) { break }
      if source.isLineComment(text) {
        start = line
        line -= 1
        continue
      }
      guard let block = source.blockComment(endingAt: line) else { break }
      start = block
      line = block - 1
    }
    return start
  }
}

extension Source {
  fileprivate func isLineComment(_ text: ArraySlice<UInt8>) -> Bool {
    guard let comment = language?.comment, comment.close.isEmpty else { return false }
    return text.starts(with: Bytes(comment.open.utf8))
  }

  /// The first line of a block comment whose last line is `line`.
  fileprivate func blockComment(endingAt line: Int) -> Int? {
    let pairs = [("/*", "*/"), ("<!--", "-->"), ("(*", "*)"), ("{-", "-}"), ("=begin", "=end")]
    let text = bytes[self.line(line)].trimmed()
    for (open, close) in pairs where text.suffix(close.utf8.count).elementsEqual(close.utf8) {
      var at = line
      while at >= 0 {
        if bytes[self.line(at)].trimmed().starts(with: Bytes(open.utf8)) { return at }
        at -= 1
      }
    }
    return nil
  }
}
