import Testing

@testable import DocbuildCore

/// Pages that the proof must refuse, each beside one that it must accept.
struct ProofRefusalTests {
  private static let page = "# T\n\nBefore.\n\n<!-- include(p.md) -->\n\nBehind.\n\n- a\n- b\n"

  /// What is said of `template` with `part` included; nil when it can't be woven.
  private func faults(_ part: String, in template: String = page) -> [String]? {
    let source = Source(name: "p.md", bytes: Bytes(part.utf8), path: Bytes("p.md".utf8))
    let parsed = Template.parse(
      Source(name: "t.src", bytes: Bytes(template.utf8)), kind: .template)
    let bound = BoundTemplate(
      parsed, targets: parsed.directives.map { _ in .source(SourceFacts(source)) })
    let woven = weave(bound, parts: [])
    guard woven.problems.isEmpty, let document = woven.document else { return nil }
    let found = document.proveWhole().diagnostics
    guard found.allSatisfy({ $0.id == .pageBroken }) else { return nil }
    return found.map(\.message)
  }

  // MARK: HTML

  static let open: [(refused: String, accepted: String)] = [
    ("<!-- note\n", "<!-- note -->\n"),
    ("a\n\n<!-- note\n\nmore\n", "a\n\n<!-- note\n\nmore\n-->\n"),
    ("text\n\n<!--\n", "text\n\n`<!--`\n"),
    ("<!-- a --> <!-- b\n", "<!-- a --> <!-- b -->\n"),
    ("<!-- a --\n", "a <!-- b\n"),
    ("<script>\nx()\n", "<script>\nx()\n</script>\n"),
    ("<SCRIPT src=\"a\">\n", "<SCRIPT src=\"a\"></SCRIPT>\n"),
    ("<style>\na {}\n", "<style>\na {}\n</style>\n"),
    ("<pre>\ncode\n", "<pre>\ncode\n</pre>\n"),
    ("<textarea>\na\n", "<textarea>\na\n</textarea>\n"),
    ("<?php\necho\n", "<?php\necho ?>\n"),
    ("<!DOCTYPE html\n", "<!DOCTYPE html>\n"),
    ("<![CDATA[\na\n", "<![CDATA[\na\n]]>\n"),
    (
      "<details>\n<summary>a</summary>\n\nb\n",
      "<details>\n<summary>a</summary>\n\nb\n\n</details>\n"
    ),
    ("<details open>\n", "<details open></details>\n"),
    ("<div align=\"center\">\n\na\n", "<div align=\"center\">\n\na\n\n</div>\n"),
    ("<DIV>\n", "<DIV></div>\n"),
    ("<div\n  class=\"a\"\n", "<div\n  class=\"a\"></div>\n"),
    ("<table>\n<tr><td>a\n", "<table>\n<tr><td>a\n</table>\n"),
    ("<ul>\n<li>a\n", "<ul>\n<li>a\n</ul>\n"),
    ("<center>\n\n# a\n", "<center>\n\n# a\n\n</center>\n"),
    ("<blockquote>\n\na\n", "<blockquote>\n\na\n\n</blockquote>\n"),
    ("<section>\n", "<section>\n</section>\n"),
    ("<h1>a\n", "<h1>a</h1>\n"),
    ("<span>\n", "<span></span>\n"),
    ("a <b>bold\n", "a <b>bold</b>\n"),
    ("a <em>b\n\nc\n", "a <em>b</em>\n\nc\n"),
    ("a <div> b\n", "a <div> b </div>\n"),
    ("a <details> b\n", "a `<details>` b\n"),
    ("# a <code>b\n", "# a `<code>`b\n"),
    ("> <div>\n", "> <div>\n> </div>\n"),
    ("- <details>\n\n  a\n", "- <details>\n\n  a\n\n  </details>\n"),
    ("<div>\n<div>\n</div>\n", "<div>\n<div>\n</div>\n</div>\n"),
    ("<div>\n\n```html\n</div>\n```\n", "```html\n<div>\n```\n"),
    ("<div>\n\n    </div>\n", "    <div>\n"),
    ("<div>\n\n<!-- </div> -->\n", "<!-- <div> -->\n"),
    ("<div>\n<script>\"</div>\"</script>\n", "<script>\"<div>\"</script>\n"),
    ("<details>\n\n\\</details>\n", "\\<details>\n"),
    ("<div title=\"</div>\">\n", "<img alt=\"<div>\">\n"),
  ]

  @Test func openHTMLIsRefused() {
    for (refused, accepted) in Self.open {
      #expect(faults(refused)?.count == 1, "\(refused)")
      #expect(faults(accepted) == [], "\(accepted)")
      // At the end of the page, where nothing is left to swallow, too.
      let atEnd = "# T\n\n<!-- include(p.md) -->\n"
      #expect(faults(refused, in: atEnd)?.count == 1, "\(refused)")
      #expect(faults(accepted, in: atEnd) == [], "\(accepted)")
    }
  }

  @Test func openHTMLIsNamed() {
    for (part, name) in [
      ("<details>\n", "<details>"), ("<!-- a\n", "<!--"), ("<script>\n", "<script>"),
      ("<?x\n", "<?"), ("<![CDATA[\n", "<![CDATA["), ("a <b> c\n", "<b>"),
    ] {
      #expect(faults(part) == ["'p.md' would break the page: it leaves '\(name)' open"])
    }
  }

  @Test func whatNeedsNoEndIsAccepted() {
    for part in [
      "<br>\n", "<hr>\n", "<img src=\"a.png\">\n", "<p align=\"center\">\n\na\n",
      "<a name=\"x\">\n",
      "a<br>b <img src=\"a\"> <wbr>c\n", "Use Map<String, List<Map>> and Optional<T>.\n", "<T>\n",
      "1 < 2 and <3\n", "<https://a.b>\n", "<a@b.c>\n", "<div/>\n", "<i class=\"fa\"/>\n",
      "<p>a\n<li>b\n", "<!---->\n", "<!-->\n", "&lt;div&gt;\n", "<custom-part>\n",
    ] {
      #expect(faults(part) == [], "\(part)")
    }
  }

  @Test func whatTheTemplateOpenedStaysOpen() {
    let details = "<details>\n\n<!-- include(p.md) -->\n\n</details>\n\nBehind.\n"
    #expect(faults("a\n", in: details) == [])
    #expect(faults("<div>a</div>\n", in: details) == [])
    #expect(faults("</div>\n", in: details) == [])
    #expect(
      faults("a\n\n</details>\n", in: details) == [
        "'p.md' would break the page: it ends the '<details>' that was opened before it"
      ])
    #expect(faults("<details>\n", in: details)?.count == 1)
    let block = "<div>\n<!-- include(p.md) -->\n</div>\n\nBehind.\n"
    #expect(faults("<b>a</b>\n", in: block) == [])
    #expect(faults("<b>a\n", in: block)?.count == 1)
    #expect(faults("</div>\n", in: block)?.count == 1)
    let pre = "<pre>\n<!-- include(p.md) -->\n</pre>\n\nBehind.\n"
    #expect(faults("#include <stdio.h>\nint a;\n", in: pre) == [])
    #expect(faults("</pre>\n", in: pre)?.count == 1)
    // In a fence it is text.
    let fence = "```\n<!-- include(p.md) -->\n```\n"
    for (refused, _) in Self.open { #expect(faults(refused, in: fence) == [], "\(refused)") }
    // Two includes, of which only one leaves something open.
    let two = "<!-- include(p.md) -->\n\nBetween.\n\n<!-- include(p.md) -->\n"
    #expect(faults("<div>\n", in: two)?.count == 2)
    #expect(faults("<div></div>\n", in: two) == [])
  }

  // MARK: blocks

  @Test func blocksOutsideStay() {
    for (refused, accepted) in [
      ("```\nopen\n", "```\nopen\n```\n"),
      ("~~~\nopen\n", "~~~\nopen\n~~~\n"),
      ("> ```\n> a\n> ```\n\n````\n```\n", "> ```\n> a\n\n````\n```\n````\n"),
    ] {
      #expect(faults(refused)?.count == 1, "\(refused)")
      #expect(faults(accepted) == [], "\(accepted)")
    }
    // What goes on as part of a list that the excerpt ends with.
    let item = "<!-- include(p.md) -->\n\n    code\n"
    #expect(faults("- a\n", in: item)?.count == 1)
    #expect(faults("a\n", in: item) == [])
  }
}
