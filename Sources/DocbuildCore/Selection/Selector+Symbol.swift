extension OptionRule {
  static let symbol = OptionRule(
    "symbol", forms: ["symbol=info", "symbol=Server.start"],
    "the whole definition of that name, found by a parser of the language"
  ) { option, recipe throws(OptionTrouble) in
    let name = try option.text("the name of a definition").text
    let path = symbolPath(name)
    guard !path.isEmpty, !path.contains("") else {
      throw OptionTrouble(
        message: "'\(name)' is no name of a definition: expected info or Server.start")
    }
    recipe.steps.append(
      .init(
        Selector(needsSymbols: true) { selection, recipe throws(SelectionProblem) in
          let lines = try selection.definition(named: name, path: path)
          let source = selection.source
          let start =
            recipe.doc ? source.documentationStart(before: lines.lowerBound) : lines.lowerBound
          if recipe.doc, start == lines.lowerBound {
            selection.idle.append(
              IdleOption(key: "doc", reason: "no comment stands right above the definition"))
          }
          selection.intersect([start..<lines.upperBound])
        }))
  }

  static let doc = OptionRule(
    "doc", forms: ["doc"], "with `symbol`: adds the comment right above the definition"
  ) { option, recipe throws(OptionTrouble) in
    try option.flag()
    recipe.doc = true
  }
}

/// `Server.start`, `Server::start` and `Server#start` name the same thing.
private func symbolPath(_ name: String) -> [String] {
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

extension Selection {
  fileprivate func definition(named name: String, path: [String]) throws(SelectionProblem) -> Range<
    Int
  > {
    let symbols: [Symbol]
    switch source.symbols {
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
    let visible = symbols.filter { symbol in
      ranges.contains {
        $0.lowerBound <= symbol.lines.lowerBound && symbol.lines.upperBound <= $0.upperBound
      }
    }
    let exact = visible.filter { $0.path == path }
    let matching = candidates(visible, exact, path)
    if matching.count == 1 { return matching[0].lines }
    if matching.isEmpty {
      let names = visible.map(\.name) + visible.compactMap(\.path.last)
      let near = nearest(to: name, among: names, count: 3)
      var notes = near.compactMap { near in
        (visible.first { $0.name == near } ?? visible.first { $0.path.last == near }).map {
          Diagnostic.Note(
            "the nearest symbol is '\($0.name)'", at: source.place(ofLine: $0.lines.lowerBound))
        }
      }
      if notes.isEmpty {
        notes = [
          .init(
            visible.isEmpty
              ? "no definitions were found there"
              : "it defines \(visible.prefix(8).map { "'\($0.name)'" }.joined(separator: ", "))"
                + (visible.count > 8 ? " and \(visible.count - 8) more" : ""))
        ]
      }
      throw SelectionProblem(
        .symbolNotFound, "symbol '\(name)' not found in '\(source.name)'", notes: notes)
    }
    throw SelectionProblem(
      .symbolAmbiguous,
      "symbol '\(name)' is ambiguous in '\(source.name)': \(matching.count) definitions",
      notes: matching.prefix(8).map { candidate in
        .init(
          candidate.path == path
            ? "'lines=\(candidate.lines.lowerBound + 1)..\(candidate.lines.upperBound) symbol=\(name)' is this one"
            : "'\(candidate.name)' is one",
          at: source.place(ofLine: candidate.lines.lowerBound))
      })
  }
}

/// What `path` may mean among the definitions in sight: whole names before ends of names, definitions before
/// declarations, and a type before its constructor of the same name.
private func candidates(_ visible: [Symbol], _ exact: [Symbol], _ path: [String]) -> [Symbol] {
  var found =
    exact.isEmpty ? visible.filter { $0.path.suffix(path.count).elementsEqual(path) } : exact
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

extension Source {
  /// The first line of the comment that stands right above line `index`, or `index` when there is none.
  fileprivate func documentationStart(before index: Int) -> Int {
    let marks = regions.marks
    var start = index
    var line = index - 1
    while line >= 0 {
      let text = bytes[self.line(line)].trimmed()
      if text.isEmpty || (line == 0 && text.has("#!", at: text.startIndex)) { break }
      if marks.contains(where: { $0.contains(line) }) { break }
      if isLineComment(text) {
        start = line
        line -= 1
        continue
      }
      guard let block = blockComment(endingAt: line) else { break }
      start = block
      line = block - 1
    }
    return start
  }

  private func isLineComment(_ text: ArraySlice<UInt8>) -> Bool {
    guard let comment = language?.comment, comment.close.isEmpty else { return false }
    return text.starts(with: Bytes(comment.open.utf8))
  }

  /// The first line of a block comment whose last line is `line`.
  private func blockComment(endingAt line: Int) -> Int? {
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
