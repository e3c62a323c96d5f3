import DocbuildCore

/// What the author's own text in a fence is to the tools: a program, a part of one, or a sketch, which no tool can judge.
struct FencedCode: Sendable {
  enum Standing: Sendable { case program, fragment, sketch }

  /// The language that it is in, which need not be the one that the info string names.
  let language: String
  /// What tools are given: the text, without the prompts of a session, line by line.
  let bytes: Bytes
  let standing: Standing

  /// Reads the lines of a fence whose info string names `language`, as in `Language.all`.
  init(_ lines: [Bytes], language named: String) {
    let texts = lines.map(\.text)
    language = Self.language(of: lines, texts, named: named)
    if language == "python", let code = Self.withoutPrompts(lines) {
      bytes = code.text
      standing = .fragment
      return
    }
    bytes = lines.text
    let language = language
    let signs = SketchSign.all.filter { $0.languages.contains(language) && $0.isFound(texts) }
    if signs.contains(where: \.isDecisive) {
      standing = .sketch
    } else {
      let code = Code(language: language, bytes: bytes, file: nil)
      standing = signs.isEmpty && code.isProgram ? .program : .fragment
    }
  }

  /// What the text itself says of its language: by its `#!` line, or where it can't be what it is called.
  private static func language(of lines: [Bytes], _ texts: [String], named: String) -> String {
    if let first = lines.first, first.starts(with: Bytes("#!".utf8)) {
      return Source(name: "", bytes: first).language?.name ?? named
    }
    let words = texts.lazy.map { $0.drop { $0 == " " || $0 == "\t" } }
    guard let first = words.first(where: { !$0.isEmpty && !$0.hasPrefix("#") }) else {
      return named
    }
    let word = first.prefix { $0 != " " }
    switch named {
    case "dockerfile" where !instructions.contains(word.uppercased()):
      // A Compose file, or commands.
      return first.contains(":") && word.hasSuffix(":") ? "yaml" : "bash"
    case "bash" where word == "FROM" && !first.contains(";"): return "dockerfile"
    case "json" where texts.contains { $0.drop { $0 == " " || $0 == "\t" }.hasPrefix("//") }:
      return "jsonc"
    default: return named
    }
  }

  /// What a line of a Dockerfile begins with (https://docs.docker.com/reference/dockerfile/).
  private static let instructions: Set = [
    "ADD", "ARG", "CMD", "COPY", "ENTRYPOINT", "ENV", "EXPOSE", "FROM", "HEALTHCHECK", "LABEL",
    "MAINTAINER", "ONBUILD", "RUN", "SHELL", "STOPSIGNAL", "USER", "VOLUME", "WORKDIR", "...", "…",
  ]

  /// The code behind the prompts of a Python session, on the lines where it stands; nil when it is none.
  private static func withoutPrompts(_ lines: [Bytes]) -> [Bytes]? {
    guard
      lines.first(where: { !$0.allSatisfy(\.isBlank) })?.starts(with: Bytes(">>>".utf8)) ?? false
    else { return nil }
    return lines.map { line in
      for prompt in [">>> ", "... "] where line.starts(with: prompt.utf8) {
        return Bytes(line.dropFirst(4))
      }
      return []
    }
  }
}

/// Something in a fence's text that keeps it from being judged as a program.
struct SketchSign: Sendable {
  let name: String
  /// Those in which it is no code.
  let languages: [String]
  /// Whether it makes a sketch; else a part of a program, of which only what can't be read makes one.
  let isDecisive: Bool
  let isFound: @Sendable ([String]) -> Bool

  static let all: [SketchSign] = [
    .placeholder, .elision, .elidedArgument, .prompt, .template, .output,
  ]

  /// `<name>`, which a shell takes for a file to read and one to write.
  private static let placeholder = SketchSign(
    name: "a placeholder", languages: ["bash", "dockerfile", "go", "yaml", "json"],
    isDecisive: true
  ) { lines in lines.contains { $0.holdsPlaceholder } }

  /// A line that stands for others.
  private static let elision = SketchSign(
    name: "an elision",
    languages: ["bash", "dockerfile", "yaml", "json", "go", "c", "cpp", "swift", "javascript"],
    isDecisive: false
  ) { lines in lines.contains { $0.holdsElision } }

  /// The same in a command.
  private static let elidedArgument = SketchSign(
    name: "an elided argument", languages: ["bash", "dockerfile"], isDecisive: true
  ) { lines in
    lines.contains { line in
      !line.drop { $0 == " " || $0 == "\t" }.hasPrefix("#") && line.holdsElision
    }
  }

  /// A session with its prompts.
  private static let prompt = SketchSign(
    name: "a prompt", languages: ["bash"], isDecisive: true
  ) { lines in
    lines.contains { line in
      let word = line.prefix { $0 != " " }
      return ["$", "%", ">", "PS>", "❯", "➜"].contains(word)
        || (word.hasSuffix("$") || word.hasSuffix("#") || word.hasSuffix(">"))
          && (word.contains("@") || word.contains(":\\"))
    }
  }

  /// What a template engine puts something in place of.
  private static let template = SketchSign(
    name: "a template", languages: ["bash", "dockerfile", "yaml", "json", "sql"], isDecisive: true
  ) { lines in lines.contains { $0.contains("${{") || $0.contains("{%") || $0.contains("{{ ") } }

  /// What commands print.
  private static let output = SketchSign(
    name: "output", languages: ["bash"], isDecisive: true
  ) { lines in
    lines.contains { line in
      let text = line.drop { $0 == " " || $0 == "\t" }
      return ["{\"", "[{", "└──", "├──", "│", "+--", "| ", "HTTP/", "=> ", "==> "].contains(
        where: text.hasPrefix) || text.isStamped
    }
  }
}

extension [Bytes] {
  /// The lines as a text.
  fileprivate var text: Bytes { flatMap { $0 + [UInt8(ascii: "\n")] } }
}

extension StringProtocol {
  /// Whether `<a name>` stands in it, and not behind another `<`.
  fileprivate var holdsPlaceholder: Bool {
    var rest = self[...]
    var last: Character = " "
    while let open = rest.firstIndex(of: "<") {
      if open > rest.startIndex { last = rest[rest.index(before: open)] }
      let inside = rest[rest.index(after: open)...]
      let name = inside.prefix { !"<>\"'`$=|&;(){}".contains($0) }
      if last != "<", name.endIndex < rest.endIndex, rest[name.endIndex] == ">",
        name.first.map({ $0.isLetter || "._-/[".contains($0) }) ?? false,
        name.last.map({ $0 != " " }) ?? false
      {
        return true
      }
      last = "<"
      rest = inside
    }
    return false
  }

  /// Whether `…`, or `...` that no name, number or quote touches, stands in it.
  fileprivate var holdsElision: Bool {
    if contains("…") { return true }
    let bytes = Bytes(utf8)
    return bytes.indices.contains { at in
      guard bytes[at...].starts(with: "...".utf8) else { return false }
      let before = at > 0 ? bytes[at - 1] : UInt8(ascii: " ")
      let behind = at + 3 < bytes.count ? bytes[at + 3] : UInt8(ascii: " ")
      return " \t{([</#*,-".utf8.contains(before) && " \t})]>,;`*".utf8.contains(behind)
    }
  }

  /// Whether it begins with a date and time, or a time in brackets.
  fileprivate var isStamped: Bool {
    let shape = String(
      prefix(20).map { character -> Character in character.isNumber ? "0" : character })
    return ["0000-00-00T00:00", "0000-00-00 00:00", "0000/00/00 00:00", "[00:00:00", "[0000-00-00"]
      .contains(where: shape.hasPrefix)
  }
}

extension Code {
  /// Whether it says itself that it is the whole of a program.
  var isProgram: Bool {
    let lines = text.split(separator: "\n").map { $0.drop { $0 == " " || $0 == "\t" } }
    let first = lines.first { !$0.isEmpty && !$0.hasPrefix("//") } ?? ""
    switch language {
    case "go": return first.hasPrefix("package ")
    case "dockerfile":
      return
        (lines.first { !$0.isEmpty && !$0.hasPrefix("#") && !$0.uppercased().hasPrefix("ARG ") }
        ?? "")
        .uppercased().hasPrefix("FROM ")
    case "c", "cpp":
      return lines.contains { $0.hasPrefix("int main(") }
        && lines.contains { $0.hasPrefix("#include") || $0.hasPrefix("import ") }
    default: return text.hasPrefix("#!")
    }
  }
}
