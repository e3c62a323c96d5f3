import DocbuildCore
import Foundation
import Testing

@testable import DocbuildCore
@testable import DocbuildEngine

/// Pages as Python-Markdown with pymdown-extensions reads them: what each line is by a table, and which lines are code as
/// Python-Markdown itself says.
struct PythonMarkdownTests {
  /// Pages, and what their lines are: blank (`-`), text (`t`), indented code (`i`), and a fence's opening line (`(`),
  /// content (`c`) and closing line (`)`).
  static let table: [(page: String, roles: String)] = [
    // Below titles fences are indented by four spaces, with a blank line or without.
    ("=== \"w1\"\n    ```py\n    w2\n    ```\n", "t(c)"),
    ("=== \"A\"\n\n    ```py\n    w1\n    ```\n\nw2\n", "t-(c)-t"),
    ("!!! note\n\n    w1\n\n    ~~~\n    w2\n    ~~~\n", "t-t-(c)"),
    ("??? tip \"T\"\n    ```\n    w1\n    ```\n", "t(c)"),
    ("???+ \"T\"\n    ```\n    w1\n    ```\n", "t(c)"),
    ("!!! a\n    !!! b\n        ```\n        w1\n        ```\n", "tt(c)"),
    ("- w1\n\n    === \"A\"\n\n        ```\n        w2\n        ```\n", "t-t-(c)"),
    // Without a title, a list or the like above, four spaces are code, and the fence is text of it.
    ("w1\n\n    ```\n    w2\n    ```\n", "t-iii"), ("!!!\n\n    w1\n", "t-i"),
    ("=== A\n\n    w1\n", "t-i"), ("!!! note\n\nw1\n\n    w2\n", "t-t-i"),
    // In a paragraph a fence is one at any margin.
    ("w1\n    ```\n    w2\n    ```\n", "t(c)"), ("w1\n```\nw2\n```\nw3\n", "t(c)t"),
    // HTML is no hindrance.
    ("<div>\n```\nw1\n```\n</div>\n", "t(c)t"), ("<!-- w1 -->\n```\nw2\n```\n", "t(c)"),
    // The closing fence is the same as the opening one; what is not closed is text.
    ("```\nw1\n````\nw2\n```\n", "(ccc)"), ("````\nw1\n```\nw2\n````\n", "(ccc)"),
    ("```\nw1\n", "tt"),
    ("~~~\nw1\n```\n", "ttt"),
    // Each line stands behind the same margin.
    ("  ```\n  w1\n  ```\n", "(c)"), ("  ```\nw1\n  ```\n", "ttt"), ("```\n  w1\n\n```\n", "(cc)"),
    ("    ```\n\n    w1\n    ```\n", "i-ii"),
    // Headers: a language, attributes, options that are known.
    ("```py title=\"a b\"\nw1\n```\n", "(c)"),
    ("```py title=\"a\" hl_lines=\"1-2 4\"\nw1\n```\n", "(c)"),
    ("```{.py .no-copy #a}\nw1\n```\n", "(c)"), ("``` { .py }\nw1\n```\n", "(c)"),
    ("```py\tlinenums=\"1\"\nw1\n```\n", "(c)"), ("```py foo\nw1\n```\n", "ttt"),
    ("```py foo=\"1\"\nw1\n```\n", "ttt"), ("```py {1,2}\nw1\n```\n", "(c)"),
    ("```py{1,2}\nw1\n```\n", "ttt"),
    ("```py hl_lines=\"x\"\nw1\n```\n", "ttt"), ("``` a b c\nw1\n```\n", "ttt"),
    ("``` hl_lines=\"4 5\"\"\nw1\n```\n", "(c)"),
    // Lists take four spaces; two begin no level of their own.
    ("- w1\n\n    ```\n    w2\n    ```\n", "t-(c)"), ("- w1\n\n        w2\n", "t-i"),
    ("1. w1\n\n    w2\n\n        w3\n", "t-t-i"), ("w1\n- w2\n\n    w3\n", "tt-i"),
    // Definitions, footnotes and quotes hold blocks.
    ("w1\n:   w2\n\n    ```\n    w3\n    ```\n", "tt-(c)"),
    ("w1[^1]\n\n[^1]: w2\n\n    ```\n    w3\n    ```\n", "t-t-(c)"),
    ("> w1\n>\n> ```\n> w2\n> ```\n", "t-(c)"), (">     w1\n", "i"),
    // Tabs reach to stops of four; a front matter is none of it.
    ("!!! note\n\n\t```\n\tw1\n\t```\n", "t-(c)"),
    ("---\na: |\n    w1\n---\n\n```\nw2\n```\n", "tttt-(c)"),
    ("```\r\nw1\r\n```\r\n", "(c)"),
  ]

  @Test(arguments: table.indices)
  func linesAre(_ index: Int) {
    let (page, roles) = PythonMarkdownTests.table[index]
    #expect(BlockScanner.roles(of: page, .pythonMarkdown) == roles, "\(page)")
  }

  /// The view that libcmark reads has the same code, line by line.
  @Test(arguments: table.indices)
  func theViewSaysTheSame(_ index: Int) {
    let page = PythonMarkdownTests.table[index].page
    let view = CommonMarkView.of(Bytes(page.utf8), in: .pythonMarkdown)
    let isFence: (Character) -> Bool = { "(c)".contains($0) }
    let ours = BlockScanner.roles(of: page, .pythonMarkdown).map { isFence($0) ? $0 : "." }
    let theirs = BlockScanner.roles(of: view.text, .commonMark).map { isFence($0) ? $0 : "." }
    #expect(ours == theirs, "\(view.text)")
  }

  /// What nobody writes takes no longer than it must.
  @Test(arguments: [
    "# a\nb\n", "!!! a\n    b\n", "- a\n", "> a\nb\n", "<!-- a\n", "<div>\n", "```\n",
    "    a\n```\nb\n```\n",
    "[^1]: a\n", "a\n:   b\n", "> > > > ", "- - - ",
  ])
  func hostilePagesTakeNoTime(_ part: String) {
    let clock = ContinuousClock()
    for dialect in [Dialect.pythonMarkdown, .mdx] {
      let page = Bytes(String(repeating: part, count: 4000).utf8)
      let time = clock.measure { #expect(CommonMarkView.of(page, in: dialect).count < 1 << 24) }
      #expect(time < .seconds(20), "\(dialect): \(time)")
    }
  }

  // MARK: the oracle

  private static let program: String? = ["/usr/local/bin", "/usr/bin"].map { "\($0)/markdown_py" }
    .first { FileManager.default.isExecutableFile(atPath: $0) }

  private func oracle(_ pages: [String]) throws -> [String] {
    let program = try #require(PythonMarkdownTests.program)
    let python = URL(fileURLWithPath: program).resolvingSymlinksInPath().deletingLastPathComponent()
      .appending(path: "python3")
    let script = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appending(path: "Data/python_markdown.py")
    let done = ChildProcess.run(
      python.path, ["-I", script.path], environment: ["PATH": "/usr/bin:/bin"], folder: "/",
      input: Bytes(pages.joined(separator: "\u{1}").utf8), until: Interrupt())
    let outcome = try done.get()
    try #require(outcome.status == 0, "\(outcome.errors)")
    return outcome.output.text.split(separator: "\n", omittingEmptySubsequences: false).map(
      String.init)
  }

  /// The words of a page that are code, as the oracle writes them.
  private func code(of page: String) -> String {
    let roles = BlockScanner.roles(of: page, .pythonMarkdown)
    var found: [String] = []
    for (line, role) in zip(page.split(separator: "\n", omittingEmptySubsequences: false), roles)
    where role == "c" || role == "i" {
      for match in line.matches(of: /\bw\d+\b/) {
        found.append((role == "c" ? "F" : "C") + String(match.output))
      }
    }
    return found.sorted().joined(separator: " ")
  }

  @Test(.enabled(if: program != nil, "needs markdown_py"))
  func theTableIsPythonMarkdowns() throws {
    // A front matter is MkDocs' affair.
    let pages = PythonMarkdownTests.table.map(\.page).filter {
      !$0.hasPrefix("---") && !$0.contains("\r")
    }
    for (page, theirs) in zip(pages, try oracle(pages)) {
      #expect(code(of: page) == theirs, "\(page)")
    }
  }

  @Test(.enabled(if: program != nil, "needs markdown_py"), arguments: [1, 2, 3])
  func randomPagesAreReadAsPythonMarkdownDoes(_ seed: UInt64) throws {
    var random = PageMaker(seed: seed)
    let pages = (0..<700).map { _ in random.page() }
    var differing: [String] = []
    for (page, theirs) in zip(pages, try oracle(pages)) where code(of: page) != theirs {
      differing.append("\(page)theirs: \(theirs)\nours:   \(code(of: page))\n")
    }
    let shortest = differing.min { $0.count < $1.count } ?? ""
    #expect(differing.isEmpty, "\(differing.count) of \(pages.count), as\n\(shortest)")
  }
}

/// Makes pages of what meets in real ones, each line with a word of its own.
private struct PageMaker {
  private var state: UInt64
  private var lines: [String] = []
  private var words = 0

  init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 }

  private mutating func next(_ bound: Int) -> Int {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Int((state >> 33) % UInt64(bound))
  }

  private mutating func one(of all: [String]) -> String { all[next(all.count)] }

  private mutating func word() -> String {
    words += 1
    return "w\(words)"
  }

  private mutating func margin() -> String {
    let widths = [0, 0, 0, 0, 0, 0, 4, 4, 4, 4, 4, 8, 8, 12, 1, 2, 3, 5, 6, 7]
    return String(repeating: " ", count: widths[next(widths.count)])
  }

  mutating func page() -> String {
    (lines, words) = ([], 0)
    for _ in 0..<2 + next(8) {
      addBlock()
      if next(9) < 5 { lines.append("") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private mutating func addBlock() {
    let margin = self.margin()
    let short = next(2) == 0 ? "" : margin
    switch next(24) {
    case 0...5: addFence(margin)
    case 6...8: lines.append("\(margin)\(word()) t")
    case 9...10:
      lines.append(
        short + one(of: ["!!! note", "!!! note \"T t\"", "!!! a b", "!!!note", "!!! note \"\""]))
    case 11...12:
      lines.append(short + one(of: ["=== \"A\"", "===! \"A\"", "===+ \"B\"", "=== \"A b\""]))
    case 13:
      lines.append(short + one(of: ["??? note", "???+ note \"x\"", "??? \"x\"", "???+ \"y\""]))
    case 14...15:
      lines.append(
        "\(margin)\(one(of: ["-", "*", "+", "1.", "12."]))\(one(of: [" ", "   "]))\(word())")
    case 16: lines.append("\(short)## \(word())")
    case 17: addQuote(margin)
    case 18: lines += ["\(short)\(word())", "\(short):   \(word())"]
    case 19: lines += ["\(margin)<div>", "\(self.margin())\(word())", "\(self.margin())</div>"]
    case 20: lines.append("\(margin)<!-- \(word()) -->")
    case 21:
      lines.append(
        margin + one(of: ["---", "* * *", "[r]: http://x", "***", "- !!! note", "- ```"]))
    case 22: lines += ["\(margin)\(word())", margin + one(of: ["===", "---"])]
    default:
      let header = one(of: [
        "py foo", "{a", "x y=\"1\"", " a b c", "py hl_lines=\"1-2 3\"", " title=\"a b\"", " .py",
      ])
      lines += ["\(margin)```\(header)", "\(margin)\(word())", "\(margin)```"]
    }
  }

  private mutating func addFence(_ margin: String) {
    let fence = one(of: ["```", "````", "~~~"])
    lines.append(margin + fence + one(of: ["", " py", "py", " {.py}", " py title=\"x\""]))
    for _ in 0..<1 + next(3) {
      let text = next(8) == 0 ? one(of: ["", "``` ", "  "]) + word() : word()
      lines.append((next(10) == 0 ? self.margin() : margin) + text)
    }
    lines.append(margin + fence)
  }

  private mutating func addQuote(_ margin: String) {
    lines.append(margin + one(of: ["> ", ">", "> > "]) + word())
    if next(2) == 0 { lines += ["\(margin)> ```", "\(margin)> \(word())", "\(margin)> ```"] }
  }
}

extension BlockScanner {
  /// What each line of a page is, a character each.
  static func roles(of page: String, _ dialect: Dialect) -> String {
    let bytes = Bytes(page.utf8)
    var scanner = BlockScanner(bytes, dialect: dialect)
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
}
