/// A directive of another tool, which means nothing to docbuild: left in a template, it would be published.
package struct ForeignDirective: Sendable {
  /// The tool that it belongs to.
  package let tool: String
  /// One of them as it stands on a line.
  package let example: String
  /// What its line, or the text of its comment, begins with, and holds further on.
  private let opening: Bytes
  private let further: String
  /// Whether it is an HTML comment.
  private let isComment: Bool
  /// Reads the path, and the options in docbuild's words, of what stands behind the opening; nil when that is not plain.
  private let arguments: @Sendable (String) -> String?

  private init(
    _ tool: String, _ opening: String, _ further: String = "", isComment: Bool = false,
    example: String, arguments: @escaping @Sendable (String) -> String? = { _ in nil }
  ) {
    self.tool = tool
    self.example = example
    self.opening = Bytes(opening.utf8)
    self.further = further
    self.isComment = isComment
    self.arguments = arguments
  }

  /// All rows, in the order in which they are tried.
  package static let all: [ForeignDirective] = [
    .init("mdBook", "{{#include", "}}", example: "{{#include a.rs:2:4}}", arguments: mdBook),
    .init(
      "mdBook", "{{#rustdoc_include", "}}", example: "{{#rustdoc_include a.rs:2}}",
      arguments: mdBook),
    .init("mdBook", "{{#playground", "}}", example: "{{#playground a.rs}}", arguments: mdBook),
    .init("mdBook", "{{#template", "}}", example: "{{#template part.md name=x}}"),
    .init("PyMdown Snippets", "--8<--", example: "--8<-- \"a.py\""),
    .init("PyMdown Snippets", "-8<-", example: "-8<- \"a.py\""),
    .init("VitePress", "<<<", example: "<<< @/a.py{2-4}"),
    .init("DocFX", "[!code-", "](", example: "[!code-python[](a.py)]", arguments: docFX),
    .init("DocFX", "[!include", "](", example: "[!INCLUDE [x](part.md)]"),
    .init("DocFX", ":::code ", "source=", example: ":::code source=\"a.cs\" id=\"x\":::"),
    .init(
      "embedmd", "[embedmd]:#", "(", example: "[embedmd]:# (a.py)",
      arguments: { text in
        let inside = text.drop { $0 != "(" }.dropFirst().prefix { $0 != ")" }
        return inside.contains(" ") ? nil : String(inside)
      }),
    .init("MarkdownSnippets", "snippet: ", example: "snippet: one"),
    .init(
      "mkdocs-include-markdown", "{% include-markdown", example: "{% include-markdown \"a.md\" %}"),
    .init("markdown-include", "{!", "!}", example: "{!a.md!}"),
    .init("MarkdownSnippets", "snippet:", isComment: true, example: "<!-- snippet: one -->"),
    .init("MarkdownSnippets", "endsnippet", isComment: true, example: "<!-- endSnippet -->"),
    .init("MarkdownSnippets", "endinclude", isComment: true, example: "<!-- endInclude -->"),
    .init(
      "markdown-magic", "docs ", "=", isComment: true, example: "<!-- docs CODE src=\"a.py\" -->"),
    .init("markdown-magic", "docs (", isComment: true, example: "<!-- docs (CODE:src=a.py) -->"),
    .init(
      "markdown-magic", "auto-generated-content:start", isComment: true,
      example: "<!-- AUTO-GENERATED-CONTENT:START (CODE:src=./a.py) -->"),
    .init("markdown-magic", "doc-gen ", isComment: true, example: "<!-- doc-gen CODE src=a.py -->"),
    .init(
      "embedme", "embedme ", isComment: true, example: "<!-- embedme a.py -->",
      arguments: { text in
        let path = text.trimmed
        return Bytes(path.utf8).looksLikePath && !path.contains("#") ? path : nil
      }),
    .init(
      "code-embedder", "embedder ", isComment: true, example: "<!-- embedder a.py -->"),
  ]

  /// Where one may begin on the line `range`, outside of a comment; nil where none does for sure.
  static func start(on range: Range<Int>, in bytes: Bytes) -> Int? {
    var at = range.lowerBound
    // Every line of every template comes by here: nothing is made before one looks like a directive.
    passing: while at < range.upperBound {
      switch bytes[at] {
      case .space, .tab, UInt8(ascii: ">"): at += 1
      case UInt8(ascii: "-"), UInt8(ascii: "*"), UInt8(ascii: "+"):
        guard at + 1 < range.upperBound, bytes[at + 1] == .space else { break passing }
        at += 2
      default: break passing
      }
    }
    return at + 1 < range.upperBound && mayBegin(bytes[at], bytes[at + 1]) ? at : nil
  }

  /// The warning that one stands at `range`, up to the end of the line (number `line`, from 1) of a template.
  static func warning(at range: Range<Int>, line: Int, of source: Source) -> Diagnostic? {
    warning(text: range, isComment: false, line: line, of: source) { range }
  }

  /// Whether what stands on a line of its own may begin with these two bytes: those of the openings in `all`.
  private static func mayBegin(_ first: UInt8, _ second: UInt8) -> Bool {
    switch first {
    case UInt8(ascii: "{"):
      second == first || second == UInt8(ascii: "%") || second == UInt8(ascii: "!")
    case UInt8(ascii: "-"): second == first || second == UInt8(ascii: "8")
    case UInt8(ascii: "<"), UInt8(ascii: ":"): second == first
    case UInt8(ascii: "["): second == UInt8(ascii: "!") || second | 0x20 == UInt8(ascii: "e")
    case UInt8(ascii: "s"): second | 0x20 == UInt8(ascii: "n")
    default: false
    }
  }

  /// The same for a comment.
  static func warning(comment range: Range<Int>, line: Int, of source: Source) -> Diagnostic? {
    var start = range.lowerBound + 4
    while start < range.upperBound, source.bytes[start].isBlank { start += 1 }
    guard start < range.upperBound, "sedaSEDA".utf8.contains(source.bytes[start]) else {
      return nil
    }
    return warning(text: start..<range.upperBound, isComment: true, line: line, of: source) {
      range
    }
  }

  private static func warning(
    text: Range<Int>, isComment: Bool, line: Int, of source: Source, at place: () -> Range<Int>
  ) -> Diagnostic? {
    var bytes = source.bytes[text]
    if bytes.starts(with: "{{ ".utf8) {
      // mdBook takes blanks there.
      bytes = Bytes("{{".utf8 + bytes.dropFirst(2).drop(while: \.isBlank))[...]
    }
    for foreign in all where foreign.isComment == isComment {
      let opening = foreign.opening
      guard bytes.count >= opening.count,
        opening.indices.allSatisfy({ index in
          let byte = bytes[bytes.startIndex + index]
          return byte == opening[index] || byte.isLetter && byte | 0x20 == opening[index]
        }),
        opening.first == UInt8(ascii: "<") ? bytes.dropFirst(3).namesFile : true
      else { continue }
      var rest = bytes.dropFirst(opening.count)
      if isComment {
        let all = rest
        rest = all.prefix { $0 != UInt8(ascii: ">") }
        while let last = rest.last, last == UInt8(ascii: "-") || last.isBlank {
          rest = rest.dropLast()
        }
      }
      guard foreign.further.isEmpty || rest.text.contains(foreign.further) else { continue }
      var place = place()
      if isComment, let close = source.bytes[place].firstIndex(of: UInt8(ascii: ">")) {
        place = place.lowerBound..<close + 1
      }
      return foreign.warning(source.place(at: place, line: line), foreign.arguments(rest.text))
    }
    return nil
  }

  /// Whether `docbuild migrate` reads the tool's directives.
  private var isMigrated: Bool { !["embedmd", "markdown-include"].contains(tool) }

  private func warning(_ place: Place, _ arguments: String?) -> Diagnostic {
    let own = arguments.flatMap { DirectiveParser.cured(Bytes("<!-- include(\($0)) -->".utf8)) }
    var made = Diagnostic(
      .foreignDirective, "this directive is \(tool)'s: it is published as it stands", at: place,
      notes: [
        .init(
          own.map { "docbuild's own would be '\($0.text)'" }
            ?? "docbuild's own is '<!-- include(PATH OPTION…) -->', on a line of its own")
      ]
        + (isMigrated
          ? [
            .init(
              "'docbuild migrate' turns those of a page, NAME.md, into docbuild's, but reads no template"
            )
          ] : [])
        + [
          .init("'foreign-directive = \"off\"' in [checks] of docbuild.toml says that it is meant")
        ])
    made.severity = .warning
    return made
  }

  /// `a.rs:2:4`, `a.rs:name`.
  private static func mdBook(_ text: String) -> String? {
    let argument = text.trimmed.prefix { $0 != "}" && $0 != " " }
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard let path = parts.first, !path.isEmpty else { return nil }
    switch parts.count {
    case 1: return path
    case 2 where parts[1].utf8.allSatisfy(\.isDigit): return "\(path) lines=\(parts[1])"
    case 2: return "\(path) region=\(parts[1])"
    case 3:
      guard parts[1...].joined().utf8.allSatisfy(\.isDigit), parts[1] + parts[2] != "" else {
        return nil
      }
      return "\(path) lines=\(parts[1])..\(parts[2])"
    default: return nil
    }
  }

  /// `python[](a.py)]`.
  private static func docFX(_ text: String) -> String? {
    guard let open = text.firstIndex(of: "(") else { return nil }
    let path = text[text.index(after: open)...].prefix { $0 != ")" }
    return path.contains("?") || path.contains("#") || path.contains(" ") || path.hasPrefix("~")
      ? nil : String(path)
  }
}

extension String {
  fileprivate var trimmed: String { Bytes(utf8).trimmed().text }
}

extension ArraySlice<UInt8> {
  /// Whether a path, and nothing of a shell's, stands here.
  fileprivate var namesFile: Bool {
    let word = Bytes(trimmed().prefix { !$0.isBlank && $0 != UInt8(ascii: "{") })
    return word.starts(with: Bytes("@/".utf8)) || word.looksLikePath
  }
}

extension ForeignDirective {
  /// The tool that a comment belongs to; `text` is what stands behind `<!--`, in lower case.
  static func owner(ofComment text: String) -> String? {
    let text = Bytes(text.utf8)
    return all.first { $0.isComment && text.starts(with: $0.opening) }?.tool
  }
}
