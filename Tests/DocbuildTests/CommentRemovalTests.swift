import DocbuildCore
import Testing

@testable import DocbuildEngine

/// `comments=none` takes comments and nothing else, or is an error.
struct CommentRemovalTests {
  private func woven(_ name: String, _ text: String) throws -> (page: String?, ids: [DiagnosticID])
  {
    let project = MemoryProject([
      "page.src": "<!-- include(\(name) comments=none) -->\n", name: text,
    ])
    let report = try project.build().report
    return (project.files["page.md"], report.results.flatMap(\.diagnostics).map(\.id))
  }

  @Test(arguments: [
    ("a.go", "/* b */ t := 1 // one\nu := \"// no\"\n", "t := 1\nu := \"// no\"\n"),
    ("a.py", "x = '# no' # yes\n# all\n", "x = '# no'\n"),
    ("a.sh", "#!/bin/sh\n# all\necho \"# no\" ${x#y} # yes\n", "#!/bin/sh\necho \"# no\" ${x#y}\n"),
    ("Dockerfile", "# all\nFROM x\nRUN echo \"# no\" # no\n", "FROM x\nRUN echo \"# no\" # no\n"),
    ("a.ini", "; all\na = x#y ; no\n", "a = x#y ; no\n"),
    (".gitignore", "# all\n/x#y\n", "/x#y\n"),
    ("a.sql", "select '-- no' -- yes\n", "select '-- no'\n"),
    ("a.rb", "x = '# no' # yes\n", "x = '# no'\n"),
    (
      "a.js", "const a = 'http://x' // yes\nconst b = /[/]/ // yes\n",
      "const a = 'http://x'\nconst b = /[/]/\n"
    ),
    ("a.toml", "a = \"# no\" # yes\n", "a = \"# no\"\n"),
  ])
  func commentsGo(_ name: String, _ text: String, _ expected: String) throws {
    let found = try woven(name, text)
    #expect(found.ids == [])
    #expect(found.page == expected)
  }

  @Test(arguments: [
    ("b: \"# no\"\nd: a#b # yes\n", "b: \"# no\"\nd: a#b\n"),
    (
      "c: |\n  # in text\n\n  more # too\n# yes\nd: 1\n",
      "c: |\n  # in text\n\n  more # too\nd: 1\n"
    ),
    ("- >-\n # in text\n- x # yes\n", "- >-\n # in text\n- x\n"),
    ("- a: |2\n    # in text\n  # yes\n  b: 1\n", "- a: |2\n    # in text\n  b: 1\n"),
    ("a: !!str |\n # in text\nb: &x >\n # in text\n", nil),
    ("--- |\n # in text\n", nil),
    ("a: it's # yes\nb: 'it''s # no' # yes\n", "a: it's\nb: 'it''s # no'\n"),
    ("a: \"x\n  # no\\\" # no\n  y\" # yes\n", "a: \"x\n  # no\\\" # no\n  y\"\n"),
    ("a: [\"#\", '#'] # yes\nb: {c: \"# no\"}\n", "a: [\"#\", '#']\nb: {c: \"# no\"}\n"),
    ("a: x | # yes\nb: a > b\n  # yes\nc: 1\n", "a: x |\nb: a > b\nc: 1\n"),
    ("a: | # yes\n # in text\nb: 1\n", "a: |\n # in text\nb: 1\n"),
  ])
  func commentsOfYAML(_ text: String, _ expected: String?) throws {
    let found = try woven("a.yaml", text)
    #expect(found.ids == (expected == nil ? [.noEffect] : []))
    #expect(found.page == expected ?? text)
  }

  /// What is known of these is not enough: an address, an operator or a string may look like a comment.
  @Test(arguments: [
    ("a.html", "<a href=\"x//y\">t</a>\n"), ("Makefile", "all:\n\techo \"# no\"\n"),
    ("a.rb", "x = %w(# a)\n"), ("a.rb", "x = ?#\n"), ("a.zig", "y =\n  \\\\ // text\n;\n"),
    ("a.jsx", "const a = <a>http://x</a>\n"), ("a.scss", "a { b: url(//x/y) }\n"),
    ("a.sql", "select a #> b\n"), ("a.php", "<a href=#x>y</a>\n"), ("a.vue", "<a>http://x</a>\n"),
    ("a.yaml", "a: \"never closed # x\n"), ("a.txt", "# x\n"), ("a.pl", "$x = q(# a);\n"),
    (".env", "a=b#c\n"), ("a.ex", "~s(# a)\n"), ("a.tcl", "puts {# a}\n"),
  ])
  func whatIsNotSureIsAnError(_ name: String, _ text: String) throws {
    let allowed = name == ".env" ? "allow = [\".env\"]\n" : ""
    let project = MemoryProject([
      "docbuild.toml": allowed, "page.src": "<!-- include(\(name) comments=none) -->\n", name: text,
    ])
    let report = try project.build().report
    #expect(report.results.flatMap(\.diagnostics).map(\.id) == [.unsupportedLanguage])
    #expect(project.files["page.md"] == nil)
  }
}
