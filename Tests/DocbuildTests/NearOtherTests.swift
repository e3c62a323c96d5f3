import DocbuildCore
import Testing

@testable import DocbuildEngine

/// `output`, `value`, `defaults`, `check` and `test`, nearly written: told with a cure, never copied in silence.
struct NearOtherTests {
  private func problems(_ text: String, in name: String = "page.src") throws -> [Diagnostic] {
    let project = MemoryProject([
      name: text, "a.txt": "x\n", "docbuild.toml": "[values]\nv = \"1\"\n",
    ])
    let found = try check(Session(of: try project.open()), CheckOptions())
    return found.results.flatMap(\.diagnostics).filter { $0.id != .staleOutput }
  }

  @Test(arguments: [
    ("<!--output(echo hi)-->", "<!-- output(echo hi) -->"),
    ("<!-- Output(echo hi) -->", "<!-- output(echo hi) -->"),
    ("<!-- outputs(echo hi) -->", "<!-- output(echo hi) -->"),
    ("<!-- outptu(echo hi) -->", "<!-- output(echo hi) -->"),
    ("<!-- output(echo hi)-->", "<!-- output(echo hi) -->"),
    ("a <!-- vlaue(v) --> b", "<!-- value(v) -->"), ("a <!-- values(v) --> b", "<!-- value(v) -->"),
    ("<!--defaults(fence)-->", "<!-- defaults(fence) -->"),
    ("<!-- Defaults(fence) -->", "<!-- defaults(fence) -->"),
    ("<!-- default(fence) -->", "<!-- defaults(fence) -->"),
    ("<!-- dfaults(rev=v1) -->", "<!-- defaults(rev=v1) -->"),
    ("<!-- defaults rev=v1 -->", "<!-- defaults(rev=v1) -->"),
    ("<!-- defaults (rev=v1) -->", "<!-- defaults(rev=v1) -->"),
    ("<!-- output(ls -->", "<!-- output(ls) -->"),
    ("<!-- output \"ls -l\" -->", "<!-- output(\"ls -l\") -->"),
    ("<!-- value \"x y\" -->", "<!-- value(\"x y\") -->"),
    (
      "<!-- chek(off=broken-link why=\"x\") -->", "<!-- check(off=broken-link why=\"x\") -->"
    ),
    (
      "<!-- check off=broken-link why=\"x\" -->", "<!-- check(off=broken-link why=\"x\") -->"
    ),
  ])
  func slipsAreTold(_ line: String, _ cure: String) throws {
    let found = try problems("# T\n\n\(line)\n")
    #expect(found.map(\.id) == [.malformedDirective], "\(found)")
    #expect(found.first?.fixIt?.text.text == cure)
    #expect(found.first?.place.line == 3)
    // Where code shows it, it is text; a value is one everywhere in a template.
    if !line.contains("v) "), !line.contains("value \"") {
      #expect(try problems("# T\n\n`\(line)`\n") == [])
    }
  }

  /// In MDX comments are written otherwise, and so are the messages.
  @Test func messagesOfMDX() throws {
    let found = try problems("# T\n\n{/*embed(a.txt)*/}\n\n{/*output(ls)*/}\n", in: "page.mdx.src")
    #expect(
      found.map(\.message) == [
        "expected a space between '{/*' and 'embed'", "expected a space between '{/*' and 'output'",
      ], "\(found)")
  }

  /// What it should say nobody knows.
  @Test(arguments: [
    "<!-- check off=broken-link -->", "<!-- defaults \"x\" -->", "<!-- test(skip=\"x\" -->",
    "<!-- check(off=broken-link -->", "<!-- defaults(rev=v1 -->",
  ])
  func slipsWithoutCure(_ line: String) throws {
    let found = try problems("# T\n\n\(line)\n\nx\n")
    #expect(found.map(\.id) == [.malformedDirective], "\(found)")
    #expect(found.first?.fixIt == nil)
  }

  @Test(arguments: [
    "Text <!-- output(echo hi) -->", "## H <!-- output(echo hi) -->",
    "Text <!-- test(skip=\"no\") -->", "<details><!-- test(skip=\"no\") -->",
  ])
  func textBeside(_ line: String) throws {
    #expect(try problems("# T\n\n\(line)\n").map(\.id) == [.textBesideDirective])
  }

  @Test(arguments: [
    "<!-- output(echo hi lines=1 highlight=1) -->", "<!-- output(echo hi rev=v1) -->",
    "<!-- output(echo hi exit=999) -->",
  ])
  func optionsOfOutputs(_ line: String) throws {
    let found = try problems("# T\n\n\(line)\n```text\nhi\n```\n", in: "page.md")
    #expect(found.map(\.id) == [.invalidTest], "\(found)")
  }

  @Test(arguments: [
    "<!-- output (see below) -->", "<!-- the output(x) of it -->", "<!-- values and more -->",
    "<!-- input(x) -->", "<!-- default (none) -->", "<!-- default: none -->",
    "<!-- check the spelling -->", "<!-- checked(x) -->", "<!-- check(x) -->", "<!-- valid(x) -->",
    "<!-- value: 3 -->", "<!-- outcome(x) -->", "<!-- defaults to no -->",
  ])
  func ordinaryComments(_ line: String) throws {
    #expect(try problems("# T\n\n\(line)\n") == [])
  }

  /// What a cure leaves out could publish more than was meant.
  @Test func curesKeepWhatStandsBehind() throws {
    let found = try problems("<!-- include(a.txt) lines=1..2 -->\n")
    #expect(found.first?.fixIt?.text.text == "<!-- include(a.txt lines=1..2) -->")
    #expect(try problems("<!-- include(a.txt) and more -->\n").first?.fixIt == nil)
    for (written, cure) in [("from=\"/x/\"", "from=/x/"), ("from='x'", "from=/x/")] {
      let found = try problems("<!-- include(a.txt \(written)) -->\n")
      #expect(found.first?.fixIt?.text.text == cure)
    }
  }

  /// A page whose only directive is one is a document, and looked at.
  @Test func anOutputMakesADocument() throws {
    let found = try problems(
      "# T\n\n<!-- output(echo hi) -->\n```text\nhi\n```\n\n[x](missing.md)\n", in: "page.md")
    #expect(found.map(\.id) == [.brokenLink])
  }

  @Test(arguments: ["<!--\u{A0}include(a.txt) -->", "<!-- include\u{A0}(a.txt) -->"])
  func oddSpaces(_ line: String) throws {
    let found = try problems("\(line)\n")
    #expect(found.map(\.id) == [.malformedDirective])
    #expect(found.first?.fixIt?.text.text == "<!-- include(a.txt) -->")
  }
}
