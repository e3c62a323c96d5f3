/// How a language writes comments and strings: enough to tell where code is and where it is not.
struct Lexis: Sendable {
  /// A comment with an end.
  struct Block: Sendable {
    let open: Bytes
    let close: Bytes
    /// Whether comments may stand inside one another.
    var nests = false
  }

  /// A string.
  struct Quote: Sendable {
    let open: Bytes
    let close: Bytes
    /// What takes the meaning from the byte behind it; nil for none.
    var escape: UInt8? = UInt8(ascii: "\\")
    /// Whether the closing quote twice is one quote.
    var doubles = false
    var spansLines = false
    /// What opens a piece of code inside; its last byte is the bracket that the code is closed by.
    var hole: Bytes = []
  }

  /// How strings of whole lines up to a word are written.
  enum HereDocument: Sendable { case shell, ruby, php, hcl, powerShell }

  struct Traits: OptionSet, Sendable {
    let rawValue: Int
    /// `#` opens a comment only where a word may begin.
    static let wordComments = Traits(rawValue: 1)
    /// `'x'` is a character.
    static let characters = Traits(rawValue: 2)
    /// `/x/` is a pattern where an expression may begin.
    static let patterns = Traits(rawValue: 4)
    /// `r#"…"#`.
    static let rustRaw = Traits(rawValue: 8)
    /// `R"x(…)x"`.
    static let plusPlusRaw = Traits(rawValue: 16)
    /// `[[…]]`, `[=[…]=]`.
    static let longBrackets = Traits(rawValue: 32)
    /// `#region` is a line of the language, not a comment.
    static let regionLines = Traits(rawValue: 64)
    /// `\` takes the meaning from the byte behind it, outside strings too.
    static let escapes = Traits(rawValue: 128)
    /// Lines with `#` are the preprocessor's.
    static let preprocessor = Traits(rawValue: 256)
    /// Round and square brackets may stand alone (`case` in a shell).
    static let looseBrackets = Traits(rawValue: 512)
    /// Scalars are YAML's.
    static let yaml = Traits(rawValue: 1024)
  }

  var lines: [Bytes] = []
  var blocks: [Block] = []
  var quotes: [Quote] = []
  var hereDocument: HereDocument?
  var traits: Traits = []
  /// Comments with an end that only a whole line has, such as JSX's.
  var lineBlocks: [Block] = []

  init(
    _ lines: String, _ blocks: [(String, String)] = [], _ quotes: [Quote] = [],
    here: HereDocument? = nil, _ traits: Traits = [], lineBlocks: [(String, String)] = [],
    nests: Bool = false
  ) {
    self.lines = lines.split(separator: " ").map { Bytes($0.utf8) }
    self.blocks = blocks.map {
      Block(open: Bytes($0.0.utf8), close: Bytes($0.1.utf8), nests: nests)
    }
    self.quotes = quotes
    hereDocument = here
    self.traits = traits
    self.lineBlocks = lineBlocks.map { Block(open: Bytes($0.0.utf8), close: Bytes($0.1.utf8)) }
  }

  /// Whether a line of `bytes` may begin inside a string: something stands there that opens one over lines.
  func mayHoldLongStrings(_ bytes: Bytes) -> Bool {
    if traits.contains(.yaml) { return true }
    var openings: [StaticString] = []
    if traits.contains(.rustRaw) { openings += ["r\"", "r#"] }
    if traits.contains(.plusPlusRaw) { openings.append("R\"") }
    if traits.contains(.longBrackets) { openings += ["[[", "[="] }
    switch hereDocument {
    case .shell, .ruby, .php, .hcl: openings.append("<<")
    case .powerShell: openings += ["@\"", "@'"]
    case nil: break
    }
    // The others go on where the end of their line is escaped.
    if !quotes.isEmpty, bytes.hold("\\") { openings += ["\\\n", "\\\r"] }
    return quotes.contains { $0.spansLines && bytes.hold($0.open) }
      || openings.contains { bytes.hold($0) }
  }
}

extension Lexis.Quote {
  /// A string that ends with its line at the latest.
  static func short(_ quote: String) -> Self {
    Self(open: Bytes(quote.utf8), close: Bytes(quote.utf8))
  }

  /// A string over lines in which a backslash escapes.
  static func long(_ quote: String, hole: String = "") -> Self {
    Self(
      open: Bytes(quote.utf8), close: Bytes(quote.utf8), spansLines: true, hole: Bytes(hole.utf8))
  }

  /// A string over lines in which a backslash is a backslash.
  static func raw(_ open: String, _ close: String? = nil, doubles: Bool = false) -> Self {
    Self(
      open: Bytes(open.utf8), close: Bytes((close ?? open).utf8), escape: nil, doubles: doubles,
      spansLines: true)
  }
}
