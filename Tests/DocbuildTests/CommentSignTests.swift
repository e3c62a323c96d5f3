import DocbuildCore
import Testing

/// A mark that is not spelt like nothing else counts behind the signs of its language's comments, and behind no other.
struct CommentSignTests {
  /// The signs that open a comment up to the end of the line, by the name of a file.
  static let signs: [(file: String, signs: String)] = [
    ("a.adb", "--"), ("a.asm", "; # // !"), ("a.awk", "#"), ("a.sh", "#"), ("a.bat", "REM ::"),
    ("a.c", "//"), ("a.clj", ";"), ("a.cmake", "#"), ("a.cob", "*>"), ("a.cpp", "//"),
    ("a.cs", "//"), ("a.css", ""), ("a.d", "//"), ("a.dart", "//"), ("Dockerfile", "#"),
    ("a.ex", "#"), ("a.elm", "--"), ("a.erl", "%"), ("a.fish", "#"), ("a.f90", "!"),
    ("a.fs", "//"), ("a.go", "//"), ("go.mod", "//"), ("a.graphql", "#"), ("a.groovy", "//"),
    ("a.hs", "--"), ("a.tf", "# //"), ("a.html", "//"), ("a.ini", "# ;"), ("a.java", "//"),
    ("a.js", "//"), ("a.jsonc", "//"), ("a.jl", "#"), ("a.kt", "//"), ("a.tex", "%"),
    ("a.el", ";"), ("a.lua", "--"), ("Makefile", "#"), ("a.md", ""), ("meson.build", "#"),
    ("nginx.conf", "#"), ("a.nim", "#"), ("a.nix", "#"), ("a.m", "// %"), ("a.ml", ""),
    ("a.pas", "//"), ("a.pl", "#"), ("a.php", "// #"), ("a.ps1", "#"), ("a.pro", "%"),
    ("a.properties", "# !"), ("a.proto", "//"), ("a.py", "#"), ("a.r", "#"), ("a.rkt", ";"),
    ("a.rb", "#"), ("a.rs", "//"), ("a.scala", "//"), ("a.scm", ";"), ("a.scss", "//"),
    ("a.sol", "//"), ("a.sql", "-- #"), ("a.bzl", "#"), ("a.swift", "//"), ("a.sv", "//"),
    ("a.tcl", "#"), ("a.toml", "#"), ("a.tsx", "//"), ("a.ts", "//"), ("a.vb", "' REM"),
    ("a.v", "//"), ("a.vhd", "--"), ("a.vim", "\""), ("a.vue", "//"), ("a.xml", ""),
    ("a.yaml", "#"), ("a.zig", "//"), ("a.zsh", "#"),
    ("a.g4", "//"), (".htaccess", "#"), ("a.applescript", "-- #"), ("a.adoc", "//"),
    ("a.astro", "//"), ("a.bib", "%"), ("a.bicep", "//"), ("Caddyfile", "#"), ("a.capnp", "#"),
    ("CODEOWNERS", "#"), ("a.coffee", "#"), ("a.cr", "#"), ("a.cu", "//"), ("a.cue", "//"),
    ("a.pyx", "#"), ("a.dhall", "--"), ("a.dot", "// #"), ("a.env", "#"), ("a.ejs", ""),
    ("a.erb", ""), ("a.fbs", "//"), ("a.gd", "#"), ("a.po", "#"), ("a.feature", "#"),
    (".gitattributes", "#"), ("a.gleam", "//"), ("a.glsl", "//"), ("a.gp", "#"), ("a.haml", ""),
    ("a.hbs", ""), ("a.hx", "//"), ("a.hjson", "# //"), ("a.hlsl", "//"), ("a.http", "# //"),
    ("a.idr", "--"), (".gitignore", "#"), ("a.j2", ""), ("a.jq", "#"), ("a.jsonnet", "// #"),
    ("justfile", "#"), ("a.kdl", "//"), ("a.lean", "--"), ("a.less", "//"), ("a.liquid", ""),
    ("a.ll", ";"), ("a.mdx", ""), ("a.mmd", ""), ("a.metal", "//"), ("a.moon", "--"),
    ("a.mustache", ""), ("a.nu", "#"), ("a.odin", "//"), ("a.org", "#"), ("requirements.txt", "#"),
    ("a.pkl", "//"), ("a.puml", "'"), ("a.prisma", "//"), ("Procfile", "#"), ("a.pug", "//"),
    ("a.purs", "--"), ("a.qml", "//"), ("a.raku", "#"), ("a.re", "//"), ("a.rego", "#"),
    ("a.res", "//"), ("a.robot", "#"), ("a.ron", "//"), ("a.rst", ""), ("a.sass", "//"),
    ("a.sed", "#"), ("a.smithy", "//"), ("a.styl", "//"), ("a.svelte", "//"), ("a.txtpb", "#"),
    ("a.thrift", "// #"), ("a.twig", ""), ("a.typ", "//"), ("a.vala", "//"), ("a.vbs", "' REM"),
    ("a.vy", "#"), ("a.wat", ""), ("a.wgsl", "//"), ("a.mm", "//"),
  ]
  private static let everySign = ["//", "#", "--", ";", "%", "!", "'", "REM", "::", "*>", "\""]

  /// The comments with an end, and files of languages that have them.
  static let pairs: [(open: String, close: String, files: String)] = [
    (
      "/*", "*/",
      "a.asm a.c a.cpp a.cs a.css a.d a.dart a.go a.groovy a.tf a.html a.java a.js a.json a.jsonc a.kt a.nix a.m a.php a.pro a.proto a.rs a.scala a.scss a.sol a.sql a.swift a.sv a.tsx a.ts a.v a.vue go.mod a.g4 a.astro a.bicep a.cu a.dot a.fbs a.glsl a.hx a.hjson a.hlsl a.jsonnet a.kdl a.less a.metal a.odin a.pkl a.qml a.re a.res a.ron a.sass a.styl a.svelte a.thrift a.typ a.vala a.wgsl a.mm"
    ),
    (
      "<!--", "-->",
      "a.html a.md a.php a.vue a.xml a.astro a.ejs a.erb a.hbs a.j2 a.liquid a.mustache a.svelte a.twig"
    ),
    ("{/*", "*/}", "a.html a.js a.ts a.tsx a.vue a.astro a.mdx a.qml a.svelte"),
    ("(*", "*)", "a.fs a.ml a.pas a.applescript"),
    ("{-", "-}", "a.elm a.hs a.dhall a.idr a.purs"),
    ("{", "}", "a.pas"),
    ("#|", "|#", "a.clj a.el a.rkt a.scm"),
    ("<#", "#>", "a.ps1"),
    ("--[[", "]]", "a.lua"),
    ("#=", "=#", "a.jl"),
    ("#[", "]#", "a.nim"),
    ("/+", "+/", "a.d"),
  ]

  @Test func everyLanguageIsThere() {
    // Data without comments, and text, in which any comment counts.
    let without: Set = ["csv", "diff", "go.sum", "json", "text", "tsv"]
    let tested = Set(Self.signs.compactMap { language($0.file) })
    #expect(Set(Language.all.map(\.name)).subtracting(without) == tested)
  }

  @Test(arguments: signs.indices) func countsBehindItsSigns(_ index: Int) {
    let (file, signs) = Self.signs[index]
    let own = signs.split(separator: " ").map(String.init)
    for sign in Self.everySign {
      let text = "\(sign) #region s\nin\n\(sign) #endregion\n"
      #expect((reads(file, text)) == own.contains(sign), "\(file): \(sign)")
    }
  }

  @Test(arguments: pairs.indices) func countsInItsComments(_ index: Int) {
    let (open, close, files) = Self.pairs[index]
    let text = "\(open) #region s \(close)\nin\n\(open) #endregion \(close)\n"
    let own = files.split(separator: " ").map(String.init)
    for file in Self.signs.map(\.file) + ["a.json"] {
      // Where the pair begins like a comment up to the end of the line, the line is one.
      let signs = Self.signs.first { $0.file == file }?.signs.split(separator: " ") ?? ["//", "#"]
      guard !signs.contains(where: { open.hasPrefix($0) }) || own.contains(file) else { continue }
      #expect(reads(file, text) == own.contains(file), "\(file): \(open)")
    }
  }

  private func language(_ file: String) -> String? { Source(name: file, bytes: []).language?.name }

  private func reads(_ file: String, _ text: String) -> Bool {
    SourceFacts(Source(name: file, bytes: Bytes(text.utf8))).regions.regions.map(\.name) == ["s"]
  }
}
