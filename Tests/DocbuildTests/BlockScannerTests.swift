import Testing

@testable import DocbuildCore

/// What the scanner takes each line for, by a table: blank (`-`), text (`t`), indented code (`i`), and a fence's opening
/// line (`(`), content (`c`) and closing line (`)`).
struct BlockScannerTests {
  private func roles(_ text: String) -> String {
    let bytes = Bytes(text.utf8)
    var scanner = BlockScanner(bytes)
    var found = ""
    var at = 0
    while at < bytes.count {
      let end = bytes.firstOffset(of: .lineFeed, in: at..<bytes.count) ?? bytes.count
      switch scanner.take(at..<end) {
      case .blank: found += "-"
      case .text: found += "t"
      case .indentedCode: found += "i"
      case .fenceOpen: found += "("
      case .fenceContent: found += "c"
      case .fenceClose: found += ")"
      }
      at = end + 1
    }
    return found
  }

  @Test(arguments: [
    // Fences: three characters or more, closed by as many.
    ("```\na\n```\nb\n", "(c)t"), ("``\na\n``\n", "ttt"), ("~~~\na\n```\n~~~\n", "(cc)"),
    ("````\na\n```\n````\n", "(cc)"), ("```\na\n````\n", "(c)"), ("```\na\n```  \t\nb\n", "(c)t"),
    ("```\na\n``` b\n```\n", "(cc)"), ("```go x\na\n```\n", "(c)"), ("```a`b\nc\n", "tt"),
    ("~~~a`b\nc\n~~~\n", "(c)"), ("   ```\na\n   ```\n", "(c)"), ("    ```\na\n", "it"),
    ("```\na\n    ```\n```\n", "(cc)"), ("a\n```\nb\n```\n", "t(c)"), ("```\n\n```\n", "(c)"),
    ("```\n", "("), ("```\r\na\r\n```\r\nb\r\n", "(c)t"),
    // Headings have six signs at most; what comes behind one is no paragraph's.
    ("###### a\n    b\n", "ti"), ("####### a\n    b\n", "tt"), ("#a\n    b\n", "tt"),
    ("#\n    b\n", "ti"), ("#\ta\n    b\n", "ti"), ("a\n===\n    b\n", "tti"),
    ("a\n---\n    b\n", "tti"), ("===\n    b\n", "tt"), ("a\n=-=\n    b\n", "ttt"),
    // Thematic breaks have three characters at least.
    ("***\n    b\n", "ti"), ("* * *\n    b\n", "ti"), ("__\n    b\n", "tt"), ("___\n    b\n", "ti"),
    ("**\n    b\n", "tt"), ("_ _\n    b\n", "tt"), ("-_-\n    b\n", "tt"),
    // Indented code takes four columns, and begins in no paragraph.
    ("    a\n   b\n", "it"), ("\ta\n", "i"), ("  \ta\n", "i"), ("a\n    b\n", "tt"),
    ("a\n\n    b\n", "t-i"), ("    a\n\n    b\n", "i-i"),
    // Items: their content's column, five blanks, an empty first line.
    ("- a\n\n      b\n", "t-i"), ("- a\n\n     b\n", "t-t"), ("-     a\n", "i"),
    ("-    a\n", "t"), ("-\n  a\n", "-t"), ("-\n\n  a\n", "--t"), ("-\n\n      a\n", "--i"),
    ("-\n\n     a\n", "--i"),
    ("- a\n\n  ```\n  b\n  ```\nc\n", "t-(c)t"), ("- ```\n  a\n  ```\n", "(c)"),
    ("- ```\n  a\nb\n", "(ct"), ("1. a\n\n   ```\n   b\n   ```\n", "t-(c)"),
    ("10) a\n\n       b\n", "t-t"), ("10) a\n\n        b\n", "t-i"),
    ("1234567890. a\n\n    b\n", "t-i"), ("+a\n\n    b\n", "t-i"), ("+\ta\n\n        b\n", "t-i"),
    // Only an item that begins with 1 and has a text ends a paragraph.
    ("a\n2. ```\nb\n", "ttt"), ("a\n1. ```\n   b\n   ```\n", "t(c)"), ("a\n-\n  ```\n", "tt("),
    ("a\n*\n\n      b\n", "tt-i"), ("a\n* b\n\n      c\n", "tt-i"),
    // Quotes, with lazy lines and without.
    ("> ```\n> a\n> ```\n", "(c)"), ("> ```\na\n", "(t"), ("> a\nb\n    c\n", "ttt"),
    ("> a\n\n    c\n", "t-i"), (">     a\n", "i"), (">    a\n", "t"),
    ("> - a\n>\n>   ```\n", "t-("),
    ("> > ```\n> a\n", "(t"), ("   > a\n", "t"), ("    > a\n", "i"), ("> a\n===\n    b\n", "ttt"),
    ("> ```\n>a\n>\n> ```\n", "(cc)"), ("> ```\n> a\n\n> b\n", "(c-t"),
    // Blocks of HTML end at their own mark, or at a blank line.
    ("<!-- a\n```\n-->\n```\n", "ttt("), ("<!-- a -->\n```\n", "t("),
    ("<div>\n```\n\n```\n", "tt-("),
    ("<script>\n\n```\n</SCRIPT>\n```\n", "tttt("), ("<pre>a</pre>\n```\n", "t("),
    ("<?x\n\n```\n?>\n```\n", "tttt("), ("<!X\n```\n>\n```\n", "ttt("),
    ("<![CDATA[\n\n```\n]]>\n```\n", "tttt("), ("<b>\n```\n\n```\n", "tt-("),
    ("<b> a\n```\n", "t("),
    ("a\n<b>\n```\n", "tt("), ("a\n<div>\n```\n", "ttt"), ("</div>\n```\n", "tt"),
    ("</pre>\n```\n", "tt"), ("</script x\n```\n", "t("), ("<div/>\n```\n", "tt"),
    ("<divx\n```\n", "t("),
    ("<b c='>\n```\n", "t("), ("<b c='d' e=f>\n```\n", "tt"), ("<b =>\n```\n", "t("),
    ("<!-->\n```\n", "t("), ("<!--->\n```\n", "t("), ("<!-- a -- > b\n```\n", "tt"),
  ])
  func linesAreWhatCommonMarkSays(_ text: String, _ roles: String) {
    #expect(self.roles(text) == roles, "\(text)")
  }

  /// Where a content line's text begins behind the marks of its containers.
  @Test(arguments: [
    ("```\n  a\n", 0, "  a"), ("  ```\n   a\n", 0, " a"), ("  ```\n a\n", 0, "a"),
    ("> ```\n>  a\n", 0, " a"), ("- ```\n    a\n", 0, "  a"), ("- ```\n\ta\n", 2, "a"),
    ("> ```\n>\ta\n", 2, "a"), ("  ```\n\ta\n", 2, "a"), ("   ```\n\t\ta\n", 1, "\ta"),
  ])
  func textOfContentLines(_ text: String, _ blanks: Int, _ rest: String) {
    let bytes = Bytes(text.utf8)
    let first = bytes.firstOffset(of: .lineFeed, in: 0..<bytes.count) ?? 0
    var scanner = BlockScanner(bytes)
    #expect(scanner.take(0..<first) == .fenceOpen)
    let line = first + 1..<bytes.count - 1
    #expect(scanner.take(line) == .fenceContent)
    let found = scanner.text(ofContent: line)
    #expect(found.blanks == blanks, "\(text)")
    #expect(bytes[found.start..<line.upperBound].text == rest, "\(text)")
  }
}
