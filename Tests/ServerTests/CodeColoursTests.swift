import PageServer
import Testing

/// Code in colours is the same text.
struct CodeColoursTests {
  private func coloured(_ code: String, _ language: String) -> String {
    var made: [UInt8] = []
    made.add(code: Array(code.utf8), in: language.utf8)
    return made.text
  }

  @Test(arguments: [
    (
      "go", "func f() { return \"a\\\"b\" } // x\n1.5",
      "<span class=\"k\">func</span> f() { <span class=\"k\">return</span> <span class=\"s\">&quot;a\\&quot;b&quot;</span> } <span class=\"c\">// x</span>\n<span class=\"n\">1.5</span>"
    ),
    ("GO", "/* a\nb */ func1 x2", "<span class=\"c\">/* a\nb */</span> func1 x2"),
    ("bash", "if a#b; # c\n", "<span class=\"k\">if</span> a#b; <span class=\"c\"># c</span>\n"),
    ("sh", "echo don't\n# it's", "echo don&#39;t\n<span class=\"c\"># it&#39;s</span>"),
    (
      "py", "'''a\nb''' \"<x>\"",
      "<span class=\"s\">&#39;&#39;&#39;a\nb&#39;&#39;&#39;</span> <span class=\"s\">&quot;&lt;x&gt;&quot;</span>"
    ),
    ("js", "`a\n` http://x", "<span class=\"s\">`a\n`</span> http://x"),
    ("html", "<!-- a --><b>", "<span class=\"c\">&lt;!-- a --&gt;</span>&lt;b&gt;"),
    ("unknown", "if \"a\"", "if &quot;a&quot;"), ("", "<b>", "&lt;b&gt;"),
    ("c", "/* never", "<span class=\"c\">/* never</span>"),
  ])
  func coloursOfCode(_ language: String, _ code: String, _ expected: String) {
    #expect(coloured(code, language) == expected)
  }

  /// Whatever the code is: without its elements it is as it was.
  @Test(arguments: ["go", "python", "sh", "js", "html", "sql", "json", "swift"])
  func theTextStays(_ language: String) {
    var random = Xorshift(UInt64(language.utf8.count))
    let words = [
      "\"", "'", "\\", "/*", "*/", "//", "#", "--", "<!--", "-->", "\n", " ", "if", "x", "1", "`",
      "'''", "é", "<", "&", "</span>",
    ]
    for _ in 0..<2000 {
      let code = (0..<random.below(20)).map { _ in words[random.below(words.count)] }.joined()
      let made = coloured(code, language)
      let text = made.replacing(#/<\/?span( class="[cskn]")?>/#, with: "")
      var plain: [UInt8] = []
      plain.add(escaping: code.utf8)
      #expect(text == plain.text, "\(code.debugDescription) became \(made.debugDescription)")
    }
  }
}
