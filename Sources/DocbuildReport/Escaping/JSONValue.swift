/// A value of JSON (RFC 8259).
package indirect enum JSONValue: Sendable, Equatable {
  case text(String)
  case number(Int)
  case flag(Bool)
  case null
  case list([JSONValue])
  /// Members, told apart by their keys; those without a value are left out.
  case object([String: JSONValue?])

  /// As indented JSON with sorted keys and a line feed at its end.
  package var text: String { text(indent: "") + "\n" }

  private func text(indent: String) -> String {
    let inner = indent + "  "
    func lines(_ items: [String]) -> String {
      "\n" + items.map { inner + $0 }.joined(separator: ",\n") + "\n" + indent
    }
    func quoted(_ text: String) -> String { "\"\(Escaping.json(text))\"" }
    switch self {
    case .text(let text): return quoted(text)
    case .number(let number): return String(number)
    case .flag(let flag): return flag ? "true" : "false"
    case .null: return "null"
    case .list(let items): return "[" + lines(items.map { $0.text(indent: inner) }) + "]"
    case .object(let members):
      let present = members.compactMapValues { $0 }.sorted { $0.key < $1.key }
      return "{" + lines(present.map { quoted($0) + " : " + $1.text(indent: inner) }) + "}"
    }
  }
}
