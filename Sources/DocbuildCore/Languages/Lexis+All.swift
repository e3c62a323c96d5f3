import Synchronization

extension Language {
  /// How the language writes comments and strings; nil where a comment may look like any.
  var lexis: Lexis? {
    Lexis.made.withLock { made in
      if let known = made.first(where: { $0.name == name }) { return known.lexis }
      let lexis = Lexis.rows.first { $0.name == name }?.make()
      made.append((name, lexis))
      return lexis
    }
  }
}

extension Lexis {
  private static let slashStar = [("/*", "*/")]
  private static let markup = [("<!--", "-->")]
  private static let jsx = [("{/*", "*/}")]

  private static let slashes = Lexis("//", slashStar, [.short("\"")], [.characters])
  private static let c = Lexis(
    "//", slashStar, [.short("\"")], [.characters, .plusPlusRaw, .preprocessor])
  private static let hash = Lexis("#", [], [.short("\""), .short("'")])
  private static let shell = Lexis(
    "#", [], [.long("\"", hole: "$("), .long("$'"), .raw("'")], here: .shell,
    [.wordComments, .escapes, .looseBrackets])
  private static let script = Lexis(
    "//", slashStar, [.short("\""), .short("'"), .long("`", hole: "${")], [.patterns],
    lineBlocks: jsx)
  private static let python = Lexis(
    "#", [], [.long("\"\"\""), .long("'''"), .short("\""), .short("'")])
  private static let page = Lexis(
    "//", markup + slashStar, [.long("`", hole: "${")], lineBlocks: jsx)
  private static let percent = Lexis("%")
  private static let plainHash = Lexis("#")
  private static let markupOnly = Lexis("", markup)
  private static let lisp = Lexis(";", [("#|", "|#")], [.long("\"")], [.escapes], nests: true)

  /// How one language writes them, made for who asks: most runs need two or three of all these.
  fileprivate struct Row: Sendable {
    let name: String
    let make: @Sendable () -> Lexis

    init(_ name: String, _ lexis: @autoclosure @escaping @Sendable () -> Lexis) {
      self.name = name
      make = lexis
    }
  }

  /// Those that somebody has asked for.
  fileprivate static let made = Mutex<[(name: String, lexis: Lexis?)]>([])

  /// By the language's name (`Language.name`).
  fileprivate static let rows: [Row] = [
    Row("ada", Lexis("--")),
    Row("antlr", Lexis("//", slashStar, [.short("'")])),
    Row("apacheconf", hash),
    Row("applescript", Lexis("-- #", [("(*", "*)")], [.short("\"")])),
    Row("asciidoc", Lexis("//")),
    Row("asm", Lexis("; # // @ !", slashStar)),
    Row("astro", page),
    Row("awk", hash),
    Row("bash", shell),
    Row("bat", Lexis("@REM REM ::")),
    Row("bibtex", percent),
    Row("bicep", Lexis("//", slashStar, [.raw("'''"), .short("'")])),
    Row("c", c),
    Row("caddyfile", hash),
    Row("capnp", hash),
    Row("clojure", lisp),
    Row("cmake", Lexis("#", [], [.long("\"")], [.longBrackets, .escapes])),
    Row("cobol", Lexis("*> *")),
    Row("codeowners", plainHash),
    Row("coffeescript", python),
    Row("cpp", c),
    Row("crystal", hash),
    Row(
      "csharp",
      Lexis(
        "//", slashStar,
        [
          .raw("\"\"\""), .raw("$@\"", "\"", doubles: true), .raw("@$\"", "\"", doubles: true),
          .raw("@\"", "\"", doubles: true), .short("\""),
        ], [.characters, .regionLines, .preprocessor])),
    Row("css", Lexis("", slashStar, [.short("\""), .short("'")])),
    Row("cuda", c),
    Row("cue", Lexis("//", [], [.long("\"\"\""), .long("'''"), .short("\""), .short("'")])),
    Row("cython", python),
    Row("d", Lexis("//", slashStar + [("/+", "+/")], [.raw("`"), .long("\"")], [.characters])),
    Row(
      "dart", Lexis("//", slashStar, [.long("\"\"\""), .long("'''"), .short("\""), .short("'")])),
    Row("dhall", Lexis("--", [("{-", "-}")], [.raw("''"), .short("\"")], nests: true)),
    Row("dockerfile", Lexis("#", [], here: .shell)),
    Row("dot", Lexis("// #", slashStar, [.long("\"")])),
    Row("dotenv", plainHash),
    Row("ejs", markupOnly),
    Row("elixir", Lexis("#", [], [.long("\"\"\""), .long("'''"), .long("\""), .short("'")])),
    Row(
      "elm",
      Lexis(
        "--", [("{-", "-}")], [.long("\"\"\""), .short("\"")], [.characters], nests: true)),
    Row("erb", markupOnly),
    Row("erlang", percent),
    Row(
      "fish", Lexis("#", [], [.long("\""), .long("'")], [.wordComments, .escapes, .looseBrackets])),
    Row("flatbuffers", slashes),
    Row("fortran", Lexis("!")),
    Row(
      "fsharp",
      Lexis(
        "//", [("(*", "*)")], [.raw("\"\"\""), .raw("@\"", "\"", doubles: true), .long("\"")],
        [.characters, .regionLines], nests: true)),
    Row("gdscript", python),
    Row("gettext-catalog", plainHash),
    Row("gherkin", Lexis("#", [], [.long("\"\"\"")])),
    Row("gitattributes", plainHash),
    Row("gleam", Lexis("//", [], [.long("\"")])),
    Row("glsl", Lexis("//", slashStar)),
    Row("gnuplot", hash),
    Row("go", Lexis("//", slashStar, [.short("\""), .raw("`")], [.characters])),
    Row("go.mod", slashes),
    Row("graphql", Lexis("#", [], [.long("\"\"\""), .short("\"")])),
    Row(
      "groovy",
      Lexis(
        "//", slashStar, [.long("\"\"\""), .long("'''"), .short("\""), .short("'")])),
    Row("haml", Lexis("-#")),
    Row("handlebars", Lexis("", [("{{!--", "--}}")] + markup)),
    Row("haskell", Lexis("--", [("{-", "-}")], [.short("\"")], [.characters], nests: true)),
    Row("haxe", Lexis("//", slashStar, [.long("\""), .long("'")])),
    Row("hcl", Lexis("# //", slashStar, [.short("\"")], here: .hcl)),
    Row("hjson", Lexis("# //", slashStar)),
    Row("hlsl", Lexis("//", slashStar, [.short("\"")])),
    Row("html", page),
    Row("http", Lexis("# //")),
    Row("idris", Lexis("--", [("{-", "-}")], [.short("\"")], [.characters], nests: true)),
    Row("ignore", plainHash),
    Row("ini", Lexis("# ;")),
    Row("java", Lexis("//", slashStar, [.long("\"\"\""), .short("\"")], [.characters])),
    Row("javascript", script),
    Row("jinja", Lexis("", [("{#", "#}")] + markup)),
    Row("jq", Lexis("#", [], [.long("\"")])),
    Row("json", Lexis("// #", slashStar, [.short("\"")])),
    Row("jsonc", Lexis("//", slashStar, [.short("\"")])),
    Row("jsonnet", Lexis("// #", slashStar, [.raw("|||"), .long("\""), .long("'")])),
    Row("julia", Lexis("#", [("#=", "=#")], [.long("\"\"\""), .long("\"")], nests: true)),
    Row("just", plainHash),
    Row("kdl", Lexis("//", slashStar, [.long("\"")], nests: true)),
    Row(
      "kotlin",
      Lexis(
        "//", slashStar, [.raw("\"\"\""), .short("\"")], [.characters], nests: true)),
    Row("latex", percent),
    Row("lean", Lexis("--", [("/-", "-/")], [.long("\"")], nests: true)),
    Row("less", Lexis("//", slashStar, [.short("\""), .short("'")])),
    Row("liquid", markupOnly),
    Row("lisp", lisp),
    Row("llvm", Lexis(";")),
    Row("lua", Lexis("--", [("--[[", "]]")], [.short("\""), .short("'")], [.longBrackets])),
    Row("makefile", plainHash),
    Row("markdown", markupOnly),
    Row("mdx", Lexis("", lineBlocks: jsx)),
    Row("mermaid", Lexis("%%")),
    Row("meson", Lexis("#", [], [.long("'''"), .short("'")])),
    Row("metal", c),
    Row("moonscript", Lexis("--", [], [.long("\""), .long("'")])),
    Row("mustache", Lexis("", [("{{!", "}}")] + markup)),
    Row("nginx", hash),
    Row(
      "nim", Lexis("#", [("#[", "]#")], [.raw("\"\"\""), .short("\"")], [.characters], nests: true)),
    Row("nix", Lexis("#", slashStar, [.raw("''"), .long("\"")])),
    Row("nushell", Lexis("#", [], [.long("\""), .raw("'"), .raw("`")])),
    Row("objective-c", Lexis("// %", slashStar, [.short("\"")], [.characters, .preprocessor])),
    Row("objective-c++", Lexis("//", slashStar, [.short("\"")], [.characters, .preprocessor])),
    Row(
      "ocaml",
      Lexis(
        "", [("(*", "*)")], [.long("\""), .raw("{|", "|}")], [.characters], nests: true)),
    Row("odin", Lexis("//", slashStar, [.raw("`"), .short("\"")], [.characters], nests: true)),
    Row("org", plainHash),
    Row("pascal", Lexis("//", [("{", "}"), ("(*", "*)")], [.short("'")])),
    Row(
      "perl",
      Lexis(
        "#", [], [.long("\""), .long("'")], here: .ruby, [.wordComments, .patterns, .escapes])),
    Row(
      "php",
      Lexis(
        "// #", slashStar, [.long("\""), .long("'")], here: .php, lineBlocks: markup)),
    Row("pip-requirements", plainHash),
    Row("pkl", Lexis("//", slashStar, [.long("\"\"\""), .short("\"")])),
    Row("plantuml", Lexis("'", [("/'", "'/")])),
    Row(
      "powershell",
      Lexis(
        "#", [("<#", "#>")],
        [
          Quote(
            open: Bytes("\"".utf8), close: Bytes("\"".utf8), escape: UInt8(ascii: "`"),
            doubles: true,
            spansLines: true),
          .raw("'", doubles: true),
        ], here: .powerShell, [.wordComments])),
    Row("prisma", Lexis("//", [], [.short("\"")])),
    Row("procfile", plainHash),
    Row("prolog", Lexis("%", slashStar)),
    Row("properties", Lexis("# !")),
    Row("proto", slashes),
    Row("pug", Lexis("//")),
    Row(
      "purescript",
      Lexis(
        "--", [("{-", "-}")], [.raw("\"\"\""), .short("\"")], [.characters], nests: true)),
    Row("python", python),
    Row("qml", script),
    Row("r", Lexis("#", [], [.long("\""), .long("'"), .raw("r\"(", ")\"")])),
    Row("racket", lisp),
    Row("raku", hash),
    Row("reason", Lexis("//", slashStar, [.long("\"")], nests: true)),
    Row("rego", Lexis("#", [], [.raw("`"), .short("\"")])),
    Row("rescript", Lexis("//", slashStar, [.long("\""), .long("`")], nests: true)),
    Row("robotframework", plainHash),
    Row("ron", Lexis("//", slashStar, [.long("\"")], nests: true)),
    Row("rst", Lexis("..")),
    Row(
      "ruby",
      Lexis(
        "#", [("=begin", "=end")], [.long("\""), .long("'"), .long("`")], here: .ruby,
        [.patterns, .escapes])),
    Row("rust", Lexis("//", slashStar, [.long("\"")], [.characters, .rustRaw], nests: true)),
    Row("sass", Lexis("//", slashStar)),
    Row(
      "scala",
      Lexis(
        "//", slashStar, [.raw("\"\"\""), .short("\"")], [.characters], nests: true)),
    Row("scheme", lisp),
    Row("scss", Lexis("//", slashStar, [.short("\""), .short("'")])),
    Row("sed", plainHash),
    Row("smithy", Lexis("//", [], [.short("\"")])),
    Row("solidity", Lexis("//", slashStar, [.short("\""), .short("'")])),
    Row("sql", Lexis("-- #", slashStar, [.raw("'", doubles: true), .raw("\"", doubles: true)])),
    Row("starlark", python),
    Row("stylus", Lexis("//", slashStar, [.short("\""), .short("'")])),
    Row("svelte", page),
    Row(
      "swift",
      Lexis(
        "//", slashStar, [.raw("#\"\"\"", "\"\"\"#"), .long("\"\"\""), .short("\"")], nests: true)),
    Row("systemverilog", Lexis("//", slashStar, [.short("\"")])),
    Row("tcl", plainHash),
    Row("textproto", hash),
    Row("thrift", Lexis("// #", slashStar, [.short("\""), .short("'")])),
    Row("toml", Lexis("#", [], [.long("\"\"\""), .raw("'''"), .short("\""), .short("'")])),
    Row("tsx", script),
    Row("twig", Lexis("", [("{#", "#}")] + markup)),
    Row("typescript", script),
    Row("typst", Lexis("//", slashStar, [.long("\"")], nests: true)),
    Row("vala", Lexis("//", slashStar, [.raw("\"\"\""), .short("\"")], [.characters])),
    Row("vbnet", Lexis("' REM", [], [.raw("\"", doubles: true)], [.regionLines])),
    Row("vbscript", Lexis("' REM", [], [.raw("\"", doubles: true)])),
    Row("verilog", Lexis("//", slashStar, [.short("\"")])),
    Row("vhdl", Lexis("--")),
    Row("vim", Lexis("\"")),
    Row("vue", page),
    Row("vyper", python),
    Row("webassembly", Lexis(";;", [("(;", ";)")], [.short("\"")])),
    Row("wgsl", Lexis("//", slashStar, nests: true)),
    Row("xml", markupOnly),
    Row("yaml", Lexis("#", [], [], .yaml)),
    Row("zig", Lexis("//", [], [.short("\"")], [.characters])),
    Row("zsh", shell),
  ]
}
