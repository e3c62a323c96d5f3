import DocbuildCore
import Testing

/// Every way of marking a region that its owner's tool reads is read, and what only looks like one is not.
struct RegionSpellingTests {
  struct Row: Sendable, CustomTestStringConvertible {
    /// The file; its name tells the language.
    let file: String
    /// The marks, `{}` standing for the name.
    let open: String
    let close: String
    /// Where the owner says so.
    let page: String
    func named(_ name: String) -> (open: String, close: String) {
      (open.replacing("{}", with: name), close.replacing("{}", with: name))
    }
    var testDescription: String { "\(file): \(open)" }

    init(_ file: String, _ open: String, _ close: String, _ page: String) {
      self.file = file
      self.open = open
      self.close = close
      self.page = page
    }
  }

  private static let code =
    "https://code.visualstudio.com/docs/editing/codebasics#_folding"
  private static let vitepress = "https://vitepress.dev/guide/markdown#import-code-snippets"
  private static let delphi = "https://docwiki.embarcadero.com/RADStudio/en/REGION_and_ENDREGION"
  private static let basic =
    "https://learn.microsoft.com/dotnet/visual-basic/language-reference/directives/region-directive"
  private static let csharp =
    "https://learn.microsoft.com/dotnet/csharp/language-reference/preprocessor-directives"
  private static let msvc = "https://learn.microsoft.com/cpp/preprocessor/region-endregion"
  private static let jetbrains = "https://www.jetbrains.com/help/idea/working-with-source-code.html"
  private static let mdbook =
    "https://rust-lang.github.io/mdBook/format/mdbook.html#including-portions-of-a-file"
  private static let asciidoctor =
    "https://docs.asciidoctor.org/asciidoc/latest/directives/include-tagged-regions/"
  private static let markdownSnippets = "https://github.com/SimonCropp/MarkdownSnippets"
  private static let google =
    "https://googlecloudplatform.github.io/samples-style-guide/#region-tags"
  private static let pymdown =
    "https://facelessuser.github.io/pymdown-extensions/extensions/snippets/#snippet-sections"
  private static let noir = "https://github.com/noir-lang/noir/blob/master/docs/README.md"
  private static let dart = "https://github.com/dart-lang/site-www/wiki/Code-excerpts"
  private static let amazon =
    "https://github.com/awsdocs/aws-doc-sdk-examples/wiki/Code-snippet-tags"
  private static let docc =
    "https://www.swift.org/documentation/docc/adding-code-snippets-to-your-content"
  private static let bluehawk = "https://mongodb-university.github.io/Bluehawk/reference/tags"
  private static let docfx = "https://dotnet.github.io/docfx/docs/markdown.html#code-snippet"

  static let rows: [Row] = [
    Row("Main.java", "// :snippet-start: {}", "// :snippet-end:", bluehawk),
    Row("a.py", "# :snippet-start: {}", "# :snippet-end:", bluehawk),
    Row("a.html", "<!-- :snippet-start: {} -->", "<!-- :snippet-end: -->", bluehawk),
    // The comments of each language.
    Row("a.js", "//#region {}", "//#endregion", code),
    Row("a.ts", "// region {}", "// endregion", code),
    Row("a.tsx", "{/* #region {} */}", "{/* #endregion {} */}", code),
    Row("a.jsx", "{/* #region {} */}", "{/* #endregion */}", code),
    Row("a.java", "//region {}", "//endregion", jetbrains),
    Row("a.kt", "//region {}", "//endregion", jetbrains),
    Row("a.go", "// #region {}", "// #endregion", code),
    Row("a.rs", "// region {}", "// endregion", code),
    Row("a.swift", "// #region {}", "// #endregion", code),
    Row("a.dart", "// #region {}", "// #endregion", code),
    Row("a.scala", "// #region {}", "// #endregion", code),
    Row("a.php", "#region {}", "#endregion", code),
    Row("a.php", "// #region {}", "// #endregion", code),
    Row("a.cs", "#region {}", "#endregion", csharp),
    Row("a.cs", "  # region {}", "  # endregion", csharp),
    Row("a.vb", "#Region \"{}\"", "#End Region", basic),
    Row("a.vb", "'#Region \"{}\"", "'#End Region", basic),
    Row("a.fs", "(* #region {} *)", "(* #endregion *)", code),
    Row("a.fs", "// #region {}", "// #endregion", code),
    Row("a.c", "#pragma region {}", "#pragma endregion", msvc),
    Row("a.cpp", "#  pragma   region   {}", "#pragma endregion {}", msvc),
    Row("a.cpp", "//#region {}", "//#endregion", vitepress),
    Row("a.css", "/* #region {} */", "/* #endregion */", code),
    Row("a.scss", "/*#region {}*/", "/*#endregion*/", code),
    Row("a.html", "<!-- #region {} -->", "<!-- #endregion -->", code),
    Row("a.xml", "<!-- #region {} -->", "<!-- #endregion {} -->", code),
    Row("a.md", "<!-- #region {} -->", "<!-- #endregion -->", code),
    Row("a.vue", "<!-- #region {} -->", "<!-- #endregion {} -->", code),
    Row("a.vue", "// #region {}", "// #endregion {}", vitepress),
    Row("a.py", "# region {}", "# endregion", code),
    Row("a.py", "#region {}", "#endregion", code),
    Row("a.py", "# region: {}", "# endregion: {}", code),
    Row("a.py", "# REGION {}", "# ENDREGION {}", code),
    Row("a.sh", "# #region {}", "# #endregion", code),
    Row("a.rb", "# region {}", "# endregion", code),
    Row("a.pl", "#region {}", "#endregion", code),
    Row("a.r", "#region {}", "#endregion", code),
    Row("a.yaml", "# region {}", "# endregion", code),
    Row("a.toml", "# region {}", "# endregion", code),
    Row("a.ps1", "#Region {}", "#EndRegion", code),
    Row("a.ps1", "<# region {} #>", "<# endregion #>", code),
    Row("a.jl", "#region {}", "#endregion", code),
    Row("Dockerfile", "# region {}", "# endregion", code),
    Row("Makefile", "# region {}", "# endregion", code),
    Row("a.sql", "-- #region {}", "-- #endregion", vitepress),
    Row("a.lua", "--#region {}", "--#endregion", code),
    Row("a.hs", "-- #region {}", "-- #endregion", code),
    Row("a.hs", "{- #region {} -}", "{- #endregion -}", code),
    Row("a.bat", "::#region {}", "::#endregion", code),
    Row("a.bat", "REM #region {}", "rem #endregion", code),
    Row("a.cmd", "@REM #region {}", "@REM #endregion", code),
    Row("a.ini", "; #region {}", "; #endregion", code),
    Row("a.clj", ";; #region {}", ";; #endregion", code),
    Row("a.el", "; #region {}", "; #endregion", code),
    Row("a.tex", "% #region {}", "% #endregion", code),
    Row("a.erl", "%% #region {}", "%% #endregion", code),
    Row("a.vim", "\" region {}", "\" endregion", code),
    Row("a.ml", "(* #region {} *)", "(* #endregion *)", code),
    Row("a.pas", "{$region '{}'}", "{$endregion}", delphi),
    Row("a.pas", "{$REGION '{}'}", "{$ENDREGION}", delphi),
    Row("a.f90", "! #region {}", "! #endregion", code),
    Row("a.asm", "; #region {}", "; #endregion", code),
    Row("a.tf", "# region {}", "# endregion", code),
    Row("a.svelte", "<!-- #region {} -->", "<!-- #endregion -->", code),
    Row("a.cshtml", "@* #region {} *@", "@* #endregion *@", code),
    Row("a.hbs", "{{!-- #region {} --}}", "{{!-- #endregion --}}", code),
    Row("a.j2", "{# region {} #}", "{# endregion #}", code),
    Row("a.java", "// <editor-fold desc=\"{}\">", "// </editor-fold>", jetbrains),
    Row(
      "a.java", "//<editor-fold defaultstate=\"collapsed\" desc=\"{}\">", "//</editor-fold>",
      jetbrains),
    // What owners allow before and behind their marks.
    Row("a.py", "# ANCHOR: {} (setup)", "# ANCHOR_END: {} (setup)", mdbook),
    Row("a.py", "x = 1 # ANCHOR: {}", "y = 1 # ANCHOR_END: {}", mdbook),
    Row("a.rs", "// ANCHOR:{}", "// ANCHOR_END:{}", mdbook),
    Row("a.toml", "# tag::{}[] note", "# end::{}[] note", asciidoctor),
    Row("a.py", "# tag::{}[] tag::t[]", "# end::{}[] end::t[]", asciidoctor),
    Row("a.py", "# tag::t[] tag::{}[]", "# end::{}[] end::t[]", asciidoctor),
    Row("a.xml", "<!-- tag::{}[] -->", "<!-- end::{}[] -->", asciidoctor),
    Row("a.xml", "<!--tag::{}[]-->", "<!--end::{}[]-->", asciidoctor),
    Row("a.cs", "// begin-snippet: {}(lang=json)", "// end-snippet", markdownSnippets),
    Row("a.cs", "// begin-snippet: {}", "// end-snippet", markdownSnippets),
    Row("a.html", "<!-- begin-snippet: {} -->", "<!-- end-snippet -->", markdownSnippets),
    Row("a.py", "# [START {}]", "# [END {}]", google),
    Row("a.py", "# [START {}] the first step", "# [END {}]", google),
    Row("a.yaml", "  # [START {}]", "  # [END {}]", google),
    Row("a.py", "--8<-- [start:{}]", "--8<-- [end:{}]", pymdown),
    Row("a.py", "# ---8<--- [start:{}]", "# ---8<--- [end:{}]", pymdown),
    Row("a.js", "// -8<- [ START : {} ]", "// -8<- [ END : {} ]", pymdown),
    Row("a.ts", "// docs:start:{}", "// docs:end:{}", noir),
    Row("a.nr", "    // docs:start:{} the reader", "    // docs:end:{}", noir),
    Row("a.dart", "// #docregion {}", "// #enddocregion {}", dart),
    Row("a.dart", "// #docregion t, {}", "// #enddocregion t, {}", dart),
    Row("a.html", "<!-- #docregion {} -->", "<!-- #enddocregion {} -->", dart),
    Row("a.css", "/* #docregion {} */", "/* #enddocregion */", dart),
    Row("a.py", "# snippet-start:[{}]", "# snippet-end:[{}]", amazon),
    Row("a.rs", "// snippet-start:[{}]", "// snippet-end:[{}]", amazon),
    Row("a.swift", "// snippet.{}", "// snippet.end", docc),
    Row("a.swift", "//snippet.{}", "//snippet.end", docc),
    Row("a.cs", "// <{}>", "// </{}>", docfx),
    Row("a.vb", "' <{}>", "' </{}>", docfx),
    Row("a.sql", "-- <{}>", "-- </{}>", docfx),
    Row("a.py", "# <{}>", "# </{}>", docfx),
    Row("a.xml", "<!-- <{}> -->", "<!-- </{}> -->", docfx),
  ]

  @Test(arguments: rows) func isRead(_ row: Row) {
    let (open, close) = row.named("s")
    let text = "out\n\(open)\nin\n\(close)\nout\n"
    #expect(woven(row.file, text, "region=s") == "in\n")
    #expect(row.page.hasPrefix("https://"))
  }

  /// An inner region of the same spelling neither ends the excerpt nor shows its marks.
  @Test(arguments: rows) func nests(_ row: Row) {
    let (outer, inner) = (row.named("s"), row.named("inner"))
    let text = "\(outer.open)\n1\n\(inner.open)\n2\n\(inner.close)\n3\n\(outer.close)\n"
    #expect(woven(row.file, text, "region=s") == "1\n2\n3\n", "\(text)")
    #expect(woven(row.file, text, "region=s omit=inner") == "1\n3\n", "\(text)")
  }

  /// Lines that are no marks where they stand: they stay in an excerpt, and name no region.
  static let neighbours: [(file: String, line: String)] = [
    ("a.py", "# regional settings"), ("a.py", "# region-specific settings"),
    ("a.py", "# region of interest is computed below"), ("a.yaml", "# region: us-east-1"),
    ("a.py", "# endregion handling happens in the caller"), ("a.py", "region = 's'"),
    ("a.py", "print('# region s')"), ("a.py", "x = 1  # region s"),
    ("a.go", "#region s"), ("a.js", "# region s"), ("a.py", "// region s"),
    ("a.sql", "/ #region s"), ("a.css", "// #region s"), ("a.html", "# region s"),
    ("a.md", "#region s"), ("a.rs", "//!region(s)"),
    ("a.py", "# MANCHORS: s"), ("a.py", "# ANCHORAGE: s"), ("a.py", "# anchor: s"),
    ("a.py", "# retag::s[]"), ("a.py", "# tag::s[x] tag"), ("a.py", "# tag::s[]x"),
    ("a.cs", "// see how to begin-snippet: s"), ("a.cs", "// the end-snippets"),
    ("a.py", "# [STARTED s]"), ("a.py", "# [start s]"), ("a.py", "# (START s)"),
    ("a.py", "# ;--8<-- [start:s]"), ("a.py", "# 8< [start:s]"), ("a.py", "# --8<-- \"a.md\""),
    ("a.ts", "// mydocs:start:s"), ("a.ts", "// docs:starts:s"),
    ("a.dart", "// docregion s"), ("a.dart", "// #docregions s"),
    ("a.py", "# snippet-started:[s]"), ("a.swift", "let snippet = x"),
    ("a.swift", "snippet.s"), ("a.swift", "/// a snippet.s"),
    ("a.cs", "/// <s>"), ("a.cs", "List<s> x;"), ("a.cs", "// <s> and more"), ("a.cs", "// <s>"),
    ("a.java", "// <editor-folds desc=\"s\">"), ("a.c", "#pragma regions s"),
    ("a.c", "#pragma once"), ("a.cs", "#regional"),
  ]

  @Test(arguments: neighbours.indices) func isNoMark(_ index: Int) {
    let (file, line) = Self.neighbours[index]
    let text = "1\n\(line)\n2\n"
    #expect(woven(file, text, "lines=1..3") == text, "\(line)")
    #expect(woven(file, text, "region=s") == nil, "\(line)")
  }

  /// What stands in a string or a here-document is text.
  static let strings: [(file: String, text: String)] = [
    ("a.py", "x = \"\"\"\n# region s\nin\n# endregion\n\"\"\"\n"),
    ("a.py", "x = '''\n# region s\nin\n# endregion\n'''\n"),
    ("a.js", "x = `\n// #region s\nin\n// #endregion\n`\n"),
    ("a.js", "x = `${f(`\n// #region s\nin\n// #endregion\n`)}`\n"),
    ("a.go", "x := `\n// #region s\nin\n// #endregion\n`\n"),
    ("a.sh", "cat <<EOF\n# region s\nin\n# endregion\nEOF\n"),
    ("a.sh", "cat <<-'E F'\n# region s\nin\n# endregion\n\tE F\n"),
    ("a.sh", "x='\n# region s\nin\n# endregion\n'\n"),
    ("a.sh", "x=\"$(cat <<E\n# region s\nin\n# endregion\nE\n)\"\n"),
    ("a.rb", "x = <<~SQL\n# region s\nin\n# endregion\nSQL\n"),
    ("a.rs", "let x = r#\"\n// #region s\nin\n// #endregion\n\"#;\n"),
    ("a.rs", "let x = \"\n// #region s\nin\n// #endregion\n\";\n"),
    ("a.cpp", "auto x = R\"x(\n// #region s\nin\n// #endregion\n)x\";\n"),
    ("a.cs", "var x = @\"\n#region s\nin\n#endregion\n\";\n"),
    ("a.cs", "var x = \"\"\"\n#region s\nin\n#endregion\n\"\"\";\n"),
    ("a.java", "var x = \"\"\"\n// #region s\nin\n// #endregion\n\"\"\";\n"),
    ("a.kt", "val x = \"\"\"\n// #region s\nin\n// #endregion\n\"\"\"\n"),
    ("a.swift", "let x = \"\"\"\n// #region s\nin\n// #endregion\n\"\"\"\n"),
    ("a.lua", "x = [=[\n-- #region s\nin\n-- #endregion\n]=]\n"),
    ("a.php", "$x = <<<EOT\n# region s\nin\n# endregion\nEOT;\n"),
    ("a.ps1", "$x = @'\n# region s\nin\n# endregion\n'@\n"),
    ("a.sql", "select '\n-- #region s\nin\n-- #endregion\n';\n"),
    ("a.tf", "x = <<EOF\n# region s\nin\n# endregion\nEOF\n"),
    ("a.toml", "x = \"\"\"\n# region s\nin\n# endregion\n\"\"\"\n"),
    ("a.nix", "x = ''\n# region s\nin\n# endregion\n''\n"),
    ("Dockerfile", "RUN <<EOF\n# region s\nin\n# endregion\nEOF\n"),
  ]

  @Test(arguments: strings.indices) func isText(_ index: Int) {
    let (file, text) = Self.strings[index]
    #expect(woven(file, text, "region=s") == nil, "\(text)")
    // Behind the string, marks count again.
    let sign = text.split(separator: "\n").first { $0.contains("region s") }.map(String.init) ?? ""
    let after = text + "\(sign)\nreal\n\(sign.replacing("region s", with: "endregion"))\n"
    #expect(woven(file, after, "region=s") == "real\n", "\(after)")
  }

  /// The lines that `options` take from `text`; nil for a problem.
  private func woven(_ file: String, _ text: String, _ options: String) -> String? {
    let source = Source(name: file, bytes: Bytes(text.utf8))
    let template = Template.parse(
      Source(name: "x.src", bytes: Bytes("<!-- include(e \(options)) -->\n".utf8)), kind: .template)
    let woven = weave(BoundTemplate(template, targets: [.source(SourceFacts(source))]), parts: [])
    return woven.problems.isEmpty ? woven.document?.bytes.text : nil
  }
}
