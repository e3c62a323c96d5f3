import Testing

@testable import DocbuildCore

/// Ids of headings as GitHub makes them; the expectations for text follow github-slugger's fixtures, which were recorded
/// from GitHub.
@Suite struct ChecksSlugTests {
  private func anchors(_ page: String) -> [String] {
    PageAnchors(ofPage: Bytes(page.utf8)).names.map(\.text)
  }

  @Test(arguments: [
    ("alpha", "alpha"), ("bravoCharlieDelta", "bravocharliedelta"),
    ("hasOwnProperty", "hasownproperty"),
    ("heading with a - dash", "heading-with-a---dash"),
    ("heading with an _ underscore", "heading-with-an-_-underscore"),
    ("heading with a period.txt", "heading-with-a-periodtxt"),
    (
      "exchange.bind_headers(exchange, routing [, bindCallback])",
      "exchangebind_headersexchange-routing--bindcallback"
    ),
    ("&#x20;a", "-a"), ("a&#x20;", "a-"), ("&#x20;a&#x20;", "-a-"), ("&#x20;", "-"),
    ("apostrophe’s should be trimmed", "apostrophes-should-be-trimmed"),
    ("I ♥ unicode", "i--unicode"), ("en–dash", "endash"), ("em—dash", "emdash"),
    ("😄 unicode emoji", "-unicode-emoji"), ("😄-😄 unicode emoji", "--unicode-emoji"),
    ("😄_😄 unicode emoji", "_-unicode-emoji"), ("😄 - an emoji", "---an-emoji"),
    (":smile: - a gemoji", "smile---a-gemoji"), (":ok_hand: Single", "ok_hand-single"),
    (":ok_hand::hatched_chick: Two in a row", "ok_handhatched_chick-two-in-a-row"),
    ("⚙️ Settings", "\u{FE0F}-settings"), ("👩‍💻 Code", "-code"),
    ("Привет", "привет"), ("Профили пользователей", "профили-пользователей"),
    ("Привет non-latin 你好", "привет-non-latin-你好"), ("Ünïcödé ÄÖÜ", "ünïcödé-äöü"),
    ("Straße", "straße"),
    ("日本語の見出し", "日本語の見出し"), ("한국어 제목", "한국어-제목"), ("हिन्दी शीर्षक", "हिन्दी-शीर्षक"),
    ("٣ أرقام", "٣-أرقام"), ("Ⅳ Ⅷ", "ⅳ-ⅷ"), ("a‿b ⁀", "a‿b-⁀"), ("x² ½", "x-"),
    ("$100 & £5", "100--5"),
    ("C# and C++", "c-and-c"), ("1. Getting started", "1-getting-started"),
    ("What's new?", "whats-new"),
    ("`code` span", "code-span"), ("`__init__`", "__init__"), ("**bold** and *it*", "bold-and-it"),
    ("__bold__ _it_ snake_case_name", "bold-it-snake_case_name"), ("~~old~~ new", "old-new"),
    ("[link](https://e.org) text", "link-text"), ("[ref][r] text", "ref-text"), ("[r]", "r"),
    ("[none]", "none"),
    ("![alt](x.png) Logo", "-logo"), ("[![b](x.png)](y) Name", "-name"),
    ("a <b>tag</b>", "a-tag"), ("a <br> b", "a--b"), ("AT&amp;T &copy;", "att-"),
    ("a \\* b \\_c\\_", "a--b-_c_"),
    ("<https://e.org/x>", "httpseorgx"), ("https://e.org/x", "httpseorgx"),
    ("a  two  spaces", "a--two--spaces"),
    ("Closed ##", "closed"), ("Not closed#", "not-closed"), ("#hash", "hash"), ("", ""),
    ("...", ""),
    ("/path/to/file.go", "pathtofilego"), ("@scope/name", "scopename"),
    ("v1.2.3 (2024-01-02)", "v123-2024-01-02"),
    ("İstanbul", "i̇stanbul"), ("ΟΔΟΣ", "οδοσ"), ("zero\u{200B}width", "zerowidth"),
    ("no\u{A0}break", "nobreak"), ("x🄺y 🅐 🅿", "x🄺y-🅐-🅿"), ("🆊 🆎", "-"),
  ])
  func slugs(_ heading: String, _ expected: String) {
    #expect(anchors("# \(heading)\n\n[r]: x.md\n") == [expected])
  }

  @Test(arguments: [
    (
      ["echo", "echo", "echo 1", "echo-1", "echo"],
      ["echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"]
    ),
    (["foxtrot-1", "foxtrot", "foxtrot"], ["foxtrot-1", "foxtrot", "foxtrot-2"]),
    (["__proto__"], ["proto"]), (["golf", "Golf", "GOLF!"], ["golf", "golf-1", "golf-2"]),
    (["", ""], ["", "-1"]),
  ])
  func duplicates(_ headings: [String], _ expected: [String]) {
    #expect(anchors(headings.map { "# \($0)\n" }.joined(separator: "\n")) == expected)
  }

  @Test(arguments: [
    ("Two\nlines\n===\n", ["twolines"]), ("[a]: b.md\nTitle\n---\n", ["title"]),
    ("A\n---\n---\n# B\ntext\n\n> C\n> ==\n> text\n", ["a", "b", "c"]),
    ("> # In a quote\n\n- # In a list\n", ["in-a-quote", "in-a-list"]),
    ("<a name=\"x\"></a>\n\n# T <a id='y'></a>\n", ["x", "y", "t-"]),
    ("<h1 align=\"center\">\n  The <b>Name</b>\n</h1>\n\n## Use\n", ["the-name", "use"]),
    ("```\n# no\n```\n\n    # no\n\n\\# no\n\n#no\n", []),
    ("---\ntitle: x\n---\n# Real\n", ["real"]), ("# A\r\n\r\nB\r\n---\r\n", ["a", "b"]),
    ("<!-- x\n--> <a name='x'>\ny\n", ["x"]),
    ("<p id=\"a&amp;b\">\n", ["a&b"]),
    ("<div>\n<!-- <a name='no'> -->\n<a name=yes>\n</div>\n", ["yes"]),
  ])
  func pages(_ page: String, _ expected: [String]) { #expect(anchors(page) == expected) }
}
