import DocbuildCore
import Glibc

/// Finds the definitions of a source with ast-grep, whose tree-sitter grammars parse it.
///
/// ast-grep: https://ast-grep.github.io
struct SymbolFinder {
  let project: Project
  let interrupt: Interrupt

  /// The definitions in `source`; nil when there is no parser for its language.
  func symbols(of source: Source) -> SymbolTable? {
    guard let language = source.language?.parser, let rules = symbolRules[language] else {
      return nil
    }
    guard let program = project.program("ast-grep") else {
      return .failed(
        .toolMissing,
        message: "'symbol' needs the program 'ast-grep', which is \(ChildProcess.nowhere)",
        note:
          "install it with 'pipx install ast-grep-cli' ('apt-get install pipx'), outside the root; 'region', 'lines', 'from' and 'to' need nothing"
      )
    }
    // A C header may well be C++.
    let isPlusPlus =
      language == "c" && source.name.hasSuffix(".h") && source.bytes.looksLikeCPlusPlus
    return find(
      in: source.bytes, program, isPlusPlus ? cppRules : rules, isPlusPlus ? "cpp" : language)
  }

  private func find(
    in bytes: Bytes, _ program: String, _ rules: String, _ language: String
  ) -> SymbolTable {
    // What the parser could not read is asked for along with the definitions.
    let rules = rules + "\n---\nid: \(Match.error)\nlanguage: \(language)\nrule: {kind: ERROR}\n"
    // `-c /dev/null`: no configuration of any folder above is looked for, none can load code.
    let run = ChildProcess.run(
      program, ["scan", "-c", "/dev/null", "--inline-rules", rules, "--stdin", "--json=stream"],
      environment: [:], folder: "/", input: bytes.sound.withoutSuppressions,
      until: interrupt)
    switch run {
    case .success(let done) where done.status == 0:
      return .found(Match.symbols(in: done.output, of: bytes))
    case .success(let done):
      return .failed(
        .toolFailed, message: "'ast-grep' failed with exit status \(done.status)",
        note: String(done.errors.prefix { $0 != "\n" }))
    case .failure(.timedOut):
      return .failed(
        .toolFailed, message: "'ast-grep' took more than 60 s",
        note: "use 'region' or 'lines' for this file")
    case .failure(.tooMuchOutput):
      return .failed(
        .toolFailed, message: "'ast-grep' found too much in this file",
        note: "use 'region' or 'lines' for it")
    case .failure(let failure):
      return .failed(.toolFailed, message: "'ast-grep' could not be run", note: failure.reason)
    }
  }
}

extension Bytes {
  /// Whether a line begins with a word that C lacks.
  fileprivate var looksLikeCPlusPlus: Bool {
    let words = ["class ", "namespace ", "template"].map { Bytes($0.utf8) }
    return split(separator: UInt8(ascii: "\n")).contains { line in
      let text = line.drop { $0.isBlank }
      return words.contains { text.starts(with: $0) }
    }
  }

  /// With a question mark for every byte that is not UTF-8: what stands elsewhere in the file does no harm.
  fileprivate var sound: Bytes {
    var made = self
    var from = 0
    while let fault = made.firstFault(in: from..<made.count) {
      made[fault.offset] = UInt8(ascii: "?")
      from = fault.offset
    }
    return made
  }

  /// With comments that would hide definitions from ast-grep (`ast-grep-ignore`) made harmless at the same length.
  fileprivate var withoutSuppressions: Bytes {
    let word = Bytes("ast-grep-ignore".utf8)
    var made = self
    var from = 0
    while let at = made.firstOffset(of: word[0], in: from..<made.count) {
      if made[at...].starts(with: word) {
        made[at + 3] = UInt8(ascii: "_")
        made[at + 8] = UInt8(ascii: "_")
      }
      from = at + 1
    }
    return made
  }
}

/// One line of ast-grep's `--json=stream`.
private struct Match {
  struct Extent {
    let bytes: Range<Int>
    /// From 0.
    let startLine: Int
    let endLine: Int
    let endColumn: Int

    init?(_ range: JSONTree?) {
      guard let range, let start = range["byteOffset"]?["start"]?.number,
        let end = range["byteOffset"]?["end"]?.number, start <= end,
        let startLine = range["start"]?["line"]?.number,
        let endLine = range["end"]?["line"]?.number,
        let endColumn = range["end"]?["column"]?.number
      else { return nil }
      bytes = start..<end
      self.startLine = startLine
      self.endLine = endLine
      self.endColumn = endColumn
    }
  }

  let rule: String
  let extent: Extent
  private let variables: JSONTree?

  init?(_ line: some Collection<UInt8>) {
    guard let tree = JSONTree(line), let rule = tree["ruleId"]?.text,
      let extent = Extent(tree["range"])
    else { return nil }
    self.rule = rule
    self.extent = extent
    variables = tree["metaVariables"]?["single"]
  }

  /// What a variable of the rule matched; nil where it has none.
  func text(_ variable: String) -> String? { variables?[variable]?["text"]?.text }

  func extent(_ variable: String) -> Extent? { Extent(variables?[variable]?["range"]) }

  /// The id of the rule that finds what the parser could not read.
  static let error = "unread"

  /// Builds qualified names from what contains what, as the rules' conventions say (`SymbolRules.swift`).
  static func symbols(in output: Bytes, of source: Bytes) -> [Symbol] {
    let matches = output.split(separator: UInt8(ascii: "\n")).compactMap(Match.init)
    let errors = matches.filter { $0.rule == Match.error }.map(\.extent.bytes)
    let definitions = matches.compactMap(Definition.init)
    var symbols: [Symbol] = []
    var found: [(symbol: Symbol, rule: String, touchesError: Bool)] = []
    var stack: [(definition: Definition, path: [String])] = []
    var lastClause: [Int: Int] = [:]
    for definition in definitions.sorted(by: {
      ($0.bytes.lowerBound, -$0.bytes.upperBound) < ($1.bytes.lowerBound, -$1.bytes.upperBound)
    }) {
      while let top = stack.last,
        top.definition.bytes.upperBound <= definition.bytes.lowerBound
          || top.definition.bytes == definition.bytes
      {
        stack.removeLast()
      }
      let parent = stack.last?.definition.bytes.lowerBound ?? -1
      let path = (stack.last?.path ?? []) + definition.name
      stack.append((definition, path))
      if definition.rule == "scope" { continue }
      if definition.rule == "clause", let last = lastClause[parent], found[last].symbol.path == path
      {
        let lines = found[last].symbol.lines
        found[last].symbol = Symbol(
          path: path, lines: lines.lowerBound..<max(lines.upperBound, definition.lines.upperBound))
        continue
      }
      if definition.rule == "clause" {
        lastClause[parent] = found.count
      } else {
        lastClause[parent] = nil
      }
      found.append(
        (
          Symbol(path: path, lines: definition.lines), definition.rule,
          errors.contains { $0.touches(definition.bytes, in: source) }
        ))
    }
    var seen: Set<Symbol> = []
    for (symbol, rule, touchesError) in found {
      let made = Symbol(
        path: symbol.path, lines: symbol.lines, isDeclaration: rule == "declaration",
        touchesError: touchesError, isAmongErrors: !errors.isEmpty)
      let key = Symbol(path: made.path, lines: made.lines, isDeclaration: made.isDeclaration)
      if seen.insert(key).inserted { symbols.append(made) }
    }
    return symbols
  }
}

extension Range<Int> {
  /// Whether what could not be read here reaches over an end of `definition`, or adjoins it on its line.
  fileprivate func touches(_ definition: Range<Int>, in bytes: Bytes) -> Bool {
    func adjoin(_ end: Int, _ start: Int) -> Bool {
      end <= start && start <= bytes.count && bytes[end..<start].allSatisfy(\.isBlank)
    }
    let (start, end) = (definition.lowerBound, definition.upperBound)
    if lowerBound <= start, upperBound >= end { return false }
    return lowerBound < start && upperBound > start || lowerBound < end && upperBound > end
      || adjoin(upperBound, start) || adjoin(end, lowerBound)
  }
}

private struct Definition {
  let name: [String]
  let bytes: Range<Int>
  let lines: Range<Int>
  let rule: String

  init?(_ match: Match) {
    guard let name = match.text("NAME") else { return nil }
    let whole = match.extent("DEF") ?? match.extent
    let start = match.extent("START") ?? whole
    let end = match.extent("END") ?? whole
    guard start.bytes.lowerBound < end.bytes.upperBound else { return nil }
    bytes = start.bytes.lowerBound..<end.bytes.upperBound
    // A node that owns its line feed ends at column 0 of the line behind it.
    let last = end.endColumn == 0 && end.endLine > start.startLine ? end.endLine - 1 : end.endLine
    guard start.startLine <= last else { return nil }
    lines = start.startLine..<last + 1
    rule = match.rule
    let scope = match.text("SCOPE").map(nameParts) ?? []
    self.name = scope + nameParts(name)
    if self.name.isEmpty { return nil }
  }
}

/// `ns::Stack<T>::push` is ns, Stack, push; an operator's name stays whole.
private func nameParts(_ text: String) -> [String] {
  var head = Substring(text)
  var tail: Substring = ""
  if let range = text.firstRange(of: "operator"),
    range.lowerBound == text.startIndex || !text[text.index(before: range.lowerBound)].isLetter,
    range.upperBound == text.endIndex
      || !(text[range.upperBound].isLetter || text[range.upperBound] == "_")
  {
    head = text[..<range.lowerBound]
    tail = text[range.lowerBound...]
  }
  var parts: [String] = [""]
  var depth = 0
  let isName = head.contains { $0.isLetter || $0 == "_" }
  guard isName || !tail.isEmpty else { return [text] }
  for character in head {
    switch character {
    case "<": depth += 1
    case ">": depth = max(0, depth - 1)
    case ":", ".", "\\": if depth == 0 { parts.append("") }
    case "\"", "'", " ", "\t", "\n": break
    default: if depth == 0 { parts[parts.count - 1].append(character) }
    }
  }
  parts = parts.filter { !$0.isEmpty }
  return tail.isEmpty ? parts : parts + [String(tail)]
}
