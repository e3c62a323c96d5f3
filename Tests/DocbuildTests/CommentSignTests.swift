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
  ]
  private static let everySign = ["//", "#", "--", ";", "%", "!", "'", "REM", "::", "*>", "\""]

  /// The comments with an end, and files of languages that have them.
  static let pairs: [(open: String, close: String, files: String)] = [
    (
      "/*", "*/",
      "a.asm a.c a.cpp a.cs a.css a.d a.dart a.go a.groovy a.tf a.html a.java a.js a.json a.jsonc a.kt a.nix a.m a.php a.pro a.proto a.rs a.scala a.scss a.sol a.sql a.swift a.sv a.tsx a.ts a.v a.vue go.mod"
    ),
    ("<!--", "-->", "a.html a.md a.php a.vue a.xml"),
    ("{/*", "*/}", "a.html a.js a.ts a.tsx a.vue"),
    ("(*", "*)", "a.fs a.ml a.pas"),
    ("{-", "-}", "a.elm a.hs"),
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
    let without: Set = ["csv", "diff", "json", "text"]
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
    Source(name: file, bytes: Bytes(text.utf8)).regions.regions.map(\.name) == ["s"]
  }
}
