extension Language {
  /// How the language writes comments and strings; nil where a comment may look like any.
  var lexis: Lexis? { Lexis.byName[name] }
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

  /// By the language's name (`Language.name`).
  static let byName: [String: Lexis] = [
    "ada": Lexis("--"),
    "antlr": Lexis("//", slashStar, [.short("'")]),
    "apacheconf": hash,
    "applescript": Lexis("-- #", [("(*", "*)")], [.short("\"")]),
    "asciidoc": Lexis("//"),
    "asm": Lexis("; # // @ !", slashStar),
    "astro": page,
    "awk": hash,
    "bash": shell,
    "bat": Lexis("@REM REM ::"),
    "bibtex": percent,
    "bicep": Lexis("//", slashStar, [.raw("'''"), .short("'")]),
    "c": c,
    "caddyfile": hash,
    "capnp": hash,
    "clojure": lisp,
    "cmake": Lexis("#", [], [.long("\"")], [.longBrackets, .escapes]),
    "cobol": Lexis("*> *"),
    "codeowners": plainHash,
    "coffeescript": python,
    "cpp": c,
    "crystal": hash,
    "csharp": Lexis(
      "//", slashStar,
      [
        .raw("\"\"\""), .raw("$@\"", "\"", doubles: true), .raw("@$\"", "\"", doubles: true),
        .raw("@\"", "\"", doubles: true), .short("\""),
      ], [.characters, .regionLines, .preprocessor]),
    "css": Lexis("", slashStar, [.short("\""), .short("'")]),
    "cuda": c,
    "cue": Lexis("//", [], [.long("\"\"\""), .long("'''"), .short("\""), .short("'")]),
    "cython": python,
    "d": Lexis("//", slashStar + [("/+", "+/")], [.raw("`"), .long("\"")], [.characters]),
    "dart": Lexis("//", slashStar, [.long("\"\"\""), .long("'''"), .short("\""), .short("'")]),
    "dhall": Lexis("--", [("{-", "-}")], [.raw("''"), .short("\"")], nests: true),
    "dockerfile": Lexis("#", [], here: .shell),
    "dot": Lexis("// #", slashStar, [.long("\"")]),
    "dotenv": plainHash,
    "ejs": markupOnly,
    "elixir": Lexis("#", [], [.long("\"\"\""), .long("'''"), .long("\""), .short("'")]),
    "elm": Lexis(
      "--", [("{-", "-}")], [.long("\"\"\""), .short("\"")], [.characters], nests: true),
    "erb": markupOnly,
    "erlang": percent,
    "fish": Lexis("#", [], [.long("\""), .long("'")], [.wordComments, .escapes, .looseBrackets]),
    "flatbuffers": slashes,
    "fortran": Lexis("!"),
    "fsharp": Lexis(
      "//", [("(*", "*)")], [.raw("\"\"\""), .raw("@\"", "\"", doubles: true), .long("\"")],
      [.characters, .regionLines], nests: true),
    "gdscript": python,
    "gettext-catalog": plainHash,
    "gherkin": Lexis("#", [], [.long("\"\"\"")]),
    "gitattributes": plainHash,
    "gleam": Lexis("//", [], [.long("\"")]),
    "glsl": Lexis("//", slashStar),
    "gnuplot": hash,
    "go": Lexis("//", slashStar, [.short("\""), .raw("`")], [.characters]),
    "go.mod": slashes,
    "graphql": Lexis("#", [], [.long("\"\"\""), .short("\"")]),
    "groovy": Lexis(
      "//", slashStar, [.long("\"\"\""), .long("'''"), .short("\""), .short("'")]),
    "haml": Lexis("-#"),
    "handlebars": Lexis("", [("{{!--", "--}}")] + markup),
    "haskell": Lexis("--", [("{-", "-}")], [.short("\"")], [.characters], nests: true),
    "haxe": Lexis("//", slashStar, [.long("\""), .long("'")]),
    "hcl": Lexis("# //", slashStar, [.short("\"")], here: .hcl),
    "hjson": Lexis("# //", slashStar),
    "hlsl": Lexis("//", slashStar, [.short("\"")]),
    "html": page,
    "http": Lexis("# //"),
    "idris": Lexis("--", [("{-", "-}")], [.short("\"")], [.characters], nests: true),
    "ignore": plainHash,
    "ini": Lexis("# ;"),
    "java": Lexis("//", slashStar, [.long("\"\"\""), .short("\"")], [.characters]),
    "javascript": script,
    "jinja": Lexis("", [("{#", "#}")] + markup),
    "jq": Lexis("#", [], [.long("\"")]),
    "json": Lexis("// #", slashStar, [.short("\"")]),
    "jsonc": Lexis("//", slashStar, [.short("\"")]),
    "jsonnet": Lexis("// #", slashStar, [.raw("|||"), .long("\""), .long("'")]),
    "julia": Lexis("#", [("#=", "=#")], [.long("\"\"\""), .long("\"")], nests: true),
    "just": plainHash,
    "kdl": Lexis("//", slashStar, [.long("\"")], nests: true),
    "kotlin": Lexis(
      "//", slashStar, [.raw("\"\"\""), .short("\"")], [.characters], nests: true),
    "latex": percent,
    "lean": Lexis("--", [("/-", "-/")], [.long("\"")], nests: true),
    "less": Lexis("//", slashStar, [.short("\""), .short("'")]),
    "liquid": markupOnly,
    "lisp": lisp,
    "llvm": Lexis(";"),
    "lua": Lexis("--", [("--[[", "]]")], [.short("\""), .short("'")], [.longBrackets]),
    "makefile": plainHash,
    "markdown": markupOnly,
    "mdx": Lexis("", lineBlocks: jsx),
    "mermaid": Lexis("%%"),
    "meson": Lexis("#", [], [.long("'''"), .short("'")]),
    "metal": c,
    "moonscript": Lexis("--", [], [.long("\""), .long("'")]),
    "mustache": Lexis("", [("{{!", "}}")] + markup),
    "nginx": hash,
    "nim": Lexis("#", [("#[", "]#")], [.raw("\"\"\""), .short("\"")], [.characters], nests: true),
    "nix": Lexis("#", slashStar, [.raw("''"), .long("\"")]),
    "nushell": Lexis("#", [], [.long("\""), .raw("'"), .raw("`")]),
    "objective-c": Lexis("// %", slashStar, [.short("\"")], [.characters, .preprocessor]),
    "objective-c++": Lexis("//", slashStar, [.short("\"")], [.characters, .preprocessor]),
    "ocaml": Lexis(
      "", [("(*", "*)")], [.long("\""), .raw("{|", "|}")], [.characters], nests: true),
    "odin": Lexis("//", slashStar, [.raw("`"), .short("\"")], [.characters], nests: true),
    "org": plainHash,
    "pascal": Lexis("//", [("{", "}"), ("(*", "*)")], [.short("'")]),
    "perl": Lexis(
      "#", [], [.long("\""), .long("'")], here: .ruby, [.wordComments, .patterns, .escapes]),
    "php": Lexis(
      "// #", slashStar, [.long("\""), .long("'")], here: .php, lineBlocks: markup),
    "pip-requirements": plainHash,
    "pkl": Lexis("//", slashStar, [.long("\"\"\""), .short("\"")]),
    "plantuml": Lexis("'", [("/'", "'/")]),
    "powershell": Lexis(
      "#", [("<#", "#>")],
      [
        Quote(
          open: Bytes("\"".utf8), close: Bytes("\"".utf8), escape: UInt8(ascii: "`"), doubles: true,
          spansLines: true),
        .raw("'", doubles: true),
      ], here: .powerShell, [.wordComments]),
    "prisma": Lexis("//", [], [.short("\"")]),
    "procfile": plainHash,
    "prolog": Lexis("%", slashStar),
    "properties": Lexis("# !"),
    "proto": slashes,
    "pug": Lexis("//"),
    "purescript": Lexis(
      "--", [("{-", "-}")], [.raw("\"\"\""), .short("\"")], [.characters], nests: true),
    "python": python,
    "qml": script,
    "r": Lexis("#", [], [.long("\""), .long("'"), .raw("r\"(", ")\"")]),
    "racket": lisp,
    "raku": hash,
    "reason": Lexis("//", slashStar, [.long("\"")], nests: true),
    "rego": Lexis("#", [], [.raw("`"), .short("\"")]),
    "rescript": Lexis("//", slashStar, [.long("\""), .long("`")], nests: true),
    "robotframework": plainHash,
    "ron": Lexis("//", slashStar, [.long("\"")], nests: true),
    "rst": Lexis(".."),
    "ruby": Lexis(
      "#", [("=begin", "=end")], [.long("\""), .long("'"), .long("`")], here: .ruby,
      [.patterns, .escapes]),
    "rust": Lexis("//", slashStar, [.long("\"")], [.characters, .rustRaw], nests: true),
    "sass": Lexis("//", slashStar),
    "scala": Lexis(
      "//", slashStar, [.raw("\"\"\""), .short("\"")], [.characters], nests: true),
    "scheme": lisp,
    "scss": Lexis("//", slashStar, [.short("\""), .short("'")]),
    "sed": plainHash,
    "smithy": Lexis("//", [], [.short("\"")]),
    "solidity": Lexis("//", slashStar, [.short("\""), .short("'")]),
    "sql": Lexis("-- #", slashStar, [.raw("'", doubles: true), .raw("\"", doubles: true)]),
    "starlark": python,
    "stylus": Lexis("//", slashStar, [.short("\""), .short("'")]),
    "svelte": page,
    "swift": Lexis(
      "//", slashStar, [.raw("#\"\"\"", "\"\"\"#"), .long("\"\"\""), .short("\"")], nests: true),
    "systemverilog": Lexis("//", slashStar, [.short("\"")]),
    "tcl": plainHash,
    "textproto": hash,
    "thrift": Lexis("// #", slashStar, [.short("\""), .short("'")]),
    "toml": Lexis("#", [], [.long("\"\"\""), .raw("'''"), .short("\""), .short("'")]),
    "tsx": script,
    "twig": Lexis("", [("{#", "#}")] + markup),
    "typescript": script,
    "typst": Lexis("//", slashStar, [.long("\"")], nests: true),
    "vala": Lexis("//", slashStar, [.raw("\"\"\""), .short("\"")], [.characters]),
    "vbnet": Lexis("' REM", [], [.raw("\"", doubles: true)], [.regionLines]),
    "vbscript": Lexis("' REM", [], [.raw("\"", doubles: true)]),
    "verilog": Lexis("//", slashStar, [.short("\"")]),
    "vhdl": Lexis("--"),
    "vim": Lexis("\""),
    "vue": page,
    "vyper": python,
    "webassembly": Lexis(";;", [("(;", ";)")], [.short("\"")]),
    "wgsl": Lexis("//", slashStar, nests: true),
    "xml": markupOnly,
    "yaml": Lexis("#", [], [], .yaml),
    "zig": Lexis("//", [], [.short("\"")], [.characters]),
    "zsh": shell,
  ]
}
