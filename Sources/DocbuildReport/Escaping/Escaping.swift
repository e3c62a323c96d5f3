package import DocbuildCore

/// How text from a template, a name or a tool is written where some signs mean more than themselves: one value for each
/// kind of place.
///
/// All of it goes by bytes and Unicode scalars: Swift's characters hide one behind another, as a `<` behind the accent
/// that follows it.
package struct Escaping: Sendable {
  /// What stands for a scalar; nil for one that stays. The flag says that it would complete `##[`, which GitHub's runner
  /// takes for a command wherever it stands (<https://github.com/actions/runner>, ActionCommand).
  let form: @Sendable (Unicode.Scalar, _ completesCommand: Bool) -> Bytes?
  /// Whether `::` at the start, white space before it or not, is broken up: the same runner takes it for a command.
  var guardsStart = true
  /// Whether every printable sign of ASCII stays, but for `##[`.
  var keepsPlain = false

  /// `text` as it can stand there; what is not UTF-8 becomes U+FFFD.
  package func bytes(_ text: Bytes) -> Bytes {
    if keepsPlain, text.isPlain { return text }
    var made: Bytes = []
    made.reserveCapacity(text.count)
    var hashes = 0
    var start = Start.blank
    for scalar in text.scalars {
      if guardsStart { start.pass(scalar, &made) }
      if let instead = form(scalar, scalar == "[" && hashes >= 2) {
        made += instead
      } else {
        made.append(contentsOf: UTF8.encode(scalar) ?? .init())
      }
      hashes = scalar == "#" ? hashes + 1 : 0
    }
    return made
  }

  /// The same for what is text already.
  package func callAsFunction(_ text: String) -> String {
    let written = Bytes(text.utf8)
    return keepsPlain && written.isPlain ? text : bytes(written).text
  }

  /// How far the start of a line looks like that of a command.
  private enum Start {
    /// Nothing but white space.
    case blank
    /// White space and a colon, which begins at that offset of what is made.
    case colon(Int)
    case passed

    mutating func pass(_ scalar: Unicode.Scalar, _ made: inout Bytes) {
      switch self {
      case .blank where scalar == ":": self = .colon(made.count)
      case .blank where scalar.properties.isWhitespace: break
      case .colon(let offset) where scalar == ":":
        made.insert(UInt8(ascii: "\\"), at: offset)
        self = .passed
      default: self = .passed
      }
    }
  }
}

extension Bytes {
  /// Whether it is printable ASCII in which nobody takes anything for a command.
  fileprivate var isPlain: Bool {
    var hashes = 0
    for byte in self {
      guard byte >= 0x20, byte < 0x7F, byte != UInt8(ascii: "[") || hashes < 2 else { return false }
      hashes = byte == UInt8(ascii: "#") ? hashes + 1 : 0
    }
    return first { $0 != 0x20 } != UInt8(ascii: ":")
  }

  /// The scalars that the bytes decode to; U+FFFD for what is not UTF-8.
  var scalars: some Sequence<Unicode.Scalar> {
    sequence(state: (makeIterator(), Unicode.UTF8())) { state in
      switch state.1.decode(&state.0) {
      case .scalarValue(let scalar): scalar
      case .emptyInput: nil
      case .error: "\u{FFFD}"
      }
    }
  }
}

extension Unicode.Scalar {
  /// Whether it must not stand in a report as it is: it is invisible, or no character.
  var isUnseen: Bool {
    if value < 0x7F { return value < 0x20 }
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .surrogate:
      return true
    default: return properties.isNoncharacterCodePoint
    }
  }
}
