/// Which comments of a language are known so well that they can be left out: where a string is taken for a comment, code is lost.
/// What `Lexis` knows of the others is enough to find marks of regions, which stand on lines of their own.
private enum CommentRule {
  /// Whatever `LexicalMap` finds.
  case all
  /// Only comments that are all of their line.
  case wholeLines

  static let byName: [String: CommentRule] = {
    var rules: [String: CommentRule] = [:]
    for name in exact.split(separator: " ") { rules[String(name)] = .all }
    for name in byLine.split(separator: " ") { rules[String(name)] = .wholeLines }
    return rules
  }()

  private static let exact = """
    bash c cmake cpp csharp css cuda cue dart elm fsharp gleam glsl go go.mod graphql haskell hcl hlsl java javascript json jsonc \
    jsonnet kotlin less lua metal ocaml powershell prisma proto python rescript ruby rust scala scss solidity sql starlark swift \
    systemverilog thrift toml tsx typescript verilog vyper wgsl yaml zsh
    """
  private static let byLine = """
    codeowners dockerfile gitattributes ignore ini properties
    """
}

extension Source {
  /// The comments, in order; nil where they can't be told for sure from strings and code. A first line such as `#!/bin/sh`, which
  /// says who runs the file, is none.
  var comments: [Range<Int>]? {
    guard let language, let rule = CommentRule.byName[language.name], let lexis = language.lexis
    else { return nil }
    let map = LexicalMap(of: bytes, by: lexis)
    guard !map.isBroken else { return nil }
    var found = map.spans.filter { $0.kind == .comment }.map(\.range)
    if case .wholeLines = rule { found.removeAll { !isAtStartOfLine($0.lowerBound) } }
    if bytes.has("#!", at: 0), found.first?.lowerBound == 0 { found.removeFirst() }
    return found.contains { isDoubtful($0, in: language) } || holdsUnknownStrings(language)
      ? nil : found
  }

  private func isAtStartOfLine(_ offset: Int) -> Bool {
    bytes[..<offset].lastIndex { !$0.isBlank }.map { bytes[$0] == .lineFeed } ?? true
  }

  /// Whether what looks like a comment may be something else: of an address in JSX or `url(//…)`, or an operator of some SQL.
  private func isDoubtful(_ comment: Range<Int>, in language: Language) -> Bool {
    let start = comment.lowerBound
    switch language.name {
    case "javascript", "typescript", "tsx", "less", "scss":
      return start > 0 && ":(".utf8.contains(bytes[start - 1]) && bytes.has("//", at: start)
    case "sql": return bytes.has("#", at: start)
    default: return false
    }
  }

  /// Whether there may be strings of a kind that `Lexis` does not know: Ruby's `%w(…)` and `?#`.
  private func holdsUnknownStrings(_ language: Language) -> Bool {
    guard language.name == "ruby" else { return false }
    return bytes.indices.contains { at in
      guard bytes[at] == UInt8(ascii: "%") || bytes[at] == UInt8(ascii: "?") else { return false }
      let next = bytes[(at + 1)...].prefix(2).map { $0 }
      if bytes[at] == UInt8(ascii: "?") { return next.first == UInt8(ascii: "#") }
      let open = next.first.map { "wWiIqQrsx".utf8.contains($0) } ?? false ? next.last : next.first
      return open.map { !$0.isLetter && !$0.isDigit && !$0.isBlank && $0 != UInt8(ascii: "=") }
        ?? false
    }
  }
}
