/// Bytes of a file or a text.
public typealias Data = [UInt8]

/// Writes values as JSON, as FoundationEssentials does: what a value encodes becomes a tree of nodes, which is then
/// written.
public final class JSONEncoder {
  /// How the text looks.
  public struct OutputFormatting: OptionSet, Sendable {
    /// A bit for each.
    public let rawValue: UInt
    /// The options whose bits are set.
    public init(rawValue: UInt) { self.rawValue = rawValue }

    /// A line for each member and element, indented by two spaces.
    public static let prettyPrinted = OutputFormatting(rawValue: 1)
    /// Members in the order of their names.
    public static let sortedKeys = OutputFormatting(rawValue: 2)
    /// A slash as it is; else it has a backslash before it.
    public static let withoutEscapingSlashes = OutputFormatting(rawValue: 4)
  }

  /// Only text that is both pretty and sorted is written, whatever is asked for.
  public var outputFormatting: OutputFormatting = []

  /// One that has been asked for nothing.
  public init() {}

  /// The text of `value`; throws what the value's own encoding throws.
  public func encode(_ value: some Encodable) throws -> Data {
    let node = Node()
    try value.encode(to: NodeEncoder(node: node, codingPath: []))
    let keepsSlashes = outputFormatting.contains(.withoutEscapingSlashes)
    return Data(node.text(indent: "", keepsSlashes).utf8)
  }
}

extension String {
  /// How text is stored.
  public enum Encoding: Sendable {
    case utf8
  }

  /// The text that `data` holds; nil when that is not UTF-8.
  public init?(data: Data, encoding: Encoding) { self.init(validating: data, as: UTF8.self) }
}

/// A value of JSON while it is put together.
final class Node {
  enum Content {
    case null
    /// A number, or a word.
    case plain(String)
    case text(String)
    case list([Node])
    case object([String: Node])
  }

  var content = Content.null

  func member(_ name: String) -> Node {
    let made = Node()
    guard case .object(var members) = content else {
      content = .object([name: made])
      return made
    }
    members[name] = made
    content = .object(members)
    return made
  }

  func element() -> Node {
    let made = Node()
    guard case .list(let items) = content else {
      content = .list([made])
      return made
    }
    content = .list(items + [made])
    return made
  }

  /// The value as indented JSON; its first line stands behind something else.
  func text(indent: String, _ keepsSlashes: Bool) -> String {
    let inner = indent + "  "
    func lines(_ open: String, _ items: [String], _ close: String) -> String {
      open + "\n" + items.map { inner + $0 }.joined(separator: ",\n") + "\n" + indent + close
    }
    switch content {
    case .null: return "null"
    case .plain(let word): return word
    case .text(let text): return quoted(text, keepsSlashes)
    case .list(let items):
      return lines("[", items.map { $0.text(indent: inner, keepsSlashes) }, "]")
    case .object(let members):
      return lines(
        "{",
        members.sorted { $0.key < $1.key }.map {
          let value = $0.value.text(indent: inner, keepsSlashes)
          return "\(quoted($0.key, keepsSlashes)) : \(value)"
        }, "}")
    }
  }

  private func quoted(_ text: String, _ keepsSlashes: Bool) -> String {
    var made = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "/" where keepsSlashes: made += "/"
      case "\"", "\\", "/": made += "\\\(scalar)"
      case "\n": made += "\\n"
      case "\r": made += "\\r"
      case "\t": made += "\\t"
      case "\u{8}": made += "\\b"
      case "\u{C}": made += "\\f"
      case "\0"..<" ":
        let digits = String(scalar.value, radix: 16)
        made += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: made.unicodeScalars.append(scalar)
      }
    }
    return made + "\""
  }
}
