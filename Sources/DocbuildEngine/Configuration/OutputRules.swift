import DocbuildCore

/// What `outputs` in the configuration says: the outputs of templates by their paths, and by patterns, of which the longest
/// that fits counts.
struct OutputRules: Sendable {
  /// `"docs/**/*.src" = "site/**/*.md"`: what stands for a wildcard in the template's path stands for the same one of the
  /// output's.
  private struct Pattern {
    let name: String
    let template: WildcardPath
    let output: WildcardPath
  }

  private let exact: [String: String]
  private let patterns: [Pattern]

  init(_ outputs: [String: String]) {
    exact = outputs.filter { !OutputRules.isPattern($0.key) }
    patterns = outputs.filter { OutputRules.isPattern($0.key) }
      .sorted { ($1.key.utf8.count, $0.key) < ($0.key.utf8.count, $1.key) }
      .map { name, output in
        // A pattern without a slash fits in any folder, as all patterns do, and the output stays there.
        let prefix = OutputRules.staysInFolder(name, output) ? "**/" : ""
        return Pattern(
          name: name, template: WildcardPath(prefix + name), output: WildcardPath(prefix + output))
      }
  }

  /// Whether an entry stands for many templates.
  static func isPattern(_ name: String) -> Bool { name.contains("*") }

  /// What is wrong with an entry; nil when nothing is.
  static func trouble(with name: String, _ output: String) -> String? {
    let path = Bytes(output.utf8).folded
    if path.isEmpty || path == Bytes(".".utf8) {
      return "'\(name)' has no output: expected a file, found \"\(output)\""
    }
    if path == Bytes(name.utf8).folded { return "'\(name)' would be its own output" }
    guard isPattern(name) else { return nil }
    let wanted = WildcardPath(name).wildcards
    if wanted.count > 8 { return "'\(name)' has more than eight wildcards" }
    if WildcardPath(output).wildcards != wanted {
      return
        "'\(output)' must have the wildcards of '\(name)' in the same order, as in \"docs/**/*.src\" = \"site/**/*.md\""
    }
    if !name.contains("/"), output.contains("/") {
      return
        "'\(name)' fits in any folder: the output's name is to have no folder either, or '**/\(name)' one with '**/'"
    }
    return nil
  }

  private static func staysInFolder(_ name: String, _ output: String) -> Bool {
    !name.contains("/") && !output.contains("/")
  }

  /// Whether it says nothing.
  var isEmpty: Bool { exact.isEmpty && patterns.isEmpty }

  /// Whether it names that very template.
  func names(_ template: RootPath) -> Bool { !exact.isEmpty && exact[template.text] != nil }

  /// What a template is woven into; nil where nothing is said.
  func output(ofTemplate path: RootPath) -> WrittenPath? {
    if let named = exact[path.text] { return WrittenPath(Bytes(named.utf8).folded) }
    for pattern in patterns {
      if let parts = pattern.template.parts(of: path.bytes) {
        return WrittenPath(pattern.output.filled(with: parts).folded)
      }
    }
    return nil
  }

  /// The templates that may be woven into a file, as the entries spell them, in order.
  func templates(of output: Bytes) -> [Bytes] {
    let named = exact.filter { Bytes($0.value.utf8).folded == output }.keys.sorted()
    return named.map { Bytes($0.utf8) }
      + patterns.compactMap { pattern in
        pattern.output.parts(of: output).map { pattern.template.filled(with: $0) }
      }
  }

  /// The entries that fit none of the templates, in order.
  func entries(fittingNoneOf templates: [RootPath]) -> [String] {
    var unused = Set(exact.keys).union(patterns.map(\.name))
    for template in templates {
      if unused.isEmpty { break }
      unused.remove(template.text)
      for pattern in patterns
      where unused.contains(pattern.name) && pattern.template.parts(of: template.bytes) != nil {
        unused.remove(pattern.name)
      }
    }
    return unused.sorted()
  }
}

/// A path with `*`, which stands for any text without a slash, and `**/`, which stands for any folders.
private struct WildcardPath: Sendable {
  enum Wildcard: Equatable { case name, folders }

  private enum Piece {
    case text(Bytes)
    case wildcard(Wildcard)
  }

  private let pieces: [Piece]

  init(_ written: String) {
    var pieces: [Piece] = []
    var text: Bytes = []
    let bytes = Bytes(written.utf8)
    var at = bytes.starts(with: "./".utf8) ? 2 : bytes.first == Bytes.slash ? 1 : 0
    func isStar(_ index: Int) -> Bool { index < bytes.count && bytes[index] == UInt8(ascii: "*") }
    while at < bytes.count {
      guard isStar(at) else {
        text.append(bytes[at])
        at += 1
        continue
      }
      if !text.isEmpty { pieces.append(.text(text)) }
      text = []
      let isFolders = bytes.has("**/", at: at) && (at == 0 || bytes[at - 1] == Bytes.slash)
      pieces.append(.wildcard(isFolders ? .folders : .name))
      at += isFolders ? 3 : 1
      while !isFolders, isStar(at) { at += 1 }
    }
    if !text.isEmpty { pieces.append(.text(text)) }
    self.pieces = pieces
  }

  var wildcards: [Wildcard] {
    pieces.compactMap { if case .wildcard(let kind) = $0 { kind } else { nil } }
  }

  /// What stands for the wildcards in `path`, each as long as it can be, from the left; nil where it does not fit.
  func parts(of path: Bytes) -> [Bytes]? {
    // Most paths end otherwise.
    if case .text(let ending)? = pieces.last, !path.ends(with: ending) { return nil }
    var failed: Set<Int> = []
    var found: [Bytes] = []
    return fit(path, 0, 0, &found, &failed) ? found : nil
  }

  private func fit(
    _ path: Bytes, _ piece: Int, _ at: Int, _ found: inout [Bytes], _ failed: inout Set<Int>
  ) -> Bool {
    guard piece < pieces.count else { return at == path.count }
    // Each place is tried once for each piece, so that no pattern takes more than quadratic time.
    let state = piece * (path.count + 1) + at
    guard !failed.contains(state) else { return false }
    switch pieces[piece] {
    case .text(let text):
      if path[at...].starts(with: text),
        fit(path, piece + 1, at + text.count, &found, &failed)
      {
        return true
      }
    case .wildcard(let kind):
      for end in ends(of: kind, in: path, from: at) {
        found.append(Bytes(path[at..<end]))
        if fit(path, piece + 1, end, &found, &failed) { return true }
        found.removeLast()
      }
    }
    failed.insert(state)
    return false
  }

  /// Where such a wildcard may end, the farthest first.
  private func ends(of kind: Wildcard, in path: Bytes, from at: Int) -> [Int] {
    switch kind {
    case .name:
      let end = path[at...].firstIndex(of: Bytes.slash) ?? path.count
      return (at...end).reversed()
    case .folders:
      return [at] + (at..<path.count).filter { path[$0] == Bytes.slash }.map { $0 + 1 }
    }
  }

  /// The path with those texts for its wildcards.
  func filled(with parts: [Bytes]) -> Bytes {
    var next = 0
    return pieces.flatMap { piece -> Bytes in
      switch piece {
      case .text(let text): return text
      case .wildcard:
        next += 1
        return next <= parts.count ? parts[next - 1] : []
      }
    }
  }
}
