import Foundation
import Testing

/// `docbuild migrate` as a command: what it must leave alone.
struct MigrateSessionTests {
  private static let code = "fn a() {}\n"

  /// Pages whose own directives, or whose names, would be lost; each is left as it is, with the reason.
  @Test(arguments: [
    (
      "a.md",
      "# A\n\n{{#include a.rs}}\n\n<!-- embed(a.rs) -->\n```rust\nfn a() {}\n```\n<!-- /embed -->\n",
      "a.md:5:1: warning: the page has directives of docbuild's own"
    ),
    (
      "q.markdown", "# One\n\n{{#include a.rs}}\n",
      "q.markdown:3:1: warning: its template would be woven into 'q.md'"
    ),
    (
      "a.md", "# A\n\nWrite:\n\n    snippet: Greet\n",
      "a.md:5:5: warning: this directive of MarkdownSnippets is left as it is: it stands in indented code"
    ),
  ])
  func isLeftAlone(_ name: String, _ page: String, _ reason: String) throws {
    let folder = Folder([
      "docbuild.toml": "", "a.rs": MigrateSessionTests.code, name: page,
      "P.cs": "class P\n{\n    #region Greet\n    int a;\n    #endregion\n}\n",
    ])
    let outcome = try docbuild("migrate", "--write", in: folder)
    #expect(outcome.messages.contains(reason), "\(outcome.messages)")
    #expect(folder.text(name) == page)
  }

  /// Each directive is told with its own tool, on a line of its own.
  @Test func eachDirectiveHasItsTool() throws {
    let page =
      "# A\n\n{{#include gone.rs}}\n\n<<< @/gone.go\n\n--8<-- \"gone.py\"\n\n{{#include a.rs}}\n"
    let folder = Folder(["docbuild.toml": "", "a.rs": MigrateSessionTests.code, "a.md": page])
    let outcome = try docbuild("migrate", in: folder)
    let told = outcome.messages.split(separator: "\n").filter { $0.contains("[not-migrated]") }
    #expect(told.count == 3, "\(outcome.messages)")
    for (line, tool) in zip(
      told,
      [
        "3:1: warning: this directive of mdBook is", "5:1: warning: this directive of VitePress is",
        "7:1: warning: this directive of PyMdown Snippets is",
      ])
    {
      #expect(line.hasPrefix("a.md:\(tool) left as it is"), "\(line)")
    }
  }

  /// Tools that write into the page, and such that do not, are told each at its first directive.
  @Test func toolsThatDoNotGoTogetherAreToldApart() throws {
    let page =
      "# A\n\n{{#include a.rs}}\n\n<!-- docs CODE src=\"a.rs\" -->\n<!-- /docs -->\n"
    let folder = Folder(["docbuild.toml": "", "a.rs": MigrateSessionTests.code, "a.md": page])
    let outcome = try docbuild("migrate", in: folder)
    let told = outcome.messages.split(separator: "\n").filter { $0.contains("[not-migrated]") }
    #expect(told.count == 2, "\(outcome.messages)")
    #expect(told.first?.contains("3:1: warning: the directives of mdBook make") ?? false)
    #expect(
      told.last?.contains("5:1: warning: the directives of markdown-magic write into") ?? false,
      "\(outcome.messages)")
  }

  /// What was migrated once is migrated: a second run has nothing to do, and what stands in its way is named.
  @Test(arguments: ["a.source.md", "a.md"])
  func onceMore(_ name: String) throws {
    let page = name == "a.md" ? "# A\n\n{{#include a.rs}}\n" : "# A\n\nsnippet: Greet\n"
    let folder = Folder([
      "docbuild.toml": "", "a.rs": MigrateSessionTests.code, name: page,
      "P.cs": "class P\n{\n    #region Greet\n    int a;\n    #endregion\n}\n",
    ])
    let first = try docbuild("migrate", "--write", "--force", in: folder)
    #expect(first.status == 0 && folder.exists("a.src"), "\(first.messages)")
    let again = try docbuild("migrate", "--write", "--force", in: folder)
    #expect(again.status == 0, "\(again.messages)")
    #expect(again.messages.contains("0 directives in 0 pages"), "\(again.messages)")
    if name == "a.md" { return }
    folder.write("a.src", "# Mine\n")
    let other = try docbuild("migrate", "--write", "--force", in: folder)
    #expect(
      other.messages.contains("\(name):3:1: warning: 'a.src' is there already"),
      "\(other.messages)")
    #expect(folder.text("a.src") == "# Mine\n")
  }

  /// A page that would not weave is told where it would not, not at its first directive.
  @Test func whereItWouldNotWeave() throws {
    let folder = Folder([
      "docbuild.toml": "", "a.rs": MigrateSessionTests.code, "b.rs": "```\n",
      "a.md": "# A\n\n```rust\n{{#include a.rs}}\n```\n\n> ```rust\n{{#include b.rs}}\n",
    ])
    let outcome = try docbuild("migrate", in: folder)
    #expect(
      outcome.messages.contains("a.md:8:1: warning: the page would not weave"),
      "\(outcome.messages)")
  }

  /// A page that is no text may hold anything, and that is said.
  @Test func aPageThatIsNoText() throws {
    let folder = Folder(["docbuild.toml": "", "a.rs": MigrateSessionTests.code])
    let page = Data("{{#include a.rs}}\n".utf16.flatMap { [UInt8($0), 0] })
    try page.write(to: URL(fileURLWithPath: "\(folder.path)/old.md"))
    let outcome = try docbuild("migrate", in: folder)
    #expect(
      outcome.messages.contains("old.md:1:2: warning: a NUL byte in 'old.md'"),
      "\(outcome.messages)")
    #expect(outcome.messages.contains("1 page left as it is"), "\(outcome.messages)")
  }

  /// The cure of another tool's directive in a template says what migrate reads.
  @Test func theCureOfATemplateIsTrue() throws {
    let folder = Folder(["docbuild.toml": "", "a.src": "{{#include a.rs}}\n", "a.rs": "x\n"])
    let outcome = try docbuild("build", in: folder)
    #expect(outcome.messages.contains("but reads no template"), "\(outcome.messages)")
  }

  /// A page's text can be no command of the log that the change is printed into.
  @Test func theChangeIsHarmless() throws {
    let folder = Folder([
      "docbuild.toml": "", "a.rs": MigrateSessionTests.code,
      "a.md": "# A\n\n::error file=x::pwned\n{{#include a.rs}}\n\tone\n##[error]x\n\u{1B}[31mred\n",
    ])
    let outcome = try docbuild("migrate", in: folder)
    #expect(outcome.text.contains("-{{#include a.rs}}\n"), "\(outcome.text)\(outcome.messages)")
    #expect(outcome.text.contains(" \tone\n"))
    for part in ["\n ::error", "##[error]", "\u{1B}"] {
      #expect(!outcome.text.contains(part), "\(outcome.text)")
    }
  }

  /// A line or a region that is not there is shown by nobody, and that is an error.
  @Test(arguments: [
    ("a.py#aa", "a.py: error: region 'aa' not found in 'a.py' [region-not-found]"),
    ("a.py:70", "a.py: error: line 70 is out of range: 'a.py' has 3 lines [line-out-of-range]"),
    ("a.py:0", "a.py: error: line 0 is out of range"),
  ])
  func refsOfWhatIsNotThere(_ place: String, _ expected: String) throws {
    let folder = Folder([
      "docbuild.toml": "", "a.py": "# region a\nx = 1\n# endregion a\n",
      "t.src": "<!-- include(a.py region=a fence) -->\n",
    ])
    let outcome = try docbuild("refs", place, in: folder)
    #expect(outcome.status == 1 && outcome.messages.contains(expected), "\(outcome.messages)")
    for good in ["a.py#a", "a.py:2", "a.py:1"] {
      #expect(try docbuild("refs", good, in: folder).status == 0, "\(good)")
    }
  }

  /// A byte order mark is no line end, and hides nothing.
  @Test func byteOrderMarks() throws {
    let folder = Folder([
      "docbuild.toml": "", "a.txt": "a\n", "t.src": "# T\n\n```\n<!-- include(a.txt) -->\n```\n",
      "b.md": "\u{FEFF}```console\n$ echo a\nWRONG\n```\n",
      "c.md": "\u{FEFF}# Hello\n\n[x](#hello)\n",
    ])
    _ = try docbuild("build", "t.src", in: folder)
    folder.write("t.md", "\u{FEFF}" + folder.text("t.md"))
    let check = try docbuild("check", "t.src", in: folder)
    #expect(!check.messages.contains("line-ends"), "\(check.messages)")
    #expect(try docbuild("check", "c.md", in: folder).status == 0)
    let test = try docbuild("test", "--no-sandbox", "b.md", in: folder)
    #expect(
      test.messages.contains("b.md:3:1: error: expected 'WRONG', found 'a'"), "\(test.messages)")
  }

  /// Comments that say something of a block may stand before it in any order, and with others.
  @Test(arguments: [
    "<!-- check(off=broken-link why=\"a\") -->\n<!-- check(off=broken-image why=\"b\") -->\n[g](no.md) ![a](z.png)\n",
    "<!-- check(off=broken-link why=\"a\") -->\n<!-- prettier-ignore -->\n\n[g](no.md)\n",
    "<!-- test(skip=\"y\") -->\n<!-- check(off=bidi-control why=\"x\") -->\n```console\n$ false a\u{202E}b\n```\n",
    "<!-- check(off=bidi-control why=\"x\") -->\n<!-- test(skip=\"y\") -->\n```console\n$ false a\u{202E}b\n```\n",
  ])
  func commentsBeforeABlock(_ page: String) throws {
    let folder = Folder(["docbuild.toml": "", "p.md": page])
    let check = try docbuild("check", "p.md", in: folder)
    #expect(check.status == 0 && !check.messages.contains("unused-ignore"), "\(check.messages)")
    let test = try docbuild("test", "--no-tools", "--no-sandbox", "p.md", in: folder)
    #expect(
      !test.messages.contains("error:") || test.messages.contains("nothing-tested"),
      "\(test.messages)")
  }

  /// A link to a page is no page of its own, whatever it is called.
  @Test func aLinkToAPageIsPassedOver() throws {
    let folder = Folder([
      "docbuild.toml": "", "a.rs": MigrateSessionTests.code,
      "a/h.md": "# H\n\n{{#include ../a.rs}}\n",
    ])
    folder.link("h.md", to: "a/h.md")
    try folder.commit()
    let outcome = try docbuild("migrate", "--write", in: folder)
    outcome.expect(0)
    #expect(folder.exists("a/h.src") && !folder.exists("h.src"), "\(outcome.messages)")
  }
}
