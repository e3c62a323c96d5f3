import PageServer
import Testing

/// What an author writes as HTML comes out harmless.
struct SafeHTMLTests {
  private func safe(_ html: String) -> String {
    var made = SafeHTML()
    made.add(raw: Array(html.utf8))
    made.finish()
    return made.bytes.text
  }

  @Test(arguments: [
    ("<b>x</b>", "<b>x</b>"), ("<p align=center>x</p>", "<p align=\"center\">x</p>"),
    ("a & b &amp; c &#60; d", "a &amp; b &amp; c &#60; d"), ("1 < 2 > 1", "1 &lt; 2 &gt; 1"),
    ("<a href='x.md'>y</a>", "<a href=\"x.md\">y</a>"),
    ("<a name=top></a>", "<a name=\"top\"></a>"),
    ("<img src=a.png alt=\"x\">", "<img src=\"a.png\" alt=\"x\">"),
    ("<details open><summary>x</summary>", "<details open=\"\"><summary>x</summary></details>"),
    ("<!-- x --><b>y</b><!-- z", "<b>y</b>"), ("<?php x ?>y<!DOCTYPE a>", "y"),
    ("<B>x</B>", "<b>x</b>"), ("x</div></article></body>", "x"),
    ("<ul><li>x</ul>y", "<ul><li>x</li></ul>y"), ("<i><b>x</i>y", "<i><b>x</b></i>y"),
    (
      "<a href=\"https://x.example/\">y</a>",
      "<a href=\"https://x.example/\" rel=\"noreferrer noopener nofollow\">y</a>"
    ),
    ("<a href=\"a&amp;b\">x</a>", "<a href=\"a&amp;b\">x</a>"),
    ("<input type=checkbox checked>", "<input type=\"checkbox\" checked=\"\" disabled=\"\">"),
  ])
  func whatIsMeantStays(_ html: String, _ expected: String) { #expect(safe(html) == expected) }

  @Test(arguments: [
    ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
    ("<style>*{}</style>", "&lt;style&gt;*{}&lt;/style&gt;"),
    ("<iframe src=x></iframe>", "&lt;iframe src=x&gt;&lt;/iframe&gt;"),
    ("<svg><script>x</script></svg>", "&lt;script&gt;x&lt;/script&gt;"),
    ("<svg onload=x>", ""), ("<math><b>x</b></math>", "<b>x</b>"), ("<object data=x>", ""),
    ("<form action=x><button>y</button></form>", "y"), ("<base href=//x>", ""),
    ("<meta http-equiv=refresh>", ""),
    ("<link rel=stylesheet href=x>", ""), ("<b onclick=x style=y class=z>q</b>", "<b>q</b>"),
    ("<a href=javascript:x>y</a>", "<a>y</a>"), ("<a href=' JaVa\tScript:x'>y</a>", "<a>y</a>"),
    ("<a href='java&#10;script:x'>y</a>", "<a>y</a>"),
    ("<a href=&#106;avascript:x>y</a>", "<a>y</a>"),
    ("<a href='javascript&colon;x'>y</a>", "<a>y</a>"),
    ("<a href='java&Tab;script&colon;x'>y</a>", "<a>y</a>"),
    ("<a href='&#x6A;&#x61;vascript:x'>y</a>", "<a>y</a>"),
    ("<a href='\u{1}javascript:x'>y</a>", "<a>y</a>"),
    ("<a href='data:text/html,x'>y</a>", "<a>y</a>"),
    ("<a href='vbscript:x'>y</a>", "<a>y</a>"),
    ("<a href=x id=docbuild-content>y</a>", "<a href=\"x\">y</a>"),
    ("<img src=x onerror=alert(1)>", "<img src=\"x\">"),
    ("<img name=querySelector src=x>", "<img src=\"x\">"),
    (
      "<img src=javascript:x alt=y>",
      "<span class=\"outside\" title=\"not loaded: javascript:x\">y</span>"
    ),
    (
      "<img src=https://x.example/a.png alt='\"<b>'>",
      "<span class=\"outside\" title=\"not loaded: https://x.example/a.png\">&quot;&lt;b&gt;</span>"
    ),
    (
      "<img src=//x.example/a.png>",
      "<span class=\"outside\" title=\"not loaded: //x.example/a.png\">picture</span>"
    ),
    (
      "<img src='\\\\x.example/a.png'>",
      "<span class=\"outside\" title=\"not loaded: \\\\x.example/a.png\">picture</span>"
    ),
    (
      "<b title='\"><script>x</script>'>y</b>",
      "<b title=\"&quot;&gt;&lt;script&gt;x&lt;/script&gt;\">y</b>"
    ),
    ("<b title=\"&quot;><script>\">y</b>", "<b title=\"&quot;&gt;&lt;script&gt;\">y</b>"),
    ("<b <script>x</script>", "<b>x&lt;/script&gt;"), ("<scr<script>ipt>", "ipt&gt;"),
    ("<b title='x", "&lt;b title='x"),
    ("<input type=password name=x>", ""), ("<template><b>x</b></template>", "<b>x</b>"),
    (
      "<noscript><p title=\"</noscript><img src=x onerror=y>\">",
      "<p title=\"&lt;/noscript&gt;&lt;img src=x onerror=y&gt;\"></p>"
    ),
  ])
  func whatCouldDoHarmGoes(_ html: String, _ expected: String) {
    // What stays open is closed at the end.
    let made = safe(html)
    #expect(made == expected || made == expected + "</b>")
  }

  /// The author's tags end with the element of the page that they stand in, and end none of the page's own.
  @Test func thePageIsNotTheAuthorsToEnd() {
    var made = SafeHTML()
    made.begin("<article>")
    made.begin("<p>")
    made.add(raw: Array("<div><b>x</p></article>".utf8))
    made.end("</p>")
    made.add(raw: Array("</div></b>y".utf8))
    made.end("</article>")
    #expect(made.bytes.text == "<article><p><div><b>x</b></div></p>y</article>")
  }

  @Test func headingsGetTheirNames() {
    var made = SafeHTML()
    let names = ["one", "two"].map { Array($0.utf8) }
    made.add(raw: Array("<h1>x</h1><h2 id=own>y</h2><h3>z</h3>".utf8), headingIDs: names)
    #expect(made.bytes.text == "<h1 id=\"one\">x</h1><h2 id=\"two\">y</h2><h3>z</h3>")
  }

  /// Whatever is written: each tag that comes out is one that may, with attributes that may, all in order.
  @Test(arguments: 0..<8)
  func whateverIsWritten(_ seed: UInt64) {
    var random = Xorshift(seed)
    let words = [
      "<", ">", "\"", "'", "=", "/", "&", ";", " ", "\n", "script", "style", "a", "img", "b", "p",
      "svg",
      "href", "src", "onerror", "title", "javascript:", "&#106;", "&colon;", "<!--", "-->", "--!>",
      "x",
      "</", "\0", "\t", "<a href=", "<img src=x ", "<b title=\"", "?", "!", "`", "\\", "data:",
      "//e",
    ]
    for _ in 0..<4000 {
      let html = (0..<random.below(14)).map { _ in words[random.below(words.count)] }.joined()
      let made = safe(html)
      #expect(isHarmless(made), "\(html.debugDescription) became \(made.debugDescription)")
      // What is harmless stays as it is.
      if !made.contains("\0") { #expect(isHarmless(safe(made)), "\(made)") }
    }
  }

  /// Reads what came out by the few rules that it is written by.
  private func isHarmless(_ html: String) -> Bool {
    var rest = html[...]
    while let open = rest.firstIndex(of: "<") {
      guard let close = rest[open...].firstIndex(of: ">") else { return false }
      let tag = rest[rest.index(after: open)..<close]
      guard tag.wholeMatch(of: #/\/?[a-z0-9]+( [a-z-]+="[^"<>]*")*/#) != nil else { return false }
      let name = tag.drop { $0 == "/" }.prefix { $0 != " " }
      guard ["a", "img", "b", "p", "span", "s", "i", "q"].contains(name) else { return false }
      for match in tag.matches(of: #/ ([a-z-]+)="([^"]*)"/#) {
        guard ["href", "src", "title", "alt", "rel", "class"].contains(match.output.1) else {
          return false
        }
        let value = match.output.2.lowercased().replacing("&amp;", with: "&")
        if match.output.1 == "href" || match.output.1 == "src",
          value.hasPrefix("javascript:") || value.hasPrefix("data:")
        {
          return false
        }
      }
      rest = rest[html.index(after: close)...]
    }
    return true
  }
}
