/// What the colours of code are made by: what a language's comments and strings begin with, and its words.
///
/// That is not all that a language knows, and need not be: what is taken for something else has another colour, and no other text.
struct CodeLanguage: Sendable {
  var lineComments: [[UInt8]] = []
  var blockComment: (open: [UInt8], close: [UInt8])?
  /// Strings by what begins and ends them, the longest first; those of more than a byte go over lines.
  var quotes: [[UInt8]] = [[UInt8(ascii: "\"")], [UInt8(ascii: "'")]]
  var words: Set<String> = []

  fileprivate init(
    _ lineComments: [String], _ words: String, block: (String, String)? = nil,
    quotes: [String] = ["\"", "'"]
  ) {
    self.lineComments = lineComments.map { Array($0.utf8) }
    self.words = Set(words.split(separator: " ").map(String.init))
    blockComment = block.map { (Array($0.0.utf8), Array($0.1.utf8)) }
    self.quotes = quotes.map { Array($0.utf8) }
  }

  /// By the names that fences have for them; nil for a language that stays without colours.
  static func named(_ name: some Sequence<UInt8>) -> CodeLanguage? {
    let name = name.map(\.inLowerCase).text
    return all[others[name] ?? name]
  }

  private static let others = [
    "bash": "sh", "zsh": "sh", "shell": "sh", "py": "python", "js": "javascript",
    "jsx": "javascript",
    "ts": "javascript", "tsx": "javascript", "typescript": "javascript", "mjs": "javascript",
    "h": "c",
    "c++": "c", "cpp": "c", "cc": "c", "hpp": "c", "cs": "java", "csharp": "java", "kotlin": "java",
    "kt": "java", "scala": "java", "rs": "rust", "rb": "ruby", "yml": "yaml",
    "docker": "dockerfile",
    "golang": "go", "make": "makefile", "jsonc": "json", "ini": "toml", "xml": "html",
    "svg": "html",
  ]

  private static let slashes = ("/*", "*/")

  private static let all: [String: CodeLanguage] = [
    "go": CodeLanguage(
      ["//"],
      "break case chan const continue default defer else fallthrough for func go goto if import interface map package range return select struct switch type var nil true false",
      block: slashes, quotes: ["`", "\"", "'"]),
    "swift": CodeLanguage(
      ["//"],
      "actor associatedtype async await borrowing break case catch class consuming continue defer deinit do else enum extension fallthrough false fileprivate final for func guard if import in init inout internal is lazy let mutating nil nonisolated open operator override package private protocol public repeat rethrows return self Self some static struct subscript super switch throw throws true try typealias unowned var weak where while any",
      block: slashes, quotes: ["\"\"\"", "\""]),
    "python": CodeLanguage(
      ["#"],
      "and as assert async await break class continue def del elif else except False finally for from global if import in is lambda match None nonlocal not or pass raise return True try while with yield",
      quotes: ["\"\"\"", "'''", "\"", "'"]),
    "sh": CodeLanguage(
      ["#"],
      "case do done elif else esac exec exit export fi for function if in local readonly return set shift then trap unset until while"
    ),
    "javascript": CodeLanguage(
      ["//"],
      "abstract as async await break case catch class const continue debugger declare default delete do else enum export extends false finally for from function get if implements import in instanceof interface keyof let namespace new null of private protected public readonly return set static super switch this throw true try type typeof undefined var void while with yield",
      block: slashes, quotes: ["`", "\"", "'"]),
    "c": CodeLanguage(
      ["//"],
      "alignas auto bool break case catch char class const constexpr continue default define delete do double else endif enum explicit extern false float for friend goto if ifdef ifndef include inline int long namespace new noexcept nullptr operator private protected public register return short signed sizeof static struct switch template this throw true try typedef typename union unsigned using virtual void volatile while",
      block: slashes),
    "java": CodeLanguage(
      ["//"],
      "abstract as async await boolean break byte case catch char class const continue data def default do double else enum extends false final finally float for foreach fun if implements import in instanceof int interface internal is long match namespace new null object override package private protected public readonly record return sealed short static string struct super switch this throw throws trait true try using val var void when while with yield",
      block: slashes, quotes: ["\"\"\"", "\"", "'"]),
    "rust": CodeLanguage(
      ["//"],
      "as async await break const continue crate dyn else enum extern false fn for if impl in let loop match mod move mut pub ref return self Self static struct super trait true type unsafe use where while",
      block: slashes, quotes: ["\""]),
    "ruby": CodeLanguage(
      ["#"],
      "alias and begin break case class def defined? do else elsif end ensure false for if in module next nil not or redo require rescue retry return self super then true undef unless until when while yield"
    ),
    "json": CodeLanguage(["//"], "true false null", quotes: ["\""]),
    "yaml": CodeLanguage(["#"], "true false null yes no on off"),
    "toml": CodeLanguage(["#", ";"], "true false", quotes: ["\"\"\"", "'''", "\"", "'"]),
    "makefile": CodeLanguage(
      ["#"], "define else endef endif export ifdef ifeq ifndef ifneq include override", quotes: []),
    "dockerfile": CodeLanguage(
      ["#"],
      "ADD ARG AS CMD COPY ENTRYPOINT ENV EXPOSE FROM HEALTHCHECK LABEL ONBUILD RUN SHELL STOPSIGNAL USER VOLUME WORKDIR"
    ),
    "sql": CodeLanguage(
      ["--"],
      "ALTER AND AS BY CREATE DELETE DROP FROM GROUP HAVING IN INDEX INSERT INTO IS JOIN LEFT LIMIT NOT NULL ON OR ORDER PRIMARY KEY SELECT SET TABLE UNION UPDATE VALUES WHERE select from where and or insert into values update set delete create table join on group by order limit",
      block: slashes, quotes: ["'", "\""]),
    "html": CodeLanguage([], "", block: ("<!--", "-->")),
  ]
}

extension [UInt8] {
  /// Adds code to HTML, its comments, strings, numbers and words in elements of their own.
  package mutating func add(code: [UInt8], in language: some Sequence<UInt8>) {
    guard let language = CodeLanguage.named(language) else { return add(escaping: code) }
    var at = 0
    var plain = 0
    while at < code.count {
      guard let (end, kind) = language.token(code, at) else {
        at = language.endOfPlain(code, at)
        continue
      }
      add(escaping: code[plain..<at])
      add("<span class=\"\(kind)\">")
      add(escaping: code[at..<end])
      add("</span>")
      (at, plain) = (end, end)
    }
    add(escaping: code[plain...])
  }
}

extension CodeLanguage {
  /// What begins at `at` and has a colour: where it ends, and of what kind it is.
  fileprivate func token(_ code: [UInt8], _ at: Int) -> (end: Int, kind: String)? {
    let rest = code[at...]
    // A sign within a word of the shell is none: `a#b`, `http://`.
    let isFree = at == 0 || code[at - 1].isSpace || "(){}[];,".utf8.contains(code[at - 1])
    for comment in lineComments where rest.starts(with: comment) {
      if isFree || comment != [UInt8(ascii: "#")] && (at == 0 || code[at - 1] != UInt8(ascii: ":"))
      {
        return (rest.firstIndex(of: 10) ?? code.count, "c")
      }
    }
    if let block = blockComment, rest.starts(with: block.open) {
      return (end(of: block.close, in: code, from: at + block.open.count) ?? code.count, "c")
    }
    for quote in quotes where rest.starts(with: quote) {
      return endOfString(code, at, quote).map { ($0, "s") }
    }
    let isWithin = at > 0 && code[at - 1].isPartOfWord
    if code[at].isDigit, !isWithin {
      return (
        code[at...].firstIndex { !$0.isPartOfWord && $0 != UInt8(ascii: ".") } ?? code.count, "n"
      )
    }
    guard code[at].isPartOfWord, !isWithin else { return nil }
    let end = code[at...].firstIndex { !$0.isPartOfWord } ?? code.count
    return words.contains(code[at..<end].text) ? (end, "k") : nil
  }

  /// Where what has no colour ends, at the earliest: behind a word that is none of the language.
  fileprivate func endOfPlain(_ code: [UInt8], _ at: Int) -> Int {
    guard code[at].isPartOfWord else { return at + 1 }
    return code[at...].firstIndex { !$0.isPartOfWord } ?? code.count
  }

  /// nil for a sign that begins no string, as an apostrophe.
  private func endOfString(_ code: [UInt8], _ start: Int, _ quote: [UInt8]) -> Int? {
    let goesOn = quote.count > 1 || quote == [UInt8(ascii: "`")]
    var at = start + quote.count
    while at < code.count {
      if code[at...].starts(with: quote) { return at + quote.count }
      if code[at] == 10, !goesOn { return nil }
      at += code[at] == UInt8(ascii: "\\") && quote != [UInt8(ascii: "`")] ? 2 : 1
    }
    return nil
  }

  private func end(of mark: [UInt8], in code: [UInt8], from start: Int) -> Int? {
    var at = start
    while at + mark.count <= code.count {
      if code[at...].starts(with: mark) { return at + mark.count }
      at += 1
    }
    return nil
  }
}

extension UInt8 {
  fileprivate var isPartOfWord: Bool {
    isLetter || isDigit || self == UInt8(ascii: "_") || self >= 0x80
  }
}
