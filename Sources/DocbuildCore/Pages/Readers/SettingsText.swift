extension String {
  /// The values that `key` has in the text of a generator's settings, wherever it stands: `key: value`, `key = "value"`,
  /// `key: 'value',`. Settings may be programs, which nothing runs here; only values that are written out are seen.
  package func settings(_ key: String) -> [String] {
    var found: [String] = []
    for line in split(whereSeparator: \.isNewline) {
      var rest = line.drop { $0 == " " || $0 == "\t" }
      if rest.hasPrefix("//") || rest.hasPrefix("#") { continue }
      // Several may stand on a line, as in `{path: 'a', routeBasePath: 'b'}`.
      while let value = rest.cutValue(of: key) { found.append(value) }
    }
    return found
  }
}

extension String {
  /// The items of the list that `key` has in settings of YAML: below it, each behind a `-`, or in brackets on its line.
  package func listedSettings(_ key: String) -> [String] {
    var found: [String] = []
    var isInside = false
    for line in split(whereSeparator: \.isNewline) {
      let text = line.drop { $0 == " " || $0 == "\t" }
      if text.hasPrefix(key + ":") {
        let value = text.dropFirst(key.count + 1)
        if value.contains("[") { found += value.split(separator: ",").map(\.plainItem) }
        isInside = true
      } else if isInside {
        guard text.hasPrefix("-") else { break }
        found.append(text.dropFirst().plainItem)
      }
    }
    return found.filter { !$0.isEmpty }
  }
}

extension String {
  /// The first words of the items of the list that `key` has in settings of YAML, each on a line of its own: `- blog:`.
  func listedNames(_ key: String) -> [String] {
    var found: [String] = []
    var isInside = false
    for line in split(whereSeparator: \.isNewline) {
      let text = line.drop { $0 == " " || $0 == "\t" }
      if text.isEmpty || text.first == "#" { continue }
      if line.first != " ", line.first != "-" {
        isInside = line.hasPrefix(key + ":")
      } else if isInside, text.first == "-" {
        found.append(text.dropFirst().prefix { $0 != ":" && $0 != "#" }.plainItem)
      }
    }
    return found
  }
}

extension Substring {
  /// Without blanks, quotes and brackets around it.
  fileprivate var plainItem: String {
    String(filter { !" \t\r\"'[]".contains($0) })
  }

  /// The first value of `key` in a line, which is left with what stands behind it; nil where there is none.
  fileprivate mutating func cutValue(of key: String) -> String? {
    var at = startIndex
    while at < endIndex {
      let before = at == startIndex ? nil : self[index(before: at)]
      let isWhole = before.map { !$0.isLetter && !$0.isNumber && $0 != "_" && $0 != "-" } ?? true
      guard isWhole, self[at...].hasPrefix(key) else {
        at = index(after: at)
        continue
      }
      var rest = self[at...].dropFirst(key.count)
      if rest.first == "\"" || rest.first == "'" { rest = rest.dropFirst() }
      rest = rest.drop { $0 == " " || $0 == "\t" }
      guard rest.first == ":" || rest.first == "=" else {
        at = index(after: at)
        continue
      }
      rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
      let value: Substring
      if let quote = rest.first, "\"'`".contains(quote) {
        value = rest.dropFirst().prefix { $0 != quote }
        self = rest.dropFirst(value.count + 1)
      } else {
        value = rest.prefix { !" \t\r,}#".contains($0) }
        self = rest.dropFirst(value.count)
        if value.isEmpty || "{[(".contains(value.first ?? " ") || value.contains("(") { return nil }
      }
      var clean = value
      while clean.hasPrefix("./") { clean = clean.dropFirst(2) }
      while clean.count > 1, clean.last == "/" { clean = clean.dropLast() }
      return String(clean)
    }
    return nil
  }
}

extension [ContentRoot] {
  /// Each once, in order.
  func eachOnce() -> [ContentRoot] {
    var seen: Set<ContentRoot> = []
    return filter { seen.insert($0).inserted }
  }
}
