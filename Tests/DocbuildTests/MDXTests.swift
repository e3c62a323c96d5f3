import Testing

@testable import DocbuildCore

/// MDX's blocks, by what its own documentation and that of micromark's extensions say.
struct MDXTests {
  /// Pages, and what their lines are, as in `PythonMarkdownTests`.
  static let table: [(page: String, roles: String)] = [
    // A tag alone on its line is a block of its own: what is below is Markdown, without a blank line.
    ("<TabItem value=\"a\">\n```py\nb\n```\n</TabItem>\n", "t(c)t"),
    ("<div>\n```\na\n```\n</div>\n", "t(c)t"),
    ("<Tabs>\n  <TabItem>\n\n    ```py\n    a\n    ```\n\n  </TabItem>\n</Tabs>\n", "tt-(c)-tt"),
    ("<>\n```\na\n```\n</>\n", "t(c)t"), ("<a.b.c/>\n```\na\n```\n", "t(c)"),
    ("a\n<b/>\n```\nc\n```\n", "tt(c)"),
    // A tag may go over lines, blank ones too, and hold strings and expressions.
    ("<A\n  b=\"c\n```\n\"\n>\n```\nd\n```\n", "ttttt(c)"),
    ("<A b={{c: '```\\n'}} {...d}/>\n```\ne\n```\n", "t(c)"),
    ("<A\n\n  b\n/>\n```\nc\n```\n", "tttt(c)"), ("<A b={`\n~~~\n`}>\n```\nc\n```\n", "ttt(c)"),
    ("<A b={c => {\n  return \"}\"\n}}>\n```\nd\n```\n", "ttt(c)"), ("</A>\n```\na\n```\n", "t(c)"),
    // With a text beside it, it is part of a paragraph; the next line is Markdown all the same.
    ("<b>a</b> c\n```\nd\n```\n", "t(c)"), ("a <b>\n```\nc\n```\n", "t(c)"),
    // Tags and expressions may share a line.
    ("<A> <B/> {c}\n```\nd\n```\n", "t(c)"),
    // Expressions: braces that close, with comments, strings and templates in them.
    ("{/* a */}\n```\nb\n```\n", "t(c)"), ("{/*\n```\n*/}\n```\nb\n```\n", "ttt(c)"),
    ("{`\n~~~\n${1}`}\n```\nb\n```\n", "ttt(c)"),
    ("{a ? \"}\" : '{'}\n```\nb\n```\n", "t(c)"), ("{\n\n  a\n}\n```\nb\n```\n", "tttt(c)"),
    ("{a} b\n```\nc\n```\n", "t(c)"), ("{<A>don't</A>}\n```\nb\n```\n", "t(c)"),
    // Modules stand at the margin, outside of containers, and end at a blank line where they can.
    ("import A from 'a'\nexport const b = 1\n\n```\nc\n```\n", "tt-(c)"),
    ("export const a = {\n\n  b: `\n~~~\n`\n}\n\n```\nc\n```\n", "tttttt-(c)"),
    ("a\nimport b\n```\nc\n```\n", "tt(c)"), (" import A from 'a'\n```\nb\n```\n", "t(c)"),
    ("importance\n```\na\n```\n", "t(c)"), ("- import A from 'a'\n  ```\n  b\n  ```\n", "t(c)"),
    // There is no indented code, so any indentation may stand before what begins a block.
    ("a\n\n        b\n", "t-t"), ("      ```\n      a\n      ```\n", "(c)"),
    ("    ```\n  a\n        ```\n", "(c)"),
    ("    > ```\n    > a\n    > ```\n", "(c)"), ("-      ```\n       a\n       ```\n", "(c)"),
    ("     - ```\n       a\n       ```\n", "(c)"),
    ("\t```\n\ta\n\t```\n", "(c)"),
    // HTML has no blocks; comments of HTML are read as Docusaurus does.
    ("<!-- a -->\n```\nb\n```\n", "t(c)"), ("<pre>\n```\na\n```\n</pre>\n", "t(c)t"),
    ("<br>\n```\na\n```\n", "t(c)"),
    // Containers are CommonMark's.
    ("- <A>\n  ```\n  b\n  ```\n  </A>\n", "t(c)t"), ("> <A>\n> ```\n> b\n> ```\n", "t(c)"),
    ("> <A\n> b>\n> ```\n> c\n> ```\n", "tt(c)"),
    ("1. a\n\n   <A>\n   ```\n   b\n   ```\n   </A>\n", "t-t(c)t"),
    (":::note\n```\na\n```\n:::\n", "t(c)t"),
    // In a fence nothing else counts.
    ("```\n<A\n{\nimport a\n```\n", "(ccc)"), ("```jsx {1,3-4} title=\"a\"\na\n```\n", "(c)"),
    // What is never closed is text, as far as we look.
    ("<A\n```\nb\n```\n", "t(c)"), ("{a\n```\nb\n```\n", "t(c)"), ("a < b\n```\nc\n```\n", "t(c)"),
    ("<3\n```\nc\n```\n", "t(c)"),
  ]

  @Test(arguments: table.indices)
  func linesAre(_ index: Int) {
    let (page, roles) = MDXTests.table[index]
    #expect(BlockScanner.roles(of: page, .mdx) == roles, "\(page)")
  }

  /// The view that libcmark reads has the same fences, line by line.
  @Test(arguments: table.indices)
  func theViewSaysTheSame(_ index: Int) {
    let page = MDXTests.table[index].page
    let view = CommonMarkView.of(Bytes(page.utf8), in: .mdx)
    let isFence: (Character) -> Bool = { "(c)".contains($0) }
    let ours = BlockScanner.roles(of: page, .mdx).map { isFence($0) ? $0 : "." }
    let theirs = BlockScanner.roles(of: view.text, .commonMark).map { isFence($0) ? $0 : "." }
    #expect(ours == theirs, "\(view.text)")
  }

  /// What nobody writes takes no longer than it must.
  @Test(arguments: [
    "{", "<a ", "<A b={`", "{/*\n", "export const a = {\n", "`${", "{`${", "> <A\n", "- {\n",
  ])
  func hostilePagesTakeNoTime(_ part: String) {
    let page = Bytes(String(repeating: part + "\n", count: 4000).utf8)
    let time = ContinuousClock().measure { _ = CommonMarkView.of(page, in: .mdx) }
    #expect(time < .seconds(20), "\(time)")
  }

  /// A page is known by what only one dialect has.
  @Test(arguments: [
    ("# T\n\n=== \"A\"\n\n    a\n", Dialect.pythonMarkdown), ("!!! note\n    a\n", .pythonMarkdown),
    ("??? \"x\"\n\n\ta\n", .pythonMarkdown), ("=== \"A\"\n\na\n", .commonMark),
    ("a\n===\n\n    b\n", .commonMark),
    ("```\n=== \"A\"\n    a\n```\n", .commonMark), ("!!! what\n", .commonMark),
    ("<Tabs>\n\na\n\n</Tabs>\n", .mdx),
    ("<TabItem value=\"a\">\n```py\nb\n```\n</TabItem>\n", .mdx),
    ("<details>\n\na\n\n</details>\n", .commonMark), ("`<Tabs>`\n\n</Tabs>\n", .commonMark),
    ("```\n<Tabs>\n</Tabs>\n```\n", .commonMark), ("Vec<T>\n\n</T>\n", .commonMark),
  ])
  func pagesAreKnownByTheirText(_ page: String, _ dialect: Dialect) {
    #expect(Dialect.guessed(of: Bytes(page.utf8)) == dialect)
  }
}
