/// How values of options are written.
extension Bytes {
  /// As the value of an option is written.
  var asValue: String {
    let isPlain =
      !isEmpty && allSatisfy { !$0.isBlank && $0 != UInt8(ascii: "\"") }
      && first != UInt8(ascii: "/") && last != UInt8(ascii: ")")
    return isPlain ? text : inQuotes
  }

  /// The same for other targets.
  package var asOption: String { asValue }

  var inQuotes: String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// The pattern that fits just this text.
  var asPattern: String {
    var made = ""
    for character in text {
      if "\\.+*?()|[]{}^$".contains(character) { made += "\\" }
      made.append(character)
    }
    return "/\(Bytes(made.utf8).escapingSlashes)/"
  }

  /// A pattern's text as it is written between slashes.
  var escapingSlashes: String { text.replacing("/", with: "\\/") }
}

extension Bytes {
  /// The pattern that was meant by it: without slashes or single quotes around it, which are not part of what is looked for.
  var asMeant: String {
    guard count > 2, let first, first == last, "/'".utf8.contains(first) else { return asPattern }
    return Bytes(dropFirst().dropLast()).asPattern
  }
}

extension DirectiveOption {
  /// The value as it may be written behind a key.
  var written: String {
    switch value {
    case .none: ""
    case .text(let text): "=\(text.asValue)"
    case .pattern(let text): "=/\(text.escapingSlashes)/"
    }
  }
}
