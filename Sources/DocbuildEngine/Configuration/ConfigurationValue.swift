import DocbuildCore

/// A value in `docbuild.toml`, with what is needed to say where and how it is wrong.
struct ConfigurationValue {
  private let read: TOML
  private let source: Source
  /// What should stand there, for a message.
  private let takes: String
  /// The ids of all checks.
  private let checkIDs: [DiagnosticID]

  /// The whole file.
  init(_ source: Source, checks: [DiagnosticID]) throws(DiagnosticError) {
    read = try TOML(parsing: source)
    self.source = source
    takes = ""
    checkIDs = checks
  }

  private init(_ read: TOML, under outer: Self, takes: String) {
    self.read = read
    source = outer.source
    self.takes = takes
    checkIDs = outer.checkIDs
  }

  /// The place of its key.
  var place: Place { read.place(in: source) }
  var name: String { read.key }

  /// Whether it is a table.
  var isTable: Bool {
    if case .table = read.value { true } else { false }
  }

  /// The value of a key in this table; nil when there is none.
  func value(_ key: String, takes: String) -> Self? {
    read[key].map { Self($0, under: self, takes: takes) }
  }

  private var wrong: DiagnosticError { problem(takes, place) }

  /// All that stands in this table, in the order of the keys.
  private func entries(_ takes: (String) -> String) throws(DiagnosticError) -> [Self] {
    guard case .table(let members) = read.value else { throw wrong }
    return members.map { Self($0, under: self, takes: takes($0.key)) }
  }

  func expectKeys(among known: [String], _ what: String) throws(DiagnosticError) {
    let strangers = try entries({ $0 }).filter { !known.contains($0.name) }
    let problems = strangers.map { $0.unknown(what, $0.name, known).diagnostic }
    if let error = DiagnosticError(problems) { throw error }
  }

  func strings() throws(DiagnosticError) -> [String] {
    guard case .array(let items) = read.value else { throw wrong }
    var found: [String] = []
    for item in items {
      guard case .string(let text) = item else { throw wrong }
      found.append(text)
    }
    return found
  }

  /// Patterns, none of which is empty: that would be the root, and leave nothing or everything.
  func patterns() throws(DiagnosticError) -> [String] {
    let found = try strings()
    guard !found.contains(where: \.isBlankText) else {
      throw problem("a pattern in '\(name)' is empty: \(takes)", place)
    }
    return found
  }

  private func string() throws(DiagnosticError) -> String {
    guard case .string(let found) = read.value else { throw wrong }
    return found
  }

  /// A string that is more than white space.
  func text() throws(DiagnosticError) -> String {
    let found = try string()
    guard !found.isBlankText else { throw problem("'\(name)' is empty: \(takes)", place) }
    return found
  }

  func stringTable() throws(DiagnosticError) -> [String: String] {
    try table { (entry) throws(DiagnosticError) in try entry.string() }
  }

  func outputs() throws(DiagnosticError) -> [String: String] {
    try table { (entry) throws(DiagnosticError) in
      let output = try entry.string()
      if let trouble = OutputRules.trouble(with: entry.name, output) {
        throw problem(trouble, entry.place)
      }
      return output
    }
  }

  func prompts() throws(DiagnosticError) -> [String: String] {
    try table { (entry) throws(DiagnosticError) in
      guard !entry.name.isBlankText else {
        throw problem("the prompt is empty: \(takes)", entry.place)
      }
      guard entry.name != ">", entry.name != "> " else {
        throw problem("'>' goes on with a command, so it is not a prompt: \(takes)", entry.place)
      }
      return try entry.text()
    }
  }

  func folders() throws(DiagnosticError) -> [String: String] {
    try table { (entry) throws(DiagnosticError) in
      let name = entry.name.utf8
      guard name.count > 1, name.first?.isLetter ?? false,
        name.allSatisfy({ $0.isLetter || $0.isDigit || "_-".utf8.contains($0) })
      else {
        throw problem("'\(entry.name)' is not a name for a folder: expected letters", entry.place)
      }
      return try entry.text()
    }
  }

  func checks() throws(DiagnosticError) -> Severities {
    var levels: [DiagnosticID: Severities.Level] = [:]
    try forEach(in: entries({ _ in takes })) { (entry) throws(DiagnosticError) in
      guard let id = checkIDs.first(where: { $0.rawValue == entry.name }) else {
        throw entry.unknown("check", entry.name, checkIDs.map(\.rawValue))
      }
      let word = try entry.string()
      guard let level = Severities.Level(rawValue: word) else {
        throw problem(
          "'\(entry.name)' is \"error\", \"warning\" or \"off\", found \"\(word)\"",
          entry.place)
      }
      levels[id] = level
    }
    return Severities(levels)
  }

  /// Dialects by patterns: a word alone is that of all pages.
  func dialects() throws(DiagnosticError) -> [String: Dialect] {
    func dialect(_ value: Self) throws(DiagnosticError) -> Dialect {
      let word = try value.string()
      guard let found = Dialect(rawValue: word) else {
        throw value.unknown("dialect", word, Dialect.allCases.map(\.rawValue))
      }
      return found
    }
    if case .string = read.value { return ["**": try dialect(self)] }
    return try table { (entry) throws(DiagnosticError) in try dialect(entry) }
  }

  func table<Value>(
    _ read: (Self) throws(DiagnosticError) -> Value
  ) throws(DiagnosticError) -> [String: Value] {
    var made: [String: Value] = [:]
    try forEach(in: entries({ _ in takes })) { (entry) throws(DiagnosticError) in
      made[entry.name] = try read(entry)
    }
    return made
  }

  /// The entries of this table with their keys, in the keys' order; each takes what the table does.
  func namedTable<Value>(
    _ read: (String, Self) throws(DiagnosticError) -> Value
  ) throws(DiagnosticError) -> [Value] {
    var made: [Value] = []
    try forEach(in: entries({ _ in takes })) { (entry) throws(DiagnosticError) in
      made.append(try read(entry.name, entry))
    }
    return made
  }

  func tools() throws(DiagnosticError) -> [ToolSetting] {
    var made: [ToolSetting] = []
    let all = try entries({ "'\($0)' takes \"off\", a command, or a table with 'command'" })
    try forEach(in: all) { (entry) throws(DiagnosticError) in
      guard !entry.name.isBlankText else { throw problem("the tool has no name", entry.place) }
      made.append(
        ToolSetting(name: entry.name, use: try entry.toolUse(), ignore: try entry.ignoredRemarks()))
    }
    return made
  }

  private func toolUse() throws(DiagnosticError) -> ToolSetting.Use {
    guard case .table = read.value else {
      let command = try text()
      if command == "off" {
        let known = Tool.all.map(\.name)
        guard known.contains(name) else { throw unknown("tool", name, known) }
        return .off
      }
      return .run(command: command, languages: try ownLanguages(), install: nil)
    }
    try expectKeys(among: ToolSetting.keys.map(\.name), "key")
    guard let command = try member("command")?.text() else {
      let isOwn = Tool.all.contains { $0.name == name }
      if isOwn, member("ignore") != nil, member("languages") == nil, member("install") == nil {
        return .own
      }
      throw problem("the tool '\(name)' has no command: \(takes)", place)
    }
    let languages: [String]
    if let list = member("languages") {
      var found: [String] = []
      for name in try list.strings() { found.append(try list.language(name)) }
      guard !found.isEmpty else {
        throw problem("the tool '\(name)' has no language", list.place)
      }
      languages = found
    } else {
      languages = try ownLanguages()
    }
    return .run(command: command, languages: languages, install: try member("install")?.text())
  }

  private func ignoredRemarks() throws(DiagnosticError) -> [String] {
    guard case .table = read.value, let list = member("ignore") else { return [] }
    let words = try list.strings()
    guard words.allSatisfy({ !$0.isBlankText }) else {
      throw problem("the name is empty", list.place)
    }
    return words
  }

  /// The languages of docbuild's own tool of that name, which is replaced; else the one that the tool is named after.
  private func ownLanguages() throws(DiagnosticError) -> [String] {
    if let own = Tool.all.first(where: { $0.name == name }) { return own.languages }
    return [try language(name)]
  }

  /// A key of a tool's table.
  private func member(_ key: String) -> Self? {
    let takes = ToolSetting.keys.first { $0.name == key }?.takes ?? ""
    return value(key, takes: "'\(key)' takes \(takes)")
  }

  /// The name, if it is that of a language.
  private func language(_ name: String) throws(DiagnosticError) -> String {
    let known = Language.all.map(\.name)
    if known.contains(name) { return name }
    var made = unknown("language", name, known)
    // The tool's own name stood for its language: that must be said elsewhere.
    if name == self.name {
      let text = "there is no language '\(name)': name the tool's in 'languages'"
      made = problem(text, place)
    }
    throw made
  }

  func unknown(_ what: String, _ name: String, _ known: [String]) -> DiagnosticError {
    let guess = nearest(to: name, among: known, count: 1).first
    var made = problem(
      "unknown \(what) '\(name)'"
        + (guess == nil ? ": expected one of \(known.joined(separator: ", "))" : ""), place)
    made.diagnostic.fixIt = guess.map { .init(at: made.diagnostic.place, $0) }
    return made
  }
}

/// Reads each of `items`, whatever is wrong with others.
///
/// - Throws: all that is wrong.
func forEach<Item>(
  in items: [Item], _ read: (Item) throws(DiagnosticError) -> Void
) throws(DiagnosticError) {
  var problems: [Diagnostic] = []
  for item in items {
    do throws(DiagnosticError) { try read(item) } catch { problems += error.diagnostics }
  }
  if let all = DiagnosticError(problems) { throw all }
}

extension String {
  fileprivate var isBlankText: Bool { allSatisfy(\.isWhitespace) }
}
