/// How other tools mark the blocks that they make: such a block is left to them.
enum ToolClaim {
  /// The tool whose comment stands right before a block that it makes.
  static func before(_ comment: Bytes) -> String? {
    let text = comment.dropFirst(4).trimmed().text.lowercased()
    if let foreign = ForeignDirective.owner(ofComment: text) { return foreign }
    return text.hasPrefix("include") || text.hasPrefix("code-block") ? "another tool" : nil
  }

  /// The tool whose comment opens what goes on up to another comment.
  static func opens(_ comment: Bytes) -> String? {
    let text = comment.dropFirst(4).trimmed().text
    let lower = text.lowercased()
    if lower.hasPrefix("snippet:") { return "MarkdownSnippets" }
    if lower.hasPrefix("docs ") || lower.hasPrefix("auto-generated-content")
      || lower.hasPrefix("doc-gen ")
    {
      return "markdown-magic"
    }
    if text.hasPrefix("[[[cog") { return "cog" }
    let isGenerated = ["generated", "do not edit", "do not modify"].contains { lower.contains($0) }
    let words = text.split { !($0.isLetter || $0 == "-" || $0 == "_") }.map(String.init)
    let isBegin = words.contains { $0 == "BEGIN" || $0 == "START" || $0.hasPrefix("BEGIN_") }
    return isBegin || isGenerated && lower.contains("start") ? "another tool" : nil
  }

  /// Whether a comment ends what another has opened.
  static func closes(_ comment: Bytes) -> Bool {
    let text = comment.dropFirst(4).trimmed().text
    let lower = text.lowercased()
    let words = text.split { !($0.isLetter || $0 == "-" || $0 == "_") }.map(String.init)
    return lower.hasPrefix("end") || lower.hasPrefix("/") || lower.hasSuffix(":end -->")
      || text.hasPrefix("[[[end")
      || words.contains { $0 == "END" || $0.hasPrefix("END_") || $0.hasSuffix("_END") }
  }

  /// The tool that an info string names a file for: `file=./a.js` (remark-code-import), `go:a.go` (code-embedder).
  static func info(_ info: String) -> String? {
    let words = info.split(separator: " ")
    if words.contains(where: { $0.hasPrefix("file=") || $0.hasPrefix("reference") }) {
      return "remark-code-import"
    }
    guard let first = words.first, let colon = first.firstIndex(of: ":"),
      first[colon...].contains("."), !first.hasPrefix("{")
    else { return nil }
    return "code-embedder"
  }
}
