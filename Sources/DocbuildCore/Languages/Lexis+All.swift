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
  private static let lisp = Lexis(";", [("#|", "|#")], [.long("\"")], [.escapes], nests: true)

  /// By the language's name (`Language.name`).
  static let byName: [String: Lexis] = [
    "ada": Lexis("--"),
    "asm": Lexis("; # // @ !", slashStar),
    "awk": hash,
    "bash": shell,
    "bat": Lexis("@REM REM ::"),
    "c": c,
    "clojure": lisp,
    "cmake": Lexis("#", [], [.long("\"")], [.longBrackets, .escapes]),
    "cobol": Lexis("*> *"),
    "cpp": c,
    "csharp": Lexis(
      "//", slashStar,
      [
        .raw("\"\"\""), .raw("$@\"", "\"", doubles: true), .raw("@$\"", "\"", doubles: true),
        .raw("@\"", "\"", doubles: true), .short("\""),
      ], [.characters, .regionLines, .preprocessor]),
    "css": Lexis("", slashStar, [.short("\""), .short("'")]),
    "d": Lexis("//", slashStar + [("/+", "+/")], [.raw("`"), .long("\"")], [.characters]),
    "dart": Lexis("//", slashStar, [.long("\"\"\""), .long("'''"), .short("\""), .short("'")]),
    "dockerfile": Lexis("#", [], here: .shell),
    "elixir": Lexis("#", [], [.long("\"\"\""), .long("'''"), .long("\""), .short("'")]),
    "elm": Lexis(
      "--", [("{-", "-}")], [.long("\"\"\""), .short("\"")], [.characters], nests: true),
    "erlang": percent,
    "fish": Lexis("#", [], [.long("\""), .long("'")], [.wordComments, .escapes, .looseBrackets]),
    "fortran": Lexis("!"),
    "fsharp": Lexis(
      "//", [("(*", "*)")], [.raw("\"\"\""), .raw("@\"", "\"", doubles: true), .long("\"")],
      [.characters, .regionLines], nests: true),
    "go": Lexis("//", slashStar, [.short("\""), .raw("`")], [.characters]),
    "go.mod": slashes,
    "graphql": Lexis("#", [], [.long("\"\"\""), .short("\"")]),
    "groovy": Lexis(
      "//", slashStar, [.long("\"\"\""), .long("'''"), .short("\""), .short("'")]),
    "haskell": Lexis("--", [("{-", "-}")], [.short("\"")], [.characters], nests: true),
    "hcl": Lexis("# //", slashStar, [.short("\"")], here: .hcl),
    "html": page,
    "ini": Lexis("# ;"),
    "java": Lexis("//", slashStar, [.long("\"\"\""), .short("\"")], [.characters]),
    "javascript": script,
    "json": Lexis("// #", slashStar, [.short("\"")]),
    "jsonc": Lexis("//", slashStar, [.short("\"")]),
    "julia": Lexis("#", [("#=", "=#")], [.long("\"\"\""), .long("\"")], nests: true),
    "kotlin": Lexis(
      "//", slashStar, [.raw("\"\"\""), .short("\"")], [.characters], nests: true),
    "latex": percent,
    "lisp": lisp,
    "lua": Lexis("--", [("--[[", "]]")], [.short("\""), .short("'")], [.longBrackets]),
    "makefile": Lexis("#"),
    "markdown": Lexis("", markup),
    "meson": Lexis("#", [], [.long("'''"), .short("'")]),
    "nginx": hash,
    "nim": Lexis("#", [("#[", "]#")], [.raw("\"\"\""), .short("\"")], [.characters], nests: true),
    "nix": Lexis("#", slashStar, [.raw("''"), .long("\"")]),
    "objective-c": Lexis("// %", slashStar, [.short("\"")], [.characters, .preprocessor]),
    "ocaml": Lexis(
      "", [("(*", "*)")], [.long("\""), .raw("{|", "|}")], [.characters], nests: true),
    "pascal": Lexis("//", [("{", "}"), ("(*", "*)")], [.short("'")]),
    "perl": Lexis(
      "#", [], [.long("\""), .long("'")], here: .ruby, [.wordComments, .patterns, .escapes]),
    "php": Lexis(
      "// #", slashStar, [.long("\""), .long("'")], here: .php, lineBlocks: markup),
    "powershell": Lexis(
      "#", [("<#", "#>")],
      [
        Quote(
          open: Bytes("\"".utf8), close: Bytes("\"".utf8), escape: UInt8(ascii: "`"), doubles: true,
          spansLines: true),
        .raw("'", doubles: true),
      ], here: .powerShell, [.wordComments]),
    "prolog": Lexis("%", slashStar),
    "properties": Lexis("# !"),
    "proto": slashes,
    "python": python,
    "r": Lexis("#", [], [.long("\""), .long("'"), .raw("r\"(", ")\"")]),
    "racket": lisp,
    "ruby": Lexis(
      "#", [("=begin", "=end")], [.long("\""), .long("'"), .long("`")], here: .ruby,
      [.patterns, .escapes]),
    "rust": Lexis("//", slashStar, [.long("\"")], [.characters, .rustRaw], nests: true),
    "scala": Lexis(
      "//", slashStar, [.raw("\"\"\""), .short("\"")], [.characters], nests: true),
    "scheme": lisp,
    "scss": Lexis("//", slashStar, [.short("\""), .short("'")]),
    "solidity": Lexis("//", slashStar, [.short("\""), .short("'")]),
    "sql": Lexis("-- #", slashStar, [.raw("'", doubles: true), .raw("\"", doubles: true)]),
    "starlark": python,
    "swift": Lexis(
      "//", slashStar, [.raw("#\"\"\"", "\"\"\"#"), .long("\"\"\""), .short("\"")], nests: true),
    "systemverilog": Lexis("//", slashStar, [.short("\"")]),
    "tcl": Lexis("#"),
    "toml": Lexis("#", [], [.long("\"\"\""), .raw("'''"), .short("\""), .short("'")]),
    "tsx": script,
    "typescript": script,
    "vbnet": Lexis("' REM", [], [.raw("\"", doubles: true)], [.regionLines]),
    "verilog": Lexis("//", slashStar, [.short("\"")]),
    "vhdl": Lexis("--"),
    "vim": Lexis("\""),
    "vue": page,
    "xml": Lexis("", markup),
    "yaml": Lexis("#"),
    "zig": Lexis("//", [], [.short("\"")], [.characters]),
    "zsh": shell,
  ]
}
